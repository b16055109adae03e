//! Nobody pays more than the form showed. The price may rise between the quote and the click, even
//! while the click is on its way; it may fall too.
//!
//! Seen red by `make seeded`: `dearer-is-charged` does not compare, `shown-checked-early` compares
//! before the price is decided.

use super::Visitor;
use crate::support::{Customer, Panel, eventually, still_panel};

const LINK: (&str, &str) = ("link", "https://example.com/p/1");
const QUANTITY: (&str, &str) = ("quantity", "1000");

/// Asks for the charge as the live quote does; answers the fields of the form after it.
async fn quoted(visitor: &Visitor<'_>, service: &str) -> [(&'static str, String); 5] {
    let page = visitor.get(&format!("/new?service={service}")).await;
    assert!(!page.text().contains("name=\"shown\""), "a charge before there is a quantity");
    let once = page.hidden("once");
    let fields = [("service", service), ("once", &once), LINK, QUANTITY];
    let shown = visitor.post("/new/quote", &fields).await.hidden("shown");
    let [link, quantity] = [LINK, QUANTITY].map(|(name, value)| (name, value.to_owned()));
    [("service", service.to_owned()), ("once", once), link, quantity, ("shown", shown)]
}

fn borrowed<'f>(fields: &'f [(&'static str, String)]) -> Vec<(&'static str, &'f str)> {
    fields.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

async fn count(panel: &Panel) -> i64 {
    let count = sqlx::query_scalar("select count(*) from orders");
    count.fetch_one(panel.app.db.pool()).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn more_than_was_shown_is_refused_and_shown_again() {
    still_panel(async |panel| {
        let customer = panel.customer("50000").await;
        let service = panel.service(|_| {}).await;
        let visitor = Visitor::of(panel, customer.id).await;
        let mut fields = quoted(&visitor, &service.to_string()).await;
        assert_eq!(fields[4].1, "1.00");
        panel.own_rate(&customer, service, Some("10000")).await;
        let refused = visitor.post("/new", &borrowed(&fields)).await;
        refused
            .assert_status(422)
            .assert_shows("The charge is 10000.00 USD now, more than this form showed.")
            .assert_shows("value=\"1000\"")
            .assert_shows(LINK.1);
        assert_eq!((count(panel).await, panel.balance(&customer).await), (0, "50000.00".into()));
        // The form is the same order still, and now shows what it costs.
        assert_eq!(
            (refused.hidden("once"), refused.hidden("shown")),
            (fields[1].1.clone(), "10000.00".into())
        );
        fields[4].1 = refused.hidden("shown");
        visitor.post("/new", &borrowed(&fields)).await.assert_status(303);
        assert_eq!(panel.balance(&customer).await, "40000.00");
        // Sent once more, it is the order that it was, although it costs more by now.
        panel.own_rate(&customer, service, Some("20000")).await;
        visitor.post("/new", &borrowed(&fields)).await.assert_status(303);
        assert_eq!((count(panel).await, panel.balance(&customer).await), (1, "40000.00".into()));
        // A lower charge is simply charged.
        let mut fields = quoted(&visitor, &service.to_string()).await;
        fields[2].1 = "https://example.com/p/2".to_owned();
        panel.own_rate(&customer, service, Some("0.5")).await;
        visitor.post("/new", &borrowed(&fields)).await.assert_status(303);
        assert_eq!(panel.balance(&customer).await, "39999.50");
    })
    .await;
}

/// The request has read the old price, and waits for the wallet while the price rises.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_price_that_rises_during_the_click_is_refused() {
    still_panel(async |panel| {
        let customer = panel.customer("50000").await;
        let service = panel.service(|_| {}).await;
        let visitor = Visitor::of(panel, customer.id).await;
        let fields = quoted(&visitor, &service.to_string()).await;
        let sent = borrowed(&fields);
        let click = visitor.post("/new", &sent);
        let refused = while_it_waits(panel, &customer, service, click).await;
        refused.assert_status(422).assert_shows("The charge is 10000.00 USD now");
        assert_eq!(refused.hidden("shown"), "10000.00");
        let key = &customer.key;
        panel.own_rate(&customer, service, None).await;
        let service_id = service.to_string();
        let add =
            [("action", "add"), ("service", &service_id), LINK, QUANTITY, ("max_charge", "1")];
        let answer = while_it_waits(panel, &customer, service, panel.v2(key, &add)).await;
        assert_eq!(answer["error"], "Charge 10000.00 is more than max_charge");
        assert_eq!((count(panel).await, panel.balance(&customer).await), (0, "50000.00".into()));
    })
    .await;
}

/// Raises the price while this request waits for the wallet.
async fn while_it_waits<T>(
    panel: &Panel,
    customer: &Customer,
    service: i64,
    request: impl Future<Output = T>,
) -> T {
    let mut holder = panel.owner.acquire().await.unwrap();
    let hold = "begin; select from wallets for update";
    sqlx::raw_sql(hold).execute(&mut *holder).await.unwrap();
    let raised = async {
        eventually("the order to wait for the wallet", async || {
            let waiting = "select count(*) from pg_stat_activity
                           where datname = current_database() and wait_event_type = 'Lock'";
            let waiting = sqlx::query_scalar::<_, i64>(waiting);
            (waiting.fetch_one(panel.app.db.pool()).await.unwrap() > 0).then_some(())
        })
        .await;
        panel.own_rate(customer, service, Some("10000")).await;
        sqlx::raw_sql("commit").execute(&mut *holder).await.unwrap();
    };
    tokio::join!(request, raised).0
}

/// Without a script the first page shows no charge: the first click leads to it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_that_showed_no_charge_leads_to_it() {
    still_panel(async |panel| {
        let customer = panel.customer("10").await;
        let service = panel.service(|_| {}).await;
        let visitor = Visitor::of(panel, customer.id).await;
        let mut fields = quoted(&visitor, &service.to_string()).await;
        for nothing in ["", "x", "-1"] {
            fields[4].1 = nothing.to_owned();
            let told = visitor.post("/new", &borrowed(&fields)).await;
            told.assert_status(422)
                .assert_shows("Nothing was placed yet: this order costs 1.00 USD.")
                .assert_shows(LINK.1);
            assert_eq!(
                (told.hidden("once"), told.hidden("shown")),
                (fields[1].1.clone(), "1.00".into())
            );
        }
        assert_eq!(count(panel).await, 0);
        fields[4].1 = "1.00".to_owned();
        visitor.post("/new", &borrowed(&fields)).await.assert_status(303);
        assert_eq!(panel.balance(&customer).await, "9.00");
        // What is wrong is said at once.
        fields[3].1 = "0".to_owned();
        fields[4].1 = String::new();
        visitor
            .post("/new", &borrowed(&fields))
            .await
            .assert_status(422)
            .assert_shows("At least 1");
    })
    .await;
}

/// Place, Back, Place: the customer is asked once. Another quantity, another link and the same form
/// sent again are no second order.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_order_within_minutes_is_asked_about_once() {
    still_panel(async |panel| {
        let customer = panel.customer("50000").await;
        let service = panel.service(|_| {}).await;
        let visitor = Visitor::of(panel, customer.id).await;
        let first = quoted(&visitor, &service.to_string()).await;
        visitor.post("/new", &borrowed(&first)).await.assert_status(303);
        visitor.post("/new", &borrowed(&first)).await.assert_status(303);
        assert_eq!(count(panel).await, 1);
        let fields = quoted(&visitor, &service.to_string()).await;
        let mut spelled = fields.clone();
        spelled[2].1 = "http://www.example.com/p/1/".to_owned();
        for fields in [&fields, &spelled] {
            let asked = visitor.post("/new", &borrowed(fields)).await;
            asked.assert_status(422).assert_shows("You placed the same order");
            assert_eq!(count(panel).await, 1);
        }
        let asked = visitor.post("/new", &borrowed(&fields)).await;
        let again = asked.hidden("again");
        let mut sure = borrowed(&fields);
        sure.push(("again", &again));
        visitor.post("/new", &sure).await.assert_status(303);
        assert_eq!(count(panel).await, 2);
        // After some minutes nobody is asked.
        panel.advance(chrono::TimeDelta::minutes(11));
        let later = quoted(&visitor, &service.to_string()).await;
        visitor.post("/new", &borrowed(&later)).await.assert_status(303);
        assert_eq!((count(panel).await, panel.balance(&customer).await), (3, "49997.00".into()));
    })
    .await;
}
