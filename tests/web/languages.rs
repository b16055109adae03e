//! In which language the pages speak: the account's, else the browser's cookie's, else its own.

use reqwest::Method;
use reqwest::header::ACCEPT_LANGUAGE;
use waybill::accounts::role::Role;

use super::Visitor;
use crate::support::still_panel;

fn asks_for(visitor: &Visitor, path: &str, languages: &str) -> reqwest::RequestBuilder {
    visitor.request(Method::GET, path).header(ACCEPT_LANGUAGE, languages)
}

async fn tag_of(request: reqwest::RequestBuilder) -> String {
    let page = request.send().await.unwrap().text().await.unwrap();
    let rest = page.split_once("<html lang=\"").unwrap().1;
    rest.split('"').next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_account_then_the_cookie_then_the_browser_says() {
    still_panel(async |panel| {
        let guest = Visitor::new(panel);
        assert_eq!(
            tag_of(asks_for(&guest, "/sign-in", "de, pt-PT;q=0.8, en;q=0.5")).await,
            "pt-BR"
        );
        assert_eq!(tag_of(asks_for(&guest, "/sign-in", "de")).await, "en");
        guest.post("/language", &[("language", "tr")]).await.assert_goes("/");
        assert_eq!(tag_of(asks_for(&guest, "/sign-in", "ru")).await, "tr");
        // A page that is not there speaks it as well.
        assert_eq!(tag_of(asks_for(&guest, "/nothing", "ru")).await, "tr");

        let customer = panel.customer("10").await;
        let visitor = Visitor::of(panel, customer.id).await;
        assert_eq!(tag_of(asks_for(&visitor, "/orders", "es")).await, "es");
        visitor.post("/language", &[("language", "ar")]).await.assert_goes("/");
        visitor.get("/orders").await.assert_shows("<html lang=\"ar\" dir=\"rtl\"");
        // It is the account's own, in every browser.
        let elsewhere = Visitor::of(panel, customer.id).await;
        assert_eq!(tag_of(asks_for(&elsewhere, "/orders", "es")).await, "ar");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_language_that_is_not_spoken_is_refused() {
    still_panel(async |panel| {
        let visitor = Visitor::of(panel, panel.customer("0").await.id).await;
        for language in ["", "xx", "EN", "../en", "en\u{0}"] {
            visitor.post("/language", &[("language", language)]).await.assert_status(400);
        }
        assert_eq!(tag_of(asks_for(&visitor, "/orders", "")).await, "en");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staffs_pages_and_the_apis_stay_english() {
    still_panel(async |panel| {
        let staff = Visitor::of(panel, panel.account(Role::Owner).await.id).await;
        staff.post("/language", &[("language", "ru")]).await.assert_goes("/");
        assert_eq!(tag_of(asks_for(&staff, "/orders", "")).await, "ru");
        assert_eq!(tag_of(asks_for(&staff, "/admin/orders", "ru")).await, "en");

        let customer = panel.customer("0").await;
        Visitor::of(panel, customer.id).await.post("/language", &[("language", "ru")]).await;
        let answer = panel.v2(&customer.key, &[("action", "status"), ("order", "999")]).await;
        crate::support::assert_error(&answer, "Incorrect order ID");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn figures_and_words_follow_the_language() {
    still_panel(async |panel| {
        let customer = panel.customer("12345.678").await;
        let visitor = Visitor::of(panel, customer.id).await;
        visitor.get("/orders").await.assert_shows("12,345.67 USD");
        for (tag, balance) in [
            ("ru", "12\u{a0}345,67 USD"),
            ("es", "12.345,67 USD"),
            ("ar", "\u{2066}12,345.67 USD\u{2069}"),
        ] {
            visitor.post("/language", &[("language", tag)]).await.assert_goes("/");
            visitor.get("/orders").await.assert_shows(balance);
        }
        // What a field holds is read by the program, and stays as it is.
        visitor.post("/language", &[("language", "es")]).await.assert_goes("/");
        let sent = [("amount", "12.50"), ("reference", "")];
        let page =
            visitor.post("/deposits", &[sent[0], sent[1], ("once", "abcdefgh12345678")]).await;
        assert!(!page.text().contains("12,50"), "the amount that was typed was changed");
    })
    .await;
}
