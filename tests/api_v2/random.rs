//! Whatever is sent, the answer is JSON and never an error of ours.

use std::panic::AssertUnwindSafe;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use reqwest::RequestBuilder;
use serde_json::{Value, json};
use tokio::runtime::Handle;
use tokio::task::block_in_place;
use waybill::catalogue::Kind;

use super::json_text;
use crate::support::{Customer, Panel, panel};

const CASES: u32 = 400;

const ACTIONS: [&str; 8] =
    ["add", "add", "status", "refill", "refill_status", "cancel", "balance", "services"];

const NAMES: [&str; 34] = [
    "service",
    "service",
    "link",
    "link",
    "quantity",
    "quantity",
    "runs",
    "interval",
    "keywords",
    "comments",
    "usernames",
    "hashtags",
    "hashtag",
    "username",
    "media",
    "answer_number",
    "groups",
    "min",
    "max",
    "delay",
    "posts",
    "old_posts",
    "expiry",
    "country",
    "device",
    "type_of_traffic",
    "google_keyword",
    "referring_url",
    "order",
    "orders",
    "refill",
    "refills",
    "idempotency_key",
    "after",
];

#[derive(Debug, Clone)]
enum Sort {
    Query,
    Form,
    Json(Vec<Value>),
    Multipart,
    /// The key in the URL, and these bytes under this content type.
    Bytes(String, Vec<u8>),
}

fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => (0i64..60).prop_map(|n| n.to_string()),
        2 => any::<i64>().prop_map(|n| n.to_string()),
        2 => vec(0i64..60, 0..130).prop_map(|ids| {
            ids.iter().map(i64::to_string).collect::<Vec<_>>().join(",")
        }),
        2 => prop::sample::select(vec![
            "", "null", "undefined", "0", "-1", "1e9", "NaN", "\0", "a\nb\r\nc", "@ann",
            "https://example.com/p/1", "https://example.com/p/2", "20/07/2036", "1/1/262143",
            "9223372036854775807", "99999999999999999999", "{}", "[]", "%00", "\u{202e}",
        ]).prop_map(str::to_owned),
        1 => ".{0,40}",
        1 => any::<String>(),
        1 => (0usize..150_000).prop_map(|length| "x".repeat(length)),
    ]
}

fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 20, 5, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..5).prop_map(Value::from),
            vec((".{0,5}", inner), 0..5)
                .prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
        ]
    })
}

fn sort() -> impl Strategy<Value = Sort> {
    let kinds = vec![
        "application/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=xyz",
        "text/plain",
    ];
    let kind = prop::sample::select(kinds).prop_map(str::to_owned);
    prop_oneof![
        1 => Just(Sort::Query),
        3 => Just(Sort::Form),
        2 => vec(json_value(), 0..6).prop_map(Sort::Json),
        1 => Just(Sort::Multipart),
        1 => (kind, vec(any::<u8>(), 0..300)).prop_map(|(kind, bytes)| Sort::Bytes(kind, bytes)),
    ]
}

fn fields() -> impl Strategy<Value = Vec<(String, String)>> {
    let name = prop_oneof![
        9 => prop::sample::select(&NAMES[..]).prop_map(str::to_owned),
        1 => ".{0,10}",
    ];
    let action = prop_oneof![
        9 => prop::sample::select(&ACTIONS[..]).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    (action, vec((name, value()), 0..12)).prop_map(|(action, mut fields)| {
        fields.push(("action".to_owned(), action));
        fields
    })
}

/// A complete, correct order; the random fields replace a part of it.
fn good(service: i64) -> Vec<(String, String)> {
    let service = service.to_string();
    [
        ("service", service.as_str()),
        ("link", "https://example.com/p/1"),
        ("quantity", "10"),
        ("keywords", "a\nb"),
        ("comments", "a\nb"),
        ("usernames", "a\nb"),
        ("hashtags", "a\nb"),
        ("hashtag", "a"),
        ("username", "ann"),
        ("media", "m"),
        ("answer_number", "1"),
        ("groups", "g"),
        ("min", "1"),
        ("max", "5"),
        ("delay", "0"),
        ("country", "WW"),
        ("device", "1"),
        ("type_of_traffic", "3"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .to_vec()
}

fn request(
    panel: &Panel,
    who: &Customer,
    mut fields: Vec<(String, String)>,
    sort: Sort,
) -> RequestBuilder {
    let url = format!("{}/api/v2", panel.base);
    fields.push(("key".to_owned(), who.key.clone()));
    match sort {
        Sort::Query => {
            // Only what fits into a URL.
            fields.retain(|(_, value)| value.len() < 1000);
            panel.http.get(url).query(&fields)
        }
        Sort::Form => panel.http.post(url).form(&fields),
        Sort::Json(values) => {
            let mut object = json!({});
            let mut values = values.into_iter();
            for (name, value) in fields {
                let odd = values.next().filter(|_| name != "key" && name != "action");
                object[name] = odd.unwrap_or(value.into());
            }
            panel.http.post(url).body(object.to_string())
        }
        Sort::Multipart => {
            let form = fields
                .into_iter()
                .fold(reqwest::multipart::Form::new(), |form, (n, v)| form.text(n, v));
            panel.http.post(url).multipart(form)
        }
        Sort::Bytes(kind, bytes) => {
            let key = ("key", who.key.as_str());
            let request = panel.http.post(url).query(&[key, ("action", "add")]);
            request.header("content-type", kind).body(bytes)
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_that_can_be_sent_is_a_fault_of_ours() {
    panel(async |panel| {
        let customer = panel.customer("1000000").await;
        let mut services = Vec::new();
        for kind in Kind::ALL {
            services.push(panel.service(|s| s.draft.kind = kind).await);
        }
        let count = services.len();
        let cases = (fields(), sort(), prop::option::of(0..count));
        let config = Config { cases: CASES, failure_persistence: None, ..Config::default() };
        let run = AssertUnwindSafe(|| {
            TestRunner::new(config).run(&cases, |(random, sort, of_service)| {
                let mut fields = of_service.map(|n| good(services[n])).unwrap_or_default();
                fields.extend(random);
                let answered = async {
                    let response = request(panel, &customer, fields, sort).send().await.unwrap();
                    let status = response.status();
                    json_text(response).await;
                    status
                };
                let status = Handle::current().block_on(answered);
                prop_assert!(status == 200 || status == 413, "{}", status);
                Ok(())
            })
        });
        block_in_place(run.0).unwrap();
    })
    .await;
}
