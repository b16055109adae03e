//! Signatures of messages between servers.

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use md5::{Digest as _, Md5};

/// HMAC-SHA256 of `message`.
#[must_use]
pub fn hmac_sha256(key: &[u8], message: &[u8]) -> Vec<u8> {
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), message).as_ref().to_vec()
}

/// HMAC-SHA512 of `message`.
#[must_use]
pub fn hmac_sha512(key: &[u8], message: &[u8]) -> Vec<u8> {
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA512, key), message).as_ref().to_vec()
}

/// MD5 of the base64 of `message` with `key` behind it, as some servers written in PHP want it. It is
/// weak: what such a sum vouches for may be a hint and never a fact.
#[must_use]
pub fn md5_base64(key: &[u8], message: &[u8]) -> Vec<u8> {
    let signed = [STANDARD.encode(message).as_bytes(), key].concat();
    Md5::digest(&signed).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::secret::hex;

    /// RFC 4231, test case 2.
    #[test]
    fn the_sum_is_the_standards() {
        let (key, message) = (b"Jefe", b"what do ya want for nothing?");
        let sum = hmac_sha256(key, message);
        assert_eq!(hex(&sum), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
        let sum = hmac_sha512(key, message);
        assert_eq!(
            hex(&sum),
            "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554\
             9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"
        );
    }

    #[test]
    fn without_a_message_it_is_the_sum_of_the_key() {
        // RFC 1321.
        assert_eq!(hex(&md5_base64(b"abc", b"")), "900150983cd24fb0d6963f7d28e17f72");
    }
}
