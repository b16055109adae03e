//! The books check, the reports' part: whether the sums are those of the transfers. A difference
//! names the hour or day, the dimension and the key. Nothing is corrected here, and nothing stops for it:
//! no money moves by what a report says.
//!
//! `waybill books check` compares everything. The workers compare day by day (`check_due`): today and
//! yesterday each hour, every other day within [`ROUND`], and a day that was wrong soon again.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use sqlx::{PgExecutor, PgTransaction};

use super::pieces::{next_sixth, sixth_of};
use super::span::{midnight, month_of, next_month};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::ledger::books::see_one_snapshot;

/// Within this time every day is compared again.
const ROUND: TimeDelta = TimeDelta::hours(20);
const RECENT_EVERY: TimeDelta = TimeDelta::hours(1);
const WRONG_EVERY: TimeDelta = TimeDelta::minutes(5);
/// So many differences of one sort are named.
const SENTENCES_MAX: i64 = 200;

const DIMENSIONS: [&str; 5] = ["all", "service", "customer", "provider", "way"];
const COLUMNS: [&str; 7] =
    ["orders", "delivered", "charge", "refunded", "settled", "returned", "cost"];

/// What the comparisons have found.
#[derive(Debug, Clone, Default)]
pub struct News {
    /// How many days have sums, and how many of them were not compared yet.
    pub days: i64,
    pub unread: i64,
    /// When the day was compared that has waited longest.
    pub oldest_at: Option<DateTime<Utc>>,
    pub sentences: Vec<String>,
}

/// Reads them.
pub async fn news(db: impl PgExecutor<'_>) -> Result<News, db::Error> {
    Ok(sqlx::query_as!(
        News,
        r#"select count(*) as "days!", count(*) filter (where read_at is null) as "unread!",
                  min(read_at) as oldest_at,
                  coalesce((select array_agg(sentence order by day)
                            from report_checks, unnest(sentences) as sentence
                            where sentences <> '{}'), '{}') as "sentences!"
           from report_checks"#
    )
    .fetch_one(db)
    .await?)
}

/// Compares everything, a month at a time; answers a sentence for each difference.
pub async fn check(tx: &mut PgTransaction<'_>) -> Result<Vec<String>, db::Error> {
    let months = sqlx::query_scalar!(
        r#"select distinct date_trunc('month', at, 'UTC') as "month!"
           from (select at from transfers
                 where id > 0 and id <= (select upto from reports_upto)
                 union all select at from report_sums
                 union all select at from report_movements) as all_of_them
           order by 1"#
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut found = Vec::new();
    for month in months {
        found.extend(compare(tx, (month, next_month(month))).await?);
    }
    Ok(found)
}

/// Compares a day that is due, unless another process does. Answers it, and what differs; `None`:
/// none is due.
pub async fn check_due(
    db: &Db,
    clock: &Clock,
) -> Result<Option<(NaiveDate, Vec<String>)>, db::Error> {
    let now = clock.now();
    let Some(day) = take(db, now).await? else { return Ok(None) };
    let (from, until) = (midnight(day), midnight(day + Days::new(1)));
    // A day of a large shop, and its month with it, take longer than others may wait for an answer.
    let patient = db.unhurried();
    let compared = patient.transaction(move |tx| {
        Box::pin(async move {
            see_one_snapshot(tx).await?;
            compare(tx, (from, until)).await
        })
    });
    let found = compared.await?;
    sqlx::query!("update report_checks set sentences = $2 where day = $1", day, &found)
        .execute(db.pool())
        .await?;
    Ok(Some((day, found)))
}

async fn take(db: &Db, now: DateTime<Utc>) -> Result<Option<NaiveDate>, db::Error> {
    sqlx::query!(
        "insert into report_checks (day)
         select distinct (at at time zone 'UTC')::date from report_movements where grain = 'day'
         on conflict do nothing"
    )
    .execute(db.pool())
    .await?;
    Ok(sqlx::query_scalar!(
        "update report_checks set read_at = $1 where day = (
             select day from report_checks
             where read_at is null or read_at <= $2 or read_at > $1::timestamptz + interval '1 hour'
                   or (day >= $3 and read_at <= $4) or (sentences <> '{}' and read_at <= $5)
             order by read_at nulls first limit 1 for update skip locked)
         returning day",
        now,
        now - ROUND,
        now.date_naive() - Days::new(1),
        now - RECENT_EVERY,
        now - WRONG_EVERY
    )
    .fetch_optional(db.pool())
    .await?)
}

/// Compares the hours and days from one day on and before another with the transfers, and the sixths
/// and months that they are in with their days. The transaction sees one snapshot.
async fn compare(
    tx: &mut PgTransaction<'_>,
    (from, until): (DateTime<Utc>, DateTime<Utc>),
) -> Result<Vec<String>, db::Error> {
    let last = until - TimeDelta::days(1);
    let sixths = (sixth_of(from), next_sixth(last));
    let months = (month_of(from), next_month(last));
    let mut found = orders(tx, (from, until)).await?;
    found.extend(coarser_orders(tx, "sixth", sixths).await?);
    found.extend(coarser_orders(tx, "month", months).await?);
    found.extend(movements(tx, (from, until)).await?);
    found.extend(months_of_movements(tx, months).await?);
    Ok(found)
}

type Ends = (DateTime<Utc>, DateTime<Utc>);

// Of transfers, a day is found by its time. `is true` keeps the index of ids out of it, which would be
// read whole.

/// What is wrong with a row: its place, what is kept of it, and what is right.
struct Difference {
    place: String,
    at: DateTime<Utc>,
    kept: Option<Vec<i64>>,
    right: Option<Vec<i64>>,
}

impl Difference {
    fn sentence(&self, columns: &[&str], source: &str) -> String {
        let Self { place, at, kept, right } = self;
        let at = at.format("%Y-%m-%d %H:%M UTC");
        let zeros = vec![0; columns.len()];
        let (kept, right) = (kept.as_ref().unwrap_or(&zeros), right.as_ref().unwrap_or(&zeros));
        let mut pairs = columns.iter().zip(kept.iter().zip(right));
        let wrong = pairs.find(|(_, (kept, right))| kept != right);
        match wrong {
            Some((column, (kept, right))) => {
                format!("reports: {place}, {at}: {column} is kept as {kept}, {source} {right}")
            }
            None => format!("reports: {place}, {at}: a row of nothing is kept"),
        }
    }
}

async fn orders(tx: &mut PgTransaction<'_>, (from, until): Ends) -> Result<Vec<String>, db::Error> {
    let rows = sqlx::query_as!(
        Difference,
        r#"with hours as materialized (
               select dimension, key, has_hours,
                      date_trunc(case when has_hours then 'hour' else 'day' end, at, 'UTC') as at,
                      sum(orders) as orders, sum(delivered) as delivered, sum(charge) as charge,
                      sum(refunded) as refunded, sum(settled) as settled,
                      sum(returned) as returned, sum(cost) as cost
               from report_parts
               where at >= $1 and at < $2 and (id > 0 and id <= (select upto from reports_upto)) is true
               group by 1, 2, 3, 4),
           told as (
               select grain, dimension, key, g.at,
                      array[sum(orders), sum(delivered), sum(charge), sum(refunded), sum(settled),
                            sum(returned), sum(cost)]::bigint[] as sums
               from hours h cross join lateral (values
                   ('hour', h.at), ('day', date_trunc('day', h.at, 'UTC'))) as g (grain, at)
               where has_hours or grain <> 'hour'
               group by 1, 2, 3, 4),
           kept as (
               select grain, dimension, key, at,
                      array[orders, delivered, charge, refunded, settled, returned, cost] as sums
               from report_sums
               where dimension = any($3) and grain in ('hour', 'day') and at >= $1 and at < $2)
           select grain || ', ' || dimension || ' ' || key as "place!", at as "at!",
                  kept.sums as "kept?", told.sums as "right?"
           from told full join kept using (grain, dimension, key, at)
           where told.sums is distinct from kept.sums
           order by at, grain, dimension, key limit $4"#,
        from,
        until,
        &DIMENSIONS.map(str::to_owned),
        SENTENCES_MAX
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.iter().map(|row| row.sentence(&COLUMNS, "the transfers make it")).collect())
}

async fn coarser_orders(
    tx: &mut PgTransaction<'_>,
    grain: &str,
    (from, until): Ends,
) -> Result<Vec<String>, db::Error> {
    let rows = sqlx::query_as!(
        Difference,
        r#"with days as (
               select dimension, key,
                      case $5::text when 'sixth' then sixth_of(at)
                                    else date_trunc('month', at, 'UTC') end as at,
                      array[sum(orders), sum(delivered), sum(charge), sum(refunded), sum(settled),
                            sum(returned), sum(cost)]::bigint[] as sums
               from report_sums
               where dimension = any($3) and grain = 'day' and at >= $1 and at < $2
               group by 1, 2, 3),
           kept as (
               select dimension, key, at,
                      array[orders, delivered, charge, refunded, settled, returned, cost] as sums
               from report_sums
               where dimension = any($3) and grain = $5 and at >= $1 and at < $2)
           select $5 || ', ' || dimension || ' ' || key as "place!", at as "at!",
                  kept.sums as "kept?", days.sums as "right?"
           from days full join kept using (dimension, key, at)
           where days.sums is distinct from kept.sums
           order by at, dimension, key limit $4"#,
        from,
        until,
        &DIMENSIONS.map(str::to_owned),
        SENTENCES_MAX,
        grain
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.iter().map(|row| row.sentence(&COLUMNS, "its days make it")).collect())
}

async fn movements(
    tx: &mut PgTransaction<'_>,
    (from, until): Ends,
) -> Result<Vec<String>, db::Error> {
    let rows = sqlx::query_as!(
        Difference,
        r#"with told as (
               select grain, kind, debit, credit, date_trunc(grain, at, 'UTC') as at,
                      array[count(*), sum(amount)]::bigint[] as sums
               from transfers cross join (values ('hour'), ('day')) as g (grain)
               where at >= $1 and at < $2 and (id > 0 and id <= (select upto from reports_upto)) is true
               group by 1, 2, 3, 4, 5),
           kept as (
               select grain, kind, debit, credit, at, array[count, amount] as sums
               from report_movements where grain in ('hour', 'day') and at >= $1 and at < $2)
           select grain || ', ' || kind || ' from ' || debit || ' to ' || credit as "place!",
                  at as "at!", kept.sums as "kept?", told.sums as "right?"
           from told full join kept using (grain, kind, debit, credit, at)
           where told.sums is distinct from kept.sums
           order by at, grain, kind, debit, credit limit $3"#,
        from,
        until,
        SENTENCES_MAX
    )
    .fetch_all(&mut **tx)
    .await?;
    let sentence = |row: &Difference| row.sentence(&["count", "amount"], "the transfers make it");
    Ok(rows.iter().map(sentence).collect())
}

async fn months_of_movements(
    tx: &mut PgTransaction<'_>,
    (from, until): Ends,
) -> Result<Vec<String>, db::Error> {
    let rows = sqlx::query_as!(
        Difference,
        r#"with days as (
               select kind, debit, credit, date_trunc('month', at, 'UTC') as at,
                      array[sum(count), sum(amount)]::bigint[] as sums
               from report_movements where grain = 'day' and at >= $1 and at < $2
               group by 1, 2, 3, 4),
           kept as (
               select kind, debit, credit, at, array[count, amount] as sums
               from report_movements where grain = 'month' and at >= $1 and at < $2)
           select 'month, ' || kind || ' from ' || debit || ' to ' || credit as "place!",
                  at as "at!", kept.sums as "kept?", days.sums as "right?"
           from days full join kept using (kind, debit, credit, at)
           where days.sums is distinct from kept.sums
           order by at, kind, debit, credit limit $3"#,
        from,
        until,
        SENTENCES_MAX
    )
    .fetch_all(&mut **tx)
    .await?;
    let sentence = |row: &Difference| row.sentence(&["count", "amount"], "its days make it");
    Ok(rows.iter().map(sentence).collect())
}
