//! Two panels in a chain by the order API with bearer tokens. The API has no list: B sells by a
//! route that its staff add, with the type's number at A. B's customer sees what A says.

use chrono::TimeDelta;
use serde_json::Value;
use sqlx::AssertSqlSafe;
use waybill::accounts::role::Role;
use waybill::catalogue::{Code, ServiceId, set_code};
use waybill::kit::money::Rate;

use super::{NOTHING, Visitor};
use crate::support::{ALLOW, Customer, Database, Ending, Panel, eventually, order_id, panel_with};

const POST: &str = "https://www.example.com/r/example/comments/abc123/example_post/";

struct Chain<'p> {
    a: &'p Panel,
    b: &'p Panel,
    customer: Customer,
    provider: i64,
}

impl Chain<'_> {
    /// A service of A with this code that ends like this; B's service that sells it, and the page
    /// of its routes.
    async fn service(&self, code: Code, ending: Ending) -> (i64, String) {
        let theirs = self
            .a
            .service(|service| {
                service.draft.rate = Rate::parse("30").unwrap();
                service.sandbox.ending = ending;
                service.sandbox.per_minute = 60_000;
            })
            .await;
        map(self.a, theirs, code).await;
        let ours = self.b.service(|service| service.draft.rate = Rate::parse("60").unwrap()).await;
        let none = format!("delete from routes where service_id = {ours} returning service_id");
        value(self.b, &none).await;
        (ours, format!("/admin/services/{ours}/routes"))
    }

    async fn place(&self, service: i64, quantity: i64) -> i64 {
        let (service, quantity) = (service.to_string(), quantity.to_string());
        let fields = [
            ("action", "add"),
            ("service", service.as_str()),
            ("link", POST),
            ("quantity", quantity.as_str()),
        ];
        order_id(&self.b.v2(&self.customer.key, &fields).await)
    }

    async fn until(&self, order: i64, word: &str) -> Value {
        eventually(&format!("order {order} to be {word}"), async || {
            self.a.advance(TimeDelta::seconds(20));
            self.b.advance(TimeDelta::seconds(20));
            let asked = [("action", "status"), ("order", &order.to_string())];
            let status = self.b.v2(&self.customer.key, &asked).await;
            (status["status"] == word).then_some(status)
        })
        .await
    }
}

async fn value(panel: &Panel, sql: &str) -> i64 {
    let asked = sqlx::query_scalar(AssertSqlSafe(sql.to_owned()));
    asked.fetch_one(panel.app.db.pool()).await.unwrap()
}

async fn map(panel: &Panel, service: i64, code: Code) {
    let set = panel.app.db.transaction(move |tx| {
        Box::pin(async move { set_code(tx, ServiceId::new(service), Some(code)).await })
    });
    set.await.unwrap();
}

async fn chain(test: impl AsyncFnOnce(&Chain<'_>, &Visitor<'_>)) {
    panel_with(&[], async |a| {
        let b = Panel::start(Database::fresh().await, &[ALLOW]).await;
        let buyer = a.customer("1000").await;
        let token = a.jwt(buyer.id, |new| new).await;
        let customer = b.customer("1000").await;
        let admin = b.account(Role::Admin).await;
        let staff = Visitor::of(&b, admin.id).await;
        let fields = [
            ("protocol", "order_api"),
            ("name", "A"),
            ("url", a.base.as_str()),
            ("key", token.as_str()),
            ("currency", "USD"),
            ("exchange", "1"),
            ("requests_per_s", "1000"),
            ("in_flight_max", "16"),
            ("balance_low", ""),
            ("policy", "ask"),
            ("ask_above_percent", "10"),
            ("pause_after_unknowns", "5"),
            ("pause_after_refusals", "10"),
            ("untested", "1"),
        ];
        let made = staff.post("/admin/providers", &fields).await;
        made.assert_status(303);
        let provider = made.location().rsplit('/').next().unwrap().parse().unwrap();
        let chain = Chain { a, b: &b, customer, provider };
        test(&chain, &staff).await;
        let charged = "select coalesce(sum(charge - refunded), 0)::bigint from orders
                       where parent_id is null";
        let cost = "select coalesce(sum(cost), 0)::bigint from orders";
        let (theirs, ours) = (value(a, charged).await, value(&b, cost).await);
        assert_eq!(theirs, ours, "A charged, and it cost B");
        b.finish().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_order_api_delivers_is_sold_by_routes() {
    chain(async |chain, staff| {
        let page = format!("/admin/providers/{}", chain.provider);
        let told = staff.get(&page).await;
        told.assert_shows("there is nothing to import").assert_shows("Delivered by");
        assert!(!told.text().contains("Import services"));
        staff.get(&format!("{page}/import")).await.assert_status(404);
        staff.post(&format!("{page}/test"), &NOTHING).await.assert_shows("It answers");

        let provider = chain.provider.to_string();
        let way = |number| {
            [
                ("action", "add"),
                ("provider", provider.as_str()),
                ("upstream_service", number),
                ("cost", "30"),
            ]
        };
        let codes = [
            (Code::PostUpvote, "1", Ending::Completed, "Completed"),
            (Code::PostDownvote, "8", Ending::Partial, "Partial"),
        ];
        // Orders take hours of the panels' time, and routes ask for a password that was typed lately.
        let mut sold = Vec::new();
        for (code, number, ending, word) in codes {
            let (service, routes) = chain.service(code, ending).await;
            for wrong in ["12", "", "upvotes", "10"] {
                staff.post(&routes, &way(wrong)).await.assert_status(422);
            }
            staff.post(&routes, &way(number)).await.assert_goes(&routes);
            sold.push((service, word));
        }
        let (for_comments, routes) = chain.service(Code::CommentUpvote, Ending::Completed).await;
        staff.post(&routes, &way("6")).await.assert_goes(&routes);
        for (service, word) in sold {
            let order = chain.place(service, 40).await;
            let status = chain.until(order, word).await;
            assert_eq!(status["remains"], if word == "Partial" { "20" } else { "0" }, "{status}");
            assert_eq!(status["charge"], if word == "Partial" { "1.20" } else { "2.40" });
        }
        // A refuses it: a comment's code needs a link to a comment.
        let order = chain.place(for_comments, 40).await;
        let status = chain.until(order, "Canceled").await;
        assert_eq!((&status["charge"], &status["remains"]), (&"0.00".into(), &"40".into()));
    })
    .await;
}
