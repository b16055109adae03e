//! A customer's day on a small phone, in Russian and in Arabic: nothing is cut, nothing is turned
//! round that must not be.

use serde_json::json;
use waybill::kit::lang::Lang;

use super::Browser;
use crate::support::rows::execute;
use crate::support::{PASSWORD, still_panel};

const LINK: &str = "https://example.com/p/1";

/// What is wider than its box, or out of the window; and what should read from left to right and
/// does not.
const FAULTS: &str = r#"
    const named = (what, el) => what + ': ' + el.outerHTML.slice(0, 160);
    const shown = (el) => el.checkVisibility({ visibilityProperty: true, opacityProperty: true })
        && !el.closest('.visually-hidden, .skip, details:not([open]) > :not(summary)');
    const found = [];
    if (document.documentElement.scrollWidth > innerWidth) found.push('the page is too wide');
    for (const el of document.querySelectorAll('a, button, summary, label, h1, h2, h3, p, dt, dd, li')) {
        if (!shown(el) || el.closest('.chips, .tabs, .table-wrap')) continue;
        const box = el.getBoundingClientRect();
        if (box.width && (box.left < -1 || box.right > innerWidth + 1)) found.push(named('outside', el));
        const clips = getComputedStyle(el).overflowX !== 'visible' && !getComputedStyle(el).webkitLineClamp;
        if (clips && el.scrollWidth > el.clientWidth + 1) found.push(named('cut', el));
    }
    for (const el of document.querySelectorAll('.money, code, input[type=url], input[type=email], input[inputmode]')) {
        if (shown(el) && getComputedStyle(el).direction !== 'ltr') found.push(named('turned', el));
    }
    return found;
"#;

async fn look(browser: &Browser, lang: Lang, path: &str) {
    browser.go(path).await;
    let html = "return document.documentElement";
    assert_eq!(browser.run(&format!("{html}.lang")).await, json!(lang.tag()), "{path}");
    assert_eq!(browser.run(&format!("{html}.dir")).await, json!(lang.dir()), "{path}");
    let faults = browser.run(FAULTS).await;
    assert_eq!(faults, json!([]), "{path} in {}", lang.tag());
    browser.assert_accessible().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_day_in_russian() {
    a_day("ru").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_day_in_arabic() {
    a_day("ar").await;
}

async fn a_day(tag: &str) {
    let lang = Lang::parse(tag).unwrap();
    still_panel(async |panel| {
        execute(
            panel,
            "insert into methods (gateway, name, enabled, instructions, created_at)
             values ('manual', 'Bank transfer', true, 'Account 7731.', now())",
        )
        .await;
        let service =
            panel.service(|service| service.draft.name = "Video likes | 30 days".to_owned()).await;
        let customer = panel.customer("1234.5").await;
        let browser = Browser::narrow(&panel.base).await;

        // Chosen before they sign in, on the page where they do.
        browser.go("/sign-in").await;
        browser.press("header details.menu summary").await;
        browser.press(&format!("header button[lang='{tag}']")).await;
        browser.find(&format!("html[lang='{tag}']")).await;
        look(&browser, lang, "/sign-in").await;
        browser.fill("email", &customer.email).await;
        browser.fill("password", PASSWORD).await;
        browser.press("main form button").await;
        browser.arrive("/new").await;

        look(&browser, lang, &format!("/new?service={service}")).await;
        browser.fill("link", LINK).await;
        browser.fill("quantity", "1000").await;
        // The charge has to be on the page before it can be agreed to.
        browser.see(&format!("{} USD", lang.decimal("1233.50"))).await;
        browser.click(&lang.say("new-place").to_string()).await;
        browser.arrive("/orders/1").await;
        for path in [
            "/new",
            "/new/mass",
            "/orders",
            "/orders?state=partial",
            "/orders/refills",
            "/services",
            &format!("/services/{service}"),
            "/services/updates",
            "/statement",
            "/deposits",
            "/affiliate",
            "/api-docs",
            "/account",
            "/account/tokens",
            "/account/tokens/new",
            "/terms",
            "/nothing",
        ] {
            look(&browser, lang, path).await;
        }
        // The order's own page: its number and link stand as they were typed.
        browser.go("/orders").await;
        browser.press("tr[data-row] a.id").await;
        browser.see(LINK).await;
        let faults = browser.run(FAULTS).await;
        assert_eq!(faults, json!([]), "the order's page in {tag}");
        browser.assert_accessible().await;

        // A wrong form says so in the language, and keeps what was typed.
        browser.go("/deposits").await;
        browser.fill("amount", "0").await;
        browser.fill("reference", "TX 1").await;
        browser.click(&lang.say("deposits-paid").to_string()).await;
        browser.find("[role='alert']").await;
        let typed = browser.run("return document.querySelector('[name=reference]').value").await;
        assert_eq!(typed, json!("TX 1"));
        browser.assert_accessible().await;
        browser.close().await;
    })
    .await;
}
