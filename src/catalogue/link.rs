//! A link as customers send it: a public URL, or the bare name of a profile or channel.
//! The panel never opens it. Parsed once, trusted after.

use url::{Host, Url};

use crate::kit::public::is_public;

/// The longest link that is taken, in bytes.
pub const LINK_BYTES_MAX: usize = 2048;

/// A trimmed link that is an http(s) URL with a public-looking host, or a bare name.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Link(String);

/// Text that is no link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a link")]
pub struct NotALink;

impl Link {
    /// Parses a URL (`https://…`, or `example.com/…` without a scheme) or a bare name (`@name`,
    /// letters, digits, `.`, `_`, `-`).
    pub fn parse(text: &str) -> Result<Self, NotALink> {
        let text = text.trim();
        if text.is_empty()
            || text.len() > LINK_BYTES_MAX
            || text.chars().any(|c| c.is_control() || c.is_whitespace())
        {
            return Err(NotALink);
        }
        let good = if text.contains("://") {
            is_public_url(text)
        } else if text.contains('/') {
            is_public_url(&format!("https://{text}"))
        } else {
            is_name(text)
        };
        if good { Ok(Self(text.to_owned())) } else { Err(NotALink) }
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Host and path in lower case, for blocked targets; a bare name is its own.
    #[must_use]
    pub fn target(&self) -> String {
        let url = if self.0.contains("://") {
            Url::parse(&self.0)
        } else {
            Url::parse(&format!("https://{}", self.0))
        };
        match url {
            Ok(url) => {
                let host = url.host_str().unwrap_or_default();
                let host = host.strip_prefix("www.").unwrap_or(host);
                format!("{host}{}", url.path().trim_end_matches('/')).to_lowercase()
            }
            Err(_) => self.0.trim_start_matches('@').to_lowercase(),
        }
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
    fn a_target_is_host_and_path() {
        let target = |text: &str| Link::parse(text).unwrap().target();
        assert_eq!(target("HTTPS://www.Example.com/People/Ann/?x=1"), "example.com/people/ann");
        assert_eq!(target("example.com/p"), "example.com/p");
        assert_eq!(target("@Ann"), "ann");
    }
}
