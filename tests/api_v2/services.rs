//! `services`: the list that resellers' panels import, its prices, and how little of it is sent.

use std::io::Read as _;

use chrono::TimeDelta;
use reqwest::{RequestBuilder, StatusCode};
use serde_json::Value;
use waybill::catalogue::Kind;
use waybill::kit::money::Rate;

use super::{NOTHING, ORDER, ask, ask_text, json_text, place, status_of};
use crate::support::{Customer, Panel, eventually, panel, still_panel};

async fn list(panel: &Panel, who: &Customer) -> Vec<Value> {
    ask(panel, who, "services", &NOTHING).await.as_array().unwrap().clone()
}

/// Waits for a list that passes: a change may need a moment until it is seen.
async fn list_with(panel: &Panel, who: &Customer, is_it: impl Fn(&[Value]) -> bool) -> Vec<Value> {
    eventually("the services list to change", async || {
        let list = list(panel, who).await;
        is_it(&list).then_some(list)
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_list_is_the_example_with_our_additions() {
    still_panel(async |panel| {
        let customer = panel.customer("0").await;
        let first = panel
            .service(|s| {
                s.category = "First Category";
                s.draft.name = "Followers".into();
                s.draft.rate = Rate::parse("0.90").unwrap();
                (s.draft.min, s.draft.max) = (50, 10_000);
            })
            .await;
        let second = panel
            .service(|s| {
                s.category = "Second Category";
                s.draft.name = "Comments".into();
                s.draft.kind = Kind::CustomComments;
                s.draft.rate = Rate::parse("8").unwrap();
                (s.draft.min, s.draft.max, s.draft.refill) = (10, 1500, false);
                s.draft.description = "Line one\n“two” <b>".into();
            })
            .await;
        let text = ask_text(panel, &customer, "services", &NOTHING).await;
        assert_eq!(
            text,
            format!(
                concat!(
                    r#"[{{"service":{},"name":"Followers","type":"Default","category":"First Category","#,
                    r#""rate":"0.90","min":"50","max":"10000","refill":true,"cancel":true,"#,
                    r#""dripfeed":true,"desc":"","average_time":""}},"#,
                    r#"{{"service":{},"name":"Comments","type":"Custom Comments","category":"Second Category","#,
                    r#""rate":"8.00","min":"10","max":"1500","refill":false,"cancel":true,"#,
                    r#""dripfeed":false,"desc":"Line one\n“two” <b>","average_time":""}}]"#
                ),
                first, second
            )
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_empty_list_is_a_list() {
    still_panel(async |panel| {
        let customer = panel.customer("0").await;
        assert_eq!(ask_text(panel, &customer, "services", &NOTHING).await, "[]");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_type_is_spelled_as_the_trade_does() {
    still_panel(async |panel| {
        let customer = panel.customer("0").await;
        for kind in Kind::ALL {
            panel.service(|s| s.draft.kind = kind).await;
        }
        let list = list(panel, &customer).await;
        let types: Vec<&str> = list.iter().map(|row| row["type"].as_str().unwrap()).collect();
        let expected = [
            "Default",
            "Package",
            "SEO",
            "Custom Comments",
            "Custom Comments Package",
            "Mentions",
            "Mentions with Hashtags",
            "Mentions Custom List",
            "Mentions Hashtag",
            "Mentions User Followers",
            "Mentions Media Likers",
            "Comment Likes",
            "Comment Replies",
            "Poll",
            "Invites from Groups",
            "Subscriptions",
            "Web Traffic",
        ];
        assert_eq!(types, expected);
        for row in &list {
            let can_drip = matches!(row["type"].as_str(), Some("Default" | "Web Traffic"));
            assert_eq!(row["dripfeed"], can_drip);
            assert!(row["service"].is_i64());
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_what_is_on_sale_in_the_order_of_the_headings() {
    still_panel(async |panel| {
        let customer = panel.customer("0").await;
        // Headings come in the order in which they were made, services by their position.
        let z1 = panel.service(|s| (s.category, s.draft.position) = ("Z", 5)).await;
        let a1 = panel.service(|s| (s.category, s.draft.position) = ("A", 1)).await;
        let z2 = panel.service(|s| (s.category, s.draft.position) = ("Z", 3)).await;
        let off = panel
            .service(|s| (s.category, s.draft.position, s.draft.enabled) = ("A", 0, false))
            .await;
        let ids = |list: &[Value]| -> Vec<i64> {
            list.iter().map(|row| row["service"].as_i64().unwrap()).collect()
        };
        assert_eq!(ids(&list(panel, &customer).await), [z2, z1, a1]);
        panel.change_service(z1, |draft| draft.enabled = false).await;
        panel.change_service(off, |draft| draft.enabled = true).await;
        list_with(panel, &customer, |list| ids(list) == [z2, off, a1]).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rate_is_the_price_for_whoever_asks() {
    still_panel(async |panel| {
        let (special, other) = (panel.customer("10").await, panel.customer("10").await);
        let service = panel.service(|_| {}).await;
        assert_eq!(list(panel, &special).await[0]["rate"], "1.00");
        panel.own_rate(&special, service, Some("0.123456")).await;
        list_with(panel, &special, |list| list[0]["rate"] == "0.123456").await;
        assert_eq!(list(panel, &other).await[0]["rate"], "1.00");
        // An order costs what the list says.
        let order = place(panel, &special, service, &ORDER).await;
        assert_eq!(status_of(panel, &special, order).await["charge"], "0.123456");
        panel.own_rate(&special, service, None).await;
        list_with(panel, &special, |list| list[0]["rate"] == "1.00").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_delivered_tells_how_long_it_takes() {
    panel(async |panel| {
        let customer = panel.customer("10").await;
        let service = panel.service(|_| {}).await;
        let order = place(panel, &customer, service, &ORDER).await;
        panel.wait_for_status(&customer, order, "Completed").await;
        panel.change_service(service, |draft| draft.name = "Renamed".into()).await;
        let list = list_with(panel, &customer, |list| list[0]["name"] == "Renamed").await;
        let time = list[0]["average_time"].as_str().unwrap();
        assert!(time.ends_with("second") || time.ends_with("seconds"), "{time}");
    })
    .await;
}

/// A subscription ends when its time is over or its posts are made: that is not a delivery.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_deliveries_count_for_the_average_time() {
    still_panel(async |panel| {
        let customer = panel.customer("10").await;
        let feed = panel.service(|s| s.draft.kind = Kind::Subscriptions).await;
        let terms =
            [("username", "ann"), ("min", "1"), ("max", "2"), ("delay", "0"), ("posts", "1")];
        let subscription = place(panel, &customer, feed, &terms).await;
        panel.advance(TimeDelta::days(30));
        assert!(panel.post(subscription, "https://example.com/p/1").await);
        panel.look_at_subscriptions().await;
        let status = status_of(panel, &customer, subscription).await;
        assert_eq!(status["status"], "Completed");
        let list = list(panel, &customer).await;
        assert_eq!(list[0]["average_time"], "");
    })
    .await;
}

fn get(panel: &Panel, who: &Customer) -> RequestBuilder {
    let url = format!("{}/api/v2", panel.base);
    panel.http.get(url).query(&[("key", who.key.as_str()), ("action", "services")])
}

fn post(panel: &Panel, who: &Customer) -> RequestBuilder {
    let url = format!("{}/api/v2", panel.base);
    panel.http.post(url).form(&[("key", who.key.as_str()), ("action", "services")])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_that_is_known_is_not_sent_again() {
    still_panel(async |panel| {
        let customer = panel.customer("10").await;
        let service = panel.service(|_| {}).await;
        let first = get(panel, &customer).send().await.unwrap();
        assert_eq!(first.status(), StatusCode::OK);
        let etag = first.headers()["etag"].to_str().unwrap().to_owned();
        assert_eq!(first.headers()["vary"], "accept-encoding");
        let text = json_text(first).await;
        let bare = etag.trim_start_matches("W/");
        for known in [
            etag.clone(),
            bare.to_owned(),
            format!("\"other\", {etag}"),
            format!("{etag},\"other\""),
            "*".to_owned(),
        ] {
            let request = get(panel, &customer).header("if-none-match", &known);
            let again = request.send().await.unwrap();
            assert_eq!(again.status(), StatusCode::NOT_MODIFIED, "{known}");
            assert_eq!(again.headers()["etag"], etag);
            assert_eq!(again.headers()["cache-control"], "private, no-cache");
            assert_eq!(again.headers()["idempotency-support"], "idempotency_key");
            assert!(again.bytes().await.unwrap().is_empty());
        }
        let other = get(panel, &customer).header("if-none-match", "\"other\"").send().await;
        assert_eq!(json_text(other.unwrap()).await, text);
        // Only a GET has conditions.
        let posted = post(panel, &customer).header("if-none-match", &etag).send().await.unwrap();
        assert_eq!(posted.status(), StatusCode::OK);
        assert_eq!(json_text(posted).await, text);
        // Another list has another tag.
        panel.change_service(service, |draft| draft.name = "Renamed".into()).await;
        list_with(panel, &customer, |list| list[0]["name"] == "Renamed").await;
        let changed = get(panel, &customer).header("if-none-match", &etag).send().await.unwrap();
        assert_eq!(changed.status(), StatusCode::OK);
        assert_ne!(changed.headers()["etag"], etag);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_is_compressed_for_those_who_take_it() {
    still_panel(async |panel| {
        let customer = panel.customer("10").await;
        for _ in 0..20 {
            panel.service(|_| {}).await;
        }
        let plain = ask_text(panel, &customer, "services", &NOTHING).await;
        for (accepted, coding) in [
            ("", None),
            ("identity", None),
            ("deflate, zstd", None),
            ("gzip", Some("gzip")),
            ("GZip", Some("gzip")),
            ("gzip, deflate, br", Some("br")),
            ("br;q=0.5, gzip;q=0.1", Some("br")),
            ("br;q=0, gzip", Some("gzip")),
            ("br; q=0.000, gzip;q=0.0", None),
        ] {
            for request in [get(panel, &customer), post(panel, &customer)] {
                let response = request.header("accept-encoding", accepted).send().await.unwrap();
                assert_eq!(response.status(), StatusCode::OK);
                let header = |name| response.headers().get(name).map(|v| v.to_str().unwrap());
                assert_eq!(header("content-encoding"), coding, "{accepted}");
                assert_eq!(header("content-type"), Some("application/json"));
                let bytes = response.bytes().await.unwrap();
                let mut text = String::new();
                match coding {
                    Some("br") => {
                        brotli::Decompressor::new(&bytes[..], 4096).read_to_string(&mut text)
                    }
                    Some(_) => flate2::read::GzDecoder::new(&bytes[..]).read_to_string(&mut text),
                    None => (&bytes[..]).read_to_string(&mut text),
                }
                .unwrap();
                assert_eq!(text, plain, "{accepted}");
                assert!(coding.is_none() || bytes.len() < plain.len() / 2);
            }
        }
    })
    .await;
}
