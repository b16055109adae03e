//! The sandbox: an upstream inside the panel, with books of its own. It delivers nothing, but it
//! takes time as a real one does. Its reports are worked out from the time of the order and its
//! speed, so every process gives the same answer. A service's route tells it how to end.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::providers::route::RouteError;
use crate::providers::upstream::{
    CancelAnswer, NoAnswer, Outcome, RefillAnswer, RefillState, Report, Submission, Word,
};

/// How long a refill takes here, in seconds.
const REFILL_S: i64 = 5;

/// How the sandbox behaves for one service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Units a minute.
    pub per_minute: i64,
    pub ending: Ending,
    /// For an order that ends `Partial`: how much of it is delivered, in percent.
    pub partial_percent: i64,
    /// The start count that it reports.
    pub start_count: i64,
    /// The position of a link before anything is delivered: it climbs from there to the top.
    pub start_rank: i64,
    /// For subscriptions: a post is reported every this many seconds.
    pub post_every_s: i64,
}

/// How every order of a service ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    Completed,
    Partial,
    Canceled,
    /// The order is not taken at all.
    Refused,
    /// No answer comes back.
    Silent,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            per_minute: 600,
            ending: Ending::Completed,
            partial_percent: 50,
            start_count: 100,
            start_rank: 25,
            post_every_s: 10,
        }
    }
}

impl Ending {
    pub const ALL: [Self; 5] =
        [Self::Completed, Self::Partial, Self::Canceled, Self::Refused, Self::Silent];

    /// Its name in the settings and in forms.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Completed => "completed",
            Self::Partial => "partial",
            Self::Canceled => "canceled",
            Self::Refused => "refused",
            Self::Silent => "silent",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ending| ending.as_str() == text)
    }
}

crate::text_columns!(Ending);

impl Settings {
    /// Reads a route's settings. A missing or senseless value becomes the default.
    #[must_use]
    pub fn read(settings: &serde_json::Value) -> Self {
        serde_json::from_value(settings.clone()).unwrap_or_default()
    }

    pub(in crate::providers) fn check(&self) -> Result<(), RouteError> {
        let wrong = |field, sentence| Err(RouteError::Field { field, sentence });
        if !(1..=60_000_000).contains(&self.per_minute) {
            return wrong("per_minute", "1 to 60,000,000 a minute");
        }
        if !(0..=100).contains(&self.partial_percent) {
            return wrong("partial_percent", "0 to 100 percent");
        }
        if !(0..=1_000_000_000_000).contains(&self.start_count) {
            return wrong("start_count", "0 or more");
        }
        if !(1..=1000).contains(&self.start_rank) {
            return wrong("start_rank", "1 to 1,000");
        }
        if !(1..=86_400).contains(&self.post_every_s) {
            return wrong("post_every_s", "1 to 86,400 seconds");
        }
        Ok(())
    }

    fn ends_after(&self, quantity: i64) -> i64 {
        match self.ending {
            Ending::Partial => {
                let part = i128::from(quantity) * i128::from(self.partial_percent) / 100;
                i64::try_from(part).unwrap_or(quantity)
            }
            Ending::Canceled => 0,
            Ending::Completed | Ending::Refused | Ending::Silent => quantity,
        }
    }

    /// The links of the posts that a subscription has seen so far: `old` posts at once, then one
    /// every [`post_every_s`](Self::post_every_s).
    #[must_use]
    pub fn posts(&self, username: &str, old: i64, age_s: i64) -> Vec<String> {
        let count = old + age_s.max(0) / self.post_every_s.max(1);
        let name = username.trim_start_matches('@');
        (1..=count.min(10_000)).map(|n| format!("https://sandbox.example/{name}/{n}")).collect()
    }
}

/// The adapter of this protocol.
#[derive(Debug, Clone)]
pub struct Sandbox {
    db: Db,
    clock: Clock,
}

struct Kept {
    id: i64,
    quantity: i64,
    start_count: i64,
    per_minute: i64,
    ending: Ending,
    ends_after: i64,
    created_at: DateTime<Utc>,
    canceled_at: Option<DateTime<Utc>>,
    pace: Option<i64>,
    target_position: Option<i32>,
    start_rank: Option<i32>,
}

/// The author that the sandbox reports for every link.
const AUTHOR: &str = "sandbox_author";

impl Kept {
    fn report(&self, now: DateTime<Utc>) -> Report {
        let until = self.canceled_at.unwrap_or(now);
        let elapsed_ms = (until - self.created_at).num_milliseconds().max(0);
        // Thousandths of a unit a minute: the service's speed, or less if a slower pace was asked
        // for.
        let speed = self.per_minute.saturating_mul(1000).min(self.pace.unwrap_or(i64::MAX));
        let made = i128::from(elapsed_ms) * i128::from(speed) / 60_000_000;
        let made = i64::try_from(made).unwrap_or(i64::MAX).min(self.ends_after);
        let made = made.min(self.enough().unwrap_or(self.quantity));
        let rank = self.rank(made);
        let reached = rank.zip(self.target_position).is_some_and(|(rank, wanted)| rank <= wanted);
        let word = if reached {
            Word::Completed
        } else if made >= self.ends_after {
            match self.ending {
                Ending::Partial => Word::Partial,
                Ending::Canceled => Word::Canceled,
                Ending::Completed | Ending::Refused | Ending::Silent => Word::Completed,
            }
        } else if self.canceled_at.is_some() {
            Word::Canceled
        } else {
            Word::Open
        };
        Report {
            remains: Some(self.quantity - made),
            start_count: Some(self.start_count),
            rank,
            author: rank.map(|_| AUTHOR.to_owned()),
            ..Report::new(word)
        }
    }

    /// How many units bring the link to the wanted position.
    fn enough(&self) -> Option<i64> {
        let (start, wanted) = (i64::from(self.start_rank?), i64::from(self.target_position?));
        if start <= wanted {
            return Some(0);
        }
        let steps = i128::from(start - wanted) * i128::from(self.quantity);
        let (places, rest) = (i128::from(start - 1), i128::from(start - 2));
        i64::try_from((steps + rest) / places).ok()
    }

    /// The position after this many units, for orders that came with a pace. It goes from the start
    /// to the top, as evenly as they are delivered.
    fn rank(&self, made: i64) -> Option<i32> {
        let start = self.start_rank?;
        let climbed = i128::from(start - 1) * i128::from(made) / i128::from(self.quantity);
        Some(start - i32::try_from(climbed).unwrap_or_default())
    }
}

impl Sandbox {
    #[must_use]
    pub fn new(db: Db, clock: Clock) -> Self {
        Self { db, clock }
    }

    pub(in crate::providers) async fn add(&self, submission: &Submission) -> Outcome {
        let settings = Settings::read(&submission.settings);
        let (quantity, now) = (submission.quantity, self.clock.now());
        let (pace, target) = (submission.pace, submission.target.map(|target| target.position));
        let rank = pace.map(|_| i32::try_from(settings.start_rank).unwrap_or(1));
        let ending = match settings.ending {
            Ending::Refused => {
                return Outcome::Refused { reason: "The sandbox refuses this service".into() };
            }
            Ending::Silent => {
                return Outcome::Unknown { detail: "The sandbox did not answer".into() };
            }
            ending => ending,
        };
        let written: Result<i64, db::Error> = self
            .db
            .transaction(move |tx| {
                Box::pin(async move {
                    Ok(sqlx::query_scalar!(
                        "insert into sandbox_orders (quantity, start_count, per_minute, ending,
                                                     ends_after, created_at, pace,
                                                     target_position, start_rank)
                         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning id",
                        quantity,
                        settings.start_count,
                        settings.per_minute.max(1),
                        ending as Ending,
                        settings.ends_after(quantity),
                        now,
                        pace,
                        target,
                        rank
                    )
                    .fetch_one(&mut **tx)
                    .await?)
                })
            })
            .await;
        match written {
            Ok(id) => Outcome::Accepted { upstream_id: id.to_string() },
            Err(db::Error::Unknown) => Outcome::Unknown { detail: "the commit was lost".into() },
            Err(error) => Outcome::NotSent { reason: error.to_string() },
        }
    }

    pub(in crate::providers) async fn status(
        &self,
        ids: &[String],
    ) -> Result<HashMap<String, Result<Report, String>>, NoAnswer> {
        let numbers: Vec<i64> = ids.iter().filter_map(|id| id.parse().ok()).collect();
        let rows = sqlx::query_as!(
            Kept,
            r#"select id, quantity, start_count, per_minute, ending as "ending: Ending",
                      ends_after, created_at, canceled_at, pace, target_position, start_rank
               from sandbox_orders where id = any($1)"#,
            &numbers
        )
        .fetch_all(self.db.pool())
        .await?;
        let now = self.clock.now();
        Ok(rows.into_iter().map(|row| (row.id.to_string(), Ok(row.report(now)))).collect())
    }

    pub(in crate::providers) async fn cancel(&self, id: &str) -> Result<CancelAnswer, NoAnswer> {
        let number: i64 = id.parse().unwrap_or_default();
        let now = self.clock.now();
        let found = self.status(&[id.to_owned()]).await?;
        match found.get(id) {
            Some(Ok(Report { word: Word::Open, .. })) => {}
            _ => {
                return Ok(CancelAnswer::Refused { reason: "it has ended already".into() });
            }
        }
        self.db
            .transaction(move |tx| {
                Box::pin(async move {
                    sqlx::query!(
                        "update sandbox_orders set canceled_at = $2
                         where id = $1 and canceled_at is null",
                        number,
                        now
                    )
                    .execute(&mut **tx)
                    .await?;
                    Ok::<_, NoAnswer>(())
                })
            })
            .await?;
        Ok(CancelAnswer::Accepted)
    }

    pub(in crate::providers) async fn refill(&self, id: &str) -> Result<RefillAnswer, NoAnswer> {
        let number: i64 = id.parse().unwrap_or_default();
        let now = self.clock.now();
        let made: Option<i64> = self
            .db
            .transaction(move |tx| {
                Box::pin(async move {
                    Ok::<_, NoAnswer>(
                        sqlx::query_scalar!(
                            "insert into sandbox_refills (order_id, created_at)
                             select id, $2 from sandbox_orders where id = $1 returning id",
                            number,
                            now
                        )
                        .fetch_optional(&mut **tx)
                        .await?,
                    )
                })
            })
            .await?;
        Ok(match made {
            Some(id) => RefillAnswer::Accepted { upstream_id: id.to_string() },
            None => RefillAnswer::Refused { reason: "no such order".into() },
        })
    }

    pub(in crate::providers) async fn refill_status(
        &self,
        id: &str,
    ) -> Result<RefillState, NoAnswer> {
        let number: i64 = id.parse().unwrap_or_default();
        let asked_at =
            sqlx::query_scalar!("select created_at from sandbox_refills where id = $1", number)
                .fetch_optional(self.db.pool())
                .await?;
        Ok(match asked_at {
            Some(at) if (self.clock.now() - at).num_seconds() < REFILL_S => RefillState::InProgress,
            Some(_) => RefillState::Completed,
            None => RefillState::Rejected,
        })
    }
}
