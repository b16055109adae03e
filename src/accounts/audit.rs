//! The audit log: who changed what, when, and from which address. Rows are only added: the table
//! refuses changes.
//!
//! A record is written in the transaction of the action, so that neither exists without the other.
//! Verbs of every domain call this when a person asks them to change something.

use std::net::IpAddr;

use serde_json::Value;
use sqlx::PgTransaction;

use crate::accounts::AccountId;
use crate::kit::clock::Clock;
use crate::kit::db;

/// Who asked for something to be done.
#[derive(Debug, Clone, Copy, Default)]
pub struct Actor {
    /// `None`: the command line.
    pub account_id: Option<AccountId>,
    /// Where the request came from; `None` for the command line.
    pub address: Option<IpAddr>,
}

impl Actor {
    /// The command line.
    pub const COMMAND: Self = Self { account_id: None, address: None };

    /// Someone signed in.
    #[must_use]
    pub fn account(account_id: AccountId, address: IpAddr) -> Self {
        Self { account_id: Some(account_id), address: Some(address) }
    }

    /// The same, by the program that calls itself `user_agent`.
    #[must_use]
    pub fn with_device(self, _user_agent: &str) -> Self {
        self
    }
}

/// One action. `action` is `noun.verb`, `subject` is `noun:id`. Neither holds a secret, and neither
/// do `before` and `after`.
#[derive(Debug)]
pub struct Entry<'e> {
    pub actor: Actor,
    pub action: &'e str,
    pub subject: String,
    pub before: Option<Value>,
    pub after: Option<Value>,
}

/// Writes `entry`, stamped with the clock.
pub async fn record(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    entry: Entry<'_>,
) -> Result<(), db::Error> {
    sqlx::query!(
        "insert into audit (actor_id, action, subject, before, after, address, at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        entry.actor.account_id as Option<AccountId>,
        entry.action,
        entry.subject,
        entry.before,
        entry.after,
        entry.actor.address.map(|address| address.to_string()),
        clock.now(),
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
