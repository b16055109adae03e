//! The price list, its updates, the statement and the API page, in a browser.

use serde_json::json;
use waybill::catalogue::favourites;

use super::Browser;
use crate::support::rows::{execute, value};
use crate::support::{Customer, PASSWORD, Panel, eventually, still_panel};

/// A customer who is signed in, in a shop with a past.
async fn scene(panel: &Panel, visitor: &Browser) -> Customer {
    let customer = panel.customer("25").await;
    for name in ["Steady views · 30 days refill · up to 500K a day · worldwide", "Quick likes"] {
        panel
            .service(|service| {
                service.draft.name = name.to_owned();
                service.draft.description = "Line one\nLine two".to_owned();
            })
            .await;
    }
    execute(panel, "update services set rate = rate + 123456").await;
    execute(panel, "update services set min = 10 where name = 'Quick likes'").await;
    visitor.go("/sign-in").await;
    visitor.fill("email", &customer.email).await;
    visitor.fill("password", PASSWORD).await;
    visitor.press("main form button").await;
    visitor.arrive("/new").await;
    customer
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_shop_on_a_desk() {
    still_panel(async |panel| {
        let visitor = Browser::wide(&panel.base).await;
        shop(panel, &visitor).await;
        // The keys that lead there.
        visitor.keys("gv").await;
        visitor.arrive("/services").await;
        visitor.keys("gi").await;
        visitor.arrive("/api-docs").await;
        visitor.keys("gu").await;
        visitor.arrive("/services/updates").await;
        visitor.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_shop_on_a_phone() {
    still_panel(async |panel| {
        let visitor = Browser::narrow(&panel.base).await;
        shop(panel, &visitor).await;
        visitor.close().await;
    })
    .await;
}

async fn shop(panel: &Panel, visitor: &Browser) {
    panel.set("public_prices", "everyone").await;
    for path in ["/", "/services", "/api-docs", "/terms"] {
        visitor.go(path).await;
        visitor.assert_accessible().await;
    }
    let customer = scene(panel, visitor).await;
    visitor.go("/services").await;
    visitor.see("Quick likes").await;
    visitor.assert_accessible().await;
    visitor.press(".star[name='add']").await;
    visitor.find(".star[aria-pressed='true']").await;
    let marked = favourites::list(panel.app.db.pool(), customer.id).await.unwrap();
    assert_eq!(marked.len(), 1);
    assert_eq!(visitor.path().await, "/services", "the page stays where it is");
    visitor.go("/services?favourites=1").await;
    visitor.see("1 service").await;
    visitor.press(".star[name='remove']").await;
    visitor.find(".star[aria-pressed='false']").await;
    visitor.go("/services").await;
    visitor.click("Quick likes").await;
    visitor.see("Line two").await;
    visitor.see("Price up").await;
    visitor.assert_accessible().await;
    for path in
        ["/services/updates", "/statement", "/api-docs?of=order", "/api-docs?of=marketplace"]
    {
        visitor.go(path).await;
        visitor.assert_accessible().await;
    }
}

/// Notes every request that the page makes from now on.
const WATCH: &str = "window.sent = [];
    const real = window.fetch;
    window.fetch = (url, init = {}) => {
        window.sent.push([String(url), String(init.body ?? ''), JSON.stringify(init.headers ?? {})].join(' '));
        return real(url, init);
    };
    const open = XMLHttpRequest.prototype.open;
    XMLHttpRequest.prototype.open = function (...all) { window.sent.push(all.join(' ')); return open.apply(this, all); };
    navigator.sendBeacon = (...all) => { window.sent.push(all.join(' ')); return true; };
    document.addEventListener('submit', (e) => window.sent.push([...new FormData(e.target)].join(' ')));
    new PerformanceObserver((list) => list.getEntries().forEach((one) => window.sent.push(one.name)))
        .observe({ type: 'resource' });";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_stays_in_the_page_until_it_is_sent_on_purpose() {
    still_panel(async |panel| {
        let visitor = Browser::wide(&panel.base).await;
        let customer = scene(panel, &visitor).await;
        let calls = "select count(*) from token_calls";
        let kept = "return [document.cookie, JSON.stringify(localStorage),
            JSON.stringify(sessionStorage), location.href].join(' ');";
        visitor.go("/api-docs").await;
        visitor.script(WATCH).await;
        visitor.find("#api-key").await.send_keys(&customer.key).await.unwrap();
        visitor.see(&customer.key).await;
        visitor.press("[value='python'] + span").await;
        visitor.see("import urllib.request").await;
        let shown = visitor.find("#example-python").await.text().await.unwrap();
        assert!(shown.contains(&format!("\"key\": \"{}\"", customer.key)), "{shown}");
        visitor.press(".example[data-language='python'] .copy").await;
        visitor.see("Copied").await;
        assert_eq!(visitor.script("return window.sent;").await, json!([]));
        let stored = visitor.script(kept).await;
        assert!(!stored.as_str().unwrap().contains(&customer.key), "{stored}");
        assert_eq!(value::<i64>(panel, calls).await, 0);

        // Sent: one call, to the panel itself, without the session.
        visitor.press("[data-try-send]").await;
        visitor.see("\"balance\": \"25.00\"").await;
        visitor.assert_accessible().await;
        let sent = visitor.script("return window.sent.filter(one => one.includes('key='));").await;
        let sent = sent.as_array().unwrap().clone();
        assert_eq!(sent.len(), 1, "{sent:?}");
        assert!(sent[0].as_str().unwrap().starts_with("/api/v2 key="), "{sent:?}");

        // An order is asked about first.
        let choose = "const list = document.querySelector('[data-try-call]'); list.value = 'add';
            list.dispatchEvent(new Event('change'));";
        visitor.script(choose).await;
        visitor.press("[data-try-send]").await;
        visitor.see("its charge is taken from your balance").await;
        visitor.assert_accessible().await;
        visitor.click("Do nothing").await;
        assert_eq!(value::<i64>(panel, "select count(*) from orders").await, 0);
        visitor.press("[data-try-send]").await;
        visitor.click("Yes, do it").await;
        visitor.see("\"order\": 1").await;
        assert_eq!(value::<i64>(panel, "select count(*) from orders").await, 1);
        eventually("both calls to stand in the log", async || {
            (value::<i64>(panel, calls).await == 2).then_some(())
        })
        .await;

        // It is gone with the page.
        visitor.go("/api-docs").await;
        let value = visitor.script("return document.querySelector('#api-key').value;").await;
        assert_eq!(value, json!(""));
        visitor.press("[data-try-send]").await;
        visitor.see("Paste a key at the top of the page first").await;
        visitor.close().await;
    })
    .await;
}
