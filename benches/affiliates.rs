//! The affiliate programme when it is large: pages of ten million referrals, the affiliate's home,
//! and a worker that is a million events behind while orders come in.

use std::time::{Duration, Instant};

use sqlx::{AssertSqlSafe, PgPool};
use waybill::kit::secret;

use crate::Plan;
use crate::load::{self, Call};
use crate::panel::Panel;
use crate::report::Figure;
use crate::seed::{SECRET, Seed};

const REFERRALS: i64 = 10_000_000;
/// Orders behind; each has four events.
const BEHIND: i64 = 250_000;
const PAGES: usize = 300;
/// Rounds of orders with the worker and without it.
const PAIRS: usize = 5;
/// The second of the oldest referral, and the one after each.
const FIRST_S: i64 = 1_750_000_000;
const SESSION: &str = "a-session-that-is-only-there-to-be-measured";

pub const PAGE: &str = "affiliates: a page of 10,000,000 referrals by its link, ms (99th of 100)";
pub const HOME: &str = "affiliates: the home over them, ms (99th of 100)";
pub const CATCH_UP: &str = "affiliates: orders a second, a million events behind";
pub const BESIDE: &str = "affiliates: `add` meanwhile, part of its speed without";

pub async fn measure(plan: &Plan) -> Vec<Figure> {
    let mut figures = Vec::new();
    let mut take = |name: &str, goal: &str, values: Vec<f64>| {
        eprintln!("{name}: {values:.2?}");
        figures.push(Figure { name: name.to_owned(), goal: goal.to_owned(), values });
    };
    if ![PAGE, HOME, CATCH_UP, BESIDE].iter().any(|name| plan.takes(name)) {
        return figures;
    }
    let seed = Seed::plant(plan.orders).await;
    let pool = &seed.pool();
    execute(pool, PROGRAMME.to_owned()).await;
    if plan.takes(CATCH_UP) || plan.takes(BESIDE) {
        let (rates, parts) = catch_up(plan, &seed, pool).await;
        take(CATCH_UP, "≥ 5000", rates);
        take(BESIDE, "≥ 0.95", parts);
    }
    if plan.takes(PAGE) || plan.takes(HOME) {
        plant_referrals(pool).await;
        let panel = Panel::start(&seed, &["--no-work"]).await;
        seed.rest().await;
        let mut pages = Vec::new();
        let mut homes = Vec::new();
        for _ in 0..3 {
            pages.push(slowest(&panel, |n| page_request(&seed, n)).await);
            homes.push(slowest(&panel, |_| home_request()).await);
        }
        take(PAGE, "≤ 20", pages);
        take(HOME, "≤ 50", homes);
        panel.stop();
    }
    pool.close().await;
    seed.uproot().await;
    figures
}

/// An offer, the first account as its affiliate, and the others as the people whom it brought.
const PROGRAMME: &str = "
    insert into affiliate_offers (name, cookie_days, minimum_payout, approves_members,
                                  approves_commissions, created_at)
    values ('Friends', 30, 50000000, true, true, now());
    insert into affiliate_plans (offer_id, since, commission_type, commission, hold_days)
    values (1, to_timestamp(0), 'percent_of_sale', 10000000, 14);
    insert into affiliate_members (offer_id, account_id, state, code, applied_at, state_since)
    values (1, 1, 'approved', 'friends', now(), now());
    insert into affiliate_customers (customer_id, member_id, bound_at)
    select id, 1, to_timestamp(0) from accounts where id > 1;
    update accounts set terms_accepted_at = now() where id = 1";

async fn execute(pool: &PgPool, sql: String) {
    let mut connection = pool.acquire().await.expect("a connection");
    let sql = format!("set synchronous_commit = off; set statement_timeout = 0; {sql}");
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut *connection).await.expect("it runs");
}

async fn plant_referrals(pool: &PgPool) {
    let hash = secret::hex(&secret::sha256(SESSION.as_bytes()));
    const CHUNK: i64 = 1_000_000;
    // Their orders have ids that no other order has, and do not exist: the books are not checked.
    execute(pool, "truncate commissions, affiliate_days restart identity".to_owned()).await;
    for from in (0..REFERRALS).step_by(usize::try_from(CHUNK).unwrap_or(1)) {
        execute(
            pool,
            format!(
                "insert into commissions (member_id, offer_id, account_id, customer_id, order_id,
                    is_correction, state, commission_type, commission, hold_days, sales, amount,
                    refunded, sub_id1, ended_at, due_at, created_at)
                 select 1, 1, 1, n % 999 + 2, n + 100000000, false,
                        case n % 10 when 0 then 'denied' when 1 then 'pending' when 2 then 'pending'
                        else 'approved' end, 'percent_of_sale', 10000000, 14, 1000000, 100000, 0,
                        'blog', to_timestamp({FIRST_S} + n), to_timestamp({FIRST_S} + n + 1209600),
                        to_timestamp({FIRST_S} + n)
                 from generate_series({from} + 1, {from} + {CHUNK}) n"
            ),
        )
        .await;
        eprintln!("{} referrals are there", from + CHUNK);
    }
    execute(
        pool,
        format!(
            "insert into affiliate_days (member_id, day, clicks, sign_ups, orders, sales, earned)
             select 1, (created_at at time zone 'UTC')::date, 5 * count(*), count(*) / 10,
                    count(*), sum(sales), sum(amount) from commissions group by 2;
             update affiliate_members set referrals = {REFERRALS}, pending = {REFERRALS}::bigint * 20000,
                    approved = {REFERRALS}::bigint * 70000;
             insert into sessions (hash, account_id, created_at, seen_at, expires_at, proved_at,
                                   address, user_agent)
             values ('\\x{hash}', 1, now(), now(), now() + interval '1 day', now(), '', '');
             analyze"
        ),
    )
    .await;
}

/// A page in the middle, by the cursor that a link has, in both directions.
fn page_request(seed: &Seed, n: usize) -> String {
    let number = i64::try_from(n * 7_919 % 9_990_000).unwrap_or_default() + 1_000;
    let way = if n.is_multiple_of(2) { 'o' } else { 'n' };
    let at = (FIRST_S + number) * 1_000_000;
    let token = &seed.jwts[0];
    format!(
        "GET /api/v1/referral?per_page=100&page=9&cursor={way}{at:x}-{number:x} HTTP/1.1\r\n\
         host: localhost\r\nauthorization: Bearer {token}\r\n\r\n"
    )
}

fn home_request() -> String {
    format!("GET /affiliate HTTP/1.1\r\nhost: localhost\r\ncookie: session={SESSION}\r\n\r\n")
}

/// The 99th of a hundred times, in milliseconds.
async fn slowest(panel: &Panel, request: impl Fn(usize) -> String) -> f64 {
    let mut times = Vec::new();
    for n in 0..PAGES {
        let request = request(n + times.len() * 131);
        let started = Instant::now();
        let body = load::once(panel.address, request.as_bytes()).await;
        times.push(started.elapsed().as_secs_f64() * 1000.0);
        assert!(body.len() > 1000, "{}", String::from_utf8_lossy(&body));
    }
    times.sort_by(f64::total_cmp);
    times[PAGES * 99 / 100]
}

/// The worker's place at the end, and at the beginning with nothing done.
const READ_ALL: &str = "update order_event_readers r set (xid, id) =
    (select xid, id from order_events order by xid desc, id desc limit 1)";
/// The place is locked first, as the worker does.
const READ_NOTHING: &str = "update order_event_readers set xid = '0', id = 0;
    truncate commissions, affiliate_days restart identity;
    update affiliate_members set referrals = 0, pending = 0, approved = 0";

/// Orders a second of a worker that is behind, and how fast orders come in meanwhile: the same
/// panel, before and with the worker's process beside it.
async fn catch_up(plan: &Plan, seed: &Seed, pool: &PgPool) -> (Vec<f64>, Vec<f64>) {
    execute(
        pool,
        format!(
            "with o as (
                insert into orders (account_id, service_id, state, link, quantity, remains, rate,
                                    charge, source, created_at, ended_at, start_count)
                select n % 999 + 2, n % 5000 + 1, 'completed', 'https://example.com/q/' || n, 1000,
                       0, 0, 0, 'api_v2', now(), now(), 100
                from generate_series(1, {BEHIND}) n returning id, account_id),
             changed as (
                insert into order_events (account_id, order_id, kind, charge, refunded, remains, at)
                select account_id, id, kind, 1000000, 0, 0, now()
                from unnest(array['placed', 'submitting', 'running', 'completed']) kind, o
                returning id)
             select count(*) from changed;
             update orders set charge = 1000000 where link like 'https://example.com/q/%'"
        ),
    )
    .await;
    let panel = Panel::start(seed, &["--no-work"]).await;
    let (mut rates, mut parts) = (Vec::new(), Vec::new());
    for _ in 0..plan.rounds.min(3) {
        execute(pool, READ_ALL.to_owned()).await;
        seed.rest().await;
        let call = Call::add(seed, 64, 1000);
        execute(pool, READ_NOTHING.to_owned()).await;
        // Machines drift: each round with the worker is compared with the one without it that
        // follows.
        for _ in 0..PAIRS {
            let worker = Worker::start(seed);
            let before = commissions(pool).await;
            let started = Instant::now();
            while commissions(pool).await == before {
                assert!(started.elapsed() < Duration::from_secs(60), "it does not begin");
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            let beside = load::run(panel.address, &call, plan.seconds.max(5)).await.1;
            worker.stop();
            let alone = load::run(panel.address, &call, plan.seconds.max(5)).await.1;
            let read = commissions(pool).await;
            eprintln!("beside {beside:.0}/s, alone {alone:.0}/s; {read} orders are read");
            assert!(read < BEHIND, "it had nothing to do at the end");
            parts.push(beside / alone);
        }
        // Once more without load, for the speed itself. The database comes to rest without a worker.
        seed.rest().await;
        let worker = Worker::start(seed);
        tokio::time::sleep(Duration::from_secs(1)).await;
        execute(pool, READ_NOTHING.to_owned()).await;
        while commissions(pool).await == 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let (started, first) = (Instant::now(), commissions(pool).await);
        while commissions(pool).await < BEHIND {
            // Seldom: a worker that sees others at work leaves the database to them.
            tokio::time::sleep(Duration::from_millis(250)).await;
        }
        let done = u32::try_from(commissions(pool).await - first).unwrap_or_default();
        rates.push(f64::from(done) / started.elapsed().as_secs_f64());
        worker.stop();
    }
    panel.stop();
    (rates, parts)
}

async fn commissions(pool: &PgPool) -> i64 {
    let newest = "select coalesce(max(id), 0) from commissions";
    sqlx::query_scalar(newest).fetch_one(pool).await.expect("it answers")
}

/// `waybill work`, which is ended by its process id.
struct Worker(std::process::Child);

impl Worker {
    fn start(seed: &Seed) -> Self {
        let child = std::process::Command::new(env!("CARGO_BIN_EXE_waybill"))
            // Only what it does for affiliates: the orders of the load stay where they are.
            .args(["work", "--freeze-dispatch", "--database-url", &seed.url()])
            .env("WAYBILL_SECRET", SECRET)
            // The orders that are behind were charged nothing, and it says so.
            .env("RUST_LOG", "off")
            .spawn()
            .expect("the worker starts");
        Self(child)
    }

    fn stop(mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
