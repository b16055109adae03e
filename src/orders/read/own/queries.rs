//! The statements of a customer's list. Each reads candidates in the order of their ids from the
//! index that has the fewest of them, and stops when enough match.

use super::{Counts, Kind, LOOKED_AT_MAX, List};
use crate::accounts::AccountId;
use crate::catalogue::ServiceId;
use crate::kit::db::{self, Db};
use crate::kit::page::Cursor;
use crate::orders::read::COUNTED_MAX;
use crate::orders::read::own::find::FOUND_MAX;
use crate::orders::{Form, OrderId, State};

impl List {
    fn forms(&self) -> &'static [Form] {
        self.wanted.kind.map_or(&[], Kind::forms)
    }

    fn is_of_parents(&self) -> bool {
        self.wanted.kind.is_some_and(Kind::is_of_parents)
    }

    /// One of four indexes gives candidates in order: that of the account, of its orders of one
    /// service, of its parents, or of one parent's orders. Reading stops when enough match.
    pub(super) async fn older(
        &self,
        db: &Db,
        cursor: Cursor,
        most: i64,
    ) -> Result<Vec<OrderId>, db::Error> {
        Ok(sqlx::query_scalar!(
            r#"select id as "id!: OrderId" from (
                 (select * from orders
                  where $11::bigint is null and $12::bigint is null and not $13
                    and account_id = $1 and id < $2 and id > $3 order by id desc limit $14)
                 union all
                 (select * from orders
                  where $12::bigint is null and not $13 and account_id = $1 and service_id = $11
                    and parent_id is null and id < $2 and id > $3 order by id desc limit $14)
                 union all
                 (select * from orders
                  where $12::bigint is null and $13 and account_id = $1
                    and form in ('drip', 'paced', 'subscription')
                    and id < $2 and id > $3 order by id desc limit $14)
                 union all
                 (select * from orders
                  where parent_id = $12 and account_id = $1
                    and id < $2 and id > $3 order by id desc limit $14)) as looked
               where (cardinality($4::text[]) = 0 or state = any($4))
                 and (cardinality($5::text[]) = 0 or form = any($5))
                 and (not $6 or source = 'page' and idempotency_key like 'mass:%')
                 and (not $7 or source in ('api_v2', 'order_api'))
                 and ($8::timestamptz is null or created_at >= $8)
                 and ($9::timestamptz is null or created_at < $9)
                 and (not $10 or parent_id is null)
                 and ($11::bigint is null or service_id = $11)
               order by id desc limit $15"#,
            self.account_id as AccountId,
            cursor.below().min(self.below),
            cursor.above().max(self.above),
            &self.wanted.states as &[State],
            self.forms() as &[Form],
            self.wanted.kind == Some(Kind::Mass),
            self.wanted.kind == Some(Kind::Api),
            self.wanted.from,
            self.wanted.until,
            self.families,
            self.service_id as Option<ServiceId>,
            self.wanted.parent_id as Option<OrderId>,
            self.is_of_parents(),
            LOOKED_AT_MAX,
            most
        )
        .fetch_all(db.pool())
        .await?)
    }

    /// As [`Self::older`], in the other direction.
    pub(super) async fn newer(
        &self,
        db: &Db,
        cursor: Cursor,
        most: i64,
    ) -> Result<Vec<OrderId>, db::Error> {
        Ok(sqlx::query_scalar!(
            r#"select id as "id!: OrderId" from (
                 (select * from orders
                  where $11::bigint is null and $12::bigint is null and not $13
                    and account_id = $1 and id < $2 and id > $3 order by id limit $14)
                 union all
                 (select * from orders
                  where $12::bigint is null and not $13 and account_id = $1 and service_id = $11
                    and parent_id is null and id < $2 and id > $3 order by id limit $14)
                 union all
                 (select * from orders
                  where $12::bigint is null and $13 and account_id = $1
                    and form in ('drip', 'paced', 'subscription')
                    and id < $2 and id > $3 order by id limit $14)
                 union all
                 (select * from orders
                  where parent_id = $12 and account_id = $1
                    and id < $2 and id > $3 order by id limit $14)) as looked
               where (cardinality($4::text[]) = 0 or state = any($4))
                 and (cardinality($5::text[]) = 0 or form = any($5))
                 and (not $6 or source = 'page' and idempotency_key like 'mass:%')
                 and (not $7 or source in ('api_v2', 'order_api'))
                 and ($8::timestamptz is null or created_at >= $8)
                 and ($9::timestamptz is null or created_at < $9)
                 and (not $10 or parent_id is null)
                 and ($11::bigint is null or service_id = $11)
               order by id limit $15"#,
            self.account_id as AccountId,
            cursor.below().min(self.below),
            cursor.above().max(self.above),
            &self.wanted.states as &[State],
            self.forms() as &[Form],
            self.wanted.kind == Some(Kind::Mass),
            self.wanted.kind == Some(Kind::Api),
            self.wanted.from,
            self.wanted.until,
            self.families,
            self.service_id as Option<ServiceId>,
            self.wanted.parent_id as Option<OrderId>,
            self.is_of_parents(),
            LOOKED_AT_MAX,
            most
        )
        .fetch_all(db.pool())
        .await?)
    }

    /// As [`Self::older`] and [`Self::newer`], for orders that are found already.
    pub(super) async fn among(
        &self,
        db: &Db,
        cursor: Cursor,
        found: &[OrderId],
        most: i64,
    ) -> Result<Vec<OrderId>, db::Error> {
        Ok(sqlx::query_scalar!(
            r#"select id as "id!: OrderId" from orders
               where id = any($15) and account_id = $1 and id < $2 and id > $3
                 and (cardinality($4::text[]) = 0 or state = any($4))
                 and (cardinality($5::text[]) = 0 or form = any($5))
                 and (not $6 or source = 'page' and idempotency_key like 'mass:%')
                 and (not $7 or source in ('api_v2', 'order_api'))
                 and ($8::timestamptz is null or created_at >= $8)
                 and ($9::timestamptz is null or created_at < $9)
                 and (not $10 or parent_id is null)
                 and ($11::bigint is null or service_id = $11)
                 and ($12::bigint is null or parent_id = $12)
               order by id * $13::bigint limit $14"#,
            self.account_id as AccountId,
            cursor.below().min(self.below),
            cursor.above().max(self.above),
            &self.wanted.states as &[State],
            self.forms() as &[Form],
            self.wanted.kind == Some(Kind::Mass),
            self.wanted.kind == Some(Kind::Api),
            self.wanted.from,
            self.wanted.until,
            self.families,
            self.service_id as Option<ServiceId>,
            self.wanted.parent_id as Option<OrderId>,
            cursor.direction(),
            most,
            found as &[OrderId]
        )
        .fetch_all(db.pool())
        .await?)
    }

    /// The last id among those that a page looked at, if there were so many that it stopped there.
    pub(super) async fn looked_until(
        &self,
        db: &Db,
        cursor: Cursor,
    ) -> Result<Option<i64>, db::Error> {
        if self.found.is_some() {
            return Ok(None);
        }
        let (below, above) = (cursor.below().min(self.below), cursor.above().max(self.above));
        let ends = sqlx::query!(
            r#"select min(id) as oldest, max(id) as newest, count(*) as "count!" from (
                 (select id from orders
                  where $4::bigint is null and $5::bigint is null and not $6 and $7::bigint < 0
                    and account_id = $1 and id < $2 and id > $3 order by id desc limit $8)
                 union all
                 (select id from orders
                  where $5::bigint is null and not $6 and $7::bigint < 0 and account_id = $1
                    and service_id = $4 and parent_id is null and id < $2 and id > $3
                  order by id desc limit $8)
                 union all
                 (select id from orders
                  where $5::bigint is null and $6 and $7::bigint < 0 and account_id = $1
                    and form in ('drip', 'paced', 'subscription')
                    and id < $2 and id > $3 order by id desc limit $8)
                 union all
                 (select id from orders
                  where $7::bigint < 0 and parent_id = $5 and account_id = $1
                    and id < $2 and id > $3 order by id desc limit $8)
                 union all
                 (select id from orders
                  where $4::bigint is null and $5::bigint is null and not $6 and $7::bigint > 0
                    and account_id = $1 and id < $2 and id > $3 order by id limit $8)
                 union all
                 (select id from orders
                  where $5::bigint is null and not $6 and $7::bigint > 0 and account_id = $1
                    and service_id = $4 and parent_id is null and id < $2 and id > $3
                  order by id limit $8)) as looked"#,
            self.account_id as AccountId,
            below,
            above,
            self.service_id as Option<ServiceId>,
            self.wanted.parent_id as Option<OrderId>,
            self.is_of_parents(),
            cursor.direction(),
            LOOKED_AT_MAX
        )
        .fetch_one(db.pool())
        .await?;
        let end = if cursor.direction() < 0 { ends.oldest } else { ends.newest };
        Ok(end.filter(|_| ends.count >= LOOKED_AT_MAX))
    }

    /// What each state's chip would show with the other filters, among the newest orders.
    pub async fn counts(&self, db: &Db) -> Result<Counts, db::Error> {
        let looked_max = if self.found.is_some() { FOUND_MAX + 1 } else { COUNTED_MAX + 1 };
        let rows = sqlx::query!(
            r#"select state as "state!: State", count(*) as "looked!",
                      count(*) filter (where
                 (cardinality($4::text[]) = 0 or form = any($4))
                 and (not $5 or source = 'page' and idempotency_key like 'mass:%')
                 and (not $6 or source in ('api_v2', 'order_api'))
                 and ($7::timestamptz is null or created_at >= $7)
                 and ($8::timestamptz is null or created_at < $8)
                 and (not $9 or parent_id is null)
                 and ($10::bigint is null or service_id = $10)
                 and ($11::bigint is null or parent_id = $11)) as "count!"
               from (
                 (select * from orders
                  where $10::bigint is null and $11::bigint is null and not $12 and $13::bigint[] is null
                    and account_id = $1 and id < $2 and id > $3 order by id desc limit $14)
                 union all
                 (select * from orders
                  where $11::bigint is null and not $12 and $13::bigint[] is null and account_id = $1
                    and service_id = $10 and parent_id is null and id < $2 and id > $3
                  order by id desc limit $14)
                 union all
                 (select * from orders
                  where $11::bigint is null and $12 and $13::bigint[] is null and account_id = $1
                    and form in ('drip', 'paced', 'subscription')
                    and id < $2 and id > $3 order by id desc limit $14)
                 union all
                 (select * from orders
                  where $13::bigint[] is null and parent_id = $11 and account_id = $1
                    and id < $2 and id > $3 order by id desc limit $14)
                 union all
                 (select * from orders
                  where id = any($13) and account_id = $1 and id < $2 and id > $3)) as looked
               group by state"#,
            self.account_id as AccountId,
            self.below,
            self.above,
            self.forms() as &[Form],
            self.wanted.kind == Some(Kind::Mass),
            self.wanted.kind == Some(Kind::Api),
            self.wanted.from,
            self.wanted.until,
            self.families,
            self.service_id as Option<ServiceId>,
            self.wanted.parent_id as Option<OrderId>,
            self.is_of_parents(),
            self.found.as_deref() as Option<&[OrderId]>,
            looked_max
        )
        .fetch_all(db.pool())
        .await?;
        let looked: i64 = rows.iter().map(|row| row.looked).sum();
        let by_state = rows.into_iter().map(|row| (row.state, row.count)).collect();
        Ok(Counts { by_state, is_cut: looked >= looked_max })
    }
}
