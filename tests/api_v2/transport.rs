//! The ways in which a client may send, and what every answer looks like.
//!
//! It is long because each way to send is tried against the same few orders.

use reqwest::StatusCode;
use serde_json::{Value, json};
use waybill::orders::{OrderId, read};

use super::{LINK, ORDER, add, ask, json_text, place, sent, status_of};
use crate::support::{Customer, Panel, assert_error, order_id, panel_with, still_panel};

const FORM: &str = "application/x-www-form-urlencoded";

fn url(panel: &Panel) -> String {
    format!("{}/api/v2", panel.base)
}

/// A POST of these bytes; no content type when `kind` is empty.
async fn post(panel: &Panel, kind: &str, body: impl Into<reqwest::Body>) -> Value {
    let request = panel.http.post(url(panel)).body(body);
    sent(if kind.is_empty() { request } else { request.header("content-type", kind) }).await
}

async fn get(panel: &Panel, query: &str) -> Value {
    sent(panel.http.get(format!("{}?{query}", url(panel)))).await
}

fn multipart(fields: &[(&str, &str)]) -> String {
    let part = |(name, value): &(&str, &str)| {
        format!("--xyz\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    fields.iter().map(part).collect::<String>() + "--xyz--\r\n"
}

fn form(fields: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

async fn link_of(panel: &Panel, order: i64) -> String {
    read::find(&panel.app.db, None, OrderId::new(order)).await.unwrap().unwrap().link
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_endpoint_under_both_spellings_by_get_and_post() {
    still_panel(async |panel| {
        let customer = panel.customer("100.84292").await;
        let fields = [("key", customer.key.as_str()), ("action", "balance")];
        let expected = json!({ "balance": "100.84292", "currency": "USD" });
        for path in ["/api/v2", "/api/v2/"] {
            let url = format!("{}{path}", panel.base);
            assert_eq!(sent(panel.http.post(&url).form(&fields)).await, expected, "{path}");
            assert_eq!(sent(panel.http.get(&url).query(&fields)).await, expected, "{path}");
            // A GET with a body, and a POST with nothing but a query.
            assert_eq!(sent(panel.http.get(&url).form(&fields)).await, expected, "{path}");
            assert_eq!(sent(panel.http.post(&url).query(&fields)).await, expected, "{path}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn neither_a_token_nor_an_origin_nor_a_cookie_is_asked_for() {
    still_panel(async |panel| {
        let customer = panel.customer("1").await;
        let request = panel
            .http
            .post(url(panel))
            .header("origin", "https://elsewhere.example")
            .header("sec-fetch-site", "cross-site")
            .header("cookie", "session=nonsense")
            .form(&[("key", customer.key.as_str()), ("action", "balance")]);
        assert_eq!(sent(request).await["balance"], "1.00");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_comes_in_by_any_sort_of_body() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("100").await;
        let id = service.to_string();
        let fields = [
            ("key", customer.key.as_str()),
            ("action", "add"),
            ("service", id.as_str()),
            ("link", "https://example.com/ä?x=1&y=2"),
            ("quantity", "1000"),
        ];
        let texts = json!({
            "key": customer.key, "action": "add", "service": id, "quantity": "1000",
            "link": "https://example.com/ä?x=1&y=2",
        })
        .to_string();
        let numbers = json!({
            "key": customer.key, "action": "add", "service": service, "quantity": 1000,
            "link": "https://example.com/ä?x=1&y=2", "runs": null, "unknown": { "deep": [1] },
        })
        .to_string();
        let (form, multipart) = (form(&fields), multipart(&fields));
        let sorts: [(&str, String); 19] = [
            (FORM, form.clone()),
            ("application/x-www-form-urlencoded; charset=UTF-8", form.clone()),
            ("APPLICATION/X-WWW-FORM-URLENCODED;charset=utf-8", form.clone()),
            ("text/plain", form.clone()),
            ("", form.clone()),
            ("", format!("\u{feff}{form}")),
            ("multipart/form-data; boundary=xyz", multipart.clone()),
            ("multipart/form-data; charset=utf-8; boundary=\"xyz\"", multipart.clone()),
            ("Multipart/Form-Data; boundary=xyz", multipart),
            ("application/json", texts.clone()),
            ("application/json", numbers.clone()),
            ("application/json; charset=utf-8", numbers.clone()),
            ("application/json;charset=UTF-8", format!("\u{feff}{numbers}")),
            ("application/json", format!(" \r\n\t{numbers}\n")),
            (FORM, numbers.clone()),
            ("text/plain", format!("\u{feff} {numbers}")),
            ("multipart/form-data", numbers.clone()),
            ("text/html", texts),
            ("", numbers),
        ];
        let count = sorts.len();
        for (kind, body) in sorts {
            let answer = post(panel, kind, body.clone()).await;
            assert!(answer["order"].is_i64(), "{kind}: {body}: {answer}");
            let link = link_of(panel, order_id(&answer)).await;
            assert_eq!(link, "https://example.com/ä?x=1&y=2", "{kind}");
        }
        assert_eq!(panel.balance(&customer).await, format!("{}.00", 100 - count));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn json_says_numbers_booleans_and_lists_in_its_own_way() {
    still_panel(async |panel| {
        let plain = panel.service(|_| {}).await;
        let comments =
            panel.service(|s| s.draft.kind = waybill::catalogue::Kind::CustomComments).await;
        let customer = panel.customer("100").await;
        let key = &customer.key;
        let json = async |value: Value| post(panel, "application/json", value.to_string()).await;
        let add = json!({ "key": key, "action": "add", "service": plain, "quantity": 1 });
        for (link, text) in [(json!(true), "true"), (json!(12345), "12345")] {
            let mut value = add.clone();
            value["link"] = link;
            assert_eq!(link_of(panel, order_id(&json(value).await)).await, text);
        }
        // A list of comments means the same as lines.
        let order = order_id(
            &json(json!({
                "key": key, "action": "add", "service": comments, "link": "ann",
                "comments": ["one", "", "two", 3],
            }))
            .await,
        );
        assert_eq!(status_of(panel, &customer, order).await["remains"], "3");
        // A list of ids means the same as ids with commas.
        let ids =
            json!({ "key": key, "action": "status", "orders": [order, order.to_string(), 999] });
        let answer = json(ids).await;
        assert_eq!(answer.as_object().unwrap().len(), 2);
        assert_eq!(answer[order.to_string()]["status"], "Pending");
        assert_eq!(answer["999"], json!({ "error": "Incorrect order ID" }));
        let one = json!({ "key": key, "action": "status", "orders": order });
        assert_eq!(json(one).await[order.to_string()]["status"], "Pending");
        let single = json!({ "key": key, "action": "status", "order": [order] });
        assert_eq!(json(single).await["status"], "Pending");
        let cancel = json!({ "key": key, "action": "cancel", "order": [order, 999] });
        assert_eq!(
            json(cancel).await,
            json!([{ "order": order, "cancel": 1 },
                   { "order": 999, "cancel": { "error": "Incorrect order ID" } }])
        );
        let refills = json!({ "key": key, "action": "refill_status", "refills": [7, 8] });
        assert_eq!(json(refills).await.as_array().unwrap().len(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_body_wins_over_the_query_and_the_last_of_a_name_wins() {
    still_panel(async |panel| {
        let customer = panel.customer("1").await;
        let key = &customer.key;
        let balance = json!({ "balance": "1.00", "currency": "USD" });
        // Query and body together are one request.
        let at = |query: &str| panel.http.post(format!("{}?{query}", url(panel)));
        let split = at("action=balance").form(&[("key", key)]);
        assert_eq!(sent(split).await, balance);
        let split = at(&format!("key={key}")).form(&[("action", "balance")]);
        assert_eq!(sent(split).await, balance);
        // If both have a field, the body counts, in a form, in JSON and in multipart.
        let wrong = "action=nonsense&key=nonsense";
        let fields = [("key", key.as_str()), ("action", "balance")];
        assert_eq!(sent(at(wrong).form(&fields)).await, balance);
        let object = json!({ "key": key, "action": "balance" }).to_string();
        assert_eq!(sent(at(wrong).body(object)).await, balance);
        let parts = at(wrong).header("content-type", "multipart/form-data; boundary=xyz");
        assert_eq!(sent(parts.body(multipart(&fields))).await, balance);
        let right = format!("action=balance&key={key}");
        assert_error(&sent(at(&right).form(&[("action", "x")])).await, "Incorrect request");
        // If one name is sent twice, the last one counts.
        let twice = format!("key=x&action=x&key={key}&action=balance");
        assert_eq!(get(panel, &twice).await, balance);
        assert_eq!(post(panel, FORM, twice).await, balance);
        let object = format!(r#"{{"key":"x","action":"x","key":"{key}","action":"balance"}}"#);
        assert_eq!(post(panel, "application/json", object).await, balance);
        let fields = [("action", "x"), ("key", "x"), ("key", key.as_str()), ("action", "balance")];
        let kind = "multipart/form-data; boundary=xyz";
        assert_eq!(post(panel, kind, multipart(&fields)).await, balance);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn unknown_parameters_are_ignored_and_names_have_a_case() {
    still_panel(async |panel| {
        let customer = panel.customer("1").await;
        let key = &customer.key;
        let answer =
            get(panel, &format!("key={key}&action=balance&v=3&callback=f&_=1&error=1")).await;
        assert_eq!(answer["balance"], "1.00");
        assert_error(&get(panel, &format!("key={key}&Action=balance")).await, "Incorrect request");
        assert_error(&get(panel, &format!("key={key}&action=Balance")).await, "Incorrect request");
        assert_error(&get(panel, &format!("Key={key}&action=balance")).await, "Invalid API key");
        let answer = get(panel, &format!("key={key}&action=%20balance%0A")).await;
        assert_eq!(answer["balance"], "1.00");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn careless_words_for_nothing_are_nothing() {
    still_panel(async |panel| {
        let plain = panel.service(|s| s.draft.dripfeed = false).await;
        let feed = panel.service(|s| s.draft.kind = waybill::catalogue::Kind::Subscriptions).await;
        let customer = panel.customer("100").await;
        for word in ["", " ", "undefined", "null", "0"] {
            let fields = [ORDER[0], ORDER[1], ("runs", word), ("interval", word)];
            let order = place(panel, &customer, plain, &fields).await;
            let status = status_of(panel, &customer, order).await;
            assert_eq!((&status["charge"], status.get("runs")), (&json!("1.00"), None), "{word}");
        }
        for word in ["", "undefined", "null"] {
            let terms = [
                ("username", "ann"),
                ("min", "1"),
                ("max", "2"),
                ("delay", "0"),
                ("posts", word),
                ("old_posts", word),
                ("expiry", word),
                ("idempotency_key", word),
            ];
            let first = place(panel, &customer, feed, &terms).await;
            let second = place(panel, &customer, feed, &terms).await;
            assert_ne!(first, second, "a key that is no key holds no order");
            assert_eq!(status_of(panel, &customer, first).await["expiry"], "");
            // Then a required field is missing.
            let link = [("link", word), ("quantity", "1000")];
            assert_error(&add(panel, &customer, plain, &link).await, "Bad link");
            let quantity = [LINK, ("quantity", word)];
            assert_error(&add(panel, &customer, plain, &quantity).await, "Incorrect quantity");
            let order = [("order", word)];
            assert_error(&ask(panel, &customer, "status", &order).await, "Incorrect request");
            // If the single id is empty, the list is used.
            let both = [("order", word), ("orders", "999")];
            let answer = ask(panel, &customer, "status", &both).await;
            assert_eq!(answer, json!({ "999": { "error": "Incorrect order ID" } }));
        }
    })
    .await;
}

async fn with_header(panel: &Panel, name: &str, value: &str) -> Value {
    let request = panel.http.post(url(panel)).header(name, value);
    sent(request.form(&[("action", "balance")])).await
}

async fn in_every_place(panel: &Panel, customer: &Customer) -> [Value; 5] {
    let key = &customer.key;
    [
        get(panel, &format!("action=balance&key={key}")).await,
        post(panel, FORM, format!("action=balance&key={key}")).await,
        with_header(panel, "x-api-key", key).await,
        with_header(panel, "authorization", &format!("Bearer {key}")).await,
        with_header(panel, "Authorization", &format!("bearer  {key} ")).await,
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_comes_in_the_body_the_query_or_a_header() {
    still_panel(async |panel| {
        let customer = panel.customer("1").await;
        for answer in in_every_place(panel, &customer).await {
            assert_eq!(answer["balance"], "1.00", "{answer}");
        }
        let basic = with_header(panel, "authorization", &format!("Basic {}", customer.key)).await;
        assert_error(&basic, "Invalid API key");
        // Blanks around a pasted key do no harm.
        let pasted = format!("action=balance&key=+{}%0A", customer.key);
        assert_eq!(post(panel, FORM, pasted).await["balance"], "1.00");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_in_the_url_can_be_refused() {
    panel_with(&["--no-work", "--refuse-key-in-url"], async |panel| {
        let customer = panel.customer("1").await;
        let [in_url, elsewhere @ ..] = in_every_place(panel, &customer).await;
        assert_error(&in_url, "Invalid API key");
        for answer in elsewhere {
            assert_eq!(answer["balance"], "1.00");
        }
        // The URL may hold the rest, and if both have a key, the key in the body counts.
        let request = panel.http.post(format!("{}?action=balance&key=x", url(panel)));
        assert_eq!(sent(request.form(&[("key", &customer.key)])).await["balance"], "1.00");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_of_a_mebibyte_is_read_and_one_byte_more_is_refused() {
    const MEBIBYTE: usize = 1024 * 1024;
    still_panel(async |panel| {
        let customer = panel.customer("1").await;
        let mut body = format!("action=balance&key={}&more=", customer.key);
        body.push_str(&"x".repeat(MEBIBYTE - body.len()));
        assert_eq!(post(panel, FORM, body.clone()).await["balance"], "1.00");
        for more in [1, 100_000, 7 * MEBIBYTE] {
            let larger = format!("{body}{}", "x".repeat(more));
            for kind in [FORM, "application/json", "multipart/form-data; boundary=xyz"] {
                let request = panel.http.post(url(panel)).header("content-type", kind);
                let response = request.body(larger.clone()).send().await.unwrap();
                assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE, "{more}");
                let answer = json_text(response).await;
                assert_eq!(answer, r#"{"error":"Request body too large"}"#);
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_may_send_so_many_wrong_keys_a_minute() {
    panel_with(&["--no-work", "--trusted-proxies", "127.0.0.1/32"], async |panel| {
        let customer = panel.customer("1").await;
        let from = |address: &str, key: &str| {
            let request = panel.http.post(url(panel)).header("x-forwarded-for", address);
            request.form(&[("action", "balance"), ("key", key)])
        };
        for n in 0..120 {
            let answer = sent(from("192.0.2.1", &format!("wrong-{n}"))).await;
            assert_error(&answer, "Invalid API key");
        }
        // Every half second one call is free again, so the very next call may still pass.
        let mut refused = None;
        for _ in 0..1000 {
            let response = from("192.0.2.1", "wrong").send().await.unwrap();
            if response.status() == StatusCode::TOO_MANY_REQUESTS {
                refused = Some(response);
                break;
            }
        }
        let refused = refused.expect("there is a limit");
        let wait_s: u64 = refused.headers()["retry-after"].to_str().unwrap().parse().unwrap();
        assert!((1..=60).contains(&wait_s));
        assert_eq!(json_text(refused).await, r#"{"error":"Rate limit exceeded"}"#);
        // With a valid key the calls go on, and other addresses are not affected.
        assert_eq!(sent(from("192.0.2.1", &customer.key)).await["balance"], "1.00");
        assert_error(&sent(from("192.0.2.2", "wrong")).await, "Invalid API key");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_read_is_not_there() {
    still_panel(async |panel| {
        let customer = panel.customer("1").await;
        let deep = format!("{{\"a\":{}1{}}}", "[".repeat(100_000), "]".repeat(100_000));
        let unended = "--xyz\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\nunended";
        let no_name = "--xyz\r\nContent-Disposition: form-data\r\n\r\nx\r\n--xyz--\r\n";
        // Each has a content type that its body does not match.
        let wrong: Vec<(&str, Vec<u8>)> = vec![
            ("application/json", b"{".to_vec()),
            ("application/json", b"{\"action\":".to_vec()),
            ("application/json", b"{\"action\":\"balance\"".to_vec()),
            ("application/json", b"{\"action\":\"bal\xffance\"}".to_vec()),
            ("application/json", b"{'action':'balance'}".to_vec()),
            ("application/json", b"[1,2,3]".to_vec()),
            ("application/json", b"null".to_vec()),
            ("application/json", b"\"text\"".to_vec()),
            ("multipart/form-data", b"--xyz".to_vec()),
            ("multipart/form-data; boundary=", b"--xyz".to_vec()),
            ("multipart/form-data; boundary=xyz", b"nothing of the kind".to_vec()),
            ("multipart/form-data; boundary=xyz", unended.into()),
            ("multipart/mixed; boundary=xyz", b"--xyz\r\n\r\n--xyz--".to_vec()),
        ];
        for (kind, body) in wrong {
            let at = format!("{}?action=balance&key={}", url(panel), customer.key);
            let request = panel.http.post(at).header("content-type", kind).body(body.clone());
            assert_error(&sent(request).await, "Incorrect request");
            assert_error(&post(panel, kind, body).await, "Incorrect request");
        }
        let nothing: Vec<(&str, Vec<u8>)> = vec![
            ("multipart/form-data; boundary=xyz", b"".to_vec()),
            ("multipart/form-data; boundary=xyz", no_name.into()),
            // Values of parameters that are not ours are not looked into.
            ("application/json", deep.into_bytes()),
            ("application/json", b"{\"x\":1e999999}".to_vec()),
            (FORM, b"%".to_vec()),
            (FORM, b"%zz=%f&&&===&=".to_vec()),
            (FORM, b"\xff\xfe=\x00\x80".to_vec()),
            (FORM, vec![0; 1000]),
            (FORM, "&".repeat(1_000_000).into_bytes()),
        ];
        for (kind, body) in nothing {
            let start = String::from_utf8_lossy(&body[..body.len().min(40)]).into_owned();
            let answer = post(panel, kind, body.clone()).await;
            assert_error(&answer, "Invalid API key");
            // The query is still there.
            let at = format!("{}?action=balance&key={}", url(panel), customer.key);
            let request = panel.http.post(at).header("content-type", kind).body(body);
            assert_eq!(sent(request).await["balance"], "1.00", "{kind}: {start}");
        }
        assert_error(&get(panel, "key=%FF%FE&action=%00").await, "Invalid API key");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn odd_text_in_any_parameter_is_refused_in_words() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await.to_string();
        let customer = panel.customer("100").await;
        let long = "1".repeat(1_000_000);
        for odd in ["\0", "a\0b", "1\0", "\u{1}", "\u{fffd}", long.as_str()] {
            for name in ["action", "service", "link", "quantity", "runs", "interval"] {
                let good = [
                    ("key", customer.key.as_str()),
                    ("action", "add"),
                    ("service", &service),
                    LINK,
                    ("quantity", "10"),
                    ("runs", "2"),
                    ("interval", "1"),
                ];
                let fields = good.map(|(n, value)| (n, if n == name { odd } else { value }));
                let answer = sent(panel.http.post(url(panel)).form(&fields)).await;
                let sentence = match name {
                    "action" => "Incorrect request",
                    "service" => "Incorrect service ID",
                    "link" => "Bad link",
                    // However many digits it has, it is a whole number.
                    "quantity" if odd.len() > 10 => "Quantity more than maximum 1000000",
                    "quantity" => "Incorrect quantity",
                    "runs" => "Incorrect runs",
                    _ => "Incorrect interval",
                };
                let shown: String = odd.chars().take(10).collect();
                assert_eq!(answer, json!({ "error": sentence }), "{name}={shown:?}");
            }
            for (action, name) in [
                ("status", "order"),
                ("status", "orders"),
                ("refill", "order"),
                ("refill", "orders"),
                ("refill_status", "refill"),
                ("refill_status", "refills"),
                ("cancel", "orders"),
                ("cancel", "order"),
            ] {
                ask(panel, &customer, action, &[(name, odd)]).await;
            }
        }
        assert_eq!(panel.balance(&customer).await, "100.00");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_that_waits_to_be_told_to_go_on_is_told() {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    still_panel(async |panel| {
        // PHP's curl does so if the body is over a kilobyte.
        let customer = panel.customer("1").await;
        let body = format!("action=balance&key={}&more={}", customer.key, "x".repeat(2000));
        let address = panel.base.strip_prefix("http://").unwrap();
        let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
        let head = format!(
            "POST /api/v2 HTTP/1.1\r\nHost: {address}\r\nContent-Type: {FORM}\r\n\
             Content-Length: {}\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n",
            body.len()
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut told = [0; 12];
        stream.read_exact(&mut told).await.unwrap();
        assert_eq!(&told, b"HTTP/1.1 100");
        stream.write_all(body.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        assert!(answer.contains("content-type: application/json\r\n"), "{answer}");
        assert!(answer.ends_with(r#"{"balance":"1.00","currency":"USD"}"#), "{answer}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_that_reads_only_after_it_has_sent_hears_that_it_was_too_much() {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    still_panel(async |panel| {
        let address = panel.base.strip_prefix("http://").unwrap();
        let body = vec![b'x'; 8 * 1024 * 1024];
        let length = format!("Content-Length: {}\r\n", body.len());
        let chunk = format!("{:x}\r\n", body.len());
        for (how, before, after) in
            [(length.as_str(), "", ""), ("Transfer-Encoding: chunked\r\n", &chunk, "\r\n0\r\n\r\n")]
        {
            let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
            let head = format!("POST /api/v2 HTTP/1.1\r\nHost: {address}\r\n{how}\r\n{before}");
            stream.write_all(head.as_bytes()).await.unwrap();
            stream.write_all(&body).await.expect("it may send all of it");
            stream.write_all(after.as_bytes()).await.expect("it may send all of it");
            let mut answer = vec![0; 12];
            stream.read_exact(&mut answer).await.expect("there is an answer");
            assert_eq!(answer, b"HTTP/1.1 413");
        }
    })
    .await;
}
