//! What a correct `create` does, and each rule of its fields.

use chrono::TimeDelta;
use reqwest::Method;
use serde_json::{Value, json};
use waybill::catalogue::{Code, ServiceId};
use waybill::providers::{Outcome, Target};

use super::{
    COMMENT, Integrator, POST, assert_bad, create, map_all, mapped, request, send, show, told,
    wanted, with,
};
use crate::support::still_panel;

#[tokio::test]
async fn the_body_of_the_documentation_is_taken() {
    still_panel(async |panel| {
        map_all(panel).await;
        let who = Integrator::new(panel, "1000").await;
        let body = json!({
            "link": "https://www.example.com/r/example/comments/abc123/example_post/",
            "type": 1, "vote": 5, "after": 0, "speed": 1,
            "target": { "is_set": true, "position": 1 },
        });
        let id = create(panel, &who, &body).await;
        assert_eq!(panel.balance(&who.customer).await, "995.00");
        let order = show(panel, &who, &id).await;
        assert_eq!(order["target"], json!({ "is_set": true, "position": 1, "max_hours": 0 }));
        // It is shown again, and steers nothing.
        let claims = panel.take().await;
        assert_eq!((claims.len(), claims[0].submission.target), (1, None));
        assert_eq!(claims[0].submission.pace, Some(1000));
    })
    .await;
}

#[tokio::test]
async fn each_code_goes_to_its_service() {
    still_panel(async |panel| {
        let who = Integrator::new(panel, "1000").await;
        for code in Code::ALL {
            let number = code.number();
            let mut body = with(json!({ "type": number }));
            if matches!(number, 6 | 7) {
                body["link"] = COMMENT.into();
            }
            if number == 10 {
                body["vote"] = 100.into();
                body["target"] = json!({ "is_set": true, "position": 3, "max_hours": 72 });
            }
            assert_bad(send(panel, &who, &body).await, "type is not available");
            let service = mapped(panel, code, |_| {}).await;
            let id = create(panel, &who, &body).await;
            let order = show(panel, &who, &id).await;
            assert_eq!(order["type"], number);
            let claims = panel.take().await;
            assert_eq!(claims.len(), 1);
            assert_eq!(claims[0].route.service_id, ServiceId::new(service));
            let target = (number == 10).then_some(Target { position: 3, hours_max: 72 });
            assert_eq!(claims[0].submission.target, target);
        }
    })
    .await;
}

#[tokio::test]
async fn links_are_what_their_type_needs() {
    still_panel(async |panel| {
        map_all(panel).await;
        let who = Integrator::new(panel, "1000").await;
        for number in [1, 6, 7, 8, 10] {
            let is_comment = matches!(number, 6 | 7);
            let target = json!({ "is_set": true, "position": 3 });
            let body = |link: &str| {
                with(json!({ "type": number, "vote": 100, "link": link, "target": target }))
            };
            let (right, wrong, why) = if is_comment {
                (COMMENT, POST, "link must be a comment's permalink")
            } else {
                (POST, COMMENT, "link must be a post's URL")
            };
            create(panel, &who, &body(right)).await;
            for link in [wrong, "https://example.com/p/1", "https://example.com/r/x/comments/"] {
                assert_bad(send(panel, &who, &body(link)).await, why);
            }
        }
        for link in ["", " ", "no link", "https://", "ftp://example.com/r/a/comments/b", "\u{0}"] {
            let no = send(panel, &who, &with(json!({ "link": link }))).await;
            assert_bad(no, "link must be a public URL");
        }
        panel.block("example.com/r/example").await;
        assert_bad(send(panel, &who, &wanted()).await, "link is not accepted");
    })
    .await;
}

#[tokio::test]
async fn numbers_are_within_their_bounds() {
    still_panel(async |panel| {
        mapped(panel, Code::PostUpvote, |service| {
            service.draft.min = 3;
            service.draft.max = 10;
        })
        .await;
        let who = Integrator::new(panel, "1000").await;
        let vote = "vote must be a whole number greater than 0";
        let after = "after must be a whole number from 0 to 43200";
        let speed = "speed must be from 0.2 to 5";
        for (change, why) in [
            (json!({ "vote": 0 }), vote),
            (json!({ "vote": -1 }), vote),
            (json!({ "vote": 2.5 }), vote),
            (json!({ "vote": 1e300 }), vote),
            (json!({ "vote": 2 }), "vote must be at least 3"),
            (json!({ "vote": 11 }), "vote must be at most 10"),
            (json!({ "vote": i64::MAX }), "vote must be at most 10"),
            (json!({ "vote": u64::MAX }), vote),
            (json!({ "after": -1 }), after),
            (json!({ "after": 43201 }), after),
            (json!({ "after": 0.5 }), after),
            (json!({ "speed": 0 }), speed),
            (json!({ "speed": 0.19 }), speed),
            (json!({ "speed": 5.01 }), speed),
            (json!({ "speed": -1 }), speed),
            (json!({ "speed": 1e9 }), speed),
            (json!({ "type": 2 }), "type is not available"),
            (json!({ "type": 8 }), "type is not available"),
            (json!({ "type": -1 }), "type is not available"),
            (json!({ "type": 1.5 }), "type is not available"),
            (json!({ "type": 1e300 }), "type is not available"),
        ] {
            assert_bad(send(panel, &who, &with(change)).await, why);
        }
        for change in [
            json!({ "vote": 3 }),
            json!({ "vote": 10 }),
            json!({ "vote": 5.0, "type": 1.0, "after": 0.0, "speed": 1.0 }),
            json!({ "after": 43200 }),
            json!({ "speed": 0.2 }),
            json!({ "speed": 5 }),
            json!({ "speed": 1.234_567 }),
        ] {
            create(panel, &who, &with(change)).await;
        }
    })
    .await;
}

#[tokio::test]
async fn targets() {
    still_panel(async |panel| {
        map_all(panel).await;
        let who = Integrator::new(panel, "10000").await;
        let position = "target.position must be a whole number from 1 to 20";
        let hours = "target.max_hours must be a whole number from 1 to 72";
        for number in [1, 10] {
            let body =
                |target: Value| with(json!({ "type": number, "vote": 100, "target": target }));
            for (target, why) in [
                (json!({}), "target.is_set is required"),
                (json!({ "is_set": 1 }), "target.is_set must be a boolean"),
                (json!({ "is_set": "true" }), "target.is_set must be a boolean"),
                (json!({ "is_set": null }), "target.is_set must be a boolean"),
                (json!({ "is_set": true }), "target.position is required"),
                (json!({ "is_set": true, "position": "1" }), "target.position must be a number"),
                (json!({ "is_set": true, "position": 0 }), position),
                (json!({ "is_set": true, "position": 21 }), position),
                (json!({ "is_set": true, "position": 1.5 }), position),
                (json!({ "is_set": true, "position": 1, "max_hours": 0 }), hours),
                (json!({ "is_set": true, "position": 1, "max_hours": 73 }), hours),
                (json!({ "is_set": true, "position": null }), "target.position must be a number"),
                (
                    json!({ "is_set": true, "position": 1, "max_hours": "1" }),
                    "target.max_hours must be a number",
                ),
            ] {
                assert_bad(send(panel, &who, &body(target)).await, why);
            }
            for target in [json!([]), json!(true), json!("x"), json!(1)] {
                assert_bad(send(panel, &who, &body(target)).await, "target must be an object");
            }
        }
        let top = |changes: Value| {
            let mut body = with(json!({
                "type": 10, "vote": 100, "target": { "is_set": true, "position": 20 },
            }));
            for (name, value) in changes.as_object().unwrap() {
                body[name] = value.clone();
            }
            body
        };
        let is_set = "target.is_set must be true for this type";
        for (change, why) in [
            (json!({ "target": { "is_set": false } }), is_set),
            (json!({ "target": { "is_set": false, "position": 3 } }), is_set),
            (json!({ "vote": 99 }), "vote must be at least 100 for this type"),
            (json!({ "speed": 2 }), "speed must be 1 for this type"),
            (json!({ "speed": 0.2 }), "speed must be 1 for this type"),
            (json!({ "speed": 1.0001 }), "speed must be 1 for this type"),
        ] {
            assert_bad(send(panel, &who, &top(change)).await, why);
        }
        let mut without = top(json!({}));
        without.as_object_mut().unwrap().remove("target");
        assert_bad(send(panel, &who, &without).await, is_set);

        // If no hours are given, they are a day. What does not steer is shown as it was sent.
        let id = create(panel, &who, &top(json!({ "speed": 1.0 }))).await;
        let order = show(panel, &who, &id).await;
        assert_eq!(order["target"], json!({ "is_set": true, "position": 20, "max_hours": 24 }));
        for (sent, told) in [
            (json!({ "is_set": false }), json!({ "is_set": false, "position": 0, "max_hours": 0 })),
            (
                json!({ "is_set": false, "position": 0, "max_hours": 0 }),
                json!({ "is_set": false, "position": 0, "max_hours": 0 }),
            ),
            (
                json!({ "is_set": true, "position": 7, "max_hours": 2, "more": [1] }),
                json!({ "is_set": true, "position": 7, "max_hours": 2 }),
            ),
        ] {
            let id = create(panel, &who, &with(json!({ "target": sent }))).await;
            assert_eq!(show(panel, &who, &id).await["target"], told);
        }
    })
    .await;
}

#[tokio::test]
async fn without_the_money_nothing_is_placed() {
    still_panel(async |panel| {
        map_all(panel).await;
        let who = Integrator::new(panel, "4.99").await;
        assert_bad(send(panel, &who, &wanted()).await, "Insufficient balance");
        assert_eq!(panel.balance(&who.customer).await, "4.99");
        panel.credit(&who.customer, "0.01").await;
        create(panel, &who, &wanted()).await;
        assert_eq!(panel.balance(&who.customer).await, "0.00");
    })
    .await;
}

#[tokio::test]
async fn an_open_order_may_stand_in_the_way() {
    still_panel(async |panel| {
        mapped(panel, Code::PostUpvote, |service| service.draft.unique_link = true).await;
        let who = Integrator::new(panel, "100").await;
        create(panel, &who, &wanted()).await;
        let no = send(panel, &who, &wanted()).await;
        assert_bad(no, "There is an open order with this link");
    })
    .await;
}

#[tokio::test]
async fn the_same_key_is_the_same_order() {
    still_panel(async |panel| {
        map_all(panel).await;
        let who = Integrator::new(panel, "100").await;
        let keyed = async |key: &str, body: &Value| {
            let request = request(panel, Method::POST, "/api/order/create", &who.token)
                .header("idempotency-key", key)
                .json(body);
            told(request.send().await.unwrap()).await
        };
        let first = keyed("a key", &wanted()).await;
        assert_eq!(first.0, 200);
        assert_eq!(keyed("a key", &wanted()).await, first);
        assert_eq!(keyed(" a key ", &with(json!({ "speed": 1.0, "more": 1 }))).await, first);
        assert_eq!(panel.balance(&who.customer).await, "95.00");
        let reused = "Idempotency-Key was used with other parameters";
        for change in [
            json!({ "vote": 6 }),
            json!({ "speed": 2 }),
            json!({ "after": 1 }),
            json!({ "type": 8 }),
            json!({ "target": { "is_set": false } }),
        ] {
            assert_bad(keyed("a key", &with(change)).await, reused);
        }
        assert_ne!(keyed("another", &wanted()).await.1, first.1);
        let long = "x".repeat(129);
        assert_bad(keyed(&long, &wanted()).await, "Idempotency-Key must have 1 to 128 characters");
        assert_eq!(panel.balance(&who.customer).await, "90.00");
    })
    .await;
}

/// The contract of all doors: the order starts later and keeps its pace, and this is what the wire
/// says meanwhile.
#[tokio::test]
async fn later_and_at_a_pace() {
    still_panel(async |panel| {
        map_all(panel).await;
        let who = Integrator::new(panel, "100").await;
        let id = create(panel, &who, &with(json!({ "vote": 25, "after": 30 }))).await;
        let order = show(panel, &who, &id).await;
        assert_eq!((&order["status"], &order["after"]), (&json!("pending"), &json!(30)));
        let sweep = async || {
            waybill::orders::sweep::sweep(&panel.app.db, &panel.app.clock).await.unwrap();
        };
        sweep().await;
        panel.drip().await;
        assert!(panel.take().await.is_empty());
        panel.advance(TimeDelta::minutes(30));
        sweep().await;
        panel.drip().await;
        assert_eq!(show(panel, &who, &id).await["status"], "processing");
        let claims = panel.take().await;
        assert_eq!(claims.len(), 1);
        assert_eq!((claims[0].submission.quantity, claims[0].submission.pace), (10, Some(1000)));
        panel.record(&claims[0], Outcome::Accepted { upstream_id: "7".into() }).await;
        panel.advance(TimeDelta::minutes(10));
        panel.drip().await;
        assert_eq!(panel.take().await[0].submission.quantity, 15);
    })
    .await;
}

#[tokio::test]
async fn no_more_is_charged_than_the_most_that_was_named() {
    still_panel(async |panel| {
        map_all(panel).await;
        let who = Integrator::new(panel, "100").await;
        let dearer = "The charge is 5.00, more than max_charge";
        for most in [json!(4.999999), json!(0), json!(0.0)] {
            assert_bad(send(panel, &who, &with(json!({ "max_charge": most }))).await, dearer);
        }
        let range = "max_charge must be 0 or more, with at most 6 digits after the point";
        for (odd, message) in [
            (json!(-1), range),
            (json!(0.1234567), range),
            (json!(1e300), range),
            (json!("5"), "max_charge must be a number"),
            (json!([5]), "max_charge must be a number"),
        ] {
            assert_bad(send(panel, &who, &with(json!({ "max_charge": odd }))).await, message);
        }
        assert_eq!(panel.balance(&who.customer).await, "100.00");
        for most in [json!(5), json!(5.0), json!(6.5), Value::Null] {
            create(panel, &who, &with(json!({ "max_charge": most }))).await;
        }
        assert_eq!(panel.balance(&who.customer).await, "80.00");
    })
    .await;
}
