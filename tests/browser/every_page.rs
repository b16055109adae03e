//! Every page of the table of roles, on a panel that `waybill demo` has filled: names as long as real
//! ones, in both themes, from a phone to a large screen. axe finds nothing, nothing is wider than it
//! may be, the browser complains of nothing, and no other host is asked.

use std::collections::HashMap;

use sqlx::{AssertSqlSafe, ConnectOptions as _};
use waybill::kit::secret;

use super::Browser;
use crate::commands::Operator;
use crate::support::Database;
use crate::support::places::{FACTS, ID_OF};
use crate::web::roles::{Class, ROUTES};

/// 320: a desktop of 1280 at 400 percent.
const WIDTHS: [u32; 4] = [320, 360, 1280, 1920];
const THEMES: [&str; 2] = ["light", "dark"];
/// From here on, a table fits into its card; below, it can be scrolled in it.
const TABLES_FIT_FROM: u32 = 1280;

/// Lists as they are filtered, and pages of more than the table names.
const VARIANTS: [&str; 6] = [
    "/new?service={service}",
    "/orders?state=partial",
    "/orders?q=nothing.example/none",
    "/admin/orders?state=running",
    "/admin/services?q=likes",
    "/admin/orders?q=nothing.example/none",
];

/// Who looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Who {
    Guest,
    Customer,
    Owner,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_page_is_right_in_one_shape() {
    // Each page in another one, always the same for a page.
    look(|path, shape| shape == usize::from(secret::sha256(path.as_bytes())[0]) % 8).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "make pages runs it: half an hour"]
async fn every_page_is_right_in_every_shape() {
    look(|_, _| true).await;
}

async fn look(is_taken: impl Fn(&str, usize) -> bool) {
    let database = Database::fresh().await;
    let operator = Operator::with(&database);
    operator.say(&["demo"]);
    let places = prepare(&database).await;
    let serving = operator.serve(&["--no-work", "--listen", "127.0.0.1:0"]);
    let mut faults = Vec::new();
    for who in [Who::Guest, Who::Customer, Who::Owner] {
        let browser = Browser::wide(&serving.url).await;
        browser.go("/terms").await;
        if who != Who::Guest {
            browser.set_cookie("session", &session_of(who)).await;
        }
        for path in pages(&serving.url, who, &places).await {
            for (shape, (width, theme)) in shapes().enumerate() {
                if is_taken(&path, shape) {
                    let found = faults_of(&browser, &path, width, theme).await;
                    faults.extend(found.into_iter().map(|one| format!("{path} {width} {theme}: {one}")));
                }
            }
        }
        browser.close().await;
    }
    serving.stop();
    database.drop().await;
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn shapes() -> impl Iterator<Item = (u32, &'static str)> {
    WIDTHS.into_iter().flat_map(|width| THEMES.into_iter().map(move |theme| (width, theme)))
}

fn session_of(who: Who) -> String {
    format!("a-session-of-{who:?}-that-only-looks").to_lowercase()
}

/// Sessions, and the ids of what is there.
async fn prepare(database: &Database) -> HashMap<String, String> {
    let mut connection = database.options().connect().await.unwrap();
    for (who, email) in
        [(Who::Customer, "demo@waybill.example"), (Who::Owner, "owner@waybill.example")]
    {
        let hash = secret::hex(&secret::sha256(session_of(who).as_bytes()));
        let sql = format!(
            "insert into sessions (hash, account_id, created_at, seen_at, expires_at, proved_at,
                                   address, user_agent)
             select '\\x{hash}', id, now(), now(), now() + interval '1 day', now(), '', ''
             from accounts where email = '{email}';
             update accounts set terms_accepted_at = now() where email = '{email}';
             insert into tokens (account_id, kind, name, hash, hint, created_at)
             select id, 'key', 'A program', '\\x{hash}', 'wb_', now()
             from accounts where email = '{email}'"
        );
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await.unwrap();
    }
    let facts: Vec<(String, Option<String>)> =
        sqlx::query_as(FACTS).fetch_all(&mut connection).await.unwrap();
    facts.into_iter().filter_map(|(name, fact)| Some((name, fact?))).collect()
}

/// The pages that this visitor sees: whole ones, no parts and no files.
async fn pages(base: &str, who: Who, places: &HashMap<String, String>) -> Vec<String> {
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
        let id = ID_OF.iter().find(|(beginning, _)| path.starts_with(beginning));
        let path = match id {
            Some((_, name)) => path.replace("{id}", &format!("{{{name}}}")),
            None => (*path).to_owned(),
        };
        let path = places
            .iter()
            .fold(path, |path, (name, fact)| path.replace(&format!("{{{name}}}"), fact));
        if path.contains('{') {
            // The small demo has none.
            continue;
        }
        let asked = http.get(format!("{base}{path}"));
        let answer = asked.header("cookie", format!("session={}", session_of(who)));
        let answer = answer.send().await.unwrap();
        let kind = answer.headers().get("content-type").map(|kind| kind.to_str().unwrap().to_owned());
        let is_html = kind.is_some_and(|kind| kind.starts_with("text/html"));
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
        if is_html && answer.text().await.unwrap().contains("<html") {
            pages.push(path);
        }
    }
    pages
}

/// What is wrong with a page in this shape.
async fn faults_of(browser: &Browser, path: &str, width: u32, theme: &str) -> Vec<String> {
    browser.resize(width, 900).await;
    browser.set_cookie("theme", theme).await;
    browser.complaints().await;
    browser.go(path).await;
    let mut faults = browser.complaints().await;
    let told = browser
        .run(&format!(
            "const wide = [];
             const over = document.documentElement.scrollWidth - window.innerWidth;
             if (over > 0) {{
                 const widest = [...document.querySelectorAll('main *')]
                     .filter(el => el.getBoundingClientRect().right > window.innerWidth + 1
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
