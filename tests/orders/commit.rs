//! A lost answer to COMMIT: the caller is told what really happened, or that nobody knows. The
//! panel reaches PostgreSQL through a line that breaks at the right moment.
//!
//! Seen red by `make seeded`: `lost-commit-is-a-failure`.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{UnixListener, UnixStream};
use waybill::kit::money::Money;
use waybill::payments::direct;

use super::{LINK, add, order, value};
use crate::support::{Database, Panel};

/// What happens to the next COMMIT that writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Passes = 0,
    /// It is executed, and the line breaks before the answer.
    AnswerLost,
    /// The line breaks before it reaches the server.
    NeverArrives,
    /// It is executed, and the server's last message is that it was told to stop.
    ServerStops,
    /// As `AnswerLost`, and the server cannot be reached afterwards.
    ServerGone,
    /// The state after `ServerGone`: no connection passes.
    Closed,
}

struct Line {
    dir: tempfile::TempDir,
    fate: Arc<AtomicU8>,
}

/// `FATAL 57P01`, as PostgreSQL sends it.
fn fatal() -> Vec<u8> {
    let fields =
        b"SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0";
    let mut message = vec![b'E'];
    message.extend(u32::try_from(fields.len() + 4).unwrap().to_be_bytes());
    message.extend_from_slice(fields);
    message
}

impl Line {
    fn lay(database: &Database) -> Self {
        let options = database.options();
        let name = format!(".s.PGSQL.{}", options.get_port());
        let server = options.get_socket().expect("the tests' server has a socket").join(&name);
        let dir = tempfile::tempdir().unwrap();
        let listener = UnixListener::bind(dir.path().join(&name)).unwrap();
        let fate = Arc::new(AtomicU8::new(Fate::Passes as u8));
        let shared = Arc::clone(&fate);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                if shared.load(Ordering::SeqCst) != Fate::Closed as u8 {
                    tokio::spawn(carry(client, server.clone(), Arc::clone(&shared)));
                }
            }
        });
        Self { dir, fate }
    }

    fn next(&self, fate: Fate) {
        self.fate.store(fate as u8, Ordering::SeqCst);
    }

    fn options(&self, database: &Database) -> sqlx::postgres::PgConnectOptions {
        database.options().socket(self.dir.path())
    }
}

/// Whether this names a movement: `order:17:charge`, `deposit:manual:a`.
fn has_key(sent: &[u8]) -> bool {
    let charge = |bytes: &[u8]| bytes[0].is_ascii_digit() && bytes[1..] == *b":charge";
    let deposit =
        |bytes: &[u8]| bytes[15].is_ascii_alphanumeric() && bytes[..15] == *b"deposit:manual:";
    sent.windows(8).any(charge) || sent.windows(16).any(deposit)
}

async fn carry(mut client: UnixStream, server: PathBuf, fate: Arc<AtomicU8>) {
    let mut server = UnixStream::connect(server).await.unwrap();
    let (mut up, mut down) = ([0; 65_536], [0; 65_536]);
    // Only commits that move money count; others pass, such as that of a key's last use, or of the
    // books check, whose statements name the kinds of keys.
    let mut moves_money = false;
    loop {
        tokio::select! {
            read = client.read(&mut up) => {
                let Ok(n @ 1..) = read else { return };
                let sent = |what: &[u8]| up[..n].windows(what.len()).any(|bytes| bytes == what);
                moves_money |= has_key(&up[..n]);
                let meant = moves_money && sent(b"COMMIT\0");
                let now = if meant { fate.swap(Fate::Passes as u8, Ordering::SeqCst) } else { 0 };
                moves_money &= !meant;
                if now == Fate::NeverArrives as u8 {
                    return;
                }
                if server.write_all(&up[..n]).await.is_err() {
                    return;
                }
                if now != Fate::Passes as u8 {
                    let answered = server.read(&mut down).await;
                    assert!(answered.is_ok_and(|n| n > 0), "the server carried it out");
                    if now == Fate::ServerStops as u8 {
                        let _ = client.write_all(&fatal()).await;
                    }
                    if now == Fate::ServerGone as u8 {
                        fate.store(Fate::Closed as u8, Ordering::SeqCst);
                    }
                    return;
                }
            }
            read = server.read(&mut down) => {
                let Ok(n @ 1..) = read else { return };
                if client.write_all(&down[..n]).await.is_err() {
                    return;
                }
            }
        }
    }
}

/// A panel behind such a line, and a second one with a direct connection that sees the truth.
async fn behind_a_line(test: impl AsyncFnOnce(&Panel, &Panel, &Line)) {
    let database = Database::fresh().await;
    let line = Line::lay(&database);
    let connect = line.options(&database);
    let beside = Panel::start(database.again(), &["--no-work"]).await;
    let panel = Panel::start_through(database, &["--no-work"], connect).await;
    test(&panel, &beside, &line).await;
    beside.assert_books().await;
    line.next(Fate::Passes);
    beside.stop().await;
    panel.stop().await.drop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_whose_commit_was_not_answered() {
    behind_a_line(async |panel, beside, line| {
        let service = beside.service(|_| {}).await;
        let customer = beside.customer("10").await;
        let fields = [("link", LINK), ("quantity", "1000")];
        order(panel, &customer, service, 1000).await;
        for (fate, status, charged) in
            [(Fate::AnswerLost, 200, 1), (Fate::ServerStops, 200, 1), (Fate::NeverArrives, 503, 0)]
        {
            let before: i64 = value(beside, "select count(*) from orders").await;
            let text = service.to_string();
            let mut form = vec![("action", "add"), ("service", text.as_str())];
            form.extend(fields);
            line.next(fate);
            let answer = panel.v2_response(&customer.key, &form).await;
            assert_eq!(answer.status().as_u16(), status, "{fate:?}");
            let answer: serde_json::Value = answer.json().await.unwrap();
            let after: i64 = value(beside, "select count(*) from orders").await;
            assert_eq!(after - before, charged, "{fate:?}: {answer}");
            assert_eq!(answer["order"].is_i64(), charged == 1, "{fate:?}: {answer}");
        }
        // When the line works again, everything goes on.
        order(panel, &customer, service, 1000).await;
        assert_eq!(beside.balance(&customer).await, "6.00");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deposit_whose_commit_was_not_answered() {
    behind_a_line(async |panel, beside, line| {
        let customer = beside.customer("0").await;
        let one = Money::parse("1").unwrap();
        let (db, clock) = (&panel.app.db, &panel.app.clock);
        for (fate, total) in [
            (Fate::Passes, "1.00"),
            (Fate::AnswerLost, "2.00"),
            (Fate::ServerStops, "3.00"),
            (Fate::NeverArrives, "3.00"),
        ] {
            let id = format!("{fate:?}");
            line.next(fate);
            let booked = direct::payment(db, clock, customer.id, (one, &*id, "")).await;
            assert_eq!(booked.is_ok(), fate != Fate::NeverArrives, "{fate:?}: {booked:?}");
            assert_eq!(beside.balance(&customer).await, total, "{fate:?}");
        }
    })
    .await;
}

/// If nobody can be asked, the answer is "not known", never "failed".
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn when_nobody_can_be_asked_it_is_not_called_a_failure() {
    behind_a_line(async |panel, beside, line| {
        let service = beside.service(|_| {}).await;
        let customer = beside.customer("10").await;
        order(panel, &customer, service, 1000).await;
        let text = service.to_string();
        let form = [
            ("action", "add"),
            ("service", text.as_str()),
            ("link", LINK),
            ("quantity", "1000"),
            ("idempotency_key", "once"),
        ];
        line.next(Fate::ServerGone);
        let answer = panel.v2_response(&customer.key, &form).await;
        assert_eq!(answer.status().as_u16(), 503);
        assert_eq!(answer.headers()["retry-after"], "1");
        // The caller comes back with the same key, and gets its order without a second charge.
        line.next(Fate::Passes);
        let again = [("link", LINK), ("quantity", "1000"), ("idempotency_key", "once")];
        let answer = crate::support::eventually("the line to be used again", async || {
            let answer = add(panel, &customer, service, &again).await;
            answer["order"].is_i64().then_some(answer)
        })
        .await;
        assert!(answer["order"].is_i64());
        assert_eq!(beside.balance(&customer).await, "8.00");
        let (db, clock) = (&panel.app.db, &panel.app.clock);
        let one = Money::parse("1").unwrap();
        direct::payment(db, clock, customer.id, (one, "later", "")).await.unwrap();
        assert_eq!(beside.balance(&customer).await, "9.00");
    })
    .await;
}
