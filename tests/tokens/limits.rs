//! How often one may call, if the operator has set a limit.

use serde_json::Value;
use waybill::accounts::token::{NewToken, TokenKind};

use crate::support::{Panel, eventually, panel_with};

const BALANCE: [(&str, &str); 1] = [("action", "balance")];

async fn assert_limited(panel: &Panel, key: &str) {
    let refused = panel.v2_response(key, &BALANCE).await;
    assert_eq!(refused.status().as_u16(), 429);
    let wait_s: u64 = refused.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=60).contains(&wait_s), "{wait_s}");
    let said: Value = refused.json().await.unwrap();
    assert_eq!(said, serde_json::json!({ "error": "Rate limit exceeded" }));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_calls_as_often_as_the_operator_lets_it() {
    panel_with(&["--no-work", "--limit-per-token", "2"], async |panel| {
        let customer = panel.customer("10").await;
        let busy = panel.token(customer.id, TokenKind::Key, |new: NewToken| new).await;
        for _ in 0..2 {
            assert_eq!(panel.v2(&busy.secret, &BALANCE).await["balance"], "10.00");
        }
        assert_limited(panel, &busy.secret).await;
        assert_eq!(panel.v2(&customer.key, &BALANCE).await["balance"], "10.00", "another token");
        let count = "select count(*) from token_calls where token_id = $1 and calls::text like $2";
        eventually("the refusal to stand in the log", async || {
            let found: i64 = sqlx::query_scalar(count)
                .bind(busy.id)
                .bind("%Rate limit exceeded%")
                .fetch_one(panel.app.db.pool())
                .await
                .unwrap();
            (found == 1).then_some(())
        })
        .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_calls_as_often_as_the_operator_lets_it_whatever_its_tokens() {
    let options = ["--no-work", "--limit-per-address", "2", "--trusted-proxies", "127.0.0.1/32"];
    panel_with(&options, async |panel| {
        let customer = panel.customer("10").await;
        let second = panel.key(customer.id, |new| new).await;
        let from = async |key: &str, address: &str| {
            let form = [("key", key), ("action", "balance")];
            let request = panel.http.post(format!("{}/api/v2", panel.base)).form(&form);
            request.header("x-forwarded-for", address).send().await.unwrap().status().as_u16()
        };
        assert_eq!(from(&customer.key, "2001:db8::1").await, 200);
        assert_eq!(from(&second, "2001:db8::2").await, 200);
        assert_eq!(from(&second, "2001:db8::3").await, 429, "one /64 is one address");
        assert_eq!(from(&second, "2001:db8:1::1").await, 200);
    })
    .await;
}

/// A thousand calls at the same time, with one token and from one address.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_limited_until_the_operator_says_so() {
    panel_with(&["--no-work"], async |panel| {
        let customer = panel.customer("10").await;
        let calls = (0..1000).map(|_| panel.v2_response(&customer.key, &BALANCE));
        let answers = futures_util::future::join_all(calls).await;
        assert!(answers.iter().all(|answer| answer.status().as_u16() == 200));
    })
    .await;
}
