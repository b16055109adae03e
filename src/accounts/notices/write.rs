//! Writing notices. One statement, in the transaction of the cause, which locks nothing that anybody
//! else needs.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use sqlx::PgTransaction;

use super::kind::{Kind, Topic};
use crate::accounts::AccountId;
use crate::kit::db;
use crate::kit::money::Money;

/// What comes in this time is one notice: a reseller whose thousand orders are canceled at once is
/// told once.
const GATHERED: TimeDelta = TimeDelta::minutes(5);
/// Longer than a transaction takes. A notice is sent when nobody adds to it any more.
const SETTLES: TimeDelta = TimeDelta::minutes(1);
/// Things that a notice names; it counts the others.
const NAMED_MAX: usize = 20;

/// What the words of a notice need.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    /// What happened, if the kind alone does not say it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub what: String,
    /// What it is called: a token, or a browser as it names itself.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// An address of the network.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub address: String,
    /// A number that names it: a ticket's, a token's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<i64>,
    /// An amount, in millionths of the panel's currency, and another one: to compare it with, or a part
    /// of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other: Option<i64>,
    /// When it ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<DateTime<Utc>>,
    /// The first of the things that it is about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<Item>,
}

/// One of several things: an order, a service.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Item {
    pub id: i64,
    pub what: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
}

/// A notice before it is written.
#[derive(Debug, Clone)]
pub struct New {
    pub account_id: AccountId,
    pub kind: Kind,
    /// Names what it is about: the same key of an account is told once.
    pub key: String,
    pub facts: Facts,
}

/// What became of a second factor, or of another way in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Factor {
    Changed,
    /// It was taken away, by staff or by a way back into the account.
    Reset,
    RecoveryUsed,
    /// The account was connected with one elsewhere.
    Connected,
    Disconnected,
    /// Staff have made a link by which a new password is chosen.
    LinkMade,
}

/// What became of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenChange {
    Made,
    Replaced,
    Revoked,
}

/// What became of money that came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moved {
    Credited,
    TakenBack,
    GivenBack,
}

/// How much moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sums {
    pub all: Money,
    /// What of it is a bonus.
    pub bonus: Money,
}

impl Factor {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Reset => "reset",
            Self::RecoveryUsed => "recovery",
            Self::Connected => "connected",
            Self::Disconnected => "disconnected",
            Self::LinkMade => "link",
        }
    }
}

impl TokenChange {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Made => "made",
            Self::Replaced => "replaced",
            Self::Revoked => "revoked",
        }
    }
}

impl Moved {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Credited => "credited",
            Self::TakenBack => "taken",
            Self::GivenBack => "restored",
        }
    }
}

/// Writes a notice. Nothing happens if the same was told before.
pub(crate) async fn put(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    new: New,
) -> Result<(), db::Error> {
    let topic = new.kind.topic();
    sqlx::query!(
        "insert into notices (account_id, kind, topic, key, facts, in_panel, made_at, due_at)
         select $1, $2, $3, $4, $5,
                $6 or not exists (select from notice_wishes
                                  where account_id = $1 and topic = $3 and way = 'panel'
                                    and not wanted), $7, $7
         on conflict (account_id, kind, key) do nothing",
        new.account_id as AccountId,
        new.kind as Kind,
        topic as Topic,
        new.key,
        serde_json::json!(new.facts),
        topic.is_security(),
        now
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Tells of things of which many may come at once: those of some minutes are one notice. It has to be
/// called once for each thing; the caller's place in what it follows moves in this transaction.
pub(crate) async fn gather(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    whom: (AccountId, Kind),
    items: Vec<Item>,
) -> Result<(), db::Error> {
    put_items(tx, now, whom, window(now), items).await
}

/// The key of a notice that gathers what comes in these minutes, and when it is told by mail and
/// Telegram.
pub(super) fn window(now: DateTime<Utc>) -> (String, DateTime<Utc>) {
    let begins = now.timestamp() - now.timestamp().rem_euclid(GATHERED.num_seconds());
    let ends = DateTime::from_timestamp(begins, 0).unwrap_or(now) + GATHERED;
    (format!("at:{begins}"), ends + SETTLES)
}

/// Writes a notice of several things, or adds them to the one with this key. `due_at`: when it is told
/// by mail and Telegram.
pub(crate) async fn put_items(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    (account_id, kind): (AccountId, Kind),
    (key, due_at): (String, DateTime<Utc>),
    mut items: Vec<Item>,
) -> Result<(), db::Error> {
    let count = i64::try_from(items.len()).unwrap_or(i64::MAX);
    if count == 0 {
        return Ok(());
    }
    items.truncate(NAMED_MAX);
    let facts = Facts { items, ..Facts::default() };
    let topic = kind.topic();
    sqlx::query!(
        "insert into notices as n (account_id, kind, topic, key, facts, count, in_panel, made_at,
                                   due_at)
         select $1, $2, $3, $4, $5, $6,
                not exists (select from notice_wishes
                            where account_id = $1 and topic = $3 and way = 'panel'
                              and not wanted), $7, $8
         on conflict (account_id, kind, key) do update
         set count = n.count + excluded.count, read_at = null,
             facts = case when jsonb_array_length(n.facts -> 'items') < $9
                          then jsonb_set(n.facts, '{items}',
                                         (n.facts -> 'items') || (excluded.facts -> 'items'))
                          else n.facts end",
        account_id as AccountId,
        kind as Kind,
        topic as Topic,
        key,
        serde_json::json!(facts),
        count,
        now,
        due_at,
        i32::try_from(NAMED_MAX).unwrap_or(i32::MAX)
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The password is another one.
pub(in crate::accounts) async fn password_changed(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    account_id: AccountId,
) -> Result<(), db::Error> {
    let key = format!("at:{}", now.timestamp_micros());
    put(tx, now, New { account_id, kind: Kind::PasswordChanged, key, facts: Facts::default() })
        .await
}

/// The second factor is another one, is gone, or a recovery code was used; or another way in has come or
/// gone. Whoever calls this sends the message by mail.
pub async fn factor_changed(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    (account_id, what): (AccountId, Factor),
) -> Result<(), db::Error> {
    let key = format!("{}:{}", what.as_str(), now.timestamp_micros());
    let facts = Facts { what: what.as_str().to_owned(), ..Facts::default() };
    put(tx, now, New { account_id, kind: Kind::FactorChanged, key, facts }).await
}

/// A token was made, replaced or revoked.
pub(in crate::accounts) async fn token_changed(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    account_id: AccountId,
    (id, what): (i64, TokenChange),
) -> Result<(), db::Error> {
    let key = format!("token:{id}:{}", what.as_str());
    let name = sqlx::query_scalar!("select name from tokens where id = $1", id);
    let name = name.fetch_optional(&mut **tx).await?.unwrap_or_default();
    let what = what.as_str().to_owned();
    let facts = Facts { what, name, id: Some(id), ..Facts::default() };
    put(tx, now, New { account_id, kind: Kind::TokenChanged, key, facts }).await
}

/// A Telegram chat was linked, in which the person has this name.
pub(super) async fn chat_linked(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    (account_id, name): (AccountId, &str),
) -> Result<(), db::Error> {
    let key = format!("at:{}", now.timestamp_micros());
    let facts = Facts { name: name.to_owned(), ..Facts::default() };
    put(tx, now, New { account_id, kind: Kind::ChatLinked, key, facts }).await
}

/// Money moved on the account's balance. `key` names the movement.
pub(crate) async fn money_moved(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    account_id: AccountId,
    (what, sums, key): (Moved, Sums, String),
) -> Result<(), db::Error> {
    let what = what.as_str().to_owned();
    let other = (!sums.bonus.is_zero()).then(|| sums.bonus.micros());
    let facts = Facts { what, amount: Some(sums.all.micros()), other, ..Facts::default() };
    put(tx, now, New { account_id, kind: Kind::Deposit, key, facts }).await
}
