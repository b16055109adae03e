//! What an issuer says about somebody: an ID token (OpenID Connect Core 1.0, sections 2 and 3.1.3.7).

use chrono::{DateTime, Utc};
use jsonwebtoken::jwk::{Jwk, JwkSet};
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde::Deserialize;

use crate::accounts::email::Email;
use crate::kit::secret::same;

/// A longer token is not read.
const BYTES_MAX: usize = 16 * 1024;
/// How far the issuer's clock may be from the database's.
const LEEWAY_S: i64 = 120;
const SUBJECT_CHARS_MAX: usize = 255;
/// How an issuer may sign: never with a secret that both sides know, and never not at all.
const ALGORITHMS: [Algorithm; 9] = [
    Algorithm::RS256,
    Algorithm::RS384,
    Algorithm::RS512,
    Algorithm::PS256,
    Algorithm::PS384,
    Algorithm::PS512,
    Algorithm::ES256,
    Algorithm::ES384,
    Algorithm::EdDSA,
];

/// Somebody whom an issuer knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The issuer's name for them; it never changes.
    pub subject: String,
    /// Their address, if the issuer has verified it.
    pub email: Option<Email>,
}

/// What a token has to say.
#[derive(Debug, Clone, Copy)]
pub(super) struct Expected<'e> {
    pub issuer: &'e str,
    pub client_id: &'e str,
    pub nonce: &'e str,
    pub now: DateTime<Utc>,
}

/// Why a token is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unbelieved {
    /// No key of these has signed it; the issuer may have new ones.
    NoKey,
    No(&'static str),
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    aud: Audience,
    azp: Option<String>,
    exp: i64,
    iat: i64,
    nonce: Option<String>,
    email: Option<String>,
    email_verified: Option<Verified>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

/// Some issuers write it as a text.
#[derive(Deserialize)]
#[serde(untagged)]
enum Verified {
    Bool(bool),
    Text(String),
}

impl Verified {
    fn is_true(&self) -> bool {
        match self {
            Self::Bool(verified) => *verified,
            Self::Text(text) => text == "true",
        }
    }
}

/// Reads a token that one of these keys has signed, for this sign-in.
pub(super) fn read(
    keys: &JwkSet,
    token: &str,
    expected: &Expected<'_>,
) -> Result<Person, Unbelieved> {
    let no = Unbelieved::No;
    if token.len() > BYTES_MAX {
        return Err(no("its token is too long"));
    }
    let header = jsonwebtoken::decode_header(token).map_err(|_| no("its token cannot be read"))?;
    if !ALGORITHMS.contains(&header.alg) {
        return Err(no("its token is signed in a way that is not allowed"));
    }
    let key = find(keys, header.kid.as_deref()).ok_or(Unbelieved::NoKey)?;
    let key = DecodingKey::from_jwk(key).map_err(|_| no("its key cannot be read"))?;
    let mut validation = Validation::new(header.alg);
    validation.set_issuer(&[expected.issuer]);
    validation.set_audience(&[expected.client_id]);
    validation.set_required_spec_claims(&["iss", "sub", "aud", "exp"]);
    // The library would ask the machine's clock.
    validation.validate_exp = false;
    let claims = jsonwebtoken::decode::<Claims>(token, &key, &validation);
    let claims = claims.map_err(|_| no("its token is not signed by it, or not for this panel"))?;
    believe(claims.claims, expected).map_err(no)
}

/// The key of this id; without an id, the only one that there is.
fn find<'k>(keys: &'k JwkSet, id: Option<&str>) -> Option<&'k Jwk> {
    match id {
        Some(id) => keys.find(id),
        None if keys.keys.len() == 1 => keys.keys.first(),
        None => None,
    }
}

/// Checks what a signature does not.
fn believe(claims: Claims, expected: &Expected<'_>) -> Result<Person, &'static str> {
    let now = expected.now.timestamp();
    let Claims { iss, sub, aud, azp, exp, iat, nonce, email, email_verified } = claims;
    if iss != expected.issuer {
        return Err("its token names another issuer");
    }
    let is_for_others = match &aud {
        Audience::One(one) => one != expected.client_id,
        Audience::Many(many) => many.len() > 1 && azp.is_none(),
    };
    if is_for_others || azp.is_some_and(|azp| azp != expected.client_id) {
        return Err("its token is for another application");
    }
    if exp <= now - LEEWAY_S || iat > now + LEEWAY_S {
        return Err("its token is too old, or of the future");
    }
    if !nonce.is_some_and(|nonce| same(nonce.as_bytes(), expected.nonce.as_bytes())) {
        return Err("its token belongs to another sign-in");
    }
    if sub.is_empty() || sub.chars().count() > SUBJECT_CHARS_MAX || sub.contains('\0') {
        return Err("its token names nobody");
    }
    let is_verified = email_verified.is_some_and(|verified| verified.is_true());
    let email = email.filter(|_| is_verified).and_then(|email| Email::parse(&email).ok());
    Ok(Person { subject: sub, email })
}

#[cfg(test)]
mod tests {
    use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
    use base64::Engine as _;
    use base64::prelude::BASE64_URL_SAFE_NO_PAD;
    use jsonwebtoken::{EncodingKey, Header};
    use serde_json::{Value, json};

    use super::*;

    const NOW: i64 = 1_780_000_000;

    /// A key and what an issuer publishes of it.
    fn pair(kid: &str) -> (EncodingKey, Value) {
        let rng = aws_lc_rs::rand::SystemRandom::new();
        let der = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &rng).unwrap();
        let pair =
            EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, der.as_ref()).unwrap();
        // 4, then x and y.
        let point = pair.public_key().as_ref();
        let part = |bytes: &[u8]| BASE64_URL_SAFE_NO_PAD.encode(bytes);
        let published = json!({
            "kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": kid,
            "x": part(&point[1..33]), "y": part(&point[33..65]),
        });
        (EncodingKey::from_ec_der(der.as_ref()), published)
    }

    fn set(keys: &[&Value]) -> JwkSet {
        serde_json::from_value(json!({ "keys": keys })).unwrap()
    }

    fn said() -> Value {
        json!({
            "iss": "https://issuer.example", "sub": "42", "aud": "panel", "nonce": "n1",
            "iat": NOW - 5, "exp": NOW + 300, "email": "Ada@Example.com", "email_verified": true,
        })
    }

    fn signed(key: &EncodingKey, kid: Option<&str>, said: &Value) -> String {
        let header = Header { kid: kid.map(str::to_owned), ..Header::new(Algorithm::ES256) };
        jsonwebtoken::encode(&header, said, key).unwrap()
    }

    fn reads(keys: &JwkSet, token: &str) -> Result<Person, Unbelieved> {
        let now = DateTime::from_timestamp(NOW, 0).unwrap();
        let issuer = "https://issuer.example";
        read(keys, token, &Expected { issuer, client_id: "panel", nonce: "n1", now })
    }

    #[test]
    fn a_token_that_says_everything_right_is_believed() {
        let (key, published) = pair("k1");
        let keys = set(&[&published]);
        let email = Email::parse("ada@example.com").ok();
        let person = Person { subject: "42".into(), email };
        assert_eq!(reads(&keys, &signed(&key, Some("k1"), &said())), Ok(person.clone()));
        assert_eq!(reads(&keys, &signed(&key, None, &said())), Ok(person));
        for (name, value, has_email) in [
            ("aud", json!(["panel"]), true),
            ("azp", json!("panel"), true),
            ("email_verified", json!("true"), true),
            ("email_verified", json!(false), false),
            ("email_verified", json!("yes"), false),
            ("email_verified", Value::Null, false),
            ("email", json!("nobody"), false),
        ] {
            let mut said = said();
            said[name] = value;
            let read = reads(&keys, &signed(&key, Some("k1"), &said)).unwrap();
            assert_eq!(read.email.is_some(), has_email, "{said}");
        }
    }

    #[test]
    fn a_token_that_says_one_thing_wrong_is_refused() {
        let (key, published) = pair("k1");
        let keys = set(&[&published]);
        for (name, value) in [
            ("iss", json!("https://issuer.example/")),
            ("iss", json!("https://other.example")),
            ("iss", Value::Null),
            ("aud", json!("other")),
            ("aud", json!(["panel", "other"])),
            ("aud", json!([])),
            ("azp", json!("other")),
            ("sub", json!("")),
            ("sub", json!(42)),
            ("exp", json!(NOW - 200)),
            ("exp", Value::Null),
            ("iat", json!(NOW + 1_000)),
            ("nonce", json!("n2")),
            ("nonce", Value::Null),
        ] {
            let mut said = said();
            said[name] = value;
            let read = reads(&keys, &signed(&key, Some("k1"), &said));
            assert!(matches!(read, Err(Unbelieved::No(_))), "{said}: {read:?}");
        }
    }

    #[test]
    fn only_a_key_of_the_issuer_counts() {
        let ((key, published), (other, _)) = (pair("k1"), pair("k1"));
        let keys = set(&[&published]);
        assert!(matches!(
            reads(&keys, &signed(&other, Some("k1"), &said())),
            Err(Unbelieved::No(_))
        ));
        assert_eq!(reads(&keys, &signed(&key, Some("k2"), &said())), Err(Unbelieved::NoKey));
        let (_, second) = pair("k2");
        assert_eq!(
            reads(&set(&[&published, &second]), &signed(&key, None, &said())),
            Err(Unbelieved::NoKey)
        );
        // Signed with what the issuer publishes, as if it were a secret.
        let text = published["x"].as_str().unwrap();
        let header = Header { kid: Some("k1".into()), ..Header::new(Algorithm::HS256) };
        let shared = EncodingKey::from_secret(text.as_bytes());
        let forged = jsonwebtoken::encode(&header, &said(), &shared).unwrap();
        assert!(matches!(reads(&keys, &forged), Err(Unbelieved::No(_))));
        // {"alg":"none","kid":"k1"}
        let body = signed(&key, Some("k1"), &said());
        let body = body.split('.').nth(1).unwrap();
        let none = BASE64_URL_SAFE_NO_PAD.encode(r#"{"alg":"none","kid":"k1"}"#);
        assert!(matches!(reads(&keys, &format!("{none}.{body}.")), Err(Unbelieved::No(_))));
        assert!(matches!(reads(&keys, ""), Err(Unbelieved::No(_))));
        assert!(matches!(reads(&keys, &"a".repeat(BYTES_MAX + 1)), Err(Unbelieved::No(_))));
    }
}
