//! `add`: the order of the checks, limits, prices, drip-feed, keys that make a retry safe, and
//! targets that are refused.
//!
//! It is long because the order of the checks is one contract, and stays in one place.

use serde_json::{Value, json};
use waybill::accounts::account::{self, Status};
use waybill::accounts::audit::Actor;
use waybill::catalogue::Kind;
use waybill::kit::money::Rate;

use super::{LINK, ORDER, add, ask, place, sent, status_of};
use crate::support::{Customer, Panel, assert_error, still_panel};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_wrong_first_is_said_first() {
    still_panel(async |panel| {
        let service = panel
            .service(|s| {
                s.draft.kind = Kind::Seo;
                (s.draft.min, s.draft.max, s.draft.unique_link) = (10, 1000, true);
            })
            .await
            .to_string();
        let customer = panel.customer("0").await;
        let mut fields = vec![
            ("key", "wrong"),
            ("action", "wrong"),
            ("service", "999999"),
            ("link", "no link"),
            ("keywords", ""),
            ("quantity", "some"),
        ];
        let say = async |fields: &[(&str, &str)]| {
            sent(panel.http.post(format!("{}/api/v2", panel.base)).form(fields)).await
        };
        assert_error(&say(&fields).await, "Invalid API key");
        let suspended = panel.customer("0").await;
        let (db, clock, verifier) = (&panel.app.db, &panel.app.clock, &panel.app.verifier);
        let status = (Status::Suspended, "a test".to_owned());
        account::set_status(db, clock, verifier, Actor::COMMAND, suspended.id, status)
            .await
            .unwrap();
        fields[0].1 = &suspended.key;
        assert_error(&say(&fields).await, "Your account has been suspended.");
        fields[0].1 = &customer.key;
        assert_error(&say(&fields).await, "Incorrect request");
        fields[1].1 = "add";
        assert_error(&say(&fields).await, "Incorrect service ID");
        fields[2].1 = &service;
        assert_error(&say(&fields).await, "Bad link");
        fields[3].1 = LINK.1;
        assert_error(&say(&fields).await, "Incorrect keywords");
        fields[4].1 = "one";
        assert_error(&say(&fields).await, "Incorrect quantity");
        fields[5].1 = "9";
        assert_error(&say(&fields).await, "Quantity less than minimal 10");
        fields[5].1 = "1001";
        assert_error(&say(&fields).await, "Quantity more than maximum 1000");
        fields[5].1 = "1000";
        assert_error(&say(&fields).await, "Not enough funds on balance");
        panel.credit(&customer, "1").await;
        assert!(say(&fields).await["order"].is_i64());
        // If there are no funds, the answer says nothing about the duplicate.
        assert_error(&say(&fields).await, "Not enough funds on balance");
        panel.credit(&customer, "1").await;
        let duplicate =
            "You have active order with this link. Please wait until order being completed.";
        assert_error(&say(&fields).await, duplicate);
        fields[3].1 = "  https://example.com/p/1\t";
        assert_error(&say(&fields).await, duplicate);
        fields[3].1 = "https://example.com/p/2";
        assert!(say(&fields).await["order"].is_i64());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_service_must_be_on_sale() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("10").await;
        for id in ["0", "-1", "999999", "abc", "1.5", "1 2", "99999999999999999999", ""] {
            let fields = [("service", id), ORDER[0], ORDER[1]];
            assert_error(&ask(panel, &customer, "add", &fields).await, "Incorrect service ID");
        }
        assert_error(&ask(panel, &customer, "add", &ORDER).await, "Incorrect service ID");
        place(panel, &customer, service, &ORDER).await;
        panel.change_service(service, |draft| draft.enabled = false).await;
        assert_error(&add(panel, &customer, service, &ORDER).await, "Incorrect service ID");
        panel.change_service(service, |draft| draft.enabled = true).await;
        place(panel, &customer, service, &ORDER).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_is_a_url_or_a_name() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("100").await;
        let long = format!("https://example.com/{}", "a".repeat(3000));
        for link in [
            "no link",
            "https://",
            "javascript:alert(1)",
            "ftp://example.com/x",
            "https://user:password@example.com/",
            "https://localhost/x",
            "<b>",
            "@",
            &long,
        ] {
            let fields = [("link", link), ("quantity", "1")];
            let answer = add(panel, &customer, service, &fields).await;
            assert_eq!(answer, json!({ "error": "Bad link" }), "{link}");
        }
        for link in ["https://example.com/p/1?x=y", "example.com/p/1", "@ann", "ann.b_c-d", " ann "]
        {
            place(panel, &customer, service, &[("link", link), ("quantity", "1")]).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn blocked_targets_are_bad_links() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let feed = panel.service(|s| s.draft.kind = Kind::Subscriptions).await;
        let customer = panel.customer("100").await;
        panel.block("example.org").await;
        panel.block("example.com/people/ann").await;
        panel.block("carl").await;
        for link in [
            "https://example.org/x",
            "http://WWW.Example.ORG",
            "https://m.example.org/x?y",
            "example.org/x",
            "https://example.com/people/Ann/posts/1",
            "@Carl",
        ] {
            let answer = add(panel, &customer, service, &[("link", link), ("quantity", "1")]).await;
            assert_eq!(answer, json!({ "error": "Bad link" }), "{link}");
        }
        for link in ["https://notexample.org/", "https://example.com/people/anna", "@carla"] {
            place(panel, &customer, service, &[("link", link), ("quantity", "1")]).await;
        }
        let terms = [("username", "@carl"), ("min", "1"), ("max", "1"), ("delay", "0")];
        assert_error(&add(panel, &customer, feed, &terms).await, "Bad link");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_quantity_is_a_whole_number_within_the_limits() {
    still_panel(async |panel| {
        let limits = |s: &mut crate::support::ServiceDraft| {
            (s.draft.min, s.draft.max) = (10, 100);
        };
        let service = panel.service(limits).await;
        let comments = panel
            .service(|s| {
                limits(s);
                s.draft.kind = Kind::CustomComments;
            })
            .await;
        let customer = panel.customer("100").await;
        let (few, many) = ("Quantity less than minimal 10", "Quantity more than maximum 100");
        for (quantity, sentence) in [
            ("abc", "Incorrect quantity"),
            ("10.5", "Incorrect quantity"),
            ("1e", "Incorrect quantity"),
            ("+-10", "Incorrect quantity"),
            ("9.0", few),
            ("101.0", many),
            ("1e30", many),
            ("0x10", "Incorrect quantity"),
            ("10,000", "Incorrect quantity"),
            ("1 0", "Incorrect quantity"),
            ("١٠", "Incorrect quantity"),
            ("-", "Incorrect quantity"),
            ("0", few),
            ("9", few),
            ("-10", few),
            ("-99999999999999999999999", few),
            ("101", many),
            ("9223372036854775807", many),
            ("99999999999999999999999", many),
        ] {
            let fields = [LINK, ("quantity", quantity)];
            let answer = add(panel, &customer, service, &fields).await;
            assert_eq!(answer, json!({ "error": sentence }), "{quantity}");
        }
        for quantity in ["10", "100", " 50 ", "0050", "10.0", "1e2", "+10"] {
            place(panel, &customer, service, &[LINK, ("quantity", quantity)]).await;
        }
        for (lines, sentence) in [(9, Some(few)), (10, None), (100, None), (101, Some(many))] {
            let text = "x\r\n".repeat(lines);
            let answer = add(panel, &customer, comments, &[LINK, ("comments", &text)]).await;
            match sentence {
                Some(sentence) => assert_error(&answer, sentence),
                None => assert!(answer["order"].is_i64(), "{answer}"),
            }
        }
    })
    .await;
}

async fn spent(panel: &Panel, customer: &Customer, service: i64, quantity: &str) -> Value {
    let order = place(panel, customer, service, &[LINK, ("quantity", quantity)]).await;
    status_of(panel, customer, order).await["charge"].clone()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_charge_is_the_rate_for_a_thousand_rounded_up() {
    still_panel(async |panel| {
        let customer = panel.customer("1000").await;
        for (rate, quantity, charge) in [
            ("0.90", "1000", "0.90"),
            ("0.90", "1", "0.0009"),
            ("0.33", "1000", "0.33"),
            ("0.0001", "1", "0.000001"),
            ("0.000001", "1", "0.000001"),
            ("0.000001", "1001", "0.000002"),
            ("8", "1500", "12.00"),
            ("0", "1000", "0.00"),
        ] {
            let service = panel.service(|s| s.draft.rate = Rate::parse(rate).unwrap()).await;
            assert_eq!(spent(panel, &customer, service, quantity).await, charge, "{rate}");
        }
        // A charge that no wallet can hold means that there are not enough funds.
        let dear = panel.service(|s| s.draft.rate = Rate::parse("1000000000").unwrap()).await;
        let fields = [LINK, ("quantity", "1000000"), ("runs", "1000"), ("interval", "1")];
        let answer = add(panel, &customer, dear, &fields).await;
        assert_error(&answer, "Not enough funds on balance");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_last_coin_can_be_spent_and_no_more() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("1.000999").await;
        place(panel, &customer, service, &ORDER).await;
        assert_eq!(panel.balance(&customer).await, "0.000999");
        let answer = add(panel, &customer, service, &[LINK, ("quantity", "1")]).await;
        assert_error(&answer, "Not enough funds on balance");
        panel.credit(&customer, "0.000001").await;
        place(panel, &customer, service, &[LINK, ("quantity", "1")]).await;
        let answer = ask(panel, &customer, "balance", &super::NOTHING).await;
        assert_eq!(answer, json!({ "balance": "0.00", "currency": "USD" }));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_customer_with_a_rate_of_their_own_pays_it() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let (special, other) = (panel.customer("10").await, panel.customer("10").await);
        panel.own_rate(&special, service, Some("0.50")).await;
        assert_eq!(spent(panel, &special, service, "1000").await, "0.50");
        assert_eq!(spent(panel, &other, service, "1000").await, "1.00");
        panel.own_rate(&special, service, None).await;
        assert_eq!(spent(panel, &special, service, "1000").await, "1.00");
        assert_eq!(panel.balance(&special).await, "8.50");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_drip_feed_is_a_pair_and_is_charged_at_once() {
    still_panel(async |panel| {
        let service = panel
            .service(|s| {
                (s.draft.min, s.draft.max) = (10, 1000);
                s.draft.rate = Rate::parse("0.0015").unwrap();
            })
            .await;
        let plain = panel.service(|s| s.draft.dripfeed = false).await;
        let package = panel.service(|s| s.draft.kind = Kind::Package).await;
        let customer = panel.customer("100").await;
        let pair = |runs, interval| [ORDER[0], ORDER[1], ("runs", runs), ("interval", interval)];
        for (runs, interval, sentence) in [
            ("5", "", "Incorrect interval"),
            ("5", "0", "Incorrect interval"),
            ("5", "undefined", "Incorrect interval"),
            ("", "10", "Incorrect runs"),
            ("0", "10", "Incorrect runs"),
            ("null", "10", "Incorrect runs"),
            ("1001", "10", "Incorrect runs"),
            ("-1", "10", "Incorrect runs"),
            ("two", "10", "Incorrect runs"),
            ("1.5", "10", "Incorrect runs"),
            ("5", "10081", "Incorrect interval"),
            ("5", "-1", "Incorrect interval"),
            ("5", "often", "Incorrect interval"),
        ] {
            let answer = add(panel, &customer, service, &pair(runs, interval)).await;
            assert_eq!(answer, json!({ "error": sentence }), "{runs} {interval}");
        }
        for other in [plain, package] {
            for (runs, interval) in [("5", "10"), ("5", ""), ("", "10")] {
                let answer = add(panel, &customer, other, &pair(runs, interval)).await;
                assert_error(&answer, "Drip-feed is disabled for this service");
            }
            place(panel, &customer, other, &pair("0", "0")).await;
        }
        assert_eq!(panel.balance(&customer).await, "98.00");
        // The limits are those of one run, and each run's charge is rounded up by itself.
        let answer = add(
            panel,
            &customer,
            service,
            &[LINK, ("quantity", "5"), ("runs", "100"), ("interval", "1")],
        );
        assert_error(&answer.await, "Quantity less than minimal 10");
        let fields = [LINK, ("quantity", "1001"), ("runs", "2"), ("interval", "1")];
        let answer = add(panel, &customer, service, &fields).await;
        assert_error(&answer, "Quantity more than maximum 1000");
        let fields = [LINK, ("quantity", "11"), ("runs", "1000"), ("interval", "10080")];
        let order = place(panel, &customer, service, &fields).await;
        let status = status_of(panel, &customer, order).await;
        assert_eq!(status["charge"], "0.017", "1000 × ⌈0.0000165⌉");
        assert_eq!(status["remains"], "11000");
        assert_eq!(panel.balance(&customer).await, "97.983");
        place(panel, &customer, service, &pair("1", "1")).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_makes_it_safe_to_ask_again() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let other = panel.service(|_| {}).await;
        let customer = panel.customer("10").await;
        let keyed = |key| [ORDER[0], ORDER[1], ("idempotency_key", key)];
        let first = place(panel, &customer, service, &keyed("one")).await;
        assert_eq!(place(panel, &customer, service, &keyed("one")).await, first);
        // A key in the header is the same key. If header and body have different keys, nobody can
        // rely on either.
        let by_header = async |header: &str, more: &[(&str, &str)]| {
            let (key, id) = (customer.key.as_str(), service.to_string());
            let mut fields = vec![("key", key), ("action", "add"), ("service", &id)];
            fields.extend_from_slice(more);
            let request = panel.http.post(format!("{}/api/v2", panel.base)).form(&fields);
            sent(request.header("Idempotency-Key", header)).await
        };
        assert_eq!(by_header("one", &ORDER).await, json!({ "order": first }));
        let second = by_header("two", &ORDER).await["order"].as_i64().unwrap();
        assert_ne!(second, first);
        assert_eq!(place(panel, &customer, service, &keyed("two")).await, second);
        assert_eq!(by_header("one", &keyed("one")).await, json!({ "order": first }));
        assert_error(&by_header("three", &keyed("one")).await, "Incorrect idempotency_key");
        // With another spelling of the same values it is the same order; with another parameter it
        // is not.
        let same = [
            ("quantity", " 1000 "),
            ("link", " https://example.com/p/1"),
            ("idempotency_key", "one"),
            ("runs", "0"),
            ("interval", ""),
            ("unknown", "x"),
        ];
        assert_eq!(place(panel, &customer, service, &same).await, first);
        let sentence = "Idempotency key was used with other parameters";
        for changed in [
            [LINK, ("quantity", "999")],
            [("link", "https://example.com/p/2"), ("quantity", "1000")],
            [LINK, ("quantity", "nonsense")],
        ] {
            let fields = [changed[0], changed[1], ("idempotency_key", "one")];
            assert_error(&add(panel, &customer, service, &fields).await, sentence);
        }
        assert_error(&add(panel, &customer, other, &keyed("one")).await, sentence);
        assert_eq!(panel.balance(&customer).await, "8.00");
        // The key stays for ever: the end of the order or of the service changes nothing.
        ask(panel, &customer, "cancel", &[("orders", &first.to_string())]).await;
        panel.change_service(service, |draft| draft.enabled = false).await;
        assert_eq!(place(panel, &customer, service, &keyed("one")).await, first);
        assert_eq!(panel.balance(&customer).await, "9.00");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_an_accepted_order_holds_a_key() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("0").await;
        let keyed = |quantity| [LINK, ("quantity", quantity), ("idempotency_key", "k")];
        assert_error(
            &add(panel, &customer, service, &keyed("1000")).await,
            "Not enough funds on balance",
        );
        assert_error(&add(panel, &customer, service, &keyed("x")).await, "Incorrect quantity");
        panel.credit(&customer, "1").await;
        let order = place(panel, &customer, service, &keyed("500")).await;
        assert_eq!(place(panel, &customer, service, &keyed("500")).await, order);
        // A key is at most 128 characters that can be printed.
        let (fits, long) = ("ü".repeat(128), "k".repeat(129));
        place(panel, &customer, service, &[LINK, ("quantity", "1"), ("idempotency_key", &fits)])
            .await;
        for key in [long.as_str(), "a\nb", "a\0b", "\u{7f}"] {
            let fields = [LINK, ("quantity", "1"), ("idempotency_key", key)];
            let answer = add(panel, &customer, service, &fields).await;
            assert_eq!(answer, json!({ "error": "Incorrect idempotency_key" }), "{key:?}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_type_does_not_take_is_not_looked_at() {
    still_panel(async |panel| {
        let plain = panel.service(|_| {}).await;
        let comments = panel.service(|s| s.draft.kind = Kind::CustomComments).await;
        let seo = panel.service(|s| s.draft.kind = Kind::Seo).await;
        let customer = panel.customer("10").await;
        // Some panels send every field that they have, for every type.
        let long = "x".repeat(200_000);
        for odd in ["a\0b", long.as_str()] {
            let fields = [ORDER[0], ORDER[1], ("comments", odd), ("usernames", odd), ("min", odd)];
            place(panel, &customer, plain, &fields).await;
            let fields = [LINK, ("comments", "one"), ("quantity", odd), ("keywords", odd)];
            place(panel, &customer, comments, &fields).await;
            // A parameter that it does take is checked in its turn.
            let fields = [("link", "no link"), ("quantity", odd), ("keywords", odd)];
            assert_error(&add(panel, &customer, seo, &fields).await, "Bad link");
            let fields = [LINK, ("quantity", odd), ("keywords", odd)];
            assert_error(&add(panel, &customer, seo, &fields).await, "Incorrect keywords");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_more_is_charged_than_the_most_that_was_named() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let posts = panel.service(|s| s.draft.kind = Kind::Subscriptions).await;
        let customer = panel.customer("10").await;
        let with = |most| [LINK, ("quantity", "1000"), ("max_charge", most)];
        for most in ["0.999999", "0", "0.0"] {
            let answer = add(panel, &customer, service, &with(most)).await;
            assert_error(&answer, "Charge 1.00 is more than max_charge");
        }
        for odd in ["-1", "1,5", "0.1234567", "x", "1e-7", "9999999999999999"] {
            let answer = add(panel, &customer, service, &with(odd)).await;
            assert_error(&answer, "Incorrect max_charge");
        }
        assert_eq!(panel.balance(&customer).await, "10.00");
        // A poor customer hears of the charge first: it may be why the money is not enough.
        let poor = panel.customer("0.5").await;
        let answer = add(panel, &poor, service, &with("0.9")).await;
        assert_error(&answer, "Charge 1.00 is more than max_charge");
        for most in ["1", "1.000000", "1e0", "2", "", "null"] {
            place(panel, &customer, service, &with(most)).await;
        }
        assert_eq!(panel.balance(&customer).await, "4.00");
        let answer = sent(panel.http.post(format!("{}/api/v2", panel.base)).json(&json!({
            "key": customer.key, "action": "add", "service": service, "link": LINK.1,
            "quantity": 1000, "max_charge": 0.99,
        })));
        assert_error(&answer.await, "Charge 1.00 is more than max_charge");
        // The same order under the same key stays the same, whatever the limit is now.
        let keyed =
            |most| [LINK, ("quantity", "1000"), ("idempotency_key", "k"), ("max_charge", most)];
        let first = place(panel, &customer, service, &keyed("1")).await;
        assert_eq!(place(panel, &customer, service, &keyed("0.5")).await, first);
        assert_eq!(panel.balance(&customer).await, "3.00");
        // A subscription is charged later, for each post: no limit would hold.
        let fields =
            [("username", "ann"), ("min", "1"), ("max", "2"), ("delay", "0"), ("max_charge", "1")];
        assert_error(&add(panel, &customer, posts, &fields).await, "Incorrect max_charge");
        place(panel, &customer, posts, &fields[..4]).await;
    })
    .await;
}
