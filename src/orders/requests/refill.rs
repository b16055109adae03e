//! Refills, as a customer asks for them: to replace what a completed order has lost since.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::{PgExecutor, PgTransaction};

use crate::accounts::AccountId;
use crate::catalogue::{self, Service, ServiceId};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::orders::event::EventKind;
use crate::orders::read::Order;
use crate::orders::{Form, OrderId, State, locked_order, writer};

/// Why no refill is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RefillRefused {
    /// No such order of this account.
    #[error("there is no such order")]
    NotFound,
    /// The service offers none.
    #[error("this service is not refilled")]
    Disabled,
    /// The service offers none after this many days.
    #[error("the days of its refills are over")]
    Over,
    #[error("the order is not completed")]
    NotCompleted,
    /// Less than the service's `refill_wait_h` since it was completed, or since the last one.
    #[error("it is too early")]
    TooEarly { until: DateTime<Utc> },
    #[error("one is open already")]
    AlreadyOpen,
}

/// How far a refill is, in the words for customers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    Pending,
    InProgress,
    Completed,
    Rejected,
    Error,
}

impl Progress {
    const ALL: [Self; 5] =
        [Self::Pending, Self::InProgress, Self::Completed, Self::Rejected, Self::Error];

    /// Its name in the table.
    const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::InProgress => "in_progress",
            Self::Completed => "completed",
            Self::Rejected => "rejected",
            Self::Error => "error",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|progress| progress.as_str() == text)
    }
}

crate::text_columns!(Progress);

/// Asks for a refill of each; answers the refills' ids in the order of `ids`.
pub async fn request(
    db: &Db,
    clock: &Clock,
    account_id: AccountId,
    ids: Vec<OrderId>,
    actor: Option<AccountId>,
) -> Result<Vec<Result<i64, RefillRefused>>, db::Error> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move { request_in(tx, clock.now(), account_id, &ids, actor).await })
    })
    .await
}

/// As [`request`], in the caller's transaction: for staff, who must write down a reason.
pub(in crate::orders) async fn request_in(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    account_id: AccountId,
    ids: &[OrderId],
    actor: Option<AccountId>,
) -> Result<Vec<Result<i64, RefillRefused>>, db::Error> {
    let orders = locked_order::lock_of(tx, Some(account_id), ids).await?;
    let services: Vec<ServiceId> = orders.values().map(|order| order.service_id).collect();
    let services = catalogue::find(&mut **tx, &services).await?;
    let before = before(&mut **tx, ids).await?;
    let mut answers = Vec::with_capacity(ids.len());
    let mut asked: HashSet<OrderId> = HashSet::new();
    for id in ids {
        let answer = orders.get(id).ok_or(RefillRefused::NotFound).and_then(|order| {
            if asked.contains(id) {
                return Err(RefillRefused::AlreadyOpen);
            }
            let service = services.get(&order.service_id);
            allowed_now(service, (order.form, order.state), order.ended_at, before.get(id), now)
        });
        let answer = match answer {
            Ok(()) => {
                asked.insert(*id);
                Ok(insert(tx, now, account_id, *id).await?)
            }
            Err(refused) => Err(refused),
        };
        answers.push(answer);
    }
    let asked = orders.into_values().filter(|order| asked.contains(&order.id));
    let asked = asked.map(|order| order.stays().and(EventKind::RefillAsked).by(actor));
    writer::write(tx, now, asked.collect()).await?;
    Ok(answers)
}

/// When the last refill of an order was asked for, and whether one is open.
type Before = (DateTime<Utc>, bool);

/// The earlier refills of these orders; those that had none are missing.
async fn before(
    db: impl PgExecutor<'_>,
    ids: &[OrderId],
) -> Result<HashMap<OrderId, Before>, db::Error> {
    let rows = sqlx::query!(
        r#"select order_id as "order_id: OrderId", max(asked_at) as "asked_at!",
                  bool_or(ended_at is null) as "open!"
           from refills where order_id = any($1) group by order_id"#,
        ids as &[OrderId]
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.order_id, (row.asked_at, row.open))).collect())
}

/// What [`request`] would answer at this moment, for each of these orders, whose services are
/// given.
pub async fn foresee(
    db: impl PgExecutor<'_>,
    orders: &[Order],
    services: &HashMap<ServiceId, Service>,
    now: DateTime<Utc>,
) -> Result<Vec<Result<(), RefillRefused>>, db::Error> {
    let ids: Vec<OrderId> = orders.iter().map(|order| order.id).collect();
    let before = before(db, &ids).await?;
    let answer = |order: &Order| {
        let (service, before) = (services.get(&order.service_id), before.get(&order.id));
        allowed_now(service, (order.form, order.state), order.ended_at, before, now)
    };
    Ok(orders.iter().map(answer).collect())
}

/// The rule that [`request`] and [`foresee`] share.
fn allowed_now(
    service: Option<&Service>,
    standing: (Form, State),
    ended_at: Option<DateTime<Utc>>,
    before: Option<&Before>,
    now: DateTime<Utc>,
) -> Result<(), RefillRefused> {
    let service = service.ok_or(RefillRefused::Disabled)?;
    let ended_at = allowed(service, standing, ended_at, now)?;
    if before.is_some_and(|(_, open)| *open) {
        return Err(RefillRefused::AlreadyOpen);
    }
    let since = before.map_or(ended_at, |(asked_at, _)| ended_at.max(*asked_at));
    let until = since + TimeDelta::hours(i64::from(service.refill_wait_h));
    if now < until { Err(RefillRefused::TooEarly { until }) } else { Ok(()) }
}

/// Whether asking for a refill makes sense, as far as the order itself says. The command also looks
/// at earlier refills, and at the wait that the service wants.
#[must_use]
pub fn can_ask(order: &Order, service: Option<&Service>, now: DateTime<Utc>) -> bool {
    let standing = (order.form, order.state);
    service.is_some_and(|service| allowed(service, standing, order.ended_at, now).is_ok())
}

/// The rule that [`can_ask`] and the command share. Answers when the order was completed.
fn allowed(
    service: &Service,
    (form, state): (Form, State),
    ended_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<DateTime<Utc>, RefillRefused> {
    if !service.refill || form.is_parent() {
        return Err(RefillRefused::Disabled);
    }
    let ended_at = match (state, ended_at) {
        (State::Completed, Some(at)) => at,
        _ => return Err(RefillRefused::NotCompleted),
    };
    let days = service.refill_days.map(|days| TimeDelta::days(i64::from(days)));
    let over = days.is_some_and(|days| now > ended_at + days);
    if over { Err(RefillRefused::Over) } else { Ok(ended_at) }
}

async fn insert(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    account_id: AccountId,
    order_id: OrderId,
) -> Result<i64, db::Error> {
    // If staff deliver the service, nobody is asked for the refill: it stands in their queue.
    Ok(sqlx::query_scalar!(
        "insert into refills (account_id, order_id, due_at, asked_at)
         select $1, $2,
                case when exists (select from orders o join providers p on p.id = o.provider_id
                                  where o.id = $2 and p.protocol = 'manual')
                     then null else $3::timestamptz end,
                $3::timestamptz
         returning id",
        account_id as AccountId,
        order_id as OrderId,
        now
    )
    .fetch_one(&mut **tx)
    .await?)
}

/// How far these refills of the account are; unknown ones are missing.
pub async fn progress(
    db: impl PgExecutor<'_>,
    account_id: AccountId,
    ids: &[i64],
) -> Result<HashMap<i64, Progress>, db::Error> {
    let rows = sqlx::query!(
        r#"select id, case when state = 'asking' then 'in_progress' else state end
                      as "state!: Progress"
           from refills where account_id = $1 and id = any($2)"#,
        account_id as AccountId,
        ids
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.state)).collect())
}
