//! What opens a session, and what names it without opening it.

use crate::accounts::AccountId;
use crate::kit::secret;

/// What the cookie holds: 64 hexadecimal digits. Has no `Debug`, so that no log line shows it.
pub struct SessionSecret {
    pub(super) secret: String,
    pub(super) account_id: AccountId,
    pub(super) by_password: bool,
}

impl SessionSecret {
    /// Who is signed in.
    #[must_use]
    pub fn account_id(&self) -> AccountId {
        self.account_id
    }

    /// Whether the password was typed for it; `false`: an issuer alone has said who it is.
    #[must_use]
    pub fn is_by_password(&self) -> bool {
        self.by_password
    }

    /// For the `Set-Cookie` header only.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.secret
    }
}

/// Names a session without opening it: the hash of its secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionId([u8; 32]);

impl SessionId {
    /// The one that this secret opens.
    #[must_use]
    pub fn of_secret(secret: &str) -> Self {
        Self(secret::sha256(secret.as_bytes()))
    }

    /// Reads what [`to_hex`](Self::to_hex) wrote.
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        let digits = text.as_bytes();
        if digits.len() != 64 || !digits.iter().all(u8::is_ascii_hexdigit) {
            return None;
        }
        let mut bytes = [0; 32];
        for (byte, at) in bytes.iter_mut().zip((0..64).step_by(2)) {
            *byte = u8::from_str_radix(&text[at..at + 2], 16).ok()?;
        }
        Some(Self(bytes))
    }

    /// From its row.
    pub(super) fn of_row(hash: Vec<u8>) -> Option<Self> {
        hash.try_into().ok().map(Self)
    }

    /// As it is stored.
    pub(in crate::accounts) fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// For a URL or a form: 64 digits.
    #[must_use]
    pub fn to_hex(self) -> String {
        secret::hex(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_survives_being_written_down() {
        let id = SessionId::of_secret("secret");
        assert_eq!(SessionId::from_hex(&id.to_hex()), Some(id));
        for text in ["", "zz", &"é".repeat(32), &"g".repeat(64)] {
            assert_eq!(SessionId::from_hex(text), None, "{text}");
        }
    }
}
