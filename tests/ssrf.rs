//! A person who may set a provider's URL must not reach the machines beside the panel. A canary
//! listens on every address of this machine; whatever the URL is, no call may reach it.
//!
//! Seen red by `make seeded`: `dials-inside`, `follows-redirects`.

use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::future::{BoxFuture, join_all};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use waybill::kit::outbound::{Body, Call, Effect, Failure, Lookup, Outbound, Refused};
use waybill::providers::Protocol;

use crate::support::still_panel;

/// Hosts that lead inside in any case: written as numbers, wrapped, in other letters. `{p}` is the
/// canary's port.
const HOSTS: [&str; 99] = [
    // Loopback, as inet_aton reads it.
    "127.0.0.1:{p}",
    "127.0.0.2:{p}",
    "127.1.2.3:{p}",
    "127.255.255.254:{p}",
    "127.1:{p}",
    "127.0.1:{p}",
    "0:{p}",
    "0.0.0.0:{p}",
    "0x7f.1:{p}",
    "0x7f000001:{p}",
    "0X7F000001:{p}",
    "0x7f.0x0.0x0.0x1:{p}",
    "0177.0.0.1:{p}",
    "0177.1:{p}",
    "00000000177.1:{p}",
    "017700000001:{p}",
    "2130706433:{p}",
    "127.0.0.0x1:{p}",
    "127.0.0.1.:{p}",
    "127.1.:{p}",
    // By name.
    "localhost:{p}",
    "localhost.:{p}",
    "LOCALHOST:{p}",
    "LocalHost:{p}",
    "panel.localhost:{p}",
    "localhost.localdomain:{p}",
    "ip6-localhost:{p}",
    "inside.example:{p}",
    "inside.example.:{p}",
    // IPv6, and IPv4 wrapped in it.
    "[::1]:{p}",
    "[0:0:0:0:0:0:0:1]:{p}",
    "[0000::0001]:{p}",
    "[::]:{p}",
    "[::ffff:127.0.0.1]:{p}",
    "[::ffff:7f00:1]:{p}",
    "[::FFFF:7F00:0001]:{p}",
    "[::ffff:0.0.0.0]:{p}",
    "[::127.0.0.1]:{p}",
    "[::ffff:0:127.0.0.1]:{p}",
    "[64:ff9b::127.0.0.1]:{p}",
    "[64:ff9b::7f00:1]:{p}",
    "[64:ff9b:1::7f00:1]:{p}",
    "[2002:7f00:1::]:{p}",
    "[2002:7f00:1::1]:{p}",
    "[2002:a00:1::1]:{p}",
    "[2001::7f00:1]:{p}",
    "[2001:db8::1]:{p}",
    "[fc00::1]:{p}",
    "[fd00::1]:{p}",
    "[fd00:ec2::254]:{p}",
    "[fe80::1]:{p}",
    "[fe80::1%25lo]:{p}",
    "[fe80::1%lo]:{p}",
    "[fec0::1]:{p}",
    "[ff02::1]:{p}",
    "[100::1]:{p}",
    // The addresses where clouds hold their secrets, and other networks that are not public.
    "169.254.169.254",
    "169.254.169.254:{p}",
    "169.254.170.2:{p}",
    "0xa9fea9fe:{p}",
    "2852039166:{p}",
    "0251.0376.0251.0376:{p}",
    "[::ffff:169.254.169.254]:{p}",
    "metadata.inside.example:{p}",
    "100.100.100.200:{p}",
    "10.0.0.1:{p}",
    "012.0.0.1:{p}",
    "172.16.0.1:{p}",
    "172.31.255.255:{p}",
    "192.168.0.1:{p}",
    "192.168.257:{p}",
    "100.64.0.1:{p}",
    "198.18.0.1:{p}",
    "192.0.0.8:{p}",
    "224.0.0.1:{p}",
    "240.0.0.1:{p}",
    "255.255.255.255:{p}",
    // Letters that are changed into others.
    "１２７.０.０.１:{p}",
    "127。0。0。1:{p}",
    "127．0．0．1:{p}",
    "①②⑦.⓪.⓪.①:{p}",
    "𝟙𝟚𝟟.𝟘.𝟘.𝟙:{p}",
    "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ:{p}",
    "ｌｏｃａｌｈｏｓｔ:{p}",
    "l\u{ad}ocalhost:{p}",
    "%31%32%37.0.0.1:{p}",
    "127%2e0%2e0%2e1:{p}",
    "loc%61lhost:{p}",
    "127.0.0.1%00.public.example:{p}",
    // A user name before the @.
    "public.example@127.0.0.1:{p}",
    "public.example:80@127.0.0.1:{p}",
    "public.example%2F@127.0.0.1:{p}",
    "public.example%00@127.0.0.1:{p}",
    "@127.0.0.1:{p}",
    ":@127.0.0.1:{p}",
    "127.0.0.1:{p}@127.0.0.2:{p}",
    "127.0.0.1:{p}#@public.example",
    "127.0.0.1:{p}?@public.example",
    "127.0.0.1:{p}\\@public.example",
];

/// URLs with something unusual before their host.
const URLS: [&str; 14] = [
    "HTTP://127.0.0.1:{p}/",
    "hTTpS://127.0.0.1:{p}/",
    "http:127.0.0.1:{p}",
    "http:/127.0.0.1:{p}",
    "http:///127.0.0.1:{p}",
    "http:\\\\127.0.0.1:{p}",
    "\thttp://127.0.0.1:{p}/",
    "ht\ntp://127.0.0.1:{p}/",
    "http://127.0.0.1:\t{p}/",
    "//127.0.0.1:{p}/",
    "127.0.0.1:{p}",
    "gopher://127.0.0.1:{p}/",
    "ftp://127.0.0.1:{p}/",
    "file://127.0.0.1:{p}/etc/passwd",
];

/// Addresses inside the machine, on which the canary listens.
const INSIDE: [&str; 5] = ["127.0.0.1", "127.0.0.2", "127.1.2.3", "127.255.255.254", "::1"];
/// The one address that a test allows; it stands for an address on the public network.
const OUTSIDE: &str = "127.0.0.9";

/// Listens on several addresses of this machine, and counts the connections.
struct Canary {
    port: u16,
    hits: Arc<AtomicUsize>,
}

impl Canary {
    async fn start(addresses: &[&str]) -> Self {
        let listeners = loop {
            let mut port = 0;
            let mut listeners = Vec::new();
            for address in addresses {
                let address: IpAddr = address.parse().unwrap();
                // Another process may have the port on one of them: then it starts again.
                let Ok(listener) = TcpListener::bind((address, port)).await else { break };
                port = listener.local_addr().unwrap().port();
                listeners.push(listener);
            }
            if listeners.len() == addresses.len() {
                break listeners;
            }
        };
        let port = listeners[0].local_addr().unwrap().port();
        let hits = Arc::new(AtomicUsize::new(0));
        for listener in listeners {
            let counted = Arc::clone(&hits);
            tokio::spawn(async move {
                while let Ok((mut stream, _)) = listener.accept().await {
                    counted.fetch_add(1, Ordering::SeqCst);
                    tokio::spawn(async move {
                        let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";
                        let _ = stream.read(&mut [0; 4096]).await;
                        let _ = stream.write_all(answer).await;
                    });
                }
            });
        }
        Self { port, hits }
    }

    fn hits(&self) -> usize {
        self.hits.load(Ordering::SeqCst)
    }

    fn at(&self, url: &str) -> String {
        url.replace("{p}", &self.port.to_string())
    }

    /// Every URL of the lists, by http and by https.
    fn urls(&self) -> Vec<String> {
        let hosts = HOSTS.iter().flat_map(|host| {
            ["http", "https"].map(|scheme| self.at(&format!("{scheme}://{host}/api/v2")))
        });
        hosts.chain(URLS.iter().map(|url| self.at(url))).collect()
    }
}

/// A resolver in the hands of an attacker who owns the names. Each name leads where the attacker
/// wants, one answer after the other, and then from the start. Other names lead to this machine.
#[derive(Default)]
struct Owned {
    answers: HashMap<&'static str, Vec<Vec<IpAddr>>>,
    asked: Mutex<HashMap<String, usize>>,
}

impl Owned {
    fn with(name: &'static str, answers: &[&[&str]]) -> Self {
        let read = |all: &&[&str]| all.iter().map(|text| text.parse().unwrap()).collect();
        let answers = HashMap::from([(name, answers.iter().map(read).collect())]);
        Self { answers, asked: Mutex::default() }
    }

    fn asked(&self) -> usize {
        self.asked.lock().unwrap().values().sum()
    }
}

impl Lookup for Owned {
    fn lookup(&self, name: String) -> BoxFuture<'static, io::Result<Vec<IpAddr>>> {
        let mut asked = self.asked.lock().unwrap();
        let nth = asked.entry(name.clone()).or_default();
        let answer = match self.answers.get(name.trim_end_matches('.')) {
            Some(answers) => answers[*nth % answers.len()].clone(),
            None if name.starts_with("metadata.") => vec![Ipv4Addr::new(169, 254, 169, 254).into()],
            None => vec![Ipv4Addr::LOCALHOST.into(), "::1".parse().unwrap()],
        };
        *nth += 1;
        Box::pin(async move { Ok(answer) })
    }
}

fn call(url: &str, effect: Effect) -> Call {
    let text = "key=secret&action=add".to_owned();
    Call {
        url: url.to_owned(),
        headers: vec![("authorization", "Bearer secret".to_owned())],
        body: Some(Body { content_type: "application/x-www-form-urlencoded", text }),
        effect,
        within: Duration::from_secs(5),
        bytes_max: 1_000,
    }
}

/// Calls all URLs. Answers those that were not refused because of their address. `strict`: a name
/// without an address does not count as refused.
async fn not_refused(out: &Outbound, urls: &[String], strict: bool) -> Vec<String> {
    let calls = urls.iter().flat_map(|url| {
        [Effect::Once, Effect::Read].map(|effect| async move {
            let refused = match out.call(call(url, effect)).await {
                Ok(_) | Err(Failure::Lost { .. }) => false,
                Err(Failure::NotSent(why)) => {
                    !strict
                        || out.check(url).is_err()
                        || why.contains(&Refused::Address.to_string())
                }
            };
            (!refused).then(|| url.clone())
        })
    });
    join_all(calls).await.into_iter().flatten().collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_url_leads_inside() {
    let canary = Canary::start(&INSIDE).await;
    let urls = canary.urls();
    assert!(urls.len() >= 60, "{} URLs", urls.len());
    let nothing = [];
    // If another network is allowed, that opens no further one.
    let elsewhere = ["203.0.113.0/24".parse().unwrap()];
    for allow in [&nothing[..], &elsewhere] {
        let owned = Outbound::with_lookup(allow, Arc::new(Owned::default()));
        assert_eq!(not_refused(&owned, &urls, true).await, Vec::<String>::new());
    }
    // And with the system's own resolver, for names that need no outside server.
    let local: Vec<String> = urls.iter().filter(|url| !url.contains("example")).cloned().collect();
    assert_eq!(not_refused(&Outbound::new(&[]), &local, false).await, Vec::<String>::new());
    assert_eq!(canary.hits(), 0, "someone came by");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_name_that_leads_elsewhere_the_second_time() {
    let canary = Canary::start(&INSIDE).await;
    let inside = [
        "127.0.0.1",
        "::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "169.254.169.254",
        "10.0.0.1",
    ];
    let (good, bad) = (&[OUTSIDE][..], &["127.0.0.1"][..]);
    for (name, answers) in [
        ("turns.example", vec![good, bad]),
        ("turns.example", vec![good, good, bad]),
        ("turns.example", vec![bad, good]),
        ("both.example", vec![&[OUTSIDE, "127.0.0.1"][..]]),
        ("both.example", vec![&["127.0.0.1", OUTSIDE][..]]),
        ("both.example", vec![&["::ffff:127.0.0.1", OUTSIDE, "::1"][..]]),
        ("all.example", inside.iter().map(std::slice::from_ref).collect()),
    ] {
        let owned = Arc::new(Owned::with(name, &answers));
        // An allowed address is called, but nobody listens there; the other addresses are never
        // called.
        let allow = [format!("{OUTSIDE}/32").parse().unwrap()];
        let out = Outbound::with_lookup(&allow, Arc::clone(&owned) as Arc<dyn Lookup>);
        for _ in 0..6 {
            for scheme in ["http", "https"] {
                let url = format!("{scheme}://{name}:{}/", canary.port);
                for effect in [Effect::Once, Effect::Read] {
                    let answer = out.call(call(&url, effect)).await;
                    assert!(matches!(answer, Err(Failure::NotSent(_))), "{answer:?}");
                }
            }
        }
        assert!(owned.asked() >= 24, "{name} was looked up {} times", owned.asked());
    }
    assert_eq!(canary.hits(), 0, "someone came by");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_redirect_is_not_followed() {
    let canary = Canary::start(&[OUTSIDE]).await;
    // The server at the allowed address redirects every call.
    let listener = TcpListener::bind((OUTSIDE, 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let to = canary.port;
    tokio::spawn(async move {
        for n in 0_usize.. {
            let Ok((mut stream, _)) = listener.accept().await else { return };
            let status = ["301", "302", "303", "307", "308"][n % 5];
            let answer = format!(
                "HTTP/1.1 {status} Elsewhere\r\nlocation: http://127.0.0.9:{to}/\r\n\
                 refresh: 0; url=http://127.0.0.9:{to}/\r\ncontent-length: 0\r\n\
                 connection: close\r\n\r\n"
            );
            let _ = stream.read(&mut [0; 4096]).await;
            let _ = stream.write_all(answer.as_bytes()).await;
        }
    });
    let out = Outbound::new(&["127.0.0.9/32".parse().unwrap()]);
    for effect in [Effect::Once, Effect::Read] {
        for _ in 0..5 {
            let url = format!("http://127.0.0.9:{port}/api/v2");
            let reply = out.call(call(&url, effect)).await.expect("it answers");
            assert!((301..=308).contains(&reply.status), "{}", reply.status);
        }
    }
    assert_eq!(canary.hits(), 0, "someone was sent on");
    // The canary works, and the allowed address leads to it.
    out.call(call(&canary.at("http://127.0.0.9:{p}/"), Effect::Read)).await.unwrap();
    assert_eq!(canary.hits(), 1);
}

/// Every call to a provider goes through the same client.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_adapter_goes_round_it() {
    let canary = Canary::start(&INSIDE).await;
    still_panel(async |panel| {
        for host in ["127.0.0.1:{p}", "[::1]:{p}", "localhost:{p}", "0x7f.1:{p}"] {
            for scheme in ["http", "https"] {
                let url = canary.at(&format!("{scheme}://{host}/api/v2"));
                for protocol in [Protocol::SmmV2, Protocol::OrderApi] {
                    let upstream = panel.app.upstreams.open(protocol, &url, "a-key");
                    assert!(upstream.balance().await.is_err(), "{url}");
                    assert!(upstream.status(&["1".to_owned()]).await.is_err(), "{url}");
                    // If the protocol has no such call, there is nothing to refuse.
                    let _ = upstream.services().await;
                    let _ = upstream.cancel("1").await;
                    let _ = upstream.refill("1").await;
                }
            }
        }
    })
    .await;
    assert_eq!(canary.hits(), 0, "someone came by");
}
