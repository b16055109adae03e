//! Many orders at once: nothing is placed before the lines are right or the customer says so, and
//! nothing is placed twice, whatever is sent again.

use super::{Answer, Visitor};
use crate::support::{Customer, Panel, still_panel};

async fn count(panel: &Panel) -> i64 {
    let count = sqlx::query_scalar("select count(*) from orders");
    count.fetch_one(panel.app.db.pool()).await.unwrap()
}

/// The form as it stands after the lines were checked.
struct Checked {
    once: String,
    page: Answer,
}

async fn check(visitor: &Visitor<'_>, lines: &str) -> Checked {
    let once = visitor.get("/new/mass").await.hidden("once");
    let page = visitor.post("/new/mass/check", &[("once", &once), ("lines", lines)]).await;
    Checked { once, page }
}

async fn place(visitor: &Visitor<'_>, checked: &Checked, lines: &str, good: bool) -> Answer {
    let shown = checked.page.hidden("shown");
    let mut fields = vec![("once", checked.once.as_str()), ("lines", lines), ("shown", &shown)];
    if good {
        fields.push(("good", "1"));
    }
    visitor.post("/new/mass", &fields).await
}

async fn scene(panel: &Panel, funds: &str) -> (Customer, i64) {
    (panel.customer(funds).await, panel.service(|_| {}).await)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_line_is_checked_and_nothing_is_placed_unless_all_are_right() {
    still_panel(async |panel| {
        let (customer, service) = scene(panel, "10").await;
        let visitor = Visitor::of(panel, customer.id).await;
        let lines = format!(
            "{service} | https://example.com/a | 1000\n\
             {service} | not a link at all | 1000\n\
             {service} | https://example.com/b | 0\n\
             999 | https://example.com/c | 1000\n\
             words | https://example.com/d | 1000\n\
             {service}\thttps://example.com/e\t2,000"
        );
        let checked = check(&visitor, &lines).await;
        checked
            .page
            .assert_status(200)
            .assert_shows("2 can be placed, 4 with a fault")
            .assert_shows("neither the address of a public page")
            .assert_shows("Service 999 is not on sale.")
            .assert_shows("A line begins with the number of a service.")
            .assert_shows("Place the 2 good ones");
        place(&visitor, &checked, &lines, false)
            .await
            .assert_status(422)
            .assert_shows("Nothing was placed.");
        assert_eq!((count(panel).await, panel.balance(&customer).await), (0, "10.00".into()));
        let placed = place(&visitor, &checked, &lines, true).await;
        placed.assert_status(200).assert_shows("2 placed, 4 not placed");
        assert_eq!((count(panel).await, panel.balance(&customer).await), (2, "7.00".into()));
        // The faulty lines stand in the field, the placed ones do not.
        let field = placed.text().split("</textarea>").next().unwrap().to_owned();
        assert!(field.contains("not a link at all") && !field.contains("example.com/e"), "{field}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_sent_again_places_what_was_not_placed_and_nothing_twice() {
    still_panel(async |panel| {
        let (customer, service) = scene(panel, "100").await;
        let visitor = Visitor::of(panel, customer.id).await;
        let line = |name: &str| format!("{service} | https://example.com/{name} | 1000\n");
        let all: String = ["a", "b", "b", "c"].map(line).concat();
        let checked = check(&visitor, &all).await;
        checked.page.assert_shows("Place 4 orders");
        // The panel was killed after two lines.
        let half: String = ["a", "b"].map(line).concat();
        place(&visitor, &checked, &half, false).await.assert_shows("2 placed");
        assert_eq!(count(panel).await, 2);
        // Two clicks at once, and one more.
        let (one, other) = tokio::join!(
            place(&visitor, &checked, &all, false),
            place(&visitor, &checked, &all, false)
        );
        one.assert_shows("4 placed");
        other.assert_shows("4 placed");
        place(&visitor, &checked, &all, false).await.assert_shows("4 placed");
        assert_eq!((count(panel).await, panel.balance(&customer).await), (4, "96.00".into()));
        let csv = [("once", checked.once.as_str()), ("all", &all)];
        let csv = visitor.post("/new/mass/csv", &csv).await;
        assert_eq!(csv.text().lines().count(), 5, "{}", csv.text());
        assert!(!csv.text().contains(",\r"), "each line has its order: {}", csv.text());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_lines_at_once_and_never_more_than_was_shown() {
    still_panel(async |panel| {
        let (customer, service) = scene(panel, "999.5").await;
        let visitor = Visitor::of(panel, customer.id).await;
        let lines: String =
            (0..1000).map(|n| format!("{service} | https://example.com/p/{n} | 1000\n")).collect();
        let checked = check(&visitor, &lines).await;
        checked
            .page
            .assert_shows("999 can be placed, 1 with a fault")
            .assert_shows("does not cover");
        place(&visitor, &checked, &lines, true).await.assert_shows("999 placed, 1 not placed");
        assert_eq!((count(panel).await, panel.balance(&customer).await), (999, "0.50".into()));
        let more = format!("{lines}{service} | https://example.com/q | 1000\n");
        let page = check(&visitor, &more).await.page;
        page.assert_status(422).assert_shows("At most 1,000 lines at once; these are 1,001.");

        let one = panel.customer("5000").await;
        let visitor = Visitor::of(panel, one.id).await;
        let line = format!("{service} | https://example.com/r | 1000\n");
        let checked = check(&visitor, &line).await;
        panel.own_rate(&one, service, Some("3")).await;
        let dearer = place(&visitor, &checked, &line, false).await;
        dearer.assert_shows("The charge is 3.00 USD now, more than this form showed.");
        assert_eq!(panel.balance(&one).await, "5000.00");
        // Lines that were never checked are shown first.
        let unseen = format!("{service} | https://example.com/s | 1000\n");
        place(&visitor, &checked, &unseen, false)
            .await
            .assert_status(200)
            .assert_shows("more than this form showed");
        assert_eq!(panel.balance(&one).await, "5000.00");
    })
    .await;
}
