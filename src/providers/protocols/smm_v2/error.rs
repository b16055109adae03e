//! The words with which an answer says that something was not done.

use serde_json::{Map, Value};

use crate::providers::lenient_json;
use crate::providers::upstream::NoAnswer;

/// The words of an error, if the answer has one in plain text.
pub(super) fn error(body: &Value) -> Option<String> {
    words_of(body.as_object()?)
}

/// The words are in `error`, as a text or as an object with a `message`. If a web framework refuses
/// a form, they are in `message` beside `errors`, or in the first of these.
pub(super) fn words_of(map: &Map<String, Value>) -> Option<String> {
    let text = |value: Option<&Value>| {
        let words = value?.as_str()?.trim();
        (!words.is_empty()).then(|| words.to_owned())
    };
    let error = map.get("error");
    text(error).or_else(|| text(error?.get("message"))).or_else(|| {
        let errors = map.get("errors")?;
        let first = match errors {
            Value::Object(of_fields) => of_fields.values().next()?,
            other => other,
        };
        let first = first.as_array().map_or(Some(first), |all| all.first())?;
        text(map.get("message")).filter(|_| !first.is_null()).or_else(|| text(Some(first)))
    })
}

/// What is wrong with an answer as a whole.
pub(super) fn whole_error(body: &Value) -> NoAnswer {
    NoAnswer(error(body).map_or_else(
        || "the answer has another shape".to_owned(),
        |words| lenient_json::line(&words, 300),
    ))
}
