//! The audit log: who changed what, and when. Rows are only added: the table refuses changes, and
//! each row is sealed soon after ([`audit_chain`](super::audit_chain)).
//!
//! A record is written in the transaction of the action, so that neither exists without the other.
//! Verbs of every domain call this when a person asks them to change something. A row names people
//! by their account's id alone. From where they came, and the e-mail of somebody without an
//! account, stand beside the row and can be erased later.

use std::fmt;
use std::net::IpAddr;

use serde_json::Value;
use sqlx::PgTransaction;

use super::audit_chain::{self, People};
use crate::accounts::AccountId;
use crate::kit::clock::Clock;
use crate::kit::db;

/// Who asked for something to be done.
#[derive(Debug, Clone, Copy, Default)]
pub struct Actor {
    /// `None`: the command line, or somebody who is not signed in.
    pub account_id: Option<AccountId>,
    /// Where the request came from; `None` for the command line.
    pub address: Option<IpAddr>,
    /// What it came from.
    pub device: Device,
}

impl Actor {
    /// The command line.
    pub const COMMAND: Self = Self { account_id: None, address: None, device: Device::UNKNOWN };

    /// Someone signed in.
    #[must_use]
    pub fn account(account_id: AccountId, address: IpAddr) -> Self {
        Self { account_id: Some(account_id), address: Some(address), ..Self::COMMAND }
    }

    /// The same, by the program that calls itself `user_agent`.
    #[must_use]
    pub fn with_device(self, user_agent: &str) -> Self {
        Self { device: Device::named(user_agent), ..self }
    }
}

const DEVICE_BYTES_MAX: usize = 200;

/// What a browser says it is: the first 200 bytes, in place, so that an [`Actor`] can be copied.
#[derive(Clone, Copy)]
pub struct Device {
    text: [u8; DEVICE_BYTES_MAX],
    length: usize,
}

impl Device {
    const UNKNOWN: Self = Self { text: [0; DEVICE_BYTES_MAX], length: 0 };

    fn named(user_agent: &str) -> Self {
        // Text in a column has no NUL.
        let name = user_agent.split('\0').next().unwrap_or_default().trim();
        let length = name.floor_char_boundary(DEVICE_BYTES_MAX);
        let mut text = [0; DEVICE_BYTES_MAX];
        text[..length].copy_from_slice(&name.as_bytes()[..length]);
        Self { text, length }
    }

    /// `None` if it said nothing.
    fn as_str(&self) -> Option<&str> {
        let text = std::str::from_utf8(&self.text[..self.length]).unwrap_or_default();
        Some(text).filter(|text| !text.is_empty())
    }
}

impl Default for Device {
    fn default() -> Self {
        Self::UNKNOWN
    }
}

impl fmt::Debug for Device {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

/// One action. `action` is `noun.verb`, `subject` is `noun:id`. Neither holds a secret, an e-mail
/// address or an address of the network, and neither do `before` and `after`: they cannot be erased.
#[derive(Debug, Default)]
pub struct Entry<'e> {
    pub actor: Actor,
    pub action: &'e str,
    pub subject: String,
    pub before: Option<Value>,
    pub after: Option<Value>,
    /// The address that was typed, if it is no account's.
    pub email: Option<String>,
}

/// Writes `entry`, stamped with the clock.
pub async fn record(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    entry: Entry<'_>,
) -> Result<(), db::Error> {
    let device = entry.actor.device.as_str().map(str::to_owned);
    let address = entry.actor.address.map(|address| address.to_string());
    let people = People::new(entry.email, address, device);
    sqlx::query!(
        "with made as (
             insert into audit (actor_id, action, subject, before, after, at, people_hash)
             values ($1, $2, $3, $4, $5, $6, $7) returning id),
         beside as (
             insert into audit_people (audit_id, salt, email, address, device)
             select id, $8, $9, $10, $11 from made where $7 is not null)
         insert into audit_unsealed (audit_id) select id from made",
        entry.actor.account_id as Option<AccountId>,
        entry.action,
        entry.subject,
        entry.before,
        entry.after,
        clock.now(),
        people.as_ref().map(|people| audit_chain::people_hash(people).to_vec()),
        people.as_ref().map(|people| people.salt.as_slice()),
        people.as_ref().and_then(|people| people.email.as_deref()),
        people.as_ref().and_then(|people| people.address.as_deref()),
        people.as_ref().and_then(|people| people.device.as_deref()),
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_cut_between_characters() {
        let long = "ä".repeat(150);
        assert_eq!(Device::named(&long).as_str().map(str::len), Some(200));
        assert_eq!(Device::named(&format!("x{long}")).as_str().map(str::len), Some(199));
        assert_eq!(Device::named(" a\0b ").as_str(), Some("a"));
        assert_eq!(Device::named(" ").as_str(), None);
    }
}
