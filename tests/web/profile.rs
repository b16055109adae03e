//! A name and a time zone of one's own.

use super::Visitor;
use crate::support::{order_id, still_panel};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn times_are_shown_where_the_reader_is() {
    still_panel(async |panel| {
        let customer = panel.customer("10").await;
        let service = panel.service(|_| {}).await.to_string();
        let fields = [
            ("action", "add"),
            ("service", &service),
            ("link", "https://example.com/p/1"),
            ("quantity", "100"),
        ];
        let order = order_id(&panel.v2(&customer.key, &fields).await);
        let visitor = Visitor::of(panel, customer.id).await;
        let page = format!("/orders/{order}");
        visitor.get(&page).await.assert_shows(" UTC\"");
        let saved = [("name", "  Ada O’Neill "), ("zone", "Asia/Kathmandu")];
        visitor.post("/account/profile", &saved).await.assert_goes("/account");
        let account = visitor.get("/account").await;
        account.assert_shows("value=\"Ada O’Neill\"");
        account.assert_shows("<option value=\"Asia/Kathmandu\" selected>");
        visitor.get(&page).await.assert_shows(" +0545\"");
        // It is the account's own, in every browser; other people keep theirs.
        let elsewhere = Visitor::of(panel, customer.id).await;
        elsewhere.get(&page).await.assert_shows(" +0545\"");
        let other = Visitor::of(panel, panel.customer("0").await.id).await;
        other.get("/account").await.assert_shows("<option value=\"UTC\" selected>");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_profile_is_kept_on_the_page_and_not_saved() {
    still_panel(async |panel| {
        let customer = panel.customer("0").await;
        let visitor = Visitor::of(panel, customer.id).await;
        let long = "x".repeat(81);
        for (name, zone, words) in [
            (long.as_str(), "UTC", "At most 80 characters."),
            ("a\u{7}b", "UTC", "One line of letters."),
            ("Zoe", "Mars/Olympus", "Choose one of the list."),
            ("Zoe", "", "Choose one of the list."),
        ] {
            let page = visitor.post("/account/profile", &[("name", name), ("zone", zone)]).await;
            page.assert_status(422).assert_shows(words).assert_shows(name);
        }
        assert!(!visitor.get("/account").await.text().contains("Zoe"));
    })
    .await;
}
