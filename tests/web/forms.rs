//! Forms that no browser would send, and forms that people fill in wrongly. The answer is a page
//! with what was typed and what is wrong with it. It never crashes, and money never moves twice.
//!
//! It is long because every form of the panel has its stories here, so that a missing one is
//! noticed.

use futures_util::future::join_all;
use waybill::accounts::role::Role;

use super::roles::{Class, ROUTES, World};
use super::{Answer, Visitor};
use crate::support::rows::execute;
use crate::support::{Panel, order_id, still_panel};

const FORM: &str = "application/x-www-form-urlencoded";
const LINK: &str = "https://example.com/p/1";

/// Routes that read a body; the others only need their address.
fn reads_a_form(path: &str, class: Class) -> bool {
    // "Test connection" is only a button, and answers with what came back.
    let is_button = path == "/sign-out" || path == "/admin/providers/{id}/test";
    class != Class::Away && !is_button
        || path.ends_with("/suspend")
        || path == "/admin/orders/{id}/cancel"
}

async fn each_form(panel: &Panel, ask: impl AsyncFn(&Visitor<'_>, &str, bool)) {
    for (method, route, classes) in ROUTES {
        if *method == "POST" {
            // An account has a limit of keys, and each world makes one.
            let owner = panel.account(Role::Owner).await;
            let world = World::new(panel, &owner).await;
            let visitor = Visitor::of(panel, owner.id).await;
            ask(&visitor, &world.path(route), reads_a_form(route, classes[4])).await;
            // A panel has a limit of them, too.
            execute(panel, "delete from pages").await;
            execute(panel, "delete from announcements").await;
        }
    }
}

/// What people write in tickets, in announcements and pages, or send with a picture, comes back with
/// what is wrong, if it is a megabyte in any script.
fn takes_long_texts(path: &str) -> bool {
    let ends = ["/deposits", "/tickets", "/reply", "/insert", "/settings/logo"];
    let is_note = path.starts_with("/admin/tickets/") && path.ends_with("/notes");
    let is_list = path == "/admin/deposits/compare";
    let is_text = path.starts_with("/admin/announcements") || path.starts_with("/admin/pages");
    is_note || is_list || is_text || ends.iter().any(|end| path.ends_with(end))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_that_no_page_sends_gets_a_page() {
    still_panel(async |panel| {
        each_form(panel, async |visitor, path, reads| {
            // Each sign-in costs a hash; a body that cannot be read is not tried.
            let mebibytes = if takes_long_texts(path) { 4 } else { 1 };
            let most = mebibytes * 1024 * 1024;
            let many = (0..20_000).map(|n| format!("f{n}=v&")).collect::<String>();
            for (kind, body, status) in [
                ("application/json", b"{\"email\":1}".to_vec(), 400),
                ("text/plain", b"a=b".to_vec(), 400),
                ("multipart/form-data; boundary=x", b"--x\r\n\r\n--x--".to_vec(), 400),
                ("nonsense", b"a=b".to_vec(), 400),
                (FORM, b"a=%00".to_vec(), 400),
                (FORM, b"%00=a".to_vec(), 400),
                (FORM, b"a=\0".to_vec(), 400),
                (FORM, vec![b'a'; most + 1], 413),
                (FORM, vec![b'a'; most + 2 * 1024 * 1024], 413),
            ] {
                // A route that reads no body does not wait for one either, and may hang up during
                // it.
                if reads || status == 400 {
                    let answer = visitor.post_raw(path, kind, body).await;
                    assert!(
                        !reads || answer.status == status,
                        "{}: {}",
                        answer.asked,
                        answer.status
                    );
                    assert!(!reads || answer.text().contains("<h1>"), "{}", answer.asked);
                }
            }
            for body in [
                &b""[..],
                b"&&&===;;%%%zz%",
                b"%ff%fe=%c3%28",
                b"\xff\xfe=\xff",
                b"=",
                b"+=+",
                many.as_bytes(),
                &vec![b'a'; 1024 * 1024],
            ] {
                if !reads && body.len() > 10_000 {
                    continue;
                }
                let answer = visitor.post_raw(path, FORM, body.to_vec()).await;
                let status = answer.status.as_u16();
                assert!(
                    [200, 303, 400, 404, 413, 422, 429].contains(&status),
                    "{}: {status}",
                    answer.asked
                );
            }
        })
        .await;
    })
    .await;
}

/// Every form with all its fields, filled in well enough to be taken.
const FORMS: [(&str, &[(&str, &str)]); 48] = [
    ("/theme", &[("theme", "dark")]),
    ("/language", &[("language", "es")]),
    (
        "/sign-up",
        &[("email", "not an address"), ("password", "a password of mine"), ("terms", "1")],
    ),
    ("/accept-terms", &[("version", "2026-01-01"), ("terms", "1"), ("next", "/orders")]),
    ("/deposits/code", &[("code", "WELCOME-10")]),
    (
        "/admin/promos",
        &[
            ("code", "WELCOME-10"),
            ("kind", "percent"),
            ("amount", "10"),
            ("cap", "20"),
            ("uses_max", "5"),
            ("from", "2026-01-01T00:00"),
            ("until", "2999-01-01T00:00"),
            ("first_only", "1"),
        ],
    ),
    (
        "/admin/bonuses",
        &[
            ("method", ""),
            ("percent", "2.5"),
            ("from", "50"),
            ("cap", "20"),
            ("until", "2999-01-01T00:00"),
            ("first_only", "1"),
        ],
    ),
    ("/new", ORDER),
    ("/new/check", ORDER),
    ("/new/quote", ORDER),
    ("/new/fields", ORDER),
    (
        "/account/tokens",
        &[
            ("name", "shop"),
            ("kind", "jwt"),
            ("access", "custom"),
            ("scope", "orders:read"),
            ("expires", "custom"),
            ("days", "45"),
            ("networks", "192.0.2.0/24"),
            ("elsewhere", "1"),
        ],
    ),
    ("/account/notices", &[("threshold", "5"), ("tickets-mail", "1"), ("prices-panel", "1")]),
    ("/admin/settings/telegram", &[("token", "not a token")]),
    (
        "/account/privacy/close",
        &[("confirm", "x@example.com"), ("current", "x"), ("balance", "0"), ("earnings", "0")],
    ),
    (
        "/admin/customers/{id}/close",
        &[("why", "r"), ("confirm", "x@example.com"), ("balance", "0"), ("earnings", "0")],
    ),
    ("/admin/services", SERVICE),
    ("/admin/services/{id}", SERVICE),
    (
        "/admin/customers/{id}/adjust",
        &[
            ("what", "payment"),
            ("reference", "bank-1"),
            ("amount", "0.01"),
            ("note", "n"),
            ("once", "abcdefghijkl"),
        ],
    ),
    ("/admin/customers/{id}/rates", &[("service", "SERVICE"), ("rate", "0.5")]),
    ("/admin/orders/{id}/refund", &[("total", "0.001"), ("note", "n")]),
    (
        "/admin/orders/{id}/resolve",
        &[("decision", "partial"), ("remains", "3"), ("reason", "r"), ("seen", "2")],
    ),
    ("/admin/orders/{id}/post", &[("link", LINK), ("source", "s")]),
    (
        "/admin/orders/{id}/correct",
        &[("link", LINK), ("start_count", "1"), ("remains", "1"), ("why", "r")],
    ),
    ("/admin/orders/{id}/move", &[("provider", "1"), ("move-reason", "r")]),
    ("/admin/orders/{id}/notes", &[("note", "n")]),
    (
        "/admin/orders/bulk",
        &[
            ("ids", "1"),
            ("do", "partial"),
            ("remains", "3"),
            ("back", "state=pending"),
            ("look", "1"),
        ],
    ),
    ("/admin/orders/bulk", &[("of", "1"), ("do", "refund"), ("percent", "30"), ("look", "1")]),
    ("/admin/orders/bulk", &[("all", "1"), ("do", "note"), ("note", "n"), ("look", "1")]),
    ("/admin/orders/bulk", &[("ids", "1"), ("do", "move"), ("provider", "1"), ("look", "1")]),
    ("/admin/orders/bulk/{id}/start", &[("reason", "r")]),
    ("/admin/orders/columns", &[("column", "q"), ("back", "state=pending")]),
    ("/admin/orders/csv", &[("ids", "1"), ("back", "state=pending")]),
    ("/admin/blocked", &[("pattern", "blocked.example"), ("reason", "r"), ("note", "n")]),
    ("/admin/blocked", &[("pattern", "blocked.example"), ("reason", "r"), ("yes", "1")]),
    ("/admin/orders/{id}/cancel", &[("cancel-reason", "r")]),
    ("/admin/customers/{id}/suspend", &[("reason", "r")]),
    ("/admin/invites", &[("note", "Ann of the bakery")]),
    ("/admin/staff", &[("email", "colleague@example.com"), ("role", "support")]),
    ("/admin/staff/{id}/role", &[("role", "customer")]),
    (
        "/admin/settings/people",
        &[
            ("sign_up", "open"),
            ("was-sign_up", "open"),
            ("sign_ups_per_network_per_day", "20"),
            ("was-sign_ups_per_network_per_day", "20"),
            ("staff_credit_per_day", ""),
            ("was-staff_credit_per_day", ""),
            ("staff_session_h", "12"),
            ("was-staff_session_h", "12"),
            ("staff_idle_min", "240"),
            ("was-staff_idle_min", "240"),
            ("customer_idle_days", "7"),
            ("was-customer_idle_days", "7"),
            ("staff_networks", ""),
            ("was-staff_networks", ""),
        ],
    ),
    (
        "/admin/settings/orders",
        &[
            ("maintenance", "off"),
            ("was-maintenance", "off"),
            ("maintenance_text", ""),
            ("was-maintenance_text", ""),
            // Without the lowest price: some texts are prices, and would take every service off sale.
            ("ask_again_min", "10"),
            ("was-ask_again_min", "10"),
        ],
    ),
    ("/admin/affiliates/offers", OFFER),
    ("/admin/affiliates/offers/{id}", OFFER),
    ("/admin/affiliates/{id}/state", &[("state", "denied"), ("reason", "r")]),
    ("/admin/affiliates/referrals", &[("decision", "deny"), ("ids", "1"), ("reason", "r")]),
    ("/admin/affiliates/payouts", &[("ids", "1")]),
    (
        "/admin/affiliates/payouts/{id}",
        &[("step", "complete"), ("reference", "r"), ("reason", "r")],
    ),
];

const OFFER: &[(&str, &str)] = &[
    ("name", "An offer"),
    ("description", "d"),
    ("terms", "t"),
    ("commission_type", "flat_per_order"),
    ("commission", "0.5"),
    ("cookie_days", "30"),
    ("hold_days", "14"),
    ("months", "12"),
    ("minimum_payout", "50"),
    ("approves_members", "1"),
    ("approves_commissions", "1"),
    ("is_default", "1"),
    ("status", "active"),
];

const ORDER: &[(&str, &str)] = &[
    ("service", "SERVICE"),
    ("once", "abcdefghijklmnopqrstuv"),
    ("link", LINK),
    ("quantity", "10"),
    ("runs", "2"),
    ("interval", "5"),
    ("shown", "0.02"),
];

const SERVICE: &[(&str, &str)] = &[
    ("category", "Samples"),
    ("name", "A sample"),
    ("kind", "Default"),
    ("description", "d"),
    ("position", "1"),
    ("rate", "0.9"),
    ("min", "10"),
    ("max", "100"),
    ("refill_wait_h", "24"),
    ("refill_days", "30"),
    ("ending", "completed"),
    ("units_per_minute", "100"),
    ("partial_at_pct", "50"),
    ("refill", "1"),
    ("cancel", "1"),
    ("drip_feed", "1"),
    ("forbid_duplicates", "1"),
    ("enabled", "1"),
];

fn nasty() -> Vec<String> {
    let mut values =
        vec!["x".repeat(70_000), "9".repeat(400), "é".repeat(600), "\u{1F600}".repeat(300)];
    values.extend(
        [
            "",
            " ",
            "-1",
            "0",
            "-0",
            "+5",
            "1e9",
            "1.5.5",
            "0.0000001",
            "NaN",
            "Infinity",
            "٣",
            "１",
            "0x10",
            "2147483648",
            "9223372036854775807",
            "9223372036854775808",
            "99999999999999999999999999",
            "999999999999.999999",
            "-999999999999.999999",
            "<xss>",
            "'",
            "\"",
            "%",
            "\\",
            "\r\n",
            "a\r\nb\tc",
            "\u{1}",
            "\u{7f}",
            "\u{202e}x",
            "\u{fffd}",
            "\u{feff}",
            "null",
            "[]",
            "{}",
            "31/12/2026",
            "*",
            "//",
            "..",
        ]
        .map(str::to_owned),
    );
    values
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_that_is_typed_into_any_field_breaks_a_page() {
    still_panel(async |panel| {
        let owner = panel.account(Role::Owner).await;
        panel.credit(&owner, "1000000").await;
        let world = World::new(panel, &owner).await;
        let visitor = Visitor::of(panel, owner.id).await;
        let service = panel.service(|_| {}).await.to_string();
        for (route, fields) in FORMS {
            let path = world.path(route);
            let good: Vec<_> = fields
                .iter()
                .map(|(name, value)| (*name, value.replace("SERVICE", &service)))
                .collect();
            for at in 0..good.len() {
                for value in nasty() {
                    let mut sent = good.clone();
                    sent[at].1.clone_from(&value);
                    let sent: Vec<_> =
                        sent.iter().map(|(name, value)| (*name, value.as_str())).collect();
                    let answer = visitor.post(&path, &sent).await;
                    let shown: String = value.chars().take(30).collect();
                    let status = answer.status.as_u16();
                    let fine = matches!(status, 200 | 303 | 422)
                        || status == 400 && ["once", "theme", "language"].contains(&sent[at].0)
                        || status == 429 && route == "/sign-up"
                        || status == 413 && value.len() > 20_000
                        || status == 404 && path.contains("services") && status == 303;
                    assert!(fine, "{} {}={shown:?}: {status}", answer.asked, sent[at].0);
                    assert!(!answer.text().contains("<xss"), "{} {}", answer.asked, sent[at].0);
                    for line in answer.headers.get_all("set-cookie") {
                        assert!(
                            line.len() < 4_096,
                            "{}: a browser drops this cookie: {line:?}",
                            answer.asked
                        );
                    }
                }
            }
        }
        // Whatever was taken, every page can still be shown.
        for (method, route, classes) in ROUTES {
            if *method == "GET" && classes[4] == Class::Page && !route.ends_with('z') {
                visitor.get(&world.path(route)).await.assert_status(200);
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_in_an_address_breaks_a_page() {
    still_panel(async |panel| {
        let owner = panel.account(Role::Owner).await;
        let world = World::new(panel, &owner).await;
        let visitor = Visitor::of(panel, owner.id).await;
        let names = [
            "q",
            "state",
            "service",
            "parent",
            "customer",
            "before",
            "after",
            "ids",
            "order",
            "kind",
            "find",
            "again",
            "was",
            "next",
            "v",
            "affiliate",
            "member",
            "offer",
            "since",
            "until",
            "provider",
            "door",
            "to",
            "show",
        ];
        // Every third name on a page, another third on the next one; all of them take ten minutes.
        let all = std::env::var_os("WAYBILL_CHAOS").is_some();
        for (number, (method, route, classes)) in ROUTES.iter().enumerate() {
            if *method != "GET"
                || route.starts_with("/static")
                || route.ends_with('z')
                || matches!(classes[4], Class::Missing | Class::Unreadable)
            {
                continue;
            }
            let path = world.path(route);
            let names = names.iter().enumerate();
            for (_, name) in names.filter(|(at, _)| all || (at + number).is_multiple_of(3)) {
                for value in [
                    "%00",
                    "%FF",
                    "-1",
                    "0",
                    "9223372036854775808",
                    "9223372036854775807",
                    "-9223372036854775808",
                    "abc",
                    "%3Cxss%3E",
                    "1,2,x",
                    "%25%5F%5C",
                    "%E2%80%AE",
                    "",
                ] {
                    let answer = visitor.get(&format!("{path}?{name}={value}")).await;
                    let status = answer.status.as_u16();
                    assert!([200, 303, 400].contains(&status), "{}: {status}", answer.asked);
                    // An empty filter and a wrong one are no errors.
                    assert!(status != 400, "{}", answer.asked);
                    if answer.header("content-type").starts_with("text/html") {
                        assert!(!answer.text().contains("<xss"), "{}", answer.asked);
                    }
                }
            }
            visitor.get(&format!("{path}?q=a&q=b&state=c&state=d&before=1&before=2")).await;
            visitor.get(&format!("{path}?{}", "x".repeat(30_000))).await;
        }
    })
    .await;
}

/// The error stands beside its field and in the summary.
#[track_caller]
fn assert_wrong(answer: &Answer, names: &[&str]) {
    answer.assert_status(422).assert_shows("Please check this");
    for name in names {
        answer.assert_shows(&format!("id=\"error-{name}\""));
        answer.assert_shows(&format!("href=\"#f-{name}\""));
        answer.assert_shows(&format!("id=\"f-{name}\""));
    }
    let errors = answer.text().matches("id=\"error-").count();
    assert_eq!(errors, names.len(), "{}: other errors than {names:?}", answer.asked);
}

/// A route, what is typed, the fields that are wrong, and what the page shows again.
type Case<'c> = (&'c str, &'c [(&'c str, &'c str)], &'c [&'c str], &'c [&'c str]);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_typed_comes_back_with_what_is_wrong_beside_it() {
    still_panel(async |panel| {
        let owner = panel.account(Role::Owner).await;
        let world = World::new(panel, &owner).await;
        panel.complete(world.order_of_theirs()).await;
        let visitor = Visitor::of(panel, owner.id).await;
        let service = panel.service(|service| service.draft.min = 100).await.to_string();
        let long = "r".repeat(501);
        let cases: [Case<'_>; 15] = [
            (
                "/sign-up",
                &[("email", "ada at example"), ("password", "short")],
                &["email", "password", "terms"],
                &["value=\"ada at example\""],
            ),
            (
                "/sign-up",
                &[("email", "a@example.com"), ("password", "password123"), ("terms", "1")],
                &["password"],
                &["value=\"a@example.com\"", "required checked"],
            ),
            (
                "/new",
                &[
                    ("service", &service),
                    ("once", "abcdefghijklmnopqrstuv"),
                    ("link", "no link"),
                    ("quantity", "7"),
                    ("shown", "0.01"),
                ],
                &["link", "quantity"],
                &["value=\"no link\"", "value=\"7\""],
            ),
            (
                "/new",
                &[
                    ("service", &service),
                    ("once", "abcdefghijklmnopqrstuv"),
                    ("link", LINK),
                    ("quantity", "100"),
                    ("runs", "0"),
                    ("interval", "x"),
                    ("shown", "0.10"),
                ],
                &["runs", "interval"],
                &["value=\"0\"", "value=\"x\"", "value=\"100\"", "<details open>"],
            ),
            ("/account/password", &[("current", "x"), ("password", "short")], &["password"], &[]),
            (
                "/account/notices",
                &[("threshold", "a lot"), ("tickets-mail", "1")],
                &["threshold"],
                &["value=\"a lot\"", "name=\"tickets-mail\" value=\"1\" checked"],
            ),
            (
                "/account/tokens",
                &[
                    ("name", ""),
                    ("kind", "jwt"),
                    ("access", "custom"),
                    ("networks", "192.0.2.999"),
                    ("expires", "custom"),
                    ("days", "367"),
                ],
                &["name", "access", "networks", "days"],
                &["value=\"192.0.2.999\"", "value=\"367\""],
            ),
            (
                "/admin/services",
                &[
                    ("category", ""),
                    ("name", ""),
                    ("kind", "Nonsense"),
                    ("rate", "-1"),
                    ("min", "x"),
                    ("max", "y"),
                    ("description", "kept words"),
                ],
                &["category", "name", "kind", "rate", "min", "max"],
                &["value=\"-1\"", "value=\"x\"", "value=\"y\"", "kept words"],
            ),
            (
                "/admin/services/{id}",
                &[
                    ("category", "c"),
                    ("name", "n"),
                    ("kind", "Default"),
                    ("rate", "1"),
                    ("min", "10"),
                    ("max", "5"),
                    ("ending", "completed"),
                    ("units_per_minute", "1"),
                ],
                &["max"],
                &["value=\"10\"", "value=\"5\""],
            ),
            (
                "/admin/customers/{id}/adjust",
                &[("what", "debit"), ("amount", "a lot"), ("note", ""), ("once", "abcdefghijkl")],
                &["amount", "note"],
                &["value=\"a lot\"", "value=\"debit\" checked", "value=\"abcdefghijkl\""],
            ),
            (
                "/admin/customers/{id}/adjust",
                &[("what", "debit"), ("amount", "1000"), ("note", &long), ("once", "abcdefghijkl")],
                &["note"],
                &["value=\"1000\"", &long],
            ),
            (
                "/admin/customers/{id}/rates",
                &[("service", "x"), ("rate", "y")],
                &["service", "rate"],
                &["value=\"x\"", "value=\"y\""],
            ),
            (
                "/admin/orders/{id}/refund",
                &[("total", "much"), ("note", "")],
                &["total", "note"],
                &["value=\"much\""],
            ),
            (
                "/admin/orders/{id}/refund",
                &[("total", "-1"), ("note", "kept words")],
                &["total"],
                &["value=\"-1\"", "value=\"kept words\""],
            ),
            (
                "/admin/blocked",
                &[("pattern", "two words"), ("reason", "kept words")],
                &["pattern"],
                &["value=\"two words\"", "value=\"kept words\""],
            ),
        ];
        for (route, fields, wrong, kept) in cases {
            let answer = visitor.post(&world.path(route), fields).await;
            assert_wrong(&answer, wrong);
            for words in kept {
                answer.assert_shows(words);
            }
        }
        // A password never comes back.
        let answer =
            visitor.post("/sign-up", &[("email", "x"), ("password", "a secret of mine")]).await;
        assert!(!answer.text().contains("a secret of mine"));
        let answer = visitor.sign_in_with("ada@example.com", "a secret of mine").await;
        answer.assert_status(422).assert_shows("value=\"ada@example.com\"");
        assert!(!answer.text().contains("a secret of mine"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_click_on_an_order_charges_nothing() {
    still_panel(async |panel| {
        let customer = panel.customer("10").await;
        let service = panel.service(|_| {}).await.to_string();
        let visitor = Visitor::of(panel, customer.id).await;
        let once = visitor.get(&format!("/new?service={service}")).await.hidden("once");
        let shown = ("shown", "2.00");
        let (service, quantity) = (("service", service.as_str()), ("quantity", "1000"));
        let fields = [service, ("once", &once), ("link", LINK), quantity, shown];
        let answers = join_all((0..12).map(|_| visitor.post("/new", &fields))).await;
        for answer in &answers {
            answer.assert_goes(answers[0].location());
        }
        assert_eq!(panel.balance(&customer).await, "9.00");
        visitor.post("/new", &fields).await.assert_goes(answers[0].location());
        visitor.get(answers[0].location()).await.assert_shows("nothing was charged twice");
        // Another order under the old id is not placed, and is not taken for the first one.
        let other = [fields[0], fields[1], fields[2], ("quantity", "2000"), shown];
        let refused = visitor.post("/new", &other).await;
        refused
            .assert_status(422)
            .assert_shows("Nothing was placed or charged now.")
            .assert_shows("value=\"2000\"");
        let again = refused.hidden("once");
        assert_ne!(again, once);
        let fields = [fields[0], ("once", &again), fields[2], ("quantity", "2000"), shown];
        visitor.post("/new", &fields).await.assert_status(303);
        assert_eq!(panel.balance(&customer).await, "7.00");
        // Without an id nothing is placed, because a second click would make a second order.
        for once in ["", "short", "abcdefghijklmnopqrstu/", &"a".repeat(5_000)] {
            let answer = visitor
                .post("/new", &[fields[0], ("once", once), fields[2], fields[3], shown])
                .await;
            answer.assert_status(422).assert_shows("Nothing was placed yet.");
        }
        // Two people may have the same id: it only counts within an account.
        let neighbour = panel.customer("10").await;
        let other = Visitor::of(panel, neighbour.id).await;
        other.post("/new", &fields).await.assert_status(303);
        assert_eq!(
            (panel.balance(&customer).await, panel.balance(&neighbour).await),
            ("7.00".into(), "8.00".into())
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_click_on_an_adjustment_or_a_refund_moves_nothing() {
    still_panel(async |panel| {
        let customer = panel.customer("10").await;
        let admin = panel.account(Role::Admin).await;
        let visitor = Visitor::of(panel, admin.id).await;
        let page = format!("/admin/customers/{}", customer.id);
        let path = format!("{page}/adjust");
        for (what, reference, after) in
            [("goodwill", "", "13.00"), ("debit", "", "10.00"), ("payment", "bank-1", "13.00")]
        {
            let once = visitor.get(&page).await.hidden("once");
            let fields = [
                ("what", what),
                ("reference", reference),
                ("amount", "3"),
                ("note", "by hand"),
                ("once", &once),
            ];
            for answer in join_all((0..12).map(|_| visitor.post(&path, &fields))).await {
                answer.assert_goes(&page);
            }
            assert_eq!(panel.balance(&customer).await, after);
            visitor.post(&path, &fields).await.assert_goes(&page);
            visitor.get(&page).await.assert_shows("nothing moved a second time");
            assert_eq!(panel.balance(&customer).await, after);
        }
        let fields =
            [("what", "debit"), ("amount", "13.01"), ("note", "n"), ("once", "abcdefghijkl")];
        visitor
            .post(&path, &fields)
            .await
            .assert_status(422)
            .assert_shows("The balance is lower than that.");
        let service = panel.service(|_| {}).await.to_string();
        let add = [("action", "add"), ("service", &service), ("link", LINK), ("quantity", "1000")];
        let order = order_id(&panel.v2(&customer.key, &add).await);
        panel.complete(order).await;
        let path = format!("/admin/orders/{order}/refund");
        let fields = [("total", "0.4"), ("note", "by hand")];
        for answer in join_all((0..8).map(|_| visitor.post(&path, &fields))).await {
            answer.assert_status(303);
        }
        assert_eq!(panel.balance(&customer).await, "12.40");
    })
    .await;
}
