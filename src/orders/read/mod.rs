//! Reading orders: for the doors' answers, lists and pages. Every query names the account. Another
//! account's order and a missing order give the same empty answer.
//!
//! The file is long because all of its queries answer with the same few shapes.

pub mod all;
pub mod averages;
pub mod bought;
pub mod event_reader;
mod list;
pub mod news;
pub mod open;
pub mod order_detail;
pub mod own;
pub mod refills;
pub mod sales;
pub mod status;
pub mod told;
pub mod told_prices;

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgExecutor;

use crate::accounts::AccountId;
use crate::catalogue::ServiceId;
use crate::kit::db::{self, Db};
use crate::kit::money::{Money, Rate};
pub use crate::orders::attempt::AttemptState;
use crate::orders::event::{Amounts, EventKind};
use crate::orders::pace::unmade;
use crate::orders::{Form, OrderId, Source, State};
use crate::providers::{ProviderId, Target};

pub use list::{COUNTED_MAX, Filter, counts, page};

/// An order as people see it. For the parent of a drip-feed or a paced order, `remains` and
/// `refunded` count its whole family; for a subscription, `charge` and `refunded` are the sums of
/// its posts.
#[derive(Debug, Clone)]
pub struct Order {
    pub id: OrderId,
    pub account_id: AccountId,
    pub email: String,
    pub service_id: ServiceId,
    pub service: String,
    pub form: Form,
    pub parent_id: Option<OrderId>,
    pub state: State,
    pub link: String,
    pub details: Option<Value>,
    pub quantity: i64,
    pub remains: i64,
    pub start_count: Option<i64>,
    pub rate: Rate,
    pub charge: Money,
    pub refunded: Money,
    pub runs: Option<i32>,
    pub interval_min: Option<i32>,
    pub runs_left: Option<i32>,
    pub due_at: Option<DateTime<Utc>>,
    /// Staff chose this provider.
    pub moved_to: Option<ProviderId>,
    pub provider_id: Option<ProviderId>,
    pub upstream_id: Option<String>,
    pub source: Source,
    pub attention: Option<String>,
    pub created_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
    /// Ids of a parent's runs or posts, oldest first.
    pub children: Vec<OrderId>,
    /// Minutes from when it was placed to its start.
    pub after_min: Option<i32>,
    /// Thousandths of a unit a minute.
    pub speed: Option<i64>,
    /// Of a paced parent: units in each portion except the last.
    pub portion: Option<i64>,
    pub target: Option<Target>,
    /// What the provider last reported.
    pub rank: Option<i32>,
    pub author: Option<String>,
}

impl Order {
    /// What the customer pays after refunds.
    #[must_use]
    pub fn net(&self) -> Money {
        self.charge.checked_sub(self.refunded).unwrap_or_default()
    }

    /// Units delivered so far.
    #[must_use]
    pub fn delivered(&self) -> i64 {
        self.quantity - self.remains
    }
}

/// One order; `account_id` is `None` for staff.
pub async fn find(
    db: &Db,
    account_id: Option<AccountId>,
    order_id: OrderId,
) -> Result<Option<Order>, db::Error> {
    let found = by_ids(db, &[order_id]).await?;
    Ok(found.into_iter().find(|order| account_id.is_none_or(|id| order.account_id == id)))
}

/// The newest order of this account for the same service, target and quantity that was placed since
/// then and not under this idempotency key; and when it was placed.
pub async fn same_since(
    db: &Db,
    account_id: AccountId,
    (service_id, target, quantity): (ServiceId, &str, i64),
    since: DateTime<Utc>,
    key: &str,
) -> Result<Option<(OrderId, DateTime<Utc>)>, db::Error> {
    let row = sqlx::query!(
        r#"select id as "id: OrderId", created_at
           from (select id, service_id, target, quantity, created_at, idempotency_key from orders
                 where account_id = $1 order by id desc limit 100) as newest
           where service_id = $2 and target = $3 and quantity = $4 and created_at > $5
             and idempotency_key is distinct from $6
           order by id desc limit 1"#,
        account_id as AccountId,
        service_id as ServiceId,
        target,
        quantity,
        since,
        key
    )
    .fetch_optional(db.pool())
    .await?;
    Ok(row.map(|row| (row.id, row.created_at)))
}

/// The orders of this account that were placed under these idempotency keys.
pub async fn placed_under(
    db: &Db,
    account_id: AccountId,
    keys: &[String],
) -> Result<HashMap<String, OrderId>, db::Error> {
    let rows = sqlx::query!(
        r#"select idempotency_key as "key!", id as "id: OrderId" from orders
           where account_id = $1 and idempotency_key = any($2)"#,
        account_id as AccountId,
        keys
    )
    .fetch_all(db.pool())
    .await?;
    Ok(rows.into_iter().map(|row| (row.key, row.id)).collect())
}

/// These orders, newest first.
pub(in crate::orders) async fn by_ids(db: &Db, ids: &[OrderId]) -> Result<Vec<Order>, db::Error> {
    let rows = sqlx::query!(
        r#"select o.id as "id: OrderId", o.account_id as "account_id: AccountId", a.email,
                  o.service_id as "service_id: ServiceId", s.name as service,
                  o.form as "form: Form", o.parent_id as "parent_id: OrderId",
                  o.state as "state: State", o.link, o.details, o.quantity, o.remains,
                  o.start_count, o.rate as "rate: Rate", o.charge as "charge: Money",
                  o.refunded as "refunded: Money", o.runs, o.interval_min, o.runs_left, o.due_at,
                  o.moved_to as "moved_to: ProviderId",
                  o.provider_id as "provider_id: ProviderId", o.upstream_id,
                  o.source as "source: Source", o.attention, o.created_at, o.ended_at, o.after_min, o.speed, o.portion,
                  o.target_position, o.target_hours, o.rank, o.author
           from orders o join services s on s.id = o.service_id
           join accounts a on a.id = o.account_id
           where o.id = any($1) order by o.id desc"#,
        ids as &[OrderId]
    )
    .fetch_all(db.pool())
    .await?;
    let orders = rows.into_iter().map(|row| Order {
        id: row.id,
        account_id: row.account_id,
        email: row.email,
        service_id: row.service_id,
        service: row.service,
        form: row.form,
        parent_id: row.parent_id,
        state: row.state,
        link: row.link,
        details: row.details,
        quantity: row.quantity,
        remains: row.remains,
        start_count: row.start_count,
        rate: row.rate,
        charge: row.charge,
        refunded: row.refunded,
        runs: row.runs,
        interval_min: row.interval_min,
        runs_left: row.runs_left,
        due_at: row.due_at,
        moved_to: row.moved_to,
        provider_id: row.provider_id,
        upstream_id: row.upstream_id,
        source: row.source,
        attention: row.attention,
        created_at: row.created_at,
        ended_at: row.ended_at,
        children: Vec::new(),
        after_min: row.after_min,
        speed: row.speed,
        portion: row.portion,
        target: Target::of(row.target_position, row.target_hours),
        rank: row.rank,
        author: row.author,
    });
    complete(db, orders.collect()).await
}

/// Adds what a parent only knows from its children.
async fn complete(db: &Db, mut orders: Vec<Order>) -> Result<Vec<Order>, db::Error> {
    let parents: Vec<OrderId> =
        orders.iter().filter(|order| order.form.is_parent()).map(|order| order.id).collect();
    let families = families(db.pool(), &parents).await?;
    for order in &mut orders {
        if let Some(family) = families.get(&order.id) {
            if order.form.carries_shares() {
                order.refunded =
                    order.refunded.checked_add(family.refunded).unwrap_or(order.charge);
                order.remains = family.remains;
            }
            if order.form == Form::Paced {
                order.start_count = family.start_count;
                order.rank = family.rank;
                order.author.clone_from(&family.author);
            }
            if order.form == Form::Subscription {
                (order.charge, order.refunded) = (family.charge, family.refunded);
            }
            order.children.clone_from(&family.children);
        }
    }
    Ok(orders)
}

/// The sums of a parent's children.
#[derive(Default)]
pub(in crate::orders) struct Family {
    pub children: Vec<OrderId>,
    /// The start count of the first child.
    pub start_count: Option<i64>,
    /// The last report of any child.
    pub rank: Option<i32>,
    pub author: Option<String>,
    /// The undelivered units of the children, and of a drip-feed or a paced order also the units
    /// that no child has yet.
    pub remains: i64,
    pub charge: Money,
    pub refunded: Money,
}

/// The families of these parents; one that has no child yet is missing.
pub(in crate::orders) async fn families(
    db: impl PgExecutor<'_>,
    parents: &[OrderId],
) -> Result<HashMap<OrderId, Family>, db::Error> {
    if parents.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = sqlx::query!(
        r#"select p.id as "id: OrderId", p.quantity, p.portion, p.runs,
                  array_agg(c.id order by c.id) as "children!: Vec<OrderId>",
                  (array_agg(c.start_count order by c.id))[1] as start_count,
                  (array_agg(c.rank order by c.id desc) filter (where c.rank is not null))[1]
                      as rank,
                  (array_agg(c.author order by c.id desc) filter (where c.author is not null))[1]
                      as author,
                  sum(c.remains)::bigint as "remains!", sum(c.charge)::bigint as "charge!: Money",
                  sum(c.refunded)::bigint as "refunded!: Money"
           from orders c join orders p on p.id = c.parent_id
           where c.parent_id = any($1) group by p.id"#,
        parents as &[OrderId]
    )
    .fetch_all(db)
    .await?;
    let family = rows.into_iter().map(|row| {
        let made = i64::try_from(row.children.len()).unwrap_or_default();
        // A subscription has no runs: it has only its posts.
        let unmade =
            row.runs.map_or(0, |runs| unmade(row.quantity, row.portion, runs.into(), made));
        let family = Family {
            children: row.children,
            start_count: row.start_count,
            rank: row.rank,
            author: row.author,
            remains: row.remains + unmade,
            charge: row.charge,
            refunded: row.refunded,
        };
        (row.id, family)
    });
    Ok(family.collect())
}

/// One entry of an order's timeline.
#[derive(Debug, Clone)]
pub struct Entry {
    pub id: i64,
    pub kind: EventKind,
    /// Only for an entry that changed the order's state or its amounts.
    pub amounts: Option<Amounts>,
    pub data: Option<Value>,
    pub actor: Option<String>,
    pub at: DateTime<Utc>,
}

/// What happened to an order, oldest first. Of a parent's runs, portions or posts, and of
/// positions, it has only the newest few, because there may be any number of them.
pub async fn events(db: impl PgExecutor<'_>, order_id: OrderId) -> Result<Vec<Entry>, db::Error> {
    let rows = sqlx::query!(
        r#"select e.id, e.kind as "kind: EventKind", e.charge as "charge: Money",
                  e.refunded as "refunded: Money", e.remains, e.start_count, e.data,
                  a.email as "actor?", e.at
           from order_events e left join accounts a on a.id = e.actor_id
           where e.order_id = $1 and (e.kind not in ('run', 'post', 'portion', 'rank') or e.id in (
               select id from order_events
               where order_id = $1 and kind in ('run', 'post', 'portion', 'rank')
               order by id desc limit 10))
           order by e.id"#,
        order_id as OrderId
    )
    .fetch_all(db)
    .await?;
    let entries = rows.into_iter().map(|row| {
        let amounts = match (row.charge, row.refunded, row.remains) {
            (Some(charge), Some(refunded), Some(remains)) => {
                Some(Amounts { charge, refunded, remains, start_count: row.start_count })
            }
            _ => None,
        };
        let (id, kind, data) = (row.id, row.kind, row.data);
        Entry { id, kind, amounts, data, actor: row.actor, at: row.at }
    });
    Ok(entries.collect())
}

/// One attempt: a time that bytes may have left for a provider.
#[derive(Debug, Clone)]
pub struct Attempt {
    pub provider: String,
    pub state: AttemptState,
    pub upstream_id: Option<String>,
    pub detail: Option<String>,
    /// What was sent, without secrets.
    pub request: Option<String>,
    /// What came back, unchanged.
    pub answer: Option<String>,
    pub http_status: Option<i32>,
    pub armed_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
}

/// An order's attempts, oldest first.
pub async fn attempts(
    db: impl PgExecutor<'_>,
    order_id: OrderId,
) -> Result<Vec<Attempt>, db::Error> {
    Ok(sqlx::query_as!(
        Attempt,
        r#"select p.name as provider, t.state as "state: AttemptState", t.upstream_id, t.detail,
                  t.request, t.answer, t.http_status, t.armed_at, t.ended_at
           from attempts t join providers p on p.id = t.provider_id
           where t.order_id = $1 order by t.id"#,
        order_id as OrderId
    )
    .fetch_all(db)
    .await?)
}
