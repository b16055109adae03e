//! The customer's lists of orders: filters and what their chips count, ticked rows, files, views,
//! and the lists of drip-feeds, subscriptions and refills.

use chrono::TimeDelta;
use waybill::catalogue::Kind;
use waybill::providers::{Outcome, RefillAnswer, RefillState, Word};

use super::{Answer, NOTHING, Visitor};
use crate::support::{Customer, Panel, order_id, still_panel};

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

/// The orders in the rows of a page.
fn rows(page: &Answer) -> Vec<i64> {
    let starts = page.text().split("<tr data-row=\"").skip(1);
    starts.map(|rest| rest.split('"').next().unwrap().parse().unwrap()).collect()
}

/// The chips of the states with their counts.
fn chips(page: &Answer) -> Vec<(String, String)> {
    let bar = page.text().split("aria-label=\"State\">").nth(1).unwrap();
    let bar = bar.split("</nav>").next().unwrap();
    let chip = |text: &str| {
        let text = text.split('>').skip(1).collect::<Vec<_>>().join(">");
        let (word, count) = text.split_once(" <span class=\"count\">").unwrap_or((&text, ""));
        let clean = |text: &str| text.split('<').next().unwrap().trim().to_owned();
        (clean(word), clean(count))
    };
    bar.split("<a ").skip(1).map(chip).collect()
}

fn count<'c>(chips: &'c [(String, String)], word: &str) -> &'c str {
    &chips.iter().find(|(name, _)| name == word).unwrap().1
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn chips_count_what_they_would_show_with_the_other_filters() {
    still_panel(async |panel| {
        let customer = panel.customer("100").await;
        let named = |name: &'static str| {
            move |service: &mut crate::support::ServiceDraft| service.draft.name = name.to_owned()
        };
        let views = panel.service(named("Video views, slow and steady")).await;
        let likes = panel.service(named("Photo likes")).await;
        let first = add(panel, &customer, views, &[]).await;
        panel.complete(first).await;
        panel.advance(TimeDelta::days(2));
        let second = add(panel, &customer, views, &[("link", "https://example.com/p/2")]).await;
        let third = add(panel, &customer, likes, &[]).await;
        let dripped = add(panel, &customer, views, &[("runs", "2"), ("interval", "10")]).await;
        let other = panel.customer("10").await;
        add(panel, &other, views, &[]).await;

        let visitor = Visitor::of(panel, customer.id).await;
        let all = visitor.get("/orders").await;
        assert_eq!(rows(&all), [dripped, third, second, first]);
        let shown = chips(&all);
        let of = |word| count(&shown, word).to_owned();
        assert_eq!(
            [of("All"), of("Pending"), of("Completed"), of("Canceled")],
            ["4", "3", "1", ""].map(str::to_owned)
        );

        // The state is the one filter that the counts leave out.
        let days = |from: i64, to: i64| {
            let day = |ago: i64| (panel.app.clock.now() - TimeDelta::days(ago)).date_naive();
            format!("from={}&to={}", day(from), day(to))
        };
        for (query, expected, completed) in [
            (format!("service={views}"), vec![dripped, second, first], "1"),
            (format!("service={views}&state=completed"), vec![first], "1"),
            (format!("service={likes}&state=completed"), vec![], ""),
            ("service=slow+STEADY".to_owned(), vec![dripped, second, first], "1"),
            (format!("service={views}+%C2%B7+Video"), vec![dripped, second, first], "1"),
            ("service=nothing+like+it".to_owned(), vec![], ""),
            ("kind=single".to_owned(), vec![third, second, first], "1"),
            ("kind=drip-feed".to_owned(), vec![dripped], ""),
            ("kind=subscription".to_owned(), vec![], ""),
            ("kind=api".to_owned(), vec![dripped, third, second, first], "1"),
            ("kind=mass".to_owned(), vec![], ""),
            (days(3, 1), vec![first], "1"),
            (days(1, 0), vec![dripped, third, second], ""),
            (format!("q={first}%2C+%23{third}%0A{second}"), vec![third, second, first], "1"),
            ("q=photo+likes".to_owned(), vec![third], ""),
            ("q=https%3A%2F%2Fwww.example.com%2Fp%2F2%2F".to_owned(), vec![second], ""),
            (format!("q=example.com&service={views}&kind=single"), vec![second, first], "1"),
        ] {
            let page = visitor.get(&format!("/orders?{query}")).await;
            assert_eq!(rows(&page), expected, "{query}");
            assert_eq!(count(&chips(&page), "Completed"), completed, "{query}");
            if expected.is_empty() {
                page.assert_shows("No order matches");
            }
        }
        visitor
            .get(&format!("/orders?service={views}&kind=single"))
            .await
            .assert_shows("Video views, slow and steady")
            .assert_shows("aria-label=\"Remove the filter Single orders\"");
        // What is offered to the one who types are the services that were ordered.
        panel.service(named("Photo likes that nobody ordered")).await;
        let offered = visitor.get("/orders/services?service=photo").await;
        offered.assert_shows(&format!("{likes} · Photo likes"));
        assert!(!offered.text().contains("nobody"), "{}", offered.text());
        let recent = visitor.get("/orders/services").await;
        recent.assert_shows("Photo likes").assert_shows("Video views");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nonsense_in_the_address_is_shown_or_ignored() {
    still_panel(async |panel| {
        let customer = panel.customer("10").await;
        let service = panel.service(|_| {}).await;
        let order = add(panel, &customer, service, &[]).await;
        let visitor = Visitor::of(panel, customer.id).await;
        let long = "x".repeat(5_000);
        for (query, shows) in [
            ("state=nonsense".to_owned(), true),
            ("kind=nonsense".to_owned(), true),
            ("before=x&after=y".to_owned(), true),
            ("before=-5".to_owned(), false),
            ("from=2026-13-45".to_owned(), true),
            ("to=%2B262142-01-01".to_owned(), true),
            ("from=%00&to=%27".to_owned(), true),
            ("from=9999-01-01".to_owned(), false),
            ("service=-1".to_owned(), false),
            ("service=99999999999999999999".to_owned(), false),
            ("service=%25%00_%5C".to_owned(), false),
            ("q=99999999999999999999".to_owned(), false),
            ("q=%25".to_owned(), false),
            (format!("q={long}"), false),
            ("parent=x".to_owned(), false),
        ] {
            let page = visitor.get(&format!("/orders?{query}")).await;
            page.assert_status(200);
            assert_eq!(rows(&page), if shows { vec![order] } else { vec![] }, "{query}");
            visitor.get(&format!("/orders.csv?{query}")).await.assert_status(200);
            for list in ["drip-feeds", "subscriptions", "refills"] {
                visitor.get(&format!("/orders/{list}?{query}")).await.assert_status(200);
            }
        }
        let wrong = visitor.get("/orders?from=2026-13-45").await;
        wrong.assert_shows("“2026-13-45” is not a day.");
        let turned = visitor.get("/orders?from=2026-12-02&to=2026-12-01").await;
        turned.assert_shows("The first day is after the last one");
        assert!(rows(&turned).is_empty());
    })
    .await;
}

fn ticked(ids: &[i64]) -> Vec<(&'static str, String)> {
    ids.iter().map(|id| ("ids", id.to_string())).collect()
}

async fn post(visitor: &Visitor<'_>, path: &str, fields: &[(&'static str, String)]) -> Answer {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, text)| (*name, &**text)).collect();
    visitor.post(path, &fields).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ticked_orders_are_canceled_after_one_look_and_never_twice() {
    still_panel(async |panel| {
        let (customer, other) = (panel.customer("10").await, panel.customer("10").await);
        let service = panel.service(|_| {}).await;
        let firm = panel.service(|service| service.draft.cancel = false).await;
        let sent = add(panel, &customer, service, &[]).await;
        panel.submit().await;
        let waits = add(panel, &customer, service, &[]).await;
        let kept = add(panel, &customer, firm, &[]).await;
        let dripped = add(panel, &customer, service, &[("runs", "2"), ("interval", "10")]).await;
        panel.drip().await;
        let foreign = add(panel, &other, service, &[]).await;
        let visitor = Visitor::of(panel, customer.id).await;

        let mut fields = ticked(&[sent, waits, kept, dripped, foreign, waits, 424_242]);
        fields.push(("ids", "nonsense".to_owned()));
        fields.push(("back", "state=pending".to_owned()));
        let asked = post(&visitor, "/orders/cancel", &fields).await;
        asked
            .assert_status(200)
            .assert_shows("Cancel these orders?")
            .assert_shows("2.00 USD comes back to your balance at once.")
            .assert_shows("It ends now, and 1.00 USD comes back.")
            .assert_shows("Its 1 runs that were not made yet are canceled")
            .assert_shows("The provider is asked to stop.")
            .assert_shows("Orders of this service cannot be canceled.")
            .assert_shows("You have no such order.")
            .assert_shows("Cancel 3 orders")
            .assert_shows("href=\"/orders?state=pending\"");
        // Somebody else's order looks like one that never was.
        let row = |id: i64| {
            let (_, rest) = asked.text().split_once(&format!("nowrap\">{id}</th>")).unwrap();
            rest.split("</tr>").next().unwrap().to_owned()
        };
        assert_eq!(row(foreign), row(424_242));
        assert_eq!(panel.balance(&customer).await, "5.00");

        fields.push(("sure", "1".to_owned()));
        let done = post(&visitor, "/orders/cancel", &fields).await;
        done.assert_status(200)
            .assert_shows("Done for 3 orders")
            .assert_shows("The order is canceled")
            .assert_shows("Runs under way go on.");
        assert_eq!(panel.balance(&customer).await, "7.00");
        let again = post(&visitor, "/orders/cancel", &fields).await;
        again.assert_shows("Cannot be canceled: it has ended.");
        again.assert_shows("A cancel is asked for already");
        assert_eq!(panel.balance(&customer).await, "7.00");
        assert_eq!(panel.balance(&other).await, "9.00");
        let cancels: Vec<i64> = sqlx::query_scalar("select order_id from cancels order by 1")
            .fetch_all(panel.app.db.pool())
            .await
            .unwrap();
        assert_eq!(cancels, [sent]);

        // Nothing ticked, and too much.
        post(&visitor, "/orders/cancel", &[]).await.assert_goes("/orders");
        visitor.get("/orders").await.assert_shows("Tick the orders first.");
        let many: Vec<i64> = (1..=51).collect();
        post(&visitor, "/orders/cancel", &ticked(&many)).await.assert_goes("/orders");
        visitor.get("/orders").await.assert_shows("At most 50 orders at a time; these are 51.");
        // No address leads out of the list.
        let evil = [("back", "\r\nx: y".to_owned())];
        post(&visitor, "/orders/refill", &evil).await.assert_goes("/orders");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_who_cancel_the_same_at_once_get_the_money_back_once() {
    still_panel(async |panel| {
        let customer = panel.customer("10").await;
        let service = panel.service(|_| {}).await;
        let mut ids = Vec::new();
        for _ in 0..10 {
            ids.push(add(panel, &customer, service, &[]).await);
        }
        let (one, two) =
            (Visitor::of(panel, customer.id).await, Visitor::of(panel, customer.id).await);
        let mut fields = ticked(&ids);
        fields.push(("sure", "1".to_owned()));
        let (one, two) = tokio::join!(
            post(&one, "/orders/cancel", &fields),
            post(&two, "/orders/cancel", &fields)
        );
        let done = [one, two].map(|page| page.assert_status(200).text().contains("Done for 10"));
        assert_eq!(done.iter().filter(|done| **done).count(), 1);
        assert_eq!(panel.balance(&customer).await, "10.00");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ticked_orders_are_refilled_and_the_list_of_refills_follows() {
    still_panel(async |panel| {
        let customer = panel.customer("10").await;
        let (now, later) = (
            panel.service(|service| service.draft.refill_wait_h = 0).await,
            panel.service(|service| service.draft.refill_wait_h = 48).await,
        );
        let never = panel.service(|service| service.draft.refill = false).await;
        let visitor = Visitor::of(panel, customer.id).await;
        visitor.get("/orders/refills").await.assert_shows("No refills yet");
        let done = add(panel, &customer, now, &[]).await;
        let young = add(panel, &customer, later, &[]).await;
        let without = add(panel, &customer, never, &[]).await;
        for order in [done, young, without] {
            panel.complete(order).await;
        }
        panel.advance(TimeDelta::minutes(1));
        let open = add(panel, &customer, now, &[]).await;
        let mut fields = ticked(&[done, young, without, open]);
        let asked = post(&visitor, "/orders/refill", &fields).await;
        asked
            .assert_shows("Refill these orders?")
            .assert_shows("Ask for 1 refill")
            .assert_shows("Refill possible from ")
            .assert_shows("This service offers no refill.")
            .assert_shows("A refill can be asked for when it is completed.");
        fields.push(("sure", "1".to_owned()));
        post(&visitor, "/orders/refill", &fields).await.assert_shows("Done for 1 order");
        let again = post(&visitor, "/orders/refill", &fields).await;
        again.assert_shows("A refill is under way already.");
        let page = visitor.get("/orders/refills").await;
        page.assert_shows("Asked for").assert_shows(&format!("/orders/{done}\""));
        assert_eq!(rows(&page).len(), 1);
        panel.answer_refills(|_| RefillAnswer::Accepted { upstream_id: "7".to_owned() }).await;
        panel.advance(TimeDelta::minutes(30));
        panel.report_refills(RefillState::Completed).await;
        visitor.get("/orders/refills?state=done").await.assert_shows("Refilled");
        visitor.get("/orders/refills?state=open").await.assert_shows("No refill matches");
        let stranger = Visitor::of(panel, panel.customer("0").await.id).await;
        stranger.get("/orders/refills").await.assert_shows("No refills yet");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ticked_orders_become_lines_of_a_mass_order() {
    still_panel(async |panel| {
        let (customer, other) = (panel.customer("100").await, panel.customer("10").await);
        let plain = panel.service(|_| {}).await;
        let comments = panel.service(|service| service.draft.kind = Kind::CustomComments).await;
        let poll = panel.service(|service| service.draft.kind = Kind::Poll).await;
        let first = add(panel, &customer, plain, &[("quantity", "500")]).await;
        let said = add(panel, &customer, comments, &[("comments", "one\ntwo")]).await;
        let barred = add(panel, &customer, comments, &[("comments", "a | b")]).await;
        let polled = add(panel, &customer, poll, &[("answer_number", "2")]).await;
        let dripped = add(panel, &customer, plain, &[("runs", "2"), ("interval", "10")]).await;
        let foreign = add(panel, &other, plain, &[]).await;
        let visitor = Visitor::of(panel, customer.id).await;
        let before = panel.balance(&customer).await;
        let fields = ticked(&[first, said, barred, polled, dripped, foreign]);
        let page = post(&visitor, "/orders/reorder", &fields).await;
        page.assert_status(200)
            .assert_shows(&format!("{plain} | https://example.com/p/1 | 500\n"))
            .assert_shows(&format!("{comments} | https://example.com/p/1 | one | two\n"))
            .assert_shows("2 can be placed")
            .assert_shows(&format!("Order {barred}: it has more fields"))
            .assert_shows(&format!("Order {polled}: it has more fields"))
            .assert_shows(&format!("Order {dripped}: it has more fields"));
        assert!(!page.text().contains(&format!("Order {foreign}")), "somebody else's");
        assert_eq!(panel.balance(&customer).await, before);
        let (once, shown) = (page.hidden("once"), page.hidden("shown"));
        let lines = format!(
            "{plain} | https://example.com/p/1 | 500\n\
             {comments} | https://example.com/p/1 | one | two\n"
        );
        let fields = [("once", once.as_str()), ("lines", &lines), ("shown", &shown)];
        visitor.post("/new/mass", &fields).await.assert_shows("2 placed");
        let mass = visitor.get("/orders?kind=mass").await;
        assert_eq!(rows(&mass).len(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_file_holds_what_the_list_shows_and_runs_nothing() {
    still_panel(async |panel| {
        let (customer, other) = (panel.customer("1000").await, panel.customer("10").await);
        let evil = panel.service(|service| service.draft.name = "=1+1;\"x\"".to_owned()).await;
        let plain = panel.service(|_| {}).await;
        let named = add(panel, &customer, evil, &[("link", "@somebody")]).await;
        for _ in 0..1_010 {
            add(panel, &customer, plain, &[("quantity", "1")]).await;
        }
        let foreign = add(panel, &other, plain, &[]).await;
        let visitor = Visitor::of(panel, customer.id).await;
        let file = visitor.get("/orders.csv").await;
        file.assert_status(200);
        assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
        assert_eq!(file.header("content-disposition"), "attachment; filename=\"orders.csv\"");
        let lines: Vec<&str> = file.text().lines().collect();
        assert_eq!(lines.len(), 1 + 1_011);
        let ids = lines[1..].iter().map(|line| line.split(',').next().unwrap());
        let ids: Vec<i64> = ids.map(|id| id.parse().unwrap()).collect();
        assert!(ids.windows(2).all(|pair| pair[0] > pair[1]), "newest first, each once");
        assert!(!ids.contains(&foreign));
        let one = visitor.get(&format!("/orders.csv?service={evil}")).await;
        let line = format!(
            "{named},{evil},\"'=1+1;\"\"x\"\"\",'@somebody,1000,,1000,Pending,1.00,0.00,1.00,USD,"
        );
        one.assert_shows(&line);
        assert_eq!(one.text().lines().count(), 2);
        let ticked = post(&visitor, "/orders/csv", &ticked(&[named, foreign])).await;
        assert_eq!(ticked.header("content-disposition"), "attachment; filename=\"orders.csv\"");
        assert_eq!(ticked.text().lines().count(), 2);
        ticked.assert_shows(&line);
        let none = visitor.get("/orders.csv?state=completed").await;
        assert_eq!(none.text().lines().count(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn views_are_kept_replaced_and_removed_by_their_owner() {
    still_panel(async |panel| {
        let (customer, other) = (panel.customer("10").await, panel.customer("10").await);
        let service = panel.service(|_| {}).await;
        add(panel, &customer, service, &[]).await;
        let visitor = Visitor::of(panel, customer.id).await;
        let keep = async |name: &str, query: &str| {
            let answer = visitor.post("/orders/views", &[("name", name), ("query", query)]).await;
            let shown = visitor.get(answer.location()).await;
            (answer.location().to_owned(), shown)
        };
        let (here, page) = keep(" What  waits ", "before=3&state=pending&x=y").await;
        assert_eq!(here, "/orders?state=pending");
        page.assert_shows("The view is kept.")
            .assert_shows("href=\"/orders?state=pending\" aria-current=\"true\">What waits</a>")
            .assert_shows("Remove the view What waits");
        // The same name again replaces it.
        keep("What waits", "state=completed").await;
        let page = visitor.get("/orders").await;
        page.assert_shows("href=\"/orders?state=completed\">What waits</a>");
        assert_eq!(page.text().matches(">What waits</a>").count(), 1);
        for (name, query, words) in [
            ("", "state=pending", "A name has 1 to 40 characters."),
            (&*"x".repeat(41), "state=pending", "A name has 1 to 40 characters."),
            ("a\u{7}", "state=pending", "A name has 1 to 40 characters."),
            ("x", "", "Choose a filter first."),
            ("x", "nonsense=1", "Choose a filter first."),
            ("x", &*format!("q={}", "y".repeat(2_001)), "too long to be kept"),
        ] {
            keep(name, query).await.1.assert_shows(words);
        }
        for number in 2..=20 {
            keep(&format!("<View> {number}"), "state=partial").await.1.assert_shows("is kept");
        }
        keep("One more", "state=partial").await.1.assert_shows("there is room for no more");
        // At the limit, a name that is there can still be replaced.
        keep("What waits", "state=paused").await.1.assert_shows("is kept");
        let id: i64 = sqlx::query_scalar("select id from order_views where name = 'What waits'")
            .fetch_one(panel.app.db.pool())
            .await
            .unwrap();
        let path = format!("/orders/views/{id}/remove");
        let stranger = Visitor::of(panel, other.id).await;
        stranger.post(&path, &NOTHING).await.assert_status(404);
        assert!(!stranger.get("/orders").await.text().contains("What waits"));
        visitor.post(&path, &NOTHING).await.assert_goes("/orders");
        visitor.get("/orders").await.assert_shows("The view “What waits” is removed.");
        visitor.post(&path, &NOTHING).await.assert_status(404);
        let page = visitor.get("/orders").await;
        assert!(!page.text().contains(">What waits</a>"));
        page.assert_shows("&#60;View&#62; 2</a>");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_makes_other_orders_has_lists_of_its_own() {
    still_panel(async |panel| {
        let customer = panel.customer("10").await;
        let plain = panel.service(|_| {}).await;
        let posts = panel
            .service(|service| {
                service.draft.kind = Kind::Subscriptions;
                service.sandbox.post_every_s = 86_400;
            })
            .await;
        let visitor = Visitor::of(panel, customer.id).await;
        for path in ["/orders/drip-feeds", "/orders/subscriptions"] {
            visitor.get(path).await.assert_status(200).assert_shows("None yet");
            let nothing = visitor.get(&format!("{path}?state=ended")).await;
            nothing.assert_shows("None matches");
        }
        let single = add(panel, &customer, plain, &[]).await;
        let dripped = add(panel, &customer, plain, &[("runs", "3"), ("interval", "10")]).await;
        panel.drip().await;
        let terms =
            [("username", "ann"), ("min", "100"), ("max", "100"), ("delay", "0"), ("posts", "2")];
        let watched = add(panel, &customer, posts, &terms).await;
        panel.submit().await;
        panel.drip().await;
        panel.post(watched, "https://example.com/ann/1").await;

        let page = visitor.get("/orders/drip-feeds").await;
        assert_eq!(rows(&page), [dripped]);
        page.assert_shows("1 of 3 runs")
            .assert_shows("in 10 min")
            .assert_shows(&format!("/orders/{dripped}/cancel"));
        let page = visitor.get("/orders/subscriptions").await;
        assert_eq!(rows(&page), [watched]);
        page.assert_shows("1 of 2").assert_shows("@ann").assert_shows("no end");
        let all = visitor.get("/orders").await;
        assert_eq!(rows(&all), [watched, dripped, single]);
        let paused = "update orders set state = 'paused' where id = $1";
        sqlx::query(paused).bind(watched).execute(&panel.owner).await.unwrap();
        let page = visitor.get("/orders/subscriptions?state=paused").await;
        page.assert_shows(&format!("/orders/{watched}/resume")).assert_shows("Resume");
        sqlx::query("update orders set state = 'running' where id = $1")
            .bind(watched)
            .execute(&panel.owner)
            .await
            .unwrap();
        // A parent's page leads to its children.
        let run: i64 = sqlx::query_scalar("select id from orders where parent_id = $1")
            .bind(dripped)
            .fetch_one(panel.app.db.pool())
            .await
            .unwrap();
        let page = visitor.get(&format!("/orders/{dripped}")).await;
        page.assert_shows(&format!("<a href=\"/orders/{run}\">Order {run}</a>"));
        let stranger = Visitor::of(panel, panel.customer("0").await.id).await;
        stranger.get("/orders/drip-feeds").await.assert_shows("None yet");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tries_are_one_line_and_an_order_says_what_can_be_done_and_why_not() {
    still_panel(async |panel| {
        let customer = panel.customer("10").await;
        let service = panel.service(|service| service.draft.cancel = false).await;
        let order = add(panel, &customer, service, &[]).await;
        for _ in 0..6 {
            let claim = panel.take().await.remove(0);
            let reason = "tcp connect error: Connection refused (os error 111)".to_owned();
            panel.record(&claim, Outcome::NotSent { reason }).await;
            panel.advance(TimeDelta::hours(1));
        }
        let visitor = Visitor::of(panel, customer.id).await;
        let page = visitor.get(&format!("/orders/{order}")).await;
        page.assert_shows("Tried 6 times, last 60 min ago")
            .assert_shows("The provider has not taken the order yet.")
            .assert_shows("Orders of this service cannot be canceled.")
            .assert_shows("A refill can be asked for when it is completed.");
        for word in ["supplier", "Connection refused", "Being sent", "os error"] {
            assert!(!page.text().contains(word), "{word}");
        }
        let staff = panel.account(waybill::accounts::role::Role::Support).await;
        let staff = Visitor::of(panel, staff.id).await;
        let page = staff.get(&format!("/admin/orders/{order}")).await;
        page.assert_shows("Tried 6 times, last 60 min ago").assert_shows("Connection refused");
        let timeline = page.text().split("class=\"timeline\"").nth(1).unwrap();
        assert!(!timeline.split("</section>").next().unwrap().contains("os error"));
        // It goes through in the end; the tries stay one line.
        panel.complete(order).await;
        panel.report(order, Word::Completed, Some(0)).await;
        let page = visitor.get(&format!("/orders/{order}")).await;
        page.assert_shows("Tried 6 times")
            .assert_shows("Accepted by the provider")
            .assert_shows("Refill possible from ");
    })
    .await;
}
