//! Whether a customer has open orders, however many they have had.

use sqlx::PgExecutor;

use crate::accounts::AccountId;
use crate::kit::db;
use crate::orders::OrderId;

/// More open ones are not counted.
const COUNTED_MAX: i64 = 1000;

/// Which orders are looked at.
#[derive(Debug, Clone, Copy)]
pub struct Looked {
    /// Only those above this one; `None`: from the first on.
    pub above: Option<OrderId>,
    /// So many of the newest.
    pub most: i64,
}

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Open {
    /// At most 1000.
    pub count: i64,
    /// The customer's newest order; `None`: there is none.
    pub newest: Option<OrderId>,
}

/// The open ones of these orders. An order that has ended never opens again, and orders of one account
/// get rising numbers under its wallet's lock. So who has looked at all of them looks only at newer
/// ones once that lock is held, and a customer with millions of orders holds nobody up.
pub async fn open(
    db: impl PgExecutor<'_>,
    account_id: AccountId,
    looked: Looked,
) -> Result<Open, db::Error> {
    Ok(sqlx::query_as!(
        Open,
        r#"select (select count(*) from (
                       select from (select state from orders where account_id = $1 and id > $2
                                    order by id desc limit $3) as looked
                       where state not in ('completed', 'partial', 'canceled', 'expired')
                       limit $4) as open) as "count!",
                  (select max(id) from orders where account_id = $1) as "newest: OrderId""#,
        account_id as AccountId,
        looked.above.map_or(0, OrderId::get),
        looked.most,
        COUNTED_MAX
    )
    .fetch_one(db)
    .await?)
}
