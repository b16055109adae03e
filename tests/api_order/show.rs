//! What the API says about an order, field by field, and about the balance.

use chrono::TimeDelta;
use reqwest::Method;
use serde_json::json;
use waybill::accounts::AccountId;
use waybill::accounts::audit::Actor;
use waybill::catalogue::Code;
use waybill::orders::decide::{self, Decision};
use waybill::orders::desk::By;
use waybill::orders::poll;
use waybill::orders::state::End;
use waybill::orders::{cancel, target};
use waybill::providers::{Outcome, Report, Word};

use super::{Integrator, create, map_all, mapped, request, show, told, wanted, with};
use crate::support::{Panel, still_panel};

async fn report(panel: &Panel, id: &str, report: Report) {
    let reports = vec![(id.parse().unwrap(), report)];
    poll::apply(&panel.app.db, &panel.app.clock, reports).await.unwrap();
}

fn open(remains: i64) -> Report {
    Report { remains: Some(remains), start_count: Some(40), ..Report::new(Word::Open) }
}

#[tokio::test]
async fn all_fields_in_their_order_and_types() {
    still_panel(async |panel| {
        mapped(panel, Code::PostUpvote, |service| service.draft.min = 2).await;
        let who = Integrator::new(panel, "100").await;
        let id = create(panel, &who, &with(json!({ "after": 15 }))).await;
        let path = format!("/api/order/{id}");
        let text = async || {
            let request = request(panel, Method::GET, &path, &who.token);
            told(request.send().await.unwrap()).await.1
        };
        let order = show(panel, &who, &id).await;
        let created = order["created"].as_i64().unwrap();
        let now = panel.app.clock.now().timestamp_millis();
        assert!((now - 60_000..=now).contains(&created), "{created}");
        assert_eq!(
            text().await,
            format!(
                r#"{{"code":1,"status":"pending","after":15,"vote":5,"type":1,"start_votes":0,"last_votes":0,"order_error_message":"","id":"{id}","target":{{"is_set":false,"position":0,"max_hours":0}},"subreddit":"example","author":"","rank":0,"random_mode":false,"vote_min":2,"vote_max":5,"created":{created},"finish_time":0}}"#
            )
        );
        panel.advance(TimeDelta::minutes(15));
        waybill::orders::sweep::sweep(&panel.app.db, &panel.app.clock).await.unwrap();
        panel.submit().await;
        let told = Report { rank: Some(9), author: Some("someone".into()), ..open(3) };
        report(panel, &id, told).await;
        assert_eq!(
            text().await,
            format!(
                r#"{{"code":1,"status":"processing","after":15,"vote":5,"type":1,"start_votes":40,"last_votes":42,"order_error_message":"","id":"{id}","target":{{"is_set":false,"position":0,"max_hours":0}},"subreddit":"example","author":"someone","rank":9,"random_mode":false,"vote_min":2,"vote_max":5,"created":{created},"finish_time":0}}"#
            )
        );
        report(panel, &id, Report::new(Word::Completed)).await;
        let order = show(panel, &who, &id).await;
        assert_eq!(order["status"], "success");
        assert_eq!((&order["last_votes"], &order["rank"]), (&json!(45), &json!(9)));
        assert!(order["finish_time"].as_i64().unwrap() >= created + 15 * 60_000);
    })
    .await;
}

#[tokio::test]
async fn an_early_end_says_why() {
    still_panel(async |panel| {
        map_all(panel).await;
        let who = Integrator::new(panel, "1000").await;
        let said = async |id: &str| {
            let order = show(panel, &who, id).await;
            assert_eq!(order["status"], "canceled");
            assert!(order["finish_time"].as_i64().unwrap() > 0);
            order["order_error_message"].as_str().unwrap().to_owned()
        };
        let all = "the whole charge is back on the balance.";
        let rest = "the charge of the rest is back on the balance.";
        let cancel = async |id: &str| {
            let ids = vec![id.parse().unwrap()];
            let (db, clock) = (&panel.app.db, &panel.app.clock);
            let asked = cancel::request(db, clock, who.customer.id, ids, None).await.unwrap();
            assert_eq!(asked, [Ok(())]);
        };

        let early = create(panel, &who, &with(json!({ "after": 5 }))).await;
        cancel(&early).await;
        assert_eq!(said(&early).await, format!("Canceled before it was sent; {all}"));

        let refused = create(panel, &who, &wanted()).await;
        let no = Outcome::Refused { reason: "our own affair".into() };
        panel.record(&panel.take().await[0], no).await;
        assert_eq!(said(&refused).await, format!("The order was not accepted for delivery; {all}"));

        let stopped = create(panel, &who, &wanted()).await;
        panel.submit().await;
        report(panel, &stopped, Report { word: Word::Partial, ..open(2) }).await;
        assert_eq!(said(&stopped).await, format!("Delivery was stopped: 3 of 5 delivered; {rest}"));

        let asked = create(panel, &who, &wanted()).await;
        panel.submit().await;
        cancel(&asked).await;
        report(panel, &asked, Report { word: Word::Canceled, ..open(4) }).await;
        assert_eq!(said(&asked).await, format!("Canceled as asked: 1 of 5 delivered; {rest}"));

        let paced = create(panel, &who, &with(json!({ "vote": 25 }))).await;
        panel.drip().await;
        cancel(&paced).await;
        panel.advance(TimeDelta::minutes(2));
        panel.drip().await;
        assert_eq!(said(&paced).await, format!("Canceled as asked; {all}"));

        let target = json!({ "is_set": true, "position": 1, "max_hours": 1 });
        let change = json!({ "type": 10, "vote": 100, "target": target });
        let given_up = create(panel, &who, &with(change)).await;
        panel.submit().await;
        report(panel, &given_up, Report { rank: Some(8), ..open(60) }).await;
        panel.advance(TimeDelta::hours(1));
        assert_eq!(target::give_up(&panel.app.db, &panel.app.clock).await.unwrap(), 1);
        report(panel, &given_up, Report { word: Word::Canceled, ..open(60) }).await;
        assert_eq!(
            said(&given_up).await,
            format!("The position was not reached in time: 40 of 100 delivered; {rest}")
        );
        assert_eq!(show(panel, &who, &given_up).await["rank"], 8);
    })
    .await;
}

#[tokio::test]
async fn a_reached_position_is_a_success_with_the_rest_back() {
    still_panel(async |panel| {
        map_all(panel).await;
        let who = Integrator::new(panel, "100").await;
        let target = json!({ "is_set": true, "position": 5 });
        let change = json!({ "type": 10, "vote": 100, "target": target });
        let id = create(panel, &who, &with(change)).await;
        panel.submit().await;
        report(panel, &id, Report { rank: Some(5), ..open(30) }).await;
        let order = show(panel, &who, &id).await;
        assert_eq!((&order["status"], &order["rank"]), (&json!("success"), &json!(5)));
        assert_eq!((&order["start_votes"], &order["last_votes"]), (&json!(40), &json!(110)));
        assert_eq!(order["order_error_message"], "");
        assert_eq!(panel.balance(&who.customer).await, "30.00");
    })
    .await;
}

#[tokio::test]
async fn of_a_paced_order_its_portions_are_told() {
    still_panel(async |panel| {
        map_all(panel).await;
        let who = Integrator::new(panel, "100").await;
        let id = create(panel, &who, &with(json!({ "vote": 25 }))).await;
        let mut portions = Vec::new();
        for _ in 0..2 {
            panel.drip().await;
            portions.push(panel.take().await.remove(0));
            panel.advance(TimeDelta::minutes(10));
        }
        for (claim, rank) in portions.iter().zip([12, 7]) {
            let upstream_id = claim.order_id.to_string();
            panel.record(claim, Outcome::Accepted { upstream_id }).await;
            let told = Report { rank: Some(rank), author: Some("someone".into()), ..open(4) };
            report(panel, &claim.order_id.to_string(), told).await;
        }
        let order = show(panel, &who, &id).await;
        assert_eq!((&order["status"], &order["vote"]), (&json!("processing"), &json!(25)));
        // The sums of 6 of 10 and 11 of 15.
        assert_eq!((&order["start_votes"], &order["last_votes"]), (&json!(40), &json!(57)));
        assert_eq!((&order["rank"], &order["author"]), (&json!(7), &json!("someone")));
    })
    .await;
}

/// An order from another door has no type if its service has no code.
#[tokio::test]
async fn orders_of_other_doors() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let who = Integrator::new(panel, "100").await;
        let fields = [
            ("action", "add"),
            ("service", &service.to_string()),
            ("link", "https://example.com/p/1"),
            ("quantity", "1000"),
        ];
        let id = crate::support::order_id(&panel.v2(&who.customer.key, &fields).await);
        let order = show(panel, &who, &id.to_string()).await;
        assert_eq!((&order["type"], &order["subreddit"]), (&json!(0), &json!("")));
        assert_eq!((&order["vote"], &order["after"]), (&json!(1000), &json!(0)));
        // And in the other direction: a paced order is an ordinary order there.
        mapped(panel, Code::PostUpvote, |_| {}).await;
        let id = create(panel, &who, &with(json!({ "vote": 25 }))).await;
        let fields = [("action", "status"), ("order", id.as_str())];
        assert_eq!(
            panel.v2(&who.customer.key, &fields).await,
            json!({ "charge": "25.00", "start_count": "0", "status": "Pending",
                    "remains": "25", "currency": "USD" })
        );
    })
    .await;
}

#[tokio::test]
async fn staff_end_orders_of_this_door_like_any_other() {
    still_panel(async |panel| {
        map_all(panel).await;
        let who = Integrator::new(panel, "100").await;
        let id = create(panel, &who, &wanted()).await;
        panel.submit().await;
        let (db, clock) = (&panel.app.db, &panel.app.clock);
        let (order, decision) = (id.parse().unwrap(), Decision::End(End::Canceled));
        let actor = Actor { account_id: Some(AccountId::new(1)), address: None, ..Actor::COMMAND };
        let by = By { actor, reason: "a word among staff".to_owned(), seen: None };
        decide::resolve(db, clock, order, decision, by).await.unwrap();
        let order = show(panel, &who, &id).await;
        assert_eq!(
            order["order_error_message"],
            "Delivery was stopped; the whole charge is back on the balance."
        );
    })
    .await;
}

#[tokio::test]
async fn the_balance_has_its_shortest_exact_digits() {
    still_panel(async |panel| {
        for (money, told_as) in [
            ("0", "0"),
            ("10", "10"),
            ("100", "100"),
            ("10.4", "10.4"),
            ("0.1", "0.1"),
            ("0.000001", "0.000001"),
            ("90071992547.409931", "90071992547.409931"),
            ("1200000.10", "1200000.1"),
        ] {
            let who = Integrator::new(panel, money).await;
            let request = request(panel, Method::GET, "/api/check-balance", &who.token);
            let (status, text) = told(request.send().await.unwrap()).await;
            let email = &who.customer.email;
            assert_eq!(
                (status, text),
                (200, format!(r#"{{"balance":{told_as},"email":"{email}"}}"#))
            );
        }
    })
    .await;
}
