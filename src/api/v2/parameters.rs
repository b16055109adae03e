//! Parameters, however a client sends them: the union of the query and the body, which may be a
//! form, multipart or JSON. The body wins; of a repeated name the last one does.

use axum::body::{Body, Bytes, HttpBody as _};
use axum::extract::{FromRequest as _, Multipart, Request};
use axum::http::header::{CONTENT_TYPE, EXPECT};
use axum::http::request::Parts;
use serde_json::Value;
use url::form_urlencoded;

use super::answer::Fault;
use crate::kit::body::{self, ReadError};

const BODY_BYTES_MAX: usize = 1024 * 1024;

/// What was sent, by name. A request has few parameters: looking through them costs less than
/// a map.
pub(super) struct Parameters {
    query: Vec<(String, String)>,
    body: Vec<(String, String)>,
}

impl Parameters {
    /// Reads query and body. What cannot be read is not there; only a body that is too large is
    /// refused as such.
    pub(super) async fn read(head: &Parts, body: Body) -> Result<Self, Fault> {
        let query = form(head.uri.query().unwrap_or_default().as_bytes());
        let waits = head.headers.contains_key(EXPECT);
        let bytes = whole(body, waits).await?;
        let kind = head.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let is_multipart =
            kind.is_some_and(|kind| kind.to_ascii_lowercase().starts_with("multipart/"));
        let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
        let body = if text.trim_ascii_start().starts_with(b"{") {
            json(text)
        } else if is_multipart {
            multipart(Request::from_parts(head.clone(), Body::from(bytes.clone()))).await
        } else {
            form(text)
        };
        Ok(Self { query, body })
    }

    /// A value that says something: trimmed, and neither empty nor one of the words by which
    /// careless clients send nothing.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let value = last(&self.body, name).or_else(|| last(&self.query, name))?.trim();
        let nothing = matches!(value, "" | "undefined" | "null")
            || (value == "0" && matches!(name, "runs" | "interval"));
        (!nothing).then_some(value)
    }

    /// The key, from the query only if that is allowed.
    pub(super) fn key(&self, in_url: bool) -> Option<&str> {
        last(&self.body, "key").or_else(|| last(&self.query, "key").filter(|_| in_url))
    }
}

fn last<'p>(parameters: &'p [(String, String)], name: &str) -> Option<&'p str> {
    parameters.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

/// The body, if it is not too large. One that waits to be told to go on need not be sent at all.
async fn whole(body: Body, waits: bool) -> Result<Bytes, Fault> {
    let announced = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    if waits && announced > BODY_BYTES_MAX {
        return Err(Fault::TooLarge);
    }
    match body::whole(body.into_data_stream(), BODY_BYTES_MAX).await {
        Ok(bytes) => Ok(bytes.into()),
        Err(ReadError::TooLarge) => Err(Fault::TooLarge),
        Err(ReadError::Broken(error)) => {
            tracing::debug!(%error, "a body was not read");
            Err(Fault::Request)
        }
    }
}

fn form(bytes: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(bytes)
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect()
}

async fn multipart(request: Request) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let Ok(mut parts) = Multipart::from_request(request, &()).await else { return found };
    while let Ok(Some(part)) = parts.next_field().await {
        let Some(name) = part.name().map(str::to_owned) else { continue };
        let Ok(bytes) = part.bytes().await else { break };
        found.push((name, text(&bytes)));
    }
    found
}

fn text(bytes: &Bytes) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Numbers and booleans are read as their text; arrays are joined, ids by commas, lists by
/// newlines; null is nothing.
fn json(bytes: &[u8]) -> Vec<(String, String)> {
    let Ok(Value::Object(object)) = serde_json::from_slice(bytes) else {
        return Vec::new();
    };
    let read = |(name, value): (String, Value)| {
        let ids = matches!(name.as_str(), "order" | "orders" | "refill" | "refills");
        let between = if ids { "," } else { "\n" };
        let value = match value {
            Value::Null => return None,
            Value::Array(values) => {
                values.iter().filter_map(plain).collect::<Vec<String>>().join(between)
            }
            other => plain(&other)?,
        };
        Some((name, value))
    };
    object.into_iter().filter_map(read).collect()
}

fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Null => None,
        other => Some(other.to_string()),
    }
}
