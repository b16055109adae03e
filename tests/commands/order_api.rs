//! The order API on a panel with demo data, as an integration sees it that was moved here: another
//! URL, another token.

use serde_json::{Value, json};

use super::Operator;
use crate::support::Database;

const POST: &str = "https://www.example.com/r/example/comments/abc123/example_post/";

async fn ask(url: &str, token: &str, path: &str, body: Option<&Value>) -> (u16, Value) {
    let client = reqwest::Client::new();
    let request = match body {
        Some(body) => client.post(format!("{url}{path}")).json(body),
        None => client.get(format!("{url}{path}")),
    };
    let answer = request.header("Authorization", format!("Bearer {token}")).send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_demo_serves_all_five_codes() {
    let database = Database::fresh().await;
    let operator = Operator::with(&database);
    operator.say(&["migrate"]);
    operator.say(&["demo"]);
    let create = ["token", "create", "--email", "demo@waybill.example", "--kind", "jwt"];
    let token = operator.say(&create);
    let token = token.trim_end();
    let narrow = [&create[..], &["--scopes", "balance:read", "--expires-days", "7"]].concat();
    let narrow = operator.say(&narrow);
    let panel = operator.serve(&["--listen", "127.0.0.1:0", "--no-work"]);
    for (kind, vote) in [(1, 1), (6, 1), (7, 1), (8, 1), (10, 100)] {
        let link = if matches!(kind, 6 | 7) { format!("{POST}xyz/") } else { POST.to_owned() };
        let body = json!({
            "link": link, "type": kind, "vote": vote, "after": 0, "speed": 1,
            "target": { "is_set": true, "position": 1 },
        });
        let (status, made) = ask(&panel.url, token, "/api/order/create", Some(&body)).await;
        assert_eq!((status, &made["code"]), (200, &json!(1)), "type {kind}: {made}");
        let path = format!("/api/order/{}", made["order_id"].as_str().unwrap());
        let (status, order) = ask(&panel.url, token, &path, None).await;
        assert_eq!((status, &order["type"]), (200, &json!(kind)));
        assert_eq!((&order["vote"], &order["vote_min"]), (&json!(vote), &json!(1)));
        assert_eq!(ask(&panel.url, narrow.trim_end(), &path, None).await.0, 403);
    }
    let (status, told) = ask(&panel.url, narrow.trim_end(), "/api/check-balance", None).await;
    // 100, less 104 units at 25 for a thousand.
    assert_eq!((status, told), (200, json!({ "balance": 97.40, "email": "demo@waybill.example" })));
    let log = panel.stop();
    assert!(!log.contains(token), "the token stands in the log");
}
