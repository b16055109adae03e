//! Clients that hang up in the middle of a call. If a future is dropped while it begins a
//! transaction, sqlx can hand back a connection with an open transaction. Then the next caller's
//! writes are lost.
//!
//! Seen red by `make seeded`: `cancelable-transactions`, in both stories. The first one has to look
//! after each wave: over HTTP the next call's COMMIT mends by chance what the one before left open.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream;
use serde_json::Value;
use sqlx::{ConnectOptions as _, PgConnection};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::Mutex;
use waybill::kit::db::Db;
use waybill::kit::money::Money;
use waybill::payments::direct;

use super::rounds;
use crate::support::{Panel, eventually, order_id, panel_with, still_panel};

const AT_ONCE: usize = 64;
/// After this many clients, the test checks what they have left behind.
const WAVE: u64 = 250;

/// Sends a part of a call, or all of it, and hangs up. Answers the order's id, if it heard one
/// before.
async fn hang_up(panel: &Panel, key: &str, service: i64, n: u64) -> Option<i64> {
    let body = match n % 8 {
        0 => format!("key={key}&action=balance"),
        1 => format!("key={key}&action=status&orders=1,2,3"),
        2 | 3 => format!(
            "key={key}&action=add&service={service}&quantity=1000&link=https%3A%2F%2Fexample.com%2F{n}"
        ),
        4 => format!("key={key}&action=refill&orders={n}"),
        // These begin their transactions in the caller's own task.
        _ => format!("key={key}&action=cancel&orders={n},{}", n + 1),
    };
    let call = format!(
        "POST /api/v2 HTTP/1.1\r\nHost: localhost\r\nContent-Length: {}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\n\r\n{body}",
        body.len()
    );
    let address = panel.base.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).await.unwrap();
    let sent = if n.is_multiple_of(7) { call.len() / 2 } else { call.len() };
    stream.write_all(&call.as_bytes()[..sent]).await.unwrap();
    // The time varies over the whole life of a call: from before it is read until after its answer.
    let patience = Duration::from_micros(n * 7919 % 12_000);
    let mut heard = [0; 4096];
    let read = tokio::time::timeout(patience, stream.read(&mut heard)).await;
    // A reset instead of a normal close.
    let _ = stream.set_zero_linger();
    drop(stream);
    let (_, body) = std::str::from_utf8(&heard[..read.ok()?.ok()?]).ok()?.split_once("\r\n\r\n")?;
    serde_json::from_str::<Value>(body).ok()?["order"].as_i64()
}

/// Waits for its answer, among clients that do not: it must get one.
async fn stay(panel: &Panel, key: &str, service: i64) -> i64 {
    let service = service.to_string();
    let fields = [
        ("action", "add"),
        ("service", service.as_str()),
        ("link", "https://example.com/p/1"),
        ("quantity", "1000"),
    ];
    order_id(&panel.v2(key, &fields).await)
}

/// How many sessions are inside a transaction when the panel is quiet. It looks from outside, on a
/// session of its own, before another call's COMMIT ends by chance what was left open.
async fn left_open(outside: &Mutex<PgConnection>) -> i64 {
    eventually("the panel to come to rest", async || {
        let seen = sqlx::query_as::<_, (bool, i64)>(
            "select coalesce(bool_and(state_change < clock_timestamp() - interval '200 ms'), true),
                    count(*) filter (where state like 'idle in transaction%')
             from pg_stat_activity
             where datname = current_database() and pid <> pg_backend_pid()
               and backend_type = 'client backend'",
        );
        let (quiet, open) = seen.fetch_one(&mut *outside.lock().await).await.unwrap();
        quiet.then_some(open)
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_thousand_clients_hang_up() {
    // Few connections, so that calls wait for one and are dropped while they begin. No loop of the
    // panel runs, so none ends by chance what they leave open.
    panel_with(&["--connections", "4", "--no-work"], async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("50000").await;
        let mut told = Vec::new();
        let outside = Mutex::new(panel.database.options().connect().await.unwrap());
        for wave in 0..u64::from(rounds(5000, 20_000)) / WAVE {
            let heard = stream::iter(wave * WAVE..(wave + 1) * WAVE)
                .map(async |n| match n % 50 {
                    25 => Some(stay(panel, &customer.key, service).await),
                    _ => hang_up(panel, &customer.key, service, n).await,
                })
                .buffer_unordered(AT_ONCE);
            told.extend(heard.filter_map(async |told| told).collect::<Vec<i64>>().await);
            assert_eq!(left_open(&outside).await, 0, "sessions were left inside a transaction");
        }
        drop(outside);
        let outside = panel.second(&["--no-work"]).await;
        let kept = sqlx::query_scalar::<_, i64>("select count(*) from orders where id = any($1)");
        let kept = kept.bind(&told).fetch_one(outside.app.db.pool()).await.unwrap();
        assert_eq!(usize::try_from(kept).unwrap(), told.len(), "what was told is there");
        // The next hundred succeed, and their orders exist.
        for _ in 0..100 {
            let id = stay(panel, &customer.key, service).await;
            let kept = sqlx::query_scalar::<_, i64>("select count(*) from orders where id = $1");
            let kept = kept.bind(id).fetch_one(outside.app.db.pool()).await.unwrap();
            assert_eq!(kept, 1);
        }
        outside.assert_books().await;
        outside.stop().await;
    })
    .await;
}

/// Polls this many times and then gives up, so that a caller is dropped at each possible step.
async fn give_up_after(polls: usize, call: impl Future<Output = ()>) {
    let mut call = pin!(call);
    let mut polled = 0;
    poll_fn(|context| {
        polled += 1;
        match call.as_mut().poll(context) {
            Poll::Pending if polled < polls => Poll::Pending,
            _ => Poll::Ready(()),
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_caller_who_gives_up_leaves_no_transaction_open() {
    still_panel(async |panel| {
        let customer = panel.customer("0").await;
        let outside = Mutex::new(panel.database.options().connect().await.unwrap());
        // The server must not clean up after us: that is only its last resort, and is switched off
        // here.
        let untidied = [("idle_in_transaction_session_timeout", "0")];
        let alone = Db::new(panel.database.options().options(untidied), 1);
        let one = Money::parse("1").unwrap();
        for round in 0..60 {
            let (id, clock) = (format!("given-up-{round}"), &panel.app.clock);
            give_up_after(1 + round % 12, async {
                let _ = direct::payment(&alone, clock, customer.id, (one, &*id, "")).await;
            })
            .await;
            eventually("no session to be idle in a transaction", async || {
                let idle = sqlx::query_scalar::<_, i64>(
                    "select count(*) from pg_stat_activity where datname = current_database()
                     and state like 'idle in transaction%'",
                );
                let idle = idle.fetch_one(&mut *outside.lock().await).await.unwrap();
                (idle == 0).then_some(())
            })
            .await;
            // The next call succeeds, and another session sees what it wrote.
            let next = format!("next-{round}");
            direct::payment(&alone, clock, customer.id, (one, &*next, "")).await.unwrap();
            let sql = "select count(*) from transfers where key = 'deposit:manual:' || $1";
            let kept = sqlx::query_scalar::<_, i64>(sql).bind(&next);
            let kept = kept.fetch_one(&mut *outside.lock().await).await.unwrap();
            assert_eq!(kept, 1);
        }
        alone.pool().close().await;
    })
    .await;
}
