//! The way of mail: one message to the operator's own server, which brings it to its recipient.
//!
//! What must stay true: a password and a message leave this machine in TLS alone, to a server whose
//! certificate fits its name and is signed by an authority that the system or the operator trusts; plain
//! only to this machine itself. A server that refuses the connection, the name or the password refuses no
//! message: that is tried again.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;
use std::time::Duration;

use lettre::address::Envelope;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use percent_encoding::percent_decode_str;
use url::{Host, Url};

use super::authorities::Authorities;

/// From the first step to the last answer.
const WITHIN: Duration = Duration::from_secs(30);
const CONNECT_WITHIN: Duration = Duration::from_secs(15);
const SAID_CHARS_MAX: usize = 400;
/// Refusals that are about us and not about the message: no service, bad sequence, no rights.
const ABOUT_US: [&str; 8] = ["421", "454", "503", "521", "530", "534", "535", "538"];
/// Why there is no TLS, by a part of the library's words. Those are for programmers, and stand behind ours.
const NO_TLS: [(&str, &str); 7] = [
    ("not valid for name", "The server's certificate is for another name."),
    ("certificate expired", "The server's certificate has expired."),
    ("certificate not valid yet", "The server's certificate is not valid yet."),
    (
        "UnknownIssuer",
        "The server's certificate is not signed by an authority that the panel trusts.",
    ),
    ("CaUsedAsEndEntity", "The server's certificate is not signed by an authority, but by itself."),
    ("STARTTLS is not supported", "The server offers no TLS (STARTTLS)."),
    ("corrupt message", "The server does not begin with TLS, as smtps:// asks it to."),
];

/// A server that takes our mail.
#[derive(Clone)]
pub struct Smtp {
    host: String,
    port: u16,
    tls: Tls,
    login: Option<(String, String)>,
    /// Who may have signed its certificate; `None`: whom the system trusts.
    authorities: Option<Authorities>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tls {
    /// From the first byte.
    Implicit,
    /// After STARTTLS, and never without.
    Starttls,
    /// To this machine only.
    Plain,
}

/// Why a text is no address of a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoSmtp {
    #[error("such as smtp://user:password@mail.example.com:587 or smtps://…:465")]
    Url,
    #[error("tls=required or tls=none, and nothing else after the question mark")]
    Option,
    #[error("without TLS only to this machine itself, such as smtp://127.0.0.1:25?tls=none")]
    Plain,
}

/// What came of one attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The server has taken it, in these words.
    Taken(String),
    /// The server will never take this message, and says why.
    Refused(String),
    /// Not now: the server said so, or could not be reached.
    Later(String),
}

impl FromStr for Smtp {
    type Err = NoSmtp;

    fn from_str(text: &str) -> Result<Self, NoSmtp> {
        let url = Url::parse(text.trim()).map_err(|_| NoSmtp::Url)?;
        let (implicit, port) = match url.scheme() {
            "smtp" => (false, 587),
            "smtps" => (true, 465),
            _ => return Err(NoSmtp::Url),
        };
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or(NoSmtp::Url)?;
        if !matches!(url.path(), "" | "/") || url.fragment().is_some() {
            return Err(NoSmtp::Url);
        }
        let tls = match (url.query(), implicit) {
            (None | Some("tls=required"), true) => Tls::Implicit,
            (None | Some("tls=required"), false) => Tls::Starttls,
            (Some("tls=none"), false) if is_here(&url) => Tls::Plain,
            (Some("tls=none"), _) => return Err(NoSmtp::Plain),
            _ => return Err(NoSmtp::Option),
        };
        let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        let login = (!url.username().is_empty())
            .then(|| (decoded(url.username()), decoded(url.password().unwrap_or_default())));
        let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        let port = url.port().unwrap_or(port);
        Ok(Self { host, port, tls, login, authorities: None })
    }
}

/// Hosts of a scheme that the URL standard does not know are always text.
fn is_here(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => {
            name == "localhost" || name.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
        }
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

/// Never with the password.
impl fmt::Debug for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// Where it is, for people.
impl fmt::Display for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.host, self.port)
    }
}

impl Smtp {
    /// The same server, whose certificate only these may have signed; `None`: whom the system trusts.
    #[must_use]
    pub fn signed_by(self, authorities: Option<Authorities>) -> Self {
        Self { authorities, ..self }
    }

    /// Sends one message once. `hello`: the name under which we come.
    pub async fn send(&self, hello: &str, envelope: &Envelope, message: &[u8]) -> Outcome {
        match tokio::time::timeout(WITHIN, self.attempt(hello, envelope, message)).await {
            Ok(outcome) => outcome,
            Err(_) => Outcome::Later(format!("No answer within {} seconds.", WITHIN.as_secs())),
        }
    }

    async fn attempt(&self, hello: &str, envelope: &Envelope, message: &[u8]) -> Outcome {
        let mut connection = match self.connect(hello).await {
            Ok(connection) => connection,
            Err(error) => return Outcome::Later(unreached(&error)),
        };
        let outcome = match connection.send(envelope, message).await {
            Ok(answer) => Outcome::Taken(cut(answer.first_line().unwrap_or_default())),
            Err(error) if is_final(&error) => Outcome::Refused(said(&error)),
            Err(error) => Outcome::Later(said(&error)),
        };
        // What was answered counts, however the server takes our leave.
        if matches!(outcome, Outcome::Taken(_)) {
            let _ = tokio::time::timeout(Duration::from_secs(2), connection.quit()).await;
        }
        outcome
    }

    async fn connect(&self, hello: &str) -> Result<AsyncSmtpConnection, Error> {
        let hello = ClientId::Domain(hello.to_owned());
        let implicit = if self.tls == Tls::Implicit { Some(self.parameters()?) } else { None };
        let place = (self.host.as_str(), self.port);
        let mut connection = AsyncSmtpConnection::connect_tokio1(
            place,
            Some(CONNECT_WITHIN),
            &hello,
            implicit,
            None,
        )
        .await?;
        if self.tls == Tls::Starttls {
            connection.starttls(self.parameters()?, &hello).await?;
        }
        if let Some((user, password)) = &self.login {
            let login = Credentials::new(user.clone(), password.clone());
            connection.auth(&[Mechanism::Plain, Mechanism::Login], &login).await?;
        }
        Ok(connection)
    }

    fn parameters(&self) -> Result<TlsParameters, Error> {
        let parameters = TlsParameters::builder(self.host.clone());
        match &self.authorities {
            Some(authorities) => authorities.alone_in(parameters).build(),
            None => parameters.build(),
        }
    }
}

/// Whether the server has refused this message, and not us.
fn is_final(error: &Error) -> bool {
    let code = error.status().map(|code| code.to_string()).unwrap_or_default();
    let about_us = ABOUT_US.iter().any(|one| *one == code);
    error.is_permanent() && !about_us
}

fn said(error: &Error) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        let inner_text = inner.to_string();
        if !text.contains(&inner_text) {
            text = format!("{text}: {inner_text}");
        }
        source = inner.source();
    }
    // One error wraps another of the same name.
    let mut pieces: Vec<&str> = text.split(": ").collect();
    pieces.dedup();
    cut(&pieces.join(": "))
}

/// Why there was nobody to send to; in our words if it is about TLS.
fn unreached(error: &Error) -> String {
    let text = said(error);
    // What the server said is not ours to explain.
    let is_ours = error.status().is_none();
    match NO_TLS.iter().find(|(part, _)| is_ours && text.contains(part)) {
        Some((_, words)) => cut(&format!("{words} Nothing was sent. ({text})")),
        None => text,
    }
}

fn cut(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(SAID_CHARS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Smtp, NoSmtp> {
        text.parse()
    }

    #[test]
    fn a_server_is_read_with_its_way_of_tls() {
        let smtp = read("smtp://me%40example.com:p%2Fw@mail.example.com").unwrap();
        assert_eq!((smtp.port, smtp.tls), (587, Tls::Starttls));
        assert_eq!(smtp.login, Some(("me@example.com".to_owned(), "p/w".to_owned())));
        assert_eq!(format!("{smtp:?}"), "mail.example.com:587");
        let smtp = read("smtps://mail.example.com?tls=required").unwrap();
        assert_eq!((smtp.port, smtp.tls), (465, Tls::Implicit));
        for here in ["127.0.0.1", "localhost", "[::1]"] {
            let smtp = read(&format!("smtp://{here}:1025?tls=none")).unwrap();
            assert_eq!((smtp.port, smtp.tls), (1025, Tls::Plain), "{here}");
        }
    }

    #[test]
    fn a_password_goes_nowhere_in_the_open() {
        assert_eq!(read("smtp://a:b@mail.example.com?tls=none").err(), Some(NoSmtp::Plain));
        assert_eq!(read("smtp://10.0.0.1?tls=none").err(), Some(NoSmtp::Plain));
        assert_eq!(read("smtps://127.0.0.1?tls=none").err(), Some(NoSmtp::Plain));
        assert_eq!(read("smtp://mail.example.com?tls=maybe").err(), Some(NoSmtp::Option));
        for text in ["", "mail.example.com:25", "http://mail.example.com", "smtp://", "smtp://a/b"]
        {
            assert_eq!(read(text).err(), Some(NoSmtp::Url), "{text}");
        }
    }
}
