//! What blocked targets refuse, for staff: how often, whom, by which door, for which link. Owns
//! `blocked_counts` and `blocked_refusals`.
//!
//! Refusals cost a customer nothing, so they must cost the panel nothing either: each process counts
//! in memory and writes once a second, in two statements. There is a row for each target, and for
//! each target and account; whoever goes on being refused changes their row and adds none. What is
//! lost with a process is a second of counts.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgExecutor;

use super::BlockedId;
use crate::accounts::AccountId;
use crate::kit::db::{self, Db};

/// Accounts that are kept of each target; those that were refused last.
pub const ACCOUNTS_MAX: i64 = 1_000;
/// Accounts that are written in one second; the others are counted, and not named.
const PAIRS_MAX: usize = 200;
const LINK_CHARS_MAX: usize = 300;
/// A form asks at each key what its order would cost. So much of that is one refusal.
const LOOKS_ARE_ONE_FOR: TimeDelta = TimeDelta::minutes(10);
const LOOKS_MAX: usize = 10_000;

/// What this process has refused since it was last written. Cheap to clone.
#[derive(Clone, Default)]
pub struct Refusals(Arc<Mutex<Noted>>);

#[derive(Default)]
struct Noted {
    counts: HashMap<BlockedId, (i64, DateTime<Utc>)>,
    accounts: HashMap<(BlockedId, AccountId), Last>,
    looks: HashMap<(BlockedId, AccountId), DateTime<Utc>>,
}

/// What was last refused to an account, and how much since it was written.
struct Last {
    refused: i64,
    door: &'static str,
    link: String,
    at: DateTime<Utc>,
}

/// An order that was refused.
#[derive(Debug, Clone, Copy)]
pub struct Refused<'t> {
    pub id: BlockedId,
    pub account_id: AccountId,
    /// A word for the way in: `page`, `mass`, `api_v2`, `order_api`, `panel`.
    pub door: &'static str,
    /// As it was sent.
    pub link: &'t str,
}

impl Refusals {
    /// An order was refused.
    pub fn note(&self, refused: Refused<'_>, now: DateTime<Utc>) {
        self.noted().add(refused, now);
    }

    /// A form said that the order would be refused: what somebody is told again and again while
    /// they type is one refusal.
    pub fn note_look(&self, refused: Refused<'_>, now: DateTime<Utc>) {
        let mut noted = self.noted();
        let pair = (refused.id, refused.account_id);
        if noted.looks.get(&pair).is_some_and(|at| *at + LOOKS_ARE_ONE_FOR > now) {
            return;
        }
        if noted.looks.len() >= LOOKS_MAX {
            noted.looks.clear();
        }
        noted.looks.insert(pair, now);
        noted.add(refused, now);
    }

    fn noted(&self) -> MutexGuard<'_, Noted> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes what was noted since the last time.
    pub async fn flush(&self, db: &Db) -> Result<(), db::Error> {
        let (counts, accounts) = {
            let mut noted = self.noted();
            (std::mem::take(&mut noted.counts), std::mem::take(&mut noted.accounts))
        };
        if counts.is_empty() {
            return Ok(());
        }
        write_counts(db, counts).await?;
        write_accounts(db, accounts).await
    }
}

impl Noted {
    fn add(&mut self, refused: Refused<'_>, now: DateTime<Utc>) {
        let count = self.counts.entry(refused.id).or_insert((0, now));
        *count = (count.0 + 1, now);
        let pair = (refused.id, refused.account_id);
        if self.accounts.len() >= PAIRS_MAX && !self.accounts.contains_key(&pair) {
            return;
        }
        let before = self.accounts.get(&pair).map_or(0, |last| last.refused);
        let link = refused.link.chars().filter(|c| *c != '\0').take(LINK_CHARS_MAX).collect();
        let last = Last { refused: before + 1, door: refused.door, link, at: now };
        self.accounts.insert(pair, last);
    }
}

/// A target that was removed meanwhile is left out: its row is locked before a row refers to it.
async fn write_counts(
    db: &Db,
    counts: HashMap<BlockedId, (i64, DateTime<Utc>)>,
) -> Result<(), db::Error> {
    let (mut ids, mut refused, mut at) = (vec![], vec![], vec![]);
    for (id, (count, last)) in counts {
        ids.push(id);
        refused.push(count);
        at.push(last);
    }
    sqlx::query!(
        "with there as (
             select id from blocked_targets where id = any($1) order by id for key share)
         insert into blocked_counts as c (blocked_id, refused, last_at)
         select n.id, n.refused, n.at
         from unnest($1::bigint[], $2::bigint[], $3::timestamptz[]) as n (id, refused, at)
         join there t on t.id = n.id order by n.id
         on conflict (blocked_id) do update
         set refused = c.refused + excluded.refused,
             last_at = greatest(c.last_at, excluded.last_at)",
        &ids as &[BlockedId],
        &refused,
        &at
    )
    .execute(db.pool())
    .await?;
    Ok(())
}

async fn write_accounts(
    db: &Db,
    accounts: HashMap<(BlockedId, AccountId), Last>,
) -> Result<(), db::Error> {
    let (mut ids, mut who, mut refused) = (vec![], vec![], vec![]);
    let (mut doors, mut links, mut at) = (vec![], vec![], vec![]);
    for ((id, account_id), last) in accounts {
        ids.push(id);
        who.push(account_id);
        refused.push(last.refused);
        doors.push(last.door.to_owned());
        links.push(last.link);
        at.push(last.at);
    }
    sqlx::query!(
        "with there as (
             select id from blocked_targets where id = any($1) order by id for key share)
         insert into blocked_refusals as r (blocked_id, account_id, refused, door, link, at)
         select n.id, n.account_id, n.refused, n.door, n.link, n.at
         from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::text[],
                     $6::timestamptz[]) as n (id, account_id, refused, door, link, at)
         join there t on t.id = n.id order by n.id, n.account_id
         on conflict (blocked_id, account_id) do update
         set refused = r.refused + excluded.refused,
             door = case when excluded.at >= r.at then excluded.door else r.door end,
             link = case when excluded.at >= r.at then excluded.link else r.link end,
             at = greatest(r.at, excluded.at)",
        &ids as &[BlockedId],
        &who as &[AccountId],
        &refused,
        &doors,
        &links,
        &at
    )
    .execute(db.pool())
    .await?;
    Ok(())
}

/// What an account was last refused for a target.
#[derive(Debug, Clone)]
pub struct Row {
    pub account_id: AccountId,
    pub email: String,
    /// How often, for this target.
    pub refused: i64,
    pub door: String,
    pub link: String,
    pub at: DateTime<Utc>,
}

/// The accounts that were last refused for a target, newest first, at most `most`.
pub async fn newest(
    db: impl PgExecutor<'_>,
    id: BlockedId,
    most: i64,
) -> Result<Vec<Row>, db::Error> {
    Ok(sqlx::query_as!(
        Row,
        r#"select r.account_id as "account_id: AccountId", a.email, r.refused, r.door, r.link, r.at
           from blocked_refusals r join accounts a on a.id = r.account_id
           where r.blocked_id = $1 order by r.at desc, r.account_id limit $2"#,
        id as BlockedId,
        most
    )
    .fetch_all(db)
    .await?)
}

/// Deletes the accounts of each target beyond [`ACCOUNTS_MAX`], the oldest. A loop calls it now and
/// then.
pub async fn sweep(db: &Db) -> Result<(), db::Error> {
    sqlx::query!(
        "delete from blocked_refusals r
         using (select blocked_id, account_id,
                       row_number() over (partition by blocked_id order by at desc) as place
                from blocked_refusals where blocked_id in (
                    select blocked_id from blocked_refusals
                    group by blocked_id having count(*) > $1)) as old
         where r.blocked_id = old.blocked_id and r.account_id = old.account_id and old.place > $1",
        ACCOUNTS_MAX
    )
    .execute(db.pool())
    .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_is_refused_again_and_again_has_one_row() {
        let now = DateTime::from_timestamp(1_780_000_000, 0).unwrap();
        let refusals = Refusals::default();
        let of = |account: i64| Refused {
            id: BlockedId::new(1),
            account_id: AccountId::new(account),
            door: "page",
            link: "https://example.com/ann",
        };
        for _ in 0..50 {
            refusals.note_look(of(1), now);
            refusals.note(of(2), now);
        }
        refusals.note_look(of(1), now + LOOKS_ARE_ONE_FOR);
        for account in 3..1_000 {
            refusals.note(of(account), now);
        }
        let noted = refusals.noted();
        assert_eq!(noted.counts[&BlockedId::new(1)].0, 2 + 50 + 997);
        assert_eq!(noted.accounts.len(), PAIRS_MAX);
        let of = |account| noted.accounts[&(BlockedId::new(1), AccountId::new(account))].refused;
        assert_eq!((of(1), of(2)), (2, 50));
    }
}
