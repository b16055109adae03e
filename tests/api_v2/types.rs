//! The seventeen types: what each takes, what it counts, and its answer to each parameter that is
//! missing or wrong.

use chrono::TimeDelta;
use serde_json::json;
use waybill::catalogue::Kind;

use super::{LINK, add, place, status_of};
use crate::support::{assert_error, still_panel};

/// One row of the contract's table. The service costs 1.00 for 1000 or for a package.
struct Row {
    kind: Kind,
    spelled: &'static str,
    good: &'static [(&'static str, &'static str)],
    charged: &'static str,
    /// What remains at first.
    remains: &'static str,
    /// In the order in which they are checked.
    required: &'static [&'static str],
    wrong: &'static [(&'static str, &'static str)],
}

const QUANTITY: (&str, &str) = ("quantity", "500");
const NOT_A_NUMBER: [&str; 3] = ["many", "1.5", "1e"];

const ROWS: [Row; 16] = [
    Row {
        kind: Kind::Default,
        spelled: "Default",
        good: &[LINK, QUANTITY],
        charged: "0.50",
        remains: "500",
        required: &["link", "quantity"],
        wrong: &[],
    },
    Row {
        kind: Kind::Package,
        spelled: "Package",
        good: &[LINK, QUANTITY],
        charged: "1.00",
        remains: "1",
        required: &["link"],
        wrong: &[],
    },
    Row {
        kind: Kind::Seo,
        spelled: "SEO",
        good: &[LINK, QUANTITY, ("keywords", "one\r\n\r\ntwo")],
        charged: "0.50",
        remains: "500",
        required: &["link", "keywords", "quantity"],
        wrong: &[("keywords", "\n \r\n")],
    },
    Row {
        kind: Kind::CustomComments,
        spelled: "Custom Comments",
        good: &[LINK, ("quantity", "nonsense"), ("comments", "one\r\n\r\n \ntwo\nthree\n")],
        charged: "0.003",
        remains: "3",
        required: &["link", "comments"],
        wrong: &[("comments", " \n ")],
    },
    Row {
        kind: Kind::CustomCommentsPackage,
        spelled: "Custom Comments Package",
        good: &[LINK, ("comments", "one\ntwo")],
        charged: "1.00",
        remains: "1",
        required: &["link", "comments"],
        wrong: &[("comments", "\r\n")],
    },
    Row {
        kind: Kind::Mentions,
        spelled: "Mentions",
        good: &[LINK, QUANTITY, ("usernames", "ann\nbob")],
        charged: "0.50",
        remains: "500",
        required: &["link", "usernames", "quantity"],
        wrong: &[("usernames", "\n")],
    },
    Row {
        kind: Kind::MentionsWithHashtags,
        spelled: "Mentions with Hashtags",
        good: &[LINK, QUANTITY, ("usernames", "ann\nbob"), ("hashtags", "a\nb")],
        charged: "0.50",
        remains: "500",
        required: &["link", "usernames", "hashtags", "quantity"],
        wrong: &[("usernames", "\n"), ("hashtags", "\n")],
    },
    Row {
        kind: Kind::MentionsCustomList,
        spelled: "Mentions Custom List",
        good: &[LINK, ("usernames", "ann\n\nbob")],
        charged: "0.002",
        remains: "2",
        required: &["link", "usernames"],
        wrong: &[("usernames", "\n")],
    },
    Row {
        kind: Kind::MentionsHashtag,
        spelled: "Mentions Hashtag",
        good: &[LINK, QUANTITY, ("hashtag", "spring")],
        charged: "0.50",
        remains: "500",
        required: &["link", "hashtag", "quantity"],
        wrong: &[("hashtag", "a\nb")],
    },
    Row {
        kind: Kind::MentionsUserFollowers,
        spelled: "Mentions User Followers",
        good: &[LINK, QUANTITY, ("username", "ann")],
        charged: "0.50",
        remains: "500",
        required: &["link", "username", "quantity"],
        wrong: &[("username", "a\nb")],
    },
    Row {
        kind: Kind::MentionsMediaLikers,
        spelled: "Mentions Media Likers",
        good: &[LINK, QUANTITY, ("media", "https://example.com/m/1")],
        charged: "0.50",
        remains: "500",
        required: &["link", "media", "quantity"],
        wrong: &[("media", "a\nb")],
    },
    Row {
        kind: Kind::CommentLikes,
        spelled: "Comment Likes",
        good: &[LINK, QUANTITY, ("username", "@ann")],
        charged: "0.50",
        remains: "500",
        required: &["link", "username", "quantity"],
        wrong: &[],
    },
    Row {
        kind: Kind::CommentReplies,
        spelled: "Comment Replies",
        good: &[LINK, ("username", "ann"), ("comments", "one\ntwo")],
        charged: "0.002",
        remains: "2",
        required: &["link", "username", "comments"],
        wrong: &[("comments", "\n")],
    },
    Row {
        kind: Kind::Poll,
        spelled: "Poll",
        good: &[LINK, QUANTITY, ("answer_number", "2")],
        charged: "0.50",
        remains: "500",
        required: &["link", "answer_number", "quantity"],
        wrong: &[("answer_number", "two"), ("answer_number", "0"), ("answer_number", "-1")],
    },
    Row {
        kind: Kind::InvitesFromGroups,
        spelled: "Invites from Groups",
        good: &[LINK, QUANTITY, ("groups", "https://example.com/g/1\nhttps://example.com/g/2")],
        charged: "0.50",
        remains: "500",
        required: &["link", "groups", "quantity"],
        wrong: &[("groups", "\n")],
    },
    Row {
        kind: Kind::WebTraffic,
        spelled: "Web Traffic",
        good: &[LINK, QUANTITY, ("country", "WW"), ("device", "5"), ("type_of_traffic", "3")],
        charged: "0.50",
        remains: "500",
        required: &["link", "country", "device", "type_of_traffic", "quantity"],
        wrong: &[
            ("device", "0"),
            ("device", "6"),
            ("device", "phone"),
            ("type_of_traffic", "0"),
            ("type_of_traffic", "4"),
            ("type_of_traffic", "direct"),
        ],
    },
];

fn sentence(parameter: &str) -> String {
    match parameter {
        "link" => "Bad link".to_owned(),
        other => format!("Incorrect {other}"),
    }
}

fn without<'f>(fields: &[(&'f str, &'f str)], name: &str) -> Vec<(&'f str, &'f str)> {
    fields.iter().copied().filter(|field| field.0 != name).collect()
}

fn with<'f>(
    fields: &[(&'f str, &'f str)],
    name: &'f str,
    value: &'f str,
) -> Vec<(&'f str, &'f str)> {
    let mut changed = without(fields, name);
    changed.push((name, value));
    changed
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_type_takes_its_parameters_and_counts_what_it_says() {
    still_panel(async |panel| {
        for row in &ROWS {
            let what = row.spelled;
            assert_eq!(row.kind.as_str(), what);
            let service = panel.service(|s| s.draft.kind = row.kind).await;
            let customer = panel.customer("1.00").await;
            let answer = add(panel, &customer, service, row.good).await;
            let order = answer["order"].as_i64().unwrap_or_else(|| panic!("{what}: {answer}"));
            assert_eq!(answer, json!({ "order": order }));
            let expected = json!({
                "charge": row.charged, "start_count": "0", "status": "Pending",
                "remains": row.remains, "currency": "USD",
            });
            assert_eq!(status_of(panel, &customer, order).await, expected, "{what}");
            let left = 1_000_000 - waybill::kit::money::Money::parse(row.charged).unwrap().micros();
            let left = waybill::kit::money::Money::from_micros(left).to_string();
            assert_eq!(panel.balance(&customer).await, left, "{what}");
            // When the order is canceled, everything comes back: so nothing below was charged.
            for (n, missing) in row.required.iter().enumerate() {
                let fields = without(row.good, missing);
                let answer = add(panel, &customer, service, &fields).await;
                assert_eq!(answer, json!({ "error": sentence(missing) }), "{what}");
                // The parameters after it are not checked before it.
                let early = row.required[n..]
                    .iter()
                    .fold(row.good.to_vec(), |fields, name| without(&fields, name));
                let answer = add(panel, &customer, service, &early).await;
                assert_eq!(answer, json!({ "error": sentence(missing) }), "{what}");
            }
            for (name, value) in row.wrong {
                let answer = add(panel, &customer, service, &with(row.good, name, value)).await;
                assert_eq!(answer, json!({ "error": sentence(name) }), "{what} {name}={value}");
            }
            if row.required.contains(&"quantity") {
                for value in NOT_A_NUMBER {
                    let fields = with(row.good, "quantity", value);
                    let answer = add(panel, &customer, service, &fields).await;
                    assert_error(&answer, "Incorrect quantity");
                }
            }
            assert_eq!(panel.balance(&customer).await, left, "{what}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn traffic_from_somewhere_says_from_where() {
    still_panel(async |panel| {
        let service = panel.service(|s| s.draft.kind = Kind::WebTraffic).await;
        let customer = panel.customer("10").await;
        let visit = [LINK, QUANTITY, ("country", "US"), ("device", "1")];
        let from = |kind, more: &[(&'static str, &'static str)]| {
            [&visit[..], &[("type_of_traffic", kind)], more].concat()
        };
        let (words, page) = (("google_keyword", "shoes"), ("referring_url", "https://example.org"));
        for (kind, more, expected) in [
            ("1", &[][..], Some("Incorrect google_keyword")),
            ("1", &[page][..], Some("Incorrect google_keyword")),
            ("1", &[words][..], None),
            ("2", &[][..], Some("Incorrect referring_url")),
            ("2", &[words][..], Some("Incorrect referring_url")),
            ("2", &[page][..], None),
            ("3", &[][..], None),
            ("3", &[words, page][..], None),
        ] {
            let answer = add(panel, &customer, service, &from(kind, more)).await;
            match expected {
                Some(sentence) => assert_error(&answer, sentence),
                None => assert!(answer["order"].is_i64(), "{kind} {more:?}: {answer}"),
            }
        }
        for device in ["1", "2", "3", "4", "5"] {
            place(panel, &customer, service, &with(&from("3", &[]), "device", device)).await;
        }
        // With runs, as `Default` allows them.
        let feed = [&from("3", &[])[..], &[("runs", "4"), ("interval", "10")]].concat();
        let order = place(panel, &customer, service, &feed).await;
        assert_eq!(status_of(panel, &customer, order).await["charge"], "2.00");
    })
    .await;
}

const TERMS: [(&str, &str); 4] =
    [("username", "ann"), ("min", "100"), ("max", "200"), ("delay", "0")];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_subscription_has_terms_and_costs_nothing_yet() {
    still_panel(async |panel| {
        let service = panel
            .service(|s| {
                s.draft.kind = Kind::Subscriptions;
                (s.draft.min, s.draft.max) = (50, 5000);
            })
            .await;
        let day = |days| panel.app.clock.now().date_naive() + TimeDelta::days(days);
        let [yesterday, today] = [-1, 0].map(|days| day(days).format("%d/%m/%Y").to_string());
        // Even with an empty wallet.
        let customer = panel.customer("0").await;
        let answer = add(panel, &customer, service, &TERMS).await;
        assert_eq!(answer, json!({ "order": answer["order"].as_i64().unwrap() }));
        for n in 0..TERMS.len() {
            let fields = without(&TERMS, TERMS[n].0);
            assert_error(&add(panel, &customer, service, &fields).await, &sentence(TERMS[n].0));
            let early: Vec<_> = TERMS[..n].to_vec();
            assert_error(&add(panel, &customer, service, &early).await, &sentence(TERMS[n].0));
        }
        for (name, value) in [
            ("username", "two words"),
            ("username", "<b>"),
            ("min", "some"),
            ("min", "0"),
            ("max", "1.5"),
            ("max", "99"),
            ("delay", "601"),
            ("delay", "-1"),
            ("delay", "soon"),
            ("posts", "x"),
            ("posts", "-1"),
            ("old_posts", "x"),
            ("expiry", "2036-07-20"),
            ("expiry", "31/02/2036"),
            ("expiry", "20/07/36"),
            ("expiry", "07/20/2036"),
            ("expiry", "20/07/2036 10:00"),
            ("expiry", "tomorrow"),
            // In the past, by the panel's own clock.
            ("expiry", "1/1/2020"),
            ("expiry", &yesterday),
        ] {
            let answer = add(panel, &customer, service, &with(&TERMS, name, value)).await;
            assert_eq!(answer, json!({ "error": sentence(name) }), "{name}={value}");
        }
        let below = add(panel, &customer, service, &with(&TERMS, "min", "49")).await;
        assert_error(&below, "Quantity less than minimal 50");
        let above = add(panel, &customer, service, &with(&TERMS, "max", "5001")).await;
        assert_error(&above, "Quantity more than maximum 5000");
        for (name, value) in [
            ("username", "https://example.com/ann"),
            ("username", "@ann"),
            ("max", "100"),
            ("delay", "0"),
            ("delay", "7"),
            ("delay", "600"),
            ("posts", "0"),
            ("posts", "5"),
            ("old_posts", "3"),
            ("expiry", "20/07/2036"),
            ("expiry", "1/2/2036"),
            ("expiry", &today),
            // This type uses neither of them.
            ("link", "no link at all"),
            ("quantity", "none"),
        ] {
            place(panel, &customer, service, &with(&TERMS, name, value)).await;
        }
        assert_eq!(panel.balance(&customer).await, "0.00");
    })
    .await;
}
