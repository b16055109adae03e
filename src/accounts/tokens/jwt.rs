//! JSON web tokens (RFC 7519), signed here and read here, and nowhere else.
//!
//! A token is HS256 under a key of its own, derived from the panel's secret. The key shows which
//! panel made it, so `iss` and `aud` are fixed words. With the public URL in them, a panel that
//! moves to another name would refuse every token that it ever made. What must stay true: the
//! algorithm is never taken from the token, and a signature alone opens nothing: the row that `jti`
//! names must fit ([`crate::accounts::verifier`]).

use chrono::{DateTime, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};

use crate::accounts::AccountId;
use crate::kit::keys::Keys;
use crate::kit::secret;

/// The purpose for which the signing key is derived. The number allows another way to sign later.
pub const KEY_PURPOSE: &str = "jwt 1";
/// The type in a token's header, so that no other JWT of this key can ever be taken for a token.
pub const TYP: &str = "pat+jwt";
/// Who signed it: a panel, whatever its address.
pub const ISSUER: &str = "waybill";
/// Whom it is for: the panel's APIs.
pub const AUDIENCE: &str = "waybill-api";
/// A longer token is not read.
pub const BYTES_MAX: usize = 4096;
/// Both ends read the database's clock, so the tolerance is small.
const LEEWAY_S: i64 = 1;

/// Everything that a token says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claims {
    pub iss: String,
    /// The account's id.
    pub sub: String,
    pub aud: String,
    /// Names the row.
    pub jti: String,
    /// Seconds since 1970.
    pub iat: i64,
    pub exp: i64,
}

impl Claims {
    /// For a new token.
    #[must_use]
    pub fn new(account_id: AccountId, jti: String, iat: DateTime<Utc>, exp: DateTime<Utc>) -> Self {
        Self {
            iss: ISSUER.to_owned(),
            sub: account_id.to_string(),
            aud: AUDIENCE.to_owned(),
            jti,
            iat: iat.timestamp(),
            exp: exp.timestamp(),
        }
    }

    /// Whether its time is over.
    #[must_use]
    pub fn is_over(&self, now: DateTime<Utc>) -> bool {
        now.timestamp() >= self.exp.saturating_add(LEEWAY_S)
    }
}

/// Signs tokens, and reads what it signed. Has no `Debug`.
pub struct Signer {
    signing: EncodingKey,
    reading: DecodingKey,
    validation: Validation,
    header: Header,
}

impl Signer {
    /// With the key that is derived from the panel's secret.
    #[must_use]
    pub fn new(keys: &Keys) -> Self {
        let key = keys.key(KEY_PURPOSE);
        let mut validation = Validation::new(Algorithm::HS256);
        validation.set_issuer(&[ISSUER]);
        validation.set_audience(&[AUDIENCE]);
        validation.set_required_spec_claims(&["iss", "sub", "aud", "exp"]);
        // The library would ask the machine's clock.
        validation.validate_exp = false;
        let mut header = Header::new(Algorithm::HS256);
        header.typ = Some(TYP.to_owned());
        // It shows people which secret a token belongs to; it decides nothing.
        header.kid = Some(secret::hex(&secret::sha256(&keys.key("jwt 1 kid"))[..4]));
        Self {
            signing: EncodingKey::from_secret(&key),
            reading: DecodingKey::from_secret(&key),
            validation,
            header,
        }
    }

    /// The token that says this.
    #[must_use]
    pub fn sign(&self, claims: &Claims) -> String {
        jsonwebtoken::encode(&self.header, claims, &self.signing)
            .expect("six short words are signed in memory")
    }

    /// The content of a token that this panel has signed, or nothing. Checks length, signature,
    /// `iss`, `aud` and `typ`, in this order. Its time is checked by [`Claims::is_over`].
    #[must_use]
    pub fn read(&self, token: &str) -> Option<Claims> {
        if token.len() > BYTES_MAX {
            return None;
        }
        let read = jsonwebtoken::decode::<Claims>(token, &self.reading, &self.validation).ok()?;
        let is_ours = read.header.typ.as_deref() == Some(TYP);
        is_ours.then_some(read.claims)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const SECRET: &str = "a secret of more than thirty-two characters";

    fn at(s: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_780_000_000 + s, 0).unwrap()
    }

    fn signer(secret: &str) -> Signer {
        Signer::new(&Keys::open(Some(secret), None).unwrap())
    }

    fn claims() -> Claims {
        Claims::new(AccountId::new(7), "abc".to_owned(), at(0), at(60))
    }

    /// Signed with the right key, whatever it says.
    fn forged(header: &Header, claims: &Value) -> String {
        let key = Keys::open(Some(SECRET), None).unwrap().key(KEY_PURPOSE);
        jsonwebtoken::encode(header, claims, &EncodingKey::from_secret(&key)).unwrap()
    }

    #[test]
    fn a_token_is_read_as_it_was_signed_until_it_ends() {
        let signer = signer(SECRET);
        let token = signer.sign(&claims());
        let read = signer.read(&token).unwrap();
        assert_eq!(read, claims());
        assert!(!read.is_over(at(0)) && !read.is_over(at(60)) && read.is_over(at(61)));
        let header = jsonwebtoken::decode_header(&token).unwrap();
        assert_eq!((header.typ.as_deref(), header.alg), (Some(TYP), Algorithm::HS256));
        assert_eq!(header.kid.map(|kid| kid.len()), Some(8));
    }

    #[test]
    fn only_what_this_panel_has_signed_is_read() {
        let (signer, others) = (signer(SECRET), signer(&SECRET.replace('a', "b")));
        let token = signer.sign(&claims());
        assert_eq!(others.read(&token), None);
        let parts: Vec<&str> = token.split('.').collect();
        let [header, body, signature] = parts[..] else { panic!("{token}") };
        for garbled in [
            String::new(),
            "..".to_owned(),
            format!("{header}.{body}."),
            format!("{header}.{body}"),
            format!("{header}.{body}.{signature}.{signature}"),
            format!("{header}.{body}.{signature}="),
            format!("{header}.{body}A.{signature}"),
            format!("{token}{}", "A".repeat(BYTES_MAX)),
        ] {
            assert_eq!(signer.read(&garbled), None, "{garbled}");
        }
        // {"typ":"pat+jwt","alg":"none"}
        let none = "eyJ0eXAiOiJwYXQrand0IiwiYWxnIjoibm9uZSJ9";
        assert_eq!(signer.read(&format!("{none}.{body}.")), None);
        assert_eq!(signer.read(&format!("{none}.{body}.{signature}")), None);
    }

    #[test]
    fn the_right_key_under_another_header_or_with_other_words_is_refused() {
        let signer = signer(SECRET);
        let said = serde_json::to_value(claims()).unwrap();
        let header = |alg, typ: Option<&str>| {
            let mut header = Header::new(alg);
            header.typ = typ.map(str::to_owned);
            header
        };
        let right = header(Algorithm::HS256, Some(TYP));
        assert!(signer.read(&forged(&right, &said)).is_some());
        for wrong in [
            header(Algorithm::HS384, Some(TYP)),
            header(Algorithm::HS512, Some(TYP)),
            header(Algorithm::HS256, Some("JWT")),
            header(Algorithm::HS256, Some("PAT+JWT")),
            header(Algorithm::HS256, None),
        ] {
            assert_eq!(signer.read(&forged(&wrong, &said)), None, "{wrong:?}");
        }
        for (name, value) in [
            ("iss", json!("someone")),
            ("iss", json!(["waybill", "someone"])),
            ("aud", json!("someone")),
            ("aud", json!([AUDIENCE])),
            ("sub", json!(7)),
            ("jti", json!(null)),
            ("exp", json!("9999999999")),
            ("nbf", json!(0)),
            ("role", json!("owner")),
        ] {
            let mut said = said.clone();
            said[name] = value;
            assert_eq!(signer.read(&forged(&right, &said)), None, "{said}");
        }
        for name in ["iss", "sub", "aud", "jti", "iat", "exp"] {
            let mut said = said.clone();
            said.as_object_mut().unwrap().remove(name);
            assert_eq!(signer.read(&forged(&right, &said)), None, "without {name}");
        }
    }
}
