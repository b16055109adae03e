//! Secrets: made from the system's randomness, kept as SHA-256, compared in constant time.

use rand::Rng as _;
use sha2::{Digest, Sha256};

const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// `length` random characters of base62.
#[must_use]
pub fn base62(length: usize) -> String {
    let mut rng = rand::rng();
    (0..length).map(|_| char::from(BASE62[rng.random_range(0..BASE62.len())])).collect()
}

/// SHA-256.
#[must_use]
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// Whether both are the same; the time does not show how much of them is the same.
#[must_use]
pub fn same(one: &[u8], other: &[u8]) -> bool {
    aws_lc_rs::constant_time::verify_slices_are_equal(one, other).is_ok()
}

/// A secret that shows where it comes from, and that can be told from a typing error without a
/// look-up: `prefix`, 30 random characters, and 6 of a checksum.
#[must_use]
pub fn token(prefix: &str) -> String {
    let body = format!("{prefix}{}", base62(30));
    let sum = checksum(&body);
    format!("{body}{sum}")
}

/// Whether `text` is of the form that [`token`] makes.
#[must_use]
pub fn is_token(prefix: &str, text: &str) -> bool {
    text.len() == prefix.len() + 36
        && text.starts_with(prefix)
        && text.is_ascii()
        && checksum(&text[..text.len() - 6]) == text[text.len() - 6..]
}

fn checksum(body: &str) -> String {
    let hash = sha256(body.as_bytes());
    let mut number = u64::from_be_bytes([0, 0, 0, hash[0], hash[1], hash[2], hash[3], hash[4]]);
    let mut out = String::with_capacity(6);
    for _ in 0..6 {
        let digit = usize::try_from(number % 62).unwrap_or_default();
        out.push(char::from(BASE62[digit]));
        number /= 62;
    }
    out
}

/// Lower-case hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Reads what [`hex`] wrote.
#[must_use]
pub fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes();
    if !digits.len().is_multiple_of(2) || !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    let pair = |at| u8::from_str_radix(&text[at..at + 2], 16).ok();
    (0..digits.len()).step_by(2).map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_survive_being_written_down() {
        assert_eq!(from_hex(&hex(b"\0\xff 7")).unwrap(), b"\0\xff 7");
        assert_eq!(from_hex(""), Some(Vec::new()));
        for text in ["0", "0g", "\u{e9}\u{e9}"] {
            assert_eq!(from_hex(text), None, "{text}");
        }
    }

    #[test]
    fn a_token_is_known_by_its_form() {
        let made = token("wb_");
        assert!(is_token("wb_", &made));
        assert!(!is_token("wb_", &made[1..]));
        let mut wrong = made.into_bytes();
        wrong[10] = if wrong[10] == b'a' { b'b' } else { b'a' };
        assert!(!is_token("wb_", std::str::from_utf8(&wrong).unwrap()));
        assert!(!is_token("wb_", ""));
        assert!(!is_token("wb_", "wb_ééééééééééééééééééééé"));
    }
}
