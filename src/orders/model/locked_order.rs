//! An order under lock, with what is needed to decide what happens to it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sqlx::PgTransaction;

use crate::accounts::AccountId;
use crate::catalogue::{Kind, ServiceId, kind::Counted};
use crate::kit::db;
use crate::kit::money::{Money, Rate};
use crate::orders::attention::Attention;
use crate::orders::event::Amounts;
use crate::orders::{Form, OrderId, State};
use crate::providers::ProviderId;

/// An order that is locked until its transaction ends. What can change is changed only by a
/// [`Transition`](super::transition::Transition).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::orders) struct LockedOrder {
    pub id: OrderId,
    pub account_id: AccountId,
    pub service_id: ServiceId,
    pub kind: Kind,
    pub form: Form,
    pub parent_id: Option<OrderId>,
    pub quantity: i64,
    pub charge: Money,
    pub runs: Option<i32>,
    /// Of a paced parent: units in each portion except the last.
    pub portion: Option<i64>,
    pub target_position: Option<i32>,
    pub tries: i32,
    pub created_at: DateTime<Utc>,
    pub fence: Option<i64>,

    pub state: State,
    pub remains: i64,
    pub start_count: Option<i64>,
    pub refunded: Money,
    /// What all of it costs us; nothing while no provider has it.
    pub cost: Money,
    pub cost_rate: Rate,
    pub runs_left: Option<i32>,
    /// When something is next to be done; of an order that has left the panel, the next look.
    pub due_at: Option<DateTime<Utc>>,
    /// Staff chose it: no other provider gets the order.
    pub moved_to: Option<ProviderId>,
    pub provider_id: Option<ProviderId>,
    pub upstream_id: Option<String>,
    pub rank: Option<i32>,
    pub author: Option<String>,
    /// The provider's own word for its state, as of the last report that changed something.
    pub reported: Option<String>,
    /// Since when the panel could read nothing about it from its provider, what came instead the
    /// last time, and when a person was last told.
    pub unread_since: Option<DateTime<Utc>>,
    pub unread: Option<String>,
    pub unread_raised_at: Option<DateTime<Utc>>,
    pub gave_up_at: Option<DateTime<Utc>>,
    pub attention: Option<String>,
    pub attention_reason: Option<Attention>,
    pub ended_at: Option<DateTime<Utc>>,
}

impl LockedOrder {
    /// Whether it is sold as a whole, so that a part of it means nothing.
    pub fn is_package(&self) -> bool {
        self.kind.counted() == Counted::Package
    }

    pub const fn amounts(&self) -> Amounts {
        Amounts {
            charge: self.charge,
            refunded: self.refunded,
            remains: self.remains,
            start_count: self.start_count,
        }
    }
}

/// Locks these orders, in the order of their ids; unknown ones are missing.
pub(in crate::orders) async fn lock(
    tx: &mut PgTransaction<'_>,
    ids: &[OrderId],
) -> Result<BTreeMap<OrderId, LockedOrder>, db::Error> {
    lock_of(tx, None, ids).await
}

/// As [`lock`]. Orders of other accounts are not locked and not found.
pub(in crate::orders) async fn lock_of(
    tx: &mut PgTransaction<'_>,
    account_id: Option<AccountId>,
    ids: &[OrderId],
) -> Result<BTreeMap<OrderId, LockedOrder>, db::Error> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let orders = sqlx::query_as!(
        LockedOrder,
        r#"select o.id as "id: OrderId", o.account_id as "account_id: AccountId",
                  o.service_id as "service_id: ServiceId", s.kind as "kind: Kind",
                  o.form as "form: Form", o.parent_id as "parent_id: OrderId", o.quantity,
                  o.charge as "charge: Money", o.runs, o.portion, o.target_position, o.tries,
                  o.created_at, o.fence, o.state as "state: State", o.remains, o.start_count,
                  o.refunded as "refunded: Money", o.cost as "cost: Money",
                  o.cost_rate as "cost_rate: Rate", o.runs_left,
                  case when l.order_id is null then o.due_at else l.due_at end as due_at,
                  o.moved_to as "moved_to: ProviderId",
                  o.provider_id as "provider_id: ProviderId", o.upstream_id, o.rank, o.author,
                  o.reported, o.unread_since, o.unread, o.unread_raised_at, o.gave_up_at, o.attention,
                  o.attention_reason as "attention_reason: Attention", o.ended_at
           from orders o join services s on s.id = o.service_id
           left join looks l on l.order_id = o.id
           where o.id = any($1) and ($2::bigint is null or o.account_id = $2)
           order by o.id for no key update of o"#,
        ids as &[OrderId],
        account_id as Option<AccountId>
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(orders.into_iter().map(|order| (order.id, order)).collect())
}
