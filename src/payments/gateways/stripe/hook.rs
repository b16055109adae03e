//! Stripe's hooks: `Stripe-Signature: t=1760000000,v1=…,v1=…`. While a secret is rolled there are
//! several sums, and one of them must fit. `v0` is a scheme for tests and counts for nothing.
//!
//! The event is written in the version of the hook and not in ours, so only its names are read.

use serde_json::Value;

use crate::kit::secret::{from_hex, same};
use crate::kit::sign::hmac_sha256;
use crate::payments::gateways::{Hint, NotTheirs, Sent};

/// The header with the time and the sums.
pub const SIGNATURE: &str = "stripe-signature";
/// A hook is believed so long after it was signed, and so long before.
const S_MAX: u64 = 300;

pub(super) fn read(secrets: &[&str], sent: &Sent<'_>) -> Result<Hint, NotTheirs> {
    let line = sent.header(SIGNATURE).ok_or(NotTheirs("it is not signed, or twice"))?;
    check(secrets, line, sent)?;
    let event: Value =
        serde_json::from_str(sent.body).map_err(|_| NotTheirs("its body is no JSON"))?;
    let id = event["id"].as_str().ok_or(NotTheirs("it names no event"))?;
    let object = &event["data"]["object"];
    // A session and a charge know the deposit; a refund and a dispute know what was paid.
    let about = [
        &object["client_reference_id"],
        &object["metadata"]["deposit"],
        &object["payment_intent"],
        &object["id"],
    ];
    let about = about.into_iter().find_map(Value::as_str).unwrap_or_default();
    Ok(Hint { event_key: id.to_owned(), about: about.to_owned() })
}

/// Whether one of the secrets has signed this body at about this time.
fn check(secrets: &[&str], line: &str, sent: &Sent<'_>) -> Result<(), NotTheirs> {
    const UNREADABLE: NotTheirs = NotTheirs("its signature cannot be read");
    let values = |name: &'static str| {
        let parts = line.split(',').filter_map(|part| part.trim().split_once('='));
        parts.filter(move |(key, _)| *key == name).map(|(_, value)| value)
    };
    let mut times = values("t");
    let (Some(at), None) = (times.next(), times.next()) else { return Err(UNREADABLE) };
    let signed_at: i64 = at.parse().map_err(|_| UNREADABLE)?;
    let sums: Vec<Vec<u8>> = values("v1").filter_map(from_hex).collect();
    let signed = format!("{at}.{}", sent.body);
    let fits = |secret: &&str| {
        let own = hmac_sha256(secret.as_bytes(), signed.as_bytes());
        sums.iter().any(|sum| same(&own, sum))
    };
    if !secrets.iter().filter(|secret| !secret.is_empty()).any(fits) {
        return Err(NotTheirs("its signature does not fit"));
    }
    if sent.now.timestamp().abs_diff(signed_at) > S_MAX {
        return Err(NotTheirs("it was signed too long ago"));
    }
    Ok(())
}
