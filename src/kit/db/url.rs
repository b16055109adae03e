//! What a `DATABASE_URL` says, and how far it is followed: whoever can read the way to another
//! machine, or answer in its place, must not get the password by a setting that nobody chose.
//!
//! Beyond a socket or a loopback address, a URL without `sslmode` means `verify-full`. A mode that
//! falls back to a plain connection in silence is refused.

use std::net::IpAddr;
use std::str::FromStr as _;

use sqlx::postgres::{PgConnectOptions, PgSslMode};
use url::Url;

/// Why a URL is not followed.
#[derive(Debug, thiserror::Error)]
pub enum UrlError {
    #[error("the database URL cannot be read: {0}")]
    Unreadable(sqlx::Error),
    #[error(
        "the database URL says sslmode={mode}, and with it the password and all data would go to \
         {host} in clear if TLS is not offered there. Write sslmode=verify-full (with \
         sslrootcert=FILE if its certificate is from an authority of your own). If nobody else can \
         read the way to {host}, write sslmode=disable to allow a plain connection"
    )]
    MayBePlain { host: String, mode: &'static str },
}

/// How to connect to the database of this URL.
///
/// # Errors
/// A URL that cannot be read; a mode that may lead to a plain connection with another machine.
pub fn options(url: &str) -> Result<PgConnectOptions, UrlError> {
    let options = PgConnectOptions::from_str(url).map_err(UrlError::Unreadable)?;
    // An address in brackets is how a URL spells IPv6, and nobody else does.
    let host = options.get_host().trim_matches(['[', ']']).to_owned();
    let options = options.host(&host);
    if options.get_socket().is_some() || is_here(&host) {
        return Ok(options);
    }
    if !says_mode(url) {
        return Ok(options.ssl_mode(PgSslMode::VerifyFull));
    }
    let mode = match options.get_ssl_mode() {
        PgSslMode::VerifyFull => return Ok(options),
        PgSslMode::Prefer => "prefer",
        PgSslMode::Allow => "allow",
        PgSslMode::Disable => {
            tracing::warn!(host, "the connection to the database is plain (sslmode=disable)");
            return Ok(options);
        }
        PgSslMode::Require | PgSslMode::VerifyCa => {
            tracing::warn!(
                host,
                "the connection to the database does not check who answers; only \
                 sslmode=verify-full does"
            );
            return Ok(options);
        }
    };
    Err(UrlError::MayBePlain { host, mode })
}

/// Whether nothing leaves this machine on the way to `host`.
fn is_here(host: &str) -> bool {
    let is_loopback = |address: IpAddr| address.to_canonical().is_loopback();
    host.starts_with('/')
        || host.eq_ignore_ascii_case("localhost")
        || host.parse::<IpAddr>().is_ok_and(is_loopback)
}

/// Whether the URL itself names a mode. `PGSSLMODE` does not count: it may be there for others.
fn says_mode(url: &str) -> bool {
    Url::parse(url).is_ok_and(|url| {
        url.query_pairs().any(|(name, _)| matches!(&*name, "sslmode" | "ssl-mode"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(url: &str) -> Result<String, String> {
        options(url).map(|o| format!("{:?}", o.get_ssl_mode())).map_err(|error| error.to_string())
    }

    #[test]
    fn another_machine_is_verified_unless_the_url_says_otherwise() {
        let far = "postgres://panel:secret@db.example.com/panel";
        assert_eq!(mode(far).unwrap(), "VerifyFull");
        for (word, becomes) in [
            ("verify-full", "VerifyFull"),
            ("verify-ca", "VerifyCa"),
            ("require", "Require"),
            ("disable", "Disable"),
        ] {
            assert_eq!(mode(&format!("{far}?sslmode={word}")).unwrap(), becomes);
            assert_eq!(mode(&format!("{far}?ssl-mode={word}")).unwrap(), becomes);
        }
        for word in ["prefer", "allow"] {
            let refused = mode(&format!("{far}?sslmode={word}")).unwrap_err();
            for part in ["db.example.com", "sslmode=verify-full", "sslmode=disable", "sslrootcert"]
            {
                assert!(refused.contains(part), "{refused}");
            }
            assert!(!refused.contains("secret@"), "{refused}");
        }
        for other in [
            "postgres://10.0.0.7/panel",
            "postgres://[2001:db8::1]/panel",
            "postgres:///panel?host=db.example.com",
            "postgres://0.0.0.0/panel",
            "postgres:///panel?hostaddr=192.0.2.1",
            "postgres://localhost.example/panel",
        ] {
            assert_eq!(mode(other).unwrap(), "VerifyFull", "{other}");
        }
    }

    #[test]
    fn on_this_machine_it_is_as_the_url_says() {
        for here in [
            "postgres://localhost/panel",
            "postgres://127.0.0.1/panel",
            "postgres://[::1]/panel",
            "postgres://%2Ftmp%2Fsocket/panel",
            "postgres:///panel?host=/tmp/socket",
            "postgres://[::ffff:127.0.0.1]/panel",
        ] {
            let joint = if here.contains('?') { '&' } else { '?' };
            for (word, becomes) in
                [("disable", "Disable"), ("prefer", "Prefer"), ("allow", "Allow")]
            {
                assert_eq!(
                    mode(&format!("{here}{joint}sslmode={word}")).unwrap(),
                    becomes,
                    "{here}"
                );
            }
            assert_ne!(mode(here).unwrap(), "VerifyFull", "{here}");
        }
    }
}
