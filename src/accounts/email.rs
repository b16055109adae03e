//! The address that an account is known by. Parsed once; never checked again.

use unicode_normalization::UnicodeNormalization as _;

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

    /// What the address looks like: the same for two that a person cannot tell apart because one is
    /// in another script (`аdmin@` with a Cyrillic а). A letter that is not ASCII is read as the one
    /// that it resembles (Unicode UTS 39), and an encoded host as the letters that it stands for.
    /// ASCII stands for itself, because `ann1@` and `annl@` are two people.
    #[must_use]
    pub fn skeleton(&self) -> String {
        let (name, host) = self.0.rsplit_once('@').unwrap_or((&self.0, ""));
        let (host, _) = idna::domain_to_unicode(host);
        let text = format!("{name}@{host}").nfkc().collect::<String>().to_lowercase();
        let mut looks = String::with_capacity(text.len());
        for letter in text.nfd() {
            if letter.is_ascii() {
                looks.push(letter);
                continue;
            }
            let like: String =
                unicode_security::skeleton(letter.encode_utf8(&mut [0; 4])).collect();
            // UTS 39 reads every m as rn, and an ASCII m stands for itself here.
            looks.push_str(if like == "rn" { "m" } else { &like });
        }
        looks.to_lowercase().nfc().collect()
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

    fn looks(text: &str) -> String {
        Email::parse(text).unwrap_or_else(|_| panic!("{text}")).skeleton()
    }

    #[test]
    fn an_address_in_another_script_looks_the_same() {
        for text in [
            "аdmin@example.com",
            "admin@exаmple.com",
            "ａｄｍｉｎ@example.com",
            "аdｍin@ехаmрlе.соm",
            "АDMIN@example.com",
            "admin@xn--exmple-4nf.com",
        ] {
            assert_eq!(looks(text), "admin@example.com", "{text}");
        }
    }

    #[test]
    fn addresses_that_people_can_tell_apart_look_different() {
        let apart = [
            "ann1@example.com",
            "annl@example.com",
            "ann0@example.com",
            "anno@example.com",
            "tom@example.com",
            "torn@example.com",
            "änn@example.com",
            "ann@example.com",
            "анна@example.com",
            "ann@example.org",
        ];
        for (at, one) in apart.iter().enumerate() {
            for other in &apart[at + 1..] {
                assert_ne!(looks(one), looks(other), "{one} {other}");
            }
        }
        for ascii in ["ann1@example.com", "a.b+c@mail.example.com"] {
            assert_eq!(looks(ascii), ascii);
        }
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
            "ad\u{200d}a@example.com",
            &long,
        ] {
            assert!(Email::parse(text).is_err(), "{text}");
        }
    }
}
