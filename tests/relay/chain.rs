//! Two panels in a chain: B buys from A, whose sandbox delivers. B's customer sees what A says, and
//! the money of both adds up.

use chrono::TimeDelta;
use serde_json::Value;
use waybill::accounts::audit::Actor;
use waybill::kit::money::Rate;
use waybill::orders::OrderId;
use waybill::orders::desk::By;
use waybill::orders::unknown::{self, AcceptError};
use waybill::providers::ProviderId;

use super::proxy::{Back, Fault, Proxy};
use super::{LINK, execute, place, status, value};
use crate::support::{ALLOW, Customer, Database, Ending, Panel, eventually, order_id, panel_with};

/// B's price is twice A's price.
const ASKED: &str = "0.30";
const SOLD: &str = "0.60";

struct Chain<'p> {
    a: &'p Panel,
    b: &'p Panel,
    /// B, as A knows it.
    buyer: Customer,
    customer: Customer,
    provider: i64,
}

impl Chain<'_> {
    /// A service of A that ends like this, and B's service that sells it.
    async fn service(&self, ending: Ending, per_minute: i64) -> i64 {
        let theirs = self
            .a
            .service(|service| {
                service.draft.rate = Rate::parse(ASKED).unwrap();
                service.draft.refill_wait_h = 0;
                service.sandbox.ending = ending;
                service.sandbox.per_minute = per_minute;
            })
            .await;
        let ours = self
            .b
            .service(|service| {
                service.draft.rate = Rate::parse(SOLD).unwrap();
                service.draft.refill_wait_h = 0;
                service.draft.max = 100_000_000;
            })
            .await;
        let cost = Rate::parse(ASKED).unwrap().micros();
        let route = format!(
            "delete from routes where service_id = {ours};
             insert into routes (service_id, position, provider_id, upstream_service, cost_rate)
             values ({ours}, 0, {}, '{theirs}', {cost})",
            self.provider
        );
        execute(self.b, &route).await;
        ours
    }

    async fn place(&self, service: i64, quantity: i64) -> i64 {
        place(self.b, &self.customer, service, quantity).await
    }

    /// Both clocks.
    fn advance(&self, by: TimeDelta) {
        self.a.advance(by);
        self.b.advance(by);
    }

    async fn until(&self, order: i64, word: &str) -> Value {
        eventually(&format!("order {order} to be {word}"), async || {
            self.advance(TimeDelta::seconds(20));
            let status = status(self.b, &self.customer, order).await;
            (status["status"] == word).then_some(status)
        })
        .await
    }

    /// What A says of B's order.
    async fn theirs(&self, order: i64) -> Value {
        let id = format!("select upstream_id from orders where id = {order}");
        let id = value::<String>(self.b, &id).await.parse().unwrap();
        status(self.a, &self.buyer, id).await
    }

    /// Checks that B's customer sees what A says, at B's price.
    async fn same(&self, order: i64) {
        let (ours, theirs) =
            (status(self.b, &self.customer, order).await, self.theirs(order).await);
        for field in ["status", "remains", "start_count"] {
            assert_eq!(ours[field], theirs[field], "{field}: {ours} {theirs}");
        }
        let micros =
            |status: &Value| Rate::parse(status["charge"].as_str().unwrap()).unwrap().micros();
        assert_eq!(micros(&ours), 2 * micros(&theirs), "{ours} {theirs}");
    }

    /// What B's orders cost is what A charged for them.
    async fn money(&self) {
        let charged = "select coalesce(sum(charge - refunded), 0)::bigint from orders";
        let cost = "select coalesce(sum(cost), 0)::bigint from orders";
        let (theirs, ours): (i64, i64) = (value(self.a, charged).await, value(self.b, cost).await);
        assert_eq!(theirs, ours, "A charged, and it cost B");
        let held = "select sum(balance)::bigint from wallets";
        assert_eq!(value::<i64>(self.a, held).await, 1_000_000_000 - theirs);
        // The parent pays for a run, and the run refunds its own part.
        let sold = "select (coalesce(sum(charge) filter (where parent_id is null), 0)
                            - coalesce(sum(refunded), 0))::bigint from orders";
        assert_eq!(
            value::<i64>(self.b, held).await,
            1_000_000_000 - value::<i64>(self.b, sold).await
        );
    }
}

/// Both panels with their workers. B is a customer of A with 1000.00, and B's customer has the
/// same.
async fn chain(test: impl AsyncFnOnce(&Chain<'_>)) {
    panel_with(&[], async |a| {
        let b = Panel::start(Database::fresh().await, &[ALLOW]).await;
        let buyer = a.customer("1000").await;
        let customer = b.customer("1000").await;
        let provider = b.provider("A", &format!("{}/api/v2", a.base)).await;
        let sealed = b.app.upstreams.seal(ProviderId::new(provider), &buyer.key);
        sqlx::query("update providers set secret = $2 where id = $1")
            .bind(provider)
            .bind(sealed)
            .execute(b.app.db.pool())
            .await
            .unwrap();
        let chain = Chain { a, b: &b, buyer, customer, provider };
        test(&chain).await;
        chain.money().await;
        b.finish().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_end_arrives() {
    chain(async |chain| {
        let completed = chain.service(Ending::Completed, 60_000_000).await;
        let partial = chain.service(Ending::Partial, 60_000_000).await;
        let canceled = chain.service(Ending::Canceled, 60_000_000).await;
        let slow = chain.service(Ending::Completed, 10).await;
        let open = chain.place(slow, 100_000).await;
        let ends = [
            (chain.place(completed, 1000).await, "Completed"),
            (chain.place(partial, 1001).await, "Partial"),
            (chain.place(canceled, 777).await, "Canceled"),
        ];
        for (order, word) in ends {
            chain.until(order, word).await;
            chain.same(order).await;
        }
        eventually("what is under way to be the same here and there", async || {
            chain.advance(TimeDelta::seconds(20));
            let (ours, theirs) =
                (status(chain.b, &chain.customer, open).await, chain.theirs(open).await);
            let is_under_way = ours["status"] == "In progress" && ours["remains"] != "100000";
            (is_under_way && ours["remains"] == theirs["remains"]).then_some(())
        })
        .await;
        // A refuses it: its money comes back here at once.
        let refused = chain.place(partial, 1_500_000).await;
        chain.until(refused, "Canceled").await;
        let state = format!("select state || ' ' || refunded from orders where id = {refused}");
        assert_eq!(value::<String>(chain.b, &state).await, "canceled 900000000");
        // If A no longer sells a service, its orders wait here, and no others do.
        let sql =
            format!("update routes set upstream_service = '424242' where service_id = {slow}");
        execute(chain.b, &sql).await;
        let waits = chain.place(slow, 10).await;
        let paused = format!("select paused_reason from routes where service_id = {slow}");
        eventually("its way to be paused", async || {
            value::<Option<String>>(chain.b, &paused).await
        })
        .await;
        assert_eq!(status(chain.b, &chain.customer, waits).await["status"], "Pending");
        let order = chain.place(completed, 10).await;
        chain.until(order, "Completed").await;
    })
    .await;
}

/// The words before an end: it has not been sent, nobody knows whether it arrived, the provider has
/// it. The lost order is found there by its number, and ends as any other.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_word_on_the_way_arrives_and_what_got_lost_is_found() {
    chain(async |chain| {
        let service = chain.service(Ending::Partial, 60_000_000).await;
        let proxy = Proxy::start(&format!("{}/api/v2", chain.a.base)).await;
        let sql = format!(
            "update providers set url = '{}', paused_reason = 'a rest' where id = {}",
            proxy.url, chain.provider
        );
        execute(chain.b, &sql).await;
        proxy.set(501, Fault { taken: true, back: Back::Cut { sized: true, after: 0 } });
        let order = chain.place(service, 501).await;
        chain.advance(TimeDelta::minutes(2));
        assert_eq!(status(chain.b, &chain.customer, order).await["status"], "Pending");
        assert_eq!(value::<i64>(chain.a, "select count(*) from orders").await, 0);
        execute(chain.b, "update providers set paused_reason = null").await;
        chain.until(order, "Processing").await;
        let state = format!("select state from orders where id = {order}");
        eventually("it to be a person's", async || {
            (value::<String>(chain.b, &state).await == "unknown").then_some(())
        })
        .await;
        let theirs: i64 = value(chain.a, "select min(id) from orders").await;
        let app = &chain.b.app;
        let upstream = app.upstreams.get(ProviderId::new(chain.provider)).await.unwrap().unwrap();
        let asked = unknown::ask_about(&app.db, OrderId::new(order), "424242").await.unwrap();
        let nowhere = unknown::verify(&upstream, asked).await;
        assert!(matches!(nowhere, Err(AcceptError::NotThere(_))), "{nowhere:?}");
        let asked =
            unknown::ask_about(&app.db, OrderId::new(order), &theirs.to_string()).await.unwrap();
        let found = unknown::verify(&upstream, asked).await.unwrap();
        let actor = Actor { account_id: Some(chain.customer.id), address: None, ..Actor::COMMAND };
        let by = By { actor, reason: "by its link".to_owned(), seen: None };
        unknown::accept_as(&app.db, &app.clock, found, by).await.unwrap();
        chain.until(order, "Partial").await;
        chain.same(order).await;
        assert_eq!(value::<i64>(chain.a, "select count(*) from orders").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cancel_goes_there_and_its_refund_comes_back() {
    chain(async |chain| {
        let slow = chain.service(Ending::Completed, 60).await;
        let order = chain.place(slow, 10_000).await;
        chain.until(order, "In progress").await;
        let ids = order.to_string();
        let asked = [("action", "cancel"), ("orders", ids.as_str())];
        let answer = chain.b.v2(&chain.customer.key, &asked).await;
        assert_eq!(answer[0]["cancel"], 1, "{answer}");
        eventually("it to end", async || {
            chain.advance(TimeDelta::seconds(20));
            let status = status(chain.b, &chain.customer, order).await;
            matches!(status["status"].as_str(), Some("Partial" | "Canceled")).then_some(())
        })
        .await;
        chain.same(order).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refill_goes_there_and_its_state_comes_back() {
    chain(async |chain| {
        let service = chain.service(Ending::Completed, 60_000_000).await;
        let order = chain.place(service, 1000).await;
        chain.until(order, "Completed").await;
        chain.advance(TimeDelta::hours(25));
        let ids = order.to_string();
        let asked = [("action", "refill"), ("order", ids.as_str())];
        let answer = chain.b.v2(&chain.customer.key, &asked).await;
        let refill = answer["refill"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned();
        eventually("the refill to be completed", async || {
            chain.advance(TimeDelta::seconds(30));
            let asked = [("action", "refill_status"), ("refill", refill.as_str())];
            let answer = chain.b.v2(&chain.customer.key, &asked).await;
            (answer["status"] == "Completed").then_some(())
        })
        .await;
        assert_eq!(value::<i64>(chain.a, "select count(*) from refills").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_runs_of_a_drip_feed_are_orders_there() {
    chain(async |chain| {
        let service = chain.service(Ending::Partial, 60_000_000).await.to_string();
        let fields = [
            ("action", "add"),
            ("service", service.as_str()),
            ("link", LINK),
            ("quantity", "100"),
            ("runs", "3"),
            ("interval", "1"),
        ];
        let order = order_id(&chain.b.v2(&chain.customer.key, &fields).await);
        let status = chain.until(order, "Partial").await;
        // Half of each run is delivered.
        assert_eq!((&status["remains"], &status["charge"]), (&"150".into(), &"0.09".into()));
        assert_eq!(value::<i64>(chain.a, "select count(*) from orders").await, 3);
    })
    .await;
}
