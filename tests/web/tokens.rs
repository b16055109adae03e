//! The pages of tokens: made, shown once, used, viewed, rotated, revoked; only with a session.

use chrono::TimeDelta;
use waybill::accounts::token::{self, TokenKind};

use super::{Answer, NOTHING, Visitor};
use crate::support::{Customer, PASSWORD, Panel, eventually, still_panel};

const BALANCE: [(&str, &str); 1] = [("action", "balance")];

/// The form for a new token, with these fields instead of the usual ones.
fn form<'f>(other: &[(&'f str, &'f str)]) -> Vec<(&'f str, &'f str)> {
    let usual = [("name", "shop"), ("kind", "key"), ("access", "full"), ("expires", "30")];
    let kept = usual.into_iter().filter(|(name, _)| !other.iter().any(|(one, _)| one == name));
    kept.chain(other.iter().copied()).collect()
}

#[track_caller]
fn secret(answer: &Answer) -> String {
    answer.assert_status(200);
    assert_eq!(answer.header("cache-control"), "no-store");
    let (_, rest) = answer.text().split_once("<code id=\"secret\">").expect("a secret is shown");
    rest.split('<').next().unwrap().to_owned()
}

async fn newest(panel: &Panel, customer: &Customer) -> token::Listed {
    let (pool, clock) = (panel.app.db.pool(), &panel.app.clock);
    token::list(pool, clock, customer.id).await.unwrap().remove(0)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn made_it_is_shown_once_and_what_it_did_is_seen() {
    still_panel(async |panel| {
        let customer = panel.customer("10").await;
        let visitor = Visitor::of(panel, customer.id).await;
        visitor.get("/account").await.assert_status(200).assert_shows("One token is in force");
        let made = visitor.post("/account/tokens", &form(&[("access", "read")])).await;
        let key = secret(&made);
        let token = newest(panel, &customer).await;
        let path = format!("/account/tokens/{}", token.id);
        visitor.get(&path).await.assert_status(200).assert_shows("Not used yet");
        assert_eq!(panel.v2(&key, &BALANCE).await["balance"], "10.00");
        let refused = panel.v2(&key, &[("action", "add"), ("service", "1")]).await;
        assert_eq!(refused["error"], "Invalid API key");
        eventually("the calls to be seen", async || {
            visitor.get(&path).await.text().contains("do not allow this").then_some(())
        })
        .await;
        let page = visitor.get(&path).await;
        page.assert_shows("<code>balance</code>")
            .assert_shows("Read only")
            .assert_shows("127.0.0.1");
        let errors = visitor.get(&format!("{path}?show=refused")).await;
        errors.assert_shows("<code>add</code>");
        assert!(!errors.text().contains("<code>balance</code>"));
        let list = visitor.get("/account/tokens").await;
        list.assert_status(200).assert_shows("shop").assert_shows("Active");
        for shown in [page.text(), list.text(), errors.text()] {
            assert!(!shown.contains(&key), "the secret is shown again");
        }
        // This secret must be nowhere in the database either.
        let rows: String = sqlx::query_scalar(
            "select (select string_agg(c::text, ' ') from token_calls c)
                 || (select string_agg(t::text, ' ') from tokens t)
                 || (select string_agg(a::text, ' ') from audit a)",
        )
        .fetch_one(panel.app.db.pool())
        .await
        .unwrap();
        assert!(rows.contains("token.create") && !rows.contains(&key[7..]), "{rows}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_that_cannot_be_taken_makes_nothing() {
    still_panel(async |panel| {
        let customer = panel.customer("0").await;
        let visitor = Visitor::of(panel, customer.id).await;
        let count = async || {
            let (pool, clock) = (panel.app.db.pool(), &panel.app.clock);
            token::list(pool, clock, customer.id).await.unwrap().len()
        };
        let before = count().await;
        for (fields, words) in [
            (&[("kind", "jwt"), ("expires", "never")][..], "A JWT always ends"),
            (&[("expires", "custom"), ("days", "367")], "1 to 366"),
            (&[("expires", "custom"), ("days", "0")], "1 to 366"),
            (&[("expires", "5")], "Choose one of the list"),
            (&[("access", "custom")], "Tick what it may do"),
            (&[("access", "custom"), ("scope", "orders:eat")], "Choose among"),
            (&[("kind", "cookie")], "Choose one of the two"),
            (&[("networks", "203.0.113.0/24")], "It will not work from where you are"),
        ] {
            let refused = visitor.post("/account/tokens", &form(fields)).await;
            refused.assert_status(422).assert_shows(words);
        }
        let mine = form(&[("networks", "203.0.113.0/24"), ("add-mine", "1")]);
        let added = visitor.post("/account/tokens", &mine).await;
        added.assert_status(200).assert_shows("value=\"203.0.113.0/24, 127.0.0.1\"");
        added.assert_shows("value=\"shop\"");
        assert_eq!(count().await, before, "a token was made");
        let meant = [("networks", "203.0.113.0/24"), ("elsewhere", "1"), ("kind", "jwt")];
        let custom = [&meant[..], &[("expires", "custom"), ("days", "366")]].concat();
        let jwt = secret(&visitor.post("/account/tokens", &form(&custom)).await);
        assert!(jwt.starts_with("eyJ"), "{jwt}");
        let token = newest(panel, &customer).await;
        visitor
            .get(&format!("/account/tokens/{}", token.id))
            .await
            .assert_shows("It does not work from where you are");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_quarter_of_an_hour_later_the_password_is_asked_for_again() {
    still_panel(async |panel| {
        let customer = panel.customer("0").await;
        let visitor = Visitor::of(panel, customer.id).await;
        panel.advance(TimeDelta::minutes(16));
        let asked = visitor.post("/account/tokens", &form(&[])).await;
        asked.assert_status(422).assert_shows("Type your password again");
        let kept = asked.hidden("kept");
        let wrong = [("kept", kept.as_str()), ("password", "another password")];
        let wrong = visitor.post("/account/tokens", &wrong).await;
        wrong.assert_status(422).assert_shows("This is not your password");
        assert!(!wrong.text().contains("another password"), "it is sent back");
        let id = newest(panel, &customer).await.id;
        let rotate = format!("/account/tokens/{id}/rotate");
        let asked = visitor.post(&rotate, &[("ends", "0")]).await;
        asked.assert_status(422).assert_shows("Type your password again");
        // What was filled in comes back with the answer.
        let made = [("kept", kept.as_str()), ("password", PASSWORD)];
        let made = visitor.post("/account/tokens", &made).await;
        secret(&made);
        made.assert_shows("shop");
        secret(&visitor.post(&rotate, &[("ends", "0")]).await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rotated_and_revoked_it_says_so_and_stops() {
    still_panel(async |panel| {
        let customer = panel.customer("10").await;
        let visitor = Visitor::of(panel, customer.id).await;
        let first = secret(&visitor.post("/account/tokens", &form(&[])).await);
        let old = newest(panel, &customer).await.id;
        let rotate = |id: i64| format!("/account/tokens/{id}/rotate");
        visitor.post(&rotate(old), &[("ends", "2")]).await.assert_status(422);
        let answer = visitor.post(&rotate(old), &[("ends", "1")]).await;
        let second = secret(&answer);
        answer.assert_shows("The old token works until");
        let page = visitor.get(&format!("/account/tokens/{old}")).await;
        page.assert_shows("Rotated, ending").assert_shows("the new token");
        visitor.post(&rotate(old), &[("ends", "1")]).await.assert_status(422);
        for key in [&first, &second] {
            assert_eq!(panel.v2(key, &BALANCE).await["balance"], "10.00");
        }
        panel.advance(TimeDelta::hours(1));
        assert_eq!(panel.v2(&first, &BALANCE).await["error"], "Invalid API key");
        let new = newest(panel, &customer).await.id;
        let at_once = visitor.post(&rotate(new), &[("ends", "0"), ("password", PASSWORD)]).await;
        let third = secret(&at_once);
        at_once.assert_shows("has stopped working");
        assert_eq!(panel.v2(&second, &BALANCE).await["error"], "Invalid API key");
        assert_eq!(panel.v2(&third, &BALANCE).await["balance"], "10.00");
        let last = newest(panel, &customer).await.id;
        let revoke = format!("/account/tokens/{last}/revoke");
        visitor.post(&revoke, &NOTHING).await.assert_goes("/account/tokens");
        assert_eq!(panel.v2(&third, &BALANCE).await["error"], "Invalid API key");
        visitor.get("/account/tokens").await.assert_shows("Revoked");
        visitor.post(&revoke, &NOTHING).await.assert_status(404);
        panel.advance(TimeDelta::days(6));
        visitor.get("/account/tokens").await.assert_shows("Revoked");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rotated_token_lives_for_the_hours_that_were_chosen() {
    still_panel(async |panel| {
        let customer = panel.customer("10").await;
        for (ends, hours) in [("1", 1), ("24", 24), ("168", 168)] {
            let visitor = Visitor::of(panel, customer.id).await;
            let old = secret(&visitor.post("/account/tokens", &form(&[])).await);
            let id = newest(panel, &customer).await.id;
            visitor.post(&format!("/account/tokens/{id}/rotate"), &[("ends", ends)]).await;
            panel.advance(TimeDelta::hours(hours) - TimeDelta::minutes(1));
            assert_eq!(panel.v2(&old, &BALANCE).await["balance"], "10.00", "{ends}");
            panel.advance(TimeDelta::minutes(1));
            assert_eq!(panel.v2(&old, &BALANCE).await["error"], "Invalid API key", "{ends}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_never_manages_tokens() {
    still_panel(async |panel| {
        let customer = panel.customer("0").await;
        let made = panel.token(customer.id, TokenKind::Jwt, |new| new).await;
        let list = async || {
            let (pool, clock) = (panel.app.db.pool(), &panel.app.clock);
            let tokens = token::list(pool, clock, customer.id).await.unwrap();
            tokens.into_iter().map(|one| (one.id, one.revoked_at)).collect::<Vec<_>>()
        };
        let before = list().await;
        let (bearer_jwt, bearer_key) =
            (format!("Bearer {}", made.secret), format!("Bearer {}", customer.key));
        for (name, value) in [
            ("authorization", &bearer_jwt),
            ("authorization", &bearer_key),
            ("x-api-key", &customer.key),
            ("x-api-key", &made.secret),
        ] {
            let program = Visitor::new(panel).with_header(name, value);
            let own = format!("/account/tokens/{}", made.id);
            for path in ["/account/tokens", "/account/tokens/new", &own] {
                let answer = program.get(path).await;
                assert!(answer.location().starts_with("/sign-in"), "{}", answer.asked);
            }
            let (revoke, rotate) = (format!("{own}/revoke"), format!("{own}/rotate"));
            let all = form(&[("ends", "0"), ("key", &customer.key), ("password", PASSWORD)]);
            for path in ["/account/tokens", &revoke, &rotate] {
                let answer = program.post(path, &all).await;
                assert!(answer.location().starts_with("/sign-in"), "{}", answer.asked);
            }
        }
        assert_eq!(list().await, before);
    })
    .await;
}
