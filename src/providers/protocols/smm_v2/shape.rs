//! The shapes around an answer. Panels put what was asked for into one more wrapping, or make the
//! ids the keys of a list. What is inside is read as any other answer.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::error::error;

/// The names that panels give to the wrapping.
const WRAPPINGS: [&str; 5] = ["data", "result", "order", "orders", "services"];

/// What is inside the one wrapping of this answer; `None`: it has none. An `order` may be the id
/// itself, and an empty wrapping wraps nothing.
fn wrapped(map: &Map<String, Value>) -> Option<&Value> {
    let is_wrapping = |value: &&Value| match value {
        Value::Object(inner) => !inner.is_empty(),
        Value::Array(items) => !items.is_empty(),
        _ => false,
    };
    let mut found = WRAPPINGS.iter().filter_map(|name| map.get(*name)).filter(is_wrapping);
    let first = found.next()?;
    // There are two of them: nobody can know which one is meant.
    found.next().is_none().then_some(first)
}

/// Whether the answer has a wrapping, even an empty one.
pub(super) fn has_wrapping(map: &Map<String, Value>) -> bool {
    WRAPPINGS.iter().any(|name| map.get(*name).is_some_and(|v| v.is_object() || v.is_array()))
}

/// The part that says something: the answer itself, or else what is in its wrapping.
pub(super) fn inside(body: &Value, says: impl Fn(&Map<String, Value>) -> bool) -> &Value {
    match body {
        Value::Object(map) if !says(map) => wrapped(map).unwrap_or(body),
        _ => body,
    }
}

/// The one item of an array that has one.
pub(super) fn alone(body: &Value) -> &Value {
    match body {
        Value::Array(items) => match &items[..] {
            [one] => one,
            _ => body,
        },
        _ => body,
    }
}

/// Whether one of these names holds a plain value, not a wrapping around something else.
pub(super) fn has_any(map: &Map<String, Value>, names: &[&str]) -> bool {
    names.iter().any(|name| match map.get(*name) {
        None | Some(Value::Null) => false,
        Some(Value::Object(inner)) => !WRAPPINGS.contains(name) || inner.contains_key("id"),
        Some(Value::Array(_)) => !WRAPPINGS.contains(name),
        Some(_) => true,
    })
}

/// The rows of a list of services, as an array or with the ids as keys; `None`: it is not a list.
pub(super) fn rows(body: &Value) -> Option<Vec<Cow<'_, Value>>> {
    if error(body).is_some() {
        return None;
    }
    let list = match body {
        Value::Object(map) => match wrapped(map) {
            Some(inner) => inner,
            // An empty list is a list too: the caller decides what it means.
            None if WRAPPINGS.iter().any(|name| is_empty_list(map.get(*name))) => {
                return Some(Vec::new());
            }
            None => body,
        },
        _ => body,
    };
    match list {
        Value::Array(rows) => Some(rows.iter().map(Cow::Borrowed).collect()),
        Value::Object(map) => {
            let is_list = map.values().all(Value::is_object)
                && map.values().any(|row| row.get("rate").is_some());
            is_list.then(|| map.iter().map(|(id, row)| keyed(id, row)).collect())
        }
        _ => None,
    }
}

fn is_empty_list(value: Option<&Value>) -> bool {
    value.and_then(Value::as_array).is_some_and(Vec::is_empty)
}

/// A row whose id may stand only in its key.
fn keyed<'b>(id: &str, row: &'b Value) -> Cow<'b, Value> {
    match row {
        Value::Object(map) if !has_any(map, &["service", "id"]) => {
            let mut map = map.clone();
            map.insert("service".to_owned(), Value::String(id.to_owned()));
            Cow::Owned(Value::Object(map))
        }
        _ => Cow::Borrowed(row),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn lists_in_whatever_they_come() {
        let (a, b) = (json!({ "service": 1, "rate": "1" }), json!({ "service": 2, "rate": "1" }));
        for list in [
            json!([a, b]),
            json!({ "services": [a, b] }),
            json!({ "data": [a, b] }),
            json!({ "status": "success", "result": [a, b] }),
            json!({ "1": a, "2": b }),
            json!({ "1": { "rate": "1" }, "2": { "service": null, "rate": "1" } }),
            json!({ "services": { "1": a, "2": b } }),
            json!({ "error": false, "data": { "1": { "rate": "1" }, "x": b } }),
        ] {
            let ids: Vec<String> = rows(&list)
                .unwrap_or_else(|| panic!("{list}"))
                .iter()
                .map(|row| row["service"].to_string().trim_matches('"').to_owned())
                .collect();
            assert_eq!(ids, ["1", "2"], "{list}");
        }
        assert!(rows(&json!({ "services": [] })).unwrap().is_empty());
        assert!(rows(&json!([])).unwrap().is_empty());
        for none in [
            json!({}),
            json!({ "error": "Invalid API key" }),
            json!({ "error": "Invalid API key", "data": [a] }),
            json!({ "error": { "code": 5 } }),
            json!({ "services": [a], "data": [b] }),
            json!({ "data": { "data": [a, b] } }),
            json!("x"),
            json!({ "1": a, "2": 5 }),
        ] {
            assert!(rows(&none).is_none(), "{none}");
        }
    }
}
