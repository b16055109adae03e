//! The staff's reports: what the pages and files say is what the ledger holds; who may see them; dates
//! that cannot be read; transfers that are looked for.

use chrono::TimeDelta;
use waybill::accounts::role::Role;
use waybill::providers::Word;

use super::Visitor;
use crate::reports::add_all;
use crate::support::rows::{execute, value};
use crate::support::{Panel, still_panel};

/// Two services, two customers; one order delivered, one in part, one canceled, one open.
async fn shop(panel: &Panel) -> (i64, i64) {
    let likes = panel.service(|service| service.category = "Likes").await;
    let views = panel.service(|service| service.category = "Views").await;
    execute(
        panel,
        "update services set name = 'Likes, real' where id = (select min(id) from services)",
    )
    .await;
    execute(panel, "update routes set cost_rate = 400000").await;
    let [ann, bob] = [panel.customer("100").await, panel.customer("50").await];
    let done = panel.order(&ann, likes, 1000).await;
    panel.complete(done).await;
    let part = panel.order(&bob, likes, 2000).await;
    panel.submit().await;
    panel.report(part, Word::Partial, Some(500)).await;
    panel.advance(TimeDelta::days(1));
    let canceled = panel.order(&ann, views, 3000).await;
    panel.submit().await;
    panel.report(canceled, Word::Canceled, None).await;
    panel.order(&bob, views, 500).await;
    panel.refund(done, "0.1").await;
    add_all(panel).await;
    (likes, views)
}

/// The lines of a file, split at its commas.
fn lines(text: &str) -> Vec<Vec<String>> {
    let text = text.trim_start_matches('\u{feff}');
    let fields =
        |line: &str| line.split(',').map(|field| field.trim_matches('"').to_owned()).collect();
    text.lines().map(fields).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_report_says_what_the_ledger_holds() {
    still_panel(async |panel| {
        let empty = Visitor::of(panel, panel.account(Role::Admin).await.id).await;
        empty
            .get("/admin/reports")
            .await
            .assert_status(200)
            .assert_shows("Nothing moved in this period");
        let (likes, views) = shop(panel).await;
        let staff = Visitor::of(panel, panel.account(Role::Owner).await.id).await;
        let by = staff.get("/admin/reports?period=7&by=service").await;
        by.assert_status(200);
        by.assert_shows(&format!("{likes} · Likes, real"));
        by.assert_shows(&format!("by=day&#38;service={views}"));
        for path in [
            "/admin/reports?period=7".to_owned(),
            "/admin/reports?period=today&by=customer".to_owned(),
            "/admin/reports?period=90&by=provider&sort=profit".to_owned(),
            "/admin/reports?period=month&by=way&sort=-orders".to_owned(),
            "/admin/reports?period=last-month&by=category".to_owned(),
            format!("/admin/reports?period=7&service={likes}"),
            "/admin/reports?period=7&by=service&category=1".to_owned(),
            "/admin/reports?period=7&customer=999999".to_owned(),
            "/admin/reports?period=7&way=x&page=-3".to_owned(),
            "/admin/reports?period=7&by=service&page=99999999".to_owned(),
        ] {
            staff.get(&path).await.assert_status(200);
        }
        // The file's sums are the ledger's.
        let file = staff.get("/admin/reports.csv?period=7&by=service").await;
        let rows = lines(file.text());
        assert_eq!(rows[0][..5], ["number", "service", "orders", "charge", "refunds"]);
        let sum = |column: usize| -> i64 {
            rows[1..]
                .iter()
                .map(|row| {
                    waybill::kit::money::Money::parse(&row[row.len() - 10 + column])
                        .unwrap()
                        .micros()
                })
                .sum()
        };
        let of = async |kind: &str| {
            let sql = format!(
                "select coalesce(sum(amount), 0)::bigint from transfers where kind = '{kind}'"
            );
            value::<i64>(panel, &sql).await
        };
        assert_eq!(sum(1), 4_000_000, "orders");
        assert_eq!(sum(2), of("charge").await);
        assert_eq!(sum(3), of("refund").await);
        assert_eq!(sum(4), of("settle").await - 100_000, "sales");
        assert_eq!(sum(5), of("cost").await);
        assert_eq!(sum(6), sum(4) - sum(5), "profit");
        let days = lines(staff.get("/admin/reports.csv?period=7").await.text());
        assert_eq!(days.len(), 8);
        assert_eq!(days[0][0], "day (UTC)");
        let orders: Vec<&str> = days[6..].iter().map(|row| row[1].as_str()).collect();
        assert_eq!(orders, ["2", "2"]);
        let providers = lines(staff.get("/admin/reports.csv?period=7&by=provider").await.text());
        assert_eq!(providers[0][2], "delivered");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn dates_that_cannot_be_read_are_named_beside_their_field() {
    still_panel(async |panel| {
        let staff = Visitor::of(panel, panel.account(Role::Owner).await.id).await;
        for path in [
            "/admin/reports",
            "/admin/reports.csv",
            "/admin/reports/money",
            "/admin/reports/close.csv",
        ] {
            let page = staff.get(&format!("{path}?from=31.12.2025&to=2026-01-01")).await;
            page.assert_status(200).assert_shows("id=\"error-from\"").assert_shows("31.12.2025");
            let page = staff.get(&format!("{path}?from=2026-02-01&to=2026-01-01")).await;
            page.assert_status(200).assert_shows("This is before the first day.");
            staff.get(&format!("{path}?from=2021-01-01&to=2026-12-01")).await.assert_status(200);
        }
        let page = staff.get("/admin/reports/transfers?to=tomorrow").await;
        page.assert_status(200).assert_shows("id=\"error-to\"");
        let support = Visitor::of(panel, panel.account(Role::Support).await.id).await;
        support.get("/admin/reports").await.assert_status(403);
        assert!(!support.get("/admin").await.text().contains("/admin/reports"));
    })
    .await;
}

/// How many accounts the chart has.
const ACCOUNTS: usize = 16;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_daily_close_adds_up_to_the_ledger() {
    still_panel(async |panel| {
        shop(panel).await;
        let staff = Visitor::of(panel, panel.account(Role::Owner).await.id).await;
        let page = staff.get("/admin/reports/money?period=7").await;
        page.assert_status(200)
            .assert_shows("Customers&#39; balances")
            .assert_shows("They balance");
        let rows = lines(staff.get("/admin/reports/close.csv?period=90").await.text());
        let money = |text: &str| waybill::kit::money::Money::parse(text).unwrap().micros();
        assert_eq!(rows.len(), 1 + 90 * ACCOUNTS);
        let closing = rows[0].iter().position(|name| name == "closing").unwrap();
        for row in &rows[1..] {
            let sum: i64 = row[2..closing].iter().map(|text| money(text)).sum();
            assert_eq!(sum, money(&row[closing]), "{row:?}");
        }
        // Each day opens as the day before closed, and all accounts together hold nothing.
        for (row, next) in rows[1..].iter().zip(&rows[1 + ACCOUNTS..]) {
            assert_eq!((&row[1], &row[closing]), (&next[1], &next[2]));
        }
        for day in rows[1..].chunks(ACCOUNTS) {
            assert_eq!(day.iter().map(|row| money(&row[closing])).sum::<i64>(), 0);
        }
        let last = rows[rows.len() - ACCOUNTS..].iter();
        let held: Vec<i64> = last.map(|row| money(&row[closing])).collect();
        let wallets = value::<i64>(panel, "select sum(balance)::bigint from wallets").await;
        assert_eq!(held[0], wallets);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn transfers_are_found() {
    still_panel(async |panel| {
        shop(panel).await;
        let staff = Visitor::of(panel, panel.account(Role::Owner).await.id).await;
        let order = value::<i64>(panel, "select min(id) from orders").await;
        let email = value::<String>(
            panel,
            "select email from accounts a join transfers t on t.account_id = a.id order by t.id limit 1",
        )
        .await;
        let page = |query: &str| format!("/admin/reports/transfers?{query}");
        let found = async |query: &str| {
            let page = staff.get(&page(query)).await;
            page.assert_status(200);
            page.text().matches("data-row=").count()
        };
        let all = value::<i64>(panel, "select count(*) from transfers").await;
        assert_eq!(found("").await, usize::try_from(all).unwrap());
        assert_eq!(found(&format!("key=order:{order}:charge")).await, 1);
        assert_eq!(found("key=nothing").await, 0);
        assert_eq!(found(&format!("order={order}")).await, 4);
        assert_eq!(found(&format!("order={order}&kind=cost")).await, 1);
        assert_eq!(found("kind=deposit").await + found("kind=adjust").await, 2);
        let wallet = format!(
            "select count(*) from transfers t join accounts a on a.id = t.account_id
             where email = '{email}' and version is not null"
        );
        let own = usize::try_from(value::<i64>(panel, &wallet).await).unwrap();
        assert_eq!(found(&format!("who={email}")).await, own);
        staff.get(&page("who=nobody@example.com")).await.assert_shows("Nobody has this address");
        let today = panel.app.clock.now().date_naive();
        let yesterday = today.pred_opt().unwrap();
        let both = found(&format!("from={yesterday}&to={yesterday}")).await
            + found(&format!("from={today}&to={today}")).await;
        assert_eq!(both, usize::try_from(all).unwrap());
        assert_eq!(found("from=2020-01-01&to=2020-02-01").await, 0);
        assert_eq!(found("order=x").await, 0);
    })
    .await;
}
