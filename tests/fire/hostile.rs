//! Clients that want to use the panel up: half requests by the hundred, and bodies that are made to
//! take memory. The panel stays there for the others, and small.

use futures_util::future::join_all;
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::{Field, Tell};

const AT_ONCE: usize = 64;
const MEBIBYTE: usize = 1024 * 1024;
/// The goal is 150 for a release build. A debug build begins with 90, and its frames are larger.
const MIB_MAX: u64 = if cfg!(debug_assertions) { 260 } else { 150 };

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn half_requests_keep_nobody_out() {
    let field = Field::new().await;
    let panel = field.serve(Tell::Folder, &[("DESCRIPTORS", "256"), ("WAYBILL_NO_WORK", "1")]);
    let address = panel.url.trim_start_matches("http://").to_owned();
    let beginnings = [
        "GET / HT",
        "POST /api/v2 HTTP/1.1\r\nHost: localhost\r\nContent-Le",
        "POST /api/v2 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900000\r\n\r\nkey=",
        "",
    ];
    // They stay, as far as the panel lets them, and come again.
    let mut held = Vec::new();
    for n in 0..400 {
        let mut stream = TcpStream::connect(&address).await.unwrap();
        let _ = stream.write_all(beginnings[n % beginnings.len()].as_bytes()).await;
        held.push(stream);
        if n % 40 == 39 {
            let http = reqwest::Client::new();
            let health = http.get(format!("{}/healthz", panel.url)).send().await.unwrap();
            assert_eq!(health.status(), 200, "after {n} half requests");
            let ready = http.get(format!("{}/readyz", panel.url)).send().await.unwrap();
            assert_eq!(ready.status(), 200, "after {n} half requests");
            let service = field.service.to_string();
            let (number, key) = (n.to_string(), &field.customer.key);
            let link = format!("https://example.com/half/{number}");
            let call = [
                ("key", key.as_str()),
                ("action", "add"),
                ("service", &service),
                ("link", &link),
                ("quantity", "1000"),
            ];
            let placed = http.post(format!("{}/api/v2", panel.url)).form(&call).send().await;
            let placed: Value = placed.unwrap().json().await.unwrap();
            assert!(placed["order"].is_number(), "after {n} half requests: {placed}");
        }
    }
    assert!(field.postmaster().is_some(), "the database was not taken for dead");
    assert!(!panel.tail().contains("is started again"), "{}", panel.tail());
    panel.kill();
    field.clear().await;
}

/// Bodies that take memory, each with the head that makes a door read it.
fn hostile_bodies(key: &str) -> Vec<(&'static str, String, Vec<u8>)> {
    const FORM: &str = "application/x-www-form-urlencoded";
    let v2 = |kind: &str| format!("POST /api/v2 HTTP/1.1\r\nContent-Type: {kind}\r\n");
    let auth = format!("POST /sign-in HTTP/1.1\r\nContent-Type: {FORM}\r\n");
    let order = "POST /api/order/create HTTP/1.1\r\nAuthorization: Bearer x\r\n\
                 Content-Type: application/json\r\n";
    let filled = |unit: &str| unit.repeat(MEBIBYTE / unit.len()).into_bytes();
    let around = |before: &str, unit: &str, after: &str| {
        let room = MEBIBYTE - before.len() - after.len();
        format!("{before}{}{after}", unit.repeat(room / unit.len())).into_bytes()
    };
    let json = "application/json";
    let multipart = "multipart/form-data; boundary=b";
    let parts = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n";
    let begins = format!("key={key}&action=add&comments=");
    vec![
        ("pairs", v2(FORM), filled("a&")),
        ("pairs with values", v2(FORM), filled("a=%41&")),
        ("one long value", v2(FORM), around(&begins, "%0A", "")),
        ("list items", v2(FORM), filled("orders[]=1&")),
        ("JSON numbers", v2(json), around("{\"orders\":[", "1,", "1]}")),
        ("JSON objects", v2(json), around("{\"orders\":[", "{},", "{}]}")),
        ("JSON depth", v2(json), around("{\"orders\":", "[", "")),
        ("JSON names", v2(json), around("{", "\"a\":1,", "\"b\":1}")),
        ("JSON escapes", v2(json), around("{\"comments\":\"", "\\u0041", "\"}")),
        ("parts", v2(multipart), filled(parts)),
        ("a page's pairs", auth.clone(), filled("a&")),
        ("a page's value", auth, around("email=", "a", "")),
        ("order API", order.to_owned(), around("{\"link\":[", "[],", "[]]}")),
        ("not even read", "POST /api/v1/offer HTTP/1.1\r\n".to_owned(), filled("a&")),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hostile_bodies_take_no_memory() {
    let field = Field::new().await;
    let panel = field.serve(Tell::Folder, &[("WAYBILL_NO_WORK", "1")]);
    let address = panel.url.trim_start_matches("http://").to_owned();
    let before = panel.memory_mib_max();
    for (what, head, body) in hostile_bodies(&field.customer.key) {
        let head = format!("{head}Host: localhost\r\nContent-Length: {}\r\n\r\n", body.len());
        let all = join_all((0..AT_ONCE).map(|_| send(&address, &head, &body))).await;
        for status in all {
            assert!(status == 503 || (200..500).contains(&status), "{what}: {status}");
        }
        let now = panel.memory_mib_max();
        assert!(now <= MIB_MAX, "{what}: {now} MiB, {before} before");
        eprintln!("{what}: {now} MiB");
    }
    panel.kill();
    field.clear().await;
}

/// The status of the answer.
async fn send(address: &str, head: &str, body: &[u8]) -> u16 {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    // Whoever refuses early may close.
    let _ = stream.write_all(body).await;
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).await.expect("there is an answer");
    std::str::from_utf8(&answer[9..]).unwrap().parse().unwrap()
}
