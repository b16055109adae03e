//! Paying in by hand: methods, what customers tell, and what staff answer.

use futures_util::future::join_all;
use waybill::accounts::role::Role;
use waybill::kit::money::Money;
use waybill::ledger::CreditError;
use waybill::payments::direct;

use super::{NOTHING, Visitor};
use crate::support::rows::{execute, value};
use crate::support::{Customer, Panel, still_panel};

const STAFF: &str = "/admin/deposits";

async fn admin(panel: &Panel) -> Visitor<'_> {
    Visitor::of(panel, panel.account(Role::Admin).await.id).await
}

/// A method that is on; answers its id.
async fn method(panel: &Panel, staff: &Visitor<'_>, name: &str) -> String {
    let fields = [
        ("name", name),
        ("min", "5"),
        ("max", "500"),
        ("instructions", "Send it to account 7731.\nPurpose: your e-mail."),
        ("currency_note", "Pay in EUR."),
    ];
    staff.post("/admin/methods", &fields).await.assert_status(303);
    let id: i64 = value(panel, "select max(id) from methods").await;
    staff.post(&format!("/admin/methods/{id}/enable"), &NOTHING).await.assert_status(303);
    id.to_string()
}

/// Tells of a payment; answers the deposit's id.
async fn tell(panel: &Panel, who: &Customer, method: &str, amount: &str, reference: &str) -> i64 {
    let visitor = Visitor::of(panel, who.id).await;
    let page = visitor.get("/deposits").await;
    let once = page.hidden("once");
    let fields =
        [("method", method), ("once", &once), ("amount", amount), ("reference", reference)];
    let told = visitor.post("/deposits", &fields).await;
    told.assert_status(303);
    told.location().rsplit('/').next().unwrap().parse().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_payment_is_told_of_confirmed_and_has_a_receipt() {
    still_panel(async |panel| {
        let staff = admin(panel).await;
        let customer = panel.customer("0").await;
        let visitor = Visitor::of(panel, customer.id).await;
        visitor.get("/deposits").await.assert_shows("No payment method yet");
        let fields = [("name", ""), ("min", "x"), ("max", "-1"), ("instructions", "")];
        let refused = staff.post("/admin/methods", &fields).await;
        refused.assert_status(422).assert_shows("value=\"x\"");
        let id = method(panel, &staff, "Bank transfer").await;
        let again = [("name", "bank transfer"), ("instructions", "x")];
        staff.post("/admin/methods", &again).await.assert_status(422).assert_shows("has this name");

        let page = visitor.get("/deposits").await;
        page.assert_shows("Send it to account 7731.").assert_shows("5.00 to 500.00 USD");
        let once = page.hidden("once");
        let told = |amount: &'static str, reference: &'static str| {
            vec![
                ("method", id.clone()),
                ("once", once.clone()),
                ("amount", amount.to_owned()),
                ("reference", reference.to_owned()),
                ("note", "<b>Ann</b>".to_owned()),
            ]
        };
        let post = async |fields: &[(&str, String)]| {
            let fields: Vec<_> =
                fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            visitor.post("/deposits", &fields).await
        };
        for (amount, reference, words) in [
            ("4.99", "tx 1", "At least 5.00."),
            ("500.01", "tx 1", "At most 500.00."),
            ("much", "tx 1", "A number such as 25"),
            ("25", "  ", "The number or name of your payment"),
        ] {
            let refused = post(&told(amount, reference)).await;
            refused.assert_status(422).assert_shows(words);
        }
        let first = post(&told("25", " TX-1 ")).await;
        first.assert_status(303);
        // A second click makes no second one.
        let second = post(&told("25", " TX-1 ")).await;
        assert_eq!(first.location(), second.location());
        let deposit = first.location().to_owned();
        visitor.get(&deposit).await.assert_shows("Waiting").assert_shows("&#60;b&#62;Ann");
        assert_eq!(panel.balance(&customer).await, "0.00");

        staff.get("/admin").await.assert_shows("1 deposit to confirm");
        staff.get(STAFF).await.assert_shows("tx-1").assert_shows(&customer.email);
        let number = deposit.rsplit('/').next().unwrap();
        let support = Visitor::of(panel, panel.account(Role::Support).await.id).await;
        let confirm = format!("{STAFF}/{number}/confirm");
        let found = [("amount", "24.50"), ("reference", "tx-1")];
        support.post(&confirm, &found).await.assert_status(403);
        for wrong in [[("amount", ""), ("reference", "tx-1")], [("amount", "1"), ("reference", "")]]
        {
            staff.post(&confirm, &wrong).await.assert_goes(STAFF);
            assert_eq!(panel.balance(&customer).await, "0.00");
        }
        staff.post(&confirm, &found).await.assert_goes(STAFF);
        staff.get(STAFF).await.assert_shows("24.50 USD is credited");
        assert_eq!(panel.balance(&customer).await, "24.50");
        staff.post(&confirm, &found).await.assert_goes(STAFF);
        staff.get(STAFF).await.assert_shows("decided already");
        assert_eq!(panel.balance(&customer).await, "24.50");

        panel.set("seller", "Acme Ltd\n1 Harbour Road").await;
        let receipt = visitor.get(&deposit).await;
        receipt.assert_shows(&format!("Receipt {number}")).assert_shows("Acme Ltd");
        receipt.assert_shows("24.50 USD").assert_shows(&customer.email);
        visitor.get("/statement").await.assert_shows(&format!("Bank transfer, deposit {number}"));
        // Switched off, it takes no more.
        staff.post(&format!("/admin/methods/{id}/disable"), &NOTHING).await.assert_status(303);
        let gone = post(&told("30", "tx 2")).await;
        assert_eq!(gone.location(), deposit, "the form was used");
        let mut fresh = told("30", "tx 2");
        fresh[1].1 = "anotherform1".to_owned();
        let gone = post(&fresh).await;
        gone.assert_status(422).assert_shows("not offered any more");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_payment_is_credited_once_whoever_tells_of_it() {
    still_panel(async |panel| {
        let staff = admin(panel).await;
        let id = method(panel, &staff, "Bank transfer").await;
        let (ann, bob) = (panel.customer("0").await, panel.customer("0").await);
        let hers = tell(panel, &ann, &id, "20", "TX 9").await;
        let his = tell(panel, &bob, &id, "20", "tx 9 ").await;
        // Two people, each several times, and for both deposits.
        let others = admin(panel).await;
        let found = [("amount", "20"), ("reference", " Tx 9")];
        let mut asked = Vec::new();
        for deposit in [hers, his] {
            for visitor in [&staff, &others] {
                for _ in 0..5 {
                    let path = format!("{STAFF}/{deposit}/confirm");
                    asked.push(async move { visitor.post(&path, &found).await.status.as_u16() });
                }
            }
        }
        assert!(join_all(asked).await.into_iter().all(|status| status == 303));
        let credited = "select count(*) from transfers where key = 'deposit:manual:tx 9'";
        assert_eq!(value::<i64>(panel, credited).await, 1);
        let sums = [panel.balance(&ann).await, panel.balance(&bob).await];
        assert!(sums == ["20.00", "0.00"] || sums == ["0.00", "20.00"], "{sums:?}");
        let states = "select string_agg(state, ' ' order by state) from deposits";
        assert_eq!(value::<String>(panel, states).await, "credited pending");

        // One deposit, two people who type different references.
        let carol = panel.customer("0").await;
        let deposit = tell(panel, &carol, &id, "30", "tx 10").await;
        let path = format!("{STAFF}/{deposit}/confirm");
        let confirm = async |visitor: &Visitor<'_>, reference: &str| {
            visitor.post(&path, &[("amount", "30"), ("reference", reference)]).await;
        };
        tokio::join!(confirm(&staff, "tx 10 a"), confirm(&others, "tx 10 b"));
        assert_eq!(panel.balance(&carol).await, "30.00");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn declined_the_customer_reads_why_and_may_tell_again() {
    still_panel(async |panel| {
        let staff = admin(panel).await;
        let id = method(panel, &staff, "Bank transfer").await;
        let customer = panel.customer("0").await;
        let visitor = Visitor::of(panel, customer.id).await;
        let deposit = tell(panel, &customer, &id, "20", "tx 1").await;
        let decline = format!("{STAFF}/{deposit}/decline");
        staff.post(&decline, &[("why", " ")]).await.assert_goes(STAFF);
        let state = format!("select state from deposits where id = {deposit}");
        assert_eq!(value::<String>(panel, &state).await, "pending");
        staff.post(&decline, &[("why", "No such payment came.")]).await.assert_goes(STAFF);
        staff.post(&decline, &[("why", "Again.")]).await.assert_goes(STAFF);
        staff.get(STAFF).await.assert_shows("decided already");
        let page = visitor.get(&format!("/deposits/{deposit}")).await;
        page.assert_shows("Declined").assert_shows("No such payment came.");
        assert_eq!(panel.balance(&customer).await, "0.00");
        // The same payment may be told of again; while one waits, it leads there.
        let second = tell(panel, &customer, &id, "20", "tx 1").await;
        assert_ne!(second, deposit);
        assert_eq!(tell(panel, &customer, &id, "21", "TX 1").await, second);
        for reference in ["a", "b", "c", "d"] {
            tell(panel, &customer, &id, "20", reference).await;
        }
        let once = visitor.get("/deposits").await.hidden("once");
        let fields = [("method", &*id), ("once", &once), ("amount", "20"), ("reference", "e")];
        let refused = visitor.post("/deposits", &fields).await;
        refused.assert_status(422).assert_shows("Five of your payments wait already");
        // A method that is not there, and a form that is not ours.
        let wrong = [("method", "424242"), ("once", &*once), ("amount", "20"), ("reference", "e")];
        visitor.post("/deposits", &wrong).await.assert_status(422);
        let wrong = [("method", &*id), ("once", "<>"), ("amount", "20"), ("reference", "e")];
        visitor.post("/deposits", &wrong).await.assert_status(400);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn above_the_limit_a_deposit_waits_for_a_second_person() {
    still_panel(async |panel| {
        let staff = admin(panel).await;
        let id = method(panel, &staff, "Bank transfer").await;
        panel.set("staff_credit_per_day", "50").await;
        let customer = panel.customer("0").await;
        let visitor = Visitor::of(panel, customer.id).await;
        let mut deposits = Vec::new();
        for reference in ["one", "two"] {
            let deposit = tell(panel, &customer, &id, "60", reference).await;
            let found = [("amount", "60"), ("reference", reference)];
            staff.post(&format!("{STAFF}/{deposit}/confirm"), &found).await.assert_goes(STAFF);
            staff.get(STAFF).await.assert_shows("waits for a second person");
            visitor.get(&format!("/deposits/{deposit}")).await.assert_shows("Being checked");
            deposits.push(deposit);
        }
        assert_eq!(panel.balance(&customer).await, "0.00");
        let credits: Vec<i64> = value(panel, "select array_agg(id order by id) from credits").await;
        let second = admin(panel).await;
        second.post(&format!("/admin/credits/{}/confirm", credits[0]), &NOTHING).await;
        second.post(&format!("/admin/credits/{}/decline", credits[1]), &NOTHING).await;
        assert_eq!(panel.balance(&customer).await, "60.00");
        visitor.get(&format!("/deposits/{}", deposits[0])).await.assert_shows("Receipt ");
        let page = visitor.get(&format!("/deposits/{}", deposits[1])).await;
        page.assert_shows("Declined").assert_shows("could not be confirmed");
        // The customer may tell of it again, and it is credited this time.
        let again = tell(panel, &customer, &id, "60", "two").await;
        assert_ne!(again, deposits[1]);
        panel.set("staff_credit_per_day", "500").await;
        let found = [("amount", "60"), ("reference", "two")];
        second.post(&format!("{STAFF}/{again}/confirm"), &found).await.assert_goes(STAFF);
        assert_eq!(panel.balance(&customer).await, "120.00");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_decides_about_their_own_deposit() {
    still_panel(async |panel| {
        let staff = admin(panel).await;
        let id = method(panel, &staff, "Bank transfer").await;
        let other = panel.account(Role::Admin).await;
        let own = Visitor::of(panel, other.id).await;
        let deposit = tell(panel, &other, &id, "20", "mine").await;
        let found = [("amount", "20"), ("reference", "mine")];
        own.post(&format!("{STAFF}/{deposit}/confirm"), &found).await.assert_goes(STAFF);
        own.get(STAFF).await.assert_shows("your own account");
        own.post(&format!("{STAFF}/{deposit}/decline"), &[("why", "x")]).await.assert_goes(STAFF);
        let state = format!("select state from deposits where id = {deposit}");
        assert_eq!(value::<String>(panel, &state).await, "pending");
        staff.post(&format!("{STAFF}/{deposit}/confirm"), &found).await.assert_goes(STAFF);
        assert_eq!(panel.balance(&other).await, "20.00");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_payment_that_staff_book_is_a_deposit_too() {
    still_panel(async |panel| {
        let staff = admin(panel).await;
        let second = admin(panel).await;
        let id = method(panel, &staff, "Bank transfer").await;
        let customer = panel.customer("0").await;
        let visitor = Visitor::of(panel, customer.id).await;
        let page = format!("/admin/customers/{}", customer.id);
        let book = async |what: &str, reference: &str, amount: &str| {
            let once = staff.get(&page).await.hidden("once");
            let fields = [
                ("what", what),
                ("reference", reference),
                ("amount", amount),
                ("note", "By post"),
                ("once", &once),
            ];
            let path = format!("{page}/adjust");
            (staff.post(&path, &fields).await, staff.post(&path, &fields).await)
        };
        let count = async || value::<i64>(panel, "select count(*) from deposits").await;
        let (first, again) = book("payment", "Bank 7", "20").await;
        first.assert_goes(&page);
        again.assert_goes(&page);
        book("goodwill", "", "1").await.0.assert_goes(&page);
        let (db, clock) = (&panel.app.db, &panel.app.clock);
        let five = Money::parse("5").unwrap();
        direct::payment(db, clock, customer.id, (five, "BANK 8", "x")).await.unwrap();
        for reference in ["bank 8", "Bank 7"] {
            let again = direct::payment(db, clock, customer.id, (five, reference, "x")).await;
            assert!(matches!(again, Err(CreditError::AlreadyDone)), "{again:?}");
        }
        assert_eq!((count().await, panel.balance(&customer).await), (2, "26.00".to_owned()));
        let list = visitor.get("/deposits").await;
        list.assert_shows("bank 7").assert_shows("bank 8").assert_shows("Booked by staff");
        let sql = "select min(id) from deposits";
        let receipt = format!("/deposits/{}", value::<i64>(panel, sql).await);
        visitor.get(&receipt).await.assert_shows("Receipt ").assert_shows("20.00 USD");
        // The customer tells of it: it is there already.
        let told = tell(panel, &customer, &id, "20", "BANK 7").await;
        assert_eq!(receipt, format!("/deposits/{told}"));

        // Above the limit nothing shows until a second person agrees, and nothing if they do not.
        panel.set("staff_credit_per_day", "50").await;
        for (reference, answer) in [("bank 9", "decline"), ("bank 9", "confirm")] {
            book("payment", reference, "60").await.0.assert_goes("/admin/credits");
            assert!(!visitor.get("/deposits").await.text().contains("bank 9"));
            let credit: i64 = value(panel, "select max(id) from credits").await;
            second.post(&format!("/admin/credits/{credit}/{answer}"), &NOTHING).await;
            let shows = visitor.get("/deposits").await.text().contains("bank 9");
            assert_eq!(shows, answer == "confirm");
        }
        let last: i64 = value(panel, "select max(id) from deposits").await;
        visitor.get(&format!("/deposits/{last}")).await.assert_shows("Receipt ");
        assert_eq!(panel.balance(&customer).await, "86.00");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn methods_are_put_in_order_by_two_people_at_once() {
    still_panel(async |panel| {
        let (staff, other) = (admin(panel).await, admin(panel).await);
        let mut ids = Vec::new();
        for name in ["A", "B", "C", "D", "E", "F"] {
            ids.push(method(panel, &staff, &format!("Bank {name}")).await);
        }
        execute(panel, "update methods set position = 0").await;
        let order = async || {
            let names = "select string_agg(right(name, 1), '' order by position, id) from methods";
            value::<String>(panel, names).await
        };
        let go = async |who: &Visitor<'_>, id: &str, to: &str| {
            who.post(&format!("/admin/methods/{id}/move"), &[("to", to)]).await
        };
        let there = format!("/admin/methods#m-{}", ids[2]);
        go(&staff, &ids[2], "up").await.assert_goes(&there);
        assert_eq!(order().await, "ACBDEF");
        staff.get("/admin/methods").await.assert_shows("Bank C is one place higher.");
        go(&staff, &ids[2], "down").await.assert_goes(&there);
        // At the edge nothing changes.
        go(&staff, &ids[0], "up").await.assert_status(303);
        go(&staff, &ids[5], "down").await.assert_status(303);
        assert_eq!(order().await, "ABCDEF");
        let moved = "select count(*) from audit where action = 'method.move'";
        assert_eq!(value::<i64>(panel, moved).await, 2);
        go(&staff, "424242", "up").await.assert_status(404);
        let page = staff.get("/admin/methods").await;
        page.assert_shows("Move Bank B up").assert_shows("Move Bank B down");
        for beyond in ["Move Bank A up", "Move Bank F down"] {
            assert!(!page.text().contains(beyond), "{beyond}");
        }

        // Two people at once: no step is lost, and no method.
        let mut steps = Vec::new();
        for who in [&staff, &other, &staff, &other, &staff] {
            let path = format!("/admin/methods/{}/move", ids[5]);
            steps.push(async move { who.post(&path, &[("to", "up")]).await.status.as_u16() });
        }
        assert!(join_all(steps).await.into_iter().all(|status| status == 303));
        assert_eq!(order().await, "FABCDE");
        let customer = panel.customer("0").await;
        let page = Visitor::of(panel, customer.id).await.get("/deposits").await;
        assert!(
            page.text().find("Bank F") < page.text().find("Bank A"),
            "customers see another order"
        );
    })
    .await;
}
