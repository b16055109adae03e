//! Calls to gateways over HTTP.

use std::time::Duration;

use serde::de::DeserializeOwned;

use serde_json::value::RawValue;

use super::{OpenError, Ways, amount};
use crate::kit::outbound::{Body, Call, Effect, Failure};

const WITHIN: Duration = Duration::from_secs(20);
const BYTES_MAX: usize = 1024 * 1024;
const PAGE_BYTES_MAX: usize = 2_000;
/// How much of an answer is quoted to staff.
const QUOTED_CHARS: usize = 200;
const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";

/// A request that is not sent yet.
#[derive(Debug)]
pub struct Request {
    url: String,
    headers: Vec<(&'static str, String)>,
    body: Option<Body>,
    effect: Effect,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub text: String,
    /// What the server says about a repeat, in Stripe's header; it beats the status.
    pub should_retry: Option<bool>,
}

impl Request {
    /// Only reads.
    #[must_use]
    pub fn get(url: String) -> Self {
        Self { url, headers: vec![("accept", JSON.into())], body: None, effect: Effect::Read }
    }

    /// Posts a JSON text, byte by byte as it is given.
    #[must_use]
    pub fn json(url: String, text: String) -> Self {
        Self::post(url, Body { content_type: JSON, text })
    }

    /// Posts a form.
    #[must_use]
    pub fn form(url: String, pairs: &[(&str, &str)]) -> Self {
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(pairs);
        Self::post(url, Body { content_type: FORM, text: form.finish() })
    }

    fn post(url: String, body: Body) -> Self {
        let headers = vec![("accept", JSON.into())];
        Self { url, headers, body: Some(body), effect: Effect::Once }
    }

    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// A POST that changes nothing there.
    #[must_use]
    pub fn only_reads(mut self) -> Self {
        self.effect = Effect::Read;
        self
    }

    /// Sends it once.
    pub async fn send(self, ways: &Ways) -> Result<Answer, Failure> {
        let call = Call {
            url: self.url,
            headers: self.headers,
            body: self.body,
            effect: self.effect,
            within: WITHIN,
            bytes_max: BYTES_MAX,
        };
        let reply = ways.outbound.call(call).await?;
        Ok(Answer {
            status: reply.status,
            text: String::from_utf8_lossy(&reply.body).into_owned(),
            should_retry: reply.should_retry,
        })
    }

    /// Sends it, and reads a good answer. `Err`: what staff read about it.
    pub async fn read<T: DeserializeOwned>(self, ways: &Ways) -> Result<T, String> {
        self.send(ways).await.map_err(|failure| failure.to_string())?.read()
    }

    /// Sends what opens a payment.
    pub async fn open<T: DeserializeOwned>(self, ways: &Ways) -> Result<T, OpenError> {
        let answer = self.send(ways).await;
        let answer = answer.map_err(|failure| OpenError::Again(failure.to_string()))?;
        match answer.is_good() {
            true => answer.read().map_err(OpenError::Again),
            false => Err(answer.unopened()),
        }
    }
}

/// A page to which customers are led: it must be https, and no longer than a row holds.
pub fn page(url: Option<String>) -> Result<String, OpenError> {
    own_page(url.filter(|url| url.starts_with("https://")))
}

/// The same on a server of the operator's own, which may be reached by http.
pub fn own_page(url: Option<String>) -> Result<String, OpenError> {
    let is_web = |url: &String| url.starts_with("https://") || url.starts_with("http://");
    let fits = |url: &String| is_web(url) && url.len() <= PAGE_BYTES_MAX;
    url.filter(fits).ok_or_else(|| OpenError::Again("it names no page to pay at".to_owned()))
}

/// A token as text, for evidence; "" for none.
#[must_use]
pub fn shown(token: Option<&RawValue>) -> &str {
    token.map_or("", amount::plain)
}

impl Answer {
    /// 2xx.
    #[must_use]
    pub fn is_good(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Reads a good answer.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, String> {
        if !self.is_good() {
            return Err(self.quoted());
        }
        serde_json::from_str(&self.text)
            .map_err(|error| format!("its answer cannot be read ({error}): {}", self.start()))
    }

    /// Why nothing was opened: a 4xx is final, except those that ask for a repeat.
    #[must_use]
    pub fn unopened(&self) -> OpenError {
        let asks_again =
            matches!(self.status, 401 | 403 | 408 | 409 | 425 | 429) || self.status >= 500;
        match self.should_retry.unwrap_or(asks_again) {
            true => OpenError::Again(self.quoted()),
            false => OpenError::Refused(self.quoted()),
        }
    }

    /// `it answered 422: …`, for staff.
    #[must_use]
    pub fn quoted(&self) -> String {
        format!("it answered {}: {}", self.status, self.start())
    }

    fn start(&self) -> String {
        self.text.chars().filter(|c| !c.is_control()).take(QUOTED_CHARS).collect()
    }
}
