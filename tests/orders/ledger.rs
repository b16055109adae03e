//! The ledger's own rules, which the database enforces: history is never overwritten.

use sqlx::AssertSqlSafe;
use waybill::accounts::audit_chain;
use waybill::kit::money::Money;
use waybill::kit::page::Cursor;
use waybill::ledger::statement;
use waybill::providers::Word;

use super::{apply, order, report, running, value};
use crate::support::still_panel;

#[tokio::test]
async fn history_is_neither_changed_nor_deleted() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("5").await;
        running(panel, &customer, service, 1000).await;
        audit_chain::seal(&panel.app.db).await.unwrap();
        let running = sqlx::PgPool::connect_with(panel.database.running()).await.unwrap();
        for (table, key, column) in [
            ("transfers", "id", "at"),
            ("order_events", "id", "at"),
            ("audit", "id", "at"),
            ("audit_chain", "number", "hash"),
        ] {
            let rows: i64 = value(panel, &format!("select count(*) from {table}")).await;
            assert!(rows > 0, "{table}");
            for statement in [
                format!("update {table} set {column} = {column}"),
                format!("update {table} set {key} = default"),
                format!("delete from {table}"),
                format!("truncate {table}"),
                format!("truncate {table} cascade"),
            ] {
                for (who, says) in
                    [(&panel.owner, "its rows are history"), (&running, "permission denied")]
                {
                    let done = sqlx::query(AssertSqlSafe(statement.clone()));
                    let words = done.execute(who).await.expect_err(&statement).to_string();
                    assert!(words.contains(says), "{statement}: {words}");
                }
            }
        }
        running.close().await;
    })
    .await;
}

#[tokio::test]
async fn no_balance_goes_below_zero_and_no_key_is_used_twice() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("5").await;
        let id = order(panel, &customer, service, 1000).await;
        for (statement, refuses) in [
            (
                format!("update wallets set balance = -1 where account_id = {}", customer.id),
                "wallets_never_below_zero",
            ),
            (
                format!("update wallets set owes = -1 where account_id = {}", customer.id),
                "wallets_never_owe_below_zero",
            ),
            (
                format!("update orders set refunded = charge + 1 where id = {id}"),
                "orders_refund_within_charge",
            ),
            (
                format!(
                    "update orders set state = 'canceled', ended_at = created_at where id = {id}"
                ),
                "orders_canceled_is_refunded",
            ),
            (format!("update orders set state = 'completed' where id = {id}"), "orders_end_once"),
            (
                "insert into transfers (account_id, debit, credit, amount, kind, key, at)
                 select account_id, 'in_flight', 'sales', 1, 'settle', key, at from transfers"
                    .to_owned(),
                "transfers_key",
            ),
            (
                "insert into transfers (account_id, debit, credit, amount, kind, key, at)
                 values (1, 'deposits', 'wallet', 1, 'deposit', 'new', clock_timestamp())"
                    .to_owned(),
                "transfers_count_wallets",
            ),
            (
                "insert into transfers (account_id, debit, credit, amount, kind, key, at)
                 values (1, 'sales', 'sales', 1, 'x', 'new', clock_timestamp())"
                    .to_owned(),
                "transfers_between_two",
            ),
        ] {
            let done = sqlx::query(AssertSqlSafe(statement.clone()));
            let refused = done.execute(panel.app.db.pool()).await.expect_err(&statement);
            assert!(refused.to_string().contains(refuses), "{statement}: {refused}");
        }
    })
    .await;
}

#[tokio::test]
async fn the_statement_names_every_movement() {
    still_panel(async |panel| {
        super::clerk(panel).await;
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("5").await;
        let id = running(panel, &customer, service, 1000).await;
        apply(panel, id, report(Word::Partial, 250)).await;
        super::desk_refund(panel, id, "0.3").await.unwrap();
        let (pool, all) = (panel.app.db.pool(), statement::Filter::default());
        let page = statement::page_of(pool, customer.id, &all, Cursor::default()).await.unwrap();
        let lines: Vec<_> = page
            .rows
            .iter()
            .map(|line| {
                let (amount, after) = (line.amount.to_string(), line.balance_after.to_string());
                format!("{} {} {amount} {after}", line.version, line.kind)
            })
            .collect();
        assert_eq!(
            lines,
            [
                "4 refund 0.05 4.30",
                "3 refund 0.25 4.25",
                "2 charge -1.00 4.00",
                "1 deposit 5.00 5.00"
            ]
        );
        let sum: i64 = page.rows.iter().map(|line| line.amount.micros()).sum();
        assert_eq!(Money::from_micros(sum).to_string(), panel.balance(&customer).await);
    })
    .await;
}
