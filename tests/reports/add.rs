//! How transfers get into the sums: each once, late ones late, whoever adds; and how sums that were
//! changed are found and made again.
//!
//! Seen red by `make seeded`: `late-is-unreported`.

use chrono::TimeDelta;
use futures_util::future::join_all;
use sqlx::AssertSqlSafe;
use waybill::providers::Word;
use waybill::reports::{self, books};

use super::{add, add_all};
use crate::commands::Operator;
use crate::support::rows::value;
use crate::support::{Panel, still_panel};

const CHARGES: &str = "select coalesce(sum(orders), 0)::bigint from report_sums where dimension = 'all' and grain = 'hour'";

async fn orders(panel: &Panel, count: usize) {
    let service = panel.service(|_| {}).await;
    let customer = panel.customer("1000").await;
    for at in 0..count {
        let order = panel.order(&customer, service, 1000).await;
        if at % 3 == 0 {
            panel.complete(order).await;
        }
        if at % 4 == 1 {
            panel.submit().await;
            panel.report(order, Word::Partial, Some(400)).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_transfer_that_commits_late_is_reported_late() {
    still_panel(async |panel| {
        let customer = panel.customer("50").await;
        add_all(panel).await;
        #[expect(clippy::disallowed_methods, reason = "the test holds it open by hand")]
        let mut open = panel.owner.begin().await.unwrap();
        let insert = format!(
            "insert into transfers (account_id, debit, credit, amount, kind, key, order_id, at)
             values ({}, 'in_flight', 'sales', 1, 'settle', 'order:0:settle', 0, now())",
            customer.id
        );
        sqlx::raw_sql(AssertSqlSafe(insert)).execute(&mut *open).await.unwrap();
        orders(panel, 1).await;
        // Once to note how far, once to get there, if that were possible.
        for _ in 0..2 {
            while add(panel).await.unwrap() {}
        }
        assert_eq!(value::<i64>(panel, CHARGES).await, 0, "nobody knows what the open one does");
        open.rollback().await.unwrap();
        add_all(panel).await;
        assert_eq!(value::<i64>(panel, CHARGES).await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_who_add_at_once_add_once() {
    still_panel(async |panel| {
        for _ in 0..3 {
            orders(panel, 4).await;
            let adds = (0..8).map(|_| async {
                for _ in 0..4 {
                    add(panel).await.unwrap();
                }
            });
            join_all(adds).await;
        }
        add_all(panel).await;
        assert_eq!(value::<i64>(panel, CHARGES).await, 12);
        panel.assert_books().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sums_that_were_changed_are_named_and_made_again() {
    still_panel(async |panel| {
        orders(panel, 6).await;
        panel.advance(TimeDelta::days(40));
        orders(panel, 6).await;
        add_all(panel).await;
        let (db, clock) = (&panel.app.db, &panel.app.clock);
        while let Some((day, found)) = books::check_due(db, clock).await.unwrap() {
            assert_eq!(found, Vec::<String>::new(), "{day}");
        }
        let program = Operator::with(&panel.database);
        for (change, named) in [
            ("update report_sums set charge = charge + 1 where dimension = 'service' and grain = 'day'
                  and orders > 0", "day, service"),
            ("update report_sums set settled = settled - 1 where dimension = 'customer'
                  and grain = 'day' and settled > 0", "day, customer"),
            ("update report_sums set refunded = 5 where dimension = 'way' and grain = 'hour'",
                "hour, way",
            ),
            (
                "delete from report_sums where dimension = 'way' and grain = 'month'", "month, way"),
            ("update report_sums set cost = cost + 1 where dimension = 'service'
                  and grain = 'sixth'", "sixth, service"),
            ("delete from report_sums where dimension = 'all' and grain = 'sixth'", "sixth, all"),
            ("insert into report_sums select 'provider', 77, grain, at, 1, 0, 0, 0, 0, 0, 0
                  from report_sums where dimension = 'all' and grain = 'hour'", "hour, provider 77"),
            ("update report_movements set amount = amount + 1 where kind = 'charge'
                  and grain = 'hour'", "charge from wallet to in_flight"),
            ("delete from report_movements where kind = 'settle' and grain = 'day'",
             "day, settle from in_flight to sales"),
        ] {
            sqlx::raw_sql(change).execute(&panel.owner).await.unwrap();
            let output = program.run(&["books", "check"]);
            let said = String::from_utf8_lossy(&output.stdout).into_owned();
            assert!(!output.status.success(), "{change}: {said}");
            assert!(said.contains("reports: ") && said.contains(named), "{change}: {said}");
            // The workers' turn finds it, too.
            panel.advance(TimeDelta::hours(21));
            let mut found = Vec::new();
            while let Some((_, more)) = books::check_due(db, clock).await.unwrap() {
                found.extend(more);
            }
            assert!(found.iter().any(|one| one.contains(named)), "{change}: {found:?}");
            assert!(!books::news(db.pool()).await.unwrap().sentences.is_empty());
            assert!(program.say(&["reports", "rebuild"]).contains("days were made again"));
            while books::check_due(db, clock).await.unwrap().is_some() {}
            assert!(books::news(db.pool()).await.unwrap().sentences.is_empty());
            panel.assert_books().await;
        }
        // From a day on, and what is added later fits to it.
        let today = clock.now().date_naive();
        assert_eq!(reports::rebuild(db, Some(today)).await.unwrap(), 0, "nothing happened today");
        orders(panel, 2).await;
        add_all(panel).await;
        assert_eq!(reports::rebuild(db, Some(today)).await.unwrap(), 1);
        panel.assert_books().await;
    })
    .await;
}
