//! The three APIs as the page shows them: their examples, their tables, and what can be tried. What
//! the page says of them is in the reader's language; names of calls and the examples are not.

use crate::kit::lang::{Lang, Said};

/// One of the panel's APIs.
#[derive(Debug)]
pub struct Protocol {
    /// As the address names it.
    pub name: &'static str,
    pub title: String,
    pub about: String,
    /// Its path at the panel's address.
    pub path: &'static str,
    /// What stands in the examples in place of a key.
    pub key: &'static str,
    /// Whether a key is called a token here.
    pub is_token: bool,
    /// Where such a key is made.
    pub key_hint: String,
    pub examples: [(Language, &'static str); 5],
    /// The headings of tables in `docs/API.md`, and what they are called here.
    pub tables: Vec<(&'static str, String)>,
    pub tries: Vec<Try>,
}

/// A language of the examples: its name in ids, and what it is called.
pub type Language = (&'static str, &'static str);

const CURL: Language = ("curl", "curl");
const PHP: Language = ("php", "PHP");
const PYTHON: Language = ("python", "Python");
const JAVASCRIPT: Language = ("javascript", "JavaScript");
const GO: Language = ("go", "Go");

/// A call that the page can make.
#[derive(Debug)]
pub struct Try {
    pub name: &'static str,
    pub label: &'static str,
    pub method: &'static str,
    /// With the names of fields in braces.
    pub path: &'static str,
    /// How fields and key are sent: form, json, query.
    pub sends: &'static str,
    pub fields: Vec<Field>,
    /// What is asked before it is done; "": it changes nothing.
    pub asks: String,
}

#[derive(Debug)]
pub struct Field {
    pub name: &'static str,
    pub label: String,
    pub example: &'static str,
    /// Sent as a number in JSON.
    pub is_number: bool,
}

/// All of them, the first one first.
#[must_use]
pub fn all(lang: Lang) -> [Protocol; 3] {
    [v2(lang), order(lang), marketplace(lang)]
}

fn text(name: &'static str, label: Said, example: &'static str) -> Field {
    Field { name, label: label.into(), example, is_number: false }
}

fn number(name: &'static str, label: Said, example: &'static str) -> Field {
    Field { is_number: true, ..text(name, label, example) }
}

fn call(name: &'static str, fields: Vec<Field>) -> Try {
    let asks = String::new();
    Try { name, label: name, method: "POST", path: "/api/v2", sends: "form", fields, asks }
}

fn read(name: &'static str, label: &'static str, path: &'static str, fields: Vec<Field>) -> Try {
    Try { name, label, method: "GET", path, sends: "query", fields, asks: String::new() }
}

fn order_id(lang: Lang) -> Vec<Field> {
    vec![text("order", lang.say("api-field-order"), "1")]
}

fn pages(lang: Lang) -> Vec<Field> {
    vec![
        number("page", lang.say("api-field-page"), "1"),
        number("per_page", lang.say("api-field-rows"), "10"),
    ]
}

fn v2(lang: Lang) -> Protocol {
    Protocol {
        name: "v2",
        title: lang.say("api-v2-title").into(),
        about: lang.say("api-v2-about").into(),
        path: "/api/v2",
        key: "YOUR_KEY",
        is_token: false,
        key_hint: lang.say("api-v2-key").into(),
        examples: [
            (CURL, include_str!("examples/v2.sh")),
            (PHP, include_str!("examples/v2.php")),
            (PYTHON, include_str!("examples/v2.py")),
            (JAVASCRIPT, include_str!("examples/v2.js")),
            (GO, include_str!("examples/v2.go")),
        ],
        tables: vec![
            ("## Actions", lang.say("api-table-actions").into()),
            ("## Service types and what `add` takes", lang.say("api-table-add").into()),
            ("## Status words", lang.say("api-table-order-statuses").into()),
            ("## Errors", lang.say("api-table-errors").into()),
            ("## Limits", lang.say("api-table-limits").into()),
        ],
        tries: vec![
            call("balance", Vec::new()),
            call("services", Vec::new()),
            call("status", order_id(lang)),
            Try {
                asks: lang.say("api-asks-order").into(),
                ..call(
                    "add",
                    vec![
                        text("service", lang.say("api-field-service"), "1"),
                        text("link", lang.say("api-field-link"), "https://example.com/post/1"),
                        text("quantity", lang.say("api-field-quantity"), "100"),
                    ],
                )
            },
            Try {
                asks: lang.say("api-asks-cancel").into(),
                ..call("cancel", vec![text("orders", lang.say("api-field-orders"), "1")])
            },
            Try { asks: lang.say("api-asks-refill").into(), ..call("refill", order_id(lang)) },
            call("refill_status", vec![text("refill", lang.say("api-field-refill"), "1")]),
        ],
    }
}

fn order(lang: Lang) -> Protocol {
    let post = "https://www.example.com/r/example/comments/abc123/";
    Protocol {
        name: "order",
        title: lang.say("api-order-title").into(),
        about: lang.say("api-order-about").into(),
        path: "/api/order/create",
        key: "YOUR_TOKEN",
        is_token: true,
        key_hint: lang.say("api-order-key").into(),
        examples: [
            (CURL, include_str!("examples/order.sh")),
            (PHP, include_str!("examples/order.php")),
            (PYTHON, include_str!("examples/order.py")),
            (JAVASCRIPT, include_str!("examples/order.js")),
            (GO, include_str!("examples/order.go")),
        ],
        tables: vec![
            ("# The order API", lang.say("api-table-calls").into()),
            ("## create", lang.say("api-table-create").into()),
            ("## order", lang.say("api-table-statuses").into()),
            ("## Token and answers", lang.say("api-table-codes").into()),
        ],
        tries: vec![
            read("check-balance", "check-balance", "/api/check-balance", Vec::new()),
            read("order", "order/{id}", "/api/order/{order}", order_id(lang)),
            Try {
                name: "create",
                label: "order/create",
                method: "POST",
                path: "/api/order/create",
                sends: "json",
                fields: vec![
                    text("link", lang.say("api-field-link"), post),
                    number("type", lang.say("api-field-type"), "1"),
                    number("vote", lang.say("api-field-vote"), "5"),
                    number("after", lang.say("api-field-after"), "0"),
                    number("speed", lang.say("api-field-speed"), "1"),
                ],
                asks: lang.say("api-asks-order").into(),
            },
        ],
    }
}

fn marketplace(lang: Lang) -> Protocol {
    Protocol {
        name: "marketplace",
        title: lang.say("api-marketplace-title").into(),
        about: lang.say("api-marketplace-about").into(),
        path: "/api/v1",
        key: "YOUR_TOKEN",
        is_token: true,
        key_hint: lang.say("api-marketplace-key").into(),
        examples: [
            (CURL, include_str!("examples/marketplace.sh")),
            (PHP, include_str!("examples/marketplace.php")),
            (PYTHON, include_str!("examples/marketplace.py")),
            (JAVASCRIPT, include_str!("examples/marketplace.js")),
            (GO, include_str!("examples/marketplace.go")),
        ],
        tables: vec![
            ("# The marketplace API", lang.say("api-table-calls").into()),
            ("## Parameters", lang.say("api-table-parameters").into()),
            ("## Token and faults of the marketplace API", lang.say("api-table-codes").into()),
        ],
        tries: vec![
            read("referral", "referral", "/api/v1/referral", pages(lang)),
            read("payment", "payment", "/api/v1/payment", pages(lang)),
            read("links", "affiliate-link/data", "/api/v1/affiliate-link/data", Vec::new()),
            read("offer", "offer", "/api/v1/offer", pages(lang)),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::public::api_docs::manual;

    #[test]
    fn every_table_is_in_the_manual() {
        for (heading, _) in all(Lang::ENGLISH).into_iter().flat_map(|protocol| protocol.tables) {
            let table = manual::table(heading);
            assert!(table.rows.len() > 2, "{heading}");
            assert!(table.rows.iter().all(|row| row.len() == table.head.len()), "{heading}");
        }
    }

    #[test]
    fn every_example_names_the_panel_and_the_key() {
        for protocol in all(Lang::ENGLISH) {
            for ((name, _), text) in protocol.examples {
                assert!(text.contains("__PANEL__") && text.contains("__KEY__"), "{name}");
            }
        }
    }
}
