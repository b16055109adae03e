//! A provider that speaks only as much of API v2 as the panel uses, over bare sockets.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

/// What it says about orders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    /// Nothing has happened.
    Pending,
    /// A quarter of the ids each: half done, completed, partial, canceled.
    Each,
    /// Of each id: a part is done, more is done, all is done.
    Life,
}

pub struct Provider {
    pub address: SocketAddr,
    inside: Arc<Inside>,
}

struct Inside {
    started: Instant,
    /// The id of the last order.
    id: AtomicI64,
    orders: AtomicI64,
    asked: AtomicI64,
    /// Nanoseconds after `started`; 0: not yet.
    first_call: AtomicU64,
    word: Mutex<Word>,
    /// How often each id was asked for.
    asked_for: Mutex<HashMap<String, u8>>,
    /// Who waits for a submission with this in it.
    watched: Mutex<Option<(String, oneshot::Sender<Instant>)>>,
    list: Mutex<Arc<Vec<u8>>>,
}

impl Provider {
    pub async fn start() -> Self {
        let inside = Arc::new(Inside {
            started: Instant::now(),
            id: AtomicI64::new(0),
            orders: AtomicI64::new(0),
            asked: AtomicI64::new(0),
            first_call: AtomicU64::new(0),
            word: Mutex::new(Word::Pending),
            asked_for: Mutex::default(),
            watched: Mutex::default(),
            list: Mutex::new(Arc::new(b"[]".to_vec())),
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("its address");
        let shared = Arc::clone(&inside);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&shared)));
            }
        });
        Self { address, inside }
    }

    /// From now on it says this, and the first call and the counts start again.
    pub fn reset(&self, word: Word) {
        *self.inside.word.lock().unwrap_or_else(PoisonError::into_inner) = word;
        self.inside.first_call.store(0, Ordering::Relaxed);
        self.inside.orders.store(0, Ordering::Relaxed);
        self.inside.asked.store(0, Ordering::Relaxed);
    }

    /// When the first `add` or `status` came since the reset.
    pub fn first_call(&self) -> Option<Instant> {
        let at = self.inside.first_call.load(Ordering::Relaxed);
        (at > 0).then(|| self.inside.started + Duration::from_nanos(at))
    }

    /// Tells when a submission with this text in it comes.
    pub fn watch(&self, text: String) -> oneshot::Receiver<Instant> {
        let (tell, told) = oneshot::channel();
        *self.inside.watched() = Some((text, tell));
        told
    }

    /// How many orders it has taken since the reset.
    pub fn orders(&self) -> i64 {
        self.inside.orders.load(Ordering::Relaxed)
    }

    /// How many orders it was sent or asked about since the reset.
    pub fn heard_of(&self) -> i64 {
        self.orders() + self.inside.asked.load(Ordering::Relaxed)
    }

    /// From now on it lists this many services, each at this rate in thousandths.
    pub fn list(&self, services: i64, rate: i64) {
        let lines: Vec<String> = (1..=services)
            .map(|n| {
                format!(
                    r#"{{"service":{n},"name":"Sample service number {n} of many","type":"Default","category":"Category {}","rate":"{}.{:03}","min":"10","max":"100000","refill":true,"cancel":true,"desc":"A description of about the length that people write, with number {n} in it"}}"#,
                    n % 40,
                    rate / 1000,
                    rate % 1000
                )
            })
            .collect();
        let list = format!("[{}]", lines.join(",")).into_bytes();
        *self.inside.list.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(list);
    }
}

async fn serve(mut stream: TcpStream, inside: Arc<Inside>) {
    let _ = stream.set_nodelay(true);
    let mut buffer = Vec::with_capacity(4096);
    loop {
        let Some((body, length)) = head(&buffer) else {
            match stream.read_buf(&mut buffer).await {
                Ok(read) if read > 0 => continue,
                _ => return,
            }
        };
        while buffer.len() < body + length {
            if stream.read_buf(&mut buffer).await.unwrap_or(0) == 0 {
                return;
            }
        }
        let answer = inside.answer(&buffer[body..body + length]);
        let mut out = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
            answer.len()
        )
        .into_bytes();
        out.extend_from_slice(&answer);
        if stream.write_all(&out).await.is_err() {
            return;
        }
        buffer.drain(..body + length);
    }
}

/// Where the body begins, and how long it is.
fn head(buffer: &[u8]) -> Option<(usize, usize)> {
    let end = buffer.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = std::str::from_utf8(&buffer[..end]).ok()?;
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
    })?;
    Some((end + 4, length))
}

impl Inside {
    fn answer(&self, body: &[u8]) -> Vec<u8> {
        let body = std::str::from_utf8(body).unwrap_or_default();
        let value = |name: &str| {
            body.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
        };
        match value("action") {
            Some("add") => {
                self.note_call();
                self.tell(body);
                self.orders.fetch_add(1, Ordering::Relaxed);
                let id = self.id.fetch_add(1, Ordering::Relaxed) + 1;
                format!("{{\"order\":{id}}}").into_bytes()
            }
            Some("status") => {
                self.note_call();
                let one = value("order");
                let orders = value("orders").or(one).unwrap_or_default();
                let asked = i64::try_from(orders.split("%2C").count());
                self.asked.fetch_add(asked.unwrap_or(0), Ordering::Relaxed);
                let statuses = self.statuses(orders);
                // A single one stands alone, without its id before it.
                match statuses.iter().position(|byte| *byte == b':') {
                    Some(at) if one.is_some() => statuses[at + 1..statuses.len() - 1].to_vec(),
                    _ => statuses,
                }
            }
            Some("services") => {
                let list = self.list.lock().unwrap_or_else(PoisonError::into_inner);
                list.as_ref().clone()
            }
            _ => br#"{"balance":"100.00","currency":"USD"}"#.to_vec(),
        }
    }

    fn watched(&self) -> MutexGuard<'_, Option<(String, oneshot::Sender<Instant>)>> {
        self.watched.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self, body: &str) {
        let mut watched = self.watched();
        if watched
            .as_ref()
            .is_some_and(|(text, _)| body.split('&').any(|pair| pair.ends_with(text.as_str())))
            && let Some((_, tell)) = watched.take()
        {
            let _ = tell.send(Instant::now());
        }
    }

    fn note_call(&self) {
        let at = u64::try_from(self.started.elapsed().as_nanos()).unwrap_or(u64::MAX);
        let _ = self.first_call.compare_exchange(0, at, Ordering::Relaxed, Ordering::Relaxed);
    }

    fn statuses(&self, ids: &str) -> Vec<u8> {
        let word = *self.word.lock().unwrap_or_else(PoisonError::into_inner);
        let mut asked_for = self.asked_for.lock().unwrap_or_else(PoisonError::into_inner);
        let mut times = |id: &str| {
            let times = asked_for.entry(id.to_owned()).or_default();
            *times = times.saturating_add(1);
            *times
        };
        let mut text = String::with_capacity(12_000);
        text.push('{');
        for id in ids.split("%2C") {
            let quarter = id.bytes().last().unwrap_or_default() % 4;
            let (status, remains) = match (word, quarter) {
                (Word::Pending, _) => ("Pending", 1000),
                (Word::Each, 0) => ("In progress", 500),
                (Word::Each, 1) => ("Completed", 0),
                (Word::Each, 2) => ("Partial", 300),
                (Word::Each, _) => ("Canceled", 0),
                (Word::Life, _) => match times(id) {
                    1 => ("In progress", 700),
                    2 => ("In progress", 300),
                    _ => ("Completed", 0),
                },
            };
            if text.len() > 1 {
                text.push(',');
            }
            let _ = write!(
                text,
                r#""{id}":{{"charge":"0.40","start_count":"70","status":"{status}","remains":"{remains}","currency":"USD"}}"#
            );
        }
        text.push('}');
        text.into_bytes()
    }
}
