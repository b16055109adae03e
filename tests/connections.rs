//! The HTTP server's limits of time and number, with short times.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::routing::{get, post};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use waybill::serve::connections::{self, Limits};

const SHORT: Duration = Duration::from_secs(1);
const LONG: Duration = Duration::from_secs(600);
/// Far above [`SHORT`], far below [`LONG`].
const PATIENCE: Duration = Duration::from_secs(30);

/// Runs a story against a server with these limits.
async fn with_server(limits: Limits, story: impl AsyncFnOnce(&str, &Notify)) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let stop = CancellationToken::new();
    let begun = Arc::new(Notify::new());
    let notified = Arc::clone(&begun);
    let slow = async move || {
        notified.notify_one();
        tokio::time::sleep(3 * SHORT).await;
    };
    let router = Router::new()
        .route("/", get(async || "here\n"))
        .route("/healthz", get(async || "alive\n"))
        .route("/slow", get(slow))
        .route("/length", post(async |body: Bytes| body.len().to_string()))
        .route("/much", get(async || Body::from(vec![b'x'; 64 * 1024 * 1024])));
    let serving = tokio::spawn(connections::serve(listener, router, limits, stop.clone(), true));
    story(&address, &begun).await;
    stop.cancel();
    serving.await.unwrap();
}

fn limits() -> Limits {
    let long = Limits::new(100, Vec::new());
    Limits { per_network: 100, head: LONG, body: LONG, idle: LONG, write: LONG, ..long }
}

async fn connected(address: &str, sent: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(sent.as_bytes()).await.unwrap();
    stream
}

/// Everything until the server closes. Panics if it does not.
async fn until_closed(mut stream: TcpStream) -> String {
    let mut answer = Vec::new();
    let read = tokio::time::timeout(PATIENCE, stream.read_to_end(&mut answer));
    // A reset is an end too.
    let _ = read.await.expect("the server ends the connection");
    String::from_utf8_lossy(&answer).into_owned()
}

const WHOLE: &str = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

#[tokio::test]
async fn a_slow_head_ends_and_an_idle_connection_does_not() {
    with_server(Limits { head: SHORT, ..limits() }, async |address, _| {
        let idle = connected(address, "").await;
        let used = connected(address, WHOLE).await;
        let began = Instant::now();
        for half in ["G", "GET / HTTP/1.1\r\nHost: loc"] {
            assert_eq!(until_closed(connected(address, half).await).await, "");
        }
        assert!(began.elapsed() >= SHORT);
        // A byte now and then gains no time.
        let mut slow = connected(address, "GET / HTTP/1.1\r\nX: ").await;
        let dripped = async {
            while slow.write_all(b"x").await.is_ok() {
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        };
        tokio::time::timeout(PATIENCE, dripped).await.expect("the server ends it");
        for mut stream in [idle, used] {
            stream.write_all(b"GET /healthz HTTP/1.0\r\n\r\n").await.unwrap();
            assert!(until_closed(stream).await.ends_with("alive\n"));
        }
    })
    .await;
}

#[tokio::test]
async fn idle_connections_end() {
    with_server(Limits { idle: SHORT, ..limits() }, async |address, _| {
        assert_eq!(until_closed(connected(address, "").await).await, "");
        assert!(until_closed(connected(address, WHOLE).await).await.ends_with("here\n"));
        // An answer that takes longer is not idleness.
        let slow = "GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n";
        assert!(until_closed(connected(address, slow).await).await.starts_with("HTTP/1.1 200"));
    })
    .await;
}

#[tokio::test]
async fn a_slow_body_ends() {
    with_server(Limits { body: SHORT, ..limits() }, async |address, _| {
        let head = "POST /length HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n1234";
        assert_eq!(until_closed(connected(address, head).await).await, "");
        let mut slow = connected(address, head).await;
        slow.write_all(b"56789").await.unwrap();
        slow.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            .await
            .unwrap();
        let answers = until_closed(slow).await;
        assert!(answers.contains("\r\n\r\n9") && answers.ends_with("here\n"), "{answers}");
    })
    .await;
}

#[tokio::test]
async fn a_client_that_does_not_read_ends() {
    with_server(Limits { write: SHORT, ..limits() }, async |address, _| {
        let much = "GET /much HTTP/1.1\r\nHost: localhost\r\n\r\n";
        let lazy = connected(address, much).await;
        tokio::time::sleep(4 * SHORT).await;
        let read = until_closed(lazy).await;
        assert!(read.len() < 64 * 1024 * 1024, "it was cut off: {}", read.len());
        // One that reads gets all of it.
        let mut steady = connected(address, much).await;
        let mut heard = vec![0; 64 * 1024 * 1024];
        steady.read_exact(&mut heard).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn who_waits_makes_room_and_who_is_served_does_not() {
    with_server(Limits { connections: 4, ..limits() }, async |address, begun| {
        let slow = connected(address, "GET /slow HTTP/1.0\r\n\r\n").await;
        begun.notified().await;
        let mut halves = Vec::new();
        for _ in 0..20 {
            halves.push(connected(address, "GET / HT").await);
            assert!(
                until_closed(connected(address, "GET / HTTP/1.0\r\n\r\n").await)
                    .await
                    .ends_with("here\n")
            );
        }
        assert!(until_closed(slow).await.starts_with("HTTP/1.0 200"));
        let first = halves.swap_remove(0);
        assert_eq!(until_closed(first).await, "", "the oldest made room");
    })
    .await;
}

#[tokio::test]
async fn when_all_are_served_health_checks_get_in() {
    with_server(Limits { connections: 2, ..limits() }, async |address, begun| {
        let slow = "GET /slow HTTP/1.0\r\n\r\n";
        let mut busy = Vec::new();
        for _ in 0..2 {
            busy.push(connected(address, slow).await);
            begun.notified().await;
        }
        let health = connected(address, "GET /healthz HTTP/1.0\r\n\r\n").await;
        assert!(until_closed(health).await.ends_with("alive\n"));
        let other = until_closed(connected(address, "GET / HTTP/1.0\r\n\r\n").await).await;
        assert!(other.starts_with("HTTP/1.0 503"), "{other}");
        assert_protected(&other);
        for one in busy {
            assert!(until_closed(one).await.starts_with("HTTP/1.0 200"));
        }
    })
    .await;
}

#[tokio::test]
async fn bare_line_feeds_are_refused() {
    with_server(limits(), async |address, _| {
        for bare in ["GET / HTTP/1.1\nHost: x\r\n\r\n", "GET / HTTP/1.1\r\nHost: x\n\n"] {
            let answer = until_closed(connected(address, bare).await).await;
            assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
            assert_protected(&answer);
        }
    })
    .await;
}

/// An answer that no door gives says the same as theirs.
#[track_caller]
fn assert_protected(answer: &str) {
    for line in [
        "x-content-type-options: nosniff\r\n",
        "content-security-policy: default-src 'none'; frame-ancestors 'none'\r\n",
        "strict-transport-security: max-age=31536000\r\n",
    ] {
        assert!(answer.contains(line), "{answer}");
    }
}

#[tokio::test]
async fn a_body_ends_in_one_way_alone() {
    with_server(limits(), async |address, _| {
        let head = "POST /length HTTP/1.1\r\nHost: localhost\r\n";
        let next = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        // If both are there, the chunks count, and nothing that follows them is read.
        for both in [
            "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
            "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n",
            "Content-Length: 400\r\nTransfer-Encoding: chunked\r\n",
        ] {
            let sent = format!("{head}{both}\r\n5\r\nabcde\r\n0\r\n\r\n{next}");
            let answers = until_closed(connected(address, &sent).await).await;
            assert!(answers.starts_with("HTTP/1.1 200"), "{both}: {answers}");
            assert_eq!(answers.matches("HTTP/1.1").count(), 1, "{both}: {answers}");
            assert!(answers.ends_with("\r\n\r\n5"), "{both}: {answers}");
        }
        for wrong in [
            "Content-Length: 4\r\nContent-Length: 5\r\n",
            "Content-Length: +4\r\n",
            "Content-Length: 4, 5\r\n",
            "Transfer-Encoding: chunked, identity\r\n",
            "Transfer-Encoding: xchunked\r\nContent-Length: 4\r\n",
        ] {
            let sent = format!("{head}{wrong}\r\nabcde{next}");
            let answers = until_closed(connected(address, &sent).await).await;
            assert!(answers.starts_with("HTTP/1.1 400"), "{wrong}: {answers}");
            assert_eq!(answers.matches("HTTP/1.1").count(), 1, "{wrong}: {answers}");
        }
    })
    .await;
}
