//! What stands against stolen cards: money that is held, limits for young accounts, and for networks.

use chrono::TimeDelta;

use super::gateways::{STAFF, act, admin, begin, method, opened, state, work};
use super::{NOTHING, Visitor};
use crate::support::rows::execute;
use crate::support::{Panel, order_id, still_panel};

/// A method that holds what comes for two days.
async fn holding(panel: &Panel, staff: &Visitor<'_>) -> i64 {
    let id = method(panel, staff, &[]).await;
    guard(staff, id, ["48", "", ""]).await;
    id
}

async fn guard(staff: &Visitor<'_>, id: i64, [hold, days, most]: [&str; 3]) {
    let path = format!("/admin/methods/{id}");
    let fields = [("hold_hours", hold), ("young_days", days), ("young_max", most)];
    staff.post(&format!("{path}/guard"), &fields).await.assert_goes(&path);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn held_money_is_on_no_balance() {
    still_panel(async |panel| {
        let staff = admin(panel).await;
        let id = method(panel, &staff, &[]).await;
        for (field, wrong) in [
            ("hold_hours", "721"),
            ("hold_hours", "-1"),
            ("hold_hours", "x"),
            ("young_days", "366"),
            ("young_max", "x"),
        ] {
            let mut fields = vec![("hold_hours", ""), ("young_days", "7"), ("young_max", "20")];
            fields.retain(|(name, _)| *name != field);
            fields.push((field, wrong));
            let refused = staff.post(&format!("/admin/methods/{id}/guard"), &fields).await;
            refused.assert_status(422).assert_shows(&format!("error-{field}"));
        }
        let half = [("young_days", "7")];
        let refused = staff.post(&format!("/admin/methods/{id}/guard"), &half).await;
        refused.assert_status(422).assert_shows("error-young_max");
        guard(&staff, id, ["48", "", ""]).await;
        super::bonuses::rule(&staff, &[("percent", "100")]).await;
        staff.get(&format!("/admin/methods/{id}")).await.assert_shows("value=\"48\"");

        let (ann, deposit) = opened(panel, id, "20").await;
        let visitor = Visitor::of(panel, ann.id).await;
        let page = visitor.get(&format!("/deposits?method={id}")).await;
        page.assert_shows("48 h after it has arrived");
        assert!(!page.text().contains("bonus"), "what is held brings no bonus");
        act(panel, deposit, "pay").await;
        assert_eq!(
            (state(panel, deposit).await, panel.balance(&ann).await),
            ("held".into(), "0.00".into())
        );
        let service = panel.service(|_| {}).await.to_string();
        let order = [
            ("action", "add"),
            ("service", &*service),
            ("link", "https://example.com/p/1"),
            ("quantity", "100"),
        ];
        let refused = panel.v2(&ann.key, &order).await;
        assert_eq!(refused["error"], "Not enough funds on balance");
        let here = format!("/deposits/{deposit}");
        visitor.get(&here).await.assert_shows("On hold").assert_shows("On your balance from");
        visitor.get("/deposits").await.assert_shows("On hold");
        staff.get(&format!("{STAFF}/{deposit}")).await.assert_shows("Held until");
        // It is nobody's work, and no news of the gateway's changes it.
        let review = staff.get(&format!("{STAFF}?state=review")).await;
        assert!(!review.text().contains(&ann.email), "it does not wait for staff");
        panel.advance(TimeDelta::hours(47));
        work(panel).await;
        assert_eq!(
            (state(panel, deposit).await, panel.balance(&ann).await),
            ("held".into(), "0.00".into())
        );
        // The worker lets it go.
        panel.advance(TimeDelta::hours(2));
        work(panel).await;
        assert_eq!(
            (state(panel, deposit).await, panel.balance(&ann).await),
            ("credited".into(), "20.00".into())
        );
        order_id(&panel.v2(&ann.key, &order).await);
        visitor.get(&here).await.assert_shows("Receipt");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_goes_back_while_it_is_held_is_never_credited() {
    still_panel(async |panel| {
        let staff = admin(panel).await;
        let id = holding(panel, &staff).await;
        let (ann, refunded) = opened(panel, id, "20").await;
        let (bob, disputed) = opened(panel, id, "20").await;
        let (carol, half) = opened(panel, id, "20").await;
        for deposit in [refunded, disputed, half] {
            act(panel, deposit, "pay").await;
            assert_eq!(state(panel, deposit).await, "held");
        }
        act(panel, refunded, "refund").await;
        act(panel, disputed, "dispute").await;
        act(panel, half, "refund_half").await;
        panel.advance(TimeDelta::hours(49));
        work(panel).await;
        let states = [refunded, disputed, half].map(|deposit| state(panel, deposit));
        let states = futures_util::future::join_all(states).await;
        assert_eq!(states, ["failed", "failed", "review"]);
        for who in [&ann, &bob, &carol] {
            assert_eq!(panel.balance(who).await, "0.00");
        }
        // The page of before still had a button. Staff's sessions are over after two days.
        let staff = admin(panel).await;
        let here = format!("{STAFF}/{refunded}");
        staff.post(&format!("{here}/credit"), &NOTHING).await.assert_goes(&here);
        staff.get(&here).await.assert_shows("money of this deposit waits to be credited");
        assert_eq!(state(panel, refunded).await, "failed");
        assert_eq!(panel.balance(&ann).await, "0.00");
        // A dispute that is won: it came after all, and is held anew.
        act(panel, disputed, "win").await;
        assert_eq!(state(panel, disputed).await, "held");
        panel.advance(TimeDelta::hours(49));
        work(panel).await;
        assert_eq!(panel.balance(&bob).await, "20.00");
    })
    .await;
}

/// Staff ask for a look at a payment of which the gateway shows nothing any more.
async fn vanishes(panel: &Panel, deposit: i64, state: &str) {
    let sql = format!(
        "update sandbox_payments set paid = 0, state = '{state}' where reference =
             (select claim from deposits where id = {deposit})"
    );
    assert_eq!(execute(panel, &sql).await, 1);
    let staff = admin(panel).await;
    staff.post(&format!("{STAFF}/{deposit}/look"), &NOTHING).await.assert_status(303);
    work(panel).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn money_that_vanishes_waits_for_nobody() {
    still_panel(async |panel| {
        let staff = admin(panel).await;
        let id = method(panel, &staff, &[("max", "70")]).await;
        guard(&staff, id, ["48", "", ""]).await;
        // More than the maximum is for staff; the rest is held.
        let (ann, more) = opened(panel, id, "69").await;
        let (bob, back) = opened(panel, id, "69").await;
        let (carol, held) = opened(panel, id, "20").await;
        for (deposit, how, is) in
            [(more, "pay_more", "review"), (back, "pay_more", "review"), (held, "pay", "held")]
        {
            act(panel, deposit, how).await;
            assert_eq!(state(panel, deposit).await, is);
        }
        staff.get("/admin").await.assert_shows("2 deposits to look at");
        vanishes(panel, more, "failed").await;
        act(panel, back, "refund").await;
        panel.advance(TimeDelta::minutes(61));
        vanishes(panel, held, "open").await;

        let staff = admin(panel).await;
        let list = staff.get(&format!("{STAFF}?state=review")).await;
        for (who, deposit, is, words) in [
            (&ann, more, "failed", "75.90 USD had come, and the gateway shows nothing of it"),
            (&bob, back, "failed", "what came has gone back"),
            (&carol, held, "expired", "20.00 USD had come, and the gateway shows nothing of it"),
        ] {
            assert_eq!(state(panel, deposit).await, is, "{words}");
            assert!(!list.text().contains(&who.email), "{words}: it waits for staff");
            let here = format!("{STAFF}/{deposit}");
            staff.get(&here).await.assert_shows(words);
            // From a page of before.
            staff.post(&format!("{here}/credit"), &NOTHING).await.assert_goes(&here);
            assert_eq!(panel.balance(who).await, "0.00", "{words}");
        }
        let start = staff.get("/admin").await;
        assert!(!start.text().contains("deposits to look at"), "nothing waits for staff");
        // It comes after all, and is held as if it came for the first time.
        act(panel, held, "pay").await;
        assert_eq!(state(panel, held).await, "held");
        panel.advance(TimeDelta::hours(49));
        work(panel).await;
        assert_eq!(panel.balance(&carol).await, "20.00");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_decide_about_held_money_before_its_time() {
    still_panel(async |panel| {
        let staff = admin(panel).await;
        let id = holding(panel, &staff).await;
        let (ann, trusted) = opened(panel, id, "20").await;
        let (bob, stolen) = opened(panel, id, "20").await;
        act(panel, trusted, "pay").await;
        act(panel, stolen, "pay").await;
        let path = format!("{STAFF}/{trusted}");
        staff.post(&format!("{path}/credit"), &NOTHING).await.assert_goes(&path);
        work(panel).await;
        assert_eq!(
            (state(panel, trusted).await, panel.balance(&ann).await),
            ("credited".into(), "20.00".into())
        );
        let path = format!("{STAFF}/{stolen}");
        let why = [("why", "The card was stolen.")];
        staff.post(&format!("{path}/give-up"), &why).await.assert_goes(&path);
        panel.advance(TimeDelta::hours(49));
        work(panel).await;
        assert_eq!(
            (state(panel, stolen).await, panel.balance(&bob).await),
            ("failed".into(), "0.00".into())
        );
        assert_eq!(panel.balance(&ann).await, "20.00", "it is credited once");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn young_accounts_and_busy_networks_have_limits() {
    still_panel(async |panel| {
        let staff = admin(panel).await;
        let id = method(panel, &staff, &[]).await;
        guard(&staff, id, ["", "7", "20"]).await;
        let customer = panel.customer("0").await;
        let visitor = Visitor::of(panel, customer.id).await;
        let asks = async |visitor: &Visitor<'_>, amount: &str| {
            let page = visitor.get("/deposits").await;
            let (once, method) = (page.hidden("once"), id.to_string());
            let fields = [("method", &*method), ("once", &*once), ("amount", amount)];
            visitor.post("/deposits", &fields).await
        };
        let page = visitor.get("/deposits").await;
        page.assert_shows("5.00 to 20.00 USD").assert_shows(">10.00 USD");
        assert!(!page.text().contains(">50.00 USD"), "an amount is offered that is refused");
        let refused = asks(&visitor, "20.01").await;
        refused.assert_status(422).assert_shows("New accounts add at most 20.00 USD");
        asks(&visitor, "20").await.assert_status(303);
        panel.advance(TimeDelta::days(8));
        let visitor = Visitor::of(panel, customer.id).await;
        visitor.get("/deposits").await.assert_shows("5.00 to 500.00 USD");
        asks(&visitor, "50").await.assert_status(303);

        // One network begins a hundred deposits a day, whoever asks.
        let other = Visitor::of(panel, panel.customer("0").await.id).await;
        begin(&other, id, "10").await;
        execute(panel, "update deposit_counts set count = 100").await;
        let refused = asks(&other, "10").await;
        refused.assert_status(422).assert_shows("from your network").assert_shows("value=\"10\"");
        panel.advance(TimeDelta::days(1));
        asks(&other, "10").await.assert_status(303);
    })
    .await;
}
