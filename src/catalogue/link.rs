//! A link as customers send it: a public URL, or the bare name of a profile or channel.
//! The panel never opens it. Parsed once, trusted after.

use url::{Host, Url};

use super::target::{Target, is_invisible};
use crate::kit::public::is_public;

/// The longest link that is taken, in bytes.
pub const LINK_BYTES_MAX: usize = 2048;

/// An http(s) URL with a public-looking host, or a bare name. It is kept as it was typed, without
/// blanks and invisible characters at its ends.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Link {
    text: String,
    target: Target,
}

/// Text that is not a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a link")]
pub struct NotALink;

impl Link {
    /// Parses a URL (`https://…`, or `example.com/…` without a scheme) or a bare name (`@name`,
    /// letters, digits, `.`, `_`, `-`).
    pub fn parse(text: &str) -> Result<Self, NotALink> {
        let text = text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c));
        // The replacement character stands for bytes that some program could not read.
        let is_odd = |c: char| c.is_control() || c.is_whitespace() || c == '\u{fffd}';
        if text.is_empty() || text.len() > LINK_BYTES_MAX || text.chars().any(is_odd) {
            return Err(NotALink);
        }
        let good = if text.contains("://") {
            is_public_url(text)
        } else if text.contains('/') {
            is_public_url(&format!("https://{text}"))
        } else {
            is_name(text)
        };
        if !good {
            return Err(NotALink);
        }
        Ok(Self { text: text.to_owned(), target: Target::of(text) })
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// What it points at, for the rules that ask whether two links are the same.
    #[must_use]
    pub const fn target(&self) -> &Target {
        &self.target
    }
}

fn is_public_url(text: &str) -> bool {
    let Ok(url) = Url::parse(text) else {
        return false;
    };
    let web = matches!(url.scheme(), "http" | "https");
    let host = match url.host() {
        Some(Host::Domain(name)) => name.contains('.') && !name.starts_with('.'),
        Some(Host::Ipv4(address)) => is_public(address.into()),
        Some(Host::Ipv6(address)) => is_public(address.into()),
        None => false,
    };
    web && host && url.username().is_empty() && url.password().is_none()
}

fn is_name(text: &str) -> bool {
    let name = text.strip_prefix('@').unwrap_or(text);
    (1..=200).contains(&name.len())
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-'))
        && name.chars().any(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_urls_and_names() {
        for text in [
            "https://example.com/p/1?x=y#z",
            " http://example.com ",
            "example.com/p/1",
            "@some.name",
            "name_1",
            "https://münchen.example/ä",
            "https://9.9.9.9/x",
            "https://[2620:fe::fe]/x",
        ] {
            assert!(Link::parse(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn refuses_the_rest() {
        let long = format!("https://example.com/{}", "a".repeat(3000));
        for text in [
            "",
            " ",
            "javascript:alert(1)",
            "ftp://example.com/x",
            "https://",
            "a b",
            "https://user:pw@example.com/",
            "https://localhost/x",
            "https://127.0.0.1/x",
            "http://2130706433/x",
            "https://10.1.2.3/x",
            "https://192.0.2.1/x",
            "https://[::1]/x",
            "https://[::ffff:10.1.2.3]/x",
            "not a link",
            "<b>",
            "@",
            "..",
            "https://example.com/\0",
            &long,
        ] {
            assert_eq!(Link::parse(text), Err(NotALink), "{text}");
        }
    }

    #[test]
    fn what_was_typed_is_kept_but_for_its_ends() {
        let kept = |text: &str| Link::parse(text).unwrap().as_str().to_owned();
        assert_eq!(kept(" \u{feff}https://Example.com/a\u{200b}\u{a0}\n"), "https://Example.com/a");
        assert_eq!(
            kept("https://example.com/a\u{200d}b%20#x"),
            "https://example.com/a\u{200d}b%20#x"
        );
        assert_eq!(Link::parse("https://example.com/\u{fffd}"), Err(NotALink));
        assert_eq!(Link::parse("\u{200b}"), Err(NotALink));
    }
}
