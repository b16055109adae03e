//! What comes back for a cancel or a refill, in the shapes that real panels send.

use serde_json::{Map, Value};

use super::error::{error, whole_error};
use super::shape::{alone, has_any, has_wrapping, inside};
use crate::providers::lenient_json;
use crate::providers::upstream::{CancelAnswer, NoAnswer, RefillAnswer, RefillState};
use crate::providers::words;

/// The fields that say something about a cancel, and about a refill.
const OF_CANCEL: [&str; 4] = ["cancel", "success", "error", "status"];
const OF_REFILL: [&str; 4] = ["refill", "refill_id", "id", "error"];

/// The part of an answer that is about this id: the item of an array, the value of an object whose
/// keys are ids, or else all of it.
fn part<'b>(id: &str, name: &str, body: &'b Value) -> Option<&'b Value> {
    let of = |item: &'b Value| item.get(name).and_then(lenient_json::id);
    match body {
        Value::Array(items) => match &items[..] {
            [one] if one.get(name).is_none() => Some(one),
            _ => items.iter().find(|item| of(item).as_deref() == Some(id)),
        },
        Value::Object(map) => match map.iter().find(|(key, _)| lenient_json::plain_id(key) == id) {
            Some((_, item)) => Some(item),
            None if of(body).is_none_or(|named| named == id) => Some(body),
            None => None,
        },
        _ => None,
    }
}

/// The answer without its wrapping, if it has one and says nothing outside it.
fn unwrapped<'b>(id: &str, names: &[&str], body: &'b Value) -> &'b Value {
    let is_of = |key: &String| lenient_json::plain_id(key) == id;
    // Beside a wrapping, the status is about the call.
    let says = |map: &Map<String, Value>| {
        let own: Vec<&str> = names.iter().copied().filter(|name| *name != "status").collect();
        map.keys().any(is_of) || has_any(map, &own)
    };
    inside(body, says)
}

/// What the answer says about this order; `None`: it is about another one.
fn item_of<'b>(id: &str, names: &[&str], body: &'b Value) -> Option<&'b Value> {
    part(id, "order", body)?;
    part(id, "order", unwrapped(id, names, body))
}

/// Whether it says yes, in any of the usual words.
fn says_yes(value: &Value) -> bool {
    lenient_json::flag(Some(value))
        || value.as_str().is_some_and(|text| {
            matches!(text.trim().to_lowercase().as_str(), "success" | "ok" | "accepted")
        })
}

/// The reason beside a "no".
fn reason(map: &Map<String, Value>) -> String {
    let words = lenient_json::text(map.get("message")).unwrap_or_else(|| "it said no".to_owned());
    lenient_json::line(&words, 300)
}

fn refused(words: &str) -> Result<CancelAnswer, NoAnswer> {
    let reason = lenient_json::line(words, 300);
    match reason.to_lowercase() {
        low if outcome_is_uncertain(&low) => Err(NoAnswer(reason)),
        // The cancel was asked for before, and the answer was lost.
        low if low.contains("cancel task") => Ok(CancelAnswer::Accepted),
        _ => Ok(CancelAnswer::Refused { reason }),
    }
}

pub(super) fn cancel_answer(id: &str, body: &Value) -> Result<CancelAnswer, NoAnswer> {
    let item = item_of(id, &OF_CANCEL, body).ok_or_else(|| whole_error(body))?;
    let answer = match item.get("cancel") {
        Some(value) => value,
        None => item,
    };
    if let Some(words) = error(answer).or_else(|| error(item)) {
        return refused(&words);
    }
    match answer {
        Value::Object(map) => match map.get("success").filter(|said| !said.is_null()) {
            Some(said) if says_yes(said) => Ok(CancelAnswer::Accepted),
            Some(_) => refused(&reason(map)),
            None if map.get("status").is_some_and(says_yes) => Ok(CancelAnswer::Accepted),
            None => Err(whole_error(body)),
        },
        Value::Array(_) | Value::Null => Err(whole_error(body)),
        value if says_yes(value) => Ok(CancelAnswer::Accepted),
        Value::String(text) => Ok(CancelAnswer::Refused { reason: lenient_json::line(text, 300) }),
        _ => Ok(CancelAnswer::Refused { reason: "it said no".to_owned() }),
    }
}

/// Whether an answer to a cancel says nothing about this order: an error of the whole call, or
/// nothing at all. Then the panel asks once more in the other way; a cancel may be asked for twice.
pub(super) fn says_nothing_of(id: &str, body: &Value) -> bool {
    let inner = unwrapped(id, &OF_CANCEL, body);
    match inner {
        Value::Object(map) => {
            let is_of = |key: &String| lenient_json::plain_id(key) == id;
            match error(inner) {
                Some(words) => {
                    let low = words.to_lowercase();
                    let names = has_any(map, &["order", "order_id", "id", "cancel"]);
                    !names && !outcome_is_uncertain(&low) && !low.contains("cancel task")
                }
                None => !map.keys().any(is_of) && !has_any(map, &OF_CANCEL),
            }
        }
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

/// Whether an error is about the form of our call, so that nothing was done.
pub(super) fn is_about_the_call(body: &Value) -> bool {
    const WORDS: [&str; 7] = [
        "parameter",
        "incorrect request",
        "invalid request",
        "bad request",
        "wrong request",
        "is required",
        "missing",
    ];
    error(body).is_some_and(|words| {
        let low = words.to_lowercase();
        WORDS.iter().any(|word| low.contains(word)) && !outcome_is_uncertain(&low)
    })
}

pub(super) fn refill_answer(id: &str, body: &Value) -> Result<RefillAnswer, NoAnswer> {
    let item = item_of(id, &OF_REFILL, body).ok_or_else(|| whole_error(body))?;
    let answer = item.get("refill").unwrap_or(item);
    if let Some(words) = error(answer).or_else(|| error(item)) {
        let reason = lenient_json::line(&words, 300);
        return match outcome_is_uncertain(&reason.to_lowercase()) {
            true => Err(NoAnswer(reason)),
            false => Ok(RefillAnswer::Refused { reason }),
        };
    }
    let named = |name: &str| item.get(name).filter(|value| !value.is_null());
    let given = match (named("refill").or_else(|| named("refill_id")), named("id")) {
        (Some(given), _) => lenient_json::id(given),
        // If the order's own id comes back, it is not the refill's id.
        (None, Some(given)) => lenient_json::id(given).filter(|given| given != id),
        (None, None) => None,
    };
    match given {
        Some(upstream_id) => Ok(RefillAnswer::Accepted { upstream_id }),
        None => Err(whole_error(body)),
    }
}

pub(super) fn refill_state(id: &str, body: &Value) -> Result<RefillState, NoAnswer> {
    let has_own = |map: &Map<String, Value>| map.contains_key(id) || map.contains_key("refill");
    let inner = alone(inside(body, has_own));
    let item = part(id, "refill", inner).ok_or_else(|| whole_error(body))?;
    // Beside a wrapping, the status is about the call.
    if item.as_object().is_some_and(has_wrapping) {
        return Err(whole_error(body));
    }
    let nested = match item.get("refill") {
        Some(refill @ Value::Object(_)) => refill.get("status").or_else(|| item.get("status")),
        _ => item.get("status"),
    };
    if let Some(words) = nested.and_then(error).or_else(|| error(item)) {
        return match words.to_lowercase().contains("not found") {
            true => Ok(RefillState::Rejected),
            false => Err(NoAnswer(lenient_json::line(&words, 300))),
        };
    }
    let status = lenient_json::text(nested).ok_or_else(|| whole_error(body))?;
    let low: String = status.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    match low.as_str() {
        "completed" | "complete" | "success" | "done" | "finished" => Ok(RefillState::Completed),
        "rejected" | "canceled" | "cancelled" | "error" | "failed" => Ok(RefillState::Rejected),
        "pending" | "inprogress" | "processing" | "active" | "awaiting" => {
            Ok(RefillState::InProgress)
        }
        _ => Err(NoAnswer(format!("it said {:?}", lenient_json::line(&status, 40)))),
    }
}

fn outcome_is_uncertain(low: &str) -> bool {
    words::class(low, &[]).says_nothing()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

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
            json!({ "success": true }),
            json!({ "success": 1, "message": "ok", "error": "" }),
            json!({ "success": true, "order": 9.0 }),
            json!({ "success": true, "order": { "id": 9 } }),
            json!({ "data": { "success": true } }),
            json!({ "status": "success", "data": [{ "order": 9, "cancel": 1 }] }),
            json!({ "orders": { "9.0": { "cancel": true } } }),
            json!({ "result": { "cancel": 1 } }),
            json!([{ "order": { "id": 9 }, "cancel": 1 }]),
            json!([{ "order": 9, "cancel": { "error": "The cancel task is not completed" } }]),
        ] {
            assert!(accepted(yes.clone()), "{yes}");
        }
        for no in [
            json!([{ "order": 9, "cancel": { "error": "Incorrect order ID" } }]),
            json!([{ "order": 9, "cancel": 0 }]),
            json!([{ "order": 9, "cancel": "cannot be canceled" }]),
            json!({ "error": "Incorrect request" }),
            json!({ "success": false, "message": "It is too late" }),
            json!({ "success": 0 }),
            json!({ "success": true, "error": "It is too late" }),
            json!({ "data": { "error": "It is too late" } }),
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
            json!({ "message": "Order cancelled" }),
            json!({ "success": null }),
            json!({ "success": false, "message": "Please try again later" }),
            json!({ "success": true, "order": { "id": 8 } }),
            json!({ "order": { "id": 9, "status": "Canceled" } }),
            json!({ "data": { "data": { "cancel": 1 } } }),
            json!({ "error": "Internal error, please try again later" }),
        ] {
            assert!(none(odd.clone()), "{odd}");
        }
    }

    #[test]
    fn when_it_is_asked_in_the_other_way() {
        for nothing in [
            json!({ "error": "Incorrect request" }),
            json!({ "error": "Order parameter is required." }),
            json!({ "error": "Incorrect order ID" }),
            json!([]),
            json!({}),
            json!({ "message": "Order cancelled" }),
        ] {
            assert!(says_nothing_of("9", &nothing), "{nothing}");
        }
        for said in [
            json!({ "success": true }),
            json!([{ "order": 9, "cancel": { "error": "Incorrect order ID" } }]),
            json!({ "9": { "error": "Incorrect order ID" } }),
            json!({ "order": 9, "error": "It is too late" }),
            json!({ "error": "Request timed out" }),
            json!({ "error": "Bad gateway" }),
            json!("x"),
        ] {
            assert!(!says_nothing_of("9", &said), "{said}");
        }
        for call in ["Incorrect request", "Order parameter is required.", "orders is required"] {
            assert!(is_about_the_call(&json!({ "error": call })), "{call}");
        }
        for order in ["Incorrect order ID", "Refill is disabled", "Missing? Request timed out"] {
            assert!(!is_about_the_call(&json!({ "error": order })), "{order}");
        }
    }

    #[test]
    fn answers_to_a_refill() {
        for (body, id) in [
            (json!({ "refill": "1" }), "1"),
            (json!({ "refill": 17 }), "17"),
            (json!([{ "order": 9, "refill": 3 }]), "3"),
            (json!({ "refill_id": 5 }), "5"),
            (json!({ "id": 80 }), "80"),
            (json!({ "refill": 79.0 }), "79"),
            (json!({ "refill": { "id": 5 } }), "5"),
            (json!({ "success": true, "data": { "id": "80" } }), "80"),
            (json!({ "order": 9, "id": 80 }), "80"),
            (json!({ "data": { "refill": { "id": 5.0 } } }), "5"),
            (json!({ "orders": [{ "order": 9, "refill": 5 }] }), "5"),
        ] {
            let accepted = RefillAnswer::Accepted { upstream_id: id.to_owned() };
            assert_eq!(refill_answer("9", &body), Ok(accepted), "{body}");
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
            json!({ "refill": "1,1004" }),
            json!([{ "order": 9, "refill": "1&x=2" }]),
            json!({ "success": true }),
            json!({ "id": 9 }),
            json!({ "order": { "id": 80 } }),
            json!({ "order": 8, "id": 80 }),
            json!({ "refill": { "order": 5 } }),
        ] {
            assert!(refill_answer("9", &odd).is_err(), "{odd}");
        }
        assert_eq!(
            refill_state("1", &json!({ "status": "Completed" })),
            Ok(RefillState::Completed)
        );
        let list = json!([{ "refill": 1, "status": "In progress" }]);
        assert_eq!(refill_state("1", &list), Ok(RefillState::InProgress));
        for done in [
            json!({ "refill": { "id": 1, "status": "Completed" } }),
            json!({ "status": "success", "data": { "status": "Completed" } }),
            json!({ "data": [{ "refill": 1.0, "status": "Completed" }] }),
        ] {
            assert_eq!(refill_state("1", &done), Ok(RefillState::Completed), "{done}");
        }
        for odd in [
            json!({ "status": 2 }),
            json!({ "status": "success", "data": [] }),
            json!([{ "refill": 2, "status": "Completed" }]),
        ] {
            assert!(refill_state("1", &odd).is_err(), "{odd}");
        }
        let gone = json!({ "status": { "error": "Refill not found" } });
        assert_eq!(refill_state("1", &gone), Ok(RefillState::Rejected));
        assert!(refill_state("1", &json!({ "status": "odd" })).is_err());
    }
}
