//! Clients under fire. Each places one order after the other, each order with its own key, and asks
//! again with the same key until it has an answer. What it was told is written into a journal.

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
    key: String,
    service: String,
    /// Changes with every start of the panel; empty while no panel runs.
    url: Mutex<String>,
    stop: AtomicBool,
    next: AtomicI64,
    journal: Mutex<Vec<(String, i64, i64)>>,
    last: Mutex<Instant>,
    faults: Mutex<Vec<String>>,
}

pub(super) struct Clients {
    shared: Arc<Shared>,
    tasks: Vec<JoinHandle<()>>,
}

impl Clients {
    pub(super) fn start(count: usize, field: &Field) -> Self {
        let shared = Arc::new(Shared {
            key: field.customer.key.clone(),
            service: field.service.to_string(),
            url: Mutex::default(),
            stop: AtomicBool::new(false),
            next: AtomicI64::new(1),
            journal: Mutex::default(),
            last: Mutex::new(Instant::now()),
            faults: Mutex::default(),
        });
        let tasks = (0..count).map(|_| tokio::spawn(client(Arc::clone(&shared)))).collect();
        Self { shared, tasks }
    }

    /// Tells the clients where the panel is now.
    pub(super) fn go_to(&self, url: &str) {
        url.clone_into(&mut self.shared.url.lock().unwrap());
    }

    /// How many orders were acknowledged so far.
    pub(super) fn acknowledged(&self) -> usize {
        self.shared.journal.lock().unwrap().len()
    }

    /// When the last order was acknowledged.
    pub(super) fn last(&self) -> Instant {
        *self.shared.last.lock().unwrap()
    }

    /// Waits until this many more were acknowledged; answers how long it took.
    pub(super) async fn more(&self, count: usize) -> Duration {
        let (since, wanted) = (Instant::now(), self.acknowledged() + count);
        while self.acknowledged() < wanted {
            let waited = since.elapsed().min(self.last().elapsed());
            assert!(waited.as_secs() < PATIENCE_S, "no orders for {waited:?}: {}", self.say());
            assert!(self.tasks.iter().all(|task| !task.is_finished()), "{}", self.say());
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        since.elapsed()
    }

    fn say(&self) -> String {
        let faults = self.shared.faults.lock().unwrap();
        faults[faults.len().saturating_sub(5)..].join("; ")
    }

    /// Lets each client finish its current order; answers the journal.
    pub(super) async fn finish(self) -> Vec<(String, i64, i64)> {
        self.shared.stop.store(true, Ordering::SeqCst);
        for task in self.tasks {
            task.await.expect("every client converges");
        }
        let journal = self.shared.journal.lock().unwrap();
        assert!(!journal.is_empty());
        journal.clone()
    }
}

async fn client(shared: Arc<Shared>) {
    let http = reqwest::Client::builder()
        .timeout(Duration::from_secs(15))
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    while !shared.stop.load(Ordering::SeqCst) {
        let n = shared.next.fetch_add(1, Ordering::SeqCst);
        // Each order has its own quantity, so that it can be found in the sandbox.
        let (key, quantity) = (format!("fire-{n}"), 100 + n);
        let order = insist(&shared, &http, &key, quantity).await;
        *shared.last.lock().unwrap() = Instant::now();
        shared.journal.lock().unwrap().push((key.clone(), order, quantity));
        if n % 5 == 0 {
            let again = insist(&shared, &http, &key, quantity).await;
            assert_eq!(again, order, "{key} has one order");
        }
    }
}

/// Asks until an answer has an order's number.
async fn insist(shared: &Shared, http: &reqwest::Client, key: &str, quantity: i64) -> i64 {
    let since = Instant::now();
    let quantity = quantity.to_string();
    loop {
        let url = shared.url.lock().unwrap().clone();
        if !url.is_empty() {
            let form = [
                ("key", shared.key.as_str()),
                ("action", "add"),
                ("service", &shared.service),
                ("link", "https://example.com/p/1"),
                ("quantity", &quantity),
                ("idempotency_key", key),
            ];
            let fault = match ask(http, &url, &form).await {
                Ok((200, answer)) if answer["order"].is_i64() => {
                    return answer["order"].as_i64().unwrap();
                }
                // Only errors of the panel itself: never a word that means "refused".
                Ok((500..=599, answer)) => answer.to_string(),
                Ok((status, answer)) => panic!("{key}: {status} {answer}"),
                Err(error) => error.to_string(),
            };
            shared.faults.lock().unwrap().push(fault);
        }
        let waited = since.elapsed();
        assert!(waited.as_secs() < PATIENCE_S, "{key} was not answered for {waited:?}");
        tokio::time::sleep(Duration::from_millis(10)).await;
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
