//! PostgreSQL is killed, restarted, and throws its sessions out, while orders come in.
//!
//! Seen red by `make seeded`: `unkept-server`, `unflushed-commits`, `reused-xid-is-ours`,
//! `result-forgotten`.

use std::time::{Duration, Instant};

use sqlx::{ConnectOptions as _, Connection as _};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::oneshot;
use waybill::kit::db::{Db, Error};

use super::panel::signal;
use super::{Clients, Field, Tell, rounds};
use crate::support::{Panel, eventually, order_id, panel};

/// From PostgreSQL's first answer to the panel's next orders. It is a promise of the panel, not a
/// benchmark: 0.01 to 0.3 s if nothing else runs.
const BACK_WITHIN: Duration = Duration::from_secs(2);
/// A longer absence.
const AWAY: Duration = Duration::from_secs(3);

/// Waits until PostgreSQL answers again.
async fn answers(field: &Field) -> Instant {
    eventually("PostgreSQL to answer", async || {
        let connection = field.options().connect().await.ok()?;
        connection.close().await.ok()?;
        Some(())
    })
    .await;
    Instant::now()
}

/// Checks that orders are acknowledged again soon after this moment.
async fn back_soon(clients: &Clients, ready: Instant) {
    clients.more(3).await;
    let took = ready.elapsed();
    println!("the panel was back {took:?} after PostgreSQL");
    assert!(took <= BACK_WITHIN, "the panel was back {took:?} after PostgreSQL");
}

/// The panel's own server dies under it, and the panel starts it again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_private_server_is_killed() {
    let field = Field::new().await;
    let panel = field.serve(Tell::Folder, &[]);
    let clients = Clients::start(8, &field);
    clients.go_to(&panel.url);
    for _ in 0..rounds(3, 20) {
        clients.more(20).await;
        let pid = field.postmaster().expect("it runs");
        signal(pid, "KILL");
        eventually("another server to run", async || {
            field.postmaster().filter(|again| *again != pid)
        })
        .await;
        let ready = answers(&field).await;
        back_soon(&clients, ready).await;
    }
    let journal = clients.finish().await;
    field.rest().await;
    assert!(panel.stop().success());
    field.check(&journal).await;
    field.clear().await;
}

/// A server of the operator: somebody else starts it again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_operators_server_is_restarted_and_throws_sessions_out() {
    let field = Field::new().await;
    let panel = field.serve(Tell::Url, &[]);
    let clients = Clients::start(8, &field);
    clients.go_to(&panel.url);
    for round in 0..rounds(6, 40) {
        clients.more(20).await;
        match round % 3 {
            0 => assert!(field.pg_ctl(&["restart", "-m", "immediate"])),
            1 => {
                for _ in 0..5 {
                    let all = "select pg_terminate_backend(pid) from pg_stat_activity
                               where datname = 'waybill' and pid <> pg_backend_pid()";
                    field.execute(all).await.unwrap();
                    tokio::time::sleep(Duration::from_millis(30)).await;
                }
            }
            // It is away so long that a client whose waits grow has long waits by then.
            _ => {
                assert!(field.pg_ctl(&["stop", "-m", "immediate"]));
                tokio::time::sleep(AWAY).await;
                assert!(field.pg_ctl(&["start"]));
            }
        }
        let ready = answers(&field).await;
        back_soon(&clients, ready).await;
    }
    let journal = clients.finish().await;
    field.rest().await;
    assert!(panel.stop().success());
    field.check(&journal).await;
    field.clear().await;
}

/// If nothing of a transaction reached the disk before a crash, PostgreSQL uses its number again.
/// The commit of the next transaction with that number must not be taken for ours.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_lost_with_the_server_is_not_taken_for_its_successors() {
    let field = Field::new().await;
    for sql in [
        "create table notes (text text)",
        // Nothing else may write a part of the transaction to the disk too early.
        "alter system set wal_writer_delay = '10s'",
        "alter system set autovacuum = off",
        "select pg_reload_conf()",
    ] {
        field.execute(sql).await.unwrap();
    }
    let mut tries = 0;
    while !lose_a_commit(&field).await {
        tries += 1;
        assert!(tries < 10, "its number was never given again while it was asked for");
    }
    field.clear().await;
}

/// Answers whether another transaction got its number and was committed while the panel still asked
/// about the old one.
async fn lose_a_commit(field: &Field) -> bool {
    field.execute("checkpoint").await.unwrap();
    let dir = tempfile::tempdir().unwrap();
    let name = format!(".s.PGSQL.{}", field.options().get_port());
    let server = field.options().get_socket().unwrap().join(&name);
    let listener = UnixListener::bind(dir.path().join(&name)).unwrap();
    let (cut, was_cut) = oneshot::channel();
    let (mend, mended) = oneshot::channel::<()>();
    let line = tokio::spawn(async move {
        let (client, _) = listener.accept().await.unwrap();
        carry_until_commit(client, UnixStream::connect(&server).await.unwrap()).await;
        cut.send(()).unwrap();
        // A connection that asks must wait until the server is back and somebody has written.
        mended.await.unwrap();
        while let Ok((mut client, _)) = listener.accept().await {
            let mut server = UnixStream::connect(&server).await.unwrap();
            tokio::spawn(async move {
                let _ = tokio::io::copy_bidirectional(&mut client, &mut server).await;
            });
        }
    });
    let db = Db::new(field.options().socket(dir.path()), 1);
    let (tell, number) = oneshot::channel::<String>();
    let ours = tokio::spawn(async move {
        db.transaction(|tx| {
            Box::pin(async move {
                sqlx::query("insert into notes values ('ours')").execute(&mut **tx).await?;
                let number = sqlx::query_scalar("select pg_current_xact_id()::text");
                tell.send(number.fetch_one(&mut **tx).await?).unwrap();
                Ok::<_, Error>(())
            })
        })
        .await
    });
    was_cut.await.unwrap();
    signal(field.postmaster().unwrap(), "KILL");
    while !field.pg_ctl(&["start"]) {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    for _ in 0..20 {
        field.execute("insert into notes values ('theirs')").await.unwrap();
    }
    let number = number.await.unwrap();
    let again = format!("select exists (select from notes where xmin::text = '{number}')");
    let was_given_again: bool = field.value(&again).await;
    let is_asking = !ours.is_finished();
    mend.send(()).unwrap();
    let told = ours.await.unwrap();
    let kept: i64 = field.value("select count(*) from notes where text = 'ours'").await;
    assert_eq!(kept, 0, "its commit never arrived");
    assert!(matches!(told, Err(Error::Unknown | Error::Sql(_))), "{told:?}");
    line.abort();
    was_given_again && is_asking
}

/// Passes everything on until a COMMIT comes. The COMMIT is dropped together with the line.
async fn carry_until_commit(mut client: UnixStream, mut server: UnixStream) {
    let (mut up, mut down) = ([0; 65_536], [0; 65_536]);
    loop {
        tokio::select! {
            read = client.read(&mut up) => {
                let read = read.unwrap();
                if up[..read].windows(7).any(|bytes| bytes == b"COMMIT\0") {
                    return;
                }
                server.write_all(&up[..read]).await.unwrap();
            }
            read = server.read(&mut down) => {
                let read = read.unwrap();
                client.write_all(&down[..read]).await.unwrap();
            }
        }
    }
}

/// If the database cannot take a provider's answer, the answer is recorded later.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_that_the_database_does_not_take_is_recorded_later() {
    panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("10").await;
        let trouble = "create sequence trouble;
            create function make_trouble() returns trigger language plpgsql security definer as
              $$ begin
                   if nextval('trouble') <= 3 then raise exception 'no'; end if;
                   return new;
                 end $$;
            create trigger trouble before update on attempts
              for each row execute function make_trouble()";
        sqlx::raw_sql(trouble).execute(&panel.owner).await.unwrap();
        let service = service.to_string();
        let fields = [
            ("action", "add"),
            ("service", service.as_str()),
            ("quantity", "1000"),
            ("link", "https://example.com/p/1"),
        ];
        let id = order_id(&panel.v2(&customer.key, &fields).await);
        panel.wait_for_status(&customer, id, "Completed").await;
        assert_eq!(count(panel, "select count(*) from sandbox_orders").await, 1);
        let marked = "select count(*) from orders where attention is not null";
        assert_eq!(count(panel, marked).await, 0);
    })
    .await;
}

async fn count(panel: &Panel, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(panel.app.db.pool()).await.unwrap()
}
