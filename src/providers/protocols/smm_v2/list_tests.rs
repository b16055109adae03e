//! Tests of a list's rows, right and wrong ones.

use serde_json::{Value, json};

use super::read::listed;
use crate::providers::unread::Unreadable;

#[test]
fn what_cannot_be_read_is_never_made_up() {
    let package = json!({ "service": 1, "rate": "1", "type": "Package", "min": 0, "max": 0 });
    let package = listed(&package).unwrap();
    assert_eq!((package.min, package.max), (1, 1));
    let row = |min: Value, max: Value, rate: Value| json!({ "service": 1, "name": "A", "rate": rate, "min": min, "max": max });
    for (odd, why, said) in [
        (json!("x"), Unreadable::Shape, "x"),
        (json!({ "rate": "1", "min": 1, "max": 5 }), Unreadable::Id, ""),
        (json!({ "service": [7], "min": 1, "max": 5 }), Unreadable::Id, "[7]"),
        (row(json!(1), json!(5), json!("free")), Unreadable::Rate, "free"),
        (row(json!(1), json!(5), json!(null)), Unreadable::Rate, ""),
        (row(json!(1), json!(5), json!("-1")), Unreadable::Rate, "-1"),
        (row(json!("few"), json!(5), json!(1)), Unreadable::Min, "few"),
        (row(json!(null), json!(5), json!(1)), Unreadable::Min, ""),
        (row(json!(1), json!({ "a": 1 }), json!(1)), Unreadable::Max, "{\"a\":1}"),
        (json!({ "service": 1, "rate": 1, "min": 1 }), Unreadable::Max, ""),
        (row(json!(9), json!(8), json!(1)), Unreadable::Limits, "9 to 8"),
        (row(json!(0), json!(0), json!(1)), Unreadable::Limits, "1 to 0"),
    ] {
        let unread = listed(&odd).unwrap_err();
        assert_eq!((unread.why, unread.said.as_str()), (why, said), "{odd}");
    }
}

#[test]
fn a_row_of_the_list() {
    let row = json!({
        "service": 1, "name": "A", "type": "Default", "category": "C", "rate": 0.9,
        "min": "50", "max": 10000, "refill": "1", "cancel": 0, "dripfeed": true,
    });
    let read = listed(&row).unwrap();
    assert_eq!((read.upstream_service.as_str(), read.rate), ("1", 900_000));
    assert_eq!((read.min, read.max), (50, 10_000));
    assert!(read.refill && !read.cancel && read.dripfeed);
}
