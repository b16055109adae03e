//! The test vector of the standard (Web Authentication level 3, section 16: no attestation, ES256), and
//! what is made of it by changing one thing.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{self, KeySize};
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256};

use super::*;

const CREATED: &str = r#"{"type":"webauthn.create","challenge":"AMMPt4UxxGTStncdq417YDwBFi8vpIa-pw8oOuVW4TA","origin":"https://example.org","crossOrigin":false,"extraData":"clientDataJSON may be extended with additional fields in the future, such as this: BkQeDjdcTBrXBiAwJTLE5Q"}"#;
const CHALLENGE: &str = "00c30fb78531c464d2b6771dab8d7b603c01162f2fa486bea70f283ae556e130";
const RP_HASH: &str = "bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b5";
const CREDENTIAL: &str = "f91f391db4c9b2fde0ea70189cba3fb63f579ba6122b33ad94ff3ec330084be4";
const PUBLIC_KEY: &str = "a5010203262001215820afefa16f97ca9b2d23eb86ccb64098d20db90856062eb249c33a9b672f26df61225820930a56b87a2fca66334b03458abf879717c12cc68ed73290af2e2664796b9220";
const GOT: &str = r#"{"type":"webauthn.get","challenge":"OcDnUhQXulTUPo3JUXT0I97pvzzYBP9tZchXyav01Ag","origin":"https://example.org","crossOrigin":false}"#;
const SIGNATURE: &str = "3046022100f50a4e2e4409249c4a853ba361282f09841df4dd4547a13a87780218deffcd380221008480ac0f0b93538174f575bf11a1dd5d78c6e486013f937295ea13653e331e87";

fn bytes(hex: &str) -> Vec<u8> {
    secret::from_hex(hex).unwrap()
}

fn rp() -> Rp {
    Rp { id: "example.org".to_owned(), origin: "https://example.org".to_owned() }
}

/// An authenticator's data with these flags, that count and the rest.
fn data(flags: u8, count: u32, rest: &[u8]) -> Vec<u8> {
    [&bytes(RP_HASH)[..], &[flags], &count.to_be_bytes(), rest].concat()
}

/// The part of a new passkey with this key.
fn attested(public_key: &[u8]) -> Vec<u8> {
    [&[7; 16][..], &[0, 32], &bytes(CREDENTIAL), public_key].concat()
}

/// An attestation object, in CBOR.
fn object(format: &str, statement: &[u8], data: &[u8]) -> Vec<u8> {
    let format_length = 0x60 | u8::try_from(format.len()).unwrap();
    let data_length = u16::try_from(data.len()).unwrap().to_be_bytes();
    [
        &b"\xa3\x63fmt"[..],
        &[format_length],
        format.as_bytes(),
        b"\x67attStmt",
        statement,
        b"\x68authData\x59",
        &data_length,
        data,
    ]
    .concat()
}

fn created() -> Client {
    Client::read(&rp(), Ceremony::Create, CREATED.as_bytes()).unwrap()
}

fn registered(object: &[u8]) -> Result<Made, Flaw> {
    registration(&rp(), &created(), object)
}

/// What came of the vector's assertion with this one of its parts changed.
fn asserted(got: &str, data: &[u8], signature: &[u8], known: i64) -> Result<i64, Flaw> {
    let client = Client::read(&rp(), Ceremony::Get, got.as_bytes())?;
    assertion(&rp(), &client, (data, signature), (&bytes(PUBLIC_KEY), known))
}

#[test]
fn the_vector_of_the_standard_is_right() {
    let client = created();
    assert_eq!(client.challenge, bytes(CHALLENGE));
    let new = [&bytes("8446ccb9ab1db374750b2367ff6f3a1f0020")[..], &bytes(CREDENTIAL)].concat();
    let said = data(0x59, 0, &[new, bytes(PUBLIC_KEY)].concat());
    let whole = object("none", b"\xa0", &said);
    let made = registration(&rp(), &client, &whole).unwrap();
    assert_eq!(made.credential, bytes(CREDENTIAL));
    assert_eq!((made.public_key, made.sign_count), (bytes(PUBLIC_KEY), 0));
    assert_eq!(asserted(GOT, &data(0x19, 0, b""), &bytes(SIGNATURE), 0), Ok(0));
    // No part of it proves anything.
    for end in 0..whole.len() {
        assert!(registration(&rp(), &client, &whole[..end]).is_err(), "{end}");
    }
    let longer = [&whole[..], b"\0"].concat();
    assert_eq!(registration(&rp(), &client, &longer).unwrap_err(), Flaw::Unreadable);
}

#[test]
fn a_changed_assertion_proves_nothing() {
    let (said, signature) = (data(0x19, 0, b""), bytes(SIGNATURE));
    let spaced = GOT.replace(",\"cross", ", \"cross");
    for (what, got, said, flaw) in [
        ("user verified", GOT, data(0x1d, 0, b""), Flaw::Signature),
        ("count", GOT, data(0x19, 1, b""), Flaw::Signature),
        ("nobody there", GOT, data(0x18, 0, b""), Flaw::Absent),
        ("copied, and may not be", GOT, data(0x11, 0, b""), Flaw::Backup),
        ("more bytes", GOT, data(0x19, 0, b"\0"), Flaw::Unreadable),
        ("no extension", GOT, data(0x99, 0, b""), Flaw::Unreadable),
        ("fewer bytes", GOT, said[..36].to_vec(), Flaw::Unreadable),
        ("another rp", GOT, [&[0; 32][..], &said[32..]].concat(), Flaw::Rp),
        ("words", &*spaced, said.clone(), Flaw::Signature),
    ] {
        assert_eq!(asserted(got, &said, &signature, 0), Err(flaw), "{what}");
    }
    for signature in [&b""[..], b"\x30\0", &signature[1..], &[&signature[..], b"\0"].concat()] {
        assert_eq!(asserted(GOT, &said, signature, 0), Err(Flaw::Signature));
    }
    // Its key signed once before, and now it does not count.
    assert_eq!(asserted(GOT, &said, &signature, 1), Err(Flaw::Counter));
}

#[test]
fn a_browser_says_the_right_thing_for_the_right_page() {
    let with = |from: &str, to: &str| {
        let got = GOT.replacen(from, to, 1);
        Client::read(&rp(), Ceremony::Get, got.as_bytes()).map(|_| ())
    };
    assert_eq!(with("", ""), Ok(()));
    assert_eq!(with("", "\u{feff}"), Ok(()));
    for (from, to, flaw) in [
        ("webauthn.get", "webauthn.create", Flaw::Ceremony),
        ("webauthn.get", "Webauthn.get", Flaw::Ceremony),
        ("https://example.org", "https://example.org.evil.example", Flaw::Origin),
        ("https://example.org", "http://example.org", Flaw::Origin),
        ("https://example.org", "https://example.org:8443", Flaw::Origin),
        ("https://example.org", "https://a.example.org", Flaw::Origin),
        ("false", "true", Flaw::Origin),
        ("false", "false,\"topOrigin\":\"https://example.org\"", Flaw::Origin),
        // The same bytes, written in another way.
        ("v01Ag", "v01Ah", Flaw::Challenge),
        ("v01Ag", "v01Ag=", Flaw::Challenge),
        ("challenge", "chalenge", Flaw::Unreadable),
        ("{", "{\"challenge\":\"AA\",", Flaw::Unreadable),
        ("{", "[{", Flaw::Unreadable),
    ] {
        assert_eq!(with(from, to), Err(flaw), "{from} {to}");
    }
    let got = Client::read(&rp(), Ceremony::Create, GOT.as_bytes());
    assert_eq!(got.unwrap_err(), Flaw::Ceremony);
}

#[test]
fn keys_of_other_kinds_are_refused() {
    let key = bytes(PUBLIC_KEY);
    let changed = |at: usize, byte: u8| {
        let mut key = key.clone();
        key[at] = byte;
        let said = data(0x41, 0, &attested(&key));
        registered(&object("none", b"\xa0", &said)).map(|_| ())
    };
    assert_eq!(changed(0, 0xa5), Ok(()));
    // The kind, the algorithm, the curve.
    for (at, byte) in [(2, 1), (2, 3), (4, 0x25), (4, 0x27), (6, 2), (6, 6)] {
        assert_eq!(changed(at, byte), Err(Flaw::Key), "{at} {byte}");
    }
    // A field twice, and a map that goes on.
    assert_eq!(changed(5, 0x01), Err(Flaw::Unreadable));
    assert_eq!(changed(0, 0xbf), Err(Flaw::Unreadable));
    // Shorter coordinates.
    let short = bytes("a50102032620012141012241ff");
    let said = data(0x41, 0, &attested(&short));
    assert_eq!(registered(&object("none", b"\xa0", &said)).unwrap_err(), Flaw::Key);
    // Without a new passkey, and with an id that is empty.
    let said = data(0x01, 0, b"");
    assert_eq!(registered(&object("none", b"\xa0", &said)).unwrap_err(), Flaw::Unreadable);
    let said = data(0x41, 0, &[&[7; 16][..], &[0, 0], &key].concat());
    assert_eq!(registered(&object("none", b"\xa0", &said)).unwrap_err(), Flaw::Unreadable);
}

#[test]
fn an_authenticator_may_sign_for_itself() {
    let ed = Ed25519KeyPair::generate().unwrap();
    let key = [&bytes("a4010103272006215820")[..], ed.public_key().as_ref()].concat();
    let said = data(0xc1, 7, &[&attested(&key)[..], b"\xa1\x64test\xf5"].concat());
    let signed = |message: &[u8], algorithm: u8| {
        let signature = ed.sign(message);
        let head = [&b"\xa2\x63alg"[..], &[algorithm], b"\x63sig\x58\x40"].concat();
        registered(&object("packed", &[&head[..], signature.as_ref()].concat(), &said))
    };
    let right = [&said[..], &created().hash].concat();
    let made = signed(&right, 0x27).unwrap();
    assert_eq!((made.public_key, made.sign_count), (key.clone(), 7));
    assert_eq!(signed(&said, 0x27).unwrap_err(), Flaw::Signature);
    assert_eq!(signed(&right, 0x26).unwrap_err(), Flaw::Attestation);
    for (format, statement) in [
        ("packed", &b"\xa0"[..]),
        ("packed", &b"\xa1\x63x5c\x80"[..]),
        ("none", &b"\xa1\x63alg\x27"[..]),
        ("fido-u2f", &b"\xa0"[..]),
        ("", &b"\xa0"[..]),
    ] {
        let refused = registered(&object(format, statement, &said));
        assert_eq!(refused.unwrap_err(), Flaw::Attestation, "{format}");
    }
    // It counts on from there.
    let client = Client::read(&rp(), Ceremony::Get, GOT.as_bytes()).unwrap();
    let said = data(0x01, 8, b"");
    let signature = ed.sign(&[&said[..], &client.hash].concat());
    for (known, came) in [(7, Ok(8)), (8, Err(Flaw::Counter)), (9, Err(Flaw::Counter))] {
        let signed = (&*said, signature.as_ref());
        assert_eq!(assertion(&rp(), &client, signed, (&key, known)), came, "{known}");
    }
}

#[test]
fn a_key_of_rsa_is_taken() {
    let pair = rsa::KeyPair::generate(KeySize::Rsa2048).unwrap();
    // RSAPublicKey of RFC 8017: a sequence of the modulus, which has 257 bytes with its zero, and 65537.
    let public = pair.public_key().as_ref();
    let modulus = &public[9..265];
    let key = [&bytes("a401030339010020590100")[..], modulus, &bytes("2143010001")].concat();
    let said = data(0x41, 0, &attested(&key));
    assert_eq!(registered(&object("none", b"\xa0", &said)).unwrap().public_key, key);
    let client = Client::read(&rp(), Ceremony::Get, GOT.as_bytes()).unwrap();
    let said = data(0x05, 0, b"");
    let message = [&said[..], &client.hash].concat();
    let mut signature = vec![0; pair.public_modulus_len()];
    pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), &message, &mut signature).unwrap();
    assert_eq!(assertion(&rp(), &client, (&said, &signature), (&key, 0)), Ok(0));
    signature[9] ^= 1;
    let wrong = assertion(&rp(), &client, (&said, &signature), (&key, 0));
    assert_eq!(wrong, Err(Flaw::Signature));
}

#[test]
fn browsers_keep_passkeys_for_names_that_are_safe() {
    let of = |url: &str| Rp::of(&Url::parse(url).unwrap());
    assert_eq!(of("https://example.org/"), Some(rp()));
    for (url, id, origin) in [
        ("https://Panel.example:8443", "panel.example", "https://panel.example:8443"),
        ("https://bücher.example", "xn--bcher-kva.example", "https://xn--bcher-kva.example"),
        ("http://localhost:8080", "localhost", "http://localhost:8080"),
        ("http://a.localhost", "a.localhost", "http://a.localhost"),
    ] {
        let rp = of(url).unwrap();
        assert_eq!((&*rp.id, &*rp.origin), (id, origin));
    }
    for url in
        ["http://127.0.0.1:8080", "https://192.0.2.1", "https://[::1]", "http://panel.example"]
    {
        assert_eq!(of(url), None, "{url}");
    }
}
