//! What orders brought in, by family: an order together with the orders that it made.

use chrono::{DateTime, Utc};
use sqlx::PgTransaction;

use crate::accounts::AccountId;
use crate::kit::db;
use crate::kit::money::Money;
use crate::orders::OrderId;

/// An order that no other order made, with everything below it.
#[derive(Debug, Clone, Copy)]
pub struct Sale {
    pub order_id: OrderId,
    pub account_id: AccountId,
    /// What the family cost, and what of it was given back.
    pub charge: Money,
    pub refunded: Money,
    pub placed_at: DateTime<Utc>,
    /// When the last of the family ended; `None`: something goes on.
    pub ended_at: Option<DateTime<Utc>>,
}

impl Sale {
    /// What the customer paid and did not get back.
    #[must_use]
    pub fn kept(&self) -> Money {
        self.charge.checked_sub(self.refunded).unwrap_or_default()
    }
}

/// The families of these orders, each once, by their ids. A drip-feed's charge stands in its
/// parent, a subscription's in its posts.
pub async fn of(tx: &mut PgTransaction<'_>, orders: &[OrderId]) -> Result<Vec<Sale>, db::Error> {
    Ok(sqlx::query_as!(
        Sale,
        r#"select o.id as "order_id: OrderId", o.account_id as "account_id: AccountId",
                  (o.charge + coalesce(below.charge, 0))::bigint as "charge!: Money",
                  (o.refunded + coalesce(below.refunded, 0))::bigint as "refunded!: Money",
                  o.created_at as placed_at,
                  case when not coalesce(below.goes_on, false) and o.ended_at is not null
                       then greatest(o.ended_at, below.ended_at) end as ended_at
           from (select distinct coalesce(parent_id, id) as id from orders
                 where id = any($1)) as root
           join orders o on o.id = root.id
           left join lateral (
               select sum(c.charge) filter (where c.form = 'post') as charge,
                      sum(c.refunded) as refunded, bool_or(c.ended_at is null) as goes_on,
                      max(c.ended_at) as ended_at
               from orders c where c.parent_id = o.id) as below
               on o.form in ('drip', 'paced', 'subscription')
           order by o.id"#,
        orders as &[OrderId]
    )
    .fetch_all(&mut **tx)
    .await?)
}
