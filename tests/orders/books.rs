//! The books check finds what is wrong and names it. One story makes every kind of order, once.
//! Each corruption is planted in a copy of its database, past triggers and constraints.

use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _};
use waybill::books;
use waybill::kit::db::Db;
use waybill::providers::Word;

use super::{
    LINK, accepted, add, answer_all, apply, cancel_order, children, clerk, desk_refund, order,
    report, running, work,
};
use crate::support::{Customer, Database, Panel, order_id};

/// Orders of one customer, by how they ended.
struct Story {
    ann: Customer,
    bob: Customer,
    queued: i64,
    running: i64,
    completed: i64,
    partial: i64,
    canceled: i64,
    drip: i64,
    /// Runs of `drip`: completed, partial, still running.
    runs: Vec<i64>,
}

async fn told() -> (Database, Story) {
    let panel = Panel::start(Database::fresh().await, &["--no-work"]).await;
    clerk(&panel).await;
    let service = panel.service(|_| {}).await;
    let (ann, bob) = (panel.customer("100").await, panel.customer("5").await);
    let mut ends = Vec::new();
    for word in [Word::Completed, Word::Partial, Word::Canceled] {
        let id = running(&panel, &ann, service, 1000).await;
        apply(&panel, id, report(word, if word == Word::Partial { Some(400) } else { None })).await;
        ends.push(id);
    }
    desk_refund(&panel, ends[1], "0.5").await.unwrap();
    let fields = [("link", LINK), ("quantity", "100"), ("runs", "5"), ("interval", "1")];
    let drip = order_id(&add(&panel, &ann, service, &fields).await);
    for _ in 0..3 {
        waybill::orders::drip::make_runs(&panel.app.db, &panel.app.clock).await.unwrap();
        panel.advance(chrono::TimeDelta::minutes(2));
    }
    answer_all(&panel, accepted).await;
    let runs = children(&panel, drip).await;
    apply(&panel, runs[0], report(Word::Completed, 0)).await;
    apply(&panel, runs[1], report(Word::Partial, 40)).await;
    // A second family that ended, one that was stopped, and another account's order.
    let fields = [("link", LINK), ("quantity", "100"), ("runs", "1"), ("interval", "1")];
    order_id(&add(&panel, &bob, service, &fields).await);
    work(&panel).await;
    work(&panel).await;
    let fields = [("link", LINK), ("quantity", "100"), ("runs", "4"), ("interval", "1")];
    let stopped = order_id(&add(&panel, &bob, service, &fields).await);
    work(&panel).await;
    cancel_order(&panel, &bob, stopped).await;
    let running = running(&panel, &ann, service, 1000).await;
    let queued = order(&panel, &ann, service, 1000).await;
    panel.assert_books().await;
    let (completed, partial, canceled) = (ends[0], ends[1], ends[2]);
    let story = Story { ann, bob, queued, running, completed, partial, canceled, drip, runs };
    (panel.stop().await, story)
}

/// Writes past every trigger, and past the constraints that are dropped first.
pub(super) async fn plant(options: &PgConnectOptions, statements: &str) {
    let mut connection = options.connect().await.unwrap();
    let all = format!("set session_replication_role = replica; {statements}");
    if let Err(error) = sqlx::raw_sql(AssertSqlSafe(all)).execute(&mut connection).await {
        panic!("{statements}: {error}");
    }
    connection.close().await.unwrap();
}

async fn differences(options: PgConnectOptions) -> Vec<String> {
    let db = Db::new(options, 2);
    let report = books::check(&db).await.unwrap();
    db.pool().close().await;
    report.differences
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_corruption_is_found_and_named() {
    let (database, story) = told().await;
    let Story { ann, bob, queued, running, completed, partial, canceled, drip, runs } = &story;
    let (ann, bob) = (ann.id, bob.id);
    let no_check = |table: &str, name: &str| format!("alter table {table} drop constraint {name};");
    let end_once = no_check("orders", "orders_end_once");
    let canceled_rule = no_check("orders", "orders_canceled_is_refunded");
    let within = no_check("orders", "orders_refund_within_charge");
    let remains = no_check("orders", "orders_remains_within_quantity");
    let counted = no_check("transfers", "transfers_count_wallets");
    let plants: Vec<(String, String)> = vec![
        // Wallets.
        (
            format!("update wallets set balance = balance + 1 where account_id = {ann}"),
            format!("wallet {ann} holds"),
        ),
        (
            format!("update wallets set version = version + 1 where account_id = {ann}"),
            format!("wallet {ann} is at version"),
        ),
        (
            format!("update wallets set owes = 1 where account_id = {ann}"),
            format!("wallet {ann} says that 1 is owed"),
        ),
        (
            format!("delete from wallets where account_id = {ann}"),
            format!("wallet {ann} has transfers and does not exist"),
        ),
        (
            format!("delete from wallets where account_id = {bob}"),
            format!("account {bob} has no wallet"),
        ),
        (
            "insert into wallets (account_id) values (4242)".to_owned(),
            "wallet 4242 belongs to no account".to_owned(),
        ),
        (
            "update wallets set balance = 0, version = 0".to_owned(),
            format!("wallet {bob} holds 0"),
        ),
        // Transfers.
        (
            format!("delete from transfers where account_id = {ann} and version = 2"),
            format!("wallet {ann} is at version"),
        ),
        (
            format!("delete from transfers where account_id = {ann} and version = 1"),
            format!("wallet {ann} holds"),
        ),
        (
            format!("update transfers set amount = amount + 1 where account_id = {bob} and version = 1"),
            format!("wallet {bob} holds"),
        ),
        (
            format!("update transfers set balance_after = balance_after - 1 where account_id = {ann} and version = 3"),
            format!("wallet {ann} is said to hold"),
        ),
        (
            format!("update transfers set version = 900 where account_id = {ann} and version = 3"),
            format!("wallet {ann} is at version"),
        ),
        (
            format!("update transfers set account_id = {bob}, version = 900 where account_id = {ann} and version = 1"),
            format!("wallet {bob} holds"),
        ),
        (
            format!(
                "{counted} insert into transfers (account_id, debit, credit, amount, kind, key, at)
                 values ({ann}, 'deposits', 'wallet', 5, 'deposit', 'deposit:manual:x', now())"
            ),
            "touches a wallet without a version".to_owned(),
        ),
        (
            "alter table transfers drop constraint transfers_amount_check;
             update transfers set amount = 0 where kind = 'settle'".to_owned(),
            "not more than zero".to_owned(),
        ),
        (
            format!("update transfers set credit = 'pocket' where key = 'order:{completed}:settle'"),
            "to pocket, which the chart does not have".to_owned(),
        ),
        (
            "drop index transfers_key; insert into transfers
                (account_id, debit, credit, amount, kind, key, order_id, at)
             select account_id, debit, credit, amount, kind, key, order_id, at from transfers
             where kind = 'settle' limit 1".to_owned(),
            "2 times".to_owned(),
        ),
        (
            format!("update transfers set key = 'other' where key = 'order:{queued}:charge'"),
            "has the key other".to_owned(),
        ),
        (
            "update transfers set key = 'p' where kind = 'deposit'".to_owned().replace(
                "where", &format!("where account_id = {ann} and")),
            "has the key p".to_owned(),
        ),
        (
            format!("update transfers set debit = 'sales' where account_id = {ann} and kind = 'deposit'"),
            "is a deposit from sales to wallet".to_owned(),
        ),
        (
            format!("update transfers set kind = 'gift' where account_id = {ann} and kind = 'deposit'"),
            "is a gift from deposits to wallet".to_owned(),
        ),
        // Orders and their transfers.
        (
            format!("update orders set charge = charge + 1 where id = {queued}"),
            format!("order {queued} costs 1000001, its transfers charged 1000000"),
        ),
        (
            format!("update transfers set order_id = {queued} where key = 'order:{running}:charge'"),
            format!("order {running} costs 1000000, its transfers charged 0"),
        ),
        (
            format!("update orders set refunded = refunded - 1 where id = {partial}"),
            format!("order {partial} says 499999 was refunded"),
        ),
        (
            format!("{within} update orders set refunded = charge + 1 where id = {partial}"),
            format!("order {partial} was refunded 1000001 of a charge of 1000000"),
        ),
        (
            format!("delete from transfers where key = 'order:{completed}:settle'"),
            format!("order {completed} is completed and holds 1000000 in flight instead of 0"),
        ),
        (
            format!(
                "insert into transfers (account_id, debit, credit, amount, kind, key, order_id, at)
                 values ({ann}, 'in_flight', 'sales', 7, 'settle', 'order:{running}:settle', {running}, now())"
            ),
            format!("order {running} is running and holds 999993 in flight instead of 1000000"),
        ),
        (
            format!("update orders set state = 'running', ended_at = null where id = {completed}"),
            format!("order {completed} is running and holds 0 in flight"),
        ),
        (
            format!("update orders set state = 'completed', remains = 0, ended_at = now() where id = {running}"),
            format!("order {running} is completed and holds 1000000 in flight"),
        ),
        (
            format!(
                "{canceled_rule} update orders set remains = 1 where id = {canceled}"
            ),
            format!("order {canceled} is canceled with 1000000 of 1000000 refunded and 1 of 1000"),
        ),
        (
            format!("{canceled_rule} update orders set state = 'canceled' where id = {partial}"),
            format!("order {partial} is canceled with"),
        ),
        (
            format!("{remains} update orders set remains = quantity + 1 where id = {queued}"),
            format!("order {queued} is queued with 1001 of 1000 remaining"),
        ),
        (
            format!("update orders set remains = 3 where id = {completed}"),
            format!("order {completed} is completed with 3 of 1000 remaining"),
        ),
        (
            format!("update orders set remains = 0 where id = {partial}"),
            format!("order {partial} is partial with 0 of 1000 remaining"),
        ),
        (
            format!("update orders set remains = 900 where id = {partial}"),
            format!("order {partial} is partial with 900 of 1000 remaining and only 500000"),
        ),
        (
            format!("{end_once} update orders set ended_at = null where id = {completed}"),
            format!("order {completed} is completed, and when it ended is not known"),
        ),
        (
            format!("update orders set account_id = {bob} where id = {queued}"),
            format!("order {queued} belongs to account {bob}, its transfers to {ann}"),
        ),
        (
            format!("update orders set account_id = 4242 where id = {queued}"),
            format!("order {queued} belongs to account 4242, which does not exist"),
        ),
        (
            format!("update orders set service_id = 4242 where id = {queued}"),
            format!("order {queued} is for service 4242, which does not exist"),
        ),
        (
            format!("delete from orders where id = {queued}"),
            format!("order {queued} has transfers and does not exist"),
        ),
        (
            format!("delete from order_events where order_id = {queued}"),
            format!("order {queued} has no event"),
        ),
        (
            format!("update transfers set order_id = null where key = 'order:{completed}:settle'"),
            "is a settle of no order".to_owned(),
        ),
        (
            format!("update transfers set kind = 'adjust' where key = 'order:{completed}:settle'"),
            format!("order {completed} has 1 transfers that no order makes"),
        ),
        (
            format!("update orders set rate = rate * 2 where id = {running}"),
            format!("order {running} costs 1000000, which is not the price of 1000"),
        ),
        // Families.
        (
            format!("update orders set runs_left = runs_left + 1 where id = {drip}"),
            format!("drip-feed {drip} of 5 runs made 4 and has 2 left"),
        ),
        (
            format!("update orders set runs_left = 0 where id = {drip}"),
            format!("drip-feed {drip} of 5 runs made 4 and has 0 left"),
        ),
        (
            format!("delete from orders where id = {}", runs[2]),
            format!("drip-feed {drip} of 5 runs made 3 and has 1 left"),
        ),
        (
            format!("update orders set charge = charge + 1 where id = {}", runs[2]),
            format!("drip-feed {drip} has 1 runs that do not carry its share"),
        ),
        (
            format!("update orders set charge = charge + 1 where id = {drip}"),
            format!("drip-feed {drip} costs 500001, which is not 5 equal shares"),
        ),
        (
            format!("delete from transfers where key = 'order:{}:settle'", runs[0]),
            format!("run {} is completed and its transfers took 0 from in flight", runs[0]),
        ),
        (
            format!(
                "delete from transfers where key like 'order:{}:refund:%'", runs[1]
            ),
            format!("order {} says 40000 was refunded, its transfers say 0", runs[1]),
        ),
        (
            format!("update orders set parent_id = 4242 where id = {}", runs[2]),
            format!("order {} belongs to order 4242, which does not exist", runs[2]),
        ),
        (
            format!(
                "update orders set state = 'completed', ended_at = now(), remains = 0 where id = {drip}"
            ),
            format!("drip-feed {drip} is completed and has a run that is open"),
        ),
    ];
    assert!(plants.len() >= 50, "{}", plants.len());
    let mut missed = Vec::new();
    for (statements, sentence) in plants {
        let copy = database.copy().await;
        plant(&copy.options(), &statements).await;
        let found = differences(copy.options()).await;
        if !found.iter().any(|difference| difference.contains(&sentence)) {
            missed.push(format!("{statements}\n  -> {sentence}\n  said {found:#?}"));
        }
        copy.drop().await;
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
    assert_eq!(differences(database.options()).await, Vec::<String>::new());
    database.drop().await;
}

/// If the timer finds a difference, nothing is sent to providers any more.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn books_that_differ_stop_the_sending() {
    let (database, story) = told().await;
    let wrong =
        format!("update wallets set balance = balance + 1 where account_id = {}", story.ann.id);
    plant(&database.options(), &wrong).await;
    let panel = Panel::start(database, &[]).await;
    // The first check of the books runs at the start; the queued order may be sent before it.
    let service = panel.service(|_| {}).await;
    crate::support::eventually("sending to stop", async || {
        let id = order(&panel, &story.bob, service, 1).await;
        let marker = order(&panel, &story.bob, service, 1).await;
        super::execute(
            &panel,
            // Perhaps it was sent before the books were checked.
            &format!(
                "update orders set state = 'scheduled', lane = null, due_at = created_at
                 where id = {marker};
                 delete from looks where order_id = {marker}"
            ),
        )
        .await;
        crate::support::eventually("the sweep to have passed", async || {
            (super::state(&panel, marker).await == "queued").then_some(())
        })
        .await;
        (super::state(&panel, id).await == "queued").then_some(())
    })
    .await;
    panel.stop().await.drop().await;
}
