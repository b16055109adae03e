//! What every request passes first: the panel's names, the request's id, and the headers that all
//! doors have in common.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::support::rows::execute;
use crate::support::{Panel, panel_with, still_panel};

/// Sends these bytes and reads the whole answer.
async fn raw(panel: &Panel, request: &str) -> String {
    let mut stream = TcpStream::connect(panel.base.trim_start_matches("http://")).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

async fn under(panel: &Panel, host: &str, path: &str) -> String {
    raw(panel, &format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")).await
}

const DOORS: [&str; 6] =
    ["/", "/sign-in", "/api/v2", "/api/order/1", "/api/v1/offer", "/static/none.css"];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn under_another_name_nothing_answers() {
    let options = [
        "--no-work",
        "--public-url",
        "https://panel.example",
        "--trusted-proxies",
        "none",
        "--also-host",
        "other.example",
    ];
    panel_with(&options, async |panel| {
        for path in DOORS {
            for host in ["evil.example", "panel.example.evil.example", "10.0.0.1", "evil:8080"] {
                let answer = under(panel, host, path).await;
                assert!(answer.starts_with("HTTP/1.1 421"), "{host} {path}: {answer}");
                assert!(!answer.contains("set-cookie"), "{answer}");
            }
            for host in ["panel.example", "PANEL.example.:443", "other.example", "127.0.0.1:1"] {
                let answer = under(panel, host, path).await;
                assert!(!answer.starts_with("HTTP/1.1 421"), "{host} {path}: {answer}");
            }
            let whole = "GET http://evil.example/ HTTP/1.1\r\nHost: panel.example\r\n\
                         Connection: close\r\n\r\n";
            assert!(raw(panel, whole).await.starts_with("HTTP/1.1 421"));
        }
        for path in ["/healthz", "/readyz"] {
            assert!(under(panel, "10.1.2.3:8080", path).await.starts_with("HTTP/1.1 200"));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_request_has_one_name() {
    still_panel(async |panel| {
        let end = "Connection: close\r\n\r\n";
        for head in [
            "GET / HTTP/1.1\r\n",
            "GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n",
            "GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n",
            "GET / HTTP/1.1\r\nHost:\r\n",
            "GET / HTTP/1.1\r\nHost: a@localhost\r\n",
            "GET / HTTP/1.1\nHost: localhost\r\n",
        ] {
            let answer = raw(panel, &format!("{head}{end}")).await;
            assert!(answer.starts_with("HTTP/1.1 400"), "{head}: {answer}");
        }
        assert!(raw(panel, "GET /healthz HTTP/1.0\r\n\r\n").await.starts_with("HTTP/1.0 200"));
    })
    .await;
}

async fn id_of(panel: &Panel, sent: &str) -> String {
    let request = panel.http.get(format!("{}/healthz", panel.base)).header("x-request-id", sent);
    let answer = request.send().await.unwrap();
    answer.headers()["x-request-id"].to_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_a_proxy_names_a_request() {
    still_panel(async |panel| assert_ne!(id_of(panel, "mine").await, "mine")).await;
    panel_with(&["--no-work", "--trusted-proxies", "127.0.0.0/8"], async |panel| {
        assert_eq!(id_of(panel, "The-proxy_s.1").await, "The-proxy_s.1");
        for odd in ["", "a b", "a\"b", "<b>", &"x".repeat(65)] {
            assert_ne!(id_of(panel, odd).await, odd);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_door_says_what_may_be_done_with_its_answers() {
    let options =
        ["--no-work", "--public-url", "https://panel.example", "--trusted-proxies", "none"];
    panel_with(&options, async |panel| {
        for path in DOORS.into_iter().chain(["/healthz", "/readyz"]) {
            let answer = panel.http.get(format!("{}{path}", panel.base)).send().await.unwrap();
            let header = |name: &str| {
                answer.headers().get(name).map_or("", |value| value.to_str().unwrap()).to_owned()
            };
            assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
            assert!(header("strict-transport-security").contains("max-age="), "{path}");
            assert!(!header("cache-control").is_empty(), "{path}");
            let policy = header("content-security-policy");
            assert!(policy.starts_with("default-src 'none'"), "{path}: {policy}");
            assert!(policy.ends_with("frame-ancestors 'none'"), "{path}: {policy}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_that_failed_says_nothing_of_the_inside() {
    still_panel(async |panel| {
        execute(panel, "insert into settings values ('sign_up', 'canary', now())").await;
        let fields = [("email", "a@example.com"), ("password", "correct horse battery")];
        let url = format!("{}/sign-up", panel.base);
        let answer = panel.http.post(url).form(&fields).send().await.unwrap();
        assert_eq!(answer.status(), 500);
        let id = answer.headers()["x-request-id"].to_str().unwrap().to_owned();
        let page = answer.text().await.unwrap();
        assert!(page.contains("Something went wrong here") && page.contains(&id), "{page}");
        for word in ["canary", "sign_up", "settings", "sql", "panicked", ".rs"] {
            assert!(!page.to_lowercase().contains(word), "{word}: {page}");
        }
    })
    .await;
}
