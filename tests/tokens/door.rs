//! The order API's door: whatever is wrong with a token, the answer is the same, byte for byte.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use jsonwebtoken::Algorithm;
use serde_json::{Value, json};
use waybill::accounts::account::{self, Status};
use waybill::accounts::audit::Actor;
use waybill::accounts::token::{self, NewToken, Scope, TokenKind};
use waybill::accounts::{AccountId, calls, issue, networks};
use waybill::kit::page::Cursor;
use waybill::kit::secret;

use super::{Forgery, fit_row, jti_of};
use crate::support::{Panel, eventually, panel_with, still_panel};

/// Status, headers and body, without the parts that differ in every two answers.
type Told = (u16, BTreeMap<String, String>, String);

async fn told(panel: &Panel, authorization: Option<&str>) -> Told {
    let mut request = panel.http.get(format!("{}/api/check-balance", panel.base));
    if let Some(value) = authorization {
        request = request.header("authorization", value);
    }
    let answer = request.send().await.unwrap();
    let status = answer.status().as_u16();
    let headers = answer.headers().iter();
    let headers = headers
        .filter(|(name, _)| !["date", "x-request-id"].contains(&name.as_str()))
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
        .collect();
    (status, headers, answer.text().await.unwrap())
}

async fn told_of(panel: &Panel, token: &str) -> Told {
    told(panel, Some(&format!("Bearer {token}"))).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_that_can_be_wrong_with_a_token_is_one_answer_to_the_byte() {
    still_panel(async |panel| {
        let customer = panel.customer("10").await;
        let app = &panel.app;
        let made = panel.token(customer.id, TokenKind::Jwt, |new| new).await;
        assert_eq!(told_of(panel, &made.secret).await.0, 200);
        let same = told(panel, None).await;
        assert_eq!((same.0, same.2.as_str()), (401, r#"{"code":-1,"message":"Unauthorized"}"#));
        assert_eq!(same.1["www-authenticate"], "Bearer");
        assert_eq!(same.1["content-type"], "application/json");

        let mut wrong: Vec<(&str, String)> = vec![
            ("empty", String::new()),
            ("garbled", made.secret.replace('.', "")),
            ("cut", made.secret[..made.secret.len() - 1].to_owned()),
            ("long", format!("{}{}", made.secret, "A".repeat(5000))),
            ("an API key", customer.key.clone()),
        ];
        // Each forged token fits the row, so that only the fault in its name can refuse it.
        let jti = jti_of(panel, made.id).await;
        let forged = |bend: &dyn Fn(&mut Forgery)| {
            let mut forgery = Forgery::new(panel, customer.id, &jti);
            bend(&mut forgery);
            forgery.signed(panel)
        };
        let unsigned = {
            let token = forged(&|_| {});
            let body = token.split('.').nth(1).unwrap().to_owned();
            format!("eyJ0eXAiOiJwYXQrand0IiwiYWxnIjoibm9uZSJ9.{body}.")
        };
        for (name, token) in [
            ("another algorithm", forged(&|one| one.header.alg = Algorithm::HS512)),
            ("alg none", unsigned),
            ("another typ", forged(&|one| one.header.typ = Some("JWT".to_owned()))),
            ("another issuer", forged(&|one| one.claims["iss"] = json!("someone"))),
            ("another audience", forged(&|one| one.claims["aud"] = json!("someone"))),
            (
                "over",
                forged(&|one| one.claims["exp"] = json!(one.claims["iat"].as_i64().unwrap() - 9)),
            ),
        ] {
            fit_row(panel, made.id, &token).await;
            assert_eq!(told_of(panel, &token).await, same, "{name}");
        }
        wrong.push(("unknown jti", forged(&|one| one.claims["jti"] = json!("none-of-ours"))));
        wrong.push(("another hash", forged(&|one| one.claims["iat"] = json!(1))));

        let revoked = panel.token(customer.id, TokenKind::Jwt, |new| new).await;
        let which = (customer.id, revoked.id);
        token::revoke(&app.db, &app.clock, &app.verifier, Actor::COMMAND, which).await.unwrap();
        wrong.push(("revoked", revoked.secret));
        let rotated = panel.token(customer.id, TokenKind::Jwt, |new| new).await;
        assert_eq!(told_of(panel, &rotated.secret).await.0, 200);
        let (with, which) =
            ((&app.keys, &app.verifier), (customer.id, rotated.id, TimeDelta::zero()));
        issue::rotate(&app.db, &app.clock, with, Actor::COMMAND, which).await.unwrap();
        wrong.push(("rotated", rotated.secret));
        let elsewhere = panel
            .jwt(customer.id, |mut new| {
                new.networks = networks::parse("203.0.113.0/24").unwrap();
                new
            })
            .await;
        wrong.push(("from a wrong address", elsewhere));
        let somebody = panel.customer("10").await;
        let suspended = panel.jwt(somebody.id, |new| new).await;
        let change = (Status::Suspended, "a test".to_owned());
        let by = Actor::COMMAND;
        account::set_status(&app.db, &app.clock, &app.verifier, by, somebody.id, change)
            .await
            .unwrap();
        wrong.push(("of a suspended account", suspended));
        let short = panel
            .jwt(customer.id, |mut new| {
                new.expires_at = Some(app.clock.now() + TimeDelta::hours(1));
                new
            })
            .await;
        assert_eq!(told_of(panel, &short).await.0, 200);
        panel.advance(TimeDelta::hours(1));
        wrong.push(("expired", short));
        for (name, token) in &wrong {
            assert_eq!(told_of(panel, token).await, same, "{name}");
        }
        assert_eq!(told(panel, Some("Basic abc")).await, same);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_the_scope_it_is_forbidden_and_the_log_says_so() {
    still_panel(async |panel| {
        let customer = panel.customer("10").await;
        let made = panel
            .token(customer.id, TokenKind::Jwt, |mut new| {
                new.scopes = Some(vec![Scope::OrdersRead]);
                new
            })
            .await;
        let refused = told_of(panel, &made.secret).await;
        assert_eq!(refused.0, 403);
        let body: Value = serde_json::from_str(&refused.2).unwrap();
        assert_eq!(body["code"], -1);
        assert_logged(panel, made.id, r#"%"check-balance"%lacks the scope%"#).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn over_the_limit_it_is_told_when_to_come_back() {
    panel_with(&["--no-work", "--limit-per-token", "2"], async |panel| {
        let customer = panel.customer("10").await;
        let made = panel.token(customer.id, TokenKind::Jwt, |new| new).await;
        for _ in 0..2 {
            assert_eq!(told_of(panel, &made.secret).await.0, 200);
        }
        let (status, headers, body) = told_of(panel, &made.secret).await;
        let body: Value = serde_json::from_str(&body).unwrap();
        assert_eq!((status, &body["code"]), (429, &json!(-1)));
        assert!(body["message"].is_string());
        assert!((1..=60).contains(&headers["retry-after"].parse::<u64>().unwrap()));
        assert_logged(panel, made.id, "%check-balance%OK%check-balance%Too many requests%").await;
    })
    .await;
}

async fn assert_logged(panel: &Panel, token_id: i64, like: &str) {
    eventually("the call to stand in the log", async || {
        let text: Option<String> = sqlx::query_scalar(
            "select string_agg(calls::text, '' order by id) from token_calls where token_id = $1",
        )
        .bind(token_id)
        .fetch_one(panel.app.db.pool())
        .await
        .unwrap();
        let mut rest = text.as_deref().unwrap_or_default();
        let found = like.split('%').all(|part| match rest.split_once(part) {
            Some((_, after)) => {
                rest = after;
                true
            }
            None => false,
        });
        found.then_some(())
    })
    .await;
}

/// The entries of a token's log, oldest first.
async fn logged(panel: &Panel, account_id: AccountId, token_id: i64, count: usize) -> Vec<String> {
    eventually("the calls to be written", async || {
        let (pool, which) = (panel.app.db.pool(), (account_id, token_id));
        let log = calls::log(pool, which, true, Cursor::First).await.unwrap().rows;
        let told = log.into_iter().rev().map(|call| format!("{}: {}", call.action, call.result));
        let told: Vec<String> = told.collect();
        (told.len() >= count).then_some(told)
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn why_it_is_refused_stands_in_its_owners_log_alone() {
    still_panel(async |panel| {
        let (customer, somebody) = (panel.customer("10").await, panel.customer("10").await);
        let app = &panel.app;
        for kind in TokenKind::ALL {
            let ask = async |token: &str| match kind {
                TokenKind::Jwt => told_of(panel, token).await.2,
                TokenKind::Key => panel.v2(token, &[("action", "balance")]).await.to_string(),
            };
            let (action, nothing) = match kind {
                TokenKind::Jwt => ("check-balance", ask("garbled").await),
                TokenKind::Key => ("balance", ask(&secret::token(token::PREFIX)).await),
            };
            let short = |mut new: NewToken| {
                new.expires_at = Some(app.clock.now() + TimeDelta::hours(1));
                new
            };
            let revoked = panel.token(customer.id, kind, |new| new).await;
            let expired = panel.token(customer.id, kind, short).await;
            let elsewhere = panel
                .token(customer.id, kind, |mut new| {
                    new.networks = networks::parse("203.0.113.0/24").unwrap();
                    new
                })
                .await;
            let which = (customer.id, revoked.id);
            token::revoke(&app.db, &app.clock, &app.verifier, Actor::COMMAND, which).await.unwrap();
            panel.advance(TimeDelta::hours(2));
            for (made, why) in [
                (&revoked, "The token is revoked"),
                (&expired, "The token has expired"),
                (&elsewhere, "This address is not among its allowed ones"),
            ] {
                for _ in 0..2 {
                    assert_eq!(ask(&made.secret).await, nothing, "{why}");
                }
                let told = logged(panel, customer.id, made.id, 2).await;
                assert_eq!(told, vec![format!("{action}: {why}"); 2]);
                let (pool, which) = (app.db.pool(), (somebody.id, made.id));
                let theirs = calls::log(pool, which, false, Cursor::First).await.unwrap();
                assert!(theirs.rows.is_empty(), "someone else reads the log");
            }
        }
        let suspended = panel.token(somebody.id, TokenKind::Jwt, |new| new).await;
        let change = (Status::Suspended, "a test".to_owned());
        let by = Actor::COMMAND;
        account::set_status(&app.db, &app.clock, &app.verifier, by, somebody.id, change)
            .await
            .unwrap();
        assert_eq!(told_of(panel, &suspended.secret).await.0, 401);
        let told = logged(panel, somebody.id, suspended.id, 1).await;
        assert_eq!(told, ["check-balance: The account is suspended"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_old_token_does_not_fill_its_log() {
    still_panel(async |panel| {
        let customer = panel.customer("10").await;
        let app = &panel.app;
        let made = panel.token(customer.id, TokenKind::Jwt, |new| new).await;
        let which = (customer.id, made.id);
        token::revoke(&app.db, &app.clock, &app.verifier, Actor::COMMAND, which).await.unwrap();
        let mut refused = 0;
        let limited = loop {
            match told_of(panel, &made.secret).await {
                (401, ..) => refused += 1,
                told => break told,
            }
            assert!(refused < 1000, "it goes on and on");
        };
        assert_eq!(limited.0, 429);
        let count = "select coalesce(sum(count), 0) from token_calls where token_id = $1";
        app.calls.flush(&app.db, &app.clock).await.unwrap();
        eventually("the refusals to be written", async || {
            let pool = app.db.pool();
            let noted: i64 = sqlx::query_scalar(count).bind(made.id).fetch_one(pool).await.unwrap();
            assert!(noted <= refused, "{noted} of {refused}");
            (noted == refused).then_some(())
        })
        .await;
    })
    .await;
}

/// By both doors. It asks all the time, so that what the panel remembers is as new as possible.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn revoked_it_opens_nothing_anywhere_a_second_later() {
    still_panel(async |panel| {
        let customer = panel.customer("10").await;
        let other = panel.second(&["--no-work"]).await;
        let app = &panel.app;
        for kind in TokenKind::ALL {
            let made = panel.token(customer.id, kind, |new| new).await;
            let opens = async |panel: &Panel| match kind {
                TokenKind::Jwt => told_of(panel, &made.secret).await.0 == 200,
                TokenKind::Key => {
                    panel.v2(&made.secret, &[("action", "balance")]).await["balance"] == "10.00"
                }
            };
            assert!(opens(panel).await && opens(&other).await);
            let which = (customer.id, made.id);
            token::revoke(&app.db, &app.clock, &app.verifier, Actor::COMMAND, which).await.unwrap();
            let revoked = Instant::now();
            assert!(!opens(panel).await, "where it was revoked it opens something");
            shut_within_a_second((panel, &other), revoked, async || opens(&other).await).await;
        }
        other.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_narrows_a_token_is_known_everywhere_a_second_later() {
    still_panel(async |panel| {
        let other = panel.second(&["--no-work"]).await;
        for change in [
            "update tokens set expires_at = created_at where account_id = $1",
            "update tokens set addresses = '{192.0.2.0/24}' where account_id = $1",
            "update accounts set status = 'suspended' where id = $1",
        ] {
            let customer = panel.customer("10").await;
            assert_eq!(balance(&other, &customer.key).await, "10.00");
            let change = sqlx::query(change).bind(customer.id);
            change.execute(panel.app.db.pool()).await.unwrap();
            let is_open = async || balance(&other, &customer.key).await == "10.00";
            shut_within_a_second((panel, &other), Instant::now(), is_open).await;
        }
        other.stop().await;
    })
    .await;
}

async fn balance(panel: &Panel, key: &str) -> Value {
    panel.v2(key, &[("action", "balance")]).await["balance"].take()
}

/// Each time, a new token is looked up first. A panel that does not know better would then think
/// that all other tokens are unchanged.
async fn shut_within_a_second(
    (panel, other): (&Panel, &Panel),
    since: Instant,
    is_open: impl AsyncFn() -> bool,
) {
    loop {
        let bystander = panel.customer("10").await;
        assert_eq!(balance(other, &bystander.key).await, "10.00");
        let asked = Instant::now();
        if !is_open().await {
            return;
        }
        assert!(asked < since + Duration::from_secs(1), "it works on elsewhere");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_has_its_limit_whatever_its_tokens() {
    let options = ["--no-work", "--limit-per-address", "2", "--trusted-proxies", "127.0.0.1/32"];
    panel_with(&options, async |panel| {
        let customer = panel.customer("10").await;
        let tokens = [panel.jwt(customer.id, |new| new).await, panel.jwt(customer.id, |n| n).await];
        let from = async |token: &str, address: &str| {
            let request = panel.http.get(format!("{}/api/check-balance", panel.base));
            let request = request.header("authorization", format!("Bearer {token}"));
            let answer = request.header("x-forwarded-for", address).send().await.unwrap();
            let retry_after = answer.headers().contains_key("retry-after");
            let body: Value = answer.json().await.unwrap();
            (body["code"].clone(), retry_after)
        };
        for token in &tokens {
            assert!(!from(token, "192.0.2.7").await.1);
        }
        assert_eq!(from(&tokens[0], "192.0.2.7").await, (json!(-1), true));
        assert!(!from(&tokens[0], "192.0.2.8").await.1, "another address");
    })
    .await;
}
