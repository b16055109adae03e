//! Deposits through payment gateways whose money is not what was asked for: too little, too much, late;
//! and money that goes back, by refunds and disputes.

use chrono::TimeDelta;
use waybill::accounts::audit::Actor;
use waybill::accounts::role::Role;
use waybill::kit::money::Money;
use waybill::ledger::{self, CreditError, Debit};
use waybill::payments::direct;
use waybill::payments::gateways::sandbox::{self, Act};

use super::gateways::{STAFF, act, admin, begin, method, opened, pay_page, state, work};
use super::{NOTHING, Visitor};
use crate::support::rows::execute;
use crate::support::{Customer, Panel, still_panel};

/// Spends this much, as far as there is so much.
async fn spend(panel: &Panel, who: &Customer, amount: &str, form: &str) {
    let debit = Debit {
        amount: Money::parse(amount).unwrap(),
        note: "spent".into(),
        form_id: form.to_owned(),
    };
    let (db, clock) = (&panel.app.db, &panel.app.clock);
    match ledger::debit(db, clock, Actor::COMMAND, who.id, debit).await {
        Ok(_) | Err(CreditError::NotEnoughFunds) => {}
        Err(error) => panic!("{error}"),
    }
}

async fn owed(panel: &Panel, who: &Customer) -> String {
    ledger::owed(panel.app.db.pool(), who.id).await.unwrap().to_string()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn less_is_credited_by_its_share_or_left_to_staff() {
    still_panel(async |panel| {
        let staff = admin(panel).await;
        let id = method(panel, &staff, &[("max", "70")]).await;
        // A third of 60, and the customer may still pay the rest.
        let (ann, partly) = opened(panel, id, "60").await;
        act(panel, partly, "pay_less").await;
        assert_eq!(state(panel, partly).await, "partial");
        let visitor = Visitor::of(panel, ann.id).await;
        visitor.get(&format!("/deposits/{partly}")).await.assert_shows("Partly paid");
        assert_eq!(panel.balance(&ann).await, "0.00");
        let (bob, whole) = opened(panel, id, "60").await;
        act(panel, whole, "pay_less").await;
        act(panel, whole, "pay").await;
        assert_eq!(panel.balance(&bob).await, "60.00");
        // A tenth more is credited too, up to the maximum.
        let (carol, more) = opened(panel, id, "60").await;
        act(panel, more, "pay_more").await;
        assert_eq!(panel.balance(&carol).await, "66.00");
        let (dave, too_much) = opened(panel, id, "69").await;
        act(panel, too_much, "pay_more").await;
        assert_eq!(state(panel, too_much).await, "review");
        assert_eq!(panel.balance(&dave).await, "0.00");
        // Nothing more comes in time.
        panel.advance(TimeDelta::minutes(61));
        work(panel).await;
        assert_eq!(state(panel, partly).await, "credited");
        assert_eq!(panel.balance(&ann).await, "20.00");
        let receipt = visitor.get(&format!("/deposits/{partly}")).await;
        receipt.assert_shows("You paid").assert_shows("<b>20.00 USD</b>");

        // What comes now is late, and waits for staff.
        act(panel, partly, "pay").await;
        assert_eq!(panel.balance(&ann).await, "20.00");
        let staff = admin(panel).await;
        let page = staff.get(&format!("{STAFF}/{partly}")).await;
        page.assert_shows("Waits for staff").assert_shows("more money came");
        for (deposit, words) in [(partly, "40.00 USD is credited"), (too_much, "75.90 USD")] {
            let credit = format!("{STAFF}/{deposit}/credit");
            let path = format!("{STAFF}/{deposit}");
            staff.post(&credit, &NOTHING).await.assert_goes(&path);
            staff.get(&path).await.assert_shows(words);
            staff.post(&credit, &NOTHING).await.assert_goes(&path);
            staff.get(&path).await.assert_shows("No money of this deposit waits");
        }
        assert_eq!(panel.balance(&ann).await, "60.00");
        assert_eq!(panel.balance(&dave).await, "75.90");

        // The other rule: staff decide, and may give it up.
        let to_staff = method(panel, &staff, &[("name", "Strict"), ("on_less", "staff")]).await;
        let (erin, less) = opened(panel, to_staff, "60").await;
        act(panel, less, "pay_less").await;
        panel.advance(TimeDelta::minutes(61));
        work(panel).await;
        assert_eq!(state(panel, less).await, "review");
        let staff = admin(panel).await;
        staff.get("/admin").await.assert_shows("1 deposit to look at");
        staff.get(&format!("{STAFF}?state=review")).await.assert_shows(&erin.email);
        let give_up = format!("{STAFF}/{less}/give-up");
        staff.post(&give_up, &[("why", " ")]).await.assert_status(303);
        assert_eq!(state(panel, less).await, "review");
        staff.post(&give_up, &[("why", "We sent it back.")]).await.assert_status(303);
        let visitor = Visitor::of(panel, erin.id).await;
        visitor.get(&format!("/deposits/{less}")).await.assert_shows("We sent it back.");
        // Nobody credits it after that, from a page of before.
        staff.post(&format!("{STAFF}/{less}/credit"), &NOTHING).await.assert_status(303);
        assert_eq!(state(panel, less).await, "failed");
        assert_eq!(panel.balance(&erin).await, "0.00");
        // What the gateway says later changes nothing any more.
        act(panel, less, "pay").await;
        assert_eq!(state(panel, less).await, "failed");
        assert_eq!(panel.balance(&erin).await, "0.00");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn late_money_is_not_lost() {
    still_panel(async |panel| {
        let staff = admin(panel).await;
        let id = method(panel, &staff, &[]).await;
        let (ann, late) = opened(panel, id, "20").await;
        let (bob, failed) = opened(panel, id, "20").await;
        let (carol, canceled) = opened(panel, id, "20").await;
        act(panel, failed, "fail").await;
        act(panel, canceled, "cancel").await;
        panel.advance(TimeDelta::minutes(61));
        work(panel).await;
        let states = [late, failed, canceled].map(|deposit| state(panel, deposit));
        let states = futures_util::future::join_all(states).await;
        assert_eq!(states, ["expired", "failed", "failed"]);
        act(panel, late, "pay").await;
        act(panel, failed, "pay").await;
        assert_eq!(panel.balance(&ann).await, "20.00");
        assert_eq!(panel.balance(&bob).await, "20.00");
        // After a week it is for staff.
        panel.advance(TimeDelta::days(8));
        act(panel, canceled, "pay").await;
        assert_eq!(state(panel, canceled).await, "review");
        assert_eq!(panel.balance(&carol).await, "0.00");
        let staff = admin(panel).await;
        staff.post(&format!("{STAFF}/{canceled}/credit"), &NOTHING).await.assert_status(303);
        assert_eq!(panel.balance(&carol).await, "20.00");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_not_asked_for_is_not_credited() {
    still_panel(async |panel| {
        let staff = admin(panel).await;
        let id = method(panel, &staff, &[]).await;
        // The right number in another currency, and somebody else's reference.
        for (changed, words) in [
            ("currency = 'BRL'", "paid in another currency"),
            ("reference = reference || 'x'", "knows no such payment"),
        ] {
            let (who, deposit) = opened(panel, id, "20").await;
            let sql = format!(
                "update sandbox_payments set {changed} where reference =
                     (select claim from deposits where id = {deposit})"
            );
            assert_eq!(execute(panel, &sql).await, 1);
            act(panel, deposit, "pay").await;
            staff.post(&format!("{STAFF}/{deposit}/look"), &NOTHING).await.assert_status(303);
            work(panel).await;
            assert_eq!(panel.balance(&who).await, "0.00", "{changed}");
            let page = staff.get(&format!("{STAFF}/{deposit}")).await;
            page.assert_shows(words);
            staff.post(&format!("{STAFF}/{deposit}/credit"), &NOTHING).await.assert_status(303);
            assert_eq!(panel.balance(&who).await, "0.00", "{changed}");
        }
        // Nobody credits their own.
        let other = panel.account(Role::Admin).await;
        let own = Visitor::of(panel, other.id).await;
        let deposit = begin(&own, id, "20").await;
        work(panel).await;
        let sql = format!(
            "update sandbox_payments set currency = 'BRL' where reference =
                 (select claim from deposits where id = {deposit})"
        );
        execute(panel, &sql).await;
        act(panel, deposit, "pay").await;
        for (way, fields) in [("credit", vec![]), ("give-up", vec![("why", "x")])] {
            own.post(&format!("{STAFF}/{deposit}/{way}"), &fields).await.assert_status(303);
            own.get(&format!("{STAFF}/{deposit}")).await.assert_shows("your own account");
        }
        assert_eq!(state(panel, deposit).await, "review");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_goes_back_is_taken_and_the_rest_is_owed() {
    still_panel(async |panel| {
        let staff = admin(panel).await;
        let id = method(panel, &staff, &[]).await;
        let (ann, deposit) = opened(panel, id, "60").await;
        let here = format!("{STAFF}/{deposit}");
        act(panel, deposit, "pay").await;
        // Staff give 10 back through the gateway, and no more than there is.
        let refund = format!("{here}/refund");
        for amount in ["60.01", "0", "-1", "x"] {
            staff.post(&refund, &[("amount", amount)]).await.assert_goes(&here);
            work(panel).await;
            assert_eq!(panel.balance(&ann).await, "60.00", "{amount}");
        }
        for _ in 0..2 {
            // The second one is another 10.
            staff.post(&refund, &[("amount", "10")]).await.assert_goes(&here);
            work(panel).await;
        }
        assert_eq!(panel.balance(&ann).await, "40.00");
        assert_eq!(state(panel, deposit).await, "refunded");
        let visitor = Visitor::of(panel, ann.id).await;
        visitor.get("/statement").await.assert_shows("Payment taken back");
        visitor.get(&format!("/deposits/{deposit}")).await.assert_shows("20.00 USD");

        // Most of it is spent; then the payer disputes the rest.
        spend(panel, &ann, "35", "one").await;
        act(panel, deposit, "dispute").await;
        assert_eq!(state(panel, deposit).await, "disputed");
        assert_eq!(panel.balance(&ann).await, "0.00");
        assert_eq!(owed(panel, &ann).await, "35.00");
        staff.get(&here).await.assert_shows("The customer owes").assert_shows("35.00 USD");
        staff.get("/admin/reports/money").await.assert_shows("Owed by customers");
        staff.post(&refund, &[("amount", "1")]).await.assert_goes(&here);
        staff.get(&here).await.assert_shows("while a dispute is open");
        // Whatever comes next repays it first.
        let (db, clock) = (&panel.app.db, &panel.app.clock);
        let ten = Money::parse("10").unwrap();
        direct::payment(db, clock, ann.id, (ten, "bank 1", "x")).await.unwrap();
        assert_eq!(panel.balance(&ann).await, "0.00");
        assert_eq!(owed(panel, &ann).await, "25.00");
        let next = begin(&visitor, id, "30").await;
        work(panel).await;
        act(panel, next, "pay").await;
        assert_eq!(panel.balance(&ann).await, "5.00");
        assert_eq!(owed(panel, &ann).await, "0.00");
        visitor.get("/statement").await.assert_shows("Debt repaid");
        // The dispute is won: all of it comes again.
        act(panel, deposit, "win").await;
        assert_eq!(panel.balance(&ann).await, "45.00");
        assert_eq!(state(panel, deposit).await, "refunded");
        visitor.get("/statement").await.assert_shows("Payment given back");
        // And disputed again, and lost.
        act(panel, deposit, "dispute").await;
        act(panel, deposit, "lose").await;
        assert_eq!(state(panel, deposit).await, "charged_back");
        assert_eq!(panel.balance(&ann).await, "5.00");
        visitor.get(&format!("/deposits/{deposit}")).await.assert_shows("Charged back");
        // A won dispute repays a debt first.
        let (bob, other) = opened(panel, id, "20").await;
        act(panel, other, "pay").await;
        spend(panel, &bob, "20", "two").await;
        act(panel, other, "dispute").await;
        assert_eq!(owed(panel, &bob).await, "20.00");
        act(panel, other, "win").await;
        assert_eq!(
            (owed(panel, &bob).await, panel.balance(&bob).await),
            ("0.00".into(), "0.00".into())
        );
    })
    .await;
}

/// No hook tells of it, and nobody looks: the panel finds it by itself.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_goes_back_is_found_without_any_hook() {
    still_panel(async |panel| {
        let staff = admin(panel).await;
        let id = method(panel, &staff, &[]).await;
        let at_the_gateway = async |deposit: i64, act: Act| {
            let page = pay_page(panel, deposit).await;
            let token = page.rsplit('/').next().unwrap();
            sandbox::act(&panel.app.ways, token, (act, true)).await.unwrap();
        };
        let (ann, soon) = opened(panel, id, "60").await;
        let (bob, late) = opened(panel, id, "60").await;
        act(panel, soon, "pay").await;
        act(panel, late, "pay").await;
        at_the_gateway(soon, Act::RefundHalf).await;
        work(panel).await;
        assert_eq!(panel.balance(&ann).await, "60.00");
        panel.advance(TimeDelta::hours(25));
        work(panel).await;
        assert_eq!(
            (&*state(panel, soon).await, &*panel.balance(&ann).await),
            ("refunded", "30.00")
        );
        // The rest goes back as well, and somebody disputes months later.
        panel.advance(TimeDelta::days(100));
        work(panel).await;
        assert_eq!(panel.balance(&bob).await, "60.00");
        at_the_gateway(soon, Act::Refund).await;
        at_the_gateway(late, Act::Dispute).await;
        panel.advance(TimeDelta::days(8));
        work(panel).await;
        assert_eq!(panel.balance(&ann).await, "0.00");
        assert_eq!((&*state(panel, late).await, &*panel.balance(&bob).await), ("disputed", "0.00"));
        panel.assert_books().await;
    })
    .await;
}
