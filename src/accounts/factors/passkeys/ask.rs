//! What a page asks of the browser, and what the page's script (`static/js/passkeys.js`) sends back. Both
//! are JSON, with bytes in base64url.

use serde::Deserialize;
use serde_json::{Value, json};

use super::Passkey;
use crate::accounts::AccountId;
use crate::accounts::factors::webauthn::{ALGORITHMS, Rp, base64, from_base64};
use crate::kit::keys::Keys;

/// The browser gives up after so many milliseconds: then the challenge is over, too.
const PATIENCE_MS: i64 = super::challenge::LASTS.num_milliseconds();
/// The purpose of the hash by which authenticators tell accounts apart.
const PURPOSE: &str = "users of passkeys";

/// Whose passkey it is, for the authenticator: it says nothing of the account to whoever reads it.
#[must_use]
pub fn user(keys: &Keys, account_id: AccountId) -> [u8; 32] {
    keys.hash(PURPOSE, account_id.to_string().as_bytes())
}

fn named(known: &[Passkey]) -> Vec<Value> {
    let named =
        known.iter().map(|one| json!({ "type": "public-key", "id": base64(&one.credential) }));
    named.collect()
}

/// Asks for a new passkey. `panel`, `email`: what the browser shows; `known`: the account's passkeys, of
/// which each authenticator keeps one.
#[must_use]
pub fn creation(
    rp: &Rp,
    (panel, email): (&str, &str),
    user: &[u8],
    (challenge, known): (&[u8], &[Passkey]),
) -> String {
    let algorithms = ALGORITHMS.map(|algorithm| json!({ "type": "public-key", "alg": algorithm }));
    let asked = json!({
        "rp": { "id": rp.id, "name": panel },
        "user": { "id": base64(user), "name": email, "displayName": email },
        "challenge": base64(challenge),
        "pubKeyCredParams": algorithms,
        "timeout": PATIENCE_MS,
        "excludeCredentials": named(known),
        "authenticatorSelection": { "residentKey": "preferred", "userVerification": "preferred" },
        "attestation": "none",
    });
    asked.to_string()
}

/// Asks for one of these passkeys.
#[must_use]
pub fn request(rp: &Rp, challenge: &[u8], known: &[Passkey]) -> String {
    let asked = json!({
        "rpId": rp.id,
        "challenge": base64(challenge),
        "timeout": PATIENCE_MS,
        "allowCredentials": named(known),
        "userVerification": "preferred",
    });
    asked.to_string()
}

/// What an authenticator answered with a passkey.
#[derive(Debug, Default)]
pub struct Answer {
    pub(super) credential: Vec<u8>,
    /// The browser's words, as JSON.
    pub(super) client: Vec<u8>,
    /// The authenticator's.
    pub(super) data: Vec<u8>,
    pub(super) signature: Vec<u8>,
    /// Whose passkey it is; empty: it did not say.
    pub(super) user: Vec<u8>,
}

#[derive(Deserialize)]
struct SentAnswer {
    id: String,
    client: String,
    data: String,
    signature: String,
    #[serde(default)]
    user: String,
}

impl Answer {
    /// Reads what the script sent. What cannot be read is an empty answer, which proves nothing.
    #[must_use]
    pub fn read(text: &str) -> Self {
        Self::parse(text).unwrap_or_default()
    }

    fn parse(text: &str) -> Option<Self> {
        let sent: SentAnswer = serde_json::from_str(text).ok()?;
        Some(Self {
            credential: from_base64(&sent.id)?,
            client: from_base64(&sent.client)?,
            data: from_base64(&sent.data)?,
            signature: from_base64(&sent.signature)?,
            user: from_base64(&sent.user)?,
        })
    }
}

/// What an authenticator answered with a new passkey.
#[derive(Debug, Default)]
pub struct NewPasskey {
    /// The browser's words, as JSON.
    pub(super) client: Vec<u8>,
    pub(super) attestation: Vec<u8>,
}

#[derive(Deserialize)]
struct SentPasskey {
    client: String,
    attestation: String,
}

impl NewPasskey {
    /// Reads what the script sent. What cannot be read is an empty answer, which is no passkey.
    #[must_use]
    pub fn read(text: &str) -> Self {
        Self::parse(text).unwrap_or_default()
    }

    fn parse(text: &str) -> Option<Self> {
        let sent: SentPasskey = serde_json::from_str(text).ok()?;
        Some(Self {
            client: from_base64(&sent.client)?,
            attestation: from_base64(&sent.attestation)?,
        })
    }
}
