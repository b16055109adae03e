//! A customer's day without a script: order, look, cancel, read the statement, download it.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use waybill::accounts::role::Role;
use waybill::kit::money::Money;

use super::{NOTHING, Visitor};
use crate::support::{Customer, Panel, order_id, still_panel};

const LINK: &str = "https://example.com/p/1";

async fn add(panel: &Panel, who: &Customer, service: i64, quantity: &str) -> i64 {
    let service = service.to_string();
    let fields = [("action", "add"), ("service", &service), ("link", LINK), ("quantity", quantity)];
    order_id(&panel.v2(&who.key, &fields).await)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_from_the_form_to_its_page() {
    still_panel(async |panel| {
        let customer = panel.customer("10").await;
        let service = panel.service(|service| service.draft.min = 10).await;
        panel.own_rate(&customer, service, Some("2")).await;
        let visitor = Visitor::of(panel, customer.id).await;
        let service = service.to_string();
        let page = visitor.get(&format!("/new?service={service}")).await;
        page.assert_shows("2.00 USD / 1000").assert_shows("10.00 USD");
        let once = page.hidden("once");
        let fields =
            [("service", service.as_str()), ("once", &once), ("link", LINK), ("quantity", "1000")];
        let quote = visitor.post("/new/quote", &fields).await;
        quote.assert_status(200).assert_shows("2.00 USD").assert_shows("8.00 USD");
        // If the customer asks for the price first, the id stays: it is still one order.
        let checked = visitor.post("/new/check", &fields).await;
        assert_eq!(checked.assert_status(200).hidden("once"), once);
        assert_eq!(panel.balance(&customer).await, "10.00");
        // The form carries the charge that was shown.
        let shown = quote.hidden("shown");
        assert_eq!((shown.as_str(), checked.hidden("shown")), ("2.00", shown.clone()));
        let fields = [fields[0], fields[1], fields[2], fields[3], ("shown", &shown)];
        let placed = visitor.post("/new", &fields).await;
        placed.assert_status(303);
        // The message about what was done is shown once.
        let words = "is placed; 2.00 USD was charged.";
        visitor
            .get(placed.location())
            .await
            .assert_shows(words)
            .assert_shows(LINK)
            .assert_shows("8.00 USD");
        assert!(!visitor.get(placed.location()).await.text().contains(words));
        visitor.get("/orders").await.assert_shows(placed.location());
        visitor.get("/statement").await.assert_shows("Charge for").assert_shows("8.00");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_that_is_not_taken_costs_nothing_and_says_why() {
    still_panel(async |panel| {
        let customer = panel.customer("0.5").await;
        let service = panel.service(|service| service.draft.unique_link = true).await;
        let off = panel.service(|service| service.draft.enabled = false).await.to_string();
        panel.block("blocked.example").await;
        let visitor = Visitor::of(panel, customer.id).await;
        add(panel, &customer, service, "100").await;
        let service = service.to_string();
        let other = "https://example.com/p/2";
        for (service, link, quantity, words) in [
            (&service, other, "1000", "does not cover this order"),
            (&service, LINK, "100", "is not finished yet"),
            (&service, "https://blocked.example/x", "100", "are not taken here"),
            (&service, other, "2000000", "At most 1,000,000"),
            (&service, other, "0", "At least 1"),
            (&service, other, "1.5", "whole number"),
            (&off, other, "100", "not on sale"),
            (&"424242".to_owned(), other, "100", "not on sale"),
            (&"x".to_owned(), other, "100", "Choose a service."),
        ] {
            let fields = [
                ("service", service.as_str()),
                ("once", "abcdefghijklmnopqrstuv"),
                ("link", link),
                ("quantity", quantity),
                ("shown", "1.00"),
            ];
            visitor.post("/new", &fields).await.assert_status(422).assert_shows(words);
        }
        assert_eq!(panel.balance(&customer).await, "0.40");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cancel_and_refill_by_the_buttons() {
    still_panel(async |panel| {
        let customer = panel.customer("10").await;
        let service = panel.service(|service| service.draft.refill_wait_h = 0).await;
        let visitor = Visitor::of(panel, customer.id).await;
        let first = add(panel, &customer, service, "1000").await;
        let path = format!("/orders/{first}");
        visitor.get(&path).await.assert_shows(&format!("{path}/cancel"));
        visitor.post(&format!("{path}/cancel"), &NOTHING).await.assert_goes(&path);
        visitor.get(&path).await.assert_shows("is back on your balance").assert_shows("Canceled");
        assert_eq!(panel.balance(&customer).await, "10.00");
        visitor.post(&format!("{path}/cancel"), &NOTHING).await.assert_goes(&path);
        visitor.get(&path).await.assert_shows("Cannot be canceled: it has ended.");
        assert_eq!(panel.balance(&customer).await, "10.00");
        let second = add(panel, &customer, service, "1000").await;
        panel.complete(second).await;
        panel.advance(TimeDelta::minutes(1));
        let path = format!("/orders/{second}");
        visitor.get(&path).await.assert_shows(&format!("{path}/refill"));
        visitor.post(&format!("{path}/refill"), &NOTHING).await.assert_goes(&path);
        visitor.get(&path).await.assert_shows("The refill is asked for.");
        visitor.post(&format!("{path}/refill"), &NOTHING).await.assert_goes(&path);
        visitor.get(&path).await.assert_shows("under way already");
        visitor.post(&format!("{path}/resume"), &NOTHING).await.assert_goes(&path);
        visitor.get(&path).await.assert_shows("Only a paused subscription");
    })
    .await;
}

/// The orders in the rows of a page.
fn rows(html: &str) -> Vec<i64> {
    let starts = html.split("<tr data-row=\"").skip(1);
    starts.map(|rest| rest.split('"').next().unwrap().parse().unwrap()).collect()
}

fn older(html: &str) -> Option<String> {
    let (_, rest) = html.split_once("rel=\"next\" href=\"")?;
    Some(rest.split('"').next().unwrap().replace("&#38;", "&"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_list_shows_every_order_once_and_only_ones_own() {
    still_panel(async |panel| {
        let (customer, other) = (panel.customer("10").await, panel.customer("10").await);
        let service = panel.service(|_| {}).await;
        let mut placed = BTreeSet::new();
        for _ in 0..120 {
            placed.insert(add(panel, &customer, service, "1").await);
        }
        let foreign = add(panel, &other, service, "1").await;
        let visitor = Visitor::of(panel, customer.id).await;
        let spelled = "/orders?q=HTTP%3A%2F%2Fwww.EXAMPLE.com%2Fp%2F1%2F%23top";
        for start in ["/orders", "/orders?state=pending", "/orders?q=example.com", spelled] {
            let (mut seen, mut next) = (Vec::new(), Some(start.to_owned()));
            while let Some(path) = next {
                let page = visitor.get(&path).await;
                seen.extend(rows(page.text()));
                next = older(page.text());
            }
            assert!(seen.windows(2).all(|pair| pair[0] > pair[1]), "{start}: newest first");
            assert_eq!(seen.into_iter().collect::<BTreeSet<_>>(), placed, "{start}");
        }
        for path in [
            "/orders?state=completed",
            &format!("/orders?q={foreign}"),
            "/orders?q=https%3A%2F%2Fexample.com%2Fp%2F2",
            "/orders?service=424242",
        ] {
            let page = visitor.get(path).await;
            assert!(rows(page.text()).is_empty(), "{path}");
            page.assert_shows("No order matches");
        }
        let staff = Visitor::of(panel, panel.account(Role::Support).await.id).await;
        for (state, shows) in [("pending", true), ("sending", false), ("unknown", false)] {
            let path = format!("/admin/orders?state={state}&service={service}");
            let page = staff.get(&path).await;
            let link = format!("/admin/orders/{foreign}\"");
            assert_eq!(page.assert_status(200).text().contains(&link), shows, "{path}");
        }
        let one = placed.first().unwrap();
        let page = visitor.get(&format!("/orders?q={one}")).await;
        assert_eq!(rows(page.text()), [*one]);
        let live = visitor.get(&format!("/orders/live?ids={one},{foreign},x,,0")).await;
        live.assert_shows(&format!("state-{one}"));
        assert!(!live.text().contains(&format!("state-{foreign}\"")));
    })
    .await;
}

/// The fields of a file as RFC 4180 has them.
fn table(text: &str) -> Vec<Vec<String>> {
    let (mut lines, mut line, mut field) = (Vec::new(), Vec::new(), String::new());
    let (mut quoted, mut chars) = (false, text.chars().peekable());
    while let Some(c) = chars.next() {
        match (quoted, c) {
            (true, '"') if chars.peek() == Some(&'"') => {
                chars.next();
                field.push('"');
            }
            (_, '"') => quoted = !quoted,
            (false, ',') => line.push(std::mem::take(&mut field)),
            (false, '\r') => {}
            (false, '\n') => {
                line.push(std::mem::take(&mut field));
                lines.push(std::mem::take(&mut line));
            }
            (_, c) => field.push(c),
        }
    }
    assert!(!quoted && field.is_empty() && line.is_empty());
    lines
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_statement_as_a_file_adds_up_and_runs_nothing() {
    still_panel(async |panel| {
        let customer = panel.customer("100").await;
        let admin = Visitor::of(panel, panel.account(Role::Admin).await.id).await;
        let service = panel.service(|_| {}).await;
        let notes = [
            "=1+1",
            "+1",
            "-1+1",
            "@SUM(A1)",
            "=cmd|' /C calc'!A0",
            "a,b",
            "say \"x\"",
            "two\nlines",
            "\u{ff1d}1+1",
            "\u{ff0b}1",
            "\u{ff0d}1+1",
            "\u{ff20}x",
            "a;=1+1",
            "a\t=1+1",
            "-",
            "--1",
            "-.",
            "1;2",
            "'=1",
            "plain",
        ];
        for (number, note) in notes.iter().enumerate() {
            let what = if number % 2 == 0 { "goodwill" } else { "debit" };
            let once = format!("abcdefgh{number}");
            let fields = [("what", what), ("amount", "0.25"), ("note", note), ("once", &once)];
            let path = format!("/admin/customers/{}/adjust", customer.id);
            admin.post(&path, &fields).await.assert_status(303);
        }
        for quantity in ["1000", "2500"] {
            let order = add(panel, &customer, service, quantity).await;
            panel.submit().await;
            panel.report(order, waybill::providers::Word::Partial, Some(400)).await;
        }
        // More lines than are read at once.
        for _ in 0..1_010 {
            panel.credit(&customer, "0.01").await;
        }
        let visitor = Visitor::of(panel, customer.id).await;
        let file = visitor.get("/statement.csv").await;
        file.assert_status(200);
        assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
        assert_eq!(file.header("content-disposition"), "attachment; filename=\"statement.csv\"");
        // Spreadsheets know by it that the file is UTF-8.
        let text = file.text().strip_prefix('\u{feff}').unwrap();
        let lines = table(text);
        assert_eq!(
            lines[0],
            ["time", "what", "order", "note", "amount", "balance after", "currency"]
        );
        assert!(lines.iter().all(|line| line.len() == 7));
        let amount = |text: &str| Money::parse(text).unwrap().micros();
        let total: i64 = lines[1..].iter().map(|line| amount(&line[4])).sum();
        let balance = panel.balance(&customer).await;
        assert_eq!(Money::from_micros(total).to_string(), balance);
        assert_eq!(lines[1][5], balance);
        for pair in lines[1..].windows(2) {
            assert_eq!(amount(&pair[0][5]) - amount(&pair[0][4]), amount(&pair[1][5]), "{pair:?}");
        }
        assert_eq!(lines.len(), 1 + 1 + notes.len() + 4 + 1_010);
        for note in notes {
            let of_note = |line: &&Vec<String>| {
                line[3].trim_start_matches('\'') == note.trim_start_matches('\'')
            };
            assert!(lines.iter().any(|line| of_note(&line)), "{note:?} is missing");
        }
        for line in &lines[1..] {
            for field in &line[..4] {
                let first = field.chars().next().unwrap_or('x');
                let runs = "=+-@\t\r\n\u{ff1d}\u{ff0b}\u{ff0d}\u{ff20}".contains(first);
                assert!(!runs, "a spreadsheet runs {field:?}");
            }
        }
        // If `;` or a tab separates the columns, no field starts in the middle of a note.
        for raw in ["\"a;=1+1\"", "\"a\t=1+1\""] {
            file.assert_shows(raw);
        }
        // The filters of the page also apply to the file.
        let charges = table(visitor.get("/statement.csv?kind=charges").await.text());
        assert_eq!(charges.len(), 3);
        assert_eq!(table(visitor.get("/statement.csv?order=424242").await.text()).len(), 1);
    })
    .await;
}
