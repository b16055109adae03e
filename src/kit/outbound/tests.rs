//! Which addresses are called, which are refused, and what is promised about it.

use super::*;

#[test]
fn which_urls_are_called() {
    let out = Outbound::new(&["127.0.0.0/8".parse().unwrap()]);
    for good in [
        "https://panel.example/api/v2",
        "http://127.0.0.1:99/x",
        "https://8.8.8.8",
        "https://127.0.0.1",
        "http://panel.example",
    ] {
        assert!(out.check(good).is_ok(), "{good}");
    }
    for (bad, why) in [
        ("ftp://panel.example", Refused::Scheme),
        ("file:///etc/passwd", Refused::Scheme),
        ("panel.example", Refused::Unreadable),
        ("https://a:b@panel.example", Refused::Credentials),
        ("http://8.8.8.8/", Refused::Plain),
        ("https://10.1.1.1/", Refused::Address),
        ("https://[::1]/", Refused::Address),
        ("https://[::ffff:10.0.0.1]/", Refused::Address),
        ("https://0x0a.1/", Refused::Address),
        ("https://3232235777/", Refused::Address),
        ("https://0/", Refused::Address),
    ] {
        assert_eq!(out.check(bad), Err(why), "{bad}");
    }
    assert_eq!(Outbound::new(&[]).check("http://panel.example"), Err(Refused::Plain));
    assert_eq!(Outbound::new(&[]).check("http://127.0.0.1"), Err(Refused::Address));
}

#[test]
fn how_long_to_wait() {
    let said = |pairs: &[(&'static str, &'static str)]| {
        let headers = pairs.iter().map(|(name, value)| {
            (name.parse().unwrap(), value.parse::<reqwest::header::HeaderValue>().unwrap())
        });
        retry_after_s(&headers.collect::<HeaderMap>())
    };
    assert_eq!(said(&[("retry-after", "7")]), 7);
    assert_eq!(said(&[("retry-after", "0")]), 1);
    assert_eq!(said(&[("retry-after", "999999999")]), RETRY_AFTER_S_MAX);
    assert_eq!(said(&[]), RETRY_AFTER_S);
    assert_eq!(said(&[("retry-after", "soon")]), RETRY_AFTER_S);
    assert_eq!(
        said(&[
            ("date", "Tue, 01 Jul 2025 10:00:00 GMT"),
            ("retry-after", "Tue, 01 Jul 2025 10:02:00 GMT"),
        ]),
        120
    );
}

/// A port that nobody listens at, and a server that hangs up after the request.
#[tokio::test]
async fn what_left_and_what_did_not() {
    let out = Outbound::new(&["127.0.0.0/8".parse().unwrap()]);
    let call = |url: String| Call {
        url,
        headers: Vec::new(),
        body: Some(Body { content_type: "text/plain", text: "once".to_owned() }),
        effect: Effect::Once,
        within: Duration::from_secs(20),
        bytes_max: 1000,
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let hang_up = tokio::spawn(async move {
        drop(listener.accept().await.unwrap());
        drop(listener);
    });
    let lost = out.call(call(format!("http://{address}/"))).await;
    assert!(matches!(lost, Err(Failure::Lost { status: None, .. })), "{lost:?}");
    hang_up.await.unwrap();
    let refused = out.call(call(format!("http://{address}/"))).await;
    assert!(matches!(refused, Err(Failure::NotSent(_))), "{refused:?}");
    // TLS that fails: the request was not sent either.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let hang_up = tokio::spawn(async move { drop(listener.accept().await.unwrap()) });
    let no_tls = out.call(call(format!("https://{address}/"))).await;
    assert!(matches!(no_tls, Err(Failure::NotSent(_))), "{no_tls:?}");
    hang_up.await.unwrap();
}

#[tokio::test]
async fn a_name_is_judged_by_where_it_leads() {
    struct To(IpAddr);
    impl Lookup for To {
        fn lookup(&self, _: String) -> BoxFuture<'static, io::Result<Vec<IpAddr>>> {
            let found = vec![self.0];
            Box::pin(async move { Ok(found) })
        }
    }
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    for scheme in ["https", "http"] {
        for address in ["127.0.0.1", "::1", "::ffff:127.0.0.1", "169.254.169.254"] {
            let lookup = Arc::new(To(address.parse().unwrap()));
            let out = Outbound::with_lookup(&["10.0.0.0/8".parse().unwrap()], lookup);
            let call = Call {
                url: format!("{scheme}://panel.example:{port}/"),
                headers: Vec::new(),
                body: None,
                effect: Effect::Read,
                within: Duration::from_secs(5),
                bytes_max: 1000,
            };
            let refused = out.call(call).await;
            assert!(matches!(refused, Err(Failure::NotSent(_))), "{refused:?}");
        }
    }
    // Nobody was called.
    let none = tokio::time::timeout(Duration::from_millis(50), listener.accept()).await;
    assert!(none.is_err());
}
