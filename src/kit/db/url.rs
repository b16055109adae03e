//! What a `DATABASE_URL` says, and how far it is followed: whoever can read the way to another
//! machine, or answer in its place, must not get the password by a setting that nobody chose.
//!
//! Beyond a socket or a loopback address, a URL without `sslmode` means `verify-full`. A mode that
//! falls back to a plain connection in silence is refused.
//!
//! As with libpq, a URL may name several hosts, `postgres://user@host1:5432,host2:5432/panel`, of
//! which one accepts writes; the driver itself reads only one.

use std::net::IpAddr;
use std::str::FromStr as _;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgSslMode};
use url::{Url, form_urlencoded};

use super::Servers;

/// What libpq knows and the driver has no place for. Every wait has a limit instead.
const WITHOUT_EFFECT: [&str; 5] = [
    "keepalives",
    "keepalives_idle",
    "keepalives_interval",
    "keepalives_count",
    "tcp_user_timeout",
];

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
    #[error("the database URL says {name}={value}: {wanted}")]
    Parameter { name: &'static str, value: String, wanted: &'static str },
}

/// The servers of this URL, in its order.
///
/// # Errors
/// A URL that cannot be read; a mode that may lead to a plain connection with another machine; a
/// parameter that asks for something else than a server that accepts writes.
pub fn servers(url: &str) -> Result<Servers, UrlError> {
    let (start, query) = url.split_once('?').unwrap_or((url, ""));
    let mut kept = form_urlencoded::Serializer::new(String::new());
    let (mut hosts, mut ports, mut connect) = (String::new(), String::new(), None);
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        match &*name {
            "host" | "hostaddr" => hosts = value.into_owned(),
            "port" => ports = value.into_owned(),
            "target_session_attrs" => expects_writes(&value)?,
            "connect_timeout" => connect = seconds(&value)?,
            name if WITHOUT_EFFECT.contains(&name) => {
                tracing::warn!(
                    name,
                    "this parameter of the database URL has no effect: every wait on the database \
                     has a limit of its own"
                );
            }
            _ => {
                kept.append_pair(&name, &value);
            }
        }
    }
    let query = kept.finish();
    let (scheme, rest) = start.split_once("://").unwrap_or(("postgres", start));
    let (authority, path) = match rest.find('/') {
        Some(at) => rest.split_at(at),
        None => (rest, ""),
    };
    let (user, authority) = match authority.rfind('@') {
        Some(at) => authority.split_at(at + 1),
        None => ("", authority),
    };
    let ports: Vec<&str> = ports.split(',').filter(|port| !port.is_empty()).collect();
    let hosts = if hosts.is_empty() { authority } else { &hosts };
    let each = hosts.split(',').enumerate().map(|(at, host)| {
        // As with libpq: one port is for all hosts.
        let port = ports.get(at).or(ports.first().filter(|_| ports.len() == 1));
        let port = port.map(|port| format!("&port={port}")).unwrap_or_default();
        let one = if host.starts_with('/') {
            let host: String = form_urlencoded::byte_serialize(host.as_bytes()).collect();
            format!("{scheme}://{user}{path}?{query}&host={host}{port}")
        } else {
            format!("{scheme}://{user}{host}{path}?{query}{port}")
        };
        options(&one)
    });
    Ok(Servers::new(each.collect::<Result<_, _>>()?, connect))
}

/// A standby cannot serve a panel.
fn expects_writes(value: &str) -> Result<(), UrlError> {
    if matches!(value, "read-write" | "primary" | "any") {
        return Ok(());
    }
    Err(UrlError::Parameter {
        name: "target_session_attrs",
        value: value.to_owned(),
        wanted: "a panel needs a server that accepts writes, so it is always read-write",
    })
}

/// As with libpq: 0 is no answer to how long, so the usual limit holds.
fn seconds(value: &str) -> Result<Option<Duration>, UrlError> {
    match value.parse() {
        Ok(0) => Ok(None),
        Ok(s @ 1..=600) => Ok(Some(Duration::from_secs(s))),
        _ => Err(UrlError::Parameter {
            name: "connect_timeout",
            value: value.to_owned(),
            wanted: "a number of seconds from 1 to 600",
        }),
    }
}

/// How to connect to the one server of this URL.
fn options(url: &str) -> Result<PgConnectOptions, UrlError> {
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
        let mode = |servers: Servers| format!("{:?}", servers.first().get_ssl_mode());
        servers(url).map(mode).map_err(|error| error.to_string())
    }

    fn places(url: &str) -> Vec<String> {
        let mut found = Vec::new();
        let _ = servers(url).unwrap().map(|one| {
            found.push(format!("{}@{}:{}", one.get_username(), one.get_host(), one.get_port()));
            one
        });
        found
    }

    #[test]
    fn several_hosts_are_read_as_libpq_reads_them() {
        let url = "postgres://panel:p%40ss@127.0.0.1:5001,127.0.0.1:5002,localhost/panel\
                   ?target_session_attrs=read-write&connect_timeout=3&keepalives_idle=5";
        assert_eq!(
            places(url),
            ["panel@127.0.0.1:5001", "panel@127.0.0.1:5002", "panel@localhost:5432"]
        );
        assert_eq!(
            places("postgres://me@/panel?host=127.0.0.1,localhost&port=5001,5002"),
            ["me@127.0.0.1:5001", "me@localhost:5002"]
        );
        assert_eq!(
            places("postgres://me@/panel?host=127.0.0.1,localhost&port=5003"),
            ["me@127.0.0.1:5003", "me@localhost:5003"]
        );
        assert_eq!(places("postgres://me@[::1]:5001,[::1]:5002/panel").len(), 2);
        for (wrong, says) in [
            ("target_session_attrs=standby", "accepts writes"),
            ("connect_timeout=soon", "seconds"),
        ] {
            let refused = servers(&format!("postgres://127.0.0.1/panel?{wrong}")).unwrap_err();
            assert!(refused.to_string().contains(says), "{refused}");
        }
        let far = servers("postgres://127.0.0.1,db.example.com/panel?sslmode=prefer").unwrap_err();
        assert!(matches!(far, UrlError::MayBePlain { .. }));
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
