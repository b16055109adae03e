//! Links that were mailed: each is used once, in time, for its own purpose and its own account; opening
//! one changes nothing; and no page tells a stranger who has an account.
//!
//! Seen red by `make seeded`: `link-used-twice`, `reset-keeps-sessions`, `unverified-orders`,
//! `factor-before-account`, `stop-keeps-password`.

use chrono::TimeDelta;
use futures_util::future::join_all;
use serde_json::json;
use waybill::accounts::role::Role;

use super::second_factor::second_of;
use super::{Answer, NOTHING, Visitor};
use crate::support::rows::{execute, value};
use crate::support::smtp::{Got, Smtp};
use crate::support::{Customer, PASSWORD, Panel, assert_error, eventually, order_id, panel_with};

pub(super) const NEW: &str = "seven grey geese over the lake";
const OVER: &str = "This link does not work any more";

/// Runs a test against a panel whose mail this server takes.
pub(super) async fn mailing(test: impl AsyncFnOnce(&Panel, &Smtp)) {
    let server = Smtp::start().await;
    let [url, from] = server.options();
    panel_with(&[&url, &from], async |panel: &Panel| test(panel, &server).await).await;
}

/// Somebody asks for a new password; the message that they get, the `number`th of all.
async fn forgets(panel: &Panel, server: &Smtp, who: &Customer, number: usize) -> Got {
    let asked = Visitor::new(panel).post("/forgot", &[("email", &who.email)]).await;
    asked.assert_status(200).assert_shows("Look into your mail");
    let got = server.nth(number).await;
    assert_eq!(
        (got.to.as_str(), got.header("Subject")),
        (&*who.email, "A new password for Waybill")
    );
    got
}

pub(super) async fn chooses(panel: &Panel, key: &str, password: &str) -> Answer {
    Visitor::new(panel).post("/reset", &[("key", key), ("password", password)]).await
}

/// Waits for a message to this address with these words in its subject; the newest of them.
pub(super) async fn mailed(server: &Smtp, to: &str, subject: &str) -> Got {
    eventually(&format!("{subject:?} to {to}"), async || {
        let got = server.got().into_iter().rev();
        got.into_iter().find(|one| one.to == to && one.header("Subject").contains(subject))
    })
    .await
}

#[track_caller]
pub(super) fn assert_over(answer: &Answer) {
    answer.assert_status(422).assert_shows(OVER);
}

/// The same page, but for the address that was typed and the number of a form.
fn same(one: &Answer, email: &str, other: &Answer, other_email: &str) {
    assert_eq!(one.status, other.status);
    assert_eq!(one.text().replace(email, "…"), other.text().replace(other_email, "…"));
    let names = |answer: &Answer| {
        let names = answer.headers.keys().map(ToString::to_string);
        names.collect::<std::collections::BTreeSet<_>>()
    };
    assert_eq!(names(one), names(other));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_forgotten_password_is_replaced_once() {
    mailing(async |panel, server| {
        let customer = panel.customer("0").await;
        let inside = Visitor::new(panel);
        inside.sign_in(&customer).await.assert_goes("/");
        let key = forgets(panel, server, &customer, 1).await.key();
        // A program that reads mail opens its links.
        for _ in 0..3 {
            let page = Visitor::new(panel).get(&format!("/reset?key={key}")).await;
            assert_eq!(page.assert_status(200).hidden("key"), key);
            page.assert_shows(&customer.email);
        }
        chooses(panel, &key, "short").await.assert_status(422).assert_shows("At least 10");
        chooses(panel, &key, &customer.email).await.assert_status(422);
        assert!(inside.is_signed_in().await);
        chooses(panel, &key, NEW).await.assert_goes("/sign-in");
        assert!(!inside.is_signed_in().await, "every session ends");
        Visitor::new(panel).sign_in(&customer).await.assert_status(422);
        Visitor::new(panel).sign_in_with(&customer.email, NEW).await.assert_goes("/");
        // Keys are other secrets.
        assert_eq!(panel.v2(&customer.key, &[("action", "balance")]).await["balance"], "0.00");
        let told = server.nth(2).await;
        assert_eq!(told.header("Subject"), "Your password for Waybill was changed");
        assert_eq!((told.to.as_str(), told.link().as_str()), (&*customer.email, "/forgot"));
        // In another tab, and by the link again.
        assert_over(&chooses(panel, &key, "another long sentence of mine").await);
        let opened = Visitor::new(panel).get(&format!("/reset?key={key}")).await;
        opened.assert_status(200).assert_shows(OVER);
        let noted = "select after->>'by' from audit where action = 'account.password'";
        assert_eq!(value::<String>(panel, noted).await, "mail");
        assert!(
            !value::<String>(panel, "select string_agg(a::text, ' ') from audit a")
                .await
                .contains(&key)
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_link_lets_one_of_many_choose() {
    mailing(async |panel, server| {
        let customer = panel.customer("0").await;
        let key = forgets(panel, server, &customer, 1).await.key();
        let passwords: Vec<String> = (0..6).map(|n| format!("{NEW} number {n}")).collect();
        // The account is held until several have found the link that works.
        let mut holder = panel.owner.acquire().await.unwrap();
        let hold = "begin; select from accounts for update";
        sqlx::raw_sql(hold).execute(&mut *holder).await.unwrap();
        let tries = passwords.iter().map(|password| chooses(panel, &key, password));
        let release = async {
            eventually("all of them to wait", async || {
                let waiting = "select count(*) from pg_stat_activity
                               where datname = current_database() and wait_event_type = 'Lock'";
                (value::<i64>(panel, waiting).await == 6).then_some(())
            })
            .await;
            sqlx::raw_sql("rollback").execute(&mut *holder).await.unwrap();
        };
        let (answers, ()) = tokio::join!(join_all(tries), release);
        let chosen: Vec<&String> = answers
            .iter()
            .zip(&passwords)
            .filter(|(answer, _)| answer.status.as_u16() == 303)
            .map(|(_, password)| password)
            .collect();
        assert_eq!(chosen.len(), 1, "one link, one use");
        for answer in answers.iter().filter(|answer| answer.status.as_u16() != 303) {
            assert_over(answer);
        }
        Visitor::new(panel).sign_in_with(&customer.email, chosen[0]).await.assert_goes("/");
        server.gets(2).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_works_in_time_for_its_purpose_and_as_the_newest() {
    mailing(async |panel, server| {
        let (customer, other) = (panel.customer("0").await, panel.customer("0").await);
        let first = forgets(panel, server, &customer, 1).await.key();
        let second = forgets(panel, server, &customer, 2).await.key();
        let theirs = forgets(panel, server, &other, 3).await.key();
        assert_over(&chooses(panel, &first, NEW).await);
        // Changed, cut, and nothing.
        let mut changed = second.clone().into_bytes();
        changed[5] = if changed[5] == b'a' { b'b' } else { b'a' };
        let changed = String::from_utf8(changed).unwrap();
        for key in [&*changed, &second[1..], "", "%00", "' or 1=1", &"a".repeat(3_000)] {
            assert_over(&chooses(panel, key, NEW).await);
        }
        // It is for nothing else.
        for path in ["/confirm", "/address/confirm", "/address/stop", "/join"] {
            assert_over(&Visitor::new(panel).post(path, &[("key", &*second)]).await);
            Visitor::new(panel).get(&format!("{path}?key={second}")).await.assert_shows(OVER);
        }
        // It is for its own account, whoever is signed in.
        let visitor = Visitor::of(panel, other.id).await;
        let fields = [("key", &*second), ("password", NEW)];
        visitor.post("/reset", &fields).await.assert_goes("/sign-in");
        Visitor::new(panel).sign_in(&other).await.assert_goes("/");
        Visitor::new(panel).sign_in_with(&customer.email, NEW).await.assert_goes("/");
        // Half an hour.
        panel.advance(TimeDelta::minutes(30));
        assert_over(&chooses(panel, &theirs, NEW).await);
        Visitor::new(panel).sign_in(&other).await.assert_goes("/");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tokens_end_only_if_that_was_ticked() {
    mailing(async |panel, server| {
        let customer = panel.customer("0").await;
        let key = forgets(panel, server, &customer, 1).await.key();
        let fields = [("key", &*key), ("password", NEW), ("tokens", "1")];
        let done = Visitor::new(panel).post("/reset", &fields).await;
        done.assert_goes("/sign-in");
        assert_error(&panel.v2(&customer.key, &[("action", "balance")]).await, "Invalid API key");
        let told = "select count(*) from notices
                    where kind = 'token_changed' and facts->>'what' = 'revoked'";
        assert_eq!(value::<i64>(panel, told).await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_learns_who_has_an_account() {
    mailing(async |panel, server| {
        let customer = panel.customer("0").await;
        let nobody = "nobody@example.com";
        for path in ["/forgot", "/sign-up"] {
            let known = Visitor::new(panel).post(path, &[("email", &customer.email)]).await;
            let unknown = Visitor::new(panel).post(path, &[("email", nobody)]).await;
            same(&known, &customer.email, &unknown, nobody);
            // The work that differs is done by somebody else.
            known.assert_status(200).assert_shows("Look into your mail");
        }
        let mut got = server.gets(3).await;
        got.sort_by_key(|one| (one.to != nobody, one.header("Subject").to_owned()));
        let got: Vec<_> = got.iter().map(|one| (one.to.as_str(), one.header("Subject"))).collect();
        let known = &*customer.email;
        assert_eq!(
            got,
            [
                (nobody, "Your account at Waybill"),
                (known, "A new password for Waybill"),
                (known, "You have an account at Waybill"),
            ]
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn asking_too_often_is_slowed_for_known_and_unknown_addresses() {
    mailing(async |panel, _| {
        let customer = panel.customer("0").await;
        for email in [&*customer.email, "nobody@example.com"] {
            for _ in 0..10 {
                Visitor::new(panel).post("/forgot", &[("email", email)]).await.assert_status(200);
            }
            let slowed = Visitor::new(panel).post("/forgot", &[("email", email)]).await;
            slowed.assert_status(429).assert_shows("Too many tries");
            assert_ne!(slowed.header("retry-after"), "");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_is_made_behind_the_link() {
    mailing(async |panel, server| {
        let form = Visitor::new(panel).get("/sign-up").await;
        assert!(!form.text().contains("name=\"password\""));
        let asked = Visitor::new(panel).post("/sign-up", &[("email", "Ann@example.com")]).await;
        asked.assert_shows("ann@example.com");
        let key = server.nth(1).await.key();
        assert_eq!(value::<i64>(panel, "select count(*) from accounts").await, 0);
        let page = Visitor::new(panel).get(&format!("/join?key={key}")).await;
        page.assert_status(200).assert_shows("ann@example.com");
        let join = async |password: &str, terms: &str| {
            let visitor = Visitor::new(panel);
            let fields = [("key", &*key), ("password", password), ("terms", terms)];
            let answer = visitor.post("/join", &fields).await;
            (visitor, answer)
        };
        join(NEW, "").await.1.assert_status(422).assert_shows("accept the terms");
        join("short", "1").await.1.assert_status(422);
        let (visitor, joined) = join(NEW, "1").await;
        joined.assert_goes("/");
        visitor.get("/account").await.assert_shows("This address is confirmed");
        // The link is used up, and the account is not another one's.
        assert_over(&join("another long sentence of mine", "1").await.1);
        Visitor::new(panel).sign_in_with("ann@example.com", NEW).await.assert_goes("/");
        assert_eq!(value::<i64>(panel, "select count(*) from accounts").await, 1);
        // The owner has closed the panel since.
        let late = [("email", "late@example.com")];
        Visitor::new(panel).post("/sign-up", &late).await.assert_status(200);
        let key = server.nth(2).await.key();
        panel.set("sign_up", "closed").await;
        let fields = [("key", &*key), ("password", NEW), ("terms", "1")];
        Visitor::new(panel).post("/join", &fields).await.assert_status(403);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_is_confirmed_by_a_button_behind_the_link() {
    mailing(async |panel, server| {
        let customer = panel.customer("0").await;
        let visitor = Visitor::of(panel, customer.id).await;
        visitor.get("/account").await.assert_shows("This address is not confirmed yet");
        visitor.post("/account/address/verify", &NOTHING).await.assert_goes("/account");
        let key = server.nth(1).await.key();
        let stranger = Visitor::new(panel);
        for _ in 0..2 {
            let page = stranger.get(&format!("/confirm?key={key}")).await;
            page.assert_status(200).assert_shows(&customer.email);
        }
        visitor.get("/account").await.assert_shows("This address is not confirmed yet");
        stranger.post("/confirm", &[("key", &*key)]).await.assert_goes("/sign-in");
        visitor.get("/account").await.assert_shows("This address is confirmed");
        assert_over(&stranger.post("/confirm", &[("key", &*key)]).await);
        // There is nothing to confirm any more.
        visitor.post("/account/address/verify", &NOTHING).await.assert_goes("/account");
        assert_eq!(server.got().len(), 1);
        // A day.
        let other = panel.customer("0").await;
        let visitor = Visitor::of(panel, other.id).await;
        visitor.post("/account/address/verify", &NOTHING).await.assert_goes("/account");
        let key = server.nth(2).await.key();
        panel.advance(TimeDelta::hours(24));
        assert_over(&stranger.post("/confirm", &[("key", &*key)]).await);
    })
    .await;
}

/// Asks for another address; answers the keys of the new mailbox's message and of the old one's.
pub(super) async fn moves(
    panel: &Panel,
    server: &Smtp,
    visitor: &Visitor<'_>,
    to: &str,
) -> (String, String) {
    let of = |subject: &str| {
        let found = |one: &Got| one.header("Subject").contains(subject);
        server.got().into_iter().filter(found).collect::<Vec<_>>()
    };
    let (new, old) = ("Confirm your new address", "is to be changed");
    let before = (of(new).len(), of(old).len());
    visitor.post("/account/address", &[("email", to)]).await.assert_goes("/account");
    let newest = async |subject: &str, before: usize| {
        eventually(subject, async || of(subject).into_iter().nth(before)).await
    };
    let (new, old) = (newest(new, before.0).await, newest(old, before.1).await);
    assert_eq!(new.to, to);
    assert!(old.part("plain").contains(to));
    assert_eq!(
        value::<i64>(panel, "select count(*) from accounts where email like 'new%'").await,
        0
    );
    (new.key(), old.key())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_address_counts_when_it_is_confirmed() {
    mailing(async |panel, server| {
        let customer = panel.customer("0").await;
        let visitor = Visitor::of(panel, customer.id).await;
        let same_one = [("email", &*customer.email)];
        visitor.post("/account/address", &same_one).await.assert_status(422);
        visitor.post("/account/address", &[("email", "no")]).await.assert_status(422);
        let (new, _) = moves(panel, server, &visitor, "new@example.com").await;
        Visitor::new(panel).sign_in(&customer).await.assert_goes("/");
        let stranger = Visitor::new(panel);
        stranger.get(&format!("/address/confirm?key={new}")).await.assert_shows("new@example.com");
        let fields = [("key", &*new)];
        assert_over(&stranger.post("/confirm", &fields).await);
        stranger.post("/address/confirm", &fields).await.assert_goes("/sign-in");
        assert_over(&stranger.post("/address/confirm", &fields).await);
        Visitor::new(panel).sign_in(&customer).await.assert_status(422);
        Visitor::new(panel).sign_in_with("new@example.com", PASSWORD).await.assert_goes("/");
        let got = server.gets(4).await.split_off(2);
        let mut told: Vec<&str> = got.iter().map(|one| one.to.as_str()).collect();
        told.sort_unstable();
        assert_eq!(told, [&*customer.email, "new@example.com"]);
        assert!(
            got.iter().all(|one| one.header("Subject") == "Your address for Waybill was changed")
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_old_mailbox_stops_a_change_before_and_after() {
    mailing(async |panel, server| {
        let customer = panel.customer("0").await;
        for is_confirmed in [false, true] {
            let thief = Visitor::of(panel, customer.id).await;
            let (new, old) = moves(panel, server, &thief, "new@example.com").await;
            let visitor = Visitor::new(panel);
            if is_confirmed {
                visitor.post("/address/confirm", &[("key", &*new)]).await.assert_goes("/sign-in");
                panel.advance(TimeDelta::hours(71));
            }
            let page = visitor.get(&format!("/address/stop?key={old}")).await;
            page.assert_status(200).assert_shows(&customer.email);
            visitor.post("/address/stop", &[("key", &*old)]).await.assert_goes("/forgot");
            let said =
                if is_confirmed { "the old password does not work" } else { "stays as it is" };
            visitor.get("/forgot").await.assert_shows(said);
            assert!(!thief.is_signed_in().await, "every session ends");
            assert_over(&visitor.post("/address/confirm", &[("key", &*new)]).await);
            assert_over(&visitor.post("/address/stop", &[("key", &*old)]).await);
            let signed_in = Visitor::new(panel).sign_in(&customer).await;
            if is_confirmed {
                // Somebody else knows the password. The old mailbox gets a new one.
                signed_in.assert_status(422);
                visitor.post("/forgot", &[("email", &customer.email)]).await.assert_status(200);
                let reset = mailed(server, &customer.email, "A new password for").await;
                chooses(panel, &reset.key(), NEW).await.assert_goes("/sign-in");
                let again = Visitor::new(panel).sign_in_with(&customer.email, NEW).await;
                again.assert_goes("/");
            } else {
                signed_in.assert_goes("/");
            }
            panel.advance(TimeDelta::hours(2));
        }
        // Three days.
        let visitor = Visitor::of(panel, customer.id).await;
        let (_, old) = moves(panel, server, &visitor, "new@example.com").await;
        panel.advance(TimeDelta::days(3));
        assert_over(&visitor.post("/address/stop", &[("key", &*old)]).await);
    })
    .await;
}

/// Until so many wait for a lock.
async fn waiting(panel: &Panel, count: i64) {
    eventually("somebody to wait", async || {
        let waiting = "select count(*) from pg_stat_activity
                       where datname = current_database() and wait_event_type = 'Lock'";
        let waiting = sqlx::query_scalar::<_, i64>(waiting).fetch_one(&panel.owner);
        (waiting.await.unwrap() >= count).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_step_and_a_change_that_is_stopped_wait_for_one_another() {
    mailing(async |panel, server| {
        let customer = panel.customer("0").await;
        let thief = Visitor::of(panel, customer.id).await;
        let (new, old) = moves(panel, server, &thief, "new@example.com").await;
        let visitor = Visitor::new(panel);
        visitor.post("/address/confirm", &[("key", &*new)]).await.assert_goes("/sign-in");
        let second = second_of(panel, &customer).await;
        let phone = Visitor::new(panel);
        phone.sign_in_with("new@example.com", PASSWORD).await.assert_goes("/second-factor");
        // The step waits for the half sign-in. Stopping the change needs it too, and the address.
        let mut holder = panel.owner.acquire().await.unwrap();
        let hold = "begin; select from half_sign_ins for update";
        sqlx::raw_sql(hold).execute(&mut *holder).await.unwrap();
        let code = second.code(panel);
        let (code, key) = ([("code", &*code)], [("key", &*old)]);
        let stop = async {
            waiting(panel, 1).await;
            visitor.post("/address/stop", &key).await
        };
        let release = async {
            waiting(panel, 2).await;
            sqlx::raw_sql("rollback").execute(&mut *holder).await.unwrap();
        };
        let (step, stop, ()) = tokio::join!(phone.post("/second-factor", &code), stop, release);
        step.assert_goes("/");
        stop.assert_goes("/forgot");
        assert!(!phone.is_signed_in().await, "stopping ends every session");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_that_is_taken_is_answered_in_the_same_words() {
    mailing(async |panel, server| {
        let (customer, other) = (panel.customer("0").await, panel.customer("0").await);
        let visitor = Visitor::of(panel, customer.id).await;
        let taken = visitor.post("/account/address", &[("email", &*other.email)]).await;
        taken.assert_goes("/account");
        let shown = visitor.get("/account").await;
        shown.assert_shows(&format!("Open the link that is on its way to {}", other.email));
        let got = server.gets(2).await;
        let theirs = got.iter().find(|one| one.to == other.email).unwrap();
        assert_eq!(theirs.header("Subject"), "You have an account at Waybill");
        // Two ask for the same free address; the first one who confirms it has it.
        let second = Visitor::of(panel, other.id).await;
        let (one, _) = moves(panel, server, &visitor, "new@example.com").await;
        let (two, _) = moves(panel, server, &second, "new@example.com").await;
        let stranger = Visitor::new(panel);
        stranger.post("/address/confirm", &[("key", &*two)]).await.assert_goes("/sign-in");
        assert_over(&stranger.post("/address/confirm", &[("key", &*one)]).await);
        Visitor::new(panel).sign_in(&customer).await.assert_goes("/");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_old_session_has_to_show_the_password_first() {
    mailing(async |panel, server| {
        let customer = panel.customer("0").await;
        let visitor = Visitor::of(panel, customer.id).await;
        panel.advance(TimeDelta::minutes(16));
        let asked = visitor.post("/account/address", &[("email", "new@example.com")]).await;
        let kept = asked.assert_status(422).hidden("kept");
        assert!(server.got().is_empty());
        let fields = [("kept", &*kept), ("password", PASSWORD)];
        visitor.post("/account/address", &fields).await.assert_goes("/account");
        server.gets(2).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_password_that_is_changed_inside_is_told_by_mail() {
    mailing(async |panel, server| {
        let customer = panel.customer("0").await;
        let visitor = Visitor::of(panel, customer.id).await;
        let fields = [("current", PASSWORD), ("password", NEW)];
        visitor.post("/account/password", &fields).await.assert_goes("/account");
        let told = server.nth(1).await;
        assert_eq!(told.header("Subject"), "Your password for Waybill was changed");
        assert_eq!(told.to, customer.email);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_has_not_confirmed_can_look_and_not_order() {
    mailing(async |panel, server| {
        let customer = panel.customer("0").await;
        // No message tells of the money.
        let quiet = "insert into notice_wishes (account_id, topic, way, wanted)
                     select id, 'deposits', 'mail', false from accounts";
        execute(panel, quiet).await;
        panel.credit(&customer, "10").await;
        let service = panel.service(|_| {}).await;
        let jwt = panel.jwt(customer.id, |token| token).await;
        let visitor = Visitor::of(panel, customer.id).await;
        let id = service.to_string();
        let add = [
            ("action", "add"),
            ("service", &*id),
            ("link", "https://example.com/a"),
            ("quantity", "10"),
        ];
        panel.set("verified_only", "on").await;
        let refusal = "Confirm your e-mail address before you order";
        assert_error(&panel.v2(&customer.key, &add).await, refusal);
        let created = panel
            .http
            .post(format!("{}/api/order/create", panel.base))
            .bearer_auth(&jwt)
            .json(&json!({ "type": id, "vote": 10, "link": "https://example.com/a" }))
            .send()
            .await
            .unwrap();
        assert!(created.status().is_client_error(), "{}", created.status());
        assert_eq!(panel.balance(&customer).await, "10.00");
        for page in ["/new", "/services", "/orders", "/account"] {
            visitor.get(page).await.assert_status(200);
        }
        visitor.get("/new").await.assert_shows("confirm your email address first");
        visitor.post("/account/address/verify", &NOTHING).await.assert_goes("/account");
        let key = server.nth(1).await.key();
        visitor.post("/confirm", &[("key", &*key)]).await.assert_goes("/account");
        order_id(&panel.v2(&customer.key, &add).await);
        let page = visitor.get("/new").await;
        assert!(!page.text().contains("confirm your email address first"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_suspended_account_gets_no_link() {
    mailing(async |panel, server| {
        let (customer, other) = (panel.customer("0").await, panel.customer("0").await);
        let manager = Visitor::of(panel, panel.account(Role::Admin).await.id).await;
        let key = forgets(panel, server, &customer, 1).await.key();
        let path = format!("/admin/customers/{}/suspend", customer.id);
        let fields = [("reason", "A payment came back."), ("staff-note", "chargeback 7")];
        let page = format!("/admin/customers/{}", customer.id);
        manager.post(&path, &fields).await.assert_goes(&page);
        assert_over(&chooses(panel, &key, NEW).await);
        let asked = Visitor::new(panel).post("/forgot", &[("email", &*customer.email)]).await;
        asked.assert_status(200);
        // The next one's message comes, and no other before it.
        forgets(panel, server, &other, 2).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_that_looks_like_anothers_learns_nothing_of_it() {
    mailing(async |panel, server| {
        panel.account(Role::Customer).await;
        let known = Visitor::new(panel).post("/sign-up", &[("email", "ann@example.com")]).await;
        known.assert_status(200);
        let key = server.nth(1).await.key();
        let fields = [("key", &*key), ("password", NEW), ("terms", "1")];
        Visitor::new(panel).post("/join", &fields).await.assert_goes("/");
        // With a Cyrillic a.
        let alike = Visitor::new(panel).post("/sign-up", &[("email", "аnn@example.com")]).await;
        alike.assert_status(200).assert_shows("Look into your mail");
        let other = Visitor::new(panel).post("/sign-up", &[("email", "bob@example.com")]).await;
        other.assert_status(200);
        assert_eq!(server.nth(2).await.to, "bob@example.com");
    })
    .await;
}
