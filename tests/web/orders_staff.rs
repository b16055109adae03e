//! The staff's list of orders and what staff do on an order's page: search, filters and what their
//! chips count, columns, files, notes, corrections, and moves to another provider.
//!
//! Seen red by `make seeded`: `link-after-sent`.

use chrono::TimeDelta;
use waybill::accounts::role::Role;
use waybill::providers::{Outcome, Word};

use super::{Answer, Visitor};
use crate::support::rows::{execute, state, value};
use crate::support::{Customer, Panel, order_id, still_panel};

async fn staff(panel: &Panel, role: Role) -> Visitor<'_> {
    Visitor::of(panel, panel.account(role).await.id).await
}

async fn add(panel: &Panel, who: &Customer, service: i64, more: &[(&str, &str)]) -> i64 {
    let service = service.to_string();
    let mut fields = vec![("action", "add"), ("service", service.as_str())];
    for (name, value) in [("link", "https://example.com/p/1"), ("quantity", "1000")] {
        if more.iter().all(|(other, _)| *other != name) {
            fields.push((name, value));
        }
    }
    fields.extend_from_slice(more);
    order_id(&panel.v2(&who.key, &fields).await)
}

fn rows(page: &Answer) -> Vec<i64> {
    let starts = page.text().split("<tr data-row=\"").skip(1);
    starts.map(|rest| rest.split('"').next().unwrap().parse().unwrap()).collect()
}

/// What stands on a chip beside its word; "" for nothing.
fn count(page: &Answer, word: &str) -> String {
    let bar = page.text().split("aria-label=\"State\">").nth(1).unwrap();
    let bar = bar.split("</nav>").next().unwrap();
    let chip = bar.split("<a ").find(|chip| chip.contains(&format!(">{word}")));
    let chip = chip.unwrap_or_else(|| panic!("no chip {word}: {bar}"));
    let count = chip.split("<span class=\"count\">").nth(1);
    count.map_or(String::new(), |rest| rest.split('<').next().unwrap().to_owned())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_search_and_filter_finds_its_orders() {
    still_panel(async |panel| {
        let (ann, bob) = (panel.customer("100").await, panel.customer("100").await);
        let named = |name: &'static str| {
            move |service: &mut crate::support::ServiceDraft| service.draft.name = name.to_owned()
        };
        let views = panel.service(named("Video views, slow and steady")).await;
        let likes = panel.service(named("Photo likes")).await;
        let first = add(panel, &ann, views, &[]).await;
        panel.complete(first).await;
        panel.advance(TimeDelta::days(2));
        let second = add(panel, &ann, views, &[("link", "https://www.example.com/p/2/")]).await;
        let third = add(panel, &bob, likes, &[]).await;
        let dripped = add(panel, &ann, views, &[("runs", "2"), ("interval", "10")]).await;
        let held = add(panel, &bob, likes, &[("link", "https://example.com/p/9")]).await;
        execute(
            panel,
            &format!(
                "update orders set state = 'hold', lane = null, due_at = null,
                          attention = 'no provider', attention_reason = 'hold' where id = {held}"
            ),
        )
        .await;
        execute(
            panel,
            &format!(
                "update orders set idempotency_key = 'mass:1', source = 'page'
                      where id = {third}"
            ),
        )
        .await;
        let support = staff(panel, Role::Support).await;
        let sandbox: i64 =
            value(panel, "select id from providers where protocol = 'sandbox'").await;
        let days = |from: i64, to: i64| {
            let day = |ago: i64| (panel.app.clock.now() - TimeDelta::days(ago)).date_naive();
            format!("from={}&to={}", day(from), day(to))
        };
        let all = vec![held, dripped, third, second, first];
        for (query, expected, completed) in [
            (String::new(), all.clone(), ""),
            (format!("q={first}"), vec![first], "1"),
            (format!("q=%23{first}%2C+{third}"), vec![third, first], "1"),
            (format!("q=upstream-{first}"), vec![first], "1"),
            (format!("q={}", ann.email), vec![dripped, second, first], "1"),
            (format!("q={}", bob.email.to_uppercase()), vec![held, third], ""),
            ("q=customer%40".to_owned(), vec![], ""),
            ("q=https%3A%2F%2Fexample.com%2Fp%2F2".to_owned(), vec![second], ""),
            ("q=photo+LIKES".to_owned(), vec![held, third], ""),
            ("q=nothing+like+it".to_owned(), vec![], ""),
            (format!("customer={}", ann.id), vec![dripped, second, first], "1"),
            (format!("customer={}&q={}", ann.id, bob.email), vec![], ""),
            (format!("provider={sandbox}"), vec![first], "1"),
            ("provider=424242".to_owned(), vec![], ""),
            (format!("service={likes}"), vec![held, third], ""),
            (format!("service={views}&state=completed"), vec![first], "1"),
            ("door=mass".to_owned(), vec![third], ""),
            ("door=api-v2".to_owned(), vec![held, dripped, second, first], "1"),
            ("door=order-api".to_owned(), vec![], ""),
            ("door=drip-feed".to_owned(), vec![dripped], ""),
            (days(3, 1), vec![first], "1"),
            (days(1, 0), vec![held, dripped, third, second], ""),
            ("state=attention".to_owned(), vec![held], ""),
            ("state=hold".to_owned(), vec![held], ""),
            ("state=pending".to_owned(), vec![dripped, third, second], ""),
            ("state=unknown".to_owned(), vec![], ""),
            ("state=sending".to_owned(), vec![], ""),
            ("state=running".to_owned(), vec![], ""),
            (format!("state=pending&customer={}", bob.id), vec![third], ""),
        ] {
            let page = support.get(&format!("/admin/orders?{query}")).await;
            assert_eq!(rows(&page), expected, "{query}");
            let narrow = query.replace("state=", "").len() == query.len() && !query.is_empty();
            if narrow {
                assert_eq!(count(&page, "Completed"), completed, "{query}");
            }
            let file = support.get(&format!("/admin/orders.csv?{query}")).await;
            assert_eq!(file.text().matches("\r\n").count(), expected.len() + 1, "{query}");
        }
        // The other filters count: two of Bob's, one of which is on hold.
        let page = support.get(&format!("/admin/orders?customer={}", bob.id)).await;
        assert_eq!(
            [count(&page, "All"), count(&page, "On hold"), count(&page, "Pending")],
            ["2", "1", "1"]
        );
        assert_eq!(count(&page, "Needs a look"), "1");
        // An order that we call by a number comes before those that a provider calls so.
        execute(panel, &format!("update orders set upstream_id = '{second}' where id = {first}"))
            .await;
        let page = support.get(&format!("/admin/orders?q={second}")).await;
        assert_eq!(rows(&page), [second, first]);
        for path in [
            "/admin/orders?from=2026-13-45",
            "/admin/orders?before=x&after=y",
            "/admin/orders?before=-5",
            "/admin/orders?service=99999999999999999999",
            "/admin/orders?customer=x&provider=y&parent=z",
            "/admin/orders?q=%25%00_%5C&door=nonsense&state=nonsense",
            "/admin/orders?to=%2B262142-01-01",
        ] {
            support.get(path).await.assert_status(200);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_lead_on_and_back() {
    still_panel(async |panel| {
        let customer = panel.customer("1000").await;
        let service = panel.service(|_| {}).await;
        let mut placed = Vec::new();
        for _ in 0..120 {
            placed.push(add(panel, &customer, service, &[]).await);
        }
        placed.reverse();
        let admin = staff(panel, Role::Admin).await;
        for filter in ["", "state=pending&", &format!("service={service}&"), "door=api-v2&"] {
            let (mut seen, mut path) = (Vec::new(), format!("/admin/orders?{filter}"));
            let mut last = path.clone();
            loop {
                let page = admin.get(&path).await;
                seen.extend(rows(&page));
                let text = page.text().replace("&#38;", "&").replace("&amp;", "&");
                let older = text.split("rel=\"next\" href=\"").nth(1).map(str::to_owned);
                let Some(older) = older else { break };
                last = path;
                path = older.split('"').next().unwrap().to_owned();
            }
            assert_eq!(seen, placed, "{filter}");
            // Back from the last page.
            let text = admin.get(&path).await.text().replace("&#38;", "&").replace("&amp;", "&");
            let newer = text.split("rel=\"prev\" href=\"").nth(1).unwrap();
            let back = admin.get(newer.split('"').next().unwrap()).await;
            assert_eq!(rows(&back), rows(&admin.get(&last).await), "{filter}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn columns_are_chosen_and_ticked_rows_are_a_file() {
    still_panel(async |panel| {
        let customer = panel.customer("10").await;
        let service = panel.service(|_| {}).await;
        let one = add(panel, &customer, service, &[]).await;
        let two = add(panel, &customer, service, &[]).await;
        let admin = staff(panel, Role::Admin).await;
        let heads = |page: &Answer| {
            let head =
                page.text().split("<thead>").nth(1).unwrap().split("</thead>").next().unwrap();
            head.split("<th ")
                .skip(2)
                .map(|th| th.split('>').nth(1).unwrap().split('<').next().unwrap().to_owned())
                .collect::<Vec<_>>()
                .join("|")
        };
        let usual = "Order|Service and link|Customer|State|Provider|Charge, USD|Placed";
        assert_eq!(heads(&admin.get("/admin/orders").await), usual);
        let chosen = [("column", "q"), ("column", "g"), ("column", "x"), ("back", "state=pending")];
        let sent = admin.post("/admin/orders/columns", &chosen).await;
        sent.assert_goes("/admin/orders?state=pending");
        let page = admin.get("/admin/orders").await;
        assert_eq!(heads(&page), "Order|Service and link|State|Quantity|Profit");
        admin
            .post("/admin/orders/columns", &[("back", "//evil.example")])
            .await
            .assert_goes("/admin/orders");
        assert_eq!(heads(&admin.get("/admin/orders").await), "Order|Service and link|State");

        let ids = [two.to_string(), "424242".to_owned()];
        let fields = [("ids", ids[0].as_str()), ("ids", ids[1].as_str())];
        let file = admin.post("/admin/orders/csv", &fields).await;
        file.assert_shows(&format!("{two},{}", customer.email)).assert_shows("API v2");
        assert!(!file.text().contains(&format!("\r\n{one},")));
        assert_eq!(file.text().matches("\r\n").count(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_is_corrected_until_a_provider_may_have_it() {
    still_panel(async |panel| {
        panel.block("blocked.example").await;
        let customer = panel.customer("10").await;
        let service = panel.service(|service| service.draft.unique_link = true).await;
        let one = add(panel, &customer, service, &[]).await;
        let other = add(panel, &customer, service, &[("link", "https://example.com/p/2")]).await;
        let admin = staff(panel, Role::Admin).await;
        let path = format!("/admin/orders/{one}");
        let correct = format!("{path}/correct");
        let link = async |order: i64| {
            value::<String>(panel, &format!("select link from orders where id = {order}")).await
        };
        admin.get(&path).await.assert_shows("Correct the link");
        for (wrong, says) in [
            ("ftp://example.com/x", "An address such as"),
            ("https://blocked.example/x", "This target is blocked."),
            ("https://www.example.com/p/2/", "has an open order of this service with this link"),
            ("https://example.com/p/1", "Nothing is different."),
        ] {
            let fields = [("link", wrong), ("why", "typed wrongly")];
            admin.post(&correct, &fields).await.assert_status(422).assert_shows(says);
        }
        let fields = [("link", "https://example.com/p/3"), ("why", "")];
        admin.post(&correct, &fields).await.assert_status(422).assert_shows("Say why");
        assert_eq!(link(one).await, "https://example.com/p/1");
        let fields = [("link", "https://example.com/p/3"), ("why", "typed wrongly")];
        admin.post(&correct, &fields).await.assert_goes(&path);
        assert_eq!(link(one).await, "https://example.com/p/3");
        admin.get(&path).await.assert_shows("Corrected").assert_shows("typed wrongly");
        let theirs = Visitor::of(panel, customer.id).await;
        let page = theirs.get(&format!("/orders/{one}")).await;
        page.assert_shows("Corrected").assert_shows("https://example.com/p/3");
        assert!(!page.text().contains("typed wrongly"), "the reason is for colleagues");
        // The old target is free, the new one is kept.
        let fields = [("link", "https://example.com/p/1"), ("why", "swapped")];
        admin.post(&format!("/admin/orders/{other}/correct"), &fields).await.assert_status(303);
        let again = panel
            .v2(
                &customer.key,
                &[
                    ("action", "add"),
                    ("service", &service.to_string()),
                    ("link", "https://example.com/p/3"),
                    ("quantity", "10"),
                ],
            )
            .await;
        assert!(again["error"].is_string(), "{again}");
        // The corrected link is what the provider gets, and then it stays.
        let claims = panel.take().await;
        let claim = claims.iter().find(|claim| claim.order_id.get() == one).unwrap();
        assert_eq!(claim.submission.link, "https://example.com/p/3");
        let fields = [("link", "https://example.com/p/4"), ("why", "r")];
        let late = admin.post(&correct, &fields).await;
        late.assert_status(422).assert_shows("provider has the order or may have it");
        panel.record(claim, Outcome::Unknown { detail: "cut".to_owned() }).await;
        admin.post(&correct, &fields).await.assert_status(422);
        let by_support = staff(panel, Role::Support).await;
        by_support.post(&correct, &fields).await.assert_status(403);
        let audited = "select count(*) from audit where action = 'order.correct'";
        assert_eq!(value::<i64>(panel, audited).await, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn counts_are_corrected_while_an_order_is_delivered() {
    still_panel(async |panel| {
        let customer = panel.customer("10").await;
        let service = panel.service(|_| {}).await;
        let order = add(panel, &customer, service, &[]).await;
        let admin = staff(panel, Role::Admin).await;
        let path = format!("/admin/orders/{order}");
        let correct = format!("{path}/correct");
        let fields = [("remains", "400"), ("why", "counted")];
        let early = admin.post(&correct, &fields).await;
        early.assert_status(422).assert_shows("Counts are corrected while");
        panel.submit().await;
        for (field, wrong) in [
            ("remains", "0"),
            ("remains", "1001"),
            ("remains", "x"),
            ("start_count", "-1"),
            ("start_count", "1.5"),
        ] {
            let fields = [(field, wrong), ("why", "counted")];
            admin.post(&correct, &fields).await.assert_status(422).assert_shows(wrong);
        }
        let fields = [("remains", "400"), ("start_count", "3572"), ("why", "counted")];
        admin.post(&correct, &fields).await.assert_goes(&path);
        admin.post(&correct, &fields).await.assert_status(422).assert_shows("Nothing is different");
        let status =
            panel.v2(&customer.key, &[("action", "status"), ("order", &order.to_string())]).await;
        assert_eq!((&status["remains"], &status["start_count"]), (&"400".into(), &"3572".into()));
        assert_eq!(status["charge"], "1.00", "no money moves");
        // The provider's word counts for the end, whatever was corrected.
        panel.report(order, Word::Partial, Some(250)).await;
        assert_eq!(panel.balance(&customer).await, "9.25");
        admin.post(&correct, &fields).await.assert_status(422);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_order_is_moved_and_noted_on_its_page() {
    still_panel(async |panel| {
        let near = panel.provider("Near", "http://127.0.0.1:1/api/v2").await;
        let far = panel.provider("Far", "http://127.0.0.1:2/api/v2").await;
        let service = panel.service_by(&[near, far]).await;
        let customer = panel.customer("10").await;
        let order = add(panel, &customer, service, &[]).await;
        let admin = staff(panel, Role::Admin).await;
        let path = format!("/admin/orders/{order}");
        admin.get(&path).await.assert_shows("Move to another provider");
        let moved = format!("{path}/move");
        let far = far.to_string();
        admin.post(&moved, &[("provider", &far), ("move-reason", "")]).await.assert_status(422);
        let none = [("provider", ""), ("move-reason", "r")];
        admin.post(&moved, &none).await.assert_status(422).assert_shows("Choose a provider");
        let fields = [("provider", far.as_str()), ("move-reason", "Near is slow")];
        admin.post(&moved, &fields).await.assert_goes(&path);
        let page = admin.get(&path).await;
        page.assert_shows("Moved to Far").assert_shows("Near is slow").assert_shows("goes to Far");
        admin.get("/admin/orders").await.assert_shows("→ Far");
        admin.post(&moved, &fields).await.assert_status(422).assert_shows("It goes there already.");
        let theirs = Visitor::of(panel, customer.id).await;
        let page = theirs.get(&format!("/orders/{order}")).await;
        assert!(!page.text().contains("Far"), "customers hear of no provider");
        panel.submit().await;
        assert_eq!(state(panel, order).await, "running");
        let page = admin.get(&path).await;
        page.assert_shows("At the provider").assert_shows(&format!("upstream-{order}"));
        assert!(!page.text().contains("Move to another provider"));

        let notes = format!("{path}/notes");
        admin.post(&notes, &[("note", "  ")]).await.assert_status(422).assert_shows("Write a few");
        let long = "x".repeat(2001);
        admin
            .post(&notes, &[("note", &long)])
            .await
            .assert_status(422)
            .assert_shows("At most 2,000");
        admin.post(&notes, &[("note", "<b>Two\nlines</b>")]).await.assert_goes(&path);
        admin.post(&notes, &[("note", "<b>Two\nlines</b>")]).await.assert_status(422);
        admin.get(&path).await.assert_shows("&#60;b&#62;Two\nlines");
        assert_eq!(value::<i64>(panel, "select count(*) from order_notes").await, 1);
    })
    .await;
}
