//! Every fault of a line, each with an upstream that took the order and with one that did not.
//! Nothing is sent twice, nothing that was taken is refunded, and what cannot be proven waits for a
//! person and goes nowhere else. If the upstream takes idempotency keys, all of it is settled
//! without a person.

use std::collections::HashMap;

use chrono::TimeDelta;
use futures_util::{StreamExt as _, stream};
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpListener;

use super::proxy::{Back, Fault, NO, Proxy, answer_bytes, http};
use super::{execute, place, value};
use crate::support::upstream::Upstream;
use crate::support::{ALLOW, Customer, Panel, eventually, panel_with};

/// Short, so that an attempt without an answer ends soon.
const DEADLINE: &str = "--provider-deadline-s=5";
/// The order that is taken and answered before all others, and its id there.
const FIRST: i64 = 999;
const FIRST_ID: &str = "501";

/// Where an order is after its fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum After {
    /// It waits for a person.
    Unknown,
    /// The upstream has it.
    Running,
    /// Refused: its money is back.
    Canceled,
    /// It was not taken at first; after a second try the upstream has it.
    Again,
}

struct Case {
    name: String,
    fault: Fault,
    after: After,
}

/// Answers that prove nothing, whatever happened to the order.
fn senseless() -> Vec<(&'static str, Vec<u8>)> {
    let json = |body: &str| http("200 OK", "content-type: application/json\r\n", body.as_bytes());
    let status = |line: &str| http(line, "content-type: text/html\r\n", b"<h1>no</h1>");
    let moved = |line: &str| http(line, "location: /api/v2\r\n", b"");
    let long = format!(r#"{{"order":{},"pad":"{}"}}"#, 7001, "x".repeat(2 << 20));
    let raw = |text: &str| text.as_bytes().to_vec();
    vec![
        ("408", status("408 Request Timeout")),
        ("408 and an error", http("408 Request Timeout", "", br#"{"error":"Bad link"}"#)),
        ("500", status("500 Internal Server Error")),
        ("500 and an error", http("500 Internal Server Error", "", br#"{"error":"Bad link"}"#)),
        ("500 and an order", http("500 Internal Server Error", "", br#"{"order":7002}"#)),
        ("502", status("502 Bad Gateway")),
        ("503", status("503 Service Unavailable")),
        ("504", status("504 Gateway Timeout")),
        ("520", status("520 Unknown")),
        ("301", moved("301 Moved Permanently")),
        ("302", moved("302 Found")),
        ("303", moved("303 See Other")),
        ("307", moved("307 Temporary Redirect")),
        ("308", moved("308 Permanent Redirect")),
        ("300 without a place", http("300 Multiple Choices", "", b"")),
        ("404 in HTML", status("404 Not Found")),
        ("400 and an order", http("400 Bad Request", "", br#"{"order":7003}"#)),
        ("nothing", http("200 OK", "", b"")),
        ("204", raw("HTTP/1.1 204 No Content\r\n\r\n")),
        ("HTML", status("200 OK")),
        ("a text", json("OK")),
        ("truncated", json(r#"{"order":70"#)),
        ("not UTF-8", http("200 OK", "", b"{\"order\":\"\xff\xfe\"}")),
        ("a list", json("[]")),
        ("a list of two", json(r#"[{"order":7004},{"order":7104}]"#)),
        ("null", json("null")),
        ("a number", json("7005")),
        ("an empty object", json("{}")),
        ("neither key", json(r#"{"status":"ok"}"#)),
        ("order null", json(r#"{"order":null}"#)),
        ("order wrapped twice", json(r#"{"order":{"id":{"id":7006}}}"#)),
        ("order a list", json(r#"{"order":[7007]}"#)),
        ("order true", json(r#"{"order":true}"#)),
        ("order a fraction", json(r#"{"order":1.5}"#)),
        ("order empty", json(r#"{"order":""}"#)),
        ("order too long", json(&format!(r#"{{"order":"{}"}}"#, "7".repeat(65)))),
        ("error empty", json(r#"{"error":""}"#)),
        ("error null", json(r#"{"error":null}"#)),
        ("error an object", json(r#"{"error":{"code":1}}"#)),
        ("error of the server", json(r#"{"error":"Internal error"}"#)),
        ("error of time", json(r#"{"error":"Request timed out"}"#)),
        ("error for now", json(r#"{"error":"Please try again later"}"#)),
        ("an id given before", json(&format!(r#"{{"order":{FIRST_ID}}}"#))),
        ("over-long", json(&long)),
        (
            "shorter than said",
            raw("HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n{\"order\":7008}"),
        ),
        ("bad chunks", raw("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n")),
        (
            "half a chunk",
            raw("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n20\r\n{\"order\""),
        ),
        ("no HTTP", raw("what do you want?\r\n\r\n")),
        ("only a beginning", raw("HTTP/1.1 100 Continue\r\n\r\n")),
        ("a head without end", [raw("HTTP/1.1 200 OK\r\nx: "), vec![b'x'; 1 << 20]].concat()),
    ]
}

fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    let mut add = |name: String, taken: bool, back: Back, after: After| {
        let name = format!("{name}, {}", if taken { "taken" } else { "not taken" });
        cases.push(Case { name, fault: Fault { taken, back }, after });
    };
    for taken in [true, false] {
        let whole = if taken { After::Running } else { After::Canceled };
        // As short as possible: the upstream's first ids have three digits.
        let body = if taken { r#"{"order":501}"# } else { NO };
        for sized in [true, false] {
            let how = if sized { "sized" } else { "open" };
            for after in 0..answer_bytes(body, sized) {
                let back = Back::Cut { sized, after };
                add(format!("cut after byte {after}, {how}"), taken, back, After::Unknown);
            }
            let back = Back::Cut { sized, after: usize::MAX };
            add(format!("whole, {how}"), taken, back, whole);
        }
        for after in [0, 5, 40, 60] {
            let back = Back::Stall { after };
            add(format!("stalled after byte {after}"), taken, back, After::Unknown);
        }
        add("a slow drip".to_owned(), taken, Back::Drip, After::Unknown);
        for (name, bytes) in senseless() {
            add(name.to_owned(), taken, Back::Say(bytes), After::Unknown);
        }
    }
    let later = http("429 Too Many Requests", "retry-after: 1\r\n", b"{\"error\":\"slowly\"}");
    add("429".to_owned(), false, Back::Say(later), After::Again);
    let bad = http("400 Bad Request", "", br#"{"error":"Bad link"}"#);
    add("400 and an error".to_owned(), false, Back::Say(bad), After::Canceled);
    cases
}

/// Faults in a row pause a provider, which another test checks.
async fn keep_open(panel: &Panel) {
    execute(
        panel,
        "create function keep_open() returns trigger language plpgsql as
           $$ begin new.unknowns := 0; new.paused_reason := null; return new; end $$;
         create trigger keep_open before update on providers
           for each row execute function keep_open()",
    )
    .await;
}

struct Line {
    upstream: Upstream,
    proxy: Proxy,
    customer: Customer,
    service: i64,
    cases: Vec<Case>,
    /// In the order of the cases.
    orders: Vec<i64>,
}

/// Each case has its own quantity.
fn quantity(at: usize) -> i64 {
    1000 + i64::try_from(at).unwrap()
}

impl Line {
    /// Places an order for each case, and waits until none is on its way.
    async fn lay(panel: &Panel, takes_keys: bool) -> Self {
        keep_open(panel).await;
        let upstream = Upstream::start().await;
        let proxy = Proxy::start(&upstream.url).await;
        let provider = panel.provider("Far", &proxy.url).await;
        if takes_keys {
            upstream.take_keys();
            panel.confirm_keys(provider).await;
        }
        let service = panel.service_by(&[provider]).await;
        let customer = panel.customer("10000").await;
        let first = place(panel, &customer, service, FIRST).await;
        panel.wait_for_status(&customer, first, "In progress").await;
        let cases = cases();
        for (at, case) in cases.iter().enumerate() {
            proxy.set(quantity(at), case.fault.clone());
        }
        let orders = stream::iter(0..cases.len())
            .map(|at| place(panel, &customer, service, quantity(at)))
            .buffered(16)
            .collect()
            .await;
        let line = Self { upstream, proxy, customer, service, cases, orders };
        line.rest(panel).await;
        line
    }

    async fn rest(&self, panel: &Panel) {
        let mut before = (i64::MAX, std::time::Instant::now());
        loop {
            // Only orders that the panel does not send again wait for a person.
            let open = "select count(*) from orders
                        where state in ('scheduled', 'queued', 'submitting')
                           or exists (select from looks where order_id = orders.id
                                      and what = 'again')";
            let open: i64 = value(panel, open).await;
            if open == 0 {
                return;
            }
            if open < before.0 {
                before = (open, std::time::Instant::now());
            }
            assert!(before.1.elapsed().as_secs() < 60, "{open} orders do not come to rest");
            // A call takes real seconds, but its lease uses the panel's clock. So while a call is
            // on the wire the clock stands still; else the call would be given up before it has
            // ended.
            let on_the_wire = "select count(*) from orders where state = 'submitting'";
            if value::<i64>(panel, on_the_wire).await == 0 {
                panel.advance(TimeDelta::seconds(2));
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
    }

    /// How many orders the upstream has of each quantity.
    fn taken(&self) -> HashMap<i64, usize> {
        let mut taken = HashMap::new();
        for kept in self.upstream.orders().into_values() {
            *taken.entry(kept.fields["quantity"].parse().unwrap()).or_default() += 1;
        }
        taken
    }

    /// Checks each order: its state, its refund, and what the upstream has of it.
    async fn look(&self, panel: &Panel, expect: impl Fn(&Case) -> (&'static str, usize, u32)) {
        let rows: Vec<(i64, String, i64, i64, bool)> =
            sqlx::query_as("select id, state, refunded, charge, attention is not null from orders")
                .fetch_all(panel.app.db.pool())
                .await
                .unwrap();
        let rows: HashMap<i64, _> = rows.into_iter().map(|row| (row.0, row)).collect();
        let taken = self.taken();
        let mut wrong = Vec::new();
        for (at, (case, order)) in self.cases.iter().zip(&self.orders).enumerate() {
            let (state, there, came) = expect(case);
            let (_, is, refunded, charge, marked) = &rows[order];
            let has = taken.get(&quantity(at)).copied().unwrap_or_default();
            let back = if state == "canceled" { *charge } else { 0 };
            let right = is == state
                && *refunded == back
                && *marked == (state == "unknown")
                && has == there
                && self.proxy.came(quantity(at)) == came;
            if !right {
                wrong.push(format!(
                    "{}: {is}, refunded {refunded}, marked {marked}, sent {} times, taken {has} times",
                    case.name,
                    self.proxy.came(quantity(at))
                ));
            }
        }
        assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_proven_is_with_a_person_and_nowhere_else() {
    panel_with(&[ALLOW, DEADLINE], async |panel| {
        let line = Line::lay(panel, false).await;
        let expect = |case: &Case| {
            let there = usize::from(case.fault.taken);
            match case.after {
                After::Unknown => ("unknown", there, 1),
                After::Running => ("running", 1, 1),
                After::Canceled => ("canceled", 0, 1),
                After::Again => ("running", 1, 2),
            }
        };
        line.look(panel, expect).await;
        // Time alone changes nothing.
        panel.advance(TimeDelta::days(3));
        let later = place(panel, &line.customer, line.service, FIRST).await;
        panel.wait_for_status(&line.customer, later, "In progress").await;
        line.rest(panel).await;
        line.look(panel, expect).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_idempotency_keys_nothing_is_left_for_a_person() {
    panel_with(&[ALLOW, DEADLINE], async |panel| {
        let line = Line::lay(panel, true).await;
        line.look(panel, |case| match case.after {
            After::Unknown | After::Again => ("running", 1, 2),
            After::Running => ("running", 1, 1),
            After::Canceled => ("canceled", 0, 1),
        })
        .await;
    })
    .await;
}

/// A line that breaks before it has carried the whole request. Nobody took it. The panel can only
/// know that if there was no connection at all.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lines_that_end_within_the_request() {
    panel_with(&[ALLOW, DEADLINE], async |panel| {
        keep_open(panel).await;
        let customer = panel.customer("100").await;
        let closed = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let nowhere = format!("http://{}/api/v2", closed.local_addr().unwrap());
        drop(closed);
        let gone = panel.provider("Nobody", &nowhere).await;
        let service = panel.service_by(&[gone]).await;
        let waits = place(panel, &customer, service, 100).await;
        let mut cut = Vec::new();
        for bytes in [0, 1, 20, 200] {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let url = format!("http://{}/api/v2", listener.local_addr().unwrap());
            tokio::spawn(async move {
                while let Ok((mut client, _)) = listener.accept().await {
                    let mut read = 0;
                    while read < bytes {
                        read += client.read(&mut vec![0; bytes - read]).await.unwrap();
                    }
                    // Because of the unread bytes, the close is a reset.
                    drop(client);
                }
            });
            let provider = panel.provider(&format!("Cut {bytes}"), &url).await;
            let service = panel.service_by(&[provider]).await;
            cut.push(place(panel, &customer, service, 100).await);
        }
        let ids: Vec<String> = cut.iter().map(ToString::to_string).collect();
        let ids = ids.join(", ");
        eventually("those to be a person's", async || {
            let unknown =
                format!("select count(*) from orders where id in ({ids}) and state = 'unknown'");
            (value::<i64>(panel, &unknown).await == 4).then_some(())
        })
        .await;
        let state = format!("select state from orders where id = {waits}");
        let tried = format!("select count(*) from attempts where order_id = {waits}");
        eventually("the way to nowhere to be tried again", async || {
            panel.advance(TimeDelta::seconds(5));
            (value::<i64>(panel, &tried).await >= 3).then_some(())
        })
        .await;
        let upstream = Upstream::start().await;
        execute(panel, &format!("update providers set url = '{}' where id = {gone}", upstream.url))
            .await;
        eventually("it to get there", async || {
            panel.advance(TimeDelta::minutes(1));
            (value::<String>(panel, &state).await == "running").then_some(())
        })
        .await;
        assert_eq!(upstream.orders().len(), 1);
        assert_eq!(panel.balance(&customer).await, "99.50");
    })
    .await;
}
