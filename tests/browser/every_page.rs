//! Every page of the table of roles, on a panel that `waybill demo` has filled: names as long as real
//! ones, in both themes, from a phone to a large screen, customers' pages in three languages too. axe finds nothing, nothing is wider than it
//! may be, the browser complains of nothing, and no other host is asked.

use waybill::kit::secret;

use super::Browser;
use super::demo::{Demo, Who, session_of};
use crate::web::roles::{Class, ROUTES};

/// 320: a desktop of 1280 at 400 percent.
const WIDTHS: [u32; 4] = [320, 360, 1280, 1920];
const THEMES: [&str; 2] = ["light", "dark"];
/// English, the one with the longest words, and one from right to left.
const LANGUAGES: [&str; 3] = ["en", "ru", "ar"];
/// From here on, a table fits into its card; below, it can be scrolled in it.
const TABLES_FIT_FROM: u32 = 1280;

/// Lists as they are filtered, and pages of more than the table names.
const VARIANTS: [&str; 9] = [
    "/new?service={service}",
    "/orders?state=partial",
    "/orders?q=nothing.example/none",
    "/admin/orders?state=running",
    "/admin/orders?state=attention",
    "/admin/services?q=likes",
    "/admin/orders?q=nothing.example/none",
    "/admin/customers?sort=spent",
    "/admin/customers?q=nothing.example",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_page_is_right_in_one_shape() {
    // Each page in another one, always the same for a page.
    look(|path, shape, count| shape == usize::from(secret::sha256(path.as_bytes())[0]) % count)
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "make pages runs it: half an hour"]
async fn every_page_is_right_in_every_shape() {
    look(|_, _, _| true).await;
}

/// `is_taken` chooses by the path, the shape's number and how many shapes there are.
async fn look(is_taken: impl Fn(&str, usize, usize) -> bool) {
    let demo = Demo::start().await;
    let mut faults = Vec::new();
    for who in [Who::Guest, Who::Customer, Who::Owner] {
        let browser = Browser::wide(&demo.serving.url).await;
        demo.sign_in(&browser, who).await;
        for path in pages(&demo, who).await {
            let shapes = shapes(who);
            for (at, shape) in shapes.iter().enumerate() {
                if is_taken(&path, at, shapes.len()) {
                    let found = faults_of(&browser, &path, *shape).await;
                    faults.extend(found.into_iter().map(|one| format!("{path} {shape:?}: {one}")));
                }
            }
        }
        browser.close().await;
    }
    demo.stop().await;
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Width, theme and language.
type Shape = (u32, &'static str, &'static str);

fn shapes(who: Who) -> Vec<Shape> {
    let languages = if matches!(who, Who::Owner) { &LANGUAGES[..1] } else { &LANGUAGES };
    let themed = WIDTHS.into_iter().flat_map(|width| THEMES.map(|theme| (width, theme)));
    themed
        .flat_map(|(width, theme)| languages.iter().map(move |lang| (width, theme, *lang)))
        .collect()
}

/// The pages that this visitor sees: whole ones, no parts and no files.
async fn pages(demo: &Demo, who: Who) -> Vec<String> {
    let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
    let http = http.build().unwrap();
    let routes = ROUTES.iter().filter(|(method, path, classes)| {
        let place = match who {
            Who::Guest => 0,
            Who::Customer => 1,
            Who::Owner => 4,
        };
        let theirs = match who {
            Who::Guest => true,
            Who::Customer => !path.starts_with("/admin") && classes[0] != Class::Page,
            Who::Owner => path.starts_with("/admin"),
        };
        *method == "GET" && theirs && classes[place] == Class::Page
    });
    let variants = VARIANTS.iter().filter(|path| match who {
        Who::Guest => false,
        Who::Customer => !path.starts_with("/admin"),
        Who::Owner => path.starts_with("/admin"),
    });
    let mut pages = Vec::new();
    for path in routes.map(|(_, path, _)| path).chain(variants) {
        let path = demo.path(path);
        if path.contains('{') {
            // The small demo has none.
            continue;
        }
        let asked = http.get(format!("{}{path}", demo.serving.url));
        let answer = asked.header("cookie", format!("session={}", session_of(who)));
        let answer = answer.send().await.unwrap();
        let kind =
            answer.headers().get("content-type").map(|kind| kind.to_str().unwrap().to_owned());
        let is_html = kind.is_some_and(|kind| kind.starts_with("text/html"));
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
        if is_html && answer.text().await.unwrap().contains("<html") {
            pages.push(path);
        }
    }
    pages
}

/// What is wrong with a page in this shape.
async fn faults_of(browser: &Browser, path: &str, (width, theme, language): Shape) -> Vec<String> {
    browser.resize(width, 900).await;
    browser.set_cookie("theme", theme).await;
    browser.set_cookie("lang", language).await;
    browser.complaints().await;
    browser.go(path).await;
    let mut faults = browser.complaints().await;
    let told = browser
        .run(&format!(
            "const wide = [];
             const over = document.documentElement.scrollWidth - window.innerWidth;
             if (over > 0) {{
                 const widest = [...document.querySelectorAll('main *')]
                     .filter(el => (el.getBoundingClientRect().right > window.innerWidth + 1
                         || el.getBoundingClientRect().left < -1)
                         && !el.closest('.chips, .tabs, .table-wrap'))
                     .slice(0, 3).map(el => el.outerHTML.slice(0, 120));
                 wide.push('the page is ' + over + ' px too wide: ' + widest.join(' | '));
             }}
             for (const table of document.querySelectorAll('table')) {{
                 const home = table.closest('.table-wrap') || table.parentElement;
                 const more = table.getBoundingClientRect().width - home.clientWidth;
                 if ({width} >= {TABLES_FIT_FROM} && more > 1) {{
                     wide.push('a table is ' + more + ' px wider than its card');
                 }}
             }}
             const foreign = performance.getEntriesByType('resource').map(one => one.name)
                 .filter(name => !name.startsWith(location.origin + '/') && !name.startsWith('data:'));
             return [...wide, ...foreign];"
        ))
        .await;
    faults.extend(told.as_array().unwrap().iter().map(|one| one.as_str().unwrap().to_owned()));
    faults.extend(browser.axe().await);
    faults
}
