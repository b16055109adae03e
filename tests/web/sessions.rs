//! Signing in and out: what the cookie is, how long it gives access, and what a stranger learns.
//!
//! It is long because signing in, the cookie and the throttle are one door, with one set of steps.

use chrono::TimeDelta;
use reqwest::Method;
use waybill::accounts::account::{self, Status};
use waybill::accounts::audit::Actor;
use waybill::accounts::role::Role;
use waybill::accounts::session;

use super::roles::without_terms;
use super::{Answer, NOTHING, Visitor};
use crate::support::{Customer, PASSWORD, Panel, panel_with, rows, still_panel};

const NEW_PASSWORD: &str = "another horse, another battery";

pub fn parts(cookie: &str) -> Vec<&str> {
    let mut parts: Vec<_> = cookie.split("; ").skip(1).collect();
    parts.sort_unstable();
    parts
}

fn value(cookie: &str) -> &str {
    cookie.split(';').next().unwrap().split_once('=').unwrap().1
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_cookie_is_this_servers_alone() {
    still_panel(async |panel| {
        let customer = panel.customer("0").await;
        let visitor = Visitor::new(panel);
        let answer = visitor.sign_in(&customer).await;
        answer.assert_goes("/");
        let cookie = answer.cookie("session");
        assert_eq!(parts(cookie), ["HttpOnly", "Max-Age=2592000", "Path=/", "SameSite=Lax"]);
        let secret = value(cookie);
        assert!(secret.len() == 64 && secret.bytes().all(|b| b.is_ascii_hexdigit()));
        assert!(visitor.is_signed_in().await);
        // The script may read the theme's cookie too; it gives no access.
        let theme = visitor.post("/theme", &[("theme", "dark")]).await;
        assert_eq!(parts(theme.cookie("theme")), ["Max-Age=31536000", "Path=/", "SameSite=Lax"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn behind_tls_the_cookie_is_secure_and_no_neighbour_sets_it() {
    panel_with(
        &["--no-work", "--public-url", "https://panel.example", "--trusted-proxies", "none"],
        async |panel: &Panel| {
            let customer = panel.customer("0").await;
            let visitor = Visitor::new(panel);
            let answer = visitor.sign_in(&customer).await;
            let cookie = answer.cookie("__Host-session");
            let expected = ["HttpOnly", "Max-Age=2592000", "Path=/", "SameSite=Lax", "Secure"];
            assert_eq!(parts(cookie), expected);
            assert_eq!(answer.cookie("session"), "");
            assert!(visitor.is_signed_in().await);
            // A cookie with the plain name, which a neighbouring host could set, gives no access.
            let plain = Visitor::new(panel).with_cookie("session", &visitor.session());
            assert!(!plain.is_signed_in().await);
            // So are the choices of a browser. The script writes the theme under the same name.
            let theme = visitor.post("/theme", &[("theme", "dark")]).await;
            assert_eq!(theme.cookie("theme"), "");
            let chosen = ["Max-Age=31536000", "Path=/", "SameSite=Lax", "Secure"];
            assert_eq!(parts(theme.cookie("__Host-theme")), chosen);
            let language = visitor.post("/language", &[("language", "tr")]).await;
            assert_eq!(language.cookie("lang"), "");
            let kept = ["HttpOnly", "Max-Age=31536000", "Path=/", "SameSite=Lax", "Secure"];
            assert_eq!(parts(language.cookie("__Host-lang")), kept);
            let guest = Visitor::new(panel)
                .with_cookie("__Host-theme", "dark")
                .with_cookie("__Host-density", "compact")
                .with_cookie("__Host-lang", "tr");
            let page = guest.get("/sign-in").await;
            page.assert_shows("<html lang=\"tr\"");
            page.assert_shows("data-theme=\"dark\" data-density=\"compact\"");
            let neighbour = Visitor::new(panel).with_cookie("theme", "dark");
            neighbour.get("/sign-in").await.assert_shows("data-theme=\"auto\"");
            let flash = visitor.post("/account/sessions/revoke-others", &NOTHING).await;
            assert_eq!(
                parts(flash.cookie("__Host-flash")),
                ["HttpOnly", "Max-Age=60", "Path=/", "SameSite=Lax", "Secure"]
            );
            let out = visitor.post("/sign-out", &NOTHING).await;
            let dropped = ["HttpOnly", "Max-Age=0", "Path=/", "SameSite=Lax", "Secure"];
            assert_eq!(parts(out.cookie("__Host-session")), dropped);
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_sign_in_is_a_new_secret_and_ends_the_one_before() {
    still_panel(async |panel| {
        let customer = panel.customer("0").await;
        // A secret that somebody else chose is not accepted.
        let planted = "ab".repeat(32);
        let visitor = Visitor::new(panel).with_cookie("session", &planted);
        visitor.sign_in(&customer).await.assert_goes("/");
        let first = visitor.session();
        assert_ne!(first, planted);
        visitor.sign_in(&customer).await.assert_goes("/");
        let second = visitor.session();
        assert_ne!(first, second);
        assert!(visitor.is_signed_in().await);
        assert!(!Visitor::new(panel).with_cookie("session", &first).is_signed_in().await);
        assert!(!Visitor::new(panel).with_cookie("session", &planted).is_signed_in().await);
        let sessions = session::list(panel.app.db.pool(), &panel.app.clock, customer.id);
        assert_eq!(sessions.await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn signing_out_ends_the_session_for_whoever_holds_the_cookie() {
    still_panel(async |panel| {
        let customer = panel.customer("0").await;
        let visitor = Visitor::of(panel, customer.id).await;
        let thief = Visitor::new(panel).with_cookie("session", &visitor.session());
        assert!(thief.is_signed_in().await);
        let out = visitor.post("/sign-out", &NOTHING).await;
        out.assert_goes("/sign-in");
        assert_eq!(value(out.cookie("session")), "");
        assert!(out.cookie("session").contains("Max-Age=0"));
        assert_eq!(out.header("clear-site-data"), "\"storage\"");
        assert!(!visitor.is_signed_in().await);
        assert!(!thief.is_signed_in().await);
        visitor.post("/sign-out", &NOTHING).await.assert_goes("/sign-in");
    })
    .await;
}

async fn change(visitor: &Visitor<'_>, current: &str, new: &str) -> Answer {
    visitor.post("/account/password", &[("current", current), ("password", new)]).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_password_ends_every_other_session() {
    still_panel(async |panel| {
        let customer = panel.customer("10").await;
        let (visitor, thief) =
            (Visitor::of(panel, customer.id).await, Visitor::of(panel, customer.id).await);
        let visitor = visitor.with_header("user-agent", "Firefox");
        let copy = Visitor::new(panel).with_cookie("session", &visitor.session());
        let wrong = change(&visitor, "not my password", NEW_PASSWORD).await;
        wrong.assert_status(422).assert_shows("This is not your password.");
        change(&visitor, PASSWORD, "short").await.assert_status(422).assert_shows("at least 10");
        assert!(thief.is_signed_in().await);
        change(&visitor, PASSWORD, NEW_PASSWORD).await.assert_goes("/account");
        assert!(visitor.is_signed_in().await);
        let from = "select address || ' ' || device from audit_people p
                    join audit a on a.id = p.audit_id where action = 'account.password'";
        assert_eq!(rows::value::<String>(panel, from).await, "127.0.0.1 Firefox");
        // The secret from before does not work any more either.
        assert!(!thief.is_signed_in().await && !copy.is_signed_in().await);
        let again = Visitor::new(panel);
        again.sign_in(&customer).await.assert_status(422);
        again.sign_in_with(&customer.email, NEW_PASSWORD).await.assert_goes("/");
        // A key is a different secret, and is revoked separately.
        assert_eq!(panel.v2(&customer.key, &[("action", "balance")]).await["balance"], "10.00");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sessions_are_listed_and_ended_one_by_one() {
    still_panel(async |panel| {
        let (customer, other) = (panel.customer("0").await, panel.customer("0").await);
        let visitor = Visitor::of(panel, customer.id).await;
        let phone =
            Visitor::new(panel).with_header("user-agent", "Mozilla/5.0 (iPhone) Safari/605");
        phone.sign_in(&customer).await.assert_goes("/");
        let stranger = Visitor::of(panel, other.id).await;
        let id = session::SessionId::of_secret(&phone.session()).to_hex();
        visitor.get("/account").await.assert_shows("Safari").assert_shows(&id);
        assert!(!stranger.get("/account").await.text().contains(&id));
        let path = format!("/account/sessions/{id}/revoke");
        stranger.post(&path, &NOTHING).await.assert_goes("/account");
        assert!(phone.is_signed_in().await);
        visitor.post(&path, &NOTHING).await.assert_goes("/account");
        assert!(!phone.is_signed_in().await);
        let (third, fourth) =
            (Visitor::of(panel, customer.id).await, Visitor::of(panel, customer.id).await);
        visitor.post("/account/sessions/revoke-others", &NOTHING).await.assert_goes("/account");
        assert!(!third.is_signed_in().await && !fourth.is_signed_in().await);
        assert!(visitor.is_signed_in().await && stranger.is_signed_in().await);
        let own = session::SessionId::of_secret(&visitor.session()).to_hex();
        visitor
            .post(&format!("/account/sessions/{own}/revoke"), &NOTHING)
            .await
            .assert_goes("/sign-in");
        assert!(!visitor.is_signed_in().await);
        for id in ["x", &"g".repeat(64), &id[1..]] {
            let revoke = stranger.post(&format!("/account/sessions/{id}/revoke"), &NOTHING).await;
            revoke.assert_status(404);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn other_sessions_are_ended_by_who_knows_the_password() {
    still_panel(async |panel| {
        let customer = panel.customer("0").await;
        let (visitor, other) =
            (Visitor::of(panel, customer.id).await, Visitor::of(panel, customer.id).await);
        let id = session::SessionId::of_secret(&other.session()).to_hex();
        let (one, all) =
            (format!("/account/sessions/{id}/revoke"), "/account/sessions/revoke-others");
        panel.advance(TimeDelta::minutes(16));
        for path in [one.as_str(), all] {
            let asked = visitor.post(path, &NOTHING).await;
            asked.assert_status(422).assert_shows("Type your password again");
            let wrong = [("kept", &*asked.hidden("kept")), ("password", "a wrong password")];
            visitor.post(path, &wrong).await.assert_status(422);
        }
        assert!(other.is_signed_in().await);
        let kept = visitor.post(all, &NOTHING).await.hidden("kept");
        let right = [("kept", &*kept), ("password", PASSWORD)];
        visitor.post(all, &right).await.assert_goes("/account");
        assert!(!other.is_signed_in().await && visitor.is_signed_in().await);
        // One's own ends as by signing out.
        panel.advance(TimeDelta::minutes(16));
        let own = session::SessionId::of_secret(&visitor.session()).to_hex();
        let own = format!("/account/sessions/{own}/revoke");
        visitor.post(&own, &NOTHING).await.assert_goes("/sign-in");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_that_is_not_used_is_over_after_a_week() {
    still_panel(async |panel| {
        let customer = panel.customer("0").await;
        let (used, idle) =
            (Visitor::of(panel, customer.id).await, Visitor::of(panel, customer.id).await);
        panel.advance(TimeDelta::days(7) - TimeDelta::minutes(5));
        assert!(used.is_signed_in().await);
        panel.advance(TimeDelta::minutes(5));
        assert!(!idle.is_signed_in().await);
        panel.advance(TimeDelta::days(6));
        assert!(used.is_signed_in().await);
        // An expired session never works again.
        assert!(!idle.is_signed_in().await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_is_over_after_thirty_days_however_much_it_is_used() {
    still_panel(async |panel| {
        let customer = panel.customer("0").await;
        let visitor = Visitor::of(panel, customer.id).await;
        for _ in 0..5 {
            panel.advance(TimeDelta::days(6) - TimeDelta::minutes(1));
            assert!(visitor.is_signed_in().await);
        }
        panel.advance(TimeDelta::minutes(6));
        assert!(!visitor.is_signed_in().await);
    })
    .await;
}

async fn set(panel: &Panel, customer: &Customer, status: Status) {
    let (db, clock, verifier) = (&panel.app.db, &panel.app.clock, &panel.app.verifier);
    let status = (status, "a test".to_owned());
    account::set_status(db, clock, verifier, Actor::COMMAND, customer.id, status).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_suspended_account_is_signed_out_at_once() {
    still_panel(async |panel| {
        let customer = panel.customer("0").await;
        let visitor = Visitor::of(panel, customer.id).await;
        assert!(visitor.is_signed_in().await);
        let admin = Visitor::of(panel, panel.account(Role::Admin).await.id).await;
        let path = format!("/admin/customers/{}", customer.id);
        let suspend = admin.post(&format!("{path}/suspend"), &[("reason", "asked for")]).await;
        suspend.assert_goes(&path);
        assert!(!visitor.is_signed_in().await);
        let refused = visitor.sign_in(&customer).await;
        refused.assert_status(403).assert_shows("This account is suspended: asked for");
        // Without the password nobody learns anything about it.
        let wrong = Visitor::new(panel).sign_in_with(&customer.email, "a wrong password").await;
        wrong.assert_status(422);
        assert!(!wrong.text().contains("suspended"));
        set(panel, &customer, Status::Active).await;
        assert!(!visitor.is_signed_in().await, "a session that was ended stays so");
        visitor.sign_in(&customer).await.assert_goes("/");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cookie_that_was_tampered_with_opens_nothing() {
    still_panel(async |panel| {
        let customer = panel.customer("0").await;
        let secret = Visitor::of(panel, customer.id).await.session();
        let hash = session::SessionId::of_secret(&secret).to_hex();
        let flipped =
            format!("{}{}", if secret.starts_with('0') { '1' } else { '0' }, &secret[1..]);
        let (long, twice) = ("a".repeat(8_000), format!("{secret}{secret}"));
        let quoted = format!("\"{secret}\"");
        for value in [
            "",
            " ",
            "null",
            "0",
            "' or 1=1 --",
            "%00",
            "%ff",
            &flipped,
            &secret[1..],
            &secret.to_uppercase(),
            &twice,
            &hash,
            &long,
            "\u{e9}",
        ] {
            if value == secret {
                continue;
            }
            let visitor = Visitor::new(panel).with_cookie("session", value);
            assert!(!visitor.is_signed_in().await, "{value}");
        }
        for cookies in [
            format!("SESSION={secret}"),
            format!("session ={secret}x"),
            "session".to_owned(),
            ";;;=".to_owned(),
            quoted,
        ] {
            let visitor = Visitor::new(panel);
            let request = visitor.request(Method::GET, "/account").header("cookie", &cookies);
            let answer = visitor.send(request).await;
            assert!(answer.location().starts_with("/sign-in"), "{cookies}");
        }
        // A message that no page of ours has left is shown as text, and only if its kind is known.
        let visitor = Visitor::new(panel).with_cookie("flash", "evil=%3Cxss%3E");
        assert!(!visitor.get("/sign-in").await.text().contains("xss"));
        let visitor = Visitor::new(panel)
            .with_cookie("flash", "bad=%3Cxss%3E")
            .with_cookie("theme", "\"><xss>");
        let page = visitor.get("/sign-in").await;
        assert!(!page.text().contains("<xss") && page.text().contains("data-theme=\"auto\""));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn guessing_is_slowed_and_the_owner_still_gets_in() {
    panel_with(&["--no-work", "--trusted-proxies", "127.0.0.0/8"], async |panel: &Panel| {
        let customer = panel.customer("0").await;
        let from = |address: &str| Visitor::new(panel).with_header("x-forwarded-for", address);
        let stranger = from("192.0.2.66");
        for _ in 0..10 {
            stranger.sign_in_with(&customer.email, "a wrong password").await.assert_status(422);
        }
        // Even with the right password, however the address is typed and whatever header comes
        // before it.
        let slowed = stranger.sign_in(&customer).await;
        slowed.assert_status(429).assert_shows("Too many tries.").assert_shows(&customer.email);
        assert!(slowed.header("retry-after").parse::<u64>().unwrap() > 0);
        let shouted = stranger.sign_in_with(&customer.email.to_uppercase(), PASSWORD).await;
        shouted.assert_status(429);
        from("203.0.113.1, 192.0.2.66").sign_in(&customer).await.assert_status(429);
        from("203.0.113.1, 192.0.2.66, 127.0.0.9").sign_in(&customer).await.assert_status(429);
        // From the owner's usual address, the owner notices nothing.
        from("198.51.100.7").sign_in(&customer).await.assert_goes("/");
        from("192.0.2.66, 198.51.100.7").sign_in(&customer).await.assert_goes("/");
        // Another person at the stranger's address notices nothing either, until the address has
        // tried too often in all.
        stranger.sign_in(&panel.customer("0").await).await.assert_goes("/");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn guessing_from_many_networks_is_slowed_and_a_known_browser_gets_in() {
    panel_with(&["--no-work", "--trusted-proxies", "127.0.0.0/8"], async |panel: &Panel| {
        let customer = panel.customer("0").await;
        let from = |address: String| Visitor::new(panel).with_header("x-forwarded-for", &address);
        let home = from("198.51.100.7".to_owned());
        home.sign_in(&customer).await.assert_goes("/");
        let nobody = "nobody@example.com";
        // Thirty networks with one wrong password each.
        for number in 0..30 {
            let stranger = from(format!("192.0.2.{number}"));
            stranger.sign_in_with(&customer.email, "a wrong password").await.assert_status(422);
            stranger.sign_in_with(nobody, "a wrong password").await.assert_status(422);
        }
        // From anywhere else strangers wait now, whether there is such an account or not.
        let stranger = || from("203.0.113.9".to_owned());
        stranger().sign_in(&customer).await.assert_status(429).assert_shows("Too many tries.");
        stranger().sign_in_with(nobody, PASSWORD).await.assert_status(429);
        // Another account's cookie is no help.
        let other = panel.customer("0").await;
        let theirs = stranger();
        theirs.sign_in(&other).await.assert_goes("/");
        theirs.sign_in(&customer).await.assert_status(429);
        // The owner gets in from the browser that was signed in before, even from a new network.
        let device = home.cookie("device");
        let elsewhere = from("203.0.113.77".to_owned()).with_cookie("device", &device);
        elsewhere.sign_in(&customer).await.assert_goes("/");
        // The panel's owner sees it, and can lift it.
        let owner = panel.account(Role::Owner).await;
        let start = Visitor::of(panel, owner.id).await.get("/admin").await;
        start.assert_shows(&customer.email).assert_shows("guessed");
        let admin = panel.account(Role::Admin).await;
        let start = Visitor::of(panel, admin.id).await.get("/admin").await;
        assert!(!start.text().contains("guessed"));
        // A minute later strangers have one try, and after the hour it is forgotten.
        panel.advance(TimeDelta::seconds(61));
        stranger().sign_in_with(nobody, "a wrong password").await.assert_status(422);
        stranger().sign_in_with(nobody, "a wrong password").await.assert_status(429);
        panel.advance(TimeDelta::minutes(60));
        stranger().sign_in_with(nobody, "a wrong password").await.assert_status(422);
        stranger().sign_in_with(nobody, "a wrong password").await.assert_status(422);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_known_browser_is_slowed_by_itself() {
    still_panel(async |panel| {
        let customer = panel.customer("0").await;
        let home = Visitor::new(panel);
        home.sign_in(&customer).await.assert_goes("/");
        home.post("/sign-out", &NOTHING).await;
        for _ in 0..10 {
            home.sign_in_with(&customer.email, "a wrong password").await.assert_status(422);
        }
        home.sign_in(&customer).await.assert_status(429);
        // What it did wrong does not count against the account.
        Visitor::new(panel).sign_in(&customer).await.assert_goes("/");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_tries_so_many_names_and_no_more() {
    panel_with(&["--no-work", "--trusted-proxies", "127.0.0.0/8"], async |panel: &Panel| {
        let stranger = Visitor::new(panel).with_header("x-forwarded-for", "2001:db8::1");
        let mut slowed = 0;
        for number in 0..66 {
            let email = format!("nobody{number}@example.com");
            let answer = stranger.sign_in_with(&email, "a wrong password").await;
            slowed += u32::from(answer.status == 429);
        }
        assert!((3..=6).contains(&slowed), "{slowed}");
        // Its whole network is limited, for signing up too; another network never is.
        let neighbour = Visitor::new(panel).with_header("x-forwarded-for", "2001:db8::ffff");
        neighbour.sign_in_with("nobody@example.com", "a wrong password").await.assert_status(429);
        let fields = [("email", "new@example.com"), ("password", PASSWORD), ("terms", "1")];
        neighbour
            .post("/sign-up", &fields)
            .await
            .assert_status(429)
            .assert_shows("Too many tries.");
        let other = Visitor::new(panel).with_header("x-forwarded-for", "2001:db8:0:1::1");
        other.post("/sign-up", &fields).await.assert_goes("/");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_trusted_proxy_no_header_moves_an_address() {
    still_panel(async |panel| {
        let customer = panel.customer("0").await;
        let from = |address: &str| Visitor::new(panel).with_header("x-forwarded-for", address);
        for number in 0..10 {
            let visitor = from(&format!("192.0.2.{number}"));
            visitor.sign_in_with(&customer.email, "a wrong password").await.assert_status(422);
        }
        from("198.51.100.7").sign_in(&customer).await.assert_status(429);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn guessing_the_password_of_an_open_session_is_slowed_too() {
    still_panel(async |panel| {
        let customer = panel.customer("0").await;
        let visitor = Visitor::of(panel, customer.id).await;
        for _ in 0..10 {
            change(&visitor, "a wrong password", NEW_PASSWORD).await.assert_status(422);
        }
        let slowed = change(&visitor, PASSWORD, NEW_PASSWORD).await;
        slowed.assert_status(429).assert_shows("Too many tries.");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unknown_address_and_a_wrong_password_are_told_the_same() {
    still_panel(async |panel| {
        let customer = panel.customer("0").await;
        let passwordless = "command@example.com";
        without_terms(panel, passwordless, Role::Customer).await;
        let said = async |email: &str, password: &str| {
            let answer = Visitor::new(panel).sign_in_with(email, password).await;
            answer.assert_status(422);
            answer.text().replace(email, "EMAIL")
        };
        let wrong = said(&customer.email, "a wrong password").await;
        assert!(wrong.contains("The email address or the password is wrong."));
        for email in ["nobody@example.com", "not an address", "a@b", passwordless] {
            assert_eq!(said(email, "a wrong password").await, wrong, "{email}");
        }
        let empty = said(&customer.email, "").await;
        assert_eq!(empty, wrong);
        assert_eq!(said(&customer.email, &"x".repeat(60_000)).await, wrong);
    })
    .await;
}

/// Texts that a browser would take for another site, or that are no path at all.
const ELSEWHERE: [&str; 14] = [
    "//evil.example",
    "///evil.example",
    "https://evil.example",
    "http:evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "javascript:alert(1)",
    "evil.example",
    "/é",
    "/%0d%0aset-cookie:x\r\nx: y",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn signing_in_goes_on_inside_the_panel_alone() {
    panel_with(&["--no-work", "--trusted-proxies", "127.0.0.0/8"], async |panel: &Panel| {
        let customer = panel.customer("0").await;
        for (number, next) in ELSEWHERE.into_iter().enumerate() {
            let visitor =
                Visitor::new(panel).with_header("x-forwarded-for", &format!("192.0.2.{number}"));
            let query: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
            assert_eq!(
                visitor.get(&format!("/sign-in?next={query}")).await.hidden("next"),
                "",
                "{next}"
            );
            let wrong = visitor
                .post("/sign-in", &[("email", "x"), ("password", "x"), ("next", next)])
                .await;
            assert_eq!(wrong.hidden("next"), "", "{next}");
            let fields =
                [("email", customer.email.as_str()), ("password", PASSWORD), ("next", next)];
            visitor.post("/sign-in", &fields).await.assert_goes("/");
            visitor.get(&format!("/accept-terms?next={query}")).await.assert_goes("/");
            // The address of the page that sent a form comes from the browser, so it may lead to
            // another site.
            let referer: String =
                next.chars().filter(char::is_ascii).filter(|c| !c.is_control()).collect();
            let request = visitor.request(Method::POST, "/theme").form(&[("theme", "dark")]);
            let themed = visitor
                .send(request.header("referer", format!("https://evil.example{referer}")))
                .await;
            assert!(
                themed.location().starts_with('/') && !themed.location().starts_with("//"),
                "{next}: {}",
                themed.location()
            );
        }
        let visitor = Visitor::new(panel);
        let wanted = visitor.get("/orders?state=partial&q=a%26b").await;
        wanted.assert_goes("/sign-in?next=%2Forders%3Fstate%3Dpartial%26q%3Da%2526b");
        let form = visitor.get(wanted.location()).await;
        let next = form.hidden("next").replace("&#38;", "&").replace("&amp;", "&");
        assert_eq!(next, "/orders?state=partial&q=a%26b");
        let fields = [("email", customer.email.as_str()), ("password", PASSWORD), ("next", &next)];
        visitor.post("/sign-in", &fields).await.assert_goes("/orders?state=partial&q=a%26b");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_part_of_a_page_sends_the_whole_browser_to_sign_in() {
    still_panel(async |panel| {
        let visitor = Visitor::new(panel).with_header("hx-request", "true");
        let part = visitor.get("/orders/live?ids=1").await;
        part.assert_status(401);
        assert_eq!((part.header("hx-redirect"), part.location()), ("/sign-in", ""));
        let form = visitor.post("/new/quote", &NOTHING).await;
        assert_eq!(form.header("hx-redirect"), "/sign-in");
        // A form that was sent is no page to come back to.
        Visitor::new(panel).post("/new", &NOTHING).await.assert_goes("/sign-in");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_made_by_command_accepts_the_terms_first() {
    still_panel(async |panel| {
        let email = "command@example.com";
        without_terms(panel, email, Role::Owner).await;
        let visitor = Visitor::new(panel);
        let fields = [("email", email), ("password", PASSWORD), ("next", "/admin/customers")];
        visitor.post("/sign-in", &fields).await.assert_goes("/admin/customers");
        let sent = visitor.get("/admin/customers").await;
        sent.assert_goes("/accept-terms?next=%2Fadmin%2Fcustomers");
        let page = visitor.get(sent.location()).await;
        page.assert_status(200);
        let (version, next) = (page.hidden("version"), page.hidden("next"));
        assert_eq!((version.as_str(), next.as_str()), ("2026-01-01", "/admin/customers"));
        let fields = [("version", version.as_str()), ("next", &next), ("terms", "1")];
        let unticked = visitor.post("/accept-terms", &fields[..2]).await;
        unticked.assert_status(422).assert_shows("error-terms");
        assert_eq!(unticked.hidden("next"), next);
        let old = visitor.post("/accept-terms", &[("version", "2020-01-01"), ("terms", "1")]).await;
        old.assert_status(422).assert_shows("The terms have changed");
        visitor.get("/new").await.assert_goes("/accept-terms?next=%2Fnew");
        visitor.post("/accept-terms", &fields).await.assert_goes("/admin/customers");
        visitor.get("/admin/customers").await.assert_status(200);
        // They may leave instead.
        without_terms(panel, "other@example.com", Role::Customer).await;
        let other = Visitor::new(panel);
        other.sign_in_with("other@example.com", PASSWORD).await.assert_goes("/");
        other.post("/sign-out", &NOTHING).await.assert_goes("/sign-in");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn signing_up_makes_one_account_and_signs_in() {
    still_panel(async |panel| {
        let visitor = Visitor::new(panel);
        let fields = [("email", " New@Example.com "), ("password", PASSWORD), ("terms", "1")];
        visitor.post("/sign-up", &fields).await.assert_goes("/");
        visitor.get("/account").await.assert_status(200).assert_shows("new@example.com");
        visitor.get("/sign-up").await.assert_goes("/");
        let second = Visitor::new(panel).post("/sign-up", &fields).await;
        second
            .assert_status(422)
            .assert_shows("error-email")
            .assert_shows("has an account already");
        // If two are sent at the same time, one account is made.
        let (one, two) = (Visitor::new(panel), Visitor::new(panel));
        let fields = [("email", "twin@example.com"), ("password", PASSWORD), ("terms", "1")];
        let (one, two) = tokio::join!(one.post("/sign-up", &fields), two.post("/sign-up", &fields));
        let mut statuses = [one.status.as_u16(), two.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 422]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_that_is_sent_after_the_session_ended_is_there_again() {
    still_panel(async |panel| {
        let customer = panel.customer("10").await;
        let service = panel.service(|_| {}).await.to_string();
        let typed = [
            ("service", service.as_str()),
            ("once", "abcdefghijklmnopqrstuv"),
            ("link", "https://example.com/p/1?a=b&c=\"d\""),
            ("quantity", "1000"),
            ("shown", "1.00"),
        ];
        for (sent, shown, fields) in [
            ("/new", "/new/check", &typed[..]),
            (
                "/new/mass",
                "/new/mass/check",
                &[("lines", "1 | https://example.com/p/1 | 50\n2|x|1")],
            ),
        ] {
            let visitor = Visitor::new(panel);
            let asked = visitor.post(sent, fields).await;
            asked.assert_status(401).assert_shows("Your session has ended.");
            assert_eq!(asked.hidden("form_to"), shown);
            let carried = unescaped(&asked.hidden("form"));
            // A wrong password loses nothing.
            let sign_in = |password| {
                [
                    ("email", customer.email.as_str()),
                    ("password", password),
                    ("form", carried.as_str()),
                    ("form_to", shown),
                ]
            };
            let wrong = visitor.post("/sign-in", &sign_in("wrong-password")).await;
            assert_eq!(unescaped(&wrong.assert_status(422).hidden("form")), carried);
            let right = visitor.post("/sign-in", &sign_in(PASSWORD)).await;
            right.assert_status(200).assert_shows(&format!("action=\"{shown}\""));
            for (name, value) in fields {
                let field = format!("<textarea name=\"{name}\" hidden>\n{value}</textarea>");
                assert!(unescaped(right.text()).contains(&field), "{field}: {}", right.text());
            }
            let again = visitor.post(shown, fields).await;
            again.assert_status(200).assert_shows("https://example.com/p/1");
        }
        assert_eq!(panel.balance(&customer).await, "10.00", "nothing was placed");
        // Nothing else is carried anywhere.
        let fields = [
            ("email", customer.email.as_str()),
            ("password", PASSWORD),
            ("form", "quantity=1"),
            ("form_to", "/account/password"),
        ];
        Visitor::new(panel).post("/sign-in", &fields).await.assert_goes("/");
    })
    .await;
}

pub fn unescaped(html: &str) -> String {
    let plain = [("&#38;", "&"), ("&amp;", "&"), ("&#34;", "\""), ("&quot;", "\""), ("&#60;", "<")];
    plain.into_iter().fold(html.to_owned(), |text, (escaped, plain)| text.replace(escaped, plain))
}
