//! One sign-in by an issuer: the way there, and the way back. What the way back needs is sealed in a
//! cookie of the browser that began, so a code that another browser got leads nowhere.

use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use url::Url;
use url::form_urlencoded::{self, Serializer};

use super::IssuerId;
use super::claims::{self, Expected, Person, Unbelieved};
use super::discovery::{Found, Issuers};
use super::issuer::Issuer;
use crate::kit::keys::Keys;
use crate::kit::secret::{self, same};

const PURPOSE: &str = "issuer sign-ins";
/// Somebody may have to find their telephone.
pub const LASTS: TimeDelta = TimeDelta::minutes(15);
const STATE_CHARS: usize = 32;
/// RFC 7636 wants 43 to 128.
const VERIFIER_CHARS: usize = 64;

/// What is needed on the way back.
#[derive(Serialize, Deserialize)]
struct Kept {
    issuer_id: i64,
    state: String,
    nonce: String,
    verifier: String,
    /// In seconds since 1970.
    ends: i64,
    next: String,
}

/// The way to an issuer.
pub struct Begun {
    /// Where the browser goes.
    pub url: String,
    /// For a cookie.
    pub kept: String,
}

/// With what the browser has come back.
#[derive(Debug, Default, Deserialize)]
pub struct Back {
    #[serde(default)]
    pub state: String,
    #[serde(default)]
    pub code: String,
    /// Why the issuer has signed nobody in; "": it has.
    #[serde(default)]
    pub error: String,
    /// Who sends the browser back (RFC 9207), if it says so.
    pub iss: Option<String>,
}

/// A way back that belongs to a way there.
pub struct Returned {
    pub issuer_id: IssuerId,
    /// Where the person wanted to go; "": nowhere.
    pub next: String,
    nonce: String,
    verifier: String,
}

/// Begins. `site`: this panel's address, without a slash at the end; `next`: where to go afterwards.
pub async fn begin(
    issuers: &Issuers,
    keys: &Keys,
    issuer: &Issuer,
    (site, next): (&str, &str),
    now: DateTime<Utc>,
) -> Result<Begun, String> {
    let found = issuers.find(issuer, false).await?;
    let kept = Kept {
        issuer_id: issuer.id.get(),
        state: secret::base62(STATE_CHARS),
        nonce: secret::base62(STATE_CHARS),
        verifier: secret::base62(VERIFIER_CHARS),
        ends: (now + LASTS).timestamp(),
        next: next.to_owned(),
    };
    let mut url = Url::parse(&found.authorization_endpoint).map_err(|error| error.to_string())?;
    url.query_pairs_mut()
        .append_pair("response_type", "code")
        .append_pair("client_id", &issuer.client_id)
        .append_pair("redirect_uri", &back_url(site))
        .append_pair("scope", "openid email")
        .append_pair("state", &kept.state)
        .append_pair("nonce", &kept.nonce)
        .append_pair("code_challenge_method", "S256")
        .append_pair("code_challenge", &challenge(&kept.verifier));
    let text = serde_json::to_vec(&kept).unwrap_or_default();
    Ok(Begun { url: url.into(), kept: secret::hex(&keys.seal(PURPOSE, "", &text)) })
}

/// Where an issuer sends people back to; staff enter it there.
#[must_use]
pub fn back_url(site: &str) -> String {
    format!("{site}/sign-in/back")
}

fn challenge(verifier: &str) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(secret::sha256(verifier.as_bytes()))
}

/// Reads a cookie, and compares it with what the browser came back with. `None`: they do not belong
/// together, or it was too long ago.
#[must_use]
pub fn returned(keys: &Keys, kept: &str, back: &Back, now: DateTime<Utc>) -> Option<Returned> {
    let sealed = secret::from_hex(kept)?;
    let text = keys.unseal(PURPOSE, "", &sealed).ok()?;
    let kept: Kept = serde_json::from_slice(&text).ok()?;
    let fits = same(kept.state.as_bytes(), back.state.as_bytes()) && now.timestamp() < kept.ends;
    fits.then(|| Returned {
        issuer_id: IssuerId::new(kept.issuer_id),
        next: kept.next,
        nonce: kept.nonce,
        verifier: kept.verifier,
    })
}

#[derive(Deserialize)]
struct Tokens {
    id_token: String,
}

/// Exchanges the code for what the issuer says about the person. `Err`: what the log says.
pub async fn person(
    issuers: &Issuers,
    keys: &Keys,
    issuer: &Issuer,
    (returned, back, site): (&Returned, &Back, &str),
    now: DateTime<Utc>,
) -> Result<Person, String> {
    if back.iss.as_ref().is_some_and(|iss| *iss != issuer.issuer) {
        return Err("another issuer has sent the browser back".to_owned());
    }
    let secret = issuer.secret(keys).ok_or("its secret cannot be opened: enter it again")?;
    let found = issuers.find(issuer, false).await?;
    let (form, headers) = exchange(&found, (&issuer.client_id, &secret), (returned, back, site));
    let url = found.token_endpoint.clone();
    let tokens: Tokens = issuers.call((url, Some(form)), headers).await?;
    let expected = Expected {
        issuer: &issuer.issuer,
        client_id: &issuer.client_id,
        nonce: &returned.nonce,
        now,
    };
    let read = match claims::read(&found.keys, &tokens.id_token, &expected) {
        Err(Unbelieved::NoKey) => {
            let newer = issuers.find(issuer, true).await?;
            claims::read(&newer.keys, &tokens.id_token, &expected)
        }
        read => read,
    };
    read.map_err(|why| match why {
        Unbelieved::NoKey => "it has no such key".to_owned(),
        Unbelieved::No(why) => why.to_owned(),
    })
}

/// The form that exchanges a code, and its headers.
fn exchange(
    found: &Found,
    (client_id, client_secret): (&str, &str),
    (returned, back, site): (&Returned, &Back, &str),
) -> (String, Vec<(&'static str, String)>) {
    let mut form = Serializer::new(String::new());
    form.append_pair("grant_type", "authorization_code")
        .append_pair("code", &back.code)
        .append_pair("redirect_uri", &back_url(site))
        .append_pair("code_verifier", &returned.verifier);
    if found.takes_basic {
        // RFC 6749, 2.3.1: both are encoded as in a form first.
        let part =
            |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        let pair = format!("{}:{}", part(client_id), part(client_secret));
        let header = format!("Basic {}", BASE64_STANDARD.encode(pair));
        return (form.finish(), vec![("authorization", header)]);
    }
    form.append_pair("client_id", client_id).append_pair("client_secret", client_secret);
    (form.finish(), Vec::new())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 7636, appendix B.
    #[test]
    fn the_challenge_is_the_standards() {
        assert_eq!(
            challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
    }

    #[test]
    fn only_the_browser_that_began_comes_back_and_in_time() {
        let keys = Keys::open(Some("a secret of more than thirty-two characters"), None).unwrap();
        let now = DateTime::from_timestamp(1_780_000_000, 0).unwrap();
        let kept = Kept {
            issuer_id: 3,
            state: "s1".into(),
            nonce: "n1".into(),
            verifier: "v1".into(),
            ends: (now + LASTS).timestamp(),
            next: "/orders".into(),
        };
        let sealed = keys.seal(PURPOSE, "", &serde_json::to_vec(&kept).unwrap());
        let cookie = secret::hex(&sealed);
        let back = |state: &str| Back { state: state.into(), ..Back::default() };
        let read = returned(&keys, &cookie, &back("s1"), now).unwrap();
        assert_eq!((read.issuer_id, read.next.as_str()), (IssuerId::new(3), "/orders"));
        assert!(returned(&keys, &cookie, &back("s2"), now).is_none());
        assert!(returned(&keys, &cookie, &back(""), now).is_none());
        assert!(returned(&keys, &cookie, &back("s1"), now + LASTS).is_none());
        assert!(returned(&keys, "", &back("s1"), now).is_none());
        assert!(returned(&keys, &cookie[2..], &back("s1"), now).is_none());
    }
}
