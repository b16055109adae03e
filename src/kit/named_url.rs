//! An address with the name of what is reached there, as an option gives it: NAME=URL.

use std::str::FromStr;

use url::Url;

/// What is called, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedUrl {
    pub name: String,
    /// `http` or `https`, with a host, without a user, and nothing after the path.
    pub url: Url,
}

impl FromStr for NamedUrl {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (name, url) = text.split_once('=').ok_or("it must be NAME=URL")?;
        let url = Url::parse(url.trim()).map_err(|_| "what follows the = is no URL")?;
        let is_web = matches!(url.scheme(), "http" | "https") && url.has_host();
        let has_user = !url.username().is_empty() || url.password().is_some();
        if !is_web || has_user || url.query().is_some() || url.fragment().is_some() {
            return Err(
                "the URL must be https:// or http:// with a host, and at most a path after it",
            );
        }
        Ok(Self { name: name.trim().to_owned(), url })
    }
}
