//! The start page, and what search engines may read.

use super::Visitor;
use crate::support::{panel_with, still_panel};

const PUBLIC: [&str; 5] =
    ["--no-work", "--public-url", "https://panel.example", "--trusted-proxies", "none"];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_guest_reads_what_the_owner_has_written() {
    still_panel(async |panel| {
        panel.service(|service| service.category = "Views & more").await;
        let guest = Visitor::new(panel);
        let page = guest.get("/").await;
        page.assert_status(200).assert_shows("href=\"/sign-up\"").assert_shows("href=\"/sign-in\"");
        page.assert_shows("<meta name=\"description\"").assert_shows("href=\"/terms\"");
        assert!(!page.text().contains("Views &#38; more"), "what is sold is not public");

        panel.set("start_headline", "Views by the <thousand>").await;
        panel.set("start_text", "First line.\r\nSecond line.").await;
        panel.set("public_prices", "everyone").await;
        panel.set("sign_up", "invitation").await;
        let page = guest.get("/").await;
        page.assert_shows("<h1>Views by the &#60;thousand&#62;</h1>");
        page.assert_shows("First line.\nSecond line.");
        page.assert_shows("content=\"First line. Second line.\"");
        page.assert_shows("Views &#38; more").assert_shows("See all services (1)");
        assert!(!page.text().contains("href=\"/sign-up\""), "strangers may not sign up");

        let customer = Visitor::of(panel, panel.customer("0").await.id).await;
        customer.get("/").await.assert_goes("/new");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn search_engines_are_told_what_they_may_read() {
    panel_with(&PUBLIC, async |panel| {
        let guest = Visitor::new(panel);
        guest
            .get("/")
            .await
            .assert_shows("<link rel=\"canonical\" href=\"https://panel.example/\">");
        let robots = guest.get("/robots.txt").await;
        robots.assert_status(200).assert_shows("Allow: /$").assert_shows("Disallow: /\n");
        assert!(!robots.text().contains("/services"));
        panel.set("public_prices", "everyone").await;
        guest.get("/robots.txt").await.assert_shows("Allow: /services\n");
    })
    .await;
}
