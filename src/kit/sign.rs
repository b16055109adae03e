//! Signatures of messages between servers.

use aws_lc_rs::hmac;

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::secret::hex;

    /// RFC 4231, test case 2.
    #[test]
    fn the_sums_are_the_standards() {
        let sum = hmac_sha256(b"Jefe", b"what do ya want for nothing?");
        assert_eq!(hex(&sum), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
        let sum = hmac_sha512(b"Jefe", b"what do ya want for nothing?");
        assert_eq!(
            hex(&sum),
            "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554\
             9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"
        );
    }
}
