//! Tokens that are not valid, scopes that are missing, and what belongs to another account.

use chrono::TimeDelta;
use reqwest::Method;
use waybill::accounts::account::{self, Status};
use waybill::accounts::audit::Actor;
use waybill::accounts::token::{NewToken, Scope};

use super::{Integrator, create, map_all, request, told, wanted};
use crate::support::{Panel, still_panel};

const UNAUTHORIZED: &str = r#"{"code":-1,"message":"Unauthorized"}"#;

/// Each call with this token.
async fn calls(panel: &Panel, token: &str) -> Vec<(u16, String)> {
    let mut answers = Vec::new();
    for (method, path) in [
        (Method::POST, "/api/order/create"),
        (Method::GET, "/api/order/1"),
        (Method::GET, "/api/order/nonsense"),
        (Method::GET, "/api/check-balance"),
    ] {
        let mut request = request(panel, method.clone(), path, token);
        if method == Method::POST {
            request = request.json(&wanted());
        }
        answers.push(told(request.send().await.unwrap()).await);
    }
    answers
}

#[tokio::test]
async fn every_wrong_token_is_the_same_wrong_token() {
    still_panel(async |panel| {
        map_all(panel).await;
        let who = Integrator::new(panel, "100").await;
        assert_eq!(calls(panel, &who.token).await[0].0, 200);
        let mut garbled = who.token.clone();
        garbled.replace_range(60..61, if &garbled[60..61] == "A" { "B" } else { "A" });
        let long = format!("{}{}", who.token, "A".repeat(8000));
        let elsewhere = panel
            .jwt(who.customer.id, |new| NewToken {
                networks: Some(vec!["192.0.2.0/24".parse().unwrap()]),
                ..new
            })
            .await;
        let until = panel.app.clock.now() + TimeDelta::minutes(5);
        let expired =
            panel.jwt(who.customer.id, |new| NewToken { expires_at: Some(until), ..new }).await;
        panel.advance(TimeDelta::minutes(6));
        let suspended = Integrator::new(panel, "1").await;
        account::set_status(
            &panel.app.db,
            &panel.app.clock,
            &panel.app.verifier,
            Actor::COMMAND,
            suspended.customer.id,
            (Status::Suspended, "a reason".to_owned()),
        )
        .await
        .unwrap();
        for token in [
            "",
            "x",
            "a.b.c",
            who.customer.key.as_str(),
            &garbled,
            &long,
            &elsewhere,
            &expired,
            &suspended.token,
        ] {
            for answer in calls(panel, token).await {
                assert_eq!(answer, (401, UNAUTHORIZED.to_owned()), "{token}");
            }
        }
        let url = format!("{}/api/check-balance", panel.base);
        let bare = panel.http.get(&url);
        assert_eq!(told(bare.send().await.unwrap()).await, (401, UNAUTHORIZED.to_owned()));
        for header in [who.token.clone(), format!("Basic {}", who.token), "Bearer".to_owned()] {
            let sent = panel.http.get(&url).header("authorization", header);
            assert_eq!(told(sent.send().await.unwrap()).await, (401, UNAUTHORIZED.to_owned()));
        }
        // Two headers count as none, and the query is not searched for a token.
        let right = format!("bearer {}", who.token);
        let twice = panel.http.get(&url).header("authorization", &right);
        let twice = twice.header("authorization", &right);
        assert_eq!(told(twice.send().await.unwrap()).await, (401, UNAUTHORIZED.to_owned()));
        let query = panel.http.get(format!("{url}?token={}", who.token));
        assert_eq!(told(query.send().await.unwrap()).await, (401, UNAUTHORIZED.to_owned()));
        let once = panel.http.get(&url).header("authorization", &right);
        assert_eq!(told(once.send().await.unwrap()).await.0, 200);
    })
    .await;
}

#[tokio::test]
async fn each_call_has_its_scope() {
    still_panel(async |panel| {
        map_all(panel).await;
        let who = Integrator::new(panel, "100").await;
        let id = create(panel, &who, &wanted()).await;
        let table = [
            (Scope::OrdersWrite, [200, 403, 403]),
            (Scope::OrdersRead, [403, 200, 403]),
            (Scope::BalanceRead, [403, 403, 200]),
            (Scope::ServicesRead, [403, 403, 403]),
        ];
        for (scope, expected) in table {
            let token = panel
                .jwt(who.customer.id, |new| NewToken { scopes: Some(vec![scope]), ..new })
                .await;
            let shown = format!("/api/order/{id}");
            let sent = [
                request(panel, Method::POST, "/api/order/create", &token).json(&wanted()),
                request(panel, Method::GET, &shown, &token),
                request(panel, Method::GET, "/api/check-balance", &token),
            ];
            for (request, status) in sent.into_iter().zip(expected) {
                assert_eq!(told(request.send().await.unwrap()).await.0, status, "{scope:?}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn unknown_and_someone_elses_are_one_answer() {
    still_panel(async |panel| {
        map_all(panel).await;
        let (who, other) = (Integrator::new(panel, "10").await, Integrator::new(panel, "10").await);
        let id = create(panel, &who, &wanted()).await;
        let long = "9".repeat(400);
        let ids = [
            id.as_str(),
            "424242",
            "0",
            "-1",
            "+1",
            "1.0",
            "x",
            "%00",
            "%ff",
            "1%2F1",
            "99999999999999999999",
            &long,
        ];
        for sent in ids {
            let path = format!("/api/order/{sent}");
            let answer =
                told(request(panel, Method::GET, &path, &other.token).send().await.unwrap());
            let expected = r#"{"code":-1,"message":"Order not found"}"#.to_owned();
            assert_eq!(answer.await, (400, expected), "{sent}");
        }
    })
    .await;
}
