//! The statement: ranges, totals, days and the file, on both sides.

use chrono::TimeDelta;
use waybill::accounts::role::Role;

use super::{Answer, Visitor};
use crate::support::rows::value;
use crate::support::{Customer, Panel, order_id, still_panel};

async fn order(panel: &Panel, who: &Customer, service: i64, quantity: &str) {
    let service = service.to_string();
    let fields = [
        ("action", "add"),
        ("service", service.as_str()),
        ("link", "https://example.com/p/1"),
        ("quantity", quantity),
    ];
    order_id(&panel.v2(&who.key, &fields).await);
}

/// What stands under this word in the totals.
#[track_caller]
fn total(page: &Answer, word: &str) -> String {
    let (_, rest) = page.text().split_once(&format!("<dt>{word}</dt><dd")).expect(word);
    rest.split_once('>').unwrap().1.split('<').next().unwrap().to_owned()
}

#[track_caller]
fn assert_totals(page: &Answer, expected: [(&str, &str); 5]) {
    page.assert_status(200);
    for (word, amount) in expected {
        assert_eq!(total(page, word), amount, "{word}: {}", page.asked);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_range_adds_up_from_its_opening_balance_to_its_closing_one() {
    still_panel(async |panel| {
        let who = panel.customer("1200.5").await;
        let service = panel.service(|_| {}).await;
        let visitor = Visitor::of(panel, who.id).await;
        let first = panel.app.clock.now().date_naive();
        order(panel, &who, service, "1000").await;
        panel.advance(TimeDelta::days(2));
        order(panel, &who, service, "250").await;
        panel.advance(TimeDelta::days(2));
        panel.credit(&who, "7").await;

        let all = visitor.get("/statement").await;
        all.assert_shows(&first.format("%A, %-d %B %Y").to_string());
        assert_totals(
            &all,
            [
                ("Opening balance", "0.00"),
                ("In", "1,207.50"),
                ("Out", "1.25"),
                ("Net", "1,206.25"),
                ("Closing balance", "1,206.25"),
            ],
        );
        let day = |days: i64| first + TimeDelta::days(days);
        let middle = visitor.get(&format!("/statement?from={}&to={}", day(1), day(3))).await;
        assert_totals(
            &middle,
            [
                ("Opening balance", "1,199.50"),
                ("In", "0.00"),
                ("Out", "0.25"),
                ("Net", "−0.25"),
                ("Closing balance", "1,199.25"),
            ],
        );
        assert_eq!(middle.text().matches("<tr>\n      <td").count(), 1);
        let until = visitor.get(&format!("/statement?to={first}")).await;
        assert_eq!(total(&until, "Closing balance"), "1,199.50");
        let since = visitor.get(&format!("/statement?from={}", day(4))).await;
        assert_eq!(total(&since, "In"), "7.00");
        let none = visitor.get(&format!("/statement?from={}", day(30))).await;
        none.assert_shows("No movement matches");
        assert_eq!(total(&none, "Opening balance"), total(&none, "Closing balance"));
        // A kind alone has no balance at its ends.
        let charges = visitor.get("/statement?kind=charges").await;
        assert_eq!(
            (total(&charges, "Out"), total(&charges, "Net")),
            ("1.25".into(), "−1.25".into())
        );
        assert!(!charges.text().contains("Opening balance"));
        charges.assert_shows("href=\"/statement.csv?kind=charges\"");

        for (query, words) in [
            ("from=2026-13-01", "A day is written like"),
            ("from=2026-11-30&to=2026-11-01", "The first day is after"),
            ("from=%00&to=%FF", "A day is written like"),
            ("from=999999-01-01", "A day is written like"),
        ] {
            visitor
                .get(&format!("/statement?{query}"))
                .await
                .assert_status(200)
                .assert_shows(words);
        }
        let file = visitor.get(&format!("/statement.csv?from={}&to={}", day(1), day(3))).await;
        assert_eq!(file.text().lines().count(), 2);
        file.assert_shows(",-0.25,1199.25,USD");

        let path = format!("/admin/customers/{}/statement", who.id);
        let staff = Visitor::of(panel, panel.account(Role::Support).await.id).await;
        let page = staff.get(&format!("{path}?from={}&to={}", day(1), day(3))).await;
        assert_eq!(total(&page, "Closing balance"), "1,199.25");
        page.assert_shows("/admin/orders/");
        let file = staff.get(&format!("{path}.csv?kind=credits")).await;
        assert_eq!(file.text().lines().count(), 3);
        staff.get("/admin/customers/424242/statement.csv").await.assert_status(404);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_large_account_reads_its_statement_and_its_file() {
    still_panel(async |panel| {
        let who = panel.customer("1").await;
        let sql = format!(
            "set local session_replication_role = replica;
             insert into transfers (account_id, debit, credit, amount, kind, key, balance_after,
                                    version, at)
             select {0}, 'wallet', 'sales', 1, 'charge', 'planted:' || n, 1000000 - n, 1 + n,
                    now() + make_interval(secs => n)
             from generate_series(1, 25000) n;
             update wallets set version = 25001 where account_id = {0}",
            who.id
        );
        let mut tx = panel.owner.acquire().await.unwrap();
        sqlx::raw_sql(sqlx::AssertSqlSafe(format!("begin; {sql}; commit")))
            .execute(&mut *tx)
            .await
            .unwrap();
        drop(tx);
        let visitor = Visitor::of(panel, who.id).await;
        let page = visitor.get("/statement").await;
        page.assert_shows("more than 20,000 movements");
        assert_eq!(total(&page, "Closing balance"), "0.975");
        let tomorrow = panel.app.clock.now().date_naive() + TimeDelta::days(1);
        visitor.get(&format!("/statement?from={tomorrow}")).await.assert_status(200);
        let file = visitor.get("/statement.csv").await;
        assert_eq!(file.text().lines().count(), 25_002);
        assert_eq!(value::<i64>(panel, "select count(*) from transfers").await, 25_001);
        // The books would not add up.
        let undo = format!(
            "begin; set local session_replication_role = replica;
             delete from transfers where key like 'planted:%';
             update wallets set version = 1 where account_id = {}; commit",
            who.id
        );
        sqlx::raw_sql(sqlx::AssertSqlSafe(undo)).execute(&panel.owner).await.unwrap();
    })
    .await;
}
