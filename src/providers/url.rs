//! Where a provider is spoken to. What has been parsed is a URL that may be kept; whether its
//! host's addresses may be reached is looked at again each time that it is dialled.

use std::fmt;

use url::Url;

use crate::kit::outbound::{Outbound, Refused};

const URL_BYTES_MAX: usize = 500;

/// https, or a host inside of the allowed networks; without a query, a name or a password in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderUrl(Url);

/// Why an address was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UrlError {
    #[error("an address such as https://panel.example.com/api/v2")]
    Unreadable,
    #[error("at most {URL_BYTES_MAX} characters")]
    Long,
    #[error(
        "only https://: with http, the key could be read on the way. Inside of your own network, \
         start the panel with --provider-allow and that network"
    )]
    Plain,
    #[error("without a name, a password, a query or a # in it; the key has its own field")]
    Extras,
    #[error(
        "a private address. To allow it, start the panel with --provider-allow and its network"
    )]
    Private,
}

impl From<Refused> for UrlError {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Unreadable | Refused::Scheme => Self::Unreadable,
            Refused::Plain => Self::Plain,
            Refused::Credentials => Self::Extras,
            Refused::Address => Self::Private,
        }
    }
}

impl ProviderUrl {
    /// Reads what was typed, as the client that will call it would.
    pub fn parse(text: &str, outbound: &Outbound) -> Result<Self, UrlError> {
        let text = text.trim();
        if text.len() > URL_BYTES_MAX {
            return Err(UrlError::Long);
        }
        // A URL parser takes line ends out in silence.
        if text.chars().any(|c| c.is_control() || c.is_whitespace()) {
            return Err(UrlError::Unreadable);
        }
        let url = outbound.check(text)?;
        if url.query().is_some() || url.fragment().is_some() {
            return Err(UrlError::Extras);
        }
        if url.as_str().len() > URL_BYTES_MAX {
            return Err(UrlError::Long);
        }
        Ok(Self(url))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Whether a key that was meant for `other` may be sent here: the same scheme, host and port.
    #[must_use]
    pub(super) fn is_at(&self, other: &str) -> bool {
        Url::parse(other).is_ok_and(|other| other.origin() == self.0.origin())
    }
}

impl fmt::Display for ProviderUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn https_is_taken_and_http_inside_of_what_is_allowed() {
        let outbound = Outbound::new(&["127.0.0.0/8".parse().unwrap()]);
        let read = |text: &str| ProviderUrl::parse(text, &outbound).map(|url| url.to_string());
        assert_eq!(read(" https://Panel.Example/api/v2 ").unwrap(), "https://panel.example/api/v2");
        assert_eq!(read("http://127.0.0.1:8080/api/v2").unwrap(), "http://127.0.0.1:8080/api/v2");
        assert_eq!(read("http://8.8.8.8/"), Err(UrlError::Plain));
        assert_eq!(read("https://10.0.0.1/"), Err(UrlError::Private));
    }

    #[test]
    fn what_leads_inside_or_hides_something_is_refused() {
        let outbound = Outbound::new(&[]);
        for (text, why) in [
            ("", UrlError::Unreadable),
            ("panel.example", UrlError::Unreadable),
            ("ftp://panel.example", UrlError::Unreadable),
            ("file:///etc/passwd", UrlError::Unreadable),
            ("javascript:alert(1)", UrlError::Unreadable),
            ("https://", UrlError::Unreadable),
            ("https://a\nb.example/", UrlError::Unreadable),
            ("http://panel.example", UrlError::Plain),
            ("https://user:word@panel.example/", UrlError::Extras),
            ("https://panel.example/?key=1", UrlError::Extras),
            ("https://panel.example/#x", UrlError::Extras),
            ("https://127.0.0.1/", UrlError::Private),
            ("http://127.0.0.1/", UrlError::Private),
            ("https://0x7f.1/", UrlError::Private),
            ("https://2130706433/", UrlError::Private),
            ("https://169.254.169.254/", UrlError::Private),
            ("https://192.168.0.1/", UrlError::Private),
            ("https://[::1]/", UrlError::Private),
            ("https://[::ffff:127.0.0.1]/", UrlError::Private),
            ("https://[fd00::1]/", UrlError::Private),
        ] {
            assert_eq!(ProviderUrl::parse(text, &outbound), Err(why), "{text}");
        }
        let long = format!("https://panel.example/{}", "a".repeat(500));
        assert_eq!(ProviderUrl::parse(&long, &outbound), Err(UrlError::Long));
    }
}
