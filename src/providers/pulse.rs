//! Whether providers answer, from every call to them. A process counts in memory and writes every
//! few seconds, and all processes add to the same rows. What is lost with a process is a few
//! seconds of counts.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use chrono::{DateTime, DurationRound as _, TimeDelta, Utc};
use sqlx::PgExecutor;

use super::clean;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::providers::ProviderId;

/// The limits of the counted times, in milliseconds. One more count is for all that took longer.
const LIMITS_MS: [u128; 12] =
    [50, 100, 200, 350, 500, 750, 1_000, 2_000, 3_000, 5_000, 10_000, 30_000];
const COUNTS: usize = LIMITS_MS.len() + 1;
/// The time that [`read`] looks back.
pub const LOOKS_BACK: TimeDelta = TimeDelta::minutes(15);
/// A provider that has not answered for so long since a call failed is down.
const DOWN_AFTER: TimeDelta = TimeDelta::seconds(30);
/// With fewer answers, how long most of them took says nothing.
const TIMED_MIN: i64 = 20;
/// A provider fails if at least so many calls, and one of so many, brought no answer.
const ERRORS_MIN: i64 = 3;
const ERRORS_SHARE: i64 = 5;
const SAID_CHARS_MAX: usize = 300;
const KEPT: TimeDelta = TimeDelta::days(7);

/// What calls of this process came to since it was last written. Cheap to clone.
#[derive(Clone, Default)]
pub(in crate::providers) struct Meter(Arc<Mutex<HashMap<ProviderId, Tally>>>);

/// What is noted of one provider.
#[derive(Default)]
struct Tally {
    minutes: BTreeMap<DateTime<Utc>, Minute>,
    answered_at: Option<DateTime<Utc>>,
    failing_since: Option<DateTime<Utc>>,
    failed_at: Option<DateTime<Utc>>,
    said: String,
}

#[derive(Default)]
struct Minute {
    answers: i32,
    errors: i32,
    took: [i32; COUNTS],
}

/// Notes the calls to one provider.
#[derive(Clone)]
pub(in crate::providers) struct Gauge {
    pub meter: Meter,
    pub clock: Clock,
    pub provider_id: ProviderId,
}

/// A call that is under way. If nobody waits for its answer any more, it brought none.
pub(in crate::providers) struct Pending<'g> {
    gauge: &'g Gauge,
    started: Instant,
    is_over: bool,
}

impl Gauge {
    pub fn begin(&self) -> Pending<'_> {
        Pending { gauge: self, started: Instant::now(), is_over: false }
    }

    /// `failed`: what came instead of an answer.
    fn note(&self, took_ms: u128, failed: Option<&str>) {
        let now = self.clock.now();
        let minute = now.duration_trunc(TimeDelta::minutes(1)).unwrap_or(now);
        let mut tallies = self.meter.tallies();
        let tally = tallies.entry(self.provider_id).or_default();
        let counts = tally.minutes.entry(minute).or_default();
        match failed {
            None => {
                counts.answers += 1;
                let at = LIMITS_MS.iter().position(|limit| took_ms <= *limit);
                counts.took[at.unwrap_or(COUNTS - 1)] += 1;
                tally.answered_at = Some(now);
                tally.failing_since = None;
            }
            Some(said) => {
                counts.errors += 1;
                tally.failing_since.get_or_insert(now);
                tally.failed_at = Some(now);
                tally.said = clean::line(said, SAID_CHARS_MAX);
            }
        }
    }
}

impl Pending<'_> {
    /// `failed`: what came instead of an answer; `None`: the provider answered, whatever it said.
    pub fn end(mut self, failed: Option<&str>) {
        self.is_over = true;
        self.gauge.note(self.started.elapsed().as_millis(), failed);
    }
}

impl Drop for Pending<'_> {
    fn drop(&mut self) {
        if !self.is_over {
            let took_ms = self.started.elapsed().as_millis();
            self.gauge.note(took_ms, Some("no answer came in time"));
        }
    }
}

impl Meter {
    fn tallies(&self) -> MutexGuard<'_, HashMap<ProviderId, Tally>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes what was noted since the last time.
    pub async fn flush(&self, db: &Db) -> Result<(), db::Error> {
        let noted = std::mem::take(&mut *self.tallies());
        for (provider_id, tally) in noted {
            tally.write(db, provider_id).await?;
        }
        Ok(())
    }
}

impl Tally {
    async fn write(&self, db: &Db, provider_id: ProviderId) -> Result<(), db::Error> {
        for (minute, counts) in &self.minutes {
            sqlx::query!(
                "insert into provider_minutes as m (minute, provider_id, answers, errors, took)
                 values ($1, $2, $3, $4, $5)
                 on conflict (minute, provider_id) do update
                 set answers = m.answers + excluded.answers, errors = m.errors + excluded.errors,
                     took = array(select a + b from unnest(m.took, excluded.took)
                                  with ordinality as both_of (a, b, n) order by n)",
                minute,
                provider_id as ProviderId,
                counts.answers,
                counts.errors,
                &counts.took[..]
            )
            .execute(db.pool())
            .await?;
        }
        // Another process may have heard from it later than this one.
        sqlx::query!(
            "insert into provider_pulses as p
                 (provider_id, answered_at, failing_since, failed_at, said)
             values ($1, $2, $3, $4, $5)
             on conflict (provider_id) do update
             set answered_at = greatest(p.answered_at, excluded.answered_at),
                 failing_since = (
                     select min(at) from (values (p.failing_since), (excluded.failing_since)) v (at)
                     where at > coalesce(greatest(p.answered_at, excluded.answered_at),
                                         '-infinity')),
                 failed_at = greatest(p.failed_at, excluded.failed_at),
                 said = case when excluded.failed_at >= coalesce(p.failed_at, '-infinity')
                             then excluded.said else p.said end",
            provider_id as ProviderId,
            self.answered_at,
            self.failing_since,
            self.failed_at,
            self.said
        )
        .execute(db.pool())
        .await?;
        Ok(())
    }
}

/// What is known of a provider from the calls to it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pulse {
    pub answered_at: Option<DateTime<Utc>>,
    /// The first call without an answer since the last answer; `None`: the last call was answered.
    pub failing_since: Option<DateTime<Utc>>,
    pub failed_at: Option<DateTime<Utc>>,
    /// What came instead of the last answer that did not come.
    pub said: String,
    /// Of the last [`LOOKS_BACK`].
    pub answers: i64,
    pub errors: i64,
    /// 95 of 100 answers took no longer than this many milliseconds; `None`: too few to say.
    pub p95_ms: Option<i64>,
}

/// How a provider does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Health {
    /// Nothing was asked of it yet.
    Unasked,
    Answers,
    /// It answers, but many calls bring nothing.
    Fails,
    /// It does not answer at all.
    Down,
}

impl Pulse {
    #[must_use]
    pub fn health(&self, now: DateTime<Utc>) -> Health {
        let is_down = self.failing_since.is_some_and(|since| since + DOWN_AFTER <= now);
        let fails = self.errors >= ERRORS_MIN
            && self.errors.saturating_mul(ERRORS_SHARE) >= self.answers + self.errors;
        match (is_down, fails, self.answered_at) {
            (true, ..) => Health::Down,
            (_, true, _) => Health::Fails,
            (_, _, Some(_)) => Health::Answers,
            (_, _, None) => Health::Unasked,
        }
    }
}

/// Of all providers that were ever called, by id.
pub async fn read(db: &Db, now: DateTime<Utc>) -> Result<HashMap<ProviderId, Pulse>, db::Error> {
    let pulses = sqlx::query!(
        r#"select provider_id as "provider_id: ProviderId", answered_at, failing_since, failed_at,
                  said
           from provider_pulses"#
    )
    .fetch_all(db.pool())
    .await?;
    let minutes = sqlx::query!(
        r#"select provider_id as "provider_id: ProviderId", answers, errors, took
           from provider_minutes where minute > $1"#,
        now - LOOKS_BACK
    )
    .fetch_all(db.pool())
    .await?;
    let mut counts: HashMap<ProviderId, (i64, i64, [i64; COUNTS])> = HashMap::new();
    for row in minutes {
        let (answers, errors, took) = counts.entry(row.provider_id).or_default();
        *answers += i64::from(row.answers);
        *errors += i64::from(row.errors);
        for (sum, count) in took.iter_mut().zip(&row.took) {
            *sum += i64::from(*count);
        }
    }
    let known = pulses.into_iter().map(|row| {
        let (answers, errors, took) = counts.remove(&row.provider_id).unwrap_or_default();
        let pulse = Pulse {
            answered_at: row.answered_at,
            failing_since: row.failing_since,
            failed_at: row.failed_at,
            said: row.said,
            answers,
            errors,
            p95_ms: p95_ms(&took),
        };
        (row.provider_id, pulse)
    });
    Ok(known.collect())
}

/// What the calls to a provider came to in a span of time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Calls {
    pub answers: i64,
    pub errors: i64,
    /// As in [`Pulse`].
    pub p95_ms: Option<i64>,
}

/// The calls to one provider since then; a week is kept.
pub async fn calls(
    db: &Db,
    provider_id: ProviderId,
    since: DateTime<Utc>,
) -> Result<Calls, db::Error> {
    let row = sqlx::query!(
        r#"select coalesce(sum(answers), 0)::bigint as "answers!",
                  coalesce(sum(errors), 0)::bigint as "errors!",
                  array(select sum(t.took)::bigint
                        from provider_minutes m, unnest(m.took) with ordinality as t (took, n)
                        where m.provider_id = $1 and m.minute > $2
                        group by t.n order by t.n) as "took!"
           from provider_minutes where provider_id = $1 and minute > $2"#,
        provider_id as ProviderId,
        since
    )
    .fetch_one(db.pool())
    .await?;
    let took = <[i64; COUNTS]>::try_from(row.took).unwrap_or_default();
    Ok(Calls { answers: row.answers, errors: row.errors, p95_ms: p95_ms(&took) })
}

fn p95_ms(took: &[i64; COUNTS]) -> Option<i64> {
    let all: i64 = took.iter().sum();
    if all < TIMED_MIN {
        return None;
    }
    let mut within = 0;
    let at = took.iter().position(|count| {
        within += count;
        within * 100 >= all * 95
    });
    let limit = LIMITS_MS.get(at?).or(LIMITS_MS.last())?;
    i64::try_from(*limit).ok()
}

/// Deletes minutes that are older than a week, at most `most`; answers whether there may be more.
/// A loop calls it now and then.
pub async fn sweep(
    db: impl PgExecutor<'_>,
    now: DateTime<Utc>,
    most: i64,
) -> Result<bool, db::Error> {
    let swept = sqlx::query!(
        "delete from provider_minutes where (minute, provider_id) in (
             select minute, provider_id from provider_minutes where minute < $1
             order by minute limit $2)",
        now - KEPT,
        most
    )
    .execute(db)
    .await?;
    Ok(swept.rows_affected() >= most.unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_answers_say_how_long_it_takes() {
        let mut took = [0; COUNTS];
        took[0] = 19;
        assert_eq!(p95_ms(&took), None);
        took[3] = 1;
        assert_eq!(p95_ms(&took), Some(50));
        took[3] = 2;
        assert_eq!(p95_ms(&took), Some(350));
        took[COUNTS - 1] = 100;
        assert_eq!(p95_ms(&took), Some(30_000));
    }

    #[test]
    fn a_provider_is_down_when_nothing_came_for_a_while() {
        let now = DateTime::from_timestamp(1_780_000_000, 0).unwrap();
        let ago = |s| Some(now - TimeDelta::seconds(s));
        let of = |pulse: Pulse| pulse.health(now);
        assert_eq!(of(Pulse::default()), Health::Unasked);
        let answered = Pulse { answered_at: ago(60), answers: 10, ..Pulse::default() };
        assert_eq!(of(answered.clone()), Health::Answers);
        // One call that failed just now says little; nothing for half a minute says enough.
        let failing = |s| Pulse { failing_since: ago(s), errors: 1, ..answered.clone() };
        assert_eq!(of(failing(5)), Health::Answers);
        assert_eq!(of(failing(30)), Health::Down);
        let mixed = |errors| Pulse { errors, ..answered.clone() };
        assert_eq!(of(mixed(2)), Health::Answers);
        assert_eq!(of(mixed(3)), Health::Fails);
    }
}
