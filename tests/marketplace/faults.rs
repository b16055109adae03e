//! What is refused, and in which words. Authentication comes before parameters.

use serde_json::json;
use waybill::accounts::account::{self, Status};
use waybill::accounts::audit::Actor;
use waybill::accounts::token::Scope;

use super::scene;
use crate::support::{panel_with, still_panel};

const CALLS: [&str; 4] = ["referral", "payment", "affiliate-link/data", "offer"];

#[tokio::test]
async fn every_fault_of_a_token_is_one_answer() {
    still_panel(async |panel| {
        let scene = scene(panel).await;
        let other = panel.customer("0").await;
        let gone = panel.jwt(other.id, |new| new).await;
        let (db, clock, verifier) = (&panel.app.db, &panel.app.clock, &panel.app.verifier);
        let (status, why) = (Status::Suspended, "spam".to_owned());
        account::set_status(db, clock, verifier, Actor::COMMAND, other.id, (status, why))
            .await
            .unwrap();
        let cut = &scene.token[..scene.token.len() - 2];
        for call in CALLS {
            // 401 comes before 422.
            let path = format!("{call}?page=0&per_page=x");
            for token in ["", "x", cut, &gone, &scene.customer.key] {
                let (status, body) = panel.v1(token, &path).await;
                assert_eq!(
                    (status, body),
                    (401, json!({ "message": "Unauthenticated." })),
                    "{token}"
                );
            }
            let bare =
                panel.http.get(format!("{}/api/v1/{path}", panel.base)).send().await.unwrap();
            assert_eq!(bare.status(), 401);
            assert_eq!(bare.headers()["content-type"], "application/json");
            let narrow = panel
                .jwt(scene.ann.customer.id, |mut new| {
                    new.scopes = Some(vec![Scope::OrdersRead]);
                    new
                })
                .await;
            let (status, body) = panel.v1(&narrow, &path).await;
            let message = "The token lacks the scope affiliate:read.";
            assert_eq!((status, body), (403, json!({ "message": message })));
        }
    })
    .await;
}

#[tokio::test]
async fn all_that_is_wrong_is_said_at_once() {
    still_panel(async |panel| {
        let scene = scene(panel).await;
        let (status, body) = panel.v1(&scene.token, "referral?page=0&per_page=101").await;
        assert_eq!(status, 422);
        let text = body.to_string();
        let wanted = r#"{"message":"The page field must be at least 1. (and 1 more error)","errors":{"page":["The page field must be at least 1."],"per_page":["The per page field must not be greater than 100."]}}"#;
        assert_eq!(text, wanted);
        for (query, message) in [
            ("page=x", "The page field must be an integer."),
            ("page=1.5", "The page field must be an integer."),
            ("page=99999999999999999999", "The page field must be an integer."),
            ("page=-1", "The page field must be at least 1."),
            ("per_page=0", "The per page field must be at least 1."),
            ("start_date=yesterday", "The start date field must be a valid date."),
            ("end_date=2024-02-30", "The end date field must be a valid date."),
            ("end_date=2024-1-1", "The end date field must be a valid date."),
            ("id=abc", "The id field must be an integer."),
            ("shop_id=1e3", "The shop id field must be an integer."),
            ("referral_id=%27", "The referral id field must be an integer."),
            (
                "start_date=2024-02-02&end_date=2024-02-01",
                "The end date field must be a date after or equal to start date.",
            ),
            (
                "page=x&per_page=x&start_date=x&end_date=x&id=x&shop_id=x&referral_id=x",
                "The page field must be an integer. (and 6 more errors)",
            ),
        ] {
            let (status, body) = panel.v1(&scene.token, &format!("referral?{query}")).await;
            assert_eq!((status, body["message"].as_str().unwrap()), (422, message), "{query}");
        }
        let (_, body) = panel.v1(&scene.token, "payment?payment_id=x&referral_id=x").await;
        assert_eq!(body["errors"], json!({ "payment_id": ["The payment id field must be an integer."] }));
        // What a call does not take is ignored.
        assert_eq!(panel.v1(&scene.token, "offer?start_date=x&colour=red").await.0, 200);
        assert_eq!(panel.v1(&scene.token, "affiliate-link/data?per_page=x&id=x").await.0, 200);
    })
    .await;
}

#[tokio::test]
async fn an_empty_value_is_absent_and_the_last_of_many_wins() {
    still_panel(async |panel| {
        let scene = scene(panel).await;
        scene.refer(panel, 3).await;
        for query in [
            "start_date=&end_date=",
            "start_date&end_date&id&page&per_page",
            "page=x&page=1",
            "per_page=x&per_page=",
            "page=%201%20",
            "page[]=x",
            "",
        ] {
            let (status, body) = panel.v1(&scene.token, &format!("referral?{query}")).await;
            assert_eq!(status, 200, "{query}: {body}");
            assert_eq!(body["data"].as_array().unwrap().len(), 3, "{query}");
        }
        let (_, body) = panel.v1(&scene.token, "referral?per_page=1&per_page=2").await;
        assert_eq!(body["data"].as_array().unwrap().len(), 2);
    })
    .await;
}

#[tokio::test]
async fn nothing_below_v1_answers_in_another_shape() {
    still_panel(async |panel| {
        let scene = scene(panel).await;
        for path in ["", "/", "/referrals", "/referral/1", "/affiliate-link", "/%00", "/%ff"] {
            let url = format!("{}/api/v1{path}", panel.base);
            let answer = panel.http.get(url).bearer_auth(&scene.token).send().await.unwrap();
            assert_eq!(answer.status(), 404, "{path}");
            let body: serde_json::Value = answer.json().await.unwrap();
            let message = body["message"].as_str().unwrap();
            assert!(message.ends_with("could not be found."), "{message}");
        }
        for method in ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PURGE"] {
            let method: reqwest::Method = method.parse().unwrap();
            let url = format!("{}/api/v1/referral", panel.base);
            let request = panel.http.request(method.clone(), url).body("a=1".repeat(1000));
            let answer = request.send().await.unwrap();
            assert_eq!(answer.status(), 405, "{method}");
            assert_eq!(answer.headers()["allow"], "GET, HEAD");
            let body: serde_json::Value = answer.json().await.unwrap();
            assert_eq!(
                body["message"],
                format!(
                    "The {method} method is not supported for route api/v1/referral. \
                     Supported methods: GET, HEAD."
                )
            );
        }
        let head = panel.http.head(format!("{}/api/v1/offer", panel.base));
        let head = head.bearer_auth(&scene.token).send().await.unwrap();
        assert_eq!((head.status().as_u16(), head.text().await.unwrap().as_str()), (200, ""));
        let doubled = format!("{}/api//v1//referral/", panel.base);
        let doubled = panel.http.get(doubled).bearer_auth(&scene.token).send().await.unwrap();
        assert_eq!(doubled.status(), 200);
    })
    .await;
}

#[tokio::test]
async fn too_many_calls_wait() {
    panel_with(&["--no-work", "--limit-per-token", "3"], async |panel| {
        let scene = scene(panel).await;
        for _ in 0..3 {
            assert_eq!(panel.v1(&scene.token, "offer").await.0, 200);
        }
        let url = format!("{}/api/v1/offer", panel.base);
        let answer = panel.http.get(url).bearer_auth(&scene.token).send().await.unwrap();
        assert_eq!(answer.status(), 429);
        assert!(answer.headers()["retry-after"].to_str().unwrap().parse::<u64>().unwrap() >= 1);
        let body: serde_json::Value = answer.json().await.unwrap();
        assert_eq!(body, json!({ "message": "Too Many Attempts." }));
    })
    .await;
}
