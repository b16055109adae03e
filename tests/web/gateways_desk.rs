//! What staff do beside deposits through payment gateways: try a method, compare a gateway's list with
//! the panel's; and an order that is kept while its customer adds funds.

use chrono::TimeDelta;
use waybill::accounts::audit::Actor;
use waybill::payments::{DepositId, hooks, kept_order, staff, told};

use super::gateways::{STAFF, act, admin, begin, method, opened, pay_page, state, work};
use super::{NOTHING, Visitor};
use crate::support::rows::value;
use crate::support::{Panel, still_panel};

const COMPARE: &str = "/admin/deposits/compare";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_method_is_tried_before_customers_use_it() {
    still_panel(async |panel| {
        let staff = admin(panel).await;
        let id = method(panel, &staff, &[]).await;
        let path = format!("/admin/methods/{id}");
        let page = staff.get(&path).await;
        page.assert_shows("Test connection").assert_shows("It takes no real money");
        page.assert_shows("goes back to a payer by a button").assert_shows("No hook has come yet");
        staff.post(&format!("{path}/test"), &NOTHING).await.assert_goes(&path);
        staff.get(&path).await.assert_shows("there is nothing to reach");
        staff.post(&format!("{path}/tried"), &NOTHING).await.assert_goes(&path);
        staff.get(&path).await.assert_shows("No payment was tried yet");

        staff.post(&format!("{path}/try"), &NOTHING).await.assert_goes(&path);
        staff.get(&path).await.assert_shows("Pay 5.00 USD");
        staff.post(&format!("{path}/tried"), &NOTHING).await.assert_goes(&path);
        let page = staff.get(&path).await;
        page.assert_shows("waits for the payer").assert_shows("No hook about it has come yet");
        let pay: String = value(panel, "select url from method_trials").await;
        let payer = Visitor::new(panel);
        payer.post(&pay, &[("act", "pay")]).await.assert_goes(&path);
        work(panel).await;
        staff.post(&format!("{path}/tried"), &NOTHING).await.assert_goes(&path);
        let page = staff.get(&path).await;
        page.assert_shows("it is paid, 5.00 USD by payment").assert_shows("Its hook has come");
        // It is nobody's money.
        let counted = "select (select count(*) from deposits) + (select count(*) from transfers)";
        assert_eq!(value::<i64>(panel, counted).await, 0);
        // Another one takes its place.
        staff.post(&format!("{path}/try"), &NOTHING).await.assert_goes(&path);
        assert_eq!(value::<i64>(panel, "select count(*) from method_trials").await, 1);
        assert_ne!(value::<String>(panel, "select url from method_trials").await, pay);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_credit_a_part_while_the_rest_may_come() {
    still_panel(async |panel| {
        let staff = admin(panel).await;
        let id = method(panel, &staff, &[]).await;
        let (customer, deposit) = opened(panel, id, "60").await;
        act(panel, deposit, "pay_less").await;
        assert_eq!(state(panel, deposit).await, "partial");
        let listed = staff.get(&format!("{STAFF}?state=review")).await;
        assert!(!listed.text().contains(&customer.email), "nobody has to look yet");
        let path = format!("{STAFF}/{deposit}");
        staff.get(&path).await.assert_shows("20.00 USD").assert_shows("Waits for staff");
        staff.post(&format!("{path}/credit"), &NOTHING).await.assert_goes(&path);
        assert_eq!(panel.balance(&customer).await, "20.00");
        assert_eq!(state(panel, deposit).await, "credited");
        act(panel, deposit, "pay").await;
        assert_eq!(panel.balance(&customer).await, "20.00");
        staff.get(&format!("{STAFF}?state=review")).await.assert_shows(&customer.email);
        staff.post(&format!("{path}/credit"), &NOTHING).await.assert_goes(&path);
        assert_eq!(panel.balance(&customer).await, "60.00");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_a_gateway_that_tells_staff_say_nothing() {
    still_panel(async |panel| {
        let admin = admin(panel).await;
        let id = method(panel, &admin, &[]).await;
        let (customer, deposit) = opened(panel, id, "20").await;
        let path = format!("{STAFF}/{deposit}");
        let gone_back = format!("{path}/gone-back");
        act(panel, deposit, "pay").await;
        // The sandbox tells by itself.
        admin.post(&gone_back, &[("total", "5")]).await.assert_goes(&path);
        admin.get(&path).await.assert_shows("The gateway itself says what went back");
        admin.post(&gone_back, &[("total", "much")]).await.assert_goes(&path);
        admin.get(&path).await.assert_shows("must be a number");
        let said = told::tell_back(
            &panel.app.db,
            &panel.app.clock,
            Actor::COMMAND,
            (DepositId::new(deposit), 500),
        );
        assert!(matches!(said.await, Err(staff::StaffError::Tells)));
        assert_eq!(panel.balance(&customer).await, "20.00");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn disputes_have_a_list() {
    still_panel(async |panel| {
        let staff = admin(panel).await;
        let id = method(panel, &staff, &[]).await;
        let list = format!("{STAFF}?state=disputes");
        staff.get(&list).await.assert_shows("No disputes");
        let (customer, deposit) = opened(panel, id, "20").await;
        act(panel, deposit, "pay").await;
        for (done, stands) in [("dispute", "disputed"), ("lose", "charged_back")] {
            act(panel, deposit, done).await;
            assert_eq!(state(panel, deposit).await, stands);
            staff.get(&list).await.assert_shows(&customer.email);
        }
    })
    .await;
}

/// A deposit that is paid, as the sandbox calls its payment.
async fn paid(panel: &Panel, method: i64, amount: &str) -> (i64, String) {
    let (_, deposit) = opened(panel, method, amount).await;
    act(panel, deposit, "pay").await;
    let sql = format!("select gateway_ref from deposits where id = {deposit}");
    (deposit, value(panel, &sql).await)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_gateways_list_is_compared_and_nothing_is_changed() {
    still_panel(async |panel| {
        let staff = admin(panel).await;
        let id = method(panel, &staff, &[]).await;
        let (_, same) = paid(panel, id, "20").await;
        let (differs, other) = paid(panel, id, "30").await;
        let (unlisted, _) = paid(panel, id, "40").await;
        let (_, unpaid) = opened(panel, id, "50").await;
        let claim: String =
            value(panel, &format!("select claim from deposits where id = {unpaid}")).await;
        let list = format!(
            "Payment ID;Amount;Currency\n{same};20,00;USD\n{other};29.00;usd\nstrange;7;USD\n\
             {claim};50;USD\n{same};-1;USD\n{same};x;USD\n"
        );
        let (method, day) = (id.to_string(), panel.app.clock.now().date_naive());
        let (from, to) = (day - TimeDelta::days(2), day + TimeDelta::days(1));
        let (from, to) = (from.to_string(), to.to_string());
        let usual = [("method", &*method), ("from", &*from), ("to", &*to), ("text", &*list)];
        let with = async |changed: &[(&'static str, &'static str)]| {
            let kept = usual.iter().copied();
            let kept = kept.filter(|(name, _)| changed.iter().all(|(other, _)| other != name));
            let mut fields: Vec<(&str, &str)> = kept.collect();
            fields.extend_from_slice(changed);
            staff.post(COMPARE, &fields).await
        };
        let before: i64 = value(panel, "select count(*) from deposit_events").await;
        let page = with(&[]).await;
        page.assert_status(200).assert_shows("missing here").assert_shows("strange");
        page.assert_shows("missing there").assert_shows(&format!("/admin/deposits/{unlisted}\""));
        page.assert_shows("29.00 USD").assert_shows(&format!("/admin/deposits/{differs}\""));
        page.assert_shows("Nothing has come here").assert_shows("Line 7");
        page.assert_shows("<dt>The same on both sides</dt><dd>1</dd>");
        page.assert_shows("<dt>Lines of zero or less, left out</dt><dd>1</dd>");
        let file = with(&[("as", "file")]).await;
        file.assert_status(200).assert_shows("missing here,,strange,,7.00 USD,4,");
        assert!(file.header("content-type").starts_with("text/csv"));
        // In other days nothing of ours is missed.
        let page = with(&[("from", "2020-01-01"), ("to", "2020-01-02")]).await;
        assert!(!page.text().contains("missing there"));
        for (changed, field) in [
            (&[("method", "424242")][..], "method"),
            (&[("method", "")][..], "method"),
            (&[("from", "soon")][..], "from"),
            (&[("to", "2020-01-01")][..], "to"),
            (&[("text", "")][..], "text"),
            (&[("id_column", "nothing")][..], "id_column"),
            (&[("amount_column", "nothing")][..], "amount_column"),
            (&[("currency_column", "nothing")][..], "currency_column"),
        ] {
            let refused = with(changed).await;
            refused.assert_status(422).assert_shows(&format!("id=\"error-{field}\""));
        }
        // A file in place of the text.
        let mut body = String::new();
        for (name, text) in &usual[..3] {
            body += &format!(
                "--x\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n"
            );
        }
        body += &format!(
            "--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"list.csv\"\r\n\r\n\
             {list}\r\n--x--\r\n"
        );
        let sent = staff.post_raw(COMPARE, "multipart/form-data; boundary=x", body.into_bytes());
        sent.await.assert_status(200).assert_shows("strange");
        let after: i64 = value(panel, "select count(*) from deposit_events").await;
        assert_eq!(before, after);
        assert_eq!(state(panel, unpaid).await, "pending");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_is_kept_while_funds_are_added() {
    still_panel(async |panel| {
        let staff = admin(panel).await;
        let id = method(panel, &staff, &[]).await;
        let service = panel.service(|_| {}).await.to_string();
        let customer = panel.customer("1").await;
        let visitor = Visitor::of(panel, customer.id).await;
        let order = [
            ("service", &*service),
            ("once", "abcdefghijklmnopqrstuv"),
            ("link", "https://example.com/p/kept?a=1&b=2"),
            ("quantity", "12345"),
            ("shown", "12.345"),
        ];
        visitor.post("/new/quote", &order).await.assert_shows("/deposits/order");
        let page = visitor.post("/deposits/order", &order).await;
        page.assert_status(200).assert_shows("Your order is kept");
        // What the balance of 1 lacks, in whole cents.
        page.assert_shows("value=\"11.35\"");
        let (kept, once) = (page.hidden("order").replace("&#38;", "&"), page.hidden("once"));
        let method = id.to_string();
        let again = [("order", &*kept), ("method", &*method)];
        let page = visitor.post("/deposits/order", &again).await;
        page.assert_shows("Your order is kept");
        let fields =
            [("method", &*method), ("once", &*once), ("amount", "11.35"), ("order", &*kept)];
        let begun = visitor.post("/deposits", &fields).await;
        let deposit = begun.assert_status(303).location().to_owned();
        visitor.get(&deposit).await.assert_shows("Your order waits here");
        work(panel).await;
        let number: i64 = deposit.rsplit('/').next().unwrap().parse().unwrap();
        act(panel, number, "pay").await;
        let page = visitor.get(&deposit).await;
        page.assert_shows("Look over your order").assert_shows("action=\"/new/check\"");
        page.assert_shows("example.com/p/kept?a=1&#38;b=2");
        let form = visitor.post("/new/check", &order).await;
        form.assert_status(200).assert_shows("example.com/p/kept");
        assert_eq!(panel.balance(&customer).await, "12.35");
        visitor.post("/new", &order).await.assert_status(303);
        let placed = "select count(*) from orders";
        assert_eq!(value::<i64>(panel, placed).await, 1);
        // Sent from that page again, it is the same order.
        visitor.post("/new", &order).await.assert_status(303);
        assert_eq!(value::<i64>(panel, placed).await, 1);

        // What cannot be read is not kept, and spoils no page.
        let other = panel.customer("0").await;
        let theirs = Visitor::of(panel, other.id).await;
        theirs.get(&deposit).await.assert_status(404);
        for spoiled in ["a=%00", &"x".repeat(300_000)] {
            let once = theirs.get("/deposits").await.hidden("once");
            let fields =
                [("method", &*method), ("once", &*once), ("amount", "20"), ("order", spoiled)];
            let begun = theirs.post("/deposits", &fields).await;
            begun.assert_status(303);
            theirs.get(begun.location()).await.assert_status(200);
        }
        assert_eq!(value::<i64>(panel, "select count(*) from deposit_orders").await, 1);
        panel.advance(TimeDelta::days(31));
        kept_order::sweep(&panel.app.db, &panel.app.clock, 100).await.unwrap();
        assert_eq!(value::<i64>(panel, "select count(*) from deposit_orders").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hooks_that_have_stopped_are_noticed() {
    still_panel(async |panel| {
        let staff = admin(panel).await;
        let id = method(panel, &staff, &[]).await;
        let stopped = async || {
            let since = panel.app.clock.now() - TimeDelta::days(1);
            hooks::stopped(panel.app.db.pool(), since).await.unwrap()
        };
        let quietly = async || {
            let customer = panel.customer("0").await;
            let deposit = begin(&Visitor::of(panel, customer.id).await, id, "20").await;
            work(panel).await;
            let page = pay_page(panel, deposit).await;
            let payer = Visitor::new(panel);
            payer.post(&page, &[("act", "pay"), ("quiet", "1")]).await.assert_status(303);
            panel.advance(TimeDelta::minutes(2));
            work(panel).await;
            assert_eq!(state(panel, deposit).await, "credited");
        };
        // A method that never had hooks misses none.
        quietly().await;
        assert!(stopped().await.is_empty());
        for _ in 0..3 {
            paid(panel, id, "20").await;
        }
        panel.advance(TimeDelta::hours(25));
        // Nobody has paid since.
        assert!(stopped().await.is_empty());
        quietly().await;
        let found = stopped().await;
        assert_eq!(found.iter().map(|one| one.method_id.get()).collect::<Vec<_>>(), [id]);
        paid(panel, id, "20").await;
        assert!(stopped().await.is_empty());
    })
    .await;
}
