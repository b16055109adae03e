//! Signatures of messages between servers.

use aws_lc_rs::hmac;

/// HMAC-SHA256 of `message`.
#[must_use]
pub fn hmac_sha256(key: &[u8], message: &[u8]) -> Vec<u8> {
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), message).as_ref().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::secret::hex;

    /// RFC 4231, test case 2.
    #[test]
    fn the_sum_is_the_standards() {
        let sum = hmac_sha256(b"Jefe", b"what do ya want for nothing?");
        assert_eq!(hex(&sum), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }
}
