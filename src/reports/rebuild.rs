//! Makes sums again from the transfers, from a day on. For an operator whose check found that they
//! were changed past the panel.

use chrono::{DateTime, Days, NaiveDate, Utc};

use super::pieces::{next_sixth, sixth_of};
use super::span::{midnight, month_of, next_month};
use crate::kit::db::{self, Db};

/// Makes the sums of all days (UTC) from this one on again, each in a transaction of its own;
/// `None`: of all. Answers how many days there were. The workers may go on meanwhile: they wait for
/// a day's end.
pub async fn rebuild(db: &Db, from: Option<NaiveDate>) -> Result<i64, db::Error> {
    let db = db.unhurried();
    let from_at = midnight(from.unwrap_or_default());
    let ends = sqlx::query!(
        r#"select min(at) as first, max(at) as last
           from (select min(at) as at from transfers where at >= $1
                 union all select max(at) from transfers where at >= $1
                 union all select min(at) from report_sums where at >= $1
                 union all select max(at) from report_sums where at >= $1
                 union all select min(at) from report_movements where at >= $1
                 union all select max(at) from report_movements where at >= $1) as all_of_them"#,
        from_at
    )
    .fetch_one(db.pool())
    .await?;
    let Some((first, last)) = ends.first.zip(ends.last) else { return Ok(0) };
    let mut days = 0;
    let mut day = first.date_naive();
    while day <= last.date_naive() {
        rebuild_day(&db, day).await?;
        days += 1;
        day = day + Days::new(1);
    }
    Ok(days)
}

async fn rebuild_day(db: &Db, day: NaiveDate) -> Result<(), db::Error> {
    let (from, until) = (midnight(day), midnight(day + Days::new(1)));
    let (sixth, next_sixth) = (sixth_of(from), next_sixth(from));
    let (month, next_month) = (month_of(from), next_month(from));
    db.transaction(move |tx| {
        Box::pin(async move {
            sqlx::query!("set local statement_timeout = '10min'").execute(&mut **tx).await?;
            // Whoever adds transfers waits, so these are all up to this id.
            sqlx::query!("set local lock_timeout = '1min'").execute(&mut **tx).await?;
            let upto = sqlx::query_scalar!("select upto from reports_upto for update")
                .fetch_one(&mut **tx)
                .await?;
            sqlx::query!(
                "delete from report_sums
                 where dimension in ('all', 'service', 'customer', 'provider', 'way')
                       and (grain in ('hour', 'day') and at >= $1 and at < $2
                            or grain = 'sixth' and at >= $3 and at < $4
                            or grain = 'month' and at >= $5 and at < $6)",
                from,
                until,
                sixth,
                next_sixth,
                month,
                next_month
            )
            .execute(&mut **tx)
            .await?;
            sqlx::query!(
                "with hours as materialized (
                     select dimension, key, has_hours, date_trunc('hour', at, 'UTC') as at,
                            sum(orders) as orders, sum(delivered) as delivered,
                            sum(charge) as charge, sum(refunded) as refunded,
                            sum(settled) as settled, sum(returned) as returned, sum(cost) as cost
                     from report_parts where at >= $1 and at < $2 and (id > 0 and id <= $3) is true
                     group by 1, 2, 3, 4)
                 insert into report_sums (dimension, key, grain, at, orders, delivered, charge,
                                          refunded, settled, returned, cost)
                 select dimension, key, grain, g.at, sum(orders), sum(delivered), sum(charge),
                        sum(refunded), sum(settled), sum(returned), sum(cost)
                 from hours h cross join lateral (values ('hour', h.at), ('day', $1::timestamptz))
                      as g (grain, at)
                 where has_hours or grain <> 'hour'
                 group by 1, 2, 3, 4",
                from,
                until,
                upto
            )
            .execute(&mut **tx)
            .await?;
            rebuild_coarser(tx, "sixth", (sixth, next_sixth)).await?;
            rebuild_coarser(tx, "month", (month, next_month)).await?;
            rebuild_movements(tx, (from, until, upto), (month, next_month)).await?;
            // The check of the day is due at once.
            sqlx::query!("update report_checks set read_at = null where day = $1", day)
                .execute(&mut **tx)
                .await?;
            Ok(())
        })
    })
    .await
}

/// Adds the days of a sixth or of a month up to its row.
async fn rebuild_coarser(
    tx: &mut sqlx::PgTransaction<'_>,
    grain: &str,
    (from, until): (DateTime<Utc>, DateTime<Utc>),
) -> Result<(), db::Error> {
    sqlx::query!(
        "insert into report_sums (dimension, key, grain, at, orders, delivered, charge, refunded,
                                  settled, returned, cost)
         select dimension, key, $3, $1, sum(orders), sum(delivered), sum(charge), sum(refunded),
                sum(settled), sum(returned), sum(cost)
         from report_sums
         where dimension in ('all', 'service', 'customer', 'provider', 'way')
               and grain = 'day' and at >= $1 and at < $2
         group by dimension, key",
        from,
        until,
        grain
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn rebuild_movements(
    tx: &mut sqlx::PgTransaction<'_>,
    (from, until, upto): (DateTime<Utc>, DateTime<Utc>, i64),
    (month, next_month): (DateTime<Utc>, DateTime<Utc>),
) -> Result<(), db::Error> {
    sqlx::query!(
        "delete from report_movements
         where grain in ('hour', 'day') and at >= $1 and at < $2
               or grain = 'month' and at >= $3 and at < $4",
        from,
        until,
        month,
        next_month
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!(
        "insert into report_movements (grain, at, kind, debit, credit, count, amount)
         select grain, g.at, kind, debit, credit, count(*), sum(amount)
         from transfers t cross join lateral (values
             ('hour', date_trunc('hour', t.at, 'UTC')), ('day', $1::timestamptz)) as g (grain, at)
         where t.at >= $1 and t.at < $2 and (id > 0 and id <= $3) is true
         group by 1, 2, 3, 4, 5",
        from,
        until,
        upto
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!(
        "insert into report_movements (grain, at, kind, debit, credit, count, amount)
         select 'month', $1, kind, debit, credit, sum(count), sum(amount)
         from report_movements where grain = 'day' and at >= $1 and at < $2
         group by kind, debit, credit",
        month,
        next_month
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
