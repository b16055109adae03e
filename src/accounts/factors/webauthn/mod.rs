//! Whether what a browser and an authenticator say is true (Web Authentication level 3, sections 7.1
//! and 7.2). Bytes come in, and what they prove goes out: there is no table, no clock and no secret here.
//!
//! What must stay true: every step of the two sections that concerns us is taken, and none of their
//! answers is believed before. Browsers are asked for no attestation, so a new passkey proves nothing
//! of who made it; it is bound to the account by the session in which it was made.

mod authenticator;
mod key;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use url::{Host, Url};

use crate::kit::secret;

pub use key::ALGORITHMS;
use key::Key;

/// The most bytes of a credential's id.
const CREDENTIAL_BYTES_MAX: usize = 1023;

/// The panel, as browsers know it (the "relying party").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rp {
    /// The host of its address; passkeys belong to it.
    pub id: String,
    /// The scheme, the host and the port.
    pub origin: String,
}

impl Rp {
    /// The panel at this address. `None`: browsers keep no passkeys for it, because it has no name, or
    /// is reached by plain http from elsewhere than its own machine.
    #[must_use]
    pub fn of(public_url: &Url) -> Option<Self> {
        let Some(Host::Domain(name)) = public_url.host() else { return None };
        let is_here = name == "localhost" || name.ends_with(".localhost");
        let is_safe = public_url.scheme() == "https" || is_here;
        let origin = public_url.origin().ascii_serialization();
        is_safe.then(|| Self { id: name.to_owned(), origin })
    }
}

/// Why an answer proves nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    #[error("it cannot be read")]
    Unreadable,
    #[error("it answers another question")]
    Ceremony,
    #[error("its challenge is not ours, too old, or answered already")]
    Challenge,
    #[error("it was given to another site")]
    Origin,
    #[error("it belongs to another site")]
    Rp,
    #[error("nobody was there")]
    Absent,
    #[error("its flags contradict each other")]
    Backup,
    #[error("its attestation is none that was asked for")]
    Attestation,
    #[error("its key is of a kind that was not asked for")]
    Key,
    #[error("the signature is wrong")]
    Signature,
    #[error("the account has no such passkey")]
    Unknown,
    #[error("its counter went back: there may be a copy of it")]
    Counter,
}

impl From<minicbor::decode::Error> for Flaw {
    fn from(_: minicbor::decode::Error) -> Self {
        Self::Unreadable
    }
}

/// What was asked of the authenticator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ceremony {
    Create,
    Get,
}

/// What the browser says of the ceremony, read and compared with the panel. Its challenge is for the
/// caller to compare.
#[derive(Debug)]
pub struct Client {
    pub challenge: Vec<u8>,
    /// SHA-256 of the whole, which is signed.
    hash: [u8; 32],
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClientData {
    #[serde(rename = "type")]
    kind: String,
    challenge: String,
    origin: String,
    cross_origin: Option<bool>,
    top_origin: Option<String>,
}

impl Client {
    /// Steps 5 to 12 of section 7.1, and 7 to 14 of 7.2, but for the challenge.
    pub fn read(rp: &Rp, ceremony: Ceremony, bytes: &[u8]) -> Result<Self, Flaw> {
        // "UTF-8 decode" takes a byte order mark away.
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let said: ClientData = serde_json::from_slice(text).map_err(|_| Flaw::Unreadable)?;
        let kind = match ceremony {
            Ceremony::Create => "webauthn.create",
            Ceremony::Get => "webauthn.get",
        };
        if said.kind != kind {
            return Err(Flaw::Ceremony);
        }
        // No page of the panel stands in a frame of another one.
        if said.origin != rp.origin || said.cross_origin == Some(true) || said.top_origin.is_some()
        {
            return Err(Flaw::Origin);
        }
        let challenge = from_base64(&said.challenge).ok_or(Flaw::Challenge)?;
        Ok(Self { challenge, hash: secret::sha256(bytes) })
    }
}

/// A passkey that was made.
#[derive(Debug)]
pub struct Made {
    pub credential: Vec<u8>,
    /// A COSE_Key of one of [`ALGORITHMS`].
    pub public_key: Vec<u8>,
    pub sign_count: u32,
}

/// The passkey of this attestation object: the rest of section 7.1. Whether another account has it is
/// for the caller to find out.
pub fn registration(rp: &Rp, client: &Client, attestation: &[u8]) -> Result<Made, Flaw> {
    let object = authenticator::object(attestation)?;
    let said = authenticator::data(rp, object.data)?;
    let attested = said.attested.ok_or(Flaw::Unreadable)?;
    let key = Key::read(attested.public_key)?;
    match object.format {
        "none" => authenticator::nothing(object.statement)?,
        // An authenticator may sign for itself without being asked.
        "packed" => {
            let (algorithm, signature) = authenticator::packed(object.statement)?;
            if algorithm != key.algorithm() {
                return Err(Flaw::Attestation);
            }
            key.verify(&[object.data, &client.hash].concat(), signature)?;
        }
        _ => return Err(Flaw::Attestation),
    }
    Ok(Made {
        credential: attested.credential.to_owned(),
        public_key: attested.public_key.to_owned(),
        sign_count: said.sign_count,
    })
}

/// How often the authenticator has signed, if this is its signature: the rest of section 7.2. `known`:
/// the key and the count of its passkey.
pub fn assertion(
    rp: &Rp,
    client: &Client,
    (data, signature): (&[u8], &[u8]),
    (public_key, known): (&[u8], i64),
) -> Result<i64, Flaw> {
    let said = authenticator::data(rp, data)?;
    Key::read(public_key)?.verify(&[data, &client.hash].concat(), signature)?;
    let count = i64::from(said.sign_count);
    if (count > 0 || known > 0) && count <= known {
        return Err(Flaw::Counter);
    }
    Ok(count)
}

/// Bytes, as browsers write them.
#[must_use]
pub fn base64(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Reads what [`base64`] wrote, and no other way of writing the same bytes.
#[must_use]
pub fn from_base64(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

/// Notes a value that may be there once.
fn once<T>(place: &mut Option<T>, value: T) -> Result<(), Flaw> {
    match place.replace(value) {
        None => Ok(()),
        Some(_) => Err(Flaw::Unreadable),
    }
}

#[cfg(test)]
mod tests;
