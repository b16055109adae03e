//! What the answers of API v2 say, in the shapes that real panels send.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::error::{error, whole_error, words_of};
use super::shape::{alone, has_any, has_wrapping, inside};
use crate::catalogue::kind::Counted;
use crate::providers::lenient_json;
use crate::providers::list;
use crate::providers::outcome::SubmitReply;
use crate::providers::unread::{Unread, Unreadable};
use crate::providers::upstream::{Listed, Report, SAID_CHARS_MAX, Statuses, Word};

/// What the body of an `add` says.
pub(in crate::providers) fn said(body: &Value) -> SubmitReply {
    const NAMES: [&str; 3] = ["order", "order_id", "id"];
    let says = |map: &Map<String, Value>| has_any(map, &NAMES) || words_of(map).is_some();
    let body = alone(inside(alone(body), says));
    let named = |name| Some((name, body.get(name).filter(|value| !value.is_null())?));
    let given = NAMES.into_iter().find_map(named);
    match (given.map(|(name, value)| (name, lenient_json::id(value))), error(body)) {
        // The error's own number would look like an order's id.
        (Some(("order_id" | "id", _)), Some(_)) => SubmitReply::Nonsense("both an id and an error"),
        (Some((_, Some(id))), _) => SubmitReply::Id(id),
        (Some((_, None)), _) => SubmitReply::Nonsense("the order's id is none"),
        (None, Some(words)) => SubmitReply::Error(words),
        (None, None) => SubmitReply::Nonsense("neither an order nor an error"),
    }
}

/// The reports on these ids, and on no others.
pub(super) fn reports(ids: &[String], body: &Value) -> Statuses {
    let has_ids = |map: &Map<String, Value>| ids.iter().any(|id| of_id(map, id).is_some());
    let inner = inside(body, has_ids);
    let mut found = HashMap::new();
    match inner {
        Value::Object(map) => {
            for id in ids {
                if let Some(item) = of_id(map, id) {
                    found.insert(id.clone(), report(item));
                }
            }
            // Beside a wrapping, the status is about the call: "success" is then not the order's
            // word.
            let is_calls = std::ptr::eq(inner, body) && has_wrapping(map);
            if let [id] = ids
                && found.is_empty()
                && map.contains_key("status")
                && !is_calls
                && is_about(id, map)
            {
                found.insert(id.clone(), report(inner));
            }
        }
        Value::Array(items) => {
            for item in items {
                match (named(item), ids, &items[..]) {
                    (Some(named), ..) => {
                        if let Some(id) = asked(ids, &named) {
                            found.insert(id.clone(), report(item));
                        }
                    }
                    (None, [id], [_]) if item.is_object() => {
                        found.insert(id.clone(), report(item));
                    }
                    (None, ..) => {}
                }
            }
        }
        _ => {}
    }
    if let ([id], true, Some(words)) = (ids, found.is_empty(), error(inner).or(error(body))) {
        // If one order was asked about, the error may be about that order or about the whole call:
        // nothing moves.
        found.insert(id.clone(), Err(lenient_json::line(&words, 300)));
    }
    let silence = found.is_empty().then(|| whole_error(body).0);
    Statuses { found, silence }
}

/// The value under this id, however the id is written there.
fn of_id<'b>(map: &'b Map<String, Value>, id: &str) -> Option<&'b Value> {
    let is_it = |key: &str| key.contains('.') && lenient_json::plain_id(key) == id;
    map.get(id).or_else(|| map.iter().find(|(key, _)| is_it(key)).map(|(_, item)| item))
}

/// The one of these ids that is meant.
fn asked<'i>(ids: &'i [String], said: &str) -> Option<&'i String> {
    ids.iter().find(|id| *id == said)
}

/// The order that an item of a list is about, if the item says so.
fn named(item: &Value) -> Option<String> {
    ["order", "order_id", "id"].iter().find_map(|name| item.get(*name)).and_then(lenient_json::id)
}

/// Whether an answer for one order is about this order: it names no other one.
fn is_about(id: &str, map: &Map<String, Value>) -> bool {
    let named =
        ["order", "order_id"].iter().find_map(|name| map.get(*name)).and_then(lenient_json::id);
    named.is_none_or(|named| named == id)
}

/// One item of a batch.
fn report(item: &Value) -> Result<Report, String> {
    let Value::Object(map) = item else {
        // Some panels write an error for one id as plain text.
        return Err(lenient_json::line(item.as_str().unwrap_or("no object"), 300));
    };
    if let Some(words) = error(item) {
        return Err(lenient_json::line(&words, 300));
    }
    let Some(status) = lenient_json::text(map.get("status")) else {
        return Err("it has no status".to_owned());
    };
    let (word, is_waiting) = word(&status);
    let remains = lenient_json::count(map.get("remains"));
    // Nothing was done yet, and some panels report 0 as what remains then.
    let is_unset = is_waiting && remains == Some(0);
    Ok(Report {
        remains: remains.filter(|_| !is_unset),
        start_count: lenient_json::count(map.get("start_count")).filter(|count| *count >= 0),
        charge: lenient_json::micros(map.get("charge"), true),
        said: Some(lenient_json::line(&status, SAID_CHARS_MAX)),
        ..Report::new(word)
    })
}

/// The usual words, the words that panels use for them, and whether the order still waits for its
/// turn. A word that is not among them moves nothing: "failed" or "error" may still be corrected by
/// the provider, and only a panel itself knows what a number means. A person is told after a while.
fn word(status: &str) -> (Word, bool) {
    let low: String = status.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    let word = match low.as_str() {
        "pending" | "queued" | "queue" | "waiting" | "awaiting" | "new" | "created"
        | "accepted" => return (Word::Open, true),
        "processing" | "inprogress" | "progress" | "active" | "running" | "started" => Word::Open,
        "completed" | "complete" | "success" | "successful" | "done" | "finished" | "delivered" => {
            Word::Completed
        }
        "partial" | "partially" | "partialcompleted" | "partiallycompleted" | "partialcomplete"
        | "partiallyrefunded" | "partialrefunded" | "partialrefund" | "partiallyrefund" => {
            Word::Partial
        }
        "canceled" | "cancelled" | "cancel" | "refunded" | "refund" | "refunds" => Word::Canceled,
        _ => Word::Other,
    };
    (word, false)
}

/// A row of the list, or why it is not taken: a rate or a limit is never invented.
pub(super) fn listed(row: &Value) -> Result<Listed, Unread> {
    let at = |name: &str| row.get(name);
    let words = |name: &str| lenient_json::text(at(name)).unwrap_or_default();
    let id = at("service").or_else(|| at("id"));
    let not = |why, said: Option<&Value>| Unread::new((id, at("name")), why, said);
    if !row.is_object() {
        return Err(not(Unreadable::Shape, Some(row)));
    }
    let named = lenient_json::text(id).ok_or_else(|| not(Unreadable::Id, id))?;
    let upstream_service = lenient_json::plain_id(&named).to_owned();
    let whole = |name: &str| lenient_json::count(at(name)).filter(|count| *count >= 0);
    let is_package =
        list::kind(&words("type")).is_some_and(|kind| kind.counted() == Counted::Package);
    let (min, max) = if is_package {
        // A package is bought once, whatever the field says; often it is missing or 0.
        let min = whole("min").unwrap_or(1).max(1);
        (min, whole("max").unwrap_or(min).max(min))
    } else {
        let min = whole("min").ok_or_else(|| not(Unreadable::Min, at("min")))?.max(1);
        (min, whole("max").ok_or_else(|| not(Unreadable::Max, at("max")))?)
    };
    if max < min {
        let said = Value::from(format!("{min} to {max}"));
        return Err(not(Unreadable::Limits, Some(&said)));
    }
    Ok(Listed {
        name: words("name"),
        category: words("category"),
        kind: Some(words("type")).filter(|kind| !kind.is_empty()).unwrap_or("Default".to_owned()),
        description: lenient_json::text(at("desc").or_else(|| at("description")))
            .unwrap_or_default(),
        rate: lenient_json::micros(at("rate"), true)
            .filter(|rate| *rate >= 0)
            .ok_or_else(|| not(Unreadable::Rate, at("rate")))?,
        min,
        max,
        refill: lenient_json::flag(at("refill")),
        cancel: lenient_json::flag(at("cancel")),
        dripfeed: lenient_json::flag(at("dripfeed").or_else(|| at("drip_feed"))),
        upstream_service,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn ids(ids: &[&str]) -> Vec<String> {
        ids.iter().map(|id| (*id).to_owned()).collect()
    }

    #[test]
    fn a_batch_touches_only_what_was_asked_for() {
        let body = json!({
            "1": { "charge": "0.27", "start_count": "3572", "status": "Partial", "remains": "157" },
            "2": { "error": "Incorrect order ID" },
            "3": "Incorrect order ID",
            "4": { "status": "In progress", "remains": 10, "start_count": null },
            "99": { "status": "Canceled" },
        });
        let found = reports(&ids(&["1", "2", "3", "4", "5"]), &body).found;
        assert_eq!(found.len(), 4);
        let one = found["1"].as_ref().unwrap();
        assert_eq!(
            (one.word, one.remains, one.start_count),
            (Word::Partial, Some(157), Some(3572))
        );
        assert!(found["2"].is_err() && found["3"].is_err());
        let four = found["4"].as_ref().unwrap();
        assert_eq!((four.word, four.remains, four.start_count), (Word::Open, Some(10), None));
    }

    #[test]
    fn other_shapes_of_a_status() {
        let flat = json!({ "status": "Completed", "remains": "0", "start_count": 5 });
        let found = reports(&ids(&["7"]), &flat).found;
        assert_eq!(found["7"].as_ref().unwrap().word, Word::Completed);
        // A flat answer to a batch names no order.
        let nobody = reports(&ids(&["7", "8"]), &flat);
        assert!(nobody.found.is_empty() && nobody.silence.is_some());
        let list = json!([{ "order": 7, "status": "Canceled" }, { "order": 9, "status": "x" }]);
        let found = reports(&ids(&["7", "8"]), &list);
        assert!(found.found.len() == 1 && found.silence.is_none());
        let refused = reports(&ids(&["7", "8"]), &json!({ "error": "Invalid API key" }));
        assert_eq!(refused.silence.as_deref(), Some("Invalid API key"));
        let one = reports(&ids(&["7"]), &json!({ "error": "Incorrect order ID" })).found;
        assert!(one["7"].is_err());
        let senseless = reports(&ids(&["7"]), &json!({ "status": "Canceled", "remains": "?" }));
        assert_eq!(senseless.found["7"].as_ref().unwrap().remains, Some(-1));
    }

    #[test]
    fn a_wrapping_is_looked_through() {
        let (seven, eight) = (json!({ "status": "Canceled" }), json!({ "status": "Completed" }));
        for body in [
            json!({ "7": seven, "8": eight }),
            json!({ "7.0": seven, "8.0": eight }),
            json!({ "data": { "7": seven, "8": eight } }),
            json!({ "orders": { "7": seven, "8": eight } }),
            json!({ "status": "success", "result": { "7": seven, "8": eight } }),
            json!({ "orders": [{ "order": 7.0, "status": "Canceled" },
                               { "id": "8", "status": "Completed" }] }),
            json!({ "error": "", "data": [{ "order": { "id": 7 }, "status": "Canceled" },
                                          { "order_id": 8, "status": "Completed" }] }),
        ] {
            let found = reports(&ids(&["7", "8"]), &body).found;
            let word = |id: &str| found.get(id).map(|one| one.as_ref().unwrap().word);
            let words = (word("7"), word("8"));
            assert_eq!(words, (Some(Word::Canceled), Some(Word::Completed)), "{body}");
        }
        for body in [
            json!({ "order": { "status": "Pending" } }),
            json!({ "order": { "id": 7, "status": "Pending" } }),
            json!({ "order": 7, "status": "Pending" }),
            json!({ "data": { "7": { "status": "Pending" } } }),
            json!({ "data": [{ "status": "Pending" }] }),
            json!([{ "status": "Pending" }]),
            // The word about the call is not the word about the order.
            json!({ "status": "success", "data": { "status": "Pending" } }),
            json!({ "status": "completed", "order": { "status": "Pending" } }),
        ] {
            let found = reports(&ids(&["7"]), &body).found;
            assert_eq!(found["7"].as_ref().unwrap().word, Word::Open, "{body}");
        }
        for nothing in [
            json!({ "status": "success", "data": [] }),
            json!({ "status": "success", "data": {} }),
            json!({ "order": 8, "status": "Completed" }),
            json!([{ "order": 8, "status": "Completed" }]),
            json!({ "data": { "data": { "7": { "status": "Completed" } } } }),
            json!("Completed"),
            json!([]),
        ] {
            let said = reports(&ids(&["7"]), &nothing);
            assert!(said.found.is_empty() && said.silence.is_some(), "{nothing}");
        }
    }

    #[test]
    fn an_id_in_whatever_it_comes() {
        for body in [
            json!({ "order": 79 }),
            json!({ "order": 79.0 }),
            json!({ "order": "79.0" }),
            json!({ "order": { "id": 79 } }),
            json!({ "order": { "order": 79 } }),
            json!({ "order": { "order_id": "79" } }),
            json!({ "data": { "order": 79 } }),
            json!({ "status": "success", "result": { "id": 79.0 } }),
            json!({ "orders": [{ "order": 79 }] }),
            json!([{ "order": 79 }]),
            json!([{ "order": { "id": 79 } }]),
        ] {
            assert_eq!(said(&body), SubmitReply::Id("79".to_owned()), "{body}");
        }
        for body in [
            json!({ "error": "Bad link" }),
            json!({ "data": { "error": "Bad link" } }),
            json!({ "order": { "error": "Bad link" } }),
            json!([{ "error": "Bad link" }]),
            json!({ "error": "Bad link", "data": [] }),
        ] {
            assert_eq!(said(&body), SubmitReply::Error("Bad link".to_owned()), "{body}");
        }
        for odd in [
            json!([{ "order": 79 }, { "order": 80 }]),
            json!({ "data": [{ "order": 79 }, { "order": 80 }] }),
            json!({ "data": { "data": { "order": 79 } } }),
            json!({ "data": { "order": 79 }, "result": { "order": 80 } }),
            json!({ "data": { "id": 79, "error": "Bad link" } }),
            json!({ "data": 79 }),
            json!([79]),
            json!({ "order": {} }),
            json!({ "order": { "id": { "id": 79 } } }),
        ] {
            assert!(matches!(said(&odd), SubmitReply::Nonsense(_)), "{odd}");
        }
    }

    #[test]
    fn words_of_the_trade() {
        for (said, read) in [
            ("Pending", Word::Open),
            ("In progress", Word::Open),
            ("in_progress", Word::Open),
            ("PROCESSING", Word::Open),
            ("Completed", Word::Completed),
            ("success", Word::Completed),
            ("Partial", Word::Partial),
            ("Partially Refunded", Word::Partial),
            ("Canceled", Word::Canceled),
            ("Cancelled", Word::Canceled),
            ("Refunded", Word::Canceled),
            ("Refund", Word::Canceled),
            ("refunds", Word::Canceled),
            ("Fail", Word::Other),
            ("Failed", Word::Other),
            ("Error", Word::Other),
            ("2", Word::Other),
            ("Выполнен", Word::Other),
            ("", Word::Other),
            ("Rejected", Word::Other),
        ] {
            assert_eq!(word(said).0, read, "{said}");
        }
    }

    #[test]
    fn what_stands_beside_the_word() {
        let read = |body: Value| report(&body).unwrap();
        // For a waiting order, 0 only means that nothing was counted yet.
        assert_eq!(read(json!({ "status": "Pending", "remains": "0" })).remains, None);
        assert_eq!(read(json!({ "status": "Pending", "remains": "40" })).remains, Some(40));
        assert_eq!(read(json!({ "status": "In progress", "remains": 0 })).remains, Some(0));
        let charge = |said: Value| read(json!({ "status": "Canceled", "charge": said })).charge;
        assert_eq!(charge(json!("0.00000")), Some(0));
        assert_eq!(charge(json!(0)), Some(0));
        assert_eq!(charge(json!("0.0000001")), Some(1));
        assert_eq!(charge(json!("1,234.5")), Some(1_234_500_000));
        for none in [json!(null), json!(""), json!("free"), json!("$0"), json!(false)] {
            assert_eq!(charge(none.clone()), None, "{none}");
        }
        let said = |status: Value| read(json!({ "status": status })).said;
        assert_eq!(said(json!("Fail")).as_deref(), Some("Fail"));
        assert_eq!(said(json!(4)).as_deref(), Some("4"));
        assert_eq!(said(json!(" In  Progress")).as_deref(), Some("In Progress"));
        assert_eq!(said(json!("long ".repeat(100))).unwrap().chars().count(), SAID_CHARS_MAX);
    }
}
