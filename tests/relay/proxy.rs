//! A proxy with faults between a panel and its upstream. It speaks raw HTTP, so that it can break
//! it at any byte. It tells orders apart by their quantity. Each has a fault of its own, the first
//! time that it is sent. Other calls pass, unless the story wants something else.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// The pause between two bytes that come slowly.
const DRIP: Duration = Duration::from_millis(90);

/// What happens to one `add`.
#[derive(Debug, Clone)]
pub(super) struct Fault {
    /// Whether the upstream gets the order and takes it.
    pub(super) taken: bool,
    pub(super) back: Back,
}

/// What comes back.
#[derive(Debug, Clone)]
pub(super) enum Back {
    /// This many bytes of the upstream's answer (all: `usize::MAX`), then the line is cut. `sized`:
    /// the length is sent before.
    Cut { sized: bool, after: usize },
    /// The same, and then nothing more comes.
    Stall { after: usize },
    /// The upstream's answer, slowly.
    Drip,
    /// This instead, then the line is closed.
    Say(Vec<u8>),
}

/// The answer of an upstream that does not take an order.
pub(super) const NO: &str = r#"{"error":"Quantity is out of range"}"#;

/// A whole answer in HTTP.
pub(super) fn http(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 {status}\r\n{headers}content-length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

fn answer(body: &str, sized: bool) -> Vec<u8> {
    if sized {
        return http("200 OK", "content-type: application/json\r\n", body.as_bytes());
    }
    format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n{body}")
        .into_bytes()
}

/// The length of an answer, with its head.
pub(super) fn answer_bytes(body: &str, sized: bool) -> usize {
    answer(body, sized).len()
}

#[derive(Default)]
struct Inside {
    faults: HashMap<i64, Fault>,
    /// By quantity: how often an order came here.
    came: HashMap<i64, u32>,
    /// Sent instead of the answers to `status`, one after the other.
    statuses: Vec<Vec<u8>>,
}

pub(super) struct Proxy {
    pub(super) url: String,
    inside: Arc<Mutex<Inside>>,
    serving: JoinHandle<()>,
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl Proxy {
    pub(super) async fn start(upstream: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/api/v2", listener.local_addr().unwrap());
        let inside = Arc::new(Mutex::new(Inside::default()));
        let (shared, upstream) = (Arc::clone(&inside), upstream.to_owned());
        let http = reqwest::Client::new();
        let serving = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let (shared, upstream, http) =
                    (Arc::clone(&shared), upstream.clone(), http.clone());
                tokio::spawn(async move {
                    // The other side may close at any time.
                    let _ = carry(client, &shared, &upstream, &http).await;
                });
            }
        });
        Self { url, inside, serving }
    }

    /// Sets what happens to the order with this quantity when it is sent the first time.
    pub(super) fn set(&self, quantity: i64, fault: Fault) {
        self.inside.lock().unwrap().faults.insert(quantity, fault);
    }

    /// The next questions for a status get these answers, the last one first.
    pub(super) fn say_of_status(&self, answers: Vec<Vec<u8>>) {
        self.inside.lock().unwrap().statuses = answers;
    }

    /// How many of these answers are left.
    pub(super) fn left_to_say(&self) -> usize {
        self.inside.lock().unwrap().statuses.len()
    }

    /// How often the order with this quantity was sent.
    pub(super) fn came(&self, quantity: i64) -> u32 {
        self.inside.lock().unwrap().came.get(&quantity).copied().unwrap_or_default()
    }
}

/// One connection, one call: what a panel sends must not share its connection.
async fn carry(
    mut client: TcpStream,
    inside: &Mutex<Inside>,
    upstream: &str,
    http: &reqwest::Client,
) -> std::io::Result<()> {
    let Some(body) = request(&mut client).await? else { return Ok(()) };
    let fields: HashMap<String, String> =
        url::form_urlencoded::parse(body.as_bytes()).into_owned().collect();
    let action = fields.get("action").map_or("", String::as_str);
    let quantity = fields.get("quantity").and_then(|text| text.parse().ok()).unwrap_or_default();
    let fault = {
        let mut inside = inside.lock().unwrap();
        match action {
            "add" => {
                let came = inside.came.entry(quantity).or_default();
                *came += 1;
                let is_first = *came == 1;
                inside.faults.get(&quantity).filter(|_| is_first).cloned()
            }
            "status" => {
                inside.statuses.pop().map(|answer| Fault { taken: false, back: Back::Say(answer) })
            }
            _ => None,
        }
    };
    let Some(fault) = fault else {
        let said = forward(http, upstream, body).await;
        client.write_all(&said).await?;
        return client.shutdown().await;
    };
    let said = if fault.taken {
        let whole = forward(http, upstream, body).await;
        let at = whole.windows(4).position(|bytes| bytes == b"\r\n\r\n").unwrap() + 4;
        String::from_utf8(whole[at..].to_vec()).unwrap()
    } else {
        NO.to_owned()
    };
    match fault.back {
        Back::Cut { sized, after } => {
            let bytes = answer(&said, sized);
            client.write_all(&bytes[..after.min(bytes.len())]).await?;
            client.shutdown().await
        }
        Back::Stall { after } => {
            let bytes = answer(&said, true);
            client.write_all(&bytes[..after.min(bytes.len())]).await?;
            // Until the panel closes the connection.
            client.read(&mut [0]).await.map(|_| ())
        }
        Back::Drip => {
            for byte in answer(&said, true) {
                client.write_all(&[byte]).await?;
                tokio::time::sleep(DRIP).await;
            }
            client.shutdown().await
        }
        Back::Say(bytes) => {
            client.write_all(&bytes).await?;
            client.shutdown().await
        }
    }
}

/// The body of the one request; `None` if the other side closed before all of it was there.
async fn request(client: &mut TcpStream) -> std::io::Result<Option<String>> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 8192];
    loop {
        if let Some(at) = bytes.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&bytes[..at]).to_lowercase();
            let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
            let length: usize = length.and_then(|text| text.trim().parse().ok()).unwrap_or(0);
            if bytes.len() >= at + 4 + length {
                let body = String::from_utf8_lossy(&bytes[at + 4..at + 4 + length]).into_owned();
                return Ok(Some(body));
            }
        }
        match client.read(&mut buffer).await? {
            0 => return Ok(None),
            read => bytes.extend_from_slice(&buffer[..read]),
        }
    }
}

/// The unchanged answer of the upstream, on a connection that closes after it.
async fn forward(http: &reqwest::Client, upstream: &str, body: String) -> Vec<u8> {
    let form = "application/x-www-form-urlencoded";
    let sent = http.post(upstream).header("content-type", form).body(body).send().await;
    let Ok(answer) = sent else { return Vec::new() };
    let status = answer.status().to_string();
    let mut headers = String::from("connection: close\r\n");
    for name in ["content-type", "idempotency-support", "retry-after"] {
        if let Some(value) = answer.headers().get(name) {
            headers.push_str(&format!("{name}: {}\r\n", value.to_str().unwrap()));
        }
    }
    self::http(&status, &headers, &answer.bytes().await.unwrap_or_default())
}
