//! The headers of every answer, and that nothing on a page comes from another site.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use reqwest::Method;
use waybill::accounts::role::Role;
use waybill::web::assets;

use super::Visitor;
use crate::support::{Panel, panel_with, still_panel};

const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' data:; connect-src 'self'; font-src 'self'; form-action 'self'; \
    base-uri 'none'; frame-ancestors 'none'";

/// On every answer of the door. [`super::Answer::assert_door`] checks them.
pub const EVERYWHERE: [(&str, &str); 4] = [
    ("content-security-policy", CSP),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("x-frame-options", "DENY"),
];

const FOREVER: &str = "public, max-age=31536000, immutable";

/// Attributes that make a browser go somewhere.
const LINKS: [&str; 12] = [
    "href",
    "src",
    "srcset",
    "action",
    "formaction",
    "poster",
    "data",
    "hx-get",
    "hx-post",
    "hx-put",
    "hx-delete",
    "hx-patch",
];

/// No link, form or file of a page leads to another site, and it has nothing that the policy would
/// refuse: links that customers type are shown as text.
#[track_caller]
pub fn assert_own(asked: &str, html: &str) {
    for name in LINKS {
        for (at, start) in html.match_indices(&format!(" {name}=\"")) {
            let rest = &html[at + start.len()..];
            let value = rest.split('"').next().unwrap_or_default();
            let own = value.starts_with('#') || value.starts_with('/') && !value.starts_with("//");
            // A customer's link, which staff may open: the other site does not learn from where.
            let outs = ["noreferrer", "nofollow noopener noreferrer"]
                .map(|rel| format!("<a rel=\"{rel}\" target=\"_blank\""));
            // The way to where a deposit is paid.
            let pays = ["<a class=\"button primary\"", "<a class=\"button\""];
            let pays = pays.map(|link| format!("{link} rel=\"noreferrer\""));
            let is_out = outs.iter().chain(&pays).any(|out| html[..at].ends_with(out))
                && ["https://", "http://", "mailto:"].iter().any(|start| value.starts_with(start));
            let own = own || is_out;
            // The panel's own address in full, for search engines.
            let own = own || html[..at].ends_with("<link rel=\"canonical\"");
            assert!(own && !value.contains('\\'), "{asked}: {name}=\"{value}\"");
        }
    }
    for word in ["<style", " style=\"", "<script>", "javascript:", "<base", "<iframe", "http-equiv"]
    {
        assert!(!html.contains(word), "{asked} holds {word}");
    }
    for (at, _) in html.match_indices(" on") {
        let name =
            html[at + 3..].split(|c: char| !c.is_ascii_lowercase()).next().unwrap_or_default();
        let is_handler = !name.is_empty() && html[at + 3 + name.len()..].starts_with("=\"");
        assert!(!is_handler, "{asked}: on{name}");
    }
}

/// Pages, parts of pages, redirects, refusals and files, for someone signed in or not.
async fn everything(panel: &Panel, visitor: &Visitor<'_>, order: i64) {
    let order = order.to_string();
    for path in [
        "/",
        "/robots.txt",
        "/terms",
        "/services",
        "/services.csv",
        "/services/updates",
        "/services/1",
        "/api-docs",
        "/sign-in",
        "/sign-up",
        "/new-password",
        "/accept-terms",
        "/new",
        "/new?service=1",
        "/new?again=1",
        "/new/services",
        "/orders",
        "/orders/live?ids=1",
        "/orders/ID",
        "/orders/ID/live",
        "/orders/424242",
        "/statement",
        "/statement.csv",
        "/affiliate",
        "/affiliate/links",
        "/affiliate/referrals",
        "/affiliate/referrals.csv",
        "/affiliate/payouts",
        "/account",
        "/admin",
        "/admin/services",
        "/admin/services/new",
        "/admin/services/1",
        "/admin/customers",
        "/admin/customers/1",
        "/admin/customers/1/statement",
        "/admin/orders",
        "/admin/orders/ID",
        "/admin/orders/ID/live",
        "/admin/blocked",
        "/admin/work",
        "/admin/invites",
        "/admin/staff",
        "/admin/staff/1",
        "/admin/settings",
        "/sign-up?invite=x",
        "/nothing",
        "/api/v3",
        "/static/nothing.css",
        "/static/css/app.css",
        "/static/%FF",
        "/orders/%FF",
        "/orders/1/2",
        "//evil.example",
        "/sign-out",
        "/theme",
        &assets::url("css/app.css"),
        &assets::url("icons.svg"),
    ] {
        let path = path.replace("ID", &order);
        visitor.get(&path).await;
        visitor.send(visitor.request(Method::HEAD, &path)).await;
        visitor.send(visitor.request(Method::GET, &path).header("hx-request", "true")).await;
        visitor.send(visitor.request(Method::DELETE, &path)).await;
        visitor.send(visitor.request(Method::OPTIONS, &path)).await;
    }
    visitor.post_raw("/sign-in", "application/json", b"{}".to_vec()).await.assert_status(400);
    visitor.post_raw("/sign-in", "", vec![b'a'; 1_100_000]).await.assert_status(413);
    let forged = visitor.request(Method::POST, "/sign-in").header("sec-fetch-site", "cross-site");
    visitor.send(forged).await.assert_status(403);
    assert_eq!(
        panel.app.config.is_https(),
        !visitor.get("/terms").await.header("strict-transport-security").is_empty()
    );
}

async fn told(panel: &Panel) {
    let service = panel.service(|_| {}).await.to_string();
    let owner = panel.account(Role::Owner).await;
    panel.credit(&owner, "10").await;
    let fields = [
        ("action", "add"),
        ("service", &service),
        ("link", "https://example.com/p/1"),
        ("quantity", "10"),
    ];
    let order = crate::support::order_id(&panel.v2(&owner.key, &fields).await);
    everything(panel, &Visitor::new(panel), order).await;
    everything(panel, &Visitor::of(panel, owner.id).await, order).await;
    let customer = panel.customer("0").await;
    everything(panel, &Visitor::of(panel, customer.id).await, order).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_answer_says_what_a_browser_may_do_with_it() {
    still_panel(told).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn behind_tls_every_answer_says_to_stay_there() {
    panel_with(
        &["--no-work", "--public-url", "https://panel.example", "--trusted-proxies", "none"],
        told,
    )
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_statement_and_every_page_of_someone_are_kept_nowhere() {
    still_panel(async |panel| {
        let customer = panel.customer("10").await;
        let visitor = Visitor::of(panel, customer.id).await;
        for path in [
            "/",
            "/new",
            "/services",
            "/services.csv",
            "/services/updates",
            "/api-docs",
            "/orders",
            "/orders/live",
            "/statement",
            "/statement.csv",
            "/account",
            "/terms",
            "/nothing",
            "/new/services",
            "/new/services?find=x",
            "/palette?q=x",
        ] {
            assert_eq!(visitor.get(path).await.header("cache-control"), "no-store", "{path}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_are_kept_for_good_under_the_name_of_their_content() {
    still_panel(async |panel| {
        let visitor = Visitor::new(panel);
        let page = visitor.get("/sign-in").await;
        let mut seen = 0;
        for name in ["css/app.css", "js/app.js", "vendor/htmx.min.js", "favicon.svg", "icons.svg"] {
            let url = assets::url(name);
            seen += usize::from(page.text().contains(&format!("\"{url}")));
            let plain = visitor.get(&url).await;
            plain.assert_status(200);
            assert_eq!(plain.header("cache-control"), FOREVER);
            assert!(plain.header("vary").to_lowercase().contains("accept-encoding"), "{name}");
            let kind = match name.rsplit('.').next().unwrap() {
                "css" => "text/css; charset=utf-8",
                "js" => "text/javascript; charset=utf-8",
                _ => "image/svg+xml; charset=utf-8",
            };
            assert_eq!(plain.header("content-type"), kind);
            let etag = plain.header("etag").to_owned();
            for (tags, status) in [(etag.as_str(), 304), ("W/\"other\"", 200), ("", 200)] {
                let request = visitor.request(Method::GET, &url).header("if-none-match", tags);
                let again = visitor.send(request).await;
                again.assert_status(status);
                assert_eq!(again.header("etag"), etag);
                assert_eq!(again.header("cache-control"), FOREVER);
                assert_eq!(again.body.is_empty(), status == 304);
            }
            let several = format!("\"x\", {etag}");
            let request = visitor.request(Method::GET, &url).header("if-none-match", several);
            visitor.send(request).await.assert_status(304);
            for (accepted, coding) in [
                ("br", "br"),
                ("gzip", "gzip"),
                ("gzip, deflate, br", "br"),
                ("br;q=0, gzip", "gzip"),
                ("identity", ""),
            ] {
                let request =
                    visitor.request(Method::GET, &url).header("accept-encoding", accepted);
                let packed = visitor.send(request).await;
                assert_eq!(packed.header("content-encoding"), coding, "{name} {accepted}");
                assert_eq!(unpacked(coding, &packed.body), plain.body, "{name} {accepted}");
            }
            // The name without a version does not exist: nothing may be stored under it.
            let bare = visitor.get(&format!("/static/{name}")).await;
            bare.assert_status(404);
            assert_eq!(bare.header("cache-control"), "no-store");
        }
        assert_eq!(seen, 5, "the page names its files by their content");
        for path in [
            "/static/VENDORED.md",
            "/static/vendor/LICENSE-htmx.txt",
            "/static/../Cargo.toml",
            "/static/%2e%2e/Cargo.toml",
            "/static/%2fetc%2fpasswd",
        ] {
            visitor.get(path).await.assert_status(404);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_are_sent_small_where_a_browser_can_read_it() {
    still_panel(async |panel| {
        let customer = panel.customer("10").await;
        let visitor = Visitor::of(panel, customer.id).await;
        for path in ["/account", "/nothing", "/statement.csv"] {
            let plain = visitor.get(path).await;
            for coding in ["br", "gzip"] {
                let request = visitor.request(Method::GET, path).header("accept-encoding", coding);
                let packed = visitor.send(request).await;
                let is_small = plain.body.len() < 1_000;
                if !is_small {
                    assert_eq!(packed.header("content-encoding"), coding, "{path}");
                    assert!(packed.header("vary").contains("accept-encoding"), "{path}");
                }
                let coding = packed.header("content-encoding");
                assert_eq!(unpacked(coding, &packed.body).len(), plain.body.len(), "{path}");
            }
        }
    })
    .await;
}

fn unpacked(coding: &str, body: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    match coding {
        "br" => brotli::Decompressor::new(body, 4_096).read_to_end(&mut plain).unwrap(),
        "gzip" => flate2::read::GzDecoder::new(body).read_to_end(&mut plain).unwrap(),
        _ => body.to_vec().as_slice().read_to_end(&mut plain).unwrap(),
    };
    plain
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let inside = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    inside.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// Templates and styles that no test opens are read as text instead.
#[test]
fn no_template_and_no_style_asks_a_third_party() {
    let house = Path::new(env!("CARGO_MANIFEST_DIR"));
    let templates = files(&house.join("templates"));
    assert!(templates.len() > 30);
    for path in templates {
        let text = fs::read_to_string(&path).unwrap();
        let name = path.display().to_string();
        for word in [
            "://",
            "\"//",
            "'//",
            "|safe",
            "| safe",
            "{% autoescape",
            "{%- autoescape",
            "<style",
            " style=\"",
            "<script>",
            "javascript:",
            "<iframe",
            "<base",
            "http-equiv",
        ] {
            assert!(!text.contains(word), "{name} holds {word}");
        }
    }
    for path in files(&house.join("static/css")) {
        let text = fs::read_to_string(&path).unwrap();
        for word in ["://", "@import", "url(/", "url(\"/"] {
            assert!(!text.contains(word), "{} holds {word}", path.display());
        }
    }
    for path in files(&house.join("static/js")) {
        let script = fs::read_to_string(&path).unwrap();
        // The name of a vocabulary; nothing fetches it.
        let script = script.replace("http://www.w3.org/2000/svg", "");
        for word in
            ["://", "eval(", "new Function", "innerHTML", "document.write", "insertAdjacentHTML"]
        {
            assert!(!script.contains(word), "{} holds {word}", path.display());
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_load_of_a_page_is_small() {
    still_panel(async |panel| {
        let visitor = Visitor::of(panel, panel.customer("10").await.id).await;
        let size = async |path: &str, encoding: &str| {
            let asked = visitor.request(Method::GET, path).header("accept-encoding", encoding);
            visitor.send(asked).await.body.len()
        };
        let styles = assets::url("css/app.css");
        let whole = size(&styles, "identity").await;
        assert!(whole <= 48 * 1024, "the styles have {whole} bytes");
        let small = size(&styles, "br").await;
        assert!(small <= 10 * 1024, "compressed, the styles have {small} bytes");
        let mut load = size("/new", "br").await;
        for file in ["css/app.css", "js/app.js", "vendor/htmx.min.js", "favicon.svg", "icons.svg"] {
            load += size(&assets::url(file), "br").await;
        }
        assert!(load <= 60 * 1024, "a page needs {load} bytes");
    })
    .await;
}
