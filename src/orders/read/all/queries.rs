//! The statements of the staff's list. One pair reads candidates, the other looks which match.

use super::{Door, Index, List};
use crate::accounts::AccountId;
use crate::catalogue::ServiceId;
use crate::kit::db::{self, Db};
use crate::orders::{Form, OrderId, Source, State};
use crate::providers::ProviderId;

impl List {
    fn forms(&self) -> Vec<Form> {
        self.wanted.door.and_then(Door::form).into_iter().collect()
    }

    /// Candidates between these ids, newest first. Only the part that `$1` names is read.
    pub(super) async fn older(
        &self,
        db: &Db,
        index: Index,
        (above, below): (i64, i64),
        most: i64,
    ) -> Result<Vec<OrderId>, db::Error> {
        Ok(sqlx::query_scalar!(
            r#"select id as "id!: OrderId" from (
                 (select id from orders
                  where $1 = 'all' and id > $2 and id < $3 order by id desc limit $4)
                 union all
                 (select id from orders
                  where $1 = 'account' and account_id = $5 and id > $2 and id < $3
                  order by id desc limit $4)
                 union all
                 (select id from orders
                  where $1 = 'service' and service_id = $6 and id > $2 and id < $3
                  order by id desc limit $4)
                 union all
                 (select id from orders
                  where $1 = 'provider' and provider_id = $7 and id > $2 and id < $3
                  order by id desc limit $4)
                 union all
                 (select id from orders
                  where $1 = 'parent' and parent_id = $8 and id > $2 and id < $3
                  order by id desc limit $4)
                 union all
                 (select id from orders
                  where $1 = 'attention' and attention is not null and id > $2 and id < $3
                  order by id desc limit $4)
                 union all
                 (select order_id from looks
                  where $1 = 'lost' and what <> 'running' and order_id > $2 and order_id < $3
                  order by order_id desc limit $4)
                 union all
                 (select order_id from looks
                  where $1 = 'open' and order_id > $2 and order_id < $3
                  order by order_id desc limit $4)
                 union all
                 (select id from orders o
                  where $1 in ('lost', 'open') and attention is not null and id > $2 and id < $3
                    and not exists (select from looks where order_id = o.id)
                  order by id desc limit $4)
                 union all
                 (select id from orders
                  where ($1 = 'families' or $1 = 'open' and attention is null)
                    and form in ('drip', 'paced', 'subscription') and id > $2 and id < $3
                  order by id desc limit $4)) as candidates
               order by id desc limit $4"#,
            index.as_str(),
            above,
            below,
            most,
            self.wanted.account_id as Option<AccountId>,
            self.wanted.service_id as Option<ServiceId>,
            self.wanted.provider_id as Option<ProviderId>,
            self.wanted.parent_id as Option<OrderId>
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
                 (select id from orders
                  where $1 = 'all' and id > $2 and id < $3 order by id limit $4)
                 union all
                 (select id from orders
                  where $1 = 'account' and account_id = $5 and id > $2 and id < $3
                  order by id limit $4)
                 union all
                 (select id from orders
                  where $1 = 'service' and service_id = $6 and id > $2 and id < $3
                  order by id limit $4)
                 union all
                 (select id from orders
                  where $1 = 'provider' and provider_id = $7 and id > $2 and id < $3
                  order by id limit $4)
                 union all
                 (select id from orders
                  where $1 = 'parent' and parent_id = $8 and id > $2 and id < $3
                  order by id limit $4)
                 union all
                 (select id from orders
                  where $1 = 'attention' and attention is not null and id > $2 and id < $3
                  order by id limit $4)
                 union all
                 (select order_id from looks
                  where $1 = 'lost' and what <> 'running' and order_id > $2 and order_id < $3
                  order by order_id limit $4)
                 union all
                 (select order_id from looks
                  where $1 = 'open' and order_id > $2 and order_id < $3
                  order by order_id limit $4)
                 union all
                 (select id from orders o
                  where $1 in ('lost', 'open') and attention is not null and id > $2 and id < $3
                    and not exists (select from looks where order_id = o.id)
                  order by id limit $4)
                 union all
                 (select id from orders
                  where ($1 = 'families' or $1 = 'open' and attention is null)
                    and form in ('drip', 'paced', 'subscription') and id > $2 and id < $3
                  order by id limit $4)) as candidates
               order by id limit $4"#,
            index.as_str(),
            above,
            below,
            most,
            self.wanted.account_id as Option<AccountId>,
            self.wanted.service_id as Option<ServiceId>,
            self.wanted.provider_id as Option<ProviderId>,
            self.wanted.parent_id as Option<OrderId>
        )
        .fetch_all(db.pool())
        .await?)
    }

    /// Which of these candidates match, in the direction that is asked for.
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

    /// How many of these candidates match, but for their state, in each state; and how many of
    /// those a person should look at.
    pub(super) async fn by_state(
        &self,
        db: &Db,
        candidates: &[OrderId],
    ) -> Result<Vec<(State, i64, i64)>, db::Error> {
        let rows = sqlx::query!(
            r#"select state as "state: State", count(*) as "count!",
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
        .await?;
        Ok(rows.into_iter().map(|row| (row.state, row.count, row.attention)).collect())
    }
}
