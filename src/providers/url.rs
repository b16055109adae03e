//! The address of a provider. A URL that was parsed may be stored. Whether its host's addresses may
//! be reached is checked again each time it is called. It may have a query, which goes along with
//! each call. A part of the query that may be a secret is never shown or logged.

use std::fmt;

use url::Url;

use crate::kit::outbound::{Outbound, Refused};

const URL_BYTES_MAX: usize = 500;
/// A value in the query that is shorter is not a secret, unless its name says so.
const SECRET_BYTES_MIN: usize = 6;
/// A value with one of these in its name is a secret, however short it is.
const SECRET_NAMES: [&str; 7] = ["key", "token", "secret", "pass", "pwd", "auth", "sign"];
const INSTEAD: &str = "***";

/// https, or a host inside the allowed networks; without a user name or a password in it.
#[derive(Clone, PartialEq, Eq)]
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
    #[error("without a name, a password or a # in it; the key has its own field")]
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
    /// Reads what was typed, in the same way as the client that will call it.
    pub fn parse(text: &str, outbound: &Outbound) -> Result<Self, UrlError> {
        let text = text.trim();
        if text.len() > URL_BYTES_MAX {
            return Err(UrlError::Long);
        }
        // A URL parser removes line ends without an error.
        if text.chars().any(|c| c.is_control() || c.is_whitespace()) {
            return Err(UrlError::Unreadable);
        }
        let url = outbound.check(text)?;
        if url.fragment().is_some() {
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

    /// The stored URL, if this is the form in which it is shown.
    #[must_use]
    pub(super) fn is_as_shown(&self, kept: &str) -> Option<Self> {
        let is_shown = self.as_str() != kept && self.as_str() == shown(kept);
        is_shown.then(|| Url::parse(kept).ok().map(Self)).flatten()
    }

    /// Whether a secret of it was left out, as in the shown form.
    #[must_use]
    pub(super) fn has_gap(&self) -> bool {
        self.0.query().is_some_and(|query| parts(query).any(|part| part.value == INSTEAD))
    }

    /// Whether a key that was meant for `other` may be sent here: the same scheme, host and port.
    #[must_use]
    pub(super) fn is_at(&self, other: &str) -> bool {
        Url::parse(other).is_ok_and(|other| other.origin() == self.0.origin())
    }
}

/// As it may be shown.
impl fmt::Display for ProviderUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&shown(self.as_str()))
    }
}

impl fmt::Debug for ProviderUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// One part of a query: its text, and whether it may be a secret.
struct Part<'u> {
    text: &'u str,
    name: &'u str,
    value: &'u str,
    is_secret: bool,
}

fn parts(query: &str) -> impl Iterator<Item = Part<'_>> {
    query.split('&').map(|text| {
        // A single word without a name may be a token as well.
        let (name, value) = text.split_once('=').unwrap_or(("", text));
        let low = name.to_ascii_lowercase();
        let is_named = SECRET_NAMES.iter().any(|word| low.contains(word));
        let is_secret = !value.is_empty() && (is_named || value.len() >= SECRET_BYTES_MIN);
        Part { text, name, value, is_secret }
    })
}

/// A provider's URL as it may be shown and logged: without the parts of its query that may be
/// secret.
#[must_use]
pub fn shown(url: &str) -> String {
    let Some((path, query)) = url.split_once('?') else { return url.to_owned() };
    let told = parts(query).map(|part| match (part.is_secret, part.name) {
        (false, _) => part.text.to_owned(),
        (true, "") => INSTEAD.to_owned(),
        (true, name) => format!("{name}={INSTEAD}"),
    });
    format!("{path}?{}", told.collect::<Vec<_>>().join("&"))
}

/// The parts of it that may be secret, as they are written and decoded.
pub(super) fn secrets(url: &str) -> Vec<String> {
    let Some((_, query)) = url.split_once('?') else { return Vec::new() };
    let mut found: Vec<String> = Vec::new();
    for part in parts(query).filter(|part| part.is_secret) {
        let meant = url::form_urlencoded::parse(part.text.as_bytes());
        found.extend(meant.flat_map(|(name, value)| [name, value]).map(|text| text.into_owned()));
        found.push(part.value.to_owned());
        found.retain(|text| text != part.name);
    }
    found.retain(|text| !text.is_empty());
    found.sort();
    found.dedup();
    found
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
        let plugin = "https://shop.example/?smmpw-api=1";
        assert_eq!(read(plugin).unwrap(), plugin);
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
        let kept = ProviderUrl::parse("https://panel.example/?key=open-sesame", &outbound).unwrap();
        assert_eq!(kept.as_str(), "https://panel.example/?key=open-sesame");
        assert_eq!(format!("{kept} {kept:?}").matches("sesame").count(), 0);
        let long = format!("https://panel.example/{}", "a".repeat(500));
        assert_eq!(ProviderUrl::parse(&long, &outbound), Err(UrlError::Long));
    }

    #[test]
    fn a_secret_in_a_query_is_not_shown() {
        for (url, told, hidden) in [
            ("https://a.example/api/v2", "https://a.example/api/v2", &[][..]),
            ("https://a.example/?smmpw-api=1", "https://a.example/?smmpw-api=1", &[]),
            ("https://a.example/?v=2&token=x", "https://a.example/?v=2&token=***", &["x"]),
            ("https://a.example/?site=longer-one", "https://a.example/?site=***", &["longer-one"]),
            ("https://a.example/?open-sesame", "https://a.example/?***", &["open-sesame"]),
            (
                "https://a.example/?k=open%2Fsesame&n=",
                "https://a.example/?k=***&n=",
                &["open%2Fsesame", "open/sesame"],
            ),
        ] {
            assert_eq!(shown(url), told);
            assert_eq!(secrets(url), hidden, "{url}");
        }
    }
}
