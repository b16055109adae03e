//! Clients under fire. Each places one order after the other, each order with its own key, and asks
//! again with the same key until it has an answer. What it was told is written into a journal.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::Value;
use tokio::task::JoinHandle;

use super::Field;

/// How long a client without an answer asks before the test fails, and how long all clients may be
/// without an answer.
const PATIENCE_S: u64 = 60;

struct Shared {
    /// Of one customer, or of several in turn.
    keys: Vec<String>,
    service: String,
    /// Changes with every start of the panel; empty while no panel runs.
    urls: Mutex<Vec<String>>,
    patience_s: u64,
    stop: AtomicBool,
    next: AtomicI64,
    journal: Mutex<Vec<(String, i64, i64)>>,
    last: Mutex<Instant>,
    /// When each client was acknowledged, and when it heard anything, the last time.
    each: Mutex<Vec<(Instant, Instant)>>,
    longest_gap: Mutex<Duration>,
    faults: Mutex<Vec<String>>,
    /// How many answers were no order, by their status; 0: there was none.
    statuses: Mutex<BTreeMap<u16, usize>>,
}

pub(crate) struct Clients {
    shared: Arc<Shared>,
    tasks: Vec<JoinHandle<()>>,
}

impl Clients {
    pub(super) fn start(count: usize, field: &Field) -> Self {
        Self::of(vec![field.customer.key.clone()], count, field.service, PATIENCE_S)
    }

    /// Clients who share these keys. Each insists for so many seconds.
    pub(crate) fn of(keys: Vec<String>, count: usize, service: i64, patience_s: u64) -> Self {
        let now = Instant::now();
        let shared = Arc::new(Shared {
            keys,
            service: service.to_string(),
            urls: Mutex::default(),
            patience_s,
            stop: AtomicBool::new(false),
            next: AtomicI64::new(1),
            journal: Mutex::default(),
            last: Mutex::new(now),
            each: Mutex::new(vec![(now, now); count]),
            longest_gap: Mutex::default(),
            faults: Mutex::default(),
            statuses: Mutex::default(),
        });
        let start = |number| tokio::spawn(client(Arc::clone(&shared), number));
        let tasks = (0..count).map(start).collect();
        Self { shared, tasks }
    }

    /// Tells the clients where the panel is now.
    pub(super) fn go_to(&self, url: &str) {
        self.go_to_all(&[url]);
    }

    /// Shares the clients out among several panels.
    pub(crate) fn go_to_all(&self, urls: &[&str]) {
        *self.shared.urls.lock().unwrap() = urls.iter().map(|&url| url.to_owned()).collect();
    }

    /// How many orders were acknowledged so far.
    pub(crate) fn acknowledged(&self) -> usize {
        self.shared.journal.lock().unwrap().len()
    }

    /// When the last order was acknowledged.
    pub(super) fn last(&self) -> Instant {
        *self.shared.last.lock().unwrap()
    }

    /// Waits until this many more were acknowledged; answers how long it took.
    pub(crate) async fn more(&self, count: usize) -> Duration {
        let (since, wanted) = (Instant::now(), self.acknowledged() + count);
        while self.acknowledged() < wanted {
            let waited = since.elapsed().min(self.last().elapsed());
            assert!(
                waited.as_secs() < self.shared.patience_s,
                "no orders for {waited:?}: {}",
                self.say()
            );
            assert!(self.tasks.iter().all(|task| !task.is_finished()), "{}", self.say());
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        since.elapsed()
    }

    /// Waits until each client was acknowledged once more.
    pub(crate) async fn each_again(&self) {
        let since = Instant::now();
        self.each(|(acknowledged, _)| *acknowledged > since).await;
    }

    /// Waits until each client had an answer once more, or gave up waiting for one.
    pub(crate) async fn each_heard(&self) {
        let since = Instant::now();
        self.each(|(_, heard)| *heard > since).await;
    }

    async fn each(&self, is: impl Fn(&(Instant, Instant)) -> bool) {
        let since = Instant::now();
        loop {
            let left = self.shared.each.lock().unwrap().iter().filter(|each| !is(each)).count();
            if left == 0 {
                return;
            }
            let (waited, patience, say) = (since.elapsed(), self.shared.patience_s, self.say());
            assert!(self.tasks.iter().all(|task| !task.is_finished()), "a client gave up: {say}");
            assert!(waited.as_secs() < patience, "{left} clients wait for {waited:?}: {say}");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// From now on the longest time is measured in which nobody was acknowledged.
    pub(crate) fn measure_gap(&self) {
        *self.shared.longest_gap.lock().unwrap() = Duration::ZERO;
    }

    pub(crate) fn longest_gap(&self) -> Duration {
        *self.shared.longest_gap.lock().unwrap()
    }

    /// How many answers were no order, by their status; 0: there was none.
    pub(crate) fn statuses(&self) -> BTreeMap<u16, usize> {
        self.shared.statuses.lock().unwrap().clone()
    }

    fn say(&self) -> String {
        let faults = self.shared.faults.lock().unwrap();
        faults[faults.len().saturating_sub(5)..].join("; ")
    }

    /// Lets each client finish its current order; answers the journal.
    pub(crate) async fn finish(self) -> Vec<(String, i64, i64)> {
        self.shared.stop.store(true, Ordering::SeqCst);
        for task in self.tasks {
            task.await.expect("every client converges");
        }
        let journal = self.shared.journal.lock().unwrap();
        assert!(!journal.is_empty());
        journal.clone()
    }
}

async fn client(shared: Arc<Shared>, number: usize) {
    let http = reqwest::Client::builder()
        .timeout(Duration::from_secs(15))
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    let client = Client { shared, http, number };
    while !client.shared.stop.load(Ordering::SeqCst) {
        let n = client.shared.next.fetch_add(1, Ordering::SeqCst);
        // Each order has its own quantity, so that it can be found in the sandbox.
        let (key, quantity) = (format!("fire-{n}"), 100 + n);
        let order = client.insist(&key, quantity).await;
        client.note(&key, order, quantity);
        if n % 5 == 0 {
            let again = client.insist(&key, quantity).await;
            assert_eq!(again, order, "{key} has one order");
        }
    }
}

struct Client {
    shared: Arc<Shared>,
    http: reqwest::Client,
    number: usize,
}

impl Client {
    fn note(&self, key: &str, order: i64, quantity: i64) {
        let now = Instant::now();
        self.shared.each.lock().unwrap()[self.number].0 = now;
        let before = std::mem::replace(&mut *self.shared.last.lock().unwrap(), now);
        let mut longest = self.shared.longest_gap.lock().unwrap();
        *longest = longest.max(now.saturating_duration_since(before));
        self.shared.journal.lock().unwrap().push((key.to_owned(), order, quantity));
    }

    /// Its panel and its customer: each customer goes to each panel.
    fn whereto(&self) -> Option<(String, &str)> {
        let urls = self.shared.urls.lock().unwrap();
        let url = urls.get(self.number.checked_rem(urls.len())?)?.clone();
        let keys = &self.shared.keys;
        Some((url, keys[self.number / urls.len() % keys.len()].as_str()))
    }

    /// Asks until an answer has an order's number.
    async fn insist(&self, key: &str, quantity: i64) -> i64 {
        let since = Instant::now();
        let quantity = quantity.to_string();
        loop {
            if let Some((url, own)) = self.whereto() {
                let form = [
                    ("key", own),
                    ("action", "add"),
                    ("service", &self.shared.service),
                    ("link", "https://example.com/p/1"),
                    ("quantity", &quantity),
                    ("idempotency_key", key),
                ];
                let asked = ask(&self.http, &url, &form).await;
                self.shared.each.lock().unwrap()[self.number].1 = Instant::now();
                let (status, fault) = match asked {
                    Ok((200, answer)) if answer["order"].is_i64() => {
                        return answer["order"].as_i64().unwrap();
                    }
                    // Only errors of the panel itself: never a word that means "refused".
                    Ok((status @ 500..=599, answer)) => (status, answer.to_string()),
                    Ok((status, answer)) => panic!("{key}: {status} {answer}"),
                    Err(error) => (0, error.to_string()),
                };
                *self.shared.statuses.lock().unwrap().entry(status).or_default() += 1;
                self.shared.faults.lock().unwrap().push(fault);
            }
            let (waited, patience) = (since.elapsed(), self.shared.patience_s);
            assert!(waited.as_secs() < patience, "{key} was not answered for {waited:?}");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

async fn ask(
    http: &reqwest::Client,
    url: &str,
    form: &[(&str, &str)],
) -> Result<(u16, Value), reqwest::Error> {
    let answer = http.post(format!("{url}/api/v2")).form(form).send().await?;
    Ok((answer.status().as_u16(), answer.json().await?))
}
