//! Whatever is sent, the answer is this door's JSON with a 400: never plain text, never a 5xx.

use reqwest::Method;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::{Integrator, assert_bad, map_all, request, send, send_bytes, told, wanted, with};
use crate::support::{Panel, still_panel};

async fn nothing_was_placed(panel: &Panel, who: &Integrator) {
    assert_eq!(panel.balance(&who.customer).await, "100.00");
}

#[tokio::test]
async fn not_json() {
    still_panel(async |panel| {
        map_all(panel).await;
        let who = Integrator::new(panel, "100").await;
        let good = wanted().to_string();
        let nested = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
        let deep = format!(r#"{{"link":{nested}}}"#);
        let nan = good.replace("\"speed\":1", "\"speed\":NaN");
        let infinite = good.replace("\"speed\":1", "\"speed\":Infinity");
        let huge = good.replace("\"vote\":5", "\"vote\":1e999");
        let hex = good.replace("\"vote\":5", "\"vote\":0x5");
        let leading = good.replace("\"vote\":5", "\"vote\":05");
        let latin = good.replace("example_post", "ex\u{e4}mple").chars().map(|c| c as u8).collect();
        let surrogate = good.replace("example_post", "\\ud800");
        let bodies: Vec<Vec<u8>> = vec![
            Vec::new(),
            b" ".to_vec(),
            b"{".to_vec(),
            b"link=x&type=1".to_vec(),
            b"<order/>".to_vec(),
            b"\0".to_vec(),
            vec![0xff; 1000],
            good[..good.len() - 1].into(),
            format!("{good}x").into(),
            format!("{good}{good}").into(),
            good.replace('"', "'").into(),
            good.replace('}', ",}").into(),
            nan.into(),
            infinite.into(),
            huge.into(),
            hex.into(),
            leading.into(),
            latin,
            surrogate.into(),
        ];
        for body in bodies {
            let shown = String::from_utf8_lossy(&body[..body.len().min(80)]).into_owned();
            let (status, text) = send_bytes(panel, &who, body).await;
            let expected = json!({ "code": -1, "message": "The body is not valid JSON" });
            assert_eq!((status, text), (400, expected.to_string()), "{shown}");
        }
        let flat = good.replace('{', &format!("{{\"more\":[{}1],", "1,".repeat(100_000)));
        for body in [nested, deep, flat] {
            assert_bad(send_bytes(panel, &who, body).await, "The body has too many values");
        }
        for body in ["null", "true", "1", "\"x\"", "[]", "[{}]"] {
            let no = send_bytes(panel, &who, body).await;
            assert_bad(no, "The body must be a JSON object");
        }
        nothing_was_placed(panel, &who).await;
    })
    .await;
}

#[tokio::test]
async fn another_content_type() {
    still_panel(async |panel| {
        map_all(panel).await;
        let who = Integrator::new(panel, "100").await;
        let sent = async |kind: Option<&str>| {
            let mut request = request(panel, Method::POST, "/api/order/create", &who.token)
                .body(wanted().to_string());
            if let Some(kind) = kind {
                request = request.header("content-type", kind);
            }
            told(request.send().await.unwrap()).await
        };
        for kind in [
            None,
            Some(""),
            Some("text/plain"),
            Some("application/x-www-form-urlencoded"),
            Some("multipart/form-data; boundary=x"),
            Some("application/jsonp"),
            Some("application/xml"),
            Some("json"),
        ] {
            assert_bad(sent(kind).await, "Content-Type must be application/json");
        }
        nothing_was_placed(panel, &who).await;
        for kind in ["application/json", "Application/JSON; charset=utf-8", "application/json ;x"] {
            assert_eq!(sent(Some(kind)).await.0, 200, "{kind}");
        }
    })
    .await;
}

#[tokio::test]
async fn missing_fields_and_fields_of_another_type() {
    still_panel(async |panel| {
        map_all(panel).await;
        let who = Integrator::new(panel, "100").await;
        for name in ["link", "type", "vote", "after", "speed"] {
            let mut body = wanted();
            body.as_object_mut().unwrap().remove(name);
            assert_bad(send(panel, &who, &body).await, &format!("{name} is required"));
            let (kind, wrong) =
                if name == "link" { ("string", json!(1)) } else { ("number", json!("1")) };
            let why = format!("{name} must be a {kind}");
            for value in [wrong, json!(null), json!(true), json!([1]), json!({ "a": 1 })] {
                assert_bad(send(panel, &who, &with(json!({ name: value }))).await, &why);
            }
        }
        for text in ["NaN", "1", "", "0.2"] {
            let no = send(panel, &who, &with(json!({ "speed": text }))).await;
            assert_bad(no, "speed must be a number");
        }
        assert_bad(send(panel, &who, &json!({})).await, "link is required");
        nothing_was_placed(panel, &who).await;
    })
    .await;
}

/// Fields that nobody asked for are no error; if a name is sent twice, the last one counts.
#[tokio::test]
async fn extra_fields_and_fields_sent_twice() {
    still_panel(async |panel| {
        map_all(panel).await;
        let who = Integrator::new(panel, "100").await;
        let deep: Value =
            serde_json::from_str(&format!("{}1{}", "[".repeat(100), "]".repeat(100))).unwrap();
        let body =
            with(json!({ "quantity": 900, "service": 7, "runs": 5, "interval": 5, "x": deep }));
        assert_eq!(send(panel, &who, &body).await.0, 200);
        assert_eq!(panel.balance(&who.customer).await, "95.00");
        let twice = wanted().to_string().replace("\"vote\":5", "\"vote\":50,\"vote\":5");
        assert_eq!(send_bytes(panel, &who, twice).await.0, 200);
        assert_eq!(panel.balance(&who.customer).await, "90.00");
        let twice = wanted().to_string().replace("\"vote\":5", "\"vote\":5,\"vote\":\"5\"");
        assert_bad(send_bytes(panel, &who, twice).await, "vote must be a number");
    })
    .await;
}

#[tokio::test]
async fn too_large() {
    still_panel(async |panel| {
        map_all(panel).await;
        let who = Integrator::new(panel, "100").await;
        let padded = |bytes: usize| {
            let body = with(json!({ "pad": "" })).to_string();
            let pad = bytes - body.len();
            body.replace("\"pad\":\"\"", &format!("\"pad\":\"{}\"", "x".repeat(pad)))
        };
        let limit = 1024 * 1024;
        let (status, _) = send_bytes(panel, &who, padded(limit)).await;
        assert_eq!(status, 200);
        for bytes in [limit + 1, 5 * limit] {
            let no = send_bytes(panel, &who, padded(bytes)).await;
            assert_bad(no, "The body must have at most 1 MiB");
        }
        let link = format!("{}{}", super::POST, "x".repeat(900_000));
        let no = send(panel, &who, &with(json!({ "link": link }))).await;
        assert_bad(no, "link must be a public URL");
    })
    .await;
}

/// Bodies that no HTTP client would send, written directly to the socket.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bodies_that_are_broken_on_the_wire() {
    still_panel(async |panel| {
        let who = Integrator::new(panel, "100").await;
        let host = panel.base.strip_prefix("http://").unwrap();
        let said = async |rest: Vec<u8>| {
            let mut wire = TcpStream::connect(host).await.unwrap();
            let head = format!(
                "POST /api/order/create HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\
                 Authorization: Bearer {}\r\nContent-Type: application/json\r\n",
                who.token
            );
            wire.write_all(head.as_bytes()).await.unwrap();
            // The panel may answer and hang up before everything is sent.
            let _ = wire.write_all(&rest).await;
            let mut answer = Vec::new();
            let _ = wire.read_to_end(&mut answer).await;
            let answer = String::from_utf8(answer).unwrap();
            let (head, body) = answer.split_once("\r\n\r\n").expect("an answer");
            assert!(head.contains("content-type: application/json"), "{head}");
            (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
        };
        let chunked = |body: &[u8]| [b"Transfer-Encoding: chunked\r\n\r\n", body].concat();
        let broken = "The body could not be read";
        for (rest, why) in [
            (chunked(b"zz\r\n{}"), broken),
            (chunked(b"5\r\n{}\r\n0\r\n\r\n"), broken),
            (chunked(b"2\r\n\xff\xfe\r\n0\r\n\r\n"), "The body is not valid JSON"),
            (chunked(b"0\r\n\r\n"), "The body is not valid JSON"),
            (b"\r\n".to_vec(), "The body is not valid JSON"),
            (
                b"Expect: 100-continue\r\nContent-Length: 9000000\r\n\r\n".to_vec(),
                "The body must have at most 1 MiB",
            ),
        ] {
            assert_bad(said(rest).await, why);
        }
        // The body is larger than the limit, and its length was not announced.
        let chunk = [b"10000\r\n".to_vec(), vec![b' '; 0x10000], b"\r\n".to_vec()].concat();
        let endless = [chunk.repeat(20), b"0\r\n\r\n".to_vec()].concat();
        assert_bad(said(chunked(&endless)).await, "The body must have at most 1 MiB");
        nothing_was_placed(panel, &who).await;
    })
    .await;
}

/// Paths and methods that do not exist get the same answer, with a token or without.
#[tokio::test]
async fn other_paths_and_methods() {
    still_panel(async |panel| {
        let who = Integrator::new(panel, "100").await;
        let not_found = (404, r#"{"code":-1,"message":"Not found"}"#.to_owned());
        let no_method = (405, r#"{"code":-1,"message":"Method not allowed"}"#.to_owned());
        for token in [who.token.as_str(), ""] {
            let sent = async |method: Method, path: &str| {
                told(request(panel, method, path, token).send().await.unwrap()).await
            };
            for path in [
                "/api/order",
                "/api/order/",
                "/api/order//",
                "/api/order/1/2",
                "/api/order/%ff/2",
                "/api/check-balance/x",
            ] {
                assert_eq!(sent(Method::GET, path).await, not_found, "{path}");
                assert_eq!(sent(Method::POST, path).await, not_found, "{path}");
            }
            for (method, path) in [
                (Method::GET, "/api/order/create"),
                (Method::PUT, "/api/order/create"),
                (Method::POST, "/api/order/7"),
                (Method::DELETE, "/api/order/7"),
                (Method::POST, "/api/check-balance"),
                (Method::PATCH, "/api/check-balance/"),
            ] {
                assert_eq!(sent(method.clone(), path).await, no_method, "{method} {path}");
            }
            for (path, allowed) in [
                ("/api/order/create", "POST, OPTIONS"),
                ("/api/order/7", "GET, HEAD, OPTIONS"),
                ("/api/check-balance", "GET, HEAD, OPTIONS"),
            ] {
                let request = request(panel, Method::OPTIONS, path, token);
                let response =
                    request.header("origin", "https://elsewhere.example").send().await.unwrap();
                assert_eq!((response.status().as_u16(), path), (204, path));
                assert_eq!(response.headers()["allow"], allowed, "{path}");
                assert!(response.headers().get("access-control-allow-origin").is_none());
            }
            for name in ["TRACE", "PROPFIND", "BREW"] {
                let method = Method::from_bytes(name.as_bytes()).unwrap();
                assert_eq!(sent(method, "/api/order/create").await, no_method, "{name}");
            }
        }
    })
    .await;
}

/// What clients write: a byte order mark, null for a field that may be missing, a charset.
#[tokio::test]
async fn what_is_meant_is_read() {
    still_panel(async |panel| {
        map_all(panel).await;
        let who = Integrator::new(panel, "100").await;
        let marked = [b"\xEF\xBB\xBF".to_vec(), wanted().to_string().into_bytes()].concat();
        assert_eq!(send_bytes(panel, &who, marked).await.0, 200);
        for target in [
            json!(null),
            json!({ "is_set": false, "position": null, "max_hours": null }),
            json!({ "is_set": true, "position": 3, "max_hours": null }),
        ] {
            assert_eq!(send(panel, &who, &with(json!({ "target": target }))).await.0, 200);
        }
        let numbers = wanted().to_string().replace("\"vote\":5", "\"vote\":0.5e1");
        assert_eq!(send_bytes(panel, &who, numbers).await.0, 200);
        assert_eq!(panel.balance(&who.customer).await, "75.00");
        let unset = with(json!({ "target": { "is_set": true, "position": null } }));
        assert_bad(send(panel, &who, &unset).await, "target.position must be a number");
        let coded = request(panel, Method::POST, "/api/order/create", &who.token)
            .header("content-encoding", "gzip")
            .json(&wanted());
        let told = told(coded.send().await.unwrap()).await;
        let message = r#"{"code":-1,"message":"Content-Encoding is not supported"}"#;
        assert_eq!(told, (415, message.to_owned()));
        assert_eq!(panel.balance(&who.customer).await, "75.00");
    })
    .await;
}

/// An idempotency key that cannot be read is an error: it must not count as missing.
#[tokio::test]
async fn a_key_that_cannot_be_read_places_nothing() {
    still_panel(async |panel| {
        map_all(panel).await;
        let who = Integrator::new(panel, "100").await;
        let sent = async |headers: &[&[u8]], body: Value| {
            let mut order = request(panel, Method::POST, "/api/order/create", &who.token);
            for value in headers {
                let value = reqwest::header::HeaderValue::from_bytes(value).unwrap();
                order = order.header("idempotency-key", value);
            }
            told(order.json(&body).send().await.unwrap()).await
        };
        let long = "k".repeat(129);
        for (headers, why) in [
            (&["\u{437}-7".as_bytes()][..], "Idempotency-Key must be ASCII text"),
            (&[b"a\x80"], "Idempotency-Key must be ASCII text"),
            (&[long.as_bytes()], "Idempotency-Key must have 1 to 128 characters"),
            (&[b"a", b"b"], "Idempotency-Key was sent twice, and not the same"),
        ] {
            assert_bad(sent(headers, wanted()).await, why);
        }
        let differs = with(json!({ "idempotency_key": "b" }));
        let why = "Idempotency-Key was sent twice, and not the same";
        assert_bad(sent(&[b"a"], differs.clone()).await, why);
        let number = with(json!({ "idempotency_key": 7 }));
        assert_bad(sent(&[], number).await, "idempotency_key must be a string");
        nothing_was_placed(panel, &who).await;
        let first = sent(&[b"b", b"b"], differs.clone()).await;
        assert_eq!(first.0, 200);
        assert_eq!(sent(&[], differs).await, first);
        assert_eq!(sent(&[b"b"], wanted()).await, first);
        assert_eq!(panel.balance(&who.customer).await, "95.00");
    })
    .await;
}
