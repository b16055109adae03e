//! Clients that hang up in the middle: sqlx can hand a connection back inside an open
//! transaction when a future is dropped while it begins, and the next one's writes vanish.
//!
//! Seen red by `make seeded`: `cancelable-transactions`.

use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::{order, value};
use crate::support::{Panel, eventually, panel_with};

const CLIENTS: u64 = 2000;
const AT_ONCE: usize = 64;

/// Sends a part of a call, or all of it, and is gone.
async fn hang_up(panel: &Panel, key: &str, service: i64, n: u64) {
    let body = match n % 8 {
        0 => format!("key={key}&action=balance"),
        1 => format!("key={key}&action=status&orders=1,2,3"),
        2 | 3 => format!(
            "key={key}&action=add&service={service}&quantity=1000&link=https%3A%2F%2Fexample.com%2F{n}"
        ),
        4 => format!("key={key}&action=refill&orders={n}"),
        // These begin transactions in the caller's own task.
        _ => format!("key={key}&action=cancel&orders={n},{}", n + 1),
    };
    let call = format!(
        "POST /api/v2 HTTP/1.1\r\nHost: panel\r\nContent-Length: {}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\n\r\n{body}",
        body.len()
    );
    let address = panel.base.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).await.unwrap();
    let sent = if n.is_multiple_of(7) { call.len() / 2 } else { call.len() };
    stream.write_all(&call.as_bytes()[..sent]).await.unwrap();
    // Spread over the whole life of a call: from before it is read to after its answer.
    let patience = Duration::from_micros(n * 7919 % 12_000);
    let _ = tokio::time::timeout(patience, stream.read(&mut [0; 16])).await;
    // A reset instead of a goodbye.
    socket_reset(&stream);
    drop(stream);
}

fn socket_reset(stream: &TcpStream) {
    let _ = stream.set_zero_linger();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_thousand_clients_hang_up() {
    // Few connections, so that calls wait for one and are dropped while they begin.
    panel_with(&["--connections", "4"], async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("5000").await;
        stream::iter(0..CLIENTS)
            .for_each_concurrent(AT_ONCE, |n| hang_up(panel, &customer.key, service, n))
            .await;
        // Seen from outside, before any other call's COMMIT ends by chance what was left open.
        let outside = panel.second(&["--no-work"]).await;
        let open = eventually("the panel to come to rest", async || {
            let sessions = "from pg_stat_activity where datname = current_database()
                            and pid <> pg_backend_pid() and state is not null";
            let quiet = format!(
                "select bool_and(state_change < clock_timestamp() - interval '200 ms') {sessions}"
            );
            let open = format!("select count(*) {sessions} and state like 'idle in transaction%'");
            match value::<Option<bool>>(&outside, &quiet).await {
                Some(true) => Some(value::<i64>(&outside, &open).await),
                _ => None,
            }
        })
        .await;
        assert_eq!(open, 0, "sessions were left inside a transaction");
        // The next hundred succeed, and what they were told is so.
        for _ in 0..100 {
            let id = order(panel, &customer, service, 1000).await;
            let kept: i64 =
                value(&outside, &format!("select count(*) from orders where id = {id}")).await;
            assert_eq!(kept, 1);
        }
        outside.assert_books().await;
        outside.stop().await;
    })
    .await;
}
