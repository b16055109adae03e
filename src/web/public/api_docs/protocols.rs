//! The three APIs as the page shows them: their examples, their tables, and what can be tried.

/// One of the panel's APIs.
#[derive(Debug)]
pub struct Protocol {
    /// As the address names it.
    pub name: &'static str,
    pub title: &'static str,
    pub about: &'static str,
    /// Its path at the panel's address.
    pub path: &'static str,
    /// What stands in the examples in place of a key.
    pub key: &'static str,
    /// What a key is called here.
    pub key_word: &'static str,
    /// Where such a key is made.
    pub key_hint: &'static str,
    pub examples: [(Language, &'static str); 5],
    /// The headings of tables in `docs/API.md`, and what they are called here.
    pub tables: &'static [(&'static str, &'static str)],
    pub tries: &'static [Try],
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
    pub fields: &'static [Field],
    /// What is asked before it is done; "": it changes nothing.
    pub asks: &'static str,
}

#[derive(Debug)]
pub struct Field {
    pub name: &'static str,
    pub label: &'static str,
    pub example: &'static str,
    /// Sent as a number in JSON.
    pub is_number: bool,
}

const fn text(name: &'static str, label: &'static str, example: &'static str) -> Field {
    Field { name, label, example, is_number: false }
}

const fn number(name: &'static str, label: &'static str, example: &'static str) -> Field {
    Field { name, label, example, is_number: true }
}

const fn call(name: &'static str, label: &'static str, fields: &'static [Field]) -> Try {
    Try { name, label, method: "POST", path: "/api/v2", sends: "form", fields, asks: "" }
}

const fn read(name: &'static str, label: &'static str, path: &'static str) -> Try {
    Try { name, label, method: "GET", path, sends: "query", fields: &[], asks: "" }
}

const ORDER: Field = text("order", "Order", "1");
const PAGES: &[Field] = &[number("page", "Page", "1"), number("per_page", "Rows on a page", "10")];
const PLACES: &str = "This places a real order, and its charge is taken from your balance.";

pub const PROTOCOLS: [Protocol; 3] = [
    Protocol {
        name: "v2",
        title: "API v2",
        about: "The protocol of the trade. Scripts and panels that speak it need another URL and \
                another key, nothing else. One endpoint takes form parameters by POST and answers \
                JSON.",
        path: "/api/v2",
        key: "YOUR_KEY",
        key_word: "API key",
        key_hint: "A key begins with wb_.",
        examples: [
            (CURL, include_str!("examples/v2.sh")),
            (PHP, include_str!("examples/v2.php")),
            (PYTHON, include_str!("examples/v2.py")),
            (JAVASCRIPT, include_str!("examples/v2.js")),
            (GO, include_str!("examples/v2.go")),
        ],
        tables: &[
            ("## Actions", "Actions"),
            ("## Service types and what `add` takes", "What add takes, by the type of the service"),
            ("## Status words", "Status words of orders"),
            ("## Errors", "Error sentences"),
            ("## Limits", "Limits"),
        ],
        tries: &[
            call("balance", "balance", &[]),
            call("services", "services", &[]),
            call("status", "status", &[ORDER]),
            Try {
                asks: PLACES,
                ..call(
                    "add",
                    "add",
                    &[
                        text("service", "Service", "1"),
                        text("link", "Link", "https://example.com/post/1"),
                        text("quantity", "Quantity", "100"),
                    ],
                )
            },
            Try {
                asks: "This asks to cancel a real order.",
                ..call("cancel", "cancel", &[text("orders", "Orders", "1")])
            },
            Try {
                asks: "This asks for the refill of a real order.",
                ..call("refill", "refill", &[ORDER])
            },
            call("refill_status", "refill_status", &[text("refill", "Refill", "1")]),
        ],
    },
    Protocol {
        name: "order",
        title: "Order API",
        about: "Three calls with JSON in and out, and a bearer token. An order can start later, \
                keep a pace and aim at a position.",
        path: "/api/order/create",
        key: "YOUR_TOKEN",
        key_word: "Token",
        key_hint: "A JWT with the permission to read and place orders.",
        examples: [
            (CURL, include_str!("examples/order.sh")),
            (PHP, include_str!("examples/order.php")),
            (PYTHON, include_str!("examples/order.py")),
            (JAVASCRIPT, include_str!("examples/order.js")),
            (GO, include_str!("examples/order.go")),
        ],
        tables: &[
            ("# The order API", "Calls"),
            ("## create", "What create takes"),
            ("## order", "Status words"),
            ("## Token and answers", "Status codes"),
        ],
        tries: &[
            read("check-balance", "check-balance", "/api/check-balance"),
            Try { fields: &[ORDER], ..read("order", "order/{id}", "/api/order/{order}") },
            Try {
                name: "create",
                label: "order/create",
                method: "POST",
                path: "/api/order/create",
                sends: "json",
                fields: &[
                    text("link", "Link", "https://www.example.com/r/example/comments/abc123/"),
                    number("type", "Type", "1"),
                    number("vote", "Vote", "5"),
                    number("after", "After, minutes", "0"),
                    number("speed", "Speed, a minute", "1"),
                ],
                asks: PLACES,
            },
        ],
    },
    Protocol {
        name: "marketplace",
        title: "Marketplace API",
        about: "For affiliates: what their links brought. It only reads, with a bearer token.",
        path: "/api/v1",
        key: "YOUR_TOKEN",
        key_word: "Token",
        key_hint: "A JWT with the permission affiliate:read.",
        examples: [
            (CURL, include_str!("examples/marketplace.sh")),
            (PHP, include_str!("examples/marketplace.php")),
            (PYTHON, include_str!("examples/marketplace.py")),
            (JAVASCRIPT, include_str!("examples/marketplace.js")),
            (GO, include_str!("examples/marketplace.go")),
        ],
        tables: &[
            ("# The marketplace API", "Calls"),
            ("## Parameters", "Parameters"),
            ("## Token and faults of the marketplace API", "Status codes"),
        ],
        tries: &[
            Try { fields: PAGES, ..read("referral", "referral", "/api/v1/referral") },
            Try { fields: PAGES, ..read("payment", "payment", "/api/v1/payment") },
            read("links", "affiliate-link/data", "/api/v1/affiliate-link/data"),
            Try { fields: PAGES, ..read("offer", "offer", "/api/v1/offer") },
        ],
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::public::api_docs::manual;

    #[test]
    fn every_table_is_in_the_manual() {
        for (heading, _) in PROTOCOLS.iter().flat_map(|protocol| protocol.tables) {
            let table = manual::table(heading);
            assert!(table.rows.len() > 2, "{heading}");
            assert!(table.rows.iter().all(|row| row.len() == table.head.len()), "{heading}");
        }
    }

    #[test]
    fn every_example_names_the_panel_and_the_key() {
        for protocol in &PROTOCOLS {
            for ((name, _), text) in protocol.examples {
                assert!(text.contains("__PANEL__") && text.contains("__KEY__"), "{name}");
            }
        }
    }
}
