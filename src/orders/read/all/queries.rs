//! The statements of the staff's list. Each reads candidates in the order of their ids from one
//! index, and stops when enough match. Only the part that `$1` names is read. The ids of a provider's
//! orders are read first: a plan that serves all parameters would look for them among all orders.
//!
//! The file is long because no index serves an order that depends on a parameter, so each direction
//! has a statement of its own.

use super::{COUNTED_MAX, Door, Index, LOOKED_AT_MAX, List};
use crate::accounts::AccountId;
use crate::catalogue::ServiceId;
use crate::kit::db::{self, Db};
use crate::orders::{Form, OrderId, Source, State};
use crate::providers::ProviderId;

/// How many orders are in a state.
pub(super) struct InState {
    pub state: State,
    pub looked: i64,
    pub count: i64,
    pub attention: i64,
}

impl List {
    fn forms(&self) -> Vec<Form> {
        self.wanted.door.and_then(Door::form).into_iter().collect()
    }

    /// Those that match between these ids, newest first.
    pub(super) async fn older(
        &self,
        db: &Db,
        index: Index,
        (above, below): (i64, i64),
        most: i64,
    ) -> Result<Vec<OrderId>, db::Error> {
        Ok(sqlx::query_scalar!(
            r#"select id as "id!: OrderId" from (
                 (select * from orders
                  where $1 = 'all' and id > $2 and id < $3 order by id desc limit $15)
                 union all
                 (select * from orders
                  where $1 = 'account' and account_id = $4 and id > $2 and id < $3 order by id desc limit $15)
                 union all
                 (select * from orders
                  where $1 = 'service' and service_id = $5 and id > $2 and id < $3 order by id desc limit $15)
                 union all
                 (select o.* from (
                    select id from orders
                    where $1 = 'provider' and provider_id = $6 and id > $2 and id < $3
                    order by id desc limit $15) as k
                  join orders o on o.id = k.id order by k.id desc)
                 union all
                 (select * from orders
                  where $1 = 'parent' and parent_id = $7 and id > $2 and id < $3 order by id desc limit $15)
                 union all
                 (select * from orders
                  where $1 = 'attention' and attention is not null and id > $2 and id < $3 order by id desc limit $15)
                 union all
                 (select o.* from looks l join orders o on o.id = l.order_id
                  where $1 = 'lost' and l.what <> 'running' and l.order_id > $2 and l.order_id < $3
                  order by l.order_id desc limit $15)
                 union all
                 (select o.* from looks l join orders o on o.id = l.order_id
                  where $1 = 'open' and l.order_id > $2 and l.order_id < $3
                  order by l.order_id desc limit $15)
                 union all
                 (select * from orders o
                  where $1 in ('lost', 'open') and attention is not null and id > $2 and id < $3
                    and not exists (select from looks where order_id = o.id)
                  order by id desc limit $15)
                 union all
                 (select * from orders
                  where ($1 = 'families' or $1 = 'open' and attention is null)
                    and form in ('drip', 'paced', 'subscription') and id > $2 and id < $3
                  order by id desc limit $15)) as looked
               where (cardinality($8::text[]) = 0 or state = any($8))
                 and (not $9 or attention is not null)
                 and ($4::bigint is null or account_id = $4)
                 and ($5::bigint is null or service_id = $5)
                 and ($6::bigint is null or provider_id = $6)
                 and ($7::bigint is null or parent_id = $7)
                 and ($10::text is null or source = $10)
                 and ($11::bool is null or coalesce(idempotency_key like 'mass:%', false) = $11)
                 and (cardinality($12::text[]) = 0 or form = any($12))
                 and ($13::timestamptz is null or created_at >= $13)
                 and ($14::timestamptz is null or created_at < $14)
               order by id desc limit $16"#,
            index.as_str(),
            above,
            below,
            self.wanted.account_id as Option<AccountId>,
            self.wanted.service_id as Option<ServiceId>,
            self.wanted.provider_id as Option<ProviderId>,
            self.wanted.parent_id as Option<OrderId>,
            &self.wanted.states as &[State],
            self.wanted.attention,
            self.wanted.door.and_then(Door::source) as Option<Source>,
            self.wanted.door.and_then(Door::is_mass),
            &self.forms() as &[Form],
            self.wanted.from,
            self.wanted.until,
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
        index: Index,
        (above, below): (i64, i64),
        most: i64,
    ) -> Result<Vec<OrderId>, db::Error> {
        Ok(sqlx::query_scalar!(
            r#"select id as "id!: OrderId" from (
                 (select * from orders
                  where $1 = 'all' and id > $2 and id < $3 order by id limit $15)
                 union all
                 (select * from orders
                  where $1 = 'account' and account_id = $4 and id > $2 and id < $3 order by id limit $15)
                 union all
                 (select * from orders
                  where $1 = 'service' and service_id = $5 and id > $2 and id < $3 order by id limit $15)
                 union all
                 (select o.* from (
                    select id from orders
                    where $1 = 'provider' and provider_id = $6 and id > $2 and id < $3
                    order by id limit $15) as k
                  join orders o on o.id = k.id order by k.id)
                 union all
                 (select * from orders
                  where $1 = 'parent' and parent_id = $7 and id > $2 and id < $3 order by id limit $15)
                 union all
                 (select * from orders
                  where $1 = 'attention' and attention is not null and id > $2 and id < $3 order by id limit $15)
                 union all
                 (select o.* from looks l join orders o on o.id = l.order_id
                  where $1 = 'lost' and l.what <> 'running' and l.order_id > $2 and l.order_id < $3
                  order by l.order_id limit $15)
                 union all
                 (select o.* from looks l join orders o on o.id = l.order_id
                  where $1 = 'open' and l.order_id > $2 and l.order_id < $3
                  order by l.order_id limit $15)
                 union all
                 (select * from orders o
                  where $1 in ('lost', 'open') and attention is not null and id > $2 and id < $3
                    and not exists (select from looks where order_id = o.id)
                  order by id limit $15)
                 union all
                 (select * from orders
                  where ($1 = 'families' or $1 = 'open' and attention is null)
                    and form in ('drip', 'paced', 'subscription') and id > $2 and id < $3
                  order by id limit $15)) as looked
               where (cardinality($8::text[]) = 0 or state = any($8))
                 and (not $9 or attention is not null)
                 and ($4::bigint is null or account_id = $4)
                 and ($5::bigint is null or service_id = $5)
                 and ($6::bigint is null or provider_id = $6)
                 and ($7::bigint is null or parent_id = $7)
                 and ($10::text is null or source = $10)
                 and ($11::bool is null or coalesce(idempotency_key like 'mass:%', false) = $11)
                 and (cardinality($12::text[]) = 0 or form = any($12))
                 and ($13::timestamptz is null or created_at >= $13)
                 and ($14::timestamptz is null or created_at < $14)
               order by id limit $16"#,
            index.as_str(),
            above,
            below,
            self.wanted.account_id as Option<AccountId>,
            self.wanted.service_id as Option<ServiceId>,
            self.wanted.provider_id as Option<ProviderId>,
            self.wanted.parent_id as Option<OrderId>,
            &self.wanted.states as &[State],
            self.wanted.attention,
            self.wanted.door.and_then(Door::source) as Option<Source>,
            self.wanted.door.and_then(Door::is_mass),
            &self.forms() as &[Form],
            self.wanted.from,
            self.wanted.until,
            LOOKED_AT_MAX,
            most
        )
        .fetch_all(db.pool())
        .await?)
    }

    /// The last candidate among those that [`Self::older`] or [`Self::newer`] looked at, if there were
    /// so many that it stopped there. Each part looks at that many, so of several parts the nearest
    /// end counts.
    pub(super) async fn looked_until(
        &self,
        db: &Db,
        index: Index,
        (above, below): (i64, i64),
        direction: i64,
    ) -> Result<Option<i64>, db::Error> {
        Ok(sqlx::query_scalar!(
            r#"select case when $9::bigint < 0 then max(last) else min(last) end as last from (
                 select case when $9::bigint < 0 then min(id) else max(id) end as last, count(*) as many
                 from (
                 (select 1 as part, id from orders
                  where $9::bigint < 0 and $1 = 'all' and id > $2 and id < $3 order by id desc limit $8)
                 union all
                 (select 2 as part, id from orders
                  where $9::bigint < 0 and $1 = 'account' and account_id = $4 and id > $2 and id < $3 order by id desc limit $8)
                 union all
                 (select 3 as part, id from orders
                  where $9::bigint < 0 and $1 = 'service' and service_id = $5 and id > $2 and id < $3 order by id desc limit $8)
                 union all
                 (select 4 as part, id from orders
                  where $9::bigint < 0 and $1 = 'provider' and provider_id = $6 and id > $2 and id < $3 order by id desc limit $8)
                 union all
                 (select 5 as part, id from orders
                  where $9::bigint < 0 and $1 = 'parent' and parent_id = $7 and id > $2 and id < $3 order by id desc limit $8)
                 union all
                 (select 6 as part, id from orders
                  where $9::bigint < 0 and $1 = 'attention' and attention is not null and id > $2 and id < $3 order by id desc limit $8)
                 union all
                 (select 7 as part, l.order_id as id from looks l
                  where $9::bigint < 0 and $1 = 'lost' and l.what <> 'running' and l.order_id > $2 and l.order_id < $3
                  order by l.order_id desc limit $8)
                 union all
                 (select 8 as part, l.order_id as id from looks l
                  where $9::bigint < 0 and $1 = 'open' and l.order_id > $2 and l.order_id < $3
                  order by l.order_id desc limit $8)
                 union all
                 (select 9 as part, id from orders o
                  where $9::bigint < 0 and $1 in ('lost', 'open') and attention is not null and id > $2 and id < $3
                    and not exists (select from looks where order_id = o.id)
                  order by id desc limit $8)
                 union all
                 (select 10 as part, id from orders
                  where $9::bigint < 0 and ($1 = 'families' or $1 = 'open' and attention is null)
                    and form in ('drip', 'paced', 'subscription') and id > $2 and id < $3
                  order by id desc limit $8)
                 union all
                 (select 11 as part, id from orders
                  where $9::bigint > 0 and $1 = 'all' and id > $2 and id < $3 order by id limit $8)
                 union all
                 (select 12 as part, id from orders
                  where $9::bigint > 0 and $1 = 'account' and account_id = $4 and id > $2 and id < $3 order by id limit $8)
                 union all
                 (select 13 as part, id from orders
                  where $9::bigint > 0 and $1 = 'service' and service_id = $5 and id > $2 and id < $3 order by id limit $8)
                 union all
                 (select 14 as part, id from orders
                  where $9::bigint > 0 and $1 = 'provider' and provider_id = $6 and id > $2 and id < $3 order by id limit $8)
                 union all
                 (select 15 as part, id from orders
                  where $9::bigint > 0 and $1 = 'parent' and parent_id = $7 and id > $2 and id < $3 order by id limit $8)
                 union all
                 (select 16 as part, id from orders
                  where $9::bigint > 0 and $1 = 'attention' and attention is not null and id > $2 and id < $3 order by id limit $8)
                 union all
                 (select 17 as part, l.order_id as id from looks l
                  where $9::bigint > 0 and $1 = 'lost' and l.what <> 'running' and l.order_id > $2 and l.order_id < $3
                  order by l.order_id limit $8)
                 union all
                 (select 18 as part, l.order_id as id from looks l
                  where $9::bigint > 0 and $1 = 'open' and l.order_id > $2 and l.order_id < $3
                  order by l.order_id limit $8)
                 union all
                 (select 19 as part, id from orders o
                  where $9::bigint > 0 and $1 in ('lost', 'open') and attention is not null and id > $2 and id < $3
                    and not exists (select from looks where order_id = o.id)
                  order by id limit $8)
                 union all
                 (select 20 as part, id from orders
                  where $9::bigint > 0 and ($1 = 'families' or $1 = 'open' and attention is null)
                    and form in ('drip', 'paced', 'subscription') and id > $2 and id < $3
                  order by id limit $8)) as looked
                 group by part) as parts where many >= $8"#,
            index.as_str(),
            above,
            below,
            self.wanted.account_id as Option<AccountId>,
            self.wanted.service_id as Option<ServiceId>,
            self.wanted.provider_id as Option<ProviderId>,
            self.wanted.parent_id as Option<OrderId>,
            LOOKED_AT_MAX,
            direction
        )
        .fetch_one(db.pool())
        .await?)
    }

    /// How many of the newest candidates match, but for their state, in each state; how many of those
    /// a person should look at; and how many were looked at.
    pub(super) async fn newest_by_state(
        &self,
        db: &Db,
        index: Index,
        (above, below): (i64, i64),
    ) -> Result<Vec<InState>, db::Error> {
        Ok(sqlx::query_as!(
            InState,
            r#"select state as "state!: State", count(*) as "looked!",
                      count(*) filter (where matches) as "count!",
                      count(*) filter (where matches and attention is not null) as "attention!"
               from (select state, attention, (
                 ($4::bigint is null or account_id = $4)
                 and ($5::bigint is null or service_id = $5)
                 and ($6::bigint is null or provider_id = $6)
                 and ($7::bigint is null or parent_id = $7)
                 and ($8::text is null or source = $8)
                 and ($9::bool is null or coalesce(idempotency_key like 'mass:%', false) = $9)
                 and (cardinality($10::text[]) = 0 or form = any($10))
                 and ($11::timestamptz is null or created_at >= $11)
                 and ($12::timestamptz is null or created_at < $12)) as matches
               from (
                 (select * from orders
                  where $1 = 'all' and id > $2 and id < $3 order by id desc limit $13)
                 union all
                 (select * from orders
                  where $1 = 'account' and account_id = $4 and id > $2 and id < $3 order by id desc limit $13)
                 union all
                 (select * from orders
                  where $1 = 'service' and service_id = $5 and id > $2 and id < $3 order by id desc limit $13)
                 union all
                 (select o.* from (
                    select id from orders
                    where $1 = 'provider' and provider_id = $6 and id > $2 and id < $3
                    order by id desc limit $13) as k
                  join orders o on o.id = k.id order by k.id desc)
                 union all
                 (select * from orders
                  where $1 = 'parent' and parent_id = $7 and id > $2 and id < $3 order by id desc limit $13)
                 union all
                 (select * from orders
                  where $1 = 'attention' and attention is not null and id > $2 and id < $3 order by id desc limit $13)
                 union all
                 (select o.* from looks l join orders o on o.id = l.order_id
                  where $1 = 'lost' and l.what <> 'running' and l.order_id > $2 and l.order_id < $3
                  order by l.order_id desc limit $13)
                 union all
                 (select o.* from looks l join orders o on o.id = l.order_id
                  where $1 = 'open' and l.order_id > $2 and l.order_id < $3
                  order by l.order_id desc limit $13)
                 union all
                 (select * from orders o
                  where $1 in ('lost', 'open') and attention is not null and id > $2 and id < $3
                    and not exists (select from looks where order_id = o.id)
                  order by id desc limit $13)
                 union all
                 (select * from orders
                  where ($1 = 'families' or $1 = 'open' and attention is null)
                    and form in ('drip', 'paced', 'subscription') and id > $2 and id < $3
                  order by id desc limit $13)) as looked) as judged
               group by state"#,
            index.as_str(),
            above,
            below,
            self.wanted.account_id as Option<AccountId>,
            self.wanted.service_id as Option<ServiceId>,
            self.wanted.provider_id as Option<ProviderId>,
            self.wanted.parent_id as Option<OrderId>,
            self.wanted.door.and_then(Door::source) as Option<Source>,
            self.wanted.door.and_then(Door::is_mass),
            &self.forms() as &[Form],
            self.wanted.from,
            self.wanted.until,
            COUNTED_MAX
        )
        .fetch_all(db.pool())
        .await?)
    }

    /// Which of these orders match, in the direction that is asked for.
    pub(super) async fn among(
        &self,
        db: &Db,
        candidates: &[OrderId],
        (above, below): (i64, i64),
        (up, most): (bool, i64),
    ) -> Result<Vec<OrderId>, db::Error> {
        Ok(sqlx::query_scalar!(
            r#"select id as "id: OrderId" from orders
               where id = any($1) and id > $2 and id < $3
                 and (cardinality($4::text[]) = 0 or state = any($4))
                 and (not $5 or attention is not null)
                 and ($6::bigint is null or account_id = $6)
                 and ($7::bigint is null or service_id = $7)
                 and ($8::bigint is null or provider_id = $8)
                 and ($9::bigint is null or parent_id = $9)
                 and ($10::text is null or source = $10)
                 and ($11::bool is null or coalesce(idempotency_key like 'mass:%', false) = $11)
                 and (cardinality($12::text[]) = 0 or form = any($12))
                 and ($13::timestamptz is null or created_at >= $13)
                 and ($14::timestamptz is null or created_at < $14)
               order by id * $15::bigint limit $16"#,
            candidates as &[OrderId],
            above,
            below,
            &self.wanted.states as &[State],
            self.wanted.attention,
            self.wanted.account_id as Option<AccountId>,
            self.wanted.service_id as Option<ServiceId>,
            self.wanted.provider_id as Option<ProviderId>,
            self.wanted.parent_id as Option<OrderId>,
            self.wanted.door.and_then(Door::source) as Option<Source>,
            self.wanted.door.and_then(Door::is_mass),
            &self.forms() as &[Form],
            self.wanted.from,
            self.wanted.until,
            if up { 1 } else { -1 },
            most
        )
        .fetch_all(db.pool())
        .await?)
    }

    /// How many of these orders match, but for their state, in each state; and how many of
    /// those a person should look at.
    pub(super) async fn by_state(
        &self,
        db: &Db,
        candidates: &[OrderId],
    ) -> Result<Vec<InState>, db::Error> {
        Ok(sqlx::query_as!(
            InState,
            r#"select state as "state: State", count(*) as "looked!", count(*) as "count!",
                      count(*) filter (where attention is not null) as "attention!"
               from orders
               where id = any($1)
                 and ($2::bigint is null or account_id = $2)
                 and ($3::bigint is null or service_id = $3)
                 and ($4::bigint is null or provider_id = $4)
                 and ($5::bigint is null or parent_id = $5)
                 and ($6::text is null or source = $6)
                 and ($7::bool is null or coalesce(idempotency_key like 'mass:%', false) = $7)
                 and (cardinality($8::text[]) = 0 or form = any($8))
                 and ($9::timestamptz is null or created_at >= $9)
                 and ($10::timestamptz is null or created_at < $10)
               group by state"#,
            candidates as &[OrderId],
            self.wanted.account_id as Option<AccountId>,
            self.wanted.service_id as Option<ServiceId>,
            self.wanted.provider_id as Option<ProviderId>,
            self.wanted.parent_id as Option<OrderId>,
            self.wanted.door.and_then(Door::source) as Option<Source>,
            self.wanted.door.and_then(Door::is_mass),
            &self.forms() as &[Form],
            self.wanted.from,
            self.wanted.until
        )
        .fetch_all(db.pool())
        .await?)
    }
}
