//! What an issuer publishes: where people sign in, where codes are exchanged, and its keys (OpenID
//! Connect Discovery 1.0). It is kept for an hour.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use jsonwebtoken::jwk::JwkSet;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::IssuerId;
use super::issuer::Issuer;
use crate::kit::outbound::{Body, Call, Effect, Outbound};

const KEPT_FOR: Duration = Duration::from_secs(3_600);
/// A key that is not there is asked for no more often than this.
const KEYS_AGAIN: Duration = Duration::from_secs(60);
/// A person waits for these calls.
const WITHIN: Duration = Duration::from_secs(8);
const BYTES_MAX: usize = 256 * 1024;

/// The way to issuers, and what they have published. Cheap to clone.
#[derive(Clone)]
pub struct Issuers {
    outbound: Outbound,
    kept: Arc<Mutex<HashMap<IssuerId, Kept>>>,
}

#[derive(Clone)]
struct Kept {
    /// What was asked for: an issuer whose address was changed is another one.
    issuer: String,
    at: Instant,
    found: Arc<Found>,
}

/// What an issuer has published.
#[derive(Debug)]
pub(super) struct Found {
    pub authorization_endpoint: String,
    pub token_endpoint: String,
    /// Whether the panel's secret goes into a header there, and not into the form.
    pub takes_basic: bool,
    pub keys: JwkSet,
}

#[derive(Deserialize)]
struct Published {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    #[serde(default)]
    token_endpoint_auth_methods_supported: Vec<String>,
}

impl Issuers {
    #[must_use]
    pub fn new(outbound: Outbound) -> Self {
        Self { outbound, kept: Arc::default() }
    }

    /// What this issuer publishes. `wants_new`: the keys that are kept do not suffice.
    pub(super) async fn find(&self, of: &Issuer, wants_new: bool) -> Result<Arc<Found>, String> {
        let lasts = if wants_new { KEYS_AGAIN } else { KEPT_FOR };
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner).get(&of.id).cloned();
        if let Some(kept) = kept
            && kept.issuer == of.issuer
            && kept.at.elapsed() < lasts
        {
            return Ok(kept.found);
        }
        let found = Arc::new(self.ask(&of.issuer).await?);
        let (issuer, at) = (of.issuer.clone(), Instant::now());
        let kept = Kept { issuer, at, found: Arc::clone(&found) };
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).insert(of.id, kept);
        Ok(found)
    }

    async fn ask(&self, issuer: &str) -> Result<Found, String> {
        let at = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
        let published: Published = self.get(at).await?;
        if published.issuer != issuer {
            return Err(format!("it calls itself {}", published.issuer));
        }
        for address in [&published.authorization_endpoint, &published.token_endpoint] {
            self.outbound.check(address).map_err(|refused| format!("{address}: {refused}"))?;
        }
        let methods = published.token_endpoint_auth_methods_supported;
        Ok(Found {
            keys: self.get(published.jwks_uri).await?,
            authorization_endpoint: published.authorization_endpoint,
            token_endpoint: published.token_endpoint,
            takes_basic: methods.is_empty()
                || methods.iter().any(|one| one == "client_secret_basic"),
        })
    }

    async fn get<T: DeserializeOwned>(&self, url: String) -> Result<T, String> {
        self.call((url, None), Vec::new()).await
    }

    /// Calls an issuer; `form`: a POST.
    pub(super) async fn call<T: DeserializeOwned>(
        &self,
        (url, form): (String, Option<String>),
        headers: Vec<(&'static str, String)>,
    ) -> Result<T, String> {
        let effect = if form.is_some() { Effect::Once } else { Effect::Read };
        let content_type = "application/x-www-form-urlencoded";
        let body = form.map(|text| Body { content_type, text });
        let headers = [vec![("accept", "application/json".to_owned())], headers].concat();
        let call = Call { url, headers, body, effect, within: WITHIN, bytes_max: BYTES_MAX };
        let reply = self.outbound.call(call).await.map_err(|failure| failure.to_string())?;
        if reply.status != 200 {
            return Err(format!("it answered {}", reply.status));
        }
        serde_json::from_slice(&reply.body).map_err(|_| "its answer cannot be read".to_owned())
    }
}
