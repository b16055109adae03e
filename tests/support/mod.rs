//! A panel for each test: a fresh database, cloned from a migrated template on one throwaway
//! server, a panel in this process on a port of its own, and people with money.
//! When a test ends, its books are checked.

pub mod affiliates;
pub mod gateways;
mod people;
pub mod places;
pub mod rows;
mod server;
pub mod smtp;
pub mod stories;
pub mod telegram;
pub mod upstream;
mod work_steps;

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use clap::Parser;
use serde_json::Value;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use tokio_util::sync::CancellationToken;
use waybill::app::App;
use waybill::books;
use waybill::config::Config;
use waybill::kit::clock::Clock;
use waybill::kit::db::Db;
use waybill::kit::keys::Keys;
use waybill::orders::dispatch::Turns;
use waybill::serve;

pub use people::ServiceDraft;
pub use people::{Customer, PASSWORD};
pub use server::Database;
pub use waybill::providers::sandbox::Ending;

/// The secret from which the tests' panels derive their keys.
pub const SECRET: &str = "the secret of panels that are only there for a test";

/// The options of a panel whose providers are on this machine.
pub const ALLOW: &str = "--provider-allow=127.0.0.0/8";

/// The longest wait for anything, on a slow machine.
const WAIT_S_MAX: u64 = 60;

/// A running panel. It runs as the running role, as panels do.
pub struct Panel {
    pub app: Arc<App>,
    /// As the owner of the tables, for what no panel may do.
    pub owner: PgPool,
    pub base: String,
    pub http: reqwest::Client,
    pub database: Database,
    /// Whose turn it is, for orders that are taken by hand.
    turns: Turns,
    stop: CancellationToken,
    serving: tokio::task::JoinHandle<()>,
}

#[derive(Parser)]
struct Options {
    #[command(flatten)]
    config: Config,
}

/// Runs a test against a panel whose workers work.
pub async fn panel(test: impl AsyncFnOnce(&Panel)) {
    panel_with(&[], test).await;
}

/// Runs a test against a panel that does no work by itself: orders stay where they are put.
pub async fn still_panel(test: impl AsyncFnOnce(&Panel)) {
    panel_with(&["--no-work"], test).await;
}

/// Runs a test against a panel started with these options of `serve`, in which PORT is its port.
pub async fn panel_with(options: &[&str], test: impl AsyncFnOnce(&Panel)) {
    let panel = Panel::start(Database::fresh().await, options).await;
    test(&panel).await;
    panel.finish().await;
}

impl Panel {
    /// Another panel on the same database, as if in another process.
    pub async fn second(&self, options: &[&str]) -> Self {
        let bases = self.app.config.gateway_bases.clone();
        Self::start_at(self.database.again(), options, bases).await
    }

    pub async fn start(database: Database, options: &[&str]) -> Self {
        Self::start_at(database, options, BTreeMap::new()).await
    }

    /// A panel that calls payment gateways, by their ids, at these addresses.
    pub async fn start_at(
        database: Database,
        options: &[&str],
        bases: BTreeMap<String, String>,
    ) -> Self {
        let connect = database.running();
        Self::start_with(database, options, (connect, bases)).await
    }

    /// A panel that reaches its database in this way, for example through a line that can be cut.
    pub async fn start_through(
        database: Database,
        options: &[&str],
        connect: PgConnectOptions,
    ) -> Self {
        Self::start_with(database, options, (connect, BTreeMap::new())).await
    }

    async fn start_with(
        database: Database,
        options: &[&str],
        (connect, bases): (PgConnectOptions, BTreeMap<String, String>),
    ) -> Self {
        let listener = serve::bind(Some(SocketAddr::from(([127, 0, 0, 1], 0)))).await.unwrap();
        let port = listener.local_addr().unwrap().port().to_string();
        let options = options.iter().map(|word| word.replace("PORT", &port));
        let config = Options::parse_from(["waybill".to_owned()].into_iter().chain(options)).config;
        let mut config = config.settle(listener.local_addr().unwrap()).unwrap();
        config.gateway_bases.extend(bases);
        let base = format!("http://{}", listener.local_addr().unwrap());
        let owner = connect.clone().username("waybill");
        let owner = PgPoolOptions::new().max_connections(4).connect_lazy_with(owner);
        let db = Db::new(connect, config.connections);
        let keys = Keys::open(Some(SECRET), None).unwrap();
        let app = Arc::new(App::new(config, keys, db, Clock::default()).await.unwrap());
        let stop = CancellationToken::new();
        let (served, stopped) = (Arc::clone(&app), stop.clone());
        let serving = tokio::spawn(async move {
            serve::serve(served, listener, stopped).await;
        });
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(Duration::from_secs(60))
            .build()
            .unwrap();
        let turns = Turns::default();
        Self { app, owner, base, http, database, turns, stop, serving }
    }

    /// Checks the books, stops the panel and drops its database.
    pub async fn finish(self) {
        self.assert_books().await;
        self.stop().await.drop().await;
    }

    /// Stops the panel as SIGTERM would.
    pub async fn stop(self) -> Database {
        self.stop.cancel();
        self.serving.await.expect("the panel stops without a fault");
        self.app.db.pool().close().await;
        self.owner.close().await;
        self.database
    }

    /// The books balance, and the audit log names nobody by an e-mail address.
    pub async fn assert_books(&self) {
        let report = books::check(&self.app.db).await.unwrap();
        assert_eq!(report.differences, Vec::<String>::new(), "the books differ");
        let named = "select id, action from audit a where a::text like '%@example.com%'";
        let named: Vec<(i64, String)> =
            sqlx::query_as(named).fetch_all(self.app.db.pool()).await.unwrap();
        assert_eq!(named, Vec::new(), "an e-mail address stands in the audit log");
    }

    /// Moves the panel's clock ahead.
    pub fn advance(&self, by: TimeDelta) {
        self.app.clock.advance(by);
    }

    /// A form post to `/api/v2`; answers the JSON, whatever its status.
    pub async fn v2(&self, key: &str, fields: &[(&str, &str)]) -> Value {
        self.v2_response(key, fields).await.json().await.expect("the answer is JSON")
    }

    pub async fn v2_response(&self, key: &str, fields: &[(&str, &str)]) -> reqwest::Response {
        let mut form = vec![("key", key)];
        form.extend_from_slice(fields);
        self.http.post(format!("{}/api/v2", self.base)).form(&form).send().await.unwrap()
    }

    /// Waits until a `status` of API v2 shows this word.
    pub async fn wait_for_status(&self, customer: &Customer, order: i64, word: &str) -> Value {
        let id = order.to_string();
        eventually(&format!("order {order} to be {word}"), async || {
            let status = self.v2(&customer.key, &[("action", "status"), ("order", &id)]).await;
            (status["status"] == word).then_some(status)
        })
        .await
    }
}

/// Asks again until there is an answer: it waits for a result, never for a fixed time.
pub async fn eventually<T, F>(what: &str, ask: impl Fn() -> F) -> T
where
    F: Future<Output = Option<T>>,
{
    let deadline = Instant::now() + Duration::from_secs(WAIT_S_MAX);
    loop {
        if let Some(answer) = ask().await {
            return answer;
        }
        assert!(Instant::now() < deadline, "waited {WAIT_S_MAX} s for {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// The order's id out of `{"order": 17}`.
#[track_caller]
pub fn order_id(answer: &Value) -> i64 {
    answer["order"].as_i64().unwrap_or_else(|| panic!("no order was placed: {answer}"))
}

#[track_caller]
pub fn assert_error(answer: &Value, sentence: &str) {
    assert_eq!(*answer, serde_json::json!({ "error": sentence }));
}

/// For an assertion that something did not happen.
#[track_caller]
pub fn assert_none<T: Debug>(found: &[T]) {
    assert!(found.is_empty(), "{found:?}");
}
