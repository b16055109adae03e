//! Hooks of payment gateways: how many the door takes beside what PostgreSQL does with the same rows,
//! whether memory stays flat under them, and how long it takes from a hook to its credit while many
//! deposits are pending. The gateway is the sandbox, so that no call leaves the machine.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use sqlx::PgPool;
use waybill::kit::clock::Clock;
use waybill::payments::gateways::sandbox::{SIGNATURE, signature};

use crate::goals::Run;
use crate::load::{self, Call};
use crate::panel::Panel;
use crate::seed::{SECRET, Seed};
use crate::{Plan, floor};

pub const RATE: &str = "hooks: taken for 30 s, times PostgreSQL's inserts of the same rows";
pub const MEMORY: &str = "hooks: memory after 30 s of them, times that after 10 s";
pub const LAG: &str = "hooks: until the credit, 10,000 deposits pending, s (95th of 100)";

const SIGNING: &str = "the sandbox's secret";
const FLOOR_SECONDS: u64 = 10;
/// The hooks in two parts: after the first one the panel is as large as it gets.
const PARTS_SECONDS: [u64; 2] = [10, 20];
const PENDING: i64 = 10_000;
const PAID: i64 = 100;
const LOOK_EVERY: Duration = Duration::from_millis(10);
/// A credit that takes so long is not waited for; its time counts.
const LAG_MAX: Duration = Duration::from_secs(60);

pub async fn measure(plan: &Plan, run: &mut Run) {
    if ![RATE, MEMORY, LAG].iter().any(|name| plan.takes(name)) {
        return;
    }
    let seed = Seed::plant(plan.orders).await;
    let pool = seed.pool();
    let door = method(&seed, &pool).await;
    if plan.takes(RATE) || plan.takes(MEMORY) {
        let taken = async { Some(flood(&seed, &pool, &door).await) };
        let taken = run.part(RATE, taken).await;
        if let Some((rate, memory)) = taken {
            run.take(RATE, "≥ 0.5", vec![rate]);
            run.take(MEMORY, "≤ 1.1", vec![memory]);
        }
    }
    if plan.takes(LAG) {
        let lag = run.part(LAG, async { vec![lag(&seed, &pool, &door).await] }).await;
        run.take(LAG, "≤ 2", lag);
    }
    pool.close().await;
    seed.uproot().await;
}

/// Makes a sandbox method that is on; answers its door.
async fn method(seed: &Seed, pool: &PgPool) -> String {
    let named = ["--gateway", "sandbox", "--name", "Sandbox", "--mode", "test"];
    let made = [&["method", "add", "--currency", "USD", "--settings-stdin"], &named[..]].concat();
    command(seed, &made, &format!("{{\"secret\":\"{SIGNING}\"}}"));
    command(seed, &["method", "enable", "1"], "");
    let door = "select door from methods where id = 1";
    sqlx::query_scalar(door).fetch_one(pool).await.expect("the method")
}

fn command(seed: &Seed, words: &[&str], input: &str) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_waybill"))
        .arg("payment")
        .args(words)
        .args(["--database-url", &seed.url()])
        .env("WAYBILL_SECRET", SECRET)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::inherit())
        .spawn()
        .expect("the program starts");
    child.stdin.take().expect("a pipe").write_all(input.as_bytes()).expect("it reads");
    let done = tokio::task::block_in_place(|| child.wait()).expect("it ends");
    assert!(done.success(), "waybill payment {words:?}");
}

/// A hook as the sandbox sends it.
fn request(door: &str, event: &str, reference: &str) -> Vec<u8> {
    let body = format!("{{\"id\":\"{event}\",\"reference\":\"{reference}\",\"what\":\"paid\"}}");
    let signed = signature(SIGNING, Clock::default().now(), &body);
    format!(
        "POST /hooks/{door} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n\
         {SIGNATURE}: {signed}\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// Hooks about nothing of ours, from 64 connections, each with a name of its own: their rate as a part
/// of the floor's, and how memory grows.
async fn flood(seed: &Seed, pool: &PgPool, door: &str) -> (f64, f64) {
    seed.rest().await;
    let inserts = tokio::task::block_in_place(|| floor::hooks(seed, FLOOR_SECONDS));
    let panel = Panel::start(seed, &["--no-work"]).await;
    seed.rest().await;
    let (mut done, mut seconds, mut memory) = (0.0, 0.0, Vec::new());
    for length in PARTS_SECONDS {
        let hook = move |c: u64, n: u64| {
            request(door, &format!("{length}-{c}-{n}"), &format!("wb-{c}-{n}"))
        };
        let (count, rate) = load::run(panel.address, &Call::hooks(hook), length).await;
        done += count;
        seconds += count / rate;
        memory.push(panel.memory_mib());
    }
    panel.stop();
    sqlx::query("delete from hooks").execute(pool).await.expect("hooks go");
    (done / seconds / inserts, memory[1] / memory[0])
}

/// Pays one deposit after another; the 95th of the times from the hook to the credit, in seconds.
async fn lag(seed: &Seed, pool: &PgPool, door: &str) -> f64 {
    plant(pool).await;
    let panel = Panel::start(seed, &[]).await;
    seed.rest().await;
    let mut times = Vec::new();
    for n in 1..=PAID {
        let reference = format!("wb-{n}-bench");
        sqlx::query("update sandbox_payments set paid = amount where reference = $1")
            .bind(&reference)
            .execute(pool)
            .await
            .expect("it is paid");
        let started = Instant::now();
        load::once(panel.address, &request(door, &reference, &reference)).await;
        while started.elapsed() < LAG_MAX && !is_credited(pool, &reference).await {
            tokio::time::sleep(LOOK_EVERY).await;
        }
        times.push(started.elapsed().as_secs_f64());
    }
    panel.stop();
    times.sort_by(f64::total_cmp);
    times[times.len() * 95 / 100]
}

async fn is_credited(pool: &PgPool, reference: &str) -> bool {
    let sql = "select state = 'credited' from deposits where claim = $1 and pay_amount is not null";
    sqlx::query_scalar(sql).bind(reference).fetch_one(pool).await.expect("the deposit")
}

/// Deposits that wait for their payers, of all accounts, and are looked at within the hour.
async fn plant(pool: &PgPool) {
    for sql in [
        "insert into deposits (account_id, method_id, state, credit, claim, form_id, opened_at,
                               pay_amount, pay_currency, pay_exponent, rate, moved_at, look_at,
                               gateway_ref, url, return_url, expires_at)
         select n % 1000 + 1, 1, 'pending', 20000000, 'wb-' || n || '-bench', 'bench' || n, now(),
                2000, 'USD', 2, 1000000, now(), now() + random() * interval '1 hour',
                'bench' || n, '/sandbox-pay/' || n, 'http://localhost/deposits/' || n,
                now() + interval '1 hour'
         from generate_series(1, $1) n",
        "insert into sandbox_payments (method_id, token, reference, amount, currency, exponent,
                                       return_url, state, created_at, expires_at)
         select 1, 'bench' || n, 'wb-' || n || '-bench', 2000, 'USD', 2,
                'http://localhost/deposits/' || n, 'open', now(), now() + interval '1 hour'
         from generate_series(1, $1) n",
    ] {
        sqlx::query(sql).bind(PENDING).execute(pool).await.expect("deposits");
    }
}
