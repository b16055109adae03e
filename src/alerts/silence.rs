//! Whether it is unusual that nobody orders: the same hours of past weeks say so.

use chrono::{DateTime, TimeDelta, Utc};

use crate::kit::db::{self, Db};
use crate::orders::days;

/// A shorter silence says nothing.
const SILENCE_MIN: TimeDelta = TimeDelta::hours(1);
/// Of a longer one, this much is compared.
const COMPARED_MAX: TimeDelta = TimeDelta::hours(6);
/// So many past weeks are looked at, and all of them must have had so many orders.
const WEEKS: i32 = 3;
const USUAL_MIN: i64 = 10;

/// Since when nobody has ordered, and how many orders there were in the same hours, last week first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Silence {
    pub since: DateTime<Utc>,
    pub usual: Vec<i64>,
}

/// `None`: orders come in, or it is not unusual that there are none, or there is too little history.
pub(super) async fn unusual(db: &Db, now: DateTime<Utc>) -> Result<Option<Silence>, db::Error> {
    let Some(since) = days::last_placed(db).await? else { return Ok(None) };
    let week = TimeDelta::weeks(1);
    if now - since < SILENCE_MIN || now - since > week {
        return Ok(None);
    }
    let length = (now - since).min(COMPARED_MAX);
    let mut usual = Vec::new();
    for weeks in 1..=WEEKS {
        let until = now - week * weeks;
        let placed = days::count_placed(db, until - length, until).await?;
        if placed < USUAL_MIN {
            return Ok(None);
        }
        usual.push(placed);
    }
    Ok(Some(Silence { since, usual }))
}
