//! Deposits through payment gateways, at the sandbox: what staff set up, what customers see, what hooks
//! may do, and that a payment is credited once.

use chrono::TimeDelta;
use futures_util::future::join_all;
use waybill::accounts::role::Role;
use waybill::payments::gateways::sandbox::{SIGNATURE, signature};
use waybill::payments::settle::{Begun, Settled, settle};
use waybill::payments::{DepositId, confirm, inbox, look};

use super::{NOTHING, Visitor};
use crate::support::rows::value;
use crate::support::{Customer, Panel, still_panel};

pub const SECRET: &str = "the sandbox's secret";
pub const STAFF: &str = "/admin/deposits";

pub async fn admin(panel: &Panel) -> Visitor<'_> {
    Visitor::of(panel, panel.account(Role::Admin).await.id).await
}

/// What staff enter, with these fields in place of the usual ones.
fn entered<'f>(changed: &[(&'f str, &'f str)]) -> Vec<(&'f str, &'f str)> {
    let usual = [
        ("gateway", "sandbox"),
        ("name", "Sandbox"),
        ("mode", "test"),
        ("currency", "USD"),
        ("exchange", ""),
        ("min", "5"),
        ("max", "500"),
        ("fee_percent", ""),
        ("fee_fixed", ""),
        ("on_less", "share"),
        ("on_late", "credit"),
        ("secret", SECRET),
    ];
    let mut fields: Vec<_> = usual
        .into_iter()
        .filter(|(name, _)| changed.iter().all(|(other, _)| other != name))
        .collect();
    fields.extend_from_slice(changed);
    fields
}

/// A method that is on; answers its id.
pub async fn method(panel: &Panel, staff: &Visitor<'_>, changed: &[(&str, &str)]) -> i64 {
    staff.post("/admin/methods/new", &entered(changed)).await.assert_status(303);
    let id: i64 = value(panel, "select max(id) from methods").await;
    let path = format!("/admin/methods/{id}/enable");
    staff.post(&path, &NOTHING).await.assert_goes("/admin/methods");
    assert!(value::<bool>(panel, &format!("select enabled from methods where id = {id}")).await);
    id
}

/// Begins a deposit; answers its id.
pub async fn begin(visitor: &Visitor<'_>, method: i64, amount: &str) -> i64 {
    let page = visitor.get(&format!("/deposits?method={method}")).await;
    let once = page.hidden("once");
    let method = method.to_string();
    let fields = [("method", &*method), ("once", &*once), ("amount", amount)];
    let begun = visitor.post("/deposits", &fields).await;
    begun.assert_status(303);
    begun.location().rsplit('/').next().unwrap().parse().unwrap()
}

/// Does what the workers do until nothing is due.
pub async fn work(panel: &Panel) {
    let (db, clock) = (&panel.app.db, &panel.app.clock);
    loop {
        let unconfirmed = confirm::take_due(db, clock, 100).await.unwrap();
        for id in &unconfirmed {
            confirm::confirm(&panel.app.ways, *id).await.unwrap();
        }
        let is_more = inbox::work(db, clock).await.unwrap();
        let due = look::take_due(db, clock, 100).await.unwrap();
        if due.is_empty() && unconfirmed.is_empty() && !is_more {
            return;
        }
        for id in due {
            look::look(&panel.app.ways, id).await.unwrap();
        }
    }
}

/// Where the customer pays.
pub async fn pay_page(panel: &Panel, deposit: i64) -> String {
    value(panel, &format!("select url from deposits where id = {deposit}")).await
}

/// Does this at the sandbox, and the work after it.
pub async fn act(panel: &Panel, deposit: i64, act: &str) {
    let page = pay_page(panel, deposit).await;
    let payer = Visitor::new(panel);
    payer.post(&page, &[("act", act)]).await.assert_status(303);
    work(panel).await;
}

pub async fn state(panel: &Panel, deposit: i64) -> String {
    value(panel, &format!("select state from deposits where id = {deposit}")).await
}

/// A customer with a deposit that the gateway waits for.
pub async fn opened(panel: &Panel, method: i64, amount: &str) -> (Customer, i64) {
    let customer = panel.customer("0").await;
    let deposit = begin(&Visitor::of(panel, customer.id).await, method, amount).await;
    work(panel).await;
    assert_eq!(state(panel, deposit).await, "pending");
    (customer, deposit)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deposit_is_paid_through_a_gateway_and_has_a_receipt() {
    still_panel(async |panel| {
        let staff = admin(panel).await;
        let fees = [("fee_percent", "2.9"), ("fee_fixed", "0.30"), ("keeps", "2")];
        for (field, wrong) in [
            ("name", ""),
            ("secret", "short"),
            ("currency", "XXX"),
            ("mode", "live"),
            ("fee_percent", "60"),
            ("fee_percent", "1.999"),
            ("min", "x"),
            ("keeps", "99"),
        ] {
            let refused = staff.post("/admin/methods/new", &entered(&[(field, wrong)])).await;
            refused.assert_status(422).assert_shows(&format!("error-{field}"));
        }
        let id = method(panel, &staff, &fees).await;
        let page = staff.get(&format!("/admin/methods/{id}")).await;
        page.assert_shows("/hooks/").assert_shows("No hook has come yet");
        assert!(!page.text().contains(SECRET), "a secret is shown again");
        // A blank secret stays what it was.
        let again: Vec<_> =
            entered(&fees).into_iter().filter(|(name, _)| *name != "secret").collect();
        staff.post(&format!("/admin/methods/{id}"), &again).await.assert_status(303);

        let customer = panel.customer("0").await;
        let visitor = Visitor::of(panel, customer.id).await;
        let page = visitor.get("/deposits").await;
        page.assert_shows("no real money").assert_shows("2.90 % of what you pay, and 0.30 USD");
        let once = page.hidden("once");
        let method = id.to_string();
        let begin = async |amount: &str| {
            let fields = [("method", &*method), ("once", &*once), ("amount", amount)];
            visitor.post("/deposits", &fields).await
        };
        for (amount, words) in [
            ("4.99", "At least 5.00."),
            ("500.01", "At most 500.00."),
            ("much", "A number such as"),
        ] {
            begin(amount).await.assert_status(422).assert_shows(words);
        }
        let begun = begin("100").await;
        begun.assert_status(303);
        let deposit = begun.location().to_owned();
        // A second click makes no second one.
        assert_eq!(begin("100").await.location(), deposit);
        visitor.get(&deposit).await.assert_shows("Being prepared");
        work(panel).await;
        let live = visitor.get(&format!("{deposit}/live")).await;
        live.assert_shows("103.30 USD").assert_shows("3.30 USD of it is the fee");
        live.assert_shows("every 2s").assert_shows("/sandbox-pay/");
        assert_eq!(panel.balance(&customer).await, "0.00");

        let number: i64 = deposit.rsplit('/').next().unwrap().parse().unwrap();
        let pay = pay_page(panel, number).await;
        Visitor::new(panel).get(&pay).await.assert_shows("103.30 USD");
        act(panel, number, "pay").await;
        assert_eq!(panel.balance(&customer).await, "100.00");
        let over = visitor.get(&format!("{deposit}/live")).await;
        assert_eq!(over.header("hx-refresh"), "true");
        let receipt = visitor.get(&deposit).await;
        receipt.assert_shows(&format!("Receipt {number}")).assert_shows("100.00 USD");
        visitor.get("/statement").await.assert_shows(&format!("Sandbox, deposit {number}"));
        visitor.get("/deposits").await.assert_shows("Credited");
        // 2 % of 103.30, and the surcharge.
        let booked = "select string_agg(kind || ' ' || amount, ', ' order by id) from transfers";
        let booked: String = value(panel, booked).await;
        assert_eq!(booked, "deposit 100000000, surcharge 3300000, fee 2060000");
        let row = staff.get(&format!("{STAFF}?q={number}")).await;
        row.assert_shows("Sandbox").assert_shows("Credited");
        let reference: String =
            value(panel, &format!("select claim from deposits where id = {number}")).await;
        staff.get(&format!("{STAFF}?q={reference}")).await.assert_shows(&customer.email);
        let one = staff.get(&format!("{STAFF}/{number}")).await;
        one.assert_shows("100.00 credited").assert_shows("What the gateway said");
        staff.get("/admin/hooks").await.assert_shows("Looked at").assert_shows(&reference);
        staff.get(&format!("/admin/methods/{id}")).await.assert_shows("The last hook came");
        staff.get("/admin/reports/money").await.assert_shows("Gateway fees");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_test_method_is_never_offered_beside_others() {
    still_panel(async |panel| {
        let staff = admin(panel).await;
        let test = method(panel, &staff, &[]).await;
        let by_hand = [("name", "Bank"), ("instructions", "Pay there.")];
        staff.post("/admin/methods", &by_hand).await.assert_status(303);
        let bank: i64 = value(panel, "select max(id) from methods").await;
        let switch = async |id: i64, way: &str| {
            staff.post(&format!("/admin/methods/{id}/{way}"), &NOTHING).await.assert_status(303);
            value::<bool>(panel, &format!("select enabled from methods where id = {id}")).await
        };
        assert!(!switch(bank, "enable").await);
        staff.get("/admin/methods").await.assert_shows("Sandbox off first");
        // What was begun by the test method is worth nothing once it is off.
        let (customer, deposit) = opened(panel, test, "20").await;
        let other = begin(&Visitor::of(panel, customer.id).await, test, "20").await;
        work(panel).await;
        let page = pay_page(panel, deposit).await;
        let payer = Visitor::new(panel);
        payer.post(&page, &[("act", "pay"), ("quiet", "1")]).await.assert_status(303);
        assert!(!switch(test, "disable").await && switch(bank, "enable").await);
        assert!(!switch(test, "enable").await);
        panel.advance(TimeDelta::minutes(61));
        work(panel).await;
        assert_eq!(state(panel, deposit).await, "review");
        let staff = admin(panel).await;
        assert_eq!(panel.balance(&customer).await, "0.00");
        let credit = format!("{STAFF}/{deposit}/credit");
        staff.post(&credit, &NOTHING).await.assert_goes(&format!("{STAFF}/{deposit}"));
        assert_eq!(panel.balance(&customer).await, "0.00");
        // Its page is gone, too.
        let page = pay_page(panel, other).await;
        payer.get(&page).await.assert_status(404);
        payer.post(&page, &[("act", "pay")]).await.assert_status(404);
        let once = Visitor::of(panel, customer.id).await.get("/deposits").await.hidden("once");
        let method = test.to_string();
        let fields = [("method", &*method), ("once", &*once), ("amount", "20")];
        let gone = Visitor::of(panel, customer.id).await.post("/deposits", &fields).await;
        gone.assert_status(422).assert_shows("not offered any more");
    })
    .await;
}

/// Posts this to a door of hooks; answers the status.
async fn hook(
    panel: &Panel,
    door: &str,
    headers: &[(&str, &str)],
    body: impl Into<Vec<u8>>,
) -> u16 {
    let mut request = panel.http.post(format!("{}{door}", panel.base)).body(body.into());
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let answer = request.send().await.unwrap();
    assert!(answer.headers().get("set-cookie").is_none(), "a hook gets a cookie");
    answer.status().as_u16()
}

/// The door of a method.
async fn door(panel: &Panel, method: i64) -> String {
    value(panel, &format!("select '/hooks/' || door from methods where id = {method}")).await
}

/// The headers of a hook, and its body.
type SentHook = (Vec<(&'static str, String)>, Vec<u8>);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_what_the_gateway_has_signed_is_kept() {
    still_panel(async |panel| {
        let staff = admin(panel).await;
        let id = method(panel, &staff, &[]).await;
        let door = door(panel, id).await;
        let (_, deposit) = opened(panel, id, "20").await;
        let reference: String =
            value(panel, &format!("select claim from deposits where id = {deposit}")).await;
        let body =
            |event: &str| format!(r#"{{"id":"{event}","reference":"{reference}","paid":true}}"#);
        let now = panel.app.clock.now();
        let sign = |secret: &str, body: &str| signature(secret, now, body);
        let one = body("e1");
        let right = sign(SECRET, &one);
        let old = signature(SECRET, now - TimeDelta::seconds(301), &one);
        let kept = async || {
            let sql = "select count(*) from hooks where verdict <> 'refused'";
            value::<i64>(panel, sql).await
        };
        let wrong: Vec<SentHook> = vec![
            (vec![], one.clone().into()),
            (vec![(SIGNATURE, String::new())], one.clone().into()),
            (vec![(SIGNATURE, "t=1,v1=zz".into())], one.clone().into()),
            (vec![(SIGNATURE, sign("another secret", &one))], one.clone().into()),
            (vec![(SIGNATURE, sign("", &one))], one.clone().into()),
            (vec![(SIGNATURE, right.clone())], body("e2").into()),
            (vec![(SIGNATURE, right.clone())], format!("{one} ").into()),
            (vec![(SIGNATURE, right.clone()), (SIGNATURE, right.clone())], one.clone().into()),
            (vec![(SIGNATURE, old)], one.clone().into()),
            (vec![(SIGNATURE, right.clone())], b"\xff\xfe".to_vec()),
            (vec![(SIGNATURE, right.clone())], vec![b' '; 300 * 1024]),
        ];
        for (at, (headers, body)) in wrong.into_iter().enumerate() {
            let headers: Vec<_> =
                headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
            assert_eq!(hook(panel, &door, &headers, body).await, 400, "case {at}");
            assert_eq!(kept().await, 0, "case {at}");
        }
        let signed = [(SIGNATURE, right.as_str())];
        let none = format!("/hooks/{}", "x".repeat(32));
        for path in [none.as_str(), "/hooks/x", "/hooks/"] {
            assert_eq!(hook(panel, path, &signed, one.clone()).await, 404, "{path}");
        }
        let asked = panel.http.get(format!("{}{door}", panel.base)).send().await.unwrap();
        assert_eq!(asked.status().as_u16(), 404);
        // With and without the slash, and again: it is kept once.
        for path in [door.clone(), format!("{door}/"), door.clone()] {
            assert_eq!(hook(panel, &path, &signed, one.clone()).await, 200);
        }
        assert_eq!(kept().await, 1);
        // A hook is a hint: it says "paid", and nothing was paid.
        work(panel).await;
        assert_eq!(state(panel, deposit).await, "pending");
        // About nothing of ours: kept for staff.
        let foreign = r#"{"id":"e9","reference":"wb-1-other"}"#;
        let line = sign(SECRET, foreign);
        assert_eq!(hook(panel, &door, &[(SIGNATURE, &line)], foreign).await, 200);
        work(panel).await;
        staff.get("/admin/hooks?state=ignored").await.assert_shows("wb-1-other");
        staff.get("/admin/hooks?state=refused").await.assert_shows("signature does not fit");
        // What is refused does not grow.
        for _ in 0..210 {
            hook(panel, &door, &[], "x").await;
        }
        let refused = "select count(*) from hooks where verdict = 'refused'";
        assert_eq!(value::<i64>(panel, refused).await, 200);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hooks_returns_and_looks_at_once_credit_a_payment_once() {
    still_panel(async |panel| {
        let staff = admin(panel).await;
        let id = method(panel, &staff, &[]).await;
        let door = door(panel, id).await;
        let second = panel.second(&["--no-work"]).await;
        for _ in 0..5 {
            let (customer, deposit) = opened(panel, id, "20").await;
            let page = pay_page(panel, deposit).await;
            let payer = Visitor::new(panel);
            payer.post(&page, &[("act", "pay"), ("quiet", "1")]).await.assert_status(303);
            let reference: String =
                value(panel, &format!("select claim from deposits where id = {deposit}")).await;
            let both = [panel, &second];
            let hooks = join_all((0..20).map(|n| {
                let (door, reference) = (&door, &reference);
                async move {
                    let body = format!(r#"{{"id":"{reference}-{n}","reference":"{reference}"}}"#);
                    let line = signature(SECRET, panel.app.clock.now(), &body);
                    let told = both[n % 2];
                    assert_eq!(hook(told, door, &[(SIGNATURE, &line)], body).await, 200);
                    inbox::work(&told.app.db, &told.app.clock).await.unwrap();
                }
            }));
            let visitor = Visitor::of(panel, customer.id).await;
            let returns = join_all((0..20).map(|_| async {
                let path = format!("/deposits/{deposit}?back=1");
                visitor.get(&path).await.assert_goes(&format!("/deposits/{deposit}"));
            }));
            let looks = join_all((0..20).map(|n| async move {
                look::look(&both[n % 2].app.ways, DepositId::new(deposit)).await.unwrap();
            }));
            tokio::join!(hooks, returns, looks);
            work(panel).await;
            assert_eq!(state(panel, deposit).await, "credited");
            assert_eq!(panel.balance(&customer).await, "20.00");
            let moved =
                format!("select count(*) from transfers where account_id = {}", customer.id);
            assert_eq!(value::<i64>(panel, &moved).await, 1);
        }
        second.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_hook_the_panel_finds_it_when_it_looks() {
    still_panel(async |panel| {
        let staff = admin(panel).await;
        let id = method(panel, &staff, &[]).await;
        let (customer, deposit) = opened(panel, id, "20").await;
        let page = pay_page(panel, deposit).await;
        let payer = Visitor::new(panel);
        payer.post(&page, &[("act", "pay"), ("quiet", "1")]).await.assert_status(303);
        work(panel).await;
        assert_eq!(state(panel, deposit).await, "pending", "nobody has told the panel");
        panel.advance(TimeDelta::seconds(61));
        work(panel).await;
        assert_eq!(panel.balance(&customer).await, "20.00");
        // Coming back by another tab, and loading the page again, moves nothing.
        let visitor = Visitor::of(panel, customer.id).await;
        for _ in 0..10 {
            visitor.get(&format!("/deposits/{deposit}?back=1")).await.assert_status(303);
            visitor.get(&format!("/deposits/{deposit}")).await.assert_shows("Receipt");
            work(panel).await;
        }
        assert_eq!(panel.balance(&customer).await, "20.00");
        // Staff make the panel look; somebody else's deposit is not there.
        let (_, other) = opened(panel, id, "20").await;
        visitor.get(&format!("/deposits/{other}?back=1")).await.assert_status(303);
        visitor.get(&format!("/deposits/{other}")).await.assert_status(404);
        let page = pay_page(panel, other).await;
        payer.post(&page, &[("act", "pay"), ("quiet", "1")]).await.assert_status(303);
        let look = format!("{STAFF}/{other}/look");
        staff.post(&look, &NOTHING).await.assert_goes(&format!("{STAFF}/{other}"));
        work(panel).await;
        assert_eq!(state(panel, other).await, "credited");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_look_that_is_old_changes_nothing() {
    still_panel(async |panel| {
        let staff = admin(panel).await;
        let id = method(panel, &staff, &[]).await;
        let (customer, deposit) = opened(panel, id, "20").await;
        act(panel, deposit, "pay").await;
        // A look begins, and sees no refund; its answer is slow.
        let seen = async || {
            let method =
                panel.app.ways.connect(waybill::payments::MethodId::new(id)).await.unwrap();
            let sql = format!("select claim from deposits where id = {deposit}");
            let reference = value(panel, &sql).await;
            let known = waybill::payments::gateways::Known {
                reference,
                gateway_ref: String::new(),
                amount: 2_000,
                currency: "USD".into(),
                exponent: 2,
            };
            method.gateway.look(&panel.app.ways, &method, &known).await.unwrap()
        };
        let sql = format!("select version from deposits where id = {deposit}");
        let version = value(panel, &sql).await;
        let old = seen().await;
        act(panel, deposit, "refund").await;
        assert_eq!(panel.balance(&customer).await, "0.00");
        let begun = Begun { id: DepositId::new(deposit), version, lease: None };
        let (db, clock) = (&panel.app.db, &panel.app.clock);
        assert_eq!(settle(db, clock, begun, old).await.unwrap(), Settled::Stale);
        assert_eq!(panel.balance(&customer).await, "0.00");
        work(panel).await;
        assert_eq!(state(panel, deposit).await, "refunded");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn deposits_that_are_open_are_few() {
    still_panel(async |panel| {
        let staff = admin(panel).await;
        let id = method(panel, &staff, &[]).await;
        let customer = panel.customer("0").await;
        let visitor = Visitor::of(panel, customer.id).await;
        let method = id.to_string();
        let refused = async |words: &str| {
            let once = visitor.get("/deposits").await.hidden("once");
            let fields = [("method", &*method), ("once", &*once), ("amount", "20")];
            visitor.post("/deposits", &fields).await.assert_status(422).assert_shows(words);
        };
        for begun in 0..20 {
            if begun % 5 == 0 && begun > 0 {
                refused("are not paid yet").await;
                panel.advance(TimeDelta::minutes(61));
                work(panel).await;
            }
            begin(&visitor, id, "20").await;
            work(panel).await;
        }
        panel.advance(TimeDelta::minutes(61));
        work(panel).await;
        refused("20 deposits in a day").await;
        let page = visitor.get("/deposits").await;
        page.assert_shows("Expired");
        let last: i64 = value(panel, "select max(id) from deposits").await;
        let page = visitor.get(&format!("/deposits/{last}")).await;
        page.assert_shows("Pay again").assert_shows(&format!("method={id}&#38;amount=20.00"));
        panel.advance(TimeDelta::hours(24));
        begin(&visitor, id, "20").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_minimum_is_not_below_the_gateways() {
    still_panel(async |panel| {
        let staff = admin(panel).await;
        let by_stripe = |min: &'static str| {
            entered(&[
                ("gateway", "stripe"),
                ("name", "Card"),
                ("secret_key", "sk_test_of_waybill_0001"),
                ("min", min),
            ])
        };
        for min in ["", "0.49"] {
            let refused = staff.post("/admin/methods/new", &by_stripe(min)).await;
            refused.assert_status(422).assert_shows("error-min").assert_shows("0.50 USD or more");
        }
        staff.post("/admin/methods/new", &by_stripe("0.50")).await.assert_status(303);
    })
    .await;
}
