//! What the orders of each day came to, for the staff's home: how many were placed, what they are
//! charged and cost, what was paid in, and how many customers came. A page reads rows that a loop
//! has counted, because nobody wants to wait for a month of orders. A day is counted again and
//! again: its orders change until they end. Days are UTC's.

use std::time::{Duration, Instant};

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};

use super::provider_days;
use crate::accounts::account;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::money::Money;
use crate::ledger;

/// How many days are shown, today among them.
pub const DAYS: u64 = 30;
/// The time between two looks for a day that is due.
pub const LOOK_EVERY: Duration = Duration::from_secs(5);
/// How often a day is counted: today, yesterday, the others.
const TODAY_EVERY: TimeDelta = TimeDelta::seconds(20);
const YESTERDAY_EVERY: TimeDelta = TimeDelta::minutes(5);
const OTHERS_EVERY: TimeDelta = TimeDelta::hours(2);
/// After a count, the rest is so many times as long as the count took.
const REST: i32 = 50;
/// While one process counts a day, the others leave it alone for so long.
const TAKEN_FOR: TimeDelta = TimeDelta::minutes(2);
/// Ids are given in the order of time, but those who place orders at the same moment may wait for
/// each other for so long.
const OUT_OF_ORDER: TimeDelta = TimeDelta::minutes(10);
/// Orders that are looked at for the newest one, and that are counted of a stretch of hours.
const NEWEST_MAX: i64 = 1_000;

/// A day's sums.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Day {
    pub day: NaiveDate,
    pub orders: i64,
    /// What the orders are charged, less what was given back.
    pub charge: Money,
    pub cost: Money,
    pub deposits: Money,
    pub customers: i64,
    /// `None`: not counted yet.
    pub counted_at: Option<DateTime<Utc>>,
}

impl Day {
    /// What is left of the charge when the providers are paid.
    #[must_use]
    pub fn profit(&self) -> Money {
        self.charge.checked_sub(self.cost).unwrap_or_default()
    }
}

fn midnight(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc()
}

/// When a day begins, and when the next one does.
pub(super) fn bounds(day: NaiveDate) -> (DateTime<Utc>, DateTime<Utc>) {
    (midnight(day), midnight(day + Days::new(1)))
}

/// The days that are shown, oldest first.
pub(super) fn shown(now: DateTime<Utc>) -> impl Iterator<Item = NaiveDate> {
    first(now).iter_days().take(usize::try_from(DAYS).unwrap_or_default())
}

/// The first of the days that are shown.
pub(super) fn first(now: DateTime<Utc>) -> NaiveDate {
    let today = now.date_naive();
    today.checked_sub_days(Days::new(DAYS - 1)).unwrap_or(today)
}

/// The last days, oldest first and today last. Days that nobody has counted are there, too.
pub async fn last(db: &Db, now: DateTime<Utc>) -> Result<Vec<Day>, db::Error> {
    let counted = sqlx::query_as!(
        Day,
        r#"select day, orders, charge as "charge: Money", cost as "cost: Money",
                  deposits as "deposits: Money", customers, counted_at
           from days where day >= $1 and counted_at is not null order by day"#,
        first(now)
    )
    .fetch_all(db.pool())
    .await?;
    let found = |day: NaiveDate| counted.iter().find(|row| row.day == day).copied();
    Ok(shown(now).map(|day| found(day).unwrap_or(Day { day, ..Day::default() })).collect())
}

/// Counts a day that is due, the newest first; answers whether there may be another.
pub async fn count_due(db: &Db, clock: &Clock) -> Result<bool, db::Error> {
    let (now, started) = (clock.now(), Instant::now());
    let Some(day) = take(db, now).await? else { return Ok(false) };
    let (from, until) = bounds(day);
    let low = first_id(db, from - OUT_OF_ORDER).await?;
    let high = first_id(db, until + OUT_OF_ORDER).await?;
    let sums = sums(db, day, (low, high)).await?;
    provider_days::count(db, day, (low, high)).await?;
    let rest = TimeDelta::from_std(started.elapsed()).unwrap_or(OTHERS_EVERY) * REST;
    sqlx::query!(
        "update days set orders = $2, charge = $3, cost = $4, deposits = $5, customers = $6,
                counted_at = $7, due_at = $8
         where day = $1",
        day,
        sums.orders,
        sums.charge as Money,
        sums.cost as Money,
        sums.deposits as Money,
        sums.customers,
        now,
        again_at(day, now).map(|at| at.max(now + rest))
    )
    .execute(db.pool())
    .await?;
    Ok(true)
}

/// When the day is counted again; `None`: it is not shown any more.
fn again_at(day: NaiveDate, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    match (now.date_naive() - day).num_days() {
        ..=0 => Some(now + TODAY_EVERY),
        1 => Some(now + YESTERDAY_EVERY),
        _ => (day >= first(now)).then(|| now + OTHERS_EVERY),
    }
}

/// Takes a day that is due. The days of the month are there from the first look of a day on.
async fn take(db: &Db, now: DateTime<Utc>) -> Result<Option<NaiveDate>, db::Error> {
    let today = now.date_naive();
    let days: Vec<NaiveDate> = first(now).iter_days().take_while(|day| *day <= today).collect();
    let is_new = sqlx::query_scalar!(
        r#"select not exists (select from days where day = $1) as "is_new!""#,
        today
    )
    .fetch_one(db.pool())
    .await?;
    if is_new {
        sqlx::query!(
            "insert into days (day, due_at) select *, $2 from unnest($1::date[])
             on conflict (day) do update set due_at = excluded.due_at",
            &days,
            now
        )
        .execute(db.pool())
        .await?;
    }
    Ok(sqlx::query_scalar!(
        "update days set due_at = $2 where day = (
             select day from days where due_at <= $1 order by day desc limit 1
             for update skip locked)
         returning day",
        now,
        now + TAKEN_FOR
    )
    .fetch_optional(db.pool())
    .await?)
}

async fn sums(db: &Db, day: NaiveDate, (low, high): (i64, i64)) -> Result<Day, db::Error> {
    let (from, until) = bounds(day);
    let orders = sqlx::query!(
        r#"select count(*) filter (where parent_id is null) as "orders!",
                  coalesce(sum(charge - refunded) filter (where is_sent), 0)::bigint
                      as "charge!: Money",
                  coalesce(sum(cost) filter (where is_sent), 0)::bigint as "cost!: Money"
           from (select parent_id, charge, refunded, cost,
                        form not in ('drip', 'paced', 'subscription') as is_sent
                 from orders
                 where id >= $1 and id < $2 and created_at >= $3 and created_at < $4) as placed"#,
        low,
        high,
        from,
        until
    )
    .fetch_one(db.pool())
    .await?;
    Ok(Day {
        day,
        orders: orders.orders,
        charge: orders.charge,
        cost: orders.cost,
        deposits: ledger::deposited(db.pool(), from, until).await?,
        customers: account::signed_up(db.pool(), from, until).await?,
        counted_at: None,
    })
}

/// When somebody placed the last order. `None`: nobody has, or the newest orders are all of the panel's
/// own making.
pub async fn last_placed(db: &Db) -> Result<Option<DateTime<Utc>>, db::Error> {
    Ok(sqlx::query_scalar!(
        "select max(created_at) from (
             select created_at, parent_id from orders order by id desc limit $1) as newest
         where parent_id is null",
        NEWEST_MAX
    )
    .fetch_one(db.pool())
    .await?)
}

/// How many orders were placed from one time to another; runs and portions do not count.
pub async fn count_placed(
    db: &Db,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<i64, db::Error> {
    let low = first_id(db, from).await?;
    let high = first_id(db, until).await?;
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "count!" from (
               select from orders where id >= $1 and id < $2 and parent_id is null limit $3) few"#,
        low,
        high,
        NEWEST_MAX
    )
    .fetch_one(db.pool())
    .await?)
}

/// The id from which on orders were placed at this time or later, as ids are given in the order of
/// time. It halves the ids until one is left, because no index has the time.
async fn first_id(db: &Db, at: DateTime<Utc>) -> Result<i64, db::Error> {
    let newest = sqlx::query_scalar!(r#"select coalesce(max(id), 0) as "id!" from orders"#)
        .fetch_one(db.pool())
        .await?;
    let (mut low, mut high) = (0, newest + 1);
    while low < high {
        let middle = low + (high - low) / 2;
        let next = sqlx::query!(
            "select id, created_at from orders where id >= $1 order by id limit 1",
            middle
        )
        .fetch_optional(db.pool())
        .await?;
        match next {
            Some(order) if order.created_at < at => low = order.id + 1,
            _ => high = middle,
        }
    }
    Ok(low)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_days_are_counted_often_and_old_ones_not_at_all() {
        let now = DateTime::from_timestamp(1_780_000_000, 0).unwrap();
        let after = |back| {
            let day = now.date_naive() - Days::new(back);
            again_at(day, now).map(|at| (at - now).num_seconds())
        };
        assert_eq!(after(0), Some(20));
        assert_eq!(after(1), Some(300));
        assert_eq!(after(29), Some(7_200));
        assert_eq!(after(30), None);
        assert_eq!(first(now), now.date_naive() - Days::new(29));
    }
}
