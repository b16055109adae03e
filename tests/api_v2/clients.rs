//! What real clients send: their methods, keys, lists, numbers, charsets and addresses. Each is
//! read as it was meant, or refused by name. Nothing is corrected and then charged.
//!
//! It is long because each test tries many spellings of one thing, and they share their few steps.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use waybill::catalogue::Kind;
use waybill::orders::{OrderId, read};

use super::{add, ask, json_text, place, sent, status_of};
use crate::support::{Customer, Panel, assert_error, order_id, still_panel};

const FORM: &str = "application/x-www-form-urlencoded";

fn url(panel: &Panel) -> String {
    format!("{}/api/v2", panel.base)
}

async fn post(panel: &Panel, kind: &str, body: impl Into<reqwest::Body>) -> Value {
    sent(panel.http.post(url(panel)).header("content-type", kind).body(body)).await
}

async fn assert_spent(panel: &Panel, who: &Customer, balance: &str) {
    assert_eq!(panel.balance(who).await, balance);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_method_but_get_and_post_orders_anything() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("100").await;
        let query = format!(
            "key={}&action=add&service={service}&quantity=1000&link=https://example.com/a",
            customer.key
        );
        let own = ["PROPFIND", "BREW", "get", "QUERY", "M-SEARCH"];
        let mut methods: Vec<Method> =
            own.iter().map(|name| Method::from_bytes(name.as_bytes()).unwrap()).collect();
        methods.extend([
            Method::OPTIONS,
            Method::HEAD,
            Method::TRACE,
            Method::PUT,
            Method::PATCH,
            Method::DELETE,
        ]);
        for method in methods {
            for path in ["/api/v2", "/api/v2/", "//api/v2"] {
                let at = format!("{}{path}?{query}", panel.base);
                let request = panel
                    .http
                    .request(method.clone(), at)
                    .header("origin", "https://elsewhere.example")
                    .header("access-control-request-method", "POST")
                    .header("x-http-method-override", "POST");
                let response = request.send().await.unwrap();
                let headers = response.headers();
                assert_eq!(headers["allow"], "GET, POST, OPTIONS", "{method} {path}");
                assert!(
                    !headers.keys().any(|name| name.as_str().starts_with("access-control")),
                    "{headers:?}"
                );
                if method == Method::OPTIONS {
                    assert_eq!(response.status(), StatusCode::NO_CONTENT);
                    assert!(response.bytes().await.unwrap().is_empty());
                    continue;
                }
                assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED, "{method} {path}");
                if method != Method::HEAD {
                    assert_eq!(json_text(response).await, r#"{"error":"Method not allowed"}"#);
                }
            }
        }
        assert_spent(panel, &customer, "100.00").await;
        // Old clients order by GET.
        order_id(&sent(panel.http.get(format!("{}?{query}", url(panel)))).await);
        assert_spent(panel, &customer, "99.00").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_that_cannot_be_read_places_nothing() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await.to_string();
        let customer = panel.customer("100").await;
        let order = |headers: &[&[u8]], more: &str| {
            let fields = format!(
                "key={}&action=add&service={service}&quantity=1000&link=example.com/b{more}",
                customer.key
            );
            let mut request = panel.http.post(url(panel)).header("content-type", FORM);
            for value in headers {
                let value = reqwest::header::HeaderValue::from_bytes(value).unwrap();
                request = request.header("idempotency-key", value);
            }
            sent(request.body(fields))
        };
        let long = "k".repeat(129);
        let long_parameter = format!("&idempotency_key={long}");
        let refused: [(&[&[u8]], &str); 13] = [
            (&["заказ-7".as_bytes()], ""),
            (&[b"order-\x80"], ""),
            (&[b"order\t7"], ""),
            (&[long.as_bytes()], ""),
            (&[], &long_parameter),
            (&[b"a", b"b"], ""),
            (&[b"a", b"\xff"], ""),
            (&[b"a"], "&idempotency_key=b"),
            (&[b"\xff"], "&idempotency_key=b"),
            (&[], "&idempotency_key=a&idempotency_key=b"),
            (&[], "&idempotency_key=%CF%F0"),
            (&[], "&idempotency_key=a%00"),
            (&[], "&idempotency_key[]=a&idempotency_key[]=b"),
        ];
        for (headers, more) in refused {
            assert_error(&order(headers, more).await, "Incorrect idempotency_key");
        }
        assert_spent(panel, &customer, "100.00").await;
        // The same key in several places; as a parameter it may be in any script.
        let first = order_id(&order(&[b"a-7", b" a-7"], "&idempotency_key=a-7").await);
        assert_eq!(order_id(&order(&[], "&idempotency_key=+a-7").await), first);
        let cyrillic = "&idempotency_key=%D0%B7%D0%B0%D0%BA%D0%B0%D0%B7-7";
        let second = order_id(&order(&[], cyrillic).await);
        assert_eq!(order_id(&order(&[], cyrillic).await), second);
        assert_spent(panel, &customer, "98.00").await;
        // JSON with the same name twice, and two different keys.
        let twice = format!(
            r#"{{"key":"{}","action":"add","service":{service},"quantity":1000,"link":"example.com/b","idempotency_key":"c","idempotency_key":"d"}}"#,
            customer.key
        );
        let answer = post(panel, "application/json", twice).await;
        assert_error(&answer, "Incorrect idempotency_key");
        assert_spent(panel, &customer, "98.00").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn numbers_are_what_they_are_worth() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("100").await;
        let key = &customer.key;
        let json = async |text: String| post(panel, "application/json", text).await;
        let mut placed = Vec::new();
        for (id, quantity) in [
            (service.to_string(), "1000.0"),
            (format!("{service}.0"), "1e3"),
            (format!("{service}"), "1.0E+3"),
            (format!("\"{service}\""), "\"1000.00\""),
            (format!("\"{service}.0\""), "\" 1e3 \""),
        ] {
            let text = format!(
                r#"{{"key":"{key}","action":"add","service":{id},"link":"example.com/d","quantity":{quantity}}}"#
            );
            placed.push(order_id(&json(text).await));
        }
        for quantity in ["1000.0", "1e3", "+1000", "1000."] {
            let fields = [("link", "example.com/d"), ("quantity", quantity)];
            placed.push(place(panel, &customer, service, &fields).await);
        }
        for id in &placed {
            assert_eq!(status_of(panel, &customer, *id).await["charge"], "1.00");
        }
        for quantity in ["1000.5", "1e-1", "1,000", "0x10", "1e", "١٠٠"] {
            let fields = [("link", "example.com/d"), ("quantity", quantity)];
            assert_error(&add(panel, &customer, service, &fields).await, "Incorrect quantity");
        }
        // Ids: a JSON number gets its value as its name in the answer, a text stays as it was sent.
        let id = placed[0];
        let one = format!(r#"{{"key":"{key}","action":"status","order":{id}.0}}"#);
        assert_eq!(json(one).await["status"], "Pending");
        let list = format!(r#"{{"key":"{key}","action":"status","orders":[{id}.0,"{id}.0"]}}"#);
        let answer = json(list).await;
        assert_eq!(answer[id.to_string()]["status"], "Pending", "{answer}");
        assert_eq!(answer[format!("{id}.0")]["status"], "Pending", "{answer}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lists_as_php_and_json_write_them() {
    still_panel(async |panel| {
        let comments = panel
            .service(|s| {
                s.draft.kind = Kind::CustomComments;
                s.draft.rate = waybill::kit::money::Rate::parse("1000").unwrap();
            })
            .await;
        let customer = panel.customer("100").await;
        let start =
            format!("key={}&action=add&service={comments}&link=example.com/c", customer.key);
        let details = async |id: i64| {
            let order = read::find(&panel.app.db, None, OrderId::new(id)).await.unwrap().unwrap();
            order.details.unwrap()["comments"].as_str().unwrap().to_owned()
        };
        for (sent_as, kept) in [
            ("comments[]=a&comments[]=b", "a\nb"),
            ("comments%5B0%5D=a&comments%5B1%5D=b", "a\nb"),
            ("comments[x]=a&comments[y]=b%0Ac", "a\nb\nc"),
            // A program filled in the form: it wrote backslash and n for the end of a line.
            ("comments=one%5Cntwo%5Cnthree", "one\ntwo\nthree"),
            ("comments=one%5Cr%5Cntwo", "one\ntwo"),
            // Beside a real line break they are ordinary text.
            ("comments=one%5Cn%0Atwo", "one\\n\ntwo"),
            ("comments=100.0%0A1e2", "100.0\n1e2"),
        ] {
            let id = order_id(&post(panel, FORM, format!("{start}&{sent_as}")).await);
            assert_eq!(details(id).await, kept, "{sent_as}");
            let paid = status_of(panel, &customer, id).await["charge"].clone();
            assert_eq!(paid, format!("{}.00", kept.lines().count()), "{sent_as}");
        }
        let first = order_id(&post(panel, FORM, format!("{start}&comments=a")).await).to_string();
        let second = order_id(&post(panel, FORM, format!("{start}&comments=b")).await).to_string();
        let status = format!("key={}&action=status", customer.key);
        for list in [
            format!("orders[]={first}&orders[]={second}"),
            format!("orders%5B0%5D={first}&orders%5B1%5D={second}"),
        ] {
            let answer = post(panel, FORM, format!("{status}&{list}")).await;
            assert_eq!(answer.as_object().unwrap().len(), 2, "{list}: {answer}");
            assert_eq!(answer[&second]["status"], "Pending");
            let by_get = sent(panel.http.get(format!("{}?{status}&{list}", url(panel)))).await;
            assert_eq!(by_get, answer);
        }
        let ids = [("orders[]", first.as_str()), ("orders[]", "x")];
        let canceled = ask(panel, &customer, "cancel", &ids).await;
        assert_eq!(canceled[0]["cancel"], 1);
        assert_eq!(canceled[1]["cancel"], json!({ "error": "Incorrect order ID" }));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bytes_that_are_no_text_are_refused_by_their_name() {
    still_panel(async |panel| {
        let comments = panel.service(|s| s.draft.kind = Kind::CustomComments).await;
        let plain = panel.service(|_| {}).await;
        let customer = panel.customer("100").await;
        let key = &customer.key;
        let commented = |value: &str| {
            format!("key={key}&action=add&service={comments}&link=example.com/c&comments={value}")
        };
        let russian = "%CF%F0%E8%E2%E5%F2";
        for value in [russian, "%ED%A0%80", "%C0%AF", "a%FF", "%D0"] {
            assert_error(&post(panel, FORM, commented(value)).await, "Incorrect comments");
        }
        let raw = [commented("").into_bytes(), vec![0xcf, 0xf0]].concat();
        assert_error(&post(panel, FORM, raw).await, "Incorrect comments");
        for (name, sentence) in [
            ("service", "Incorrect service ID"),
            ("link", "Bad link"),
            ("quantity", "Incorrect quantity"),
            ("runs", "Incorrect runs"),
            ("action", "Incorrect request"),
            ("key", "Invalid API key"),
        ] {
            let fields = [
                ("key", key.as_str()),
                ("action", "add"),
                ("service", &plain.to_string()),
                ("link", "example.com/c"),
                ("quantity", "10"),
            ];
            let mut body = format!("{name}={russian}");
            for (known, value) in fields {
                if known != name {
                    body.push_str(&format!("&{known}={value}"));
                }
            }
            assert_error(&post(panel, FORM, body).await, sentence);
        }
        for name in ["order", "orders"] {
            let body = format!("key={key}&action=status&{name}={russian}");
            let sentence =
                if name == "order" { "Incorrect order ID" } else { "Incorrect orders" };
            assert_error(&post(panel, FORM, body).await, sentence);
        }
        // Fields whose names we do not use may hold anything.
        let body = format!("key={key}&action=balance&note={russian}&{russian}=1");
        assert_eq!(post(panel, FORM, body).await["balance"], "100.00");
        // Another program could not read this link: it holds a replacement character.
        let broken = format!(
            "key={key}&action=add&service={plain}&quantity=10&link=https://example.com/%EF%BF%BD"
        );
        assert_error(&post(panel, FORM, broken).await, "Bad link");
        assert_spent(panel, &customer, "100.00").await;
        // The named charset is used, in a form, in its parts and in JSON.
        let kept = async |answer: Value| {
            let order = read::find(&panel.app.db, None, OrderId::new(order_id(&answer))).await.unwrap().unwrap();
            assert_eq!(order.details.unwrap()["comments"], "Привет");
        };
        let kind = format!("{FORM}; charset=windows-1251");
        kept(post(panel, &kind, commented(russian)).await).await;
        let json: Vec<u8> = [
            format!(r#"{{"key":"{key}","action":"add","service":{comments},"link":"example.com/c","comments":""#)
                .into_bytes(),
            vec![0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2],
            b"\"}".to_vec(),
        ]
        .concat();
        kept(post(panel, "application/json; charset=cp1251", json.clone()).await).await;
        assert_error(&post(panel, "application/json", json).await, "Incorrect request");
        let part = |name: &str, value: &[u8]| {
            let head = format!("--xyz\r\nContent-Disposition: form-data; name=\"{name}\"\r\n");
            let kind = "Content-Type: text/plain; charset=windows-1251\r\n\r\n";
            [head.as_bytes(), kind.as_bytes(), value, b"\r\n"].concat()
        };
        let parts = [
            part("key", key.as_bytes()),
            part("action", b"add"),
            part("service", comments.to_string().as_bytes()),
            part("link", b"example.com/c"),
            part("comments", &[0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2]),
            b"--xyz--\r\n".to_vec(),
        ]
        .concat();
        kept(post(panel, "multipart/form-data; boundary=xyz", parts).await).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_neither_json_nor_multipart_is_no_order() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("100").await;
        let key = &customer.key;
        let whole = format!(
            r#"{{"key":"{key}","action":"add","service":{service},"quantity":1000,"link":"example.com/a"}}"#
        );
        for body in [
            whole[..whole.len() - 1].to_owned(),
            format!("{whole}x"),
            format!("{whole}{whole}"),
            whole.replace('"', "'"),
            whole.replace('}', ",}"),
            format!("[{whole}]"),
            "{}}".to_owned(),
            "null".to_owned(),
            "\"text\"".to_owned(),
        ] {
            // The key may be in the URL: the error is about the body.
            let at = format!("{}?action=balance&key={key}", url(panel));
            let request = panel.http.post(at).header("content-type", "application/json");
            assert_error(&sent(request.body(body)).await, "Incorrect request");
        }
        let parts = |fields: &[(&str, &str)]| {
            fields.iter().fold(String::new(), |text, (name, value)| {
                text + format!("--xyz\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").as_str()
            })
        };
        let id = service.to_string();
        let good = parts(&[
            ("key", key),
            ("action", "add"),
            ("service", &id),
            ("link", "example.com/a"),
            ("quantity", "1000"),
            ("runs", "2"),
        ]);
        // Cut off before its end: with the missing part it might be another order.
        for cut in [good.len(), good.len() - 10, good.len() - 60] {
            let body = good[..cut].to_owned();
            let answer = post(panel, "multipart/form-data; boundary=xyz", body).await;
            assert_error(&answer, "Incorrect request");
        }
        let many = (0..1001).fold(String::new(), |text, n| text + format!("&x{n}=1").as_str());
        let body = format!("key={key}&action=balance{many}");
        assert_error(&post(panel, FORM, body).await, "Incorrect request");
        assert_spent(panel, &customer, "100.00").await;
        // A form under the wrong header is still a form.
        let body = format!("key={key}&action=balance");
        assert_eq!(post(panel, "application/json", body).await["balance"], "100.00");
        let nothing = panel.http.post(format!("{}?action=balance&key={key}", url(panel)));
        let nothing = nothing.header("content-type", "application/json");
        assert_eq!(sent(nothing).await["balance"], "100.00");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_coded_body_is_refused_as_such() {
    still_panel(async |panel| {
        let customer = panel.customer("1").await;
        let fields = format!("key={}&action=balance", customer.key);
        for coding in ["gzip", "br", "GZIP", "identity, gzip", "x-own"] {
            let request = panel.http.post(url(panel)).header("content-encoding", coding);
            let response = request.body(fields.clone()).send().await.unwrap();
            assert_eq!(response.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE, "{coding}");
            assert_eq!(response.headers()["accept-encoding"], "identity");
            let text = json_text(response).await;
            assert_eq!(text, r#"{"error":"Content-Encoding is not supported"}"#);
        }
        for coding in ["identity", "Identity", ""] {
            let request = panel.http.post(url(panel)).header("content-encoding", coding);
            let request = request.header("content-type", FORM).body(fields.clone());
            assert_eq!(sent(request).await["balance"], "1.00", "{coding}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn slashes_too_many_lead_to_the_api() {
    still_panel(async |panel| {
        let customer = panel.customer("1").await;
        let fields = [("key", customer.key.as_str()), ("action", "balance")];
        for path in ["//api/v2", "/api/v2//", "//api//v2///", "/api//v2"] {
            let at = format!("{}{path}", panel.base);
            assert_eq!(sent(panel.http.post(&at).form(&fields)).await["balance"], "1.00", "{path}");
            assert_eq!(sent(panel.http.get(&at).query(&fields)).await["balance"], "1.00", "{path}");
        }
        let token = panel.jwt(customer.id, |new| new).await;
        for path in ["//api/check-balance", "/api//check-balance//"] {
            let request = panel.http.get(format!("{}{path}", panel.base)).bearer_auth(&token);
            let answer: Value = request.send().await.unwrap().json().await.unwrap();
            assert_eq!(answer["email"], customer.email, "{path}");
        }
        // The addresses of the pages do not change.
        let page = panel.http.get(format!("{}//sign-in", panel.base)).send().await.unwrap();
        assert_eq!(page.status(), StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_target_has_many_spellings() {
    still_panel(async |panel| {
        let plain = panel.service(|_| {}).await;
        let alone = panel.service(|s| s.draft.unique_link = true).await;
        let customer = panel.customer("100").await;
        panel.block("example.com/people/ann").await;
        panel.block("blocked.example").await;
        for link in [
            "https://example.com./people/ann",
            "https://example.com//people/ann",
            "https://example.com/people/%61nn",
            "https://example.com/people/ann\u{200b}",
            "https://example.com/people/ann%E2%80%8B",
            "https://example.com/people/ann%20",
            "https://blocked.example./x",
            "blocked.example.",
            "HTTPS://WWW.Blocked.Example:8443/x",
            "https://example.com/people//ann",
            "https://example.com/people/ann;x",
            "https://example.com/people;x=1/ann;y",
            "https://example.com/people%2fann",
            "https://example.com/people%2Fann%2fposts",
            "https://example.com/people%5Cann",
            "example.com/people/ann/",
            "https://example.com:443/people/ann#a",
        ] {
            let fields = [("link", link), ("quantity", "1000")];
            assert_error(&add(panel, &customer, plain, &fields).await, "Bad link");
        }
        assert_spent(panel, &customer, "100.00").await;
        let add_alone = async |link: &str| {
            add(panel, &customer, alone, &[("link", link), ("quantity", "1000")]).await
        };
        order_id(&add_alone("https://example.com/p/aB?v=1").await);
        for link in [
            "http://www.example.com./p//aB/?v=1#top",
            "example.com/p/%61B?utm_source=x&v=1",
            " https://EXAMPLE.com/p/aB\u{200b}?v=1&fbclid=2 ",
            "HTTPS://example.com/p/aB?v=1",
            "https://example.com/p/aB/?v=1",
            "https://example.com/p/aB?v=1#a",
            "example.com/p/aB?v=1",
            "https://www.example.com/p/aB?v=1",
            "https://example.com:443/p/aB?v=1",
            "https://example.com./p/aB?v=1",
        ] {
            assert_error(
                &add_alone(link).await,
                "You have active order with this link. Please wait until order being completed.",
            );
        }
        let other = order_id(&add_alone("https://example.com/p/ab?v=1").await);
        order_id(&add_alone("https://example.com/p/aB?v=2").await);
        // It is sent on as it was typed, without the blanks at its ends.
        let typed = "\u{feff}https://Example.com/p/c%20?utm_source=x#y\u{200b}";
        let kept = order_id(&add_alone(typed).await);
        let row = read::find(&panel.app.db, None, OrderId::new(kept)).await.unwrap().unwrap();
        assert_eq!(row.link, "https://Example.com/p/c%20?utm_source=x#y");
        let targets: Vec<Option<String>> =
            sqlx::query_scalar("select target from orders where id = any($1) order by id")
                .bind([other, kept])
                .fetch_all(panel.app.db.pool())
                .await
                .unwrap();
        assert_eq!(
            targets,
            [Some("example.com/p/ab?v=1".to_owned()), Some("example.com/p/c".to_owned())]
        );
    })
    .await;
}
