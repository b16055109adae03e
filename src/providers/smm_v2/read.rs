//! What the answers of API v2 say, in the shapes that panels are seen to send.

use std::collections::HashMap;

use serde_json::Value;

use crate::catalogue::kind::Counted;
use crate::providers::list;
use crate::providers::loose;
use crate::providers::outcome::{self, Said};
use crate::providers::unread::{Unread, Unreadable};
use crate::providers::upstream::{
    CancelAnswer, Listed, NoAnswer, RefillAnswer, RefillState, Report, Word,
};

/// What the body of an `add` says.
pub(in crate::providers) fn said(body: &Value) -> Said {
    let named = |name| Some((name, body.get(name).filter(|value| !value.is_null())?));
    let given = ["order", "order_id", "id"].into_iter().find_map(named);
    match (given.map(|(name, value)| (name, loose::id(value))), error(body)) {
        // An error's own number would look like that.
        (Some(("order_id" | "id", _)), Some(_)) => Said::Nonsense("both an id and an error"),
        (Some((_, Some(id))), _) => Said::Id(id),
        (Some((_, None)), _) => Said::Nonsense("the order's id is none"),
        (None, Some(words)) => Said::Error(words),
        (None, None) => Said::Nonsense("neither an order nor an error"),
    }
}

/// The words of an error, if there is one in plain text.
fn error(body: &Value) -> Option<String> {
    match body.get("error") {
        Some(Value::String(words)) if !words.trim().is_empty() => Some(words.trim().to_owned()),
        _ => None,
    }
}

/// What is wrong with an answer as a whole.
pub(super) fn whole_error(body: &Value) -> NoAnswer {
    NoAnswer(error(body).map_or_else(
        || "the answer has another shape".to_owned(),
        |words| loose::line(&words, 300),
    ))
}

/// The reports on these ids, and on no others.
pub(super) fn reports(
    ids: &[String],
    body: &Value,
) -> Result<HashMap<String, Result<Report, String>>, NoAnswer> {
    let mut found = HashMap::new();
    match body {
        Value::Object(map) => {
            for id in ids {
                if let Some(item) = map.get(id) {
                    found.insert(id.clone(), report(item));
                }
            }
            if let ([id], true, Some(_)) = (ids, found.is_empty(), map.get("status")) {
                found.insert(id.clone(), report(body));
            }
            if found.is_empty() && map.contains_key("error") {
                return match (ids, error(body)) {
                    // Asked for one alone, the error may be of that one or of all: nothing moves.
                    ([id], Some(words)) => {
                        Ok(HashMap::from([(id.clone(), Err(loose::line(&words, 300)))]))
                    }
                    _ => Err(whole_error(body)),
                };
            }
        }
        Value::Array(items) => {
            for item in items {
                let named = ["order", "order_id", "id"].iter().find_map(|name| item.get(name));
                let Some(id) = named.and_then(loose::id).filter(|id| ids.contains(id)) else {
                    continue;
                };
                found.insert(id, report(item));
            }
        }
        _ => return Err(whole_error(body)),
    }
    Ok(found)
}

/// One item of a batch.
fn report(item: &Value) -> Result<Report, String> {
    let Value::Object(map) = item else {
        // Some panels write an error for one id as a bare text.
        return Err(loose::line(item.as_str().unwrap_or("no object"), 300));
    };
    if let Some(words) = error(item) {
        return Err(loose::line(&words, 300));
    }
    let Some(status) = loose::text(map.get("status")) else {
        return Err("it has no status".to_owned());
    };
    Ok(Report {
        remains: loose::count(map.get("remains")),
        start_count: loose::count(map.get("start_count")).filter(|count| *count >= 0),
        ..Report::new(word(&status))
    })
}

/// The words of the trade, and those that panels use for them. What is not among them moves
/// nothing: "failed" or "error" may be mended over there.
fn word(status: &str) -> Word {
    let low: String = status.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    match low.as_str() {
        "pending" | "processing" | "inprogress" | "progress" | "active" | "queued" | "queue"
        | "waiting" | "awaiting" | "running" | "new" | "started" | "created" | "accepted" => {
            Word::Open
        }
        "completed" | "complete" | "success" | "successful" | "done" | "finished" | "delivered" => {
            Word::Completed
        }
        "partial" | "partially" | "partialcompleted" | "partiallycompleted" | "partialcomplete" => {
            Word::Partial
        }
        "canceled" | "cancelled" | "cancel" | "refunded" => Word::Canceled,
        _ => Word::Other,
    }
}

/// The part of an answer that is about this id: of an array its item, of an object keyed by ids
/// the value, else all of it.
fn part<'b>(id: &str, name: &str, body: &'b Value) -> Option<&'b Value> {
    let of = |item: &'b Value| item.get(name).and_then(loose::id);
    match body {
        Value::Array(items) => match &items[..] {
            [one] if one.get(name).is_none() => Some(one),
            _ => items.iter().find(|item| of(item).as_deref() == Some(id)),
        },
        Value::Object(map) => match map.get(id) {
            Some(item) => Some(item),
            None if of(body).is_none_or(|named| named == id) => Some(body),
            None => None,
        },
        _ => None,
    }
}

pub(super) fn cancel_answer(id: &str, body: &Value) -> Result<CancelAnswer, NoAnswer> {
    let item = part(id, "order", body).ok_or_else(|| whole_error(body))?;
    let answer = match item.get("cancel") {
        Some(value) => value,
        None => item,
    };
    if let Some(words) = error(answer).or_else(|| error(item)) {
        let reason = loose::line(&words, 300);
        return match reason.to_lowercase() {
            low if outcome_is_uncertain(&low) => Err(NoAnswer(reason)),
            // It was asked before, and the answer was lost.
            low if low.contains("cancel task") => Ok(CancelAnswer::Accepted),
            _ => Ok(CancelAnswer::Refused { reason }),
        };
    }
    let says_yes = |value: &Value| {
        loose::flag(Some(value))
            || value.as_str().is_some_and(|text| {
                matches!(text.trim().to_lowercase().as_str(), "success" | "ok" | "accepted")
            })
    };
    match answer {
        Value::Object(map) if map.get("status").is_some_and(says_yes) => Ok(CancelAnswer::Accepted),
        Value::Object(_) | Value::Array(_) | Value::Null => Err(whole_error(body)),
        value if says_yes(value) => Ok(CancelAnswer::Accepted),
        Value::String(text) => Ok(CancelAnswer::Refused { reason: loose::line(text, 300) }),
        _ => Ok(CancelAnswer::Refused { reason: "it said no".to_owned() }),
    }
}

pub(super) fn refill_answer(id: &str, body: &Value) -> Result<RefillAnswer, NoAnswer> {
    let item = part(id, "order", body).ok_or_else(|| whole_error(body))?;
    let answer = item.get("refill").unwrap_or(item);
    if let Some(words) = error(answer).or_else(|| error(item)) {
        let reason = loose::line(&words, 300);
        return match outcome_is_uncertain(&reason.to_lowercase()) {
            true => Err(NoAnswer(reason)),
            false => Ok(RefillAnswer::Refused { reason }),
        };
    }
    match item.get("refill").and_then(loose::id) {
        Some(upstream_id) => Ok(RefillAnswer::Accepted { upstream_id }),
        None => Err(whole_error(body)),
    }
}

pub(super) fn refill_state(id: &str, body: &Value) -> Result<RefillState, NoAnswer> {
    let item = part(id, "refill", body).ok_or_else(|| whole_error(body))?;
    let nested = item.get("status");
    if let Some(words) = nested.and_then(error).or_else(|| error(item)) {
        return match words.to_lowercase().contains("not found") {
            true => Ok(RefillState::Rejected),
            false => Err(NoAnswer(loose::line(&words, 300))),
        };
    }
    let status = loose::text(nested).ok_or_else(|| whole_error(body))?;
    let low: String = status.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    match low.as_str() {
        "completed" | "complete" | "success" | "done" | "finished" => Ok(RefillState::Completed),
        "rejected" | "canceled" | "cancelled" | "error" | "failed" => Ok(RefillState::Rejected),
        "pending" | "inprogress" | "processing" | "active" | "awaiting" => {
            Ok(RefillState::InProgress)
        }
        _ => Err(NoAnswer(format!("it said {:?}", loose::line(&status, 40)))),
    }
}

fn outcome_is_uncertain(low: &str) -> bool {
    outcome::UNCERTAIN.iter().any(|word| low.contains(word))
}

/// A row of the list, or why it is not taken: a rate or a limit is never made up.
pub(super) fn listed(row: &Value) -> Result<Listed, Unread> {
    let at = |name: &str| row.get(name);
    let words = |name: &str| loose::text(at(name)).unwrap_or_default();
    let id = at("service").or_else(|| at("id"));
    let not = |why, said: Option<&Value>| Unread::new((id, at("name")), why, said);
    if !row.is_object() {
        return Err(not(Unreadable::Shape, Some(row)));
    }
    let upstream_service = loose::text(id).ok_or_else(|| not(Unreadable::Id, id))?;
    let whole = |name: &str| loose::count(at(name)).filter(|count| *count >= 0);
    let is_package =
        list::kind(&words("type")).is_some_and(|kind| kind.counted() == Counted::Package);
    let (min, max) = if is_package {
        // One is bought, whatever stands there; often nothing does, or 0.
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
        description: loose::text(at("desc").or_else(|| at("description"))).unwrap_or_default(),
        rate: loose::micros(at("rate"), true)
            .filter(|rate| *rate >= 0)
            .ok_or_else(|| not(Unreadable::Rate, at("rate")))?,
        min,
        max,
        refill: loose::flag(at("refill")),
        cancel: loose::flag(at("cancel")),
        dripfeed: loose::flag(at("dripfeed").or_else(|| at("drip_feed"))),
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
        let found = reports(&ids(&["1", "2", "3", "4", "5"]), &body).unwrap();
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
        let found = reports(&ids(&["7"]), &flat).unwrap();
        assert_eq!(found["7"].as_ref().unwrap().word, Word::Completed);
        // A flat answer to a batch is about nobody.
        assert!(reports(&ids(&["7", "8"]), &flat).unwrap().is_empty());
        let list = json!([{ "order": 7, "status": "Canceled" }, { "order": 9, "status": "x" }]);
        let found = reports(&ids(&["7", "8"]), &list).unwrap();
        assert_eq!(found.len(), 1);
        assert!(reports(&ids(&["7", "8"]), &json!({ "error": "Invalid API key" })).is_err());
        let one = reports(&ids(&["7"]), &json!({ "error": "Incorrect order ID" })).unwrap();
        assert!(one["7"].is_err());
        let senseless = reports(&ids(&["7"]), &json!({ "status": "Canceled", "remains": "?" }));
        assert_eq!(senseless.unwrap()["7"].as_ref().unwrap().remains, Some(-1));
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
            ("Canceled", Word::Canceled),
            ("Cancelled", Word::Canceled),
            ("Refunded", Word::Canceled),
            ("Fail", Word::Other),
            ("Error", Word::Other),
            ("", Word::Other),
            ("Rejected", Word::Other),
        ] {
            assert_eq!(word(said), read, "{said}");
        }
    }

    #[test]
    fn answers_to_a_cancel() {
        let accepted = |body| matches!(cancel_answer("9", &body), Ok(CancelAnswer::Accepted));
        let refused = |body| matches!(cancel_answer("9", &body), Ok(CancelAnswer::Refused { .. }));
        let none = |body| cancel_answer("9", &body).is_err();
        for yes in [
            json!([{ "order": 9, "cancel": 1 }]),
            json!([{ "order": "9", "cancel": "1" }]),
            json!([{ "cancel": true }]),
            json!({ "cancel": 1 }),
            json!({ "9": { "cancel": 1 } }),
            json!({ "status": "success" }),
            json!([{ "order": 9, "cancel": { "error": "The cancel task is not completed" } }]),
        ] {
            assert!(accepted(yes.clone()), "{yes}");
        }
        for no in [
            json!([{ "order": 9, "cancel": { "error": "Incorrect order ID" } }]),
            json!([{ "order": 9, "cancel": 0 }]),
            json!([{ "order": 9, "cancel": "cannot be canceled" }]),
            json!({ "error": "Incorrect request" }),
        ] {
            assert!(refused(no.clone()), "{no}");
        }
        for odd in [
            json!([{ "order": 8, "cancel": 1 }]),
            json!({ "order": 8, "cancel": 1 }),
            json!([]),
            json!({}),
            json!(1),
            json!([{ "order": 9, "cancel": null }]),
            json!({ "error": "Internal error, please try again later" }),
        ] {
            assert!(none(odd.clone()), "{odd}");
        }
    }

    #[test]
    fn answers_to_a_refill() {
        for (body, id) in [
            (json!({ "refill": "1" }), "1"),
            (json!({ "refill": 17 }), "17"),
            (json!([{ "order": 9, "refill": 3 }]), "3"),
        ] {
            let accepted = RefillAnswer::Accepted { upstream_id: id.to_owned() };
            assert_eq!(refill_answer("9", &body), Ok(accepted));
        }
        let refused = refill_answer("9", &json!({ "error": "Refill is disabled" }));
        assert!(matches!(refused, Ok(RefillAnswer::Refused { .. })));
        let nested = json!([{ "order": 9, "refill": { "error": "Incorrect order ID" } }]);
        assert!(matches!(refill_answer("9", &nested), Ok(RefillAnswer::Refused { .. })));
        for odd in [
            json!({}),
            json!({ "refill": null }),
            json!([{ "order": 8, "refill": 3 }]),
            json!({ "error": "timeout" }),
            json!({ "refill": 0 }),
        ] {
            assert!(refill_answer("9", &odd).is_err(), "{odd}");
        }
        assert_eq!(
            refill_state("1", &json!({ "status": "Completed" })),
            Ok(RefillState::Completed)
        );
        let list = json!([{ "refill": 1, "status": "In progress" }]);
        assert_eq!(refill_state("1", &list), Ok(RefillState::InProgress));
        let gone = json!({ "status": { "error": "Refill not found" } });
        assert_eq!(refill_state("1", &gone), Ok(RefillState::Rejected));
        assert!(refill_state("1", &json!({ "status": "odd" })).is_err());
    }
}
