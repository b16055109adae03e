//! The request log: what each token was used for. It is the first thing that an integrator asks
//! for.
//!
//! A call is noted in memory and written with others a second later, a row for each token that was
//! busy. What must stay true: noting never waits. Neither secrets nor bodies are noted, only our
//! own words. A token takes a bounded space, in memory and in the table.

use std::borrow::Cow;
use std::collections::{HashMap, VecDeque};
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use sqlx::PgExecutor;
use sqlx::types::Json;

use crate::accounts::AccountId;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::page::{Cursor, PAGE_ROWS, Page};
use crate::settings;

/// Calls that are kept for each token.
pub const CALLS_KEPT: usize = 1000;
/// Calls in memory, of all tokens together; calls beyond this are not noted.
const WAITING_MAX: usize = 50_000;
/// After so many written calls, a token's oldest ones are deleted.
const TRIM_EVERY: usize = 250;
/// Tokens whose written calls are counted; with more tokens, all counts start again.
const COUNTED_MAX: usize = 10_000;
/// The longest result text that we store.
const RESULT_CHARS_MAX: usize = 120;
/// The log of a token is deleted this long after the token ended.
const ENDED_KEPT: TimeDelta = TimeDelta::days(30);

/// One call, as a door notes it.
#[derive(Debug, Clone)]
pub struct Call {
    pub at: DateTime<Utc>,
    /// One of the door's own words, never the client's.
    pub action: &'static str,
    /// `OK`, or why it was refused: the door's own sentence.
    pub result: Cow<'static, str>,
    pub is_ok: bool,
    pub took: Duration,
    pub address: IpAddr,
}

/// A call, as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logged {
    /// Sorts the log, and names a page of it.
    pub id: i64,
    pub at: DateTime<Utc>,
    pub action: String,
    pub result: String,
    pub is_ok: bool,
    pub took: Duration,
    pub address: String,
}

/// What was noted and is not written yet. One for the process.
#[derive(Default)]
pub struct Calls {
    waiting: Mutex<Waiting>,
    /// Calls written since a token was last trimmed.
    written: Mutex<HashMap<i64, usize>>,
}

#[derive(Default)]
struct Waiting {
    of: HashMap<i64, VecDeque<Call>>,
    count: usize,
}

impl Calls {
    /// Notes a call of a token. If a token is called more often than the log is long, the last
    /// calls are kept.
    pub fn note(&self, token_id: i64, call: Call) {
        let mut waiting = lock(&self.waiting);
        let Waiting { of, count } = &mut *waiting;
        if let Some(calls) = of.get_mut(&token_id)
            && calls.len() >= CALLS_KEPT
        {
            calls.pop_front();
            calls.push_back(call);
        } else if *count < WAITING_MAX {
            of.entry(token_id).or_default().push_back(call);
            *count += 1;
        } else {
            metrics::counter!("waybill_calls_unlogged_total").increment(1);
        }
    }

    /// Writes what was noted since the last time; a loop calls it every second. Autocommit: notes
    /// that cannot be written are lost, because nobody was told about them.
    pub async fn flush(&self, db: &Db, clock: &Clock) -> Result<(), db::Error> {
        let waiting = std::mem::take(&mut *lock(&self.waiting));
        if waiting.of.is_empty() {
            return Ok(());
        }
        let (mut ids, mut counts, mut rows) = (Vec::new(), Vec::new(), Vec::new());
        for (token_id, calls) in &waiting.of {
            ids.push(*token_id);
            counts.push(i32::try_from(calls.len()).unwrap_or(i32::MAX));
            rows.push(calls.iter().map(as_json).collect::<Value>());
        }
        sqlx::query!(
            "insert into token_calls (token_id, count, calls, written_at)
             select token_id, count, calls, $4
             from unnest($1::bigint[], $2::integer[], $3::jsonb[]) as u (token_id, count, calls)",
            &ids,
            &counts,
            &rows,
            clock.now(),
        )
        .execute(db.pool())
        .await?;
        let due = self.due_to_trim(&waiting.of);
        if !due.is_empty() {
            trim(db, &due).await?;
        }
        Ok(())
    }

    /// The tokens among `of` for which so much was written that old rows must be looked for.
    fn due_to_trim(&self, of: &HashMap<i64, VecDeque<Call>>) -> Vec<i64> {
        let mut written = lock(&self.written);
        if written.len() > COUNTED_MAX {
            written.clear();
        }
        let mut due = Vec::new();
        for (token_id, calls) in of {
            // We do not know what another process or an earlier run has written, so look first.
            let count = written.entry(*token_id).or_insert(TRIM_EVERY);
            *count += calls.len();
            if *count >= TRIM_EVERY {
                *count = 0;
                due.push(*token_id);
            }
        }
        due
    }
}

fn as_json(call: &Call) -> Value {
    let result: String = call.result.chars().take(RESULT_CHARS_MAX).collect();
    json!([
        call.at.timestamp_micros(),
        call.action,
        result,
        i32::from(call.is_ok),
        i64::try_from(call.took.as_micros()).unwrap_or(i64::MAX),
        call.address.to_canonical(),
    ])
}

/// Deletes the rows that are followed by 1,000 or more calls of the same token. Rows that another
/// process is deleting are skipped.
async fn trim(db: &Db, tokens: &[i64]) -> Result<(), db::Error> {
    sqlx::query!(
        "with aged as (
             select id, sum(count) over (partition by token_id order by id desc) - count as newer
             from token_calls where token_id = any($1)
         ), old as (
             select c.id from token_calls c join aged on aged.id = c.id
             where aged.newer >= $2 for update of c skip locked
         )
         delete from token_calls c using old where c.id = old.id",
        tokens,
        i64::try_from(CALLS_KEPT).unwrap_or(i64::MAX),
    )
    .execute(db.pool())
    .await?;
    Ok(())
}

/// Deletes logs of tokens that ended long ago, and calls that are older than the owner keeps them,
/// at most `most` rows of each. Answers whether there may be more. A loop calls it now and then.
pub async fn sweep(db: &Db, clock: &Clock, most: i64) -> Result<bool, db::Error> {
    let ended = sqlx::query!(
        "delete from token_calls where id in (
             select c.id from tokens t join token_calls c on c.token_id = t.id
             where t.revoked_at < $1 or t.expires_at < $1
             limit $2 for update of c skip locked)",
        clock.now() - ENDED_KEPT,
        most,
    )
    .execute(db.pool())
    .await?;
    let kept = settings::read(db.pool()).await?.keep_calls_days;
    // Rows are written in the order of their ids: the first one that is young ends it.
    let old = sqlx::query!(
        "delete from token_calls where id in (
             select id from (
                 select id, written_at from token_calls order by id
                 limit $2 for update skip locked) as first
             where written_at < $1)",
        clock.now() - TimeDelta::days(i64::from(kept)),
        most,
    )
    .execute(db.pool())
    .await?;
    let most = most.unsigned_abs();
    Ok(ended.rows_affected() >= most || old.rows_affected() >= most)
}

/// As it is stored in the table: µs since 1970, action, result, 1 if it went well, µs, address.
type Stored = (i64, String, String, i32, u64, String);

/// A page of the last calls of one of the account's own tokens, newest first; only the refused ones
/// if `refused_only`. A token of another account has no calls.
pub async fn log(
    executor: impl PgExecutor<'_>,
    (account_id, token_id): (AccountId, i64),
    refused_only: bool,
    cursor: Cursor,
) -> Result<Page<Logged>, db::Error> {
    let rows = sqlx::query!(
        r#"select c.id, c.calls as "calls: Json<Vec<Stored>>"
           from token_calls c join tokens t on t.id = c.token_id
           where t.id = $1 and t.account_id = $2 order by c.id desc limit 1000"#,
        token_id,
        account_id as AccountId,
    )
    .fetch_all(executor)
    .await?;
    let newest = rows.into_iter().flat_map(|row| {
        let first = row.id * i64::try_from(CALLS_KEPT).unwrap_or_default();
        (first..)
            .zip(row.calls.0)
            .map(|(id, stored)| logged(id, stored))
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
    });
    let mut calls: Vec<Logged> = newest
        .take(CALLS_KEPT)
        .filter(|call| !(refused_only && call.is_ok))
        .filter(|call| call.id < cursor.below() && call.id > cursor.above())
        .collect();
    if matches!(cursor, Cursor::After(_)) {
        calls.reverse();
    }
    calls.truncate(usize::try_from(PAGE_ROWS).unwrap_or_default() + 1);
    Ok(Page::new(calls, cursor, |call| call.id))
}

fn logged(id: i64, (at_us, action, result, is_ok, took_us, address): Stored) -> Logged {
    Logged {
        id,
        at: DateTime::from_timestamp_micros(at_us).unwrap_or_default(),
        action,
        result,
        is_ok: is_ok == 1,
        took: Duration::from_micros(took_us),
        address,
    }
}

/// If the holder of a lock panicked, the values in it are still whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(result: &'static str) -> Call {
        Call {
            at: DateTime::UNIX_EPOCH,
            action: "status",
            result: result.into(),
            is_ok: true,
            took: Duration::from_millis(2),
            address: "192.0.2.7".parse().unwrap(),
        }
    }

    #[test]
    fn of_a_busy_token_the_last_calls_wait_and_of_many_tokens_not_too_many() {
        let calls = Calls::default();
        for _ in 0..CALLS_KEPT {
            calls.note(1, call("old"));
        }
        for _ in 0..7 {
            calls.note(1, call("new"));
        }
        let token = |id: i64| lock(&calls.waiting).of.get(&id).map_or(0, VecDeque::len);
        assert_eq!(token(1), CALLS_KEPT);
        let new = |calls: &VecDeque<Call>| calls.iter().filter(|one| one.result == "new").count();
        assert_eq!(new(&lock(&calls.waiting).of[&1]), 7);
        for id in 2..=60_000 {
            calls.note(id, call("one"));
        }
        assert_eq!(lock(&calls.waiting).count, WAITING_MAX);
        assert_eq!(token(60_000), 0);
        calls.note(1, call("new"));
        assert_eq!(new(&lock(&calls.waiting).of[&1]), 8, "a busy token goes on");
    }

    #[test]
    fn a_token_is_trimmed_when_first_seen_and_then_now_and_then() {
        let calls = Calls::default();
        let of = |count| HashMap::from([(1, VecDeque::from(vec![call("x"); count]))]);
        assert_eq!(calls.due_to_trim(&of(1)), [1]);
        assert!(calls.due_to_trim(&of(TRIM_EVERY - 1)).is_empty());
        assert_eq!(calls.due_to_trim(&of(1)), [1]);
    }
}
