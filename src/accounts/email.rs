//! The address that an account is known by. Parsed once; never checked again.

/// An e-mail address as the panel keeps it: trimmed, lower case, at most 254 characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash, sqlx::Type)]
#[sqlx(transparent)]
pub struct Email(String);

/// The text is not an e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Enter an e-mail address, like name@example.com.")]
pub struct NotAnEmail;

impl Email {
    /// Reads an address; display names, comments and address literals are refused.
    pub fn parse(text: &str) -> Result<Self, NotAnEmail> {
        let text = text.trim().to_lowercase();
        let options = email_address::Options::default()
            .with_required_tld()
            .without_display_text()
            .without_domain_literal();
        let valid = text.chars().count() <= 254
            && !text.contains(|c: char| c.is_control() || c.is_whitespace())
            && email_address::EmailAddress::parse_with_options(&text, options).is_ok();
        if valid { Ok(Self(text)) } else { Err(NotAnEmail) }
    }

    /// As it is stored.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Email {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_however_it_is_typed() {
        assert_eq!(Email::parse(" Ada@Example.COM ").unwrap().as_str(), "ada@example.com");
    }

    #[test]
    fn refuses_what_is_no_address() {
        let long = format!("{}@example.com", "a".repeat(250));
        for text in [
            "",
            "ada",
            "ada@",
            "@example.com",
            "ada@localhost",
            "a b@example.com",
            "Ada <ada@example.com>",
            "ada@[127.0.0.1]",
            "ada\0@example.com",
            &long,
        ] {
            assert!(Email::parse(text).is_err(), "{text}");
        }
    }
}
