//! The four calls: their keys, filters and values.

use chrono::{NaiveDateTime, TimeDelta};
use serde_json::{Value, json};
use waybill::accounts::audit::Actor;
use waybill::affiliates::member;
use waybill::affiliates::offer::{self, OfferStatus};
use waybill::affiliates::payout::Way;
use waybill::affiliates::{CommissionType, MemberState};
use waybill::kit::money::Money;

use super::{keys, scene};
use crate::support::affiliates::offer_draft;
use crate::support::{panel_with, still_panel};

const ENVELOPE: [&str; 7] =
    ["per_page", "current_page", "next_page_url", "prev_page_url", "from", "to", "data"];

/// `YYYY-MM-DDTHH:MM:SS.ffffffZ`
fn assert_time(value: &Value) {
    let text = value.as_str().unwrap();
    assert_eq!(text.len(), 27, "{text}");
    NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.6fZ").unwrap();
}

#[tokio::test]
async fn referrals_have_exactly_these_keys() {
    still_panel(async |panel| {
        let scene = scene(panel).await;
        let orders = scene.refer(panel, 1).await;
        let (_, body) = panel.v1(&scene.token, "referral").await;
        assert_eq!(keys(&body), ENVELOPE);
        let website = panel.app.config.public_url.as_str().trim_end_matches('/').to_owned();
        let row = &body["data"][0];
        assert_time(&row["created_at"]);
        let wanted = json!({
            "id": scene.ann.offer_id,
            "shop_id": 1,
            "offer_name": "Friends",
            "website": website,
            "referral_id": row["referral_id"],
            "order_number": orders[0].to_string(),
            "total_sales": "1.00",
            "commission_amount": "0.10",
            "currency": "USD",
            "created_at": row["created_at"],
            "sub_id1": "blog",
            "sub_id2": null,
            "sub_id3": "top",
            "status": "PENDING",
        });
        assert_eq!(row.to_string(), wanted.to_string());
        let rest = json!({ "per_page": 10, "current_page": 1, "next_page_url": null,
                           "prev_page_url": null, "from": 1, "to": 1 });
        for (name, value) in rest.as_object().unwrap() {
            assert_eq!(&body[name], value, "{name}");
        }
        // The example of the protocol's own document.
        let query = "page=1&per_page=10&start_date=2024-01-11&end_date=2024-02-11&id=12345\
                     &shop_id=56789&referral_id=10262521";
        let (status, body) = panel.v1(&scene.token, &format!("referral?{query}")).await;
        assert_eq!(status, 200);
        let empty = json!({ "per_page": 10, "current_page": 1, "next_page_url": null,
            "prev_page_url": null, "from": null, "to": null, "data": [] });
        assert_eq!(body.to_string(), empty.to_string());
    })
    .await;
}

#[tokio::test]
async fn filters_keep_to_their_days_and_to_the_callers_own_rows() {
    still_panel(async |panel| {
        let scene = scene(panel).await;
        scene.refer(panel, 1).await;
        let first = panel.v1_rows(&scene.token, "referral").await.remove(0);
        panel.advance(TimeDelta::days(1));
        scene.refer(panel, 1).await;
        let rows = panel.v1_rows(&scene.token, "referral").await;
        assert_eq!(rows[1], first);
        let (new, old) = (&rows[0], &rows[1]);
        let time = |row: &Value| row["created_at"].as_str().unwrap().to_owned();
        let day = |row: &Value| time(row)[..10].to_owned();
        let found = async |query: String| {
            let rows = panel.v1_rows(&scene.token, &format!("referral?{query}")).await;
            rows.iter().map(|row| row["referral_id"].as_i64().unwrap()).collect::<Vec<_>>()
        };
        let ids = [new, old].map(|row| row["referral_id"].as_i64().unwrap());
        assert_eq!(found(format!("start_date={}", day(old))).await, ids);
        assert_eq!(found(format!("start_date={}", day(new))).await, ids[..1]);
        assert_eq!(found(format!("end_date={}", day(old))).await, ids[1..]);
        assert_eq!(found(format!("start_date={0}&end_date={0}", day(old))).await, ids[1..]);
        assert_eq!(found(format!("end_date={}", time(old))).await, ids[1..]);
        assert_eq!(found(format!("start_date={}", time(new))).await, ids[..1]);
        // A plus that was not escaped is a blank.
        let moved = time(old).replace('Z', "+00:00");
        assert_eq!(found(format!("end_date={moved}")).await, ids[1..]);
        assert_eq!(found(format!("referral_id={}", ids[1])).await, ids[1..]);
        assert_eq!(found(format!("id={}&shop_id=1", scene.ann.offer_id)).await, ids);
        assert!(found("shop_id=2".to_owned()).await.is_empty());
        assert!(found("id=-9223372036854775808".to_owned()).await.is_empty());
        assert!(found("start_date=9998-01-01".to_owned()).await.is_empty());
        assert_eq!(found("start_date=0000-01-01".to_owned()).await, ids);
        // Somebody else sees nothing of it, by whatever id.
        let ben = panel.affiliate(scene.ann.offer_id).await;
        let stranger = panel.customer("0").await;
        for token in [panel.affiliate_token(&ben).await, panel.jwt(stranger.id, |new| new).await] {
            for query in [String::new(), format!("?referral_id={}", ids[0])] {
                let rows = panel.v1_rows(&token, &format!("referral{query}")).await;
                assert!(rows.is_empty());
            }
        }
    })
    .await;
}

#[tokio::test]
async fn payments_are_the_completed_payouts() {
    still_panel(async |panel| {
        let scene = scene(panel).await;
        for _ in 0..2 {
            let order = panel.order(&scene.customer, scene.service, 15_000).await;
            panel.complete(order).await;
            panel.follow().await;
            panel.approve_due().await;
            panel.ask_payout(&scene.ann, Way::Balance).await.unwrap();
        }
        let (_, body) = panel.v1(&scene.token, "payment?per_page=1").await;
        assert_eq!(keys(&body), ENVELOPE);
        let row = &body["data"][0];
        assert_time(&row["created_at"]);
        let wanted = json!({
            "id": scene.ann.offer_id,
            "shop_id": 1,
            "offer_name": "Friends",
            "website": row["website"],
            "payment_id": row["payment_id"],
            "total_referral": 1,
            "total_sales": "15.00",
            "commission_amount": "1.50",
            "currency": "USD",
            "created_at": row["created_at"],
        });
        assert_eq!(row.to_string(), wanted.to_string());
        let next = body["next_page_url"].as_str().unwrap();
        let answer = panel.http.get(next).bearer_auth(&scene.token).send().await.unwrap();
        let second: Value = answer.json().await.unwrap();
        assert_ne!(second["data"][0]["payment_id"], row["payment_id"]);
        assert!(second["next_page_url"].is_null());
        let id = format!("payment?payment_id={}", row["payment_id"]);
        assert_eq!(panel.v1_rows(&scene.token, &id).await.len(), 1);
        let ben = panel.affiliate(scene.ann.offer_id).await;
        let bens = panel.affiliate_token(&ben).await;
        assert!(panel.v1_rows(&bens, &id).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn links_are_of_offers_that_are_joined_and_active() {
    panel_with(
        &["--no-work", "--public-url", "https://panel.example", "--trusted-proxies", "none"],
        async |panel| {
            let scene = scene(panel).await;
            let (db, clock) = (&panel.app.db, &panel.app.clock);
            let reviewed = panel.offer(|draft| draft.approves_members = false).await;
            let waiting = panel.join(scene.ann.customer.clone(), reviewed).await;
            let path = "affiliate-link/data";
            // A request cannot change the addresses.
            let url = format!("{}/api/v1/{path}", panel.base);
            let request = panel.http.get(url).bearer_auth(&scene.token);
            let request = request.header("x-forwarded-host", "evil.example");
            let body: Value = request.send().await.unwrap().json().await.unwrap();
            let link = format!("https://panel.example/?ref={}", scene.ann.code.as_str());
            let row = json!({ "id": scene.ann.offer_id, "offer_name": "Friends",
                          "affiliate_link": link });
            let wanted = json!({ "status": 200, "data": [{ "current_page": 1,
            "first_page_url": "/?page=1", "per_page": 10, "from": 1, "to": 1, "data": [row] }] });
            assert_eq!(body.to_string(), wanted.to_string());
            let change = (MemberState::Approved, None);
            member::set_state(db, clock, Actor::COMMAND, waiting.member_id, change).await.unwrap();
            let (_, body) = panel.v1(&scene.token, path).await;
            assert_eq!(body["data"][0]["to"], 2);
            let paused = (offer_draft(), OfferStatus::Paused);
            offer::edit(db, clock, Actor::COMMAND, reviewed, paused).await.unwrap();
            let (_, body) = panel.v1(&scene.token, path).await;
            assert_eq!(body["data"][0]["to"], 1);
            let (_, body) = panel.v1(&scene.token, "affiliate-link/data?page=2").await;
            let empty = json!({ "current_page": 2, "first_page_url": "/?page=1", "per_page": 10,
                            "from": null, "to": null, "data": [] });
            assert_eq!(body["data"][0], empty);
            let (status, _) = panel.v1(&scene.token, "affiliate-link/data?page=0").await;
            assert_eq!(status, 422);
            let stranger = panel.customer("0").await;
            let token = panel.jwt(stranger.id, |new| new).await;
            let (_, body) = panel.v1(&token, path).await;
            assert_eq!(body["data"][0]["data"], json!([]));
        },
    )
    .await;
}

#[tokio::test]
async fn offers_say_where_the_caller_stands() {
    still_panel(async |panel| {
        let scene = scene(panel).await;
        let flat = panel
            .offer(|draft| {
                draft.name = "Agencies".to_owned();
                draft.commission_type = CommissionType::FlatPerOrder;
                draft.commission = Money::parse("0.5").unwrap();
                draft.months = Some(12);
                draft.approves_members = false;
                draft.terms = "No ads.".to_owned();
            })
            .await;
        let (_, body) = panel.v1(&scene.token, "offer").await;
        assert_eq!(keys(&body), ENVELOPE);
        let row = &body["data"][0];
        assert_time(&row["created_at"]);
        let wanted = json!({
            "id": flat,
            "shop_id": 1,
            "offer_name": "Agencies",
            "website": row["website"],
            "description": "For those who recommend us.",
            "commission_type": "FLAT_PER_ORDER",
            "commission_amount": "0.50",
            "currency": "USD",
            "cookie_days": 30,
            "hold_days": 14,
            "commission_months": 12,
            "minimum_payout": "50.00",
            "auto_approve": false,
            "additional_terms": "No ads.",
            "application_status": "NONE",
            "status": "ACTIVE",
            "created_at": row["created_at"],
        });
        assert_eq!(row.to_string(), wanted.to_string());
        assert_eq!(body["data"][1]["application_status"], "APPROVED");
        assert!(body["data"][1]["commission_months"].is_null());
        let waiting = panel.join(scene.ann.customer.clone(), flat).await;
        let status = async || {
            let rows = panel.v1_rows(&scene.token, &format!("offer?id={flat}")).await;
            (rows[0]["application_status"].clone(), rows[0]["status"].clone())
        };
        assert_eq!(status().await, (json!("PENDING"), json!("ACTIVE")));
        let (db, clock) = (&panel.app.db, &panel.app.clock);
        let change = (MemberState::Denied, Some("no".to_owned()));
        member::set_state(db, clock, Actor::COMMAND, waiting.member_id, change).await.unwrap();
        let paused = (offer_draft(), OfferStatus::Paused);
        offer::edit(db, clock, Actor::COMMAND, flat, paused).await.unwrap();
        assert_eq!(status().await, (json!("DENIED"), json!("PAUSED")));
        // A paused offer is shown to those who applied for it.
        let stranger = panel.customer("0").await;
        let token = panel.jwt(stranger.id, |new| new).await;
        assert_eq!(panel.v1_rows(&token, "offer").await.len(), 1);
        assert_eq!(panel.v1_rows(&token, "offer?shop_id=2").await.len(), 0);
        let (_, body) = panel.v1(&scene.token, "offer?per_page=1").await;
        let next = body["next_page_url"].as_str().unwrap();
        let answer = panel.http.get(next).bearer_auth(&scene.token).send().await.unwrap();
        let second: Value = answer.json().await.unwrap();
        assert_eq!((&second["from"], &second["next_page_url"]), (&json!(2), &Value::Null));
    })
    .await;
}
