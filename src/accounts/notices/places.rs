//! From where people sign in. A sign-in from a browser or a network that the account was not used from
//! before is told. What is compared is the browser and its system, and the network: /24 of IPv4 and /48
//! of IPv6, because the last digits change by themselves.

use std::collections::BTreeSet;
use std::net::IpAddr;

use chrono::{DateTime, TimeDelta, Utc};
use ipnet::IpNet;
use sqlx::PgTransaction;

use super::kind::Kind;
use super::write::{Facts, New, put};
use crate::accounts::AccountId;
use crate::kit::browser;
use crate::kit::db::{self, Db};

/// A place from where nobody has signed in for so long is new again.
pub const KEPT: TimeDelta = TimeDelta::days(180);
/// Of an account, the newest are compared.
const COMPARED_MAX: i64 = 500;

/// A session starts: tells of it if it comes from a new place, and remembers the place. The first place
/// of an account is not new. Called before the session's row is written.
pub(in crate::accounts) async fn note(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    account_id: AccountId,
    (address, user_agent): (IpAddr, &str),
) -> Result<(), db::Error> {
    let (device, network) = (browser::mark(user_agent), network(address));
    let known = known(tx, account_id).await?;
    let is_known = |is: &dyn Fn(&(String, String)) -> bool| known.iter().any(is);
    let is_new = !is_known(&|place| place.0 == device) || !is_known(&|place| place.1 == network);
    if is_new && !known.is_empty() {
        let facts = Facts {
            name: user_agent.to_owned(),
            address: address.to_canonical().to_string(),
            ..Facts::default()
        };
        let key = format!("at:{}", now.timestamp_micros());
        put(tx, now, New { account_id, kind: Kind::SignIn, key, facts }).await?;
    }
    sqlx::query!(
        "insert into sign_in_places as p (account_id, device, network, seen_at)
         values ($1, $2, $3, $4)
         on conflict (account_id, device, network) do update set seen_at = excluded.seen_at",
        account_id as AccountId,
        device,
        network,
        now
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The devices and networks from which it was used: those that are remembered, and those of sessions,
/// also of ones that are older than what is remembered.
async fn known(
    tx: &mut PgTransaction<'_>,
    account_id: AccountId,
) -> Result<BTreeSet<(String, String)>, db::Error> {
    let places = sqlx::query!(
        "select device, network from sign_in_places where account_id = $1
         order by seen_at desc limit $2",
        account_id as AccountId,
        COMPARED_MAX
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut known: BTreeSet<_> =
        places.into_iter().map(|place| (place.device, place.network)).collect();
    let sessions = sqlx::query!(
        "select address, user_agent from sessions where account_id = $1
         order by created_at desc limit $2",
        account_id as AccountId,
        COMPARED_MAX
    )
    .fetch_all(&mut **tx)
    .await?;
    for session in sessions {
        if let Ok(address) = session.address.parse() {
            known.insert((browser::mark(&session.user_agent), network(address)));
        }
    }
    Ok(known)
}

/// The network of an address, as it is compared.
fn network(address: IpAddr) -> String {
    let address = address.to_canonical();
    let bits = if address.is_ipv4() { 24 } else { 48 };
    IpNet::new(address, bits).map_or_else(|_| address.to_string(), |net| net.trunc().to_string())
}

/// Forgets places from where nobody has signed in for long, at most `most`; answers whether there may be
/// more.
pub(super) async fn sweep(db: &Db, now: DateTime<Utc>, most: i64) -> Result<bool, db::Error> {
    let done = sqlx::query!(
        "delete from sign_in_places p using (
             select account_id, device, network from sign_in_places where seen_at < $1
             order by seen_at limit $2) as old
         where p.account_id = old.account_id and p.device = old.device
           and p.network = old.network",
        now - KEPT,
        most
    )
    .execute(db.pool())
    .await?;
    Ok(done.rows_affected() >= most.unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_digits_of_an_address_do_not_count() {
        let net = |text: &str| network(text.parse().unwrap());
        assert_eq!(net("192.0.2.7"), "192.0.2.0/24");
        assert_eq!(net("192.0.2.7"), net("192.0.2.200"));
        assert_eq!(net("::ffff:192.0.2.7"), net("192.0.2.9"));
        assert_ne!(net("192.0.2.7"), net("192.0.3.7"));
        assert_eq!(net("2001:db8:1:2::3"), "2001:db8:1::/48");
    }
}
