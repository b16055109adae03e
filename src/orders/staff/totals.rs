//! What each customer's orders add up to, for lists that are sorted by it and for pages of customers with
//! very many orders. Owns `customer_totals` and `customer_totals_upto`.
//!
//! What must stay true: every transfer is added once. The sums are of all transfers up to an id, and move
//! on together with that id. They move up to a mark only when nobody can write an id below it any more:
//! the newest id was noted, then the number of a transaction; when all transactions up to this number have
//! ended, so has whoever took one of these ids (as `books` closes its ranges). Placing an order costs
//! nothing for it.

use std::time::Duration;

use sqlx::PgExecutor;

use super::overview::Totals;
use crate::accounts::AccountId;
use crate::kit::db::{self, Db};

/// The time between two looks.
pub const LOOK_EVERY: Duration = Duration::from_secs(5);
/// Ids that are added at a time.
const STEP: i64 = 200_000;

/// Adds the next transfers; answers whether there may be more at once.
pub async fn add_up(db: &Db) -> Result<bool, db::Error> {
    let newest = sqlx::query_scalar!(
        r#"select case when is_called then last_value else 0 end as "id!" from transfers_id_seq"#
    )
    .fetch_one(db.pool())
    .await?;
    let mark = db
        .transaction(move |tx| {
            Box::pin(async move {
                // This transaction's number is given here, after the newest id was read.
                sqlx::query!(
                    "update customer_totals_upto set mark = $1, mark_xid = pg_current_xact_id()
                     where mark <= upto and mark < $1",
                    newest
                )
                .execute(&mut **tx)
                .await?;
                Ok::<_, db::Error>(())
            })
        })
        .await;
    mark?;
    db.transaction(move |tx| {
        Box::pin(async move {
            let place = sqlx::query!(
                r#"select upto, mark, mark_xid < pg_snapshot_xmin(pg_current_snapshot()) as "is_past!",
                          mark_xid > pg_current_xact_id() as "is_lost!"
                   from customer_totals_upto for update skip locked"#
            )
            .fetch_optional(&mut **tx)
            .await?;
            let Some(place) = place else { return Ok(false) };
            if place.is_lost {
                // The database was restored, and numbers of transactions began again.
                sqlx::query!("update customer_totals_upto set mark = upto")
                    .execute(&mut **tx)
                    .await?;
                return Ok(false);
            }
            if place.mark <= place.upto || !place.is_past {
                return Ok(false);
            }
            let upto = place.mark.min(place.upto.saturating_add(STEP));
            sqlx::query!(
                "with moved as (
                     select account_id, count(*) filter (where kind = 'charge') as orders,
                            sum(case when credit = 'sales' then amount
                                     when debit = 'sales' then -amount else 0 end)::bigint as spent,
                            sum(case when credit = 'in_flight' then amount
                                     when debit = 'in_flight' then -amount else 0 end)::bigint
                                as in_open,
                            max(at) filter (where kind = 'charge') as last_order_at
                     from transfers
                     where id > $1 and id <= $2 and kind in ('charge', 'settle', 'refund')
                     group by account_id),
                 added as (
                     insert into customer_totals as t
                         (account_id, orders, spent, in_open, last_order_at)
                     select account_id, orders, spent, in_open, last_order_at from moved
                     on conflict (account_id) do update
                     set orders = t.orders + excluded.orders, spent = t.spent + excluded.spent,
                         in_open = t.in_open + excluded.in_open,
                         last_order_at = greatest(t.last_order_at, excluded.last_order_at))
                 update customer_totals_upto set upto = $2",
                place.upto,
                upto
            )
            .execute(&mut **tx)
            .await?;
            Ok(upto < place.mark)
        })
    })
    .await
}

/// The sums of one customer, as of some seconds ago.
pub(super) async fn kept(
    db: impl PgExecutor<'_>,
    account_id: AccountId,
) -> Result<Totals, db::Error> {
    let row = sqlx::query_as!(
        Totals,
        r#"select orders, in_open as "in_flight: _", spent as "spent: _"
           from customer_totals where account_id = $1"#,
        account_id as AccountId
    )
    .fetch_optional(db)
    .await?;
    Ok(row.unwrap_or_default())
}
