//! Bonuses that come with deposits: what is promised, what is credited, and that no bonus stays for
//! money that went back. What goes back of a surcharge, and fees in another currency.

use chrono::TimeDelta;
use waybill::accounts::audit::Actor;
use waybill::kit::money::Money;
use waybill::ledger::{self, Debit};
use waybill::payments::direct;

use super::gateways::{STAFF, act, admin, begin, method, opened, state, work};
use super::{NOTHING, Visitor};
use crate::reports::add_all;
use crate::support::rows::value;
use crate::support::{Customer, Panel, still_panel};

/// A rule of these fields, with the usual ones for the others.
pub async fn rule(staff: &Visitor<'_>, changed: &[(&str, &str)]) {
    let usual = [("method", ""), ("percent", "10"), ("from", ""), ("cap", ""), ("until", "")];
    let mut fields: Vec<_> = usual
        .into_iter()
        .filter(|(name, _)| changed.iter().all(|(other, _)| other != name))
        .collect();
    fields.extend_from_slice(changed);
    staff.post("/admin/bonuses", &fields).await.assert_goes("/admin/bonuses");
}

async fn spend(panel: &Panel, who: &Customer, amount: &str) {
    let debit = Debit {
        amount: Money::parse(amount).unwrap(),
        note: "spent".into(),
        form_id: format!("{} {amount}", who.id),
    };
    let (db, clock) = (&panel.app.db, &panel.app.clock);
    ledger::debit(db, clock, Actor::COMMAND, who.id, debit).await.unwrap();
}

async fn owed(panel: &Panel, who: &Customer) -> String {
    ledger::owed(panel.app.db.pool(), who.id).await.unwrap().to_string()
}

/// The account's movements since this one: what each was, in millionths.
async fn moved(panel: &Panel, who: &Customer, above: i64) -> String {
    let sql = format!(
        "select coalesce(string_agg(kind || ' ' || amount, ', ' order by id), '') from transfers
         where account_id = {} and id > {above}",
        who.id
    );
    value(panel, &sql).await
}

async fn last(panel: &Panel) -> i64 {
    value(panel, "select coalesce(max(id), 0) from transfers").await
}

/// What the house's account of this class holds, in millionths.
async fn held(panel: &Panel, class: &str) -> i64 {
    let sql = format!(
        "select coalesce(sum(case credit when '{class}' then amount else -amount end), 0)::bigint
         from transfers where debit = '{class}' or credit = '{class}'"
    );
    value(panel, &sql).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bonus_goes_back_first_and_in_full_share() {
    still_panel(async |panel| {
        let staff = admin(panel).await;
        let id = method(panel, &staff, &[]).await;
        for (field, wrong) in [
            ("percent", ""),
            ("percent", "0"),
            ("percent", "100.01"),
            ("percent", "1.999"),
            ("from", "-1"),
            ("cap", "0"),
            ("until", "yesterday"),
            ("until", "2020-01-01T00:00"),
            ("method", "424242"),
        ] {
            let fields = [("percent", "10"), (field, wrong)];
            // The first of two fields of one name would count.
            let fields = if field == "percent" { &fields[1..] } else { &fields[..] };
            let refused = staff.post("/admin/bonuses", fields).await;
            refused.assert_status(422).assert_shows(&format!("error-{field}"));
        }
        rule(&staff, &[("from", "50"), ("cap", "20")]).await;
        staff.get("/admin/bonuses").await.assert_shows("10.00 %").assert_shows("20.00");

        // What it brings is seen before anything is paid.
        let (ann, deposit) = opened(panel, id, "100").await;
        let visitor = Visitor::of(panel, ann.id).await;
        let page = visitor.get(&format!("/deposits?method={id}&amount=50.00")).await;
        page.assert_shows("10.00 % bonus · From 50.00 USD · At most 20.00 USD");
        page.assert_shows("+ 5.00 USD bonus").assert_shows("+ 10.00 USD bonus");
        page.assert_shows("aria-current=\"true\">50.00 USD");
        let here = format!("/deposits/{deposit}");
        visitor.get(&here).await.assert_shows("10.00 USD").assert_shows("paid in time");
        let before = last(panel).await;
        act(panel, deposit, "pay").await;
        assert_eq!(moved(panel, &ann, before).await, "deposit 100000000, bonus 10000000");
        assert_eq!(panel.balance(&ann).await, "110.00");
        visitor.get("/statement").await.assert_shows("Bonus");
        let one = format!("{STAFF}/{deposit}");
        staff.get(&one).await.assert_shows("100.00 credited, and a bonus of 10.00");

        // Half of it goes back: the bonus first, and in its full share.
        let before = last(panel).await;
        act(panel, deposit, "refund_half").await;
        assert_eq!(moved(panel, &ann, before).await, "unbonus 5000000, takeback 50000000");
        assert_eq!(panel.balance(&ann).await, "55.00");
        visitor.get("/statement").await.assert_shows("Bonus taken back");
        visitor.get(&here).await.assert_shows("Bonus taken back").assert_shows("5.00 USD");
        // The notice says both sums.
        let page = visitor.get("/notices").await;
        page.assert_shows("55.00 USD of a payment was taken back");
        page.assert_shows("Of this, deposit: 50.00 USD").assert_shows("Of this, bonus: 5.00 USD");
        // Staff are offered what is left of the deposit; the bonus goes with it.
        staff.get(&one).await.assert_shows("value=\"50.00\"");
        staff.post(&format!("{one}/refund"), &[("amount", "50")]).await.assert_goes(&one);
        work(panel).await;
        assert_eq!(
            (panel.balance(&ann).await, owed(panel, &ann).await),
            ("0.00".into(), "0.00".into())
        );
        assert_eq!((held(panel, "bonuses").await, held(panel, "deposits").await), (0, 0));

        // Below the amount of the rule there is none, and its cap holds.
        let (bob, small) = opened(panel, id, "49.99").await;
        act(panel, small, "pay").await;
        assert_eq!(panel.balance(&bob).await, "49.99");
        let (carol, large) = opened(panel, id, "400").await;
        // A rule that ends does not break a promise.
        let rule: i64 = value(panel, "select max(id) from bonus_rules").await;
        let end = format!("/admin/bonuses/{rule}/end");
        staff.post(&end, &NOTHING).await.assert_goes("/admin/bonuses");
        staff.post(&end, &NOTHING).await.assert_status(404);
        act(panel, large, "pay").await;
        assert_eq!(panel.balance(&carol).await, "420.00");
        let (dave, later) = opened(panel, id, "100").await;
        act(panel, later, "pay").await;
        assert_eq!(panel.balance(&dave).await, "100.00");
        staff.get("/admin/reports/money").await.assert_shows("Bonuses");
    })
    .await;
}

/// Twice the money for a deposit is what thieves look for: nothing of it stays when the payment goes.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bonus_of_all_of_it_goes_with_a_dispute() {
    still_panel(async |panel| {
        let staff = admin(panel).await;
        let id = method(panel, &staff, &[]).await;
        rule(&staff, &[("percent", "100")]).await;
        let (ann, deposit) = opened(panel, id, "60").await;
        act(panel, deposit, "pay").await;
        assert_eq!(panel.balance(&ann).await, "120.00");
        // What is left is less than the bonus: nothing can be given back.
        spend(panel, &ann, "90").await;
        let here = format!("{STAFF}/{deposit}");
        let page = staff.get(&here).await;
        assert!(!page.text().contains("Give money back"), "a gift is offered for a refund");
        staff.post(&format!("{here}/refund"), &[("amount", "1")]).await.assert_goes(&here);
        staff.get(&here).await.assert_shows("At most 0.00 can be given back");
        work(panel).await;
        assert_eq!(panel.balance(&ann).await, "30.00");

        let before = last(panel).await;
        act(panel, deposit, "dispute").await;
        assert_eq!(
            moved(panel, &ann, before).await,
            "unbonus 30000000, owebonus 30000000, owe 60000000"
        );
        assert_eq!(
            (panel.balance(&ann).await, owed(panel, &ann).await),
            ("0.00".into(), "90.00".into())
        );
        // Won: the debt first, then the balance.
        act(panel, deposit, "win").await;
        assert_eq!(
            (panel.balance(&ann).await, owed(panel, &ann).await),
            ("30.00".into(), "0.00".into())
        );
        assert_eq!(state(panel, deposit).await, "credited");
        let visitor = Visitor::of(panel, ann.id).await;
        visitor.get("/statement").await.assert_shows("Bonus given back");
        // And disputed again, and lost; the next money pays it.
        act(panel, deposit, "dispute").await;
        act(panel, deposit, "lose").await;
        assert_eq!(owed(panel, &ann).await, "90.00");
        let (db, clock) = (&panel.app.db, &panel.app.clock);
        let hundred = Money::parse("100").unwrap();
        direct::payment(db, clock, ann.id, (hundred, "bank 1", "x")).await.unwrap();
        assert_eq!(
            (panel.balance(&ann).await, owed(panel, &ann).await),
            ("10.00".into(), "0.00".into())
        );
        // All of the payment and of the bonus is gone; what was spent is paid for.
        assert_eq!(held(panel, "bonuses").await, 0);
        assert_eq!(held(panel, "debts").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bonus_is_for_all_of_it_in_time() {
    still_panel(async |panel| {
        let staff = admin(panel).await;
        let id = method(panel, &staff, &[]).await;
        rule(&staff, &[("percent", "50")]).await;
        let (ann, part) = opened(panel, id, "60").await;
        let (bob, late) = opened(panel, id, "60").await;
        let (carol, rest) = opened(panel, id, "60").await;
        act(panel, part, "pay_less").await;
        // The rest comes in time, so all of it did.
        act(panel, rest, "pay_less").await;
        act(panel, rest, "pay").await;
        assert_eq!(panel.balance(&carol).await, "90.00");
        panel.advance(TimeDelta::minutes(61));
        work(panel).await;
        assert_eq!(
            (panel.balance(&ann).await, state(panel, part).await),
            ("20.00".into(), "credited".into())
        );
        act(panel, late, "pay").await;
        assert_eq!(panel.balance(&bob).await, "60.00");
        // More than was asked for brings no more of it.
        let (dave, more) = opened(panel, id, "60").await;
        act(panel, more, "pay_more").await;
        assert_eq!(panel.balance(&dave).await, "96.00");
        // What staff credit brings none.
        let staff = admin(panel).await;
        let strict = [("name", "Strict"), ("on_late", "staff")];
        let strict = method(panel, &staff, &strict).await;
        let (erin, judged) = opened(panel, strict, "60").await;
        panel.advance(TimeDelta::minutes(61));
        work(panel).await;
        act(panel, judged, "pay").await;
        let staff = admin(panel).await;
        let credit = format!("{STAFF}/{judged}/credit");
        staff.post(&credit, &NOTHING).await.assert_goes(&format!("{STAFF}/{judged}"));
        assert_eq!(panel.balance(&erin).await, "60.00");
        // A bonus is told on the page only while it can come.
        let visitor = Visitor::of(panel, erin.id).await;
        let page = visitor.get(&format!("/deposits/{judged}")).await;
        assert!(!page.text().contains("paid in time"), "a bonus is promised that does not come");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_first_deposits_one_is_the_first() {
    still_panel(async |panel| {
        let staff = admin(panel).await;
        let id = method(panel, &staff, &[]).await;
        rule(&staff, &[("percent", "50"), ("first_only", "1")]).await;
        let (ann, one) = opened(panel, id, "20").await;
        let visitor = Visitor::of(panel, ann.id).await;
        visitor.get(&format!("/deposits?method={id}")).await.assert_shows("First deposit only");
        let other = begin(&visitor, id, "40").await;
        work(panel).await;
        act(panel, other, "pay").await;
        assert_eq!(panel.balance(&ann).await, "60.00");
        act(panel, one, "pay").await;
        assert_eq!(panel.balance(&ann).await, "80.00");
        // And who has paid in before is promised nothing.
        let page = visitor.get(&format!("/deposits?method={id}")).await;
        assert!(!page.text().contains("First deposit only"));
        let bob = panel.customer("5").await;
        let visitor = Visitor::of(panel, bob.id).await;
        let third = begin(&visitor, id, "20").await;
        work(panel).await;
        act(panel, third, "pay").await;
        assert_eq!(panel.balance(&bob).await, "25.00");
    })
    .await;
}

/// What the payer gets back is a part of all that they paid, the surcharge too. The books say what was
/// earned.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_surcharge_goes_back_with_the_payment() {
    still_panel(async |panel| {
        let staff = admin(panel).await;
        let id = method(panel, &staff, &[("fee_percent", "2.9"), ("fee_fixed", "0.30")]).await;
        let (ann, deposit) = opened(panel, id, "100").await;
        act(panel, deposit, "pay").await;
        assert_eq!(held(panel, "surcharges").await, 3_300_000);
        let before = last(panel).await;
        act(panel, deposit, "refund_half").await;
        assert_eq!(moved(panel, &ann, before).await, "takeback 50000000, unsurcharge 1650000");
        assert_eq!(held(panel, "surcharges").await, 1_650_000);
        act(panel, deposit, "refund").await;
        assert_eq!((held(panel, "surcharges").await, held(panel, "deposits").await), (0, 0));
        // A dispute holds it back, and brings it again when it is won.
        let (_, other) = opened(panel, id, "100").await;
        act(panel, other, "pay").await;
        act(panel, other, "dispute").await;
        assert_eq!(held(panel, "surcharges").await, 0);
        act(panel, other, "win").await;
        assert_eq!(held(panel, "surcharges").await, 3_300_000);
        add_all(panel).await;
        staff.get("/admin/reports/money").await.assert_shows("3.30 USD");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_fee_in_another_currency_is_shown_and_booked_nowhere() {
    still_panel(async |panel| {
        let staff = admin(panel).await;
        let euros = [("currency", "EUR"), ("exchange", "2"), ("keeps", "10")];
        let id = method(panel, &staff, &euros).await;
        let (ann, deposit) = opened(panel, id, "20").await;
        act(panel, deposit, "pay").await;
        assert_eq!(panel.balance(&ann).await, "20.00");
        let page = staff.get(&format!("{STAFF}/{deposit}")).await;
        page.assert_shows("10.00 EUR").assert_shows("1.00 EUR, not booked");
        assert_eq!(held(panel, "fees").await, 0);
    })
    .await;
}
