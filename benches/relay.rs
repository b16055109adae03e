//! Orders that are bought elsewhere: each is submitted in its own call, their statuses are asked
//! for by the hundred, and a list is imported and compared. The provider is in this process and
//! answers at once. Like the load, it is small and simple, because it shares the cores with what it
//! measures.

mod churn;
mod provider;
mod turns;

use std::cell::Cell;
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use sqlx::{AssertSqlSafe, PgPool};
use waybill::kit::clock::Clock;
use waybill::kit::db::Db;
use waybill::kit::keys::Keys;
use waybill::kit::outbound::Outbound;
use waybill::providers::{ProviderId, Upstreams, list_sync};

use crate::Plan;
use crate::goals::Run;
use crate::panel::Panel;
use crate::seed::{SECRET, SERVICES, Seed};
use provider::{Provider, Word};

const SUBMITTED: i64 = 20_000;
const POLLED: i64 = 100_000;
/// The time from when orders are planted until they are due: meanwhile a panel starts and becomes
/// quiet. It is twice as long from then on if that was too short.
const DUE_IN_S: i64 = 40;
/// A round in which nothing comes to the provider for so long has come to its end.
const STILL_MAX: Duration = Duration::from_secs(300);
/// The account of the order `id`: all of them in turn.
const EACH_ACCOUNT: &str = "id % 1000 + 1";
/// A round takes long, so few rounds are enough.
const ROUNDS_MAX: usize = 3;
const LOOK_EVERY: Duration = Duration::from_millis(50);
const NAME: &str = "Far";

pub const SUBMIT: &str = "relay: submissions by API v2, a second";
pub const ONE: &str = "relay: the same of one customer, a second";
pub const POLL: &str = "relay: 100,000 open orders asked for, all changed, s";
pub const IMPORT: &str = "relay: 5,000 services imported, s";
pub const COMPARE: &str = "relay: the same list compared, every price moved, s";

pub async fn measure(plan: &Plan, run: &mut Run) {
    let names = [IMPORT, COMPARE, SUBMIT, ONE, POLL, turns::TURN];
    if !names.iter().chain(&churn::NAMES).any(|name| plan.takes(name)) {
        return;
    }
    let seed = Seed::plant(plan.orders).await;
    let provider = Provider::start().await;
    let pool = seed.pool();
    let due_in_s = Cell::new(DUE_IN_S);
    let stand = Stand { seed: &seed, provider, pool: &pool, due_in_s };
    stand.connect().await;
    let rounds = plan.rounds.min(ROUNDS_MAX);
    if plan.takes(IMPORT) || plan.takes(COMPARE) {
        let (imports, compares) = run.part(IMPORT, stand.lists(rounds)).await;
        run.take(IMPORT, "≤ 5", imports);
        run.take(COMPARE, "≤ 2", compares);
    }
    for (name, account) in [(SUBMIT, EACH_ACCOUNT), (ONE, "1")] {
        if plan.takes(name) {
            let round = async || stand.submissions(account).await;
            let rates = run.part(name, repeat(rounds, round)).await;
            run.take(name, "≥ 1500", rates);
        }
    }
    if plan.takes(POLL) {
        let times = run.part(POLL, repeat(rounds, async || stand.poll().await)).await;
        run.take(POLL, "≤ 10", times);
    }
    if churn::NAMES.iter().any(|name| plan.takes(name)) {
        let counted = run.part("churn", churn::measure(&stand, plan)).await;
        for (name, goal, value) in counted {
            run.take(name, goal, vec![value]);
        }
    }
    if plan.takes(turns::TURN) {
        let waits = run.part(turns::TURN, async { vec![turns::measure(&stand).await] }).await;
        run.take(turns::TURN, "≤ 2", waits);
    }
    pool.close().await;
    seed.uproot().await;
}

async fn repeat(rounds: usize, round: impl AsyncFn() -> f64) -> Vec<f64> {
    let mut values = Vec::new();
    for _ in 0..rounds {
        values.push(round().await);
    }
    values
}

struct Stand<'s> {
    seed: &'s Seed,
    provider: Provider,
    pool: &'s PgPool,
    due_in_s: Cell<i64>,
}

impl Stand<'_> {
    /// The provider is added as an operator adds one, and may be called as often as the table
    /// allows. The existing orders count as sent to it: PostgreSQL would plan for an empty table,
    /// and would keep that plan until it counts the rows, a minute later.
    async fn connect(&self) {
        let url = format!("http://{}/api/v2", self.provider.address);
        let add = ["add", "--name", NAME, "--protocol", "smm_v2", "--url", &url, "--key-stdin"];
        self.command(&[&add[..], &["--prices", "follow"]].concat());
        let id = self.id().await;
        self.execute(&format!(
            "update providers set requests_per_s = 10000, in_flight_max = 64 where id = {id};
             delete from routes;
             insert into routes (service_id, provider_id, upstream_service, cost_rate)
             select id, {id}, 'x' || id, 400000 from services;
             insert into attempts (order_id, provider_id, fence, state, upstream_id, armed_at)
             select id, {id}, 0, 'accepted', 'seed' || id, created_at from orders;
             analyze attempts"
        ))
        .await;
    }

    async fn id(&self) -> i64 {
        let id = sqlx::query_scalar("select id from providers where name = $1").bind(NAME);
        id.fetch_one(self.pool).await.expect("the provider")
    }

    async fn execute(&self, sql: &str) {
        // Half a million orders take longer than a panel may.
        let sql = format!("set statement_timeout = 0; {sql}");
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(self.pool).await.expect("it runs");
    }

    /// Runs `waybill provider …`; answers how long it took.
    fn command(&self, options: &[&str]) -> f64 {
        let started = Instant::now();
        let mut child = Command::new(env!("CARGO_BIN_EXE_waybill"))
            .arg("provider")
            .args(options)
            .args(["--provider-allow", "127.0.0.0/8", "--database-url", &self.seed.url()])
            .env("WAYBILL_SECRET", SECRET)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::inherit())
            .spawn()
            .expect("the program starts");
        child.stdin.take().expect("a pipe").write_all(b"a-key").expect("it reads its key");
        let done = tokio::task::block_in_place(|| child.wait()).expect("it ends");
        assert!(done.success(), "waybill provider {options:?}");
        started.elapsed().as_secs_f64()
    }

    /// Measures a first import, and looks at the list after every price has changed.
    async fn lists(&self, rounds: usize) -> (Vec<f64>, Vec<f64>) {
        let (mut imports, mut compares) = (Vec::new(), Vec::new());
        self.provider.list(SERVICES, 1000);
        let import = ["import", NAME, "--all", "--margin", "20%", "--category", "Imported"];
        imports.push(self.command(&import));
        let sold = "select count(*) from routes where margin is not null";
        let sold: i64 = sqlx::query_scalar(sold).fetch_one(self.pool).await.expect("a count");
        assert_eq!(sold, SERVICES, "all are sold");
        let keys = Keys::open(Some(SECRET), None).expect("keys");
        let outbound = Outbound::new(&["127.0.0.0/8".parse().expect("a network")]);
        let clock = Clock::default();
        let db = Db::new(self.seed.server().options("waybill"), 2);
        let upstreams = Upstreams::new(db.clone(), clock.clone(), keys, outbound);
        let id = self.id().await;
        for round in 1..=rounds {
            self.provider.list(SERVICES, 1000 + 10 * i64::try_from(round).unwrap_or(1));
            let started = Instant::now();
            let seen = list_sync::look(&upstreams, &db, &clock, ProviderId::new(id))
                .await
                .expect("a list");
            compares.push(started.elapsed().as_secs_f64());
            assert_eq!(i64::try_from(seen.changes).unwrap_or(0), SERVICES, "{seen:?}");
        }
        db.pool().close().await;
        (imports, compares)
    }

    /// Orders that are all due at once, until the last answer is recorded. Answers how many that is
    /// a second.
    async fn submissions(&self, account: &str) -> f64 {
        let with = ("now(), 'queued', null, null", account);
        let took = self.run(SUBMITTED, Word::Pending, with, "<> 'running'").await;
        assert_eq!(self.provider.orders(), SUBMITTED, "each was submitted once");
        #[expect(clippy::cast_precision_loss, reason = "a rate is printed")]
        let submitted = SUBMITTED as f64;
        submitted / took
    }

    /// Open orders that are all due at once, until the last change is applied: a quarter each is
    /// under way, completed, partial and canceled.
    async fn poll(&self) -> f64 {
        let with = format!("now() - interval '2 days', 'running', {}, 'p' || id", self.id().await);
        let with = (with.as_str(), EACH_ACCOUNT);
        self.run(POLLED, Word::Each, with, "= 'running' and remains = quantity").await
    }

    /// Plants orders. Answers how many seconds passed from the first call until none is left in
    /// this state.
    async fn run(&self, orders: i64, word: Word, with: (&str, &str), left: &str) -> f64 {
        let (panel, first) = self.at_rest(orders, word, with).await;
        let left =
            format!("select exists (select from orders where id >= {first} and state {left})");
        let (mut since, mut before) = (Instant::now(), 0);
        let took = loop {
            tokio::time::sleep(LOOK_EVERY).await;
            let heard_of = self.provider.heard_of();
            if heard_of > before || self.provider.first_call().is_none() {
                (since, before) = (Instant::now(), heard_of);
            }
            assert!(since.elapsed() < STILL_MAX, "it stands still at {heard_of} of {orders}");
            // This look reads many rows, on the cores that are measured.
            if heard_of < orders {
                continue;
            }
            let left = sqlx::query_scalar(AssertSqlSafe(left.clone()));
            let left: bool = left.fetch_one(self.pool).await.expect("an answer");
            match self.provider.first_call() {
                Some(first) if !left => break first.elapsed().as_secs_f64(),
                _ => {}
            }
        };
        panel.stop();
        took
    }

    /// Plants orders and starts a panel, which rests when they are due. If a busy machine needs more
    /// time for that, the orders are left where they are, and others are planted that are due later.
    async fn at_rest(&self, orders: i64, word: Word, with: (&str, &str)) -> (Panel, i64) {
        loop {
            self.provider.reset(word);
            let first = self.plant(orders, with.0, with.1).await;
            let panel = Panel::start(self.seed, &["--provider-allow", "127.0.0.0/8"]).await;
            self.seed.rest().await;
            if self.provider.first_call().is_none() {
                return (panel, first);
            }
            panel.stop();
            self.due_in_s.set(self.due_in_s.get() * 2);
            let due_in_s = self.due_in_s.get();
            eprintln!("orders were due before the panel rested: once more, due in {due_in_s} s");
        }
    }

    /// The orders of the round before do not count any more.
    async fn quiet(&self) {
        self.execute(
            "update looks set due_at = now() + interval '1 day' where due_at is not null;
             update orders set due_at = now() + interval '1 day' where due_at is not null",
        )
        .await;
    }

    /// Orders of these accounts, paid and due a little later. Answers the id of the first.
    async fn plant(&self, count: i64, with: &str, account: &str) -> i64 {
        self.quiet().await;
        let at = format!("now() + interval '{} s'", self.due_in_s.get());
        // What is with a provider waits in no lane; the panel looks at it when it is due.
        let (due, lane) = match with.contains("'queued'") {
            true => (at.clone(), self.id().await.to_string()),
            false => ("null".to_owned(), "null".to_owned()),
        };
        let last = "select max(id) from orders";
        let last: i64 = sqlx::query_scalar(last).fetch_one(self.pool).await.expect("an id");
        self.execute(&format!(
            "with o as (
                insert into orders (account_id, service_id, link, quantity, remains, rate, charge,
                                    source, created_at, state, provider_id, upstream_id, due_at,
                                    lane)
                select {account}, id % 1000 + 1, 'https://example.com/r/' || id, 1000,
                       1000, 1000000, 1000000, 'api_v2', {with},
                       {due}, {lane}
                from generate_series({last} + 1, {last} + {count}) id
                returning id, account_id, charge, state, provider_id),
             l as (
                insert into looks (order_id, provider_id, what, due_at)
                select id, provider_id, 'running', {at} from o where state = 'running'),
             e as (
                insert into order_events (account_id, order_id, kind, at)
                select account_id, id, 'placed', now() from o),
             n as (
                select o.*, row_number() over (partition by account_id order by id) as nth from o),
             t as (
                insert into transfers (account_id, debit, credit, amount, kind, key, order_id,
                                       balance_after, version, at)
                select n.account_id, 'wallet', 'in_flight', n.charge, 'charge',
                       'order:' || n.id || ':charge', n.id, w.balance - n.nth * n.charge,
                       w.version + n.nth, now()
                from n join wallets w using (account_id))
             update wallets w set balance = w.balance - s.charge, version = w.version + s.many
             from (select account_id, sum(charge) as charge, count(*) as many from o
                   group by account_id) s
             where s.account_id = w.account_id"
        ))
        .await;
        last + 1
    }
}
