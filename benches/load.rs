//! The load: keep-alive connections. Each sends its next request when it has the answer. The code
//! is small and simple, because it shares the cores with what it measures.

use std::cell::Cell;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::seed::{ACCOUNTS, SERVICES, Seed};

/// What each connection sends: the request of connection `c`, number `n`.
pub struct Call<'s> {
    connections: u64,
    /// How many answers one answer counts for: a batch of 100 statuses counts 100.
    weight: u64,
    /// An answer without this text is a failure.
    expect: &'static str,
    request: Arc<dyn Fn(u64, u64) -> Vec<u8> + Send + Sync + 's>,
}

fn post(body: &str) -> Vec<u8> {
    format!(
        "POST /api/v2 HTTP/1.1\r\nhost: localhost\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

fn bearer(call: &str, token: &str, head: &str, body: &str) -> Vec<u8> {
    format!(
        "{call} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\n{head}\r\n{body}"
    )
    .into_bytes()
}

/// The token of the account whose turn it is.
fn one_of(tokens: &[String], c: u64, n: u64) -> &str {
    let account = (c + n * 64) % ACCOUNTS.unsigned_abs();
    &tokens[usize::try_from(account).unwrap_or_default()]
}

pub fn services_request(seed: &Seed, account: usize, compressed: bool) -> Vec<u8> {
    let key = &seed.keys[account];
    let accept = if compressed { "accept-encoding: br\r\n" } else { "" };
    format!("GET /api/v2?action=services&key={key} HTTP/1.1\r\nhost: localhost\r\n{accept}\r\n")
        .into_bytes()
}

impl<'s> Call<'s> {
    /// Orders, spread over this many accounts.
    pub fn add(seed: &'s Seed, connections: u64, accounts: u64) -> Self {
        let request = move |c: u64, n: u64| {
            let account = (c + n * connections) % accounts;
            let key = &seed.keys[usize::try_from(account).unwrap_or_default()];
            let service = n % SERVICES.unsigned_abs() + 1;
            post(&format!(
                "key={key}&action=add&service={service}&quantity=1000\
                 &link=https%3A%2F%2Fexample.com%2Fp%2F{c}-{n}"
            ))
        };
        Self { connections, weight: 1, expect: "{\"order\":", request: Arc::new(request) }
    }

    /// The first account's orders, which are every tenth.
    pub fn status(seed: &'s Seed, connections: u64, ids: u64) -> Self {
        let request = move |c: u64, n: u64| {
            let first = (c * 7919 + n * 104_729) % 4_000;
            let key = &seed.keys[0];
            let list: Vec<String> = (0..ids).map(|i| ((first + i + 1) * 10).to_string()).collect();
            let name = if ids == 1 { "order" } else { "orders" };
            post(&format!("key={key}&action=status&{name}={}", list.join(",")))
        };
        Self { connections, weight: ids, expect: "\"charge\"", request: Arc::new(request) }
    }

    /// Balances, spread over all accounts.
    pub fn balance(seed: &'s Seed) -> Self {
        let request =
            move |c: u64, n: u64| post(&format!("key={}&action=balance", one_of(&seed.keys, c, n)));
        Self { connections: 64, weight: 1, expect: "{\"balance\":", request: Arc::new(request) }
    }

    /// Orders by the bearer API, spread over all accounts: every second one is portioned.
    pub fn create(seed: &'s Seed) -> Self {
        let request = move |c: u64, n: u64| {
            let vote = if n.is_multiple_of(2) { 10 } else { 100 };
            let body = format!(
                "{{\"link\":\"https://example.com/r/load/comments/{c}_{n}\",\"type\":1,\
                 \"vote\":{vote},\"after\":0,\"speed\":1}}"
            );
            let length = body.len();
            let head = format!("content-type: application/json\r\ncontent-length: {length}\r\n");
            bearer("POST /api/order/create", one_of(&seed.jwts, c, n), &head, &body)
        };
        Self { connections: 64, weight: 1, expect: "\"order_id\"", request: Arc::new(request) }
    }

    /// The first account's orders by the bearer API.
    pub fn order(seed: &'s Seed) -> Self {
        let request = move |c: u64, n: u64| {
            let id = ((c * 7919 + n * 104_729) % 4_000 + 1) * 10;
            bearer(&format!("GET /api/order/{id}"), &seed.jwts[0], "", "")
        };
        Self { connections: 64, weight: 1, expect: "\"status\"", request: Arc::new(request) }
    }

    /// Balances by the bearer API.
    pub fn check_balance(seed: &'s Seed) -> Self {
        let request = move |c: u64, n: u64| {
            bearer("GET /api/check-balance", one_of(&seed.jwts, c, n), "", "")
        };
        Self { connections: 64, weight: 1, expect: "{\"balance\":", request: Arc::new(request) }
    }

    pub fn services(seed: &'s Seed, connections: u64, compressed: bool) -> Self {
        let request = move |c: u64, _| {
            let account = usize::try_from(c % ACCOUNTS.unsigned_abs()).unwrap_or_default();
            services_request(seed, account, compressed)
        };
        Self { connections, weight: 1, expect: "", request: Arc::new(request) }
    }

    /// Hooks of a payment gateway, made by this.
    pub fn hooks(request: impl Fn(u64, u64) -> Vec<u8> + Send + Sync + 's) -> Self {
        Self { connections: 64, weight: 1, expect: "ok", request: Arc::new(request) }
    }

    /// The request of connection `c`, number `n`.
    pub fn request_of(&self, c: u64, n: u64) -> Vec<u8> {
        (self.request)(c, n)
    }

    /// A file of a web server.
    pub fn file() -> Self {
        let request = |_, _| b"GET /services.json HTTP/1.1\r\nhost: file\r\n\r\n".to_vec();
        Self { connections: 64, weight: 1, expect: "", request: Arc::new(request) }
    }
}

/// How many answers came in this many seconds, and how many that is a second. One thread sends and
/// reads for all connections: to pass them between threads would cost more than the work itself.
pub async fn run(address: SocketAddr, call: &Call<'_>, seconds: u64) -> (f64, f64) {
    let sender = || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build();
        runtime.expect("a runtime").block_on(send(address, call, seconds))
    };
    tokio::task::block_in_place(|| {
        std::thread::scope(|scope| scope.spawn(sender).join().expect("every answer is good"))
    })
}

async fn send(address: SocketAddr, call: &Call<'_>, seconds: u64) -> (f64, f64) {
    let (done, failed) = (Cell::new(0), Cell::new(0));
    let started = Instant::now();
    let until = started + Duration::from_secs(seconds);
    let connections = (0..call.connections).map(|c| {
        let (done, failed) = (&done, &failed);
        async move {
            let mut connection = Connection::open(address).await;
            let mut n = 0;
            while Instant::now() < until {
                let good = connection.ask(&(call.request)(c, n), call.expect).await;
                let count = if good { done } else { failed };
                count.set(count.get() + call.weight);
                n += 1;
            }
        }
    });
    futures_util::future::join_all(connections).await;
    let failed = failed.get();
    assert_eq!(failed, 0, "{failed} answers were not what they should be");
    #[expect(clippy::cast_precision_loss, reason = "a rate is printed, nothing is counted on it")]
    let done = done.get() as f64;
    (done, done / started.elapsed().as_secs_f64())
}

/// Sends one request and answers its body.
pub async fn once(address: SocketAddr, request: &[u8]) -> Vec<u8> {
    let mut connection = Connection::open(address).await;
    assert!(connection.ask(request, "").await, "no answer");
    connection.buffer[connection.body..].to_vec()
}

struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
    body: usize,
}

impl Connection {
    async fn open(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).await.expect("the panel listens");
        stream.set_nodelay(true).expect("nodelay");
        Self { stream, buffer: Vec::with_capacity(4096), body: 0 }
    }

    /// Whether the answer is 200 and holds what is expected.
    async fn ask(&mut self, request: &[u8], expect: &str) -> bool {
        self.stream.write_all(request).await.expect("the panel reads");
        self.buffer.clear();
        loop {
            let read = self.stream.read_buf(&mut self.buffer).await.expect("the panel answers");
            assert!(read > 0, "the panel hung up");
            if let Some((body, length)) = head(&self.buffer)
                && self.buffer.len() >= body + length
            {
                self.body = body;
                let text = &self.buffer[body..body + length.min(200)];
                return self.buffer.starts_with(b"HTTP/1.1 200")
                    && (expect.is_empty() || contains(text, expect.as_bytes()));
            }
            // A long answer comes in only a few reads.
            if let Some((body, length)) = head(&self.buffer) {
                self.buffer.reserve(body + length - self.buffer.len());
            }
        }
    }
}

/// Where the body begins and how long it is.
fn head(buffer: &[u8]) -> Option<(usize, usize)> {
    let end = buffer.windows(4).take(2048).position(|four| four == b"\r\n\r\n")?;
    let head = std::str::from_utf8(&buffer[..end]).ok()?;
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
    })?;
    Some((end + 4, length))
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}
