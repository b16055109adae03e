//! Adds transfers to the sums, range by range of their ids.
//!
//! What must stay true: every transfer is added once. The place moves in the transaction that adds,
//! and one process adds at a time. It moves up to a mark only when nobody can write an id below it
//! any more: the newest id was noted, then the number of a transaction; when all transactions up to
//! this number have ended, so has whoever took one of these ids. That holds because whoever writes
//! transfers has locked a row before, a wallet or an order, and with it got a number of their own.

use std::time::Duration;

use chrono::{DateTime, Utc};
use sqlx::PgExecutor;

use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::failpoint;

/// The time between two looks.
pub const LOOK_EVERY: Duration = Duration::from_secs(10);
/// Ids that are added at a time: about a second of work where few rows are alike.
const STEP: i64 = 10_000;

/// How far the sums are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Upto {
    /// The last transfer that they hold.
    pub upto: i64,
    /// The newest transfer.
    pub newest: i64,
    /// When they last held all that could be added.
    pub reached_at: Option<DateTime<Utc>>,
}

/// Reads how far the sums are.
pub async fn upto(db: impl PgExecutor<'_>) -> Result<Upto, db::Error> {
    Ok(sqlx::query_as!(
        Upto,
        r#"select upto, reached_at,
                  (select coalesce(max(id), 0) from transfers) as "newest!"
           from reports_upto"#
    )
    .fetch_one(db)
    .await?)
}

/// Adds the next transfers; answers whether there may be more at once.
pub async fn add_up(db: &Db, clock: &Clock) -> Result<bool, db::Error> {
    let newest = sqlx::query_scalar!(
        r#"select case when is_called then last_value else 0 end as "id!" from transfers_id_seq"#
    )
    .fetch_one(db.pool())
    .await?;
    let marked = db.transaction(move |tx| {
        Box::pin(async move {
            // This transaction's number is given here, after the newest id was read.
            sqlx::query!(
                "update reports_upto set mark = $1, mark_xid = pg_current_xact_id()
                 where mark <= upto and mark < $1",
                newest
            )
            .execute(&mut **tx)
            .await?;
            Ok::<_, db::Error>(())
        })
    });
    marked.await?;
    let now = clock.now();
    db.transaction(move |tx| {
        Box::pin(async move {
            let place = sqlx::query!(
                r#"select upto, mark, mark_xid < pg_snapshot_xmin(pg_current_snapshot()) as "is_past!",
                          mark_xid > pg_current_xact_id() as "is_lost!"
                   from reports_upto for update skip locked"#
            )
            .fetch_optional(&mut **tx)
            .await?;
            let Some(place) = place else { return Ok(false) };
            if place.is_lost {
                // The database was restored, and numbers of transactions began again.
                sqlx::query!("update reports_upto set mark = upto").execute(&mut **tx).await?;
                return Ok(false);
            }
            if place.mark <= place.upto {
                sqlx::query!("update reports_upto set reached_at = $1", now)
                    .execute(&mut **tx)
                    .await?;
                return Ok(false);
            }
            if !place.is_past {
                return Ok(false);
            }
            let upto = place.mark.min(place.upto.saturating_add(STEP));
            add(tx, (place.upto, upto)).await?;
            failpoint("reports-before-place");
            sqlx::query!(
                "update reports_upto
                 set upto = $1, reached_at = case when $1 = mark then $2 else reached_at end",
                upto,
                now
            )
            .execute(&mut **tx)
            .await?;
            failpoint("reports-before-commit");
            Ok(upto < place.mark)
        })
    })
    .await
}

/// Adds the transfers above one id, up to and with another.
async fn add(tx: &mut sqlx::PgTransaction<'_>, (above, upto): (i64, i64)) -> Result<(), db::Error> {
    // Rows are written in one order, as a rebuild does.
    sqlx::query!(
        "with hours as materialized (
             select dimension, key, has_hours, date_trunc('hour', at, 'UTC') as at,
                    sum(orders) as orders,
                    sum(delivered) as delivered, sum(charge) as charge, sum(refunded) as refunded,
                    sum(settled) as settled, sum(returned) as returned, sum(cost) as cost
             from report_parts where id > $1 and id <= $2
             group by 1, 2, 3, 4)
         insert into report_sums as r (dimension, key, grain, at, orders, delivered, charge,
                                       refunded, settled, returned, cost)
         select dimension, key, grain, g.at, sum(orders), sum(delivered), sum(charge),
                sum(refunded), sum(settled), sum(returned), sum(cost)
         from hours h cross join lateral (values
             ('hour', h.at), ('day', date_trunc('day', h.at, 'UTC')), ('sixth', sixth_of(h.at)),
             ('month', date_trunc('month', h.at, 'UTC'))) as g (grain, at)
         where has_hours or grain <> 'hour'
         group by 1, 2, 3, 4
         order by 1, 2, 3, 4
         on conflict (dimension, key, grain, at) do update
         set orders = r.orders + excluded.orders, delivered = r.delivered + excluded.delivered,
             charge = r.charge + excluded.charge, refunded = r.refunded + excluded.refunded,
             settled = r.settled + excluded.settled, returned = r.returned + excluded.returned,
             cost = r.cost + excluded.cost",
        above,
        upto
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!(
        "insert into report_movements as r (grain, at, kind, debit, credit, count, amount)
         select grain, g.at, kind, debit, credit, count(*), sum(amount)
         from transfers t cross join lateral (values
             ('hour', date_trunc('hour', t.at, 'UTC')), ('day', date_trunc('day', t.at, 'UTC')),
             ('month', date_trunc('month', t.at, 'UTC'))) as g (grain, at)
         where id > $1 and id <= $2
         group by 1, 2, 3, 4, 5
         on conflict (grain, at, kind, debit, credit) do update
         set count = r.count + excluded.count, amount = r.amount + excluded.amount",
        above,
        upto
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
