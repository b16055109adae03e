//! What an open page is told: which orders moved, and the balance.

use std::time::Duration;

use reqwest::{Method, Response};
use waybill::accounts::role::Role;

use super::Visitor;
use crate::support::{Customer, Panel, order_id, panel, panel_with, still_panel};

/// A stream of events, as a browser reads it.
struct Stream {
    answer: Response,
    text: String,
}

impl Stream {
    async fn open(visitor: &Visitor<'_>, path: &str) -> Self {
        let request = visitor.request(Method::GET, path).header("accept", "text/event-stream");
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
        assert_eq!(answer.headers()["content-type"], "text/event-stream");
        assert!(answer.headers().get("content-encoding").is_none(), "events are not held back");
        Self { answer, text: String::new() }
    }

    /// Reads on until the events so far hold these words.
    async fn until(&mut self, words: &str) {
        let read = async {
            while !self.text.contains(words) {
                let chunk = self.answer.chunk().await.unwrap();
                let chunk = chunk.unwrap_or_else(|| panic!("ended without {words}: {}", self.text));
                self.text.push_str(std::str::from_utf8(&chunk).unwrap());
            }
        };
        tokio::time::timeout(Duration::from_secs(60), read)
            .await
            .unwrap_or_else(|_| panic!("no {words} among: {}", self.text));
    }
}

async fn place(panel: &Panel, customer: &Customer, service: i64) -> i64 {
    let fields = [
        ("action", "add"),
        ("service", &service.to_string()),
        ("link", "https://example.com/p/1"),
        ("quantity", "1000"),
    ];
    order_id(&panel.v2(&customer.key, &fields).await)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_is_told_of_its_own_orders_by_any_process() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let (customer, other) = (panel.customer("10").await, panel.customer("10").await);
        let visitor = Visitor::of(panel, customer.id).await;
        let mut stream = Stream::open(&visitor, "/live").await;
        stream.until("event: orders\ndata: all").await;
        // Placed at another process.
        let second = panel.second(&["--no-work"]).await;
        let foreign = place(&second, &other, service).await;
        let own = place(&second, &customer, service).await;
        stream.until(&format!("event: orders\ndata: {own}\n")).await;
        stream.until("data: 9.00 USD\ndata: 9.00 USD\n").await;
        panel.credit(&customer, "0.005").await;
        stream.until("data: 9.00 USD\ndata: 9.005 USD\n").await;
        assert!(
            !stream.text.contains(&format!("event: orders\ndata: {foreign}\n")),
            "{}",
            stream.text
        );
        // Staff are told of everybody's.
        let staff = Visitor::of(panel, panel.account(Role::Support).await.id).await;
        let mut all = Stream::open(&staff, "/admin/live").await;
        let foreign = place(panel, &other, service).await;
        all.until(&foreign.to_string()).await;
        second.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_closed_page_costs_nothing_and_many_are_too_many() {
    still_panel(async |panel| {
        let customer = panel.customer("10").await;
        let visitor = Visitor::of(panel, customer.id).await;
        let mut open = Vec::new();
        let refused = loop {
            let request = visitor.request(Method::GET, "/live");
            let answer = request.header("accept", "text/event-stream").send().await.unwrap();
            match answer.status().as_u16() {
                200 => open.push(answer),
                status => break status,
            }
        };
        assert_eq!((refused, open.len()), (429, 12));
        assert_eq!(panel.app.news.watchers(), 12);
        open.clear();
        crate::support::eventually("nobody to watch", async || {
            (panel.app.news.watchers() == 0).then_some(())
        })
        .await;
        // A stream that nothing can read is refused.
        visitor.get("/live").await.assert_status(400);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_late_commit_is_told_too() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("10").await;
        let order = place(panel, &customer, service).await;
        let visitor = Visitor::of(panel, customer.id).await;
        // A transaction that has written an event and is not committed while others are.
        let mut late = panel.owner.acquire().await.unwrap();
        sqlx::raw_sql("begin").execute(&mut *late).await.unwrap();
        let mut stream = Stream::open(&visitor, "/live").await;
        stream.until("data: all").await;
        sqlx::query(
            "insert into order_events (account_id, order_id, kind, at)
             values ($1, $2, 'note', now())",
        )
        .bind(customer.id.get())
        .bind(order)
        .execute(&mut *late)
        .await
        .unwrap();
        let next = place(panel, &customer, service).await;
        stream.until(&format!("data: {next}\n")).await;
        sqlx::raw_sql("commit").execute(&mut *late).await.unwrap();
        stream.until(&format!("data: {order}\n")).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_panel_that_stops_ends_the_streams() {
    panel_with(&["--no-work"], async |panel: &Panel| {
        let customer = panel.customer("10").await;
        let second = panel.second(&["--no-work"]).await;
        let visitor = Visitor::of(&second, customer.id).await;
        let mut stream = Stream::open(&visitor, "/live").await;
        stream.until("data: all").await;
        let stopping = second.stop();
        let ended = async { while stream.answer.chunk().await.unwrap().is_some() {} };
        tokio::time::timeout(Duration::from_secs(20), async { tokio::join!(stopping, ended) })
            .await
            .expect("it stops");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stream_is_open_while_the_workers_deliver() {
    panel(async |panel| {
        let service = panel.service(|service| service.sandbox.per_minute = 60_000).await;
        let customer = panel.customer("10").await;
        let visitor = Visitor::of(panel, customer.id).await;
        let mut stream = Stream::open(&visitor, "/live").await;
        let order = place(panel, &customer, service).await;
        // Placed, sent, accepted, reported: told more than once.
        stream.until(&format!("data: {order}\n")).await;
        stream.text.clear();
        stream.until(&format!("data: {order}\n")).await;
    })
    .await;
}
