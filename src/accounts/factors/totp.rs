//! Codes that an app makes every 30 seconds (TOTP, RFC 6238): six digits by HMAC-SHA-1, because many apps
//! make no others. A code counts in its own step, and in the one before and after it.

use chrono::{DateTime, Utc};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use rand::Rng as _;
use totp_rs::{Builder, Totp};

/// As RFC 4226 recommends.
const BYTES: usize = 20;

/// What an app and the panel share. Has no `Debug`.
#[derive(Clone)]
pub struct Secret([u8; BYTES]);

impl Secret {
    /// A new one.
    #[must_use]
    pub fn random() -> Self {
        Self(rand::rng().random())
    }

    /// The one of these bytes; `None`: they are no secret.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// As it is sealed.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// As people type it into an app.
    #[must_use]
    pub fn base32(&self) -> String {
        totp_rs::Secret::from(self.0).to_base32()
    }

    /// As an app reads it from a QR code: with the panel's name, and whose account it is.
    #[must_use]
    pub fn url(&self, panel: &str, email: &str) -> String {
        // The name's colon would end it.
        let panel = panel.replace(':', " ");
        let [panel, email] =
            [&*panel, email].map(|text| utf8_percent_encode(text, NON_ALPHANUMERIC));
        let secret = self.base32();
        format!("otpauth://totp/{panel}:{email}?secret={secret}&issuer={panel}")
    }

    /// The step in which this code counts at this time; `None`: in none.
    #[must_use]
    pub fn step(&self, code: &str, now: DateTime<Utc>) -> Option<i64> {
        let step = self.totp().check(code, u64::try_from(now.timestamp()).ok()?)?;
        i64::try_from(step).ok()
    }

    /// Of one step either way, 30 seconds and six digits by SHA-1.
    fn totp(&self) -> Totp {
        Builder::new().with_secret(self.0).build_noncompliant()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(second, 0).unwrap()
    }

    #[test]
    fn codes_are_those_of_rfc_6238() {
        let secret = Secret::of(b"12345678901234567890").unwrap();
        // The last six of the RFC's eight digits.
        for (second, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(secret.step(code, at(second)), Some(second / 30), "{code}");
        }
    }

    #[test]
    fn a_code_counts_one_step_before_and_after_its_own() {
        let secret = Secret::of(b"12345678901234567890").unwrap();
        let step = 1_234_567_890 / 30;
        for (steps, is_taken) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
            let found = secret.step("005924", at((step + steps) * 30));
            assert_eq!(found, is_taken.then_some(step), "{steps}");
        }
        for code in ["", "5924", "0059240", "+05924", "00592a", "005924 ", "٠٠٥٩٢٤"] {
            assert_eq!(secret.step(code, at(1_234_567_890)), None, "{code}");
        }
    }

    #[test]
    fn an_app_reads_the_secret_in_a_url() {
        let secret = Secret::of(b"12345678901234567890").unwrap();
        assert_eq!(secret.base32(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert_eq!(
            secret.url("Ann: shop", "ann@example.com"),
            "otpauth://totp/Ann%20%20shop:ann%40example%2Ecom\
             ?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Ann%20%20shop"
        );
        assert!(Secret::of(b"short").is_none());
        assert_ne!(Secret::random().bytes(), Secret::random().bytes());
    }
}
