//! The books are checked on a standby that streams: what is wrong is found there, and a standby that
//! lags, cancels or is away makes no false alarm and is named.
//!
//! Seen red by `make seeded`: `standby-outrun`.

use chrono::TimeDelta;
use sqlx::{Connection as _, PgConnection};
use waybill::books::{self, Watch};
use waybill::kit::clock::Clock;
use waybill::kit::db::{Db, Servers};

use super::drill;
use super::field::{Field, url};
use super::postgres::{Postgres, execute};
use super::program::{Program, until};

/// Ids in a range, so that the deposits of a few customers fill some.
const RANGE_IDS: i64 = 2;
/// Longer than it takes until it is the turn of every range.
const ROUND: TimeDelta = TimeDelta::hours(20);

const BALANCE: &str = "books balance";
const DIFFER: &str = "the books differ";
const UNREAD: &str = "the standby of --books-url could not be read";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "for make drill"]
async fn the_books_are_checked_on_a_standby() {
    drill("the books on a standby", checked()).await;
}

async fn checked() {
    let mut field = Field::new();
    let mut primary = Postgres::primary(field.folder()).await;
    let mut standby = primary.standby().await;
    // It goes away below, and orders need not wait for it here.
    set(&primary, "alter system reset synchronous_standby_names").await;
    field.fill(&primary.options("waybill")).await;
    let panel = field.ready("serve", &url(primary.port)).await;
    let clients = field.clients(16, &[&panel]);
    clients.more(1_000).await;
    let work = worker(&field, "work-beside-orders", [&primary, &standby]);
    says(&work, BALANCE).await;
    let sessions = "select count(*) from pg_stat_activity
                    where datname = 'waybill' and application_name = 'waybill'";
    assert!(standby.value(sessions).await.unwrap() > 0, "nobody asked the standby");
    clients.finish().await;
    work.stop("TERM");

    // What the standby has not replayed is not found; so it is the standby that is read.
    let wrong = "update wallets set balance = balance + 1
                 where account_id = (select min(account_id) from wallets)";
    pause(&standby).await;
    plant(&primary, wrong).await;
    let work = worker(&field, "work-before-replay", [&primary, &standby]);
    says(&work, BALANCE).await;
    work.stop("TERM");
    resume(&primary, &standby).await;
    let work = worker(&field, "work-after-replay", [&primary, &standby]);
    says(&work, DIFFER).await;
    work.stop("TERM");
    let mut check = field.waybill(&["books", "check"], &url(primary.port));
    let done = check.args(["--books-url", &url(standby.port)]).output().unwrap();
    let told = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(!done.status.success() && told.contains("books differ"), "{told}");
    plant(&primary, &wrong.replace("+ 1", "- 1")).await;
    replayed(&primary, &standby).await;

    standby.stop();
    let mut work = worker(&field, "work-alone", [&primary, &standby]);
    says(&work, UNREAD).await;
    // Nothing else is held up by it.
    let clients = field.clients(4, &[&panel]);
    clients.more(50).await;
    clients.finish().await;
    assert!(work.is_alive() && !work.log().contains(DIFFER), "{}", work.tail());
    assert!(!work.log().contains("the database is away"), "{}", work.tail());
    standby.start().await;
    says(&work, BALANCE).await;
    work.stop("TERM");

    cancel(&field, &primary, &standby).await;
    panel.program.stop("TERM");
    let done = field.waybill(&["books", "check"], &url(primary.port)).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stdout));
}

/// The replay of a lock cancels a check that holds it up.
async fn cancel(field: &Field, primary: &Postgres, standby: &Postgres) {
    set(standby, "alter system set max_standby_streaming_delay = 0").await;
    let mut locks = PgConnection::connect_with(&primary.options("waybill")).await.unwrap();
    // The check reads the ranges first, and waits for the credits then.
    let credits = "begin; lock table credits in access exclusive mode";
    sqlx::raw_sql(credits).execute(&mut locks).await.unwrap();
    send(primary).await;
    replayed(primary, standby).await;
    let work = worker(field, "work-canceled", [primary, standby]);
    until("the check to wait for the lock", 60, async || {
        let waits = "select count(*) from pg_stat_activity
                     where datname = 'waybill' and wait_event_type = 'Lock'";
        (standby.value(waits).await? > 0).then_some(())
    })
    .await;
    let ranges = "lock table books_ranges in access exclusive mode";
    sqlx::raw_sql(ranges).execute(&mut locks).await.unwrap();
    send(primary).await;
    says(&work, "conflict with recovery").await;
    assert!(work.log().contains(UNREAD) && !work.log().contains(DIFFER), "{}", work.tail());
    sqlx::raw_sql("rollback").execute(&mut locks).await.unwrap();
    locks.close().await.unwrap();
    says(&work, BALANCE).await;
    work.stop("TERM");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_standby_that_lags_makes_no_false_alarm() {
    drill("the books on a standby that lags", lag()).await;
}

async fn lag() {
    let mut field = Field::new();
    let mut primary = Postgres::primary(field.folder()).await;
    let standby = primary.standby().await;
    field.fill(&primary.options("waybill")).await;
    let (db, clock) = (Db::new(primary.options("waybill"), 3), Clock::default());
    clock.measure(&db).await.unwrap();
    let own = Watch { range_ids: RANGE_IDS, ..Watch::new(&db, &clock) };
    let reader = Db::new(Servers::from(standby.options("waybill")).for_reading(), 1);
    let watch = Watch { standby: Some(reader.clone()), ..own.clone() };

    // Another process closes ranges, and the standby does not know of them yet.
    pause(&standby).await;
    until("ranges to be closed", 60, async || {
        own.check(clock.now()).await.unwrap();
        (books::news(&db).await.unwrap().ranges > 3).then_some(())
    })
    .await;
    clock.advance(ROUND);
    assert_eq!(watch.read_again().await.unwrap(), None);
    let report = watch.check(clock.now()).await.unwrap().unwrap();
    assert_eq!(report.differences, Vec::<String>::new());
    let news = books::news(&db).await.unwrap();
    assert_eq!([news.open, news.closed], [Vec::<String>::new(), Vec::new()]);
    assert!(news.ranges > 3, "the ranges that the standby does not know are there all the same");

    resume(&primary, &standby).await;
    let found = until("a range to be read on the standby", 60, async || {
        clock.advance(ROUND);
        watch.read_again().await.unwrap()
    });
    assert_eq!(found.await, Vec::<String>::new());

    let wrong = "update transfers set amount = amount + 1
                 where id = (select min(id) from transfers)";
    plant(&primary, wrong).await;
    let found = until("the change to be found", 60, async || {
        clock.advance(ROUND);
        watch.read_again().await.unwrap()?.first().cloned()
    });
    let found = found.await;
    println!("found: {found}");

    // It is put right; the standby still has the wrong row, and is not believed.
    pause(&standby).await;
    plant(&primary, &wrong.replace("+ 1", "- 1")).await;
    let report = watch.check(clock.now()).await.unwrap().unwrap();
    assert_eq!(report.differences.len(), 1, "{:?}", report.differences);
    assert!(report.differences[0].contains("the standby is behind"), "{:?}", report.differences);
    resume(&primary, &standby).await;
    until("nothing to be wrong", 60, async || {
        let report = watch.check(clock.now()).await.unwrap()?;
        report.differences.is_empty().then_some(())
    })
    .await;
    reader.pool().close().await;
    db.pool().close().await;
}

/// `work` that checks the books of the first server on the second.
fn worker(field: &Field, name: &str, [primary, standby]: [&Postgres; 2]) -> Program {
    let mut command = field.waybill(&["work"], &url(primary.port));
    command.args(["--books-url", &url(standby.port)]);
    Program::start(name, field.folder(), command)
}

/// Waits until the program's log has these words.
async fn says(program: &Program, words: &str) {
    until(&format!("the log to say {words:?}"), 60, async || {
        program.log().contains(words).then_some(())
    })
    .await;
}

/// Writes past every trigger.
async fn plant(primary: &Postgres, statement: &str) {
    let all = format!("set session_replication_role = replica; {statement}");
    execute(primary.options("waybill"), &all).await;
}

async fn set(server: &Postgres, setting: &str) {
    execute(server.options("postgres"), setting).await;
    execute(server.options("postgres"), "select pg_reload_conf()").await;
}

/// Everything that was logged up to now goes to the standby.
async fn send(primary: &Postgres) {
    execute(primary.options("postgres"), "select pg_logical_emit_message(true, 'drill', '')").await;
}

/// From now on the standby only keeps what comes.
async fn pause(standby: &Postgres) {
    execute(standby.options("postgres"), "select pg_wal_replay_pause()").await;
    until("the replay to stop", 60, async || {
        let paused = "select (pg_get_wal_replay_pause_state() = 'paused')::int::bigint";
        (standby.value(paused).await? == 1).then_some(())
    })
    .await;
}

async fn resume(primary: &Postgres, standby: &Postgres) {
    execute(standby.options("postgres"), "select pg_wal_replay_resume()").await;
    replayed(primary, standby).await;
}

/// Waits until the standby has replayed everything that is committed now.
async fn replayed(primary: &Postgres, standby: &Postgres) {
    let written = "select (pg_current_wal_lsn() - '0/0'::pg_lsn)::bigint";
    let written = primary.value(written).await.unwrap();
    until("the standby to have everything", 60, async || {
        let replayed = "select (pg_last_wal_replay_lsn() - '0/0'::pg_lsn)::bigint";
        (standby.value(replayed).await? >= written).then_some(())
    })
    .await;
}
