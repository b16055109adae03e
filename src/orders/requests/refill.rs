//! Refills, as a customer asks for them: to make good what a completed order has lost since.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::{PgExecutor, PgTransaction};

use crate::catalogue::{self, Service};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::seeded;
use crate::orders::event::{self, Event};
use crate::orders::read::Order;
use crate::orders::{Form, State};

/// Why no refill is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RefillRefused {
    /// No such order of this account.
    #[error("there is no such order")]
    NotFound,
    /// The service offers none, or no more after so many days.
    #[error("this service is not refilled")]
    Disabled,
    #[error("the order is not completed")]
    NotCompleted,
    /// Less than the service's `refill_wait_h` since it was completed, or since the last one.
    #[error("it is too early")]
    TooEarly,
    #[error("one is open already")]
    AlreadyOpen,
}

/// How far a refill is, as people are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    Pending,
    InProgress,
    Completed,
    Rejected,
    Error,
}

impl Progress {
    fn of_row(text: &str) -> Self {
        match text {
            "pending" => Self::Pending,
            "completed" => Self::Completed,
            "rejected" => Self::Rejected,
            "error" => Self::Error,
            _ => Self::InProgress,
        }
    }
}

/// Asks for a refill of each; answers the refills' ids in the order of `ids`.
pub async fn request(
    db: &Db,
    clock: &Clock,
    account_id: i64,
    ids: Vec<i64>,
    actor: Option<i64>,
) -> Result<Vec<Result<i64, RefillRefused>>, db::Error> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move { request_in(tx, clock.now(), account_id, &ids, actor).await })
    })
    .await
}

async fn request_in(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    account_id: i64,
    ids: &[i64],
    actor: Option<i64>,
) -> Result<Vec<Result<i64, RefillRefused>>, db::Error> {
    let rows = sqlx::query!(
        "select id, service_id, form, state, ended_at from orders
         where account_id = $1 and id = any($2) order by id for no key update",
        account_id,
        ids
    )
    .fetch_all(&mut **tx)
    .await?;
    let services: Vec<i64> = rows.iter().map(|row| row.service_id).collect();
    let services = catalogue::find(&mut **tx, &services).await?;
    let before = sqlx::query!(
        r#"select order_id, max(asked_at) as "asked_at!", bool_or(ended_at is null) as "open!"
           from refills where order_id = any($1) group by order_id"#,
        ids
    )
    .fetch_all(&mut **tx)
    .await?;
    let before: HashMap<i64, (DateTime<Utc>, bool)> =
        before.into_iter().map(|row| (row.order_id, (row.asked_at, row.open))).collect();
    let mut answers = Vec::with_capacity(ids.len());
    let mut asked: HashSet<i64> = HashSet::new();
    for id in ids {
        let answer =
            rows.iter().find(|row| row.id == *id).map_or(Err(RefillRefused::NotFound), |row| {
                let service = services.get(&row.service_id).ok_or(RefillRefused::Disabled)?;
                let (form, state) = (Form::of_row(&row.form), State::of_row(&row.state));
                let ended_at = allowed(service, (form, state), row.ended_at, now)?;
                let last = before.get(id);
                if asked.contains(id) || last.is_some_and(|(_, open)| *open) {
                    return Err(RefillRefused::AlreadyOpen);
                }
                let since = last.map_or(ended_at, |(asked_at, _)| ended_at.max(*asked_at));
                if now < since + TimeDelta::hours(i64::from(service.refill_wait_h)) {
                    return Err(RefillRefused::TooEarly);
                }
                Ok(())
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
    let events: Vec<Event> = asked
        .into_iter()
        .map(|id| Event { kind: "refill_asked", ..Event::became(account_id, id, State::Completed) })
        .map(|event| event.by(actor))
        .collect();
    event::write(tx, &events, now).await?;
    Ok(answers)
}

/// Whether asking for a refill makes sense, as far as the order itself tells: the command looks
/// at earlier refills as well, and at the wait that the service wants.
#[must_use]
pub fn can_ask(order: &Order, service: Option<&Service>, now: DateTime<Utc>) -> bool {
    let standing = (order.form, order.state);
    service.is_some_and(|service| allowed(service, standing, order.ended_at, now).is_ok())
}

/// What [`can_ask`] and the command agree upon; answers when the order was completed.
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
        (State::Partial, Some(at)) if seeded::bug("refill-of-partial") => at,
        _ => return Err(RefillRefused::NotCompleted),
    };
    let days = service.refill_days.map(|days| TimeDelta::days(i64::from(days)));
    let over = days.is_some_and(|days| now > ended_at + days);
    if over { Err(RefillRefused::Disabled) } else { Ok(ended_at) }
}

async fn insert(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    account_id: i64,
    order_id: i64,
) -> Result<i64, db::Error> {
    // Nobody is asked for one that staff make: it stands in their queue.
    Ok(sqlx::query_scalar!(
        "insert into refills (account_id, order_id, due_at, asked_at)
         select $1, $2,
                case when exists (select from orders o join providers p on p.id = o.provider_id
                                  where o.id = $2 and p.protocol = 'manual')
                     then null else $3::timestamptz end,
                $3::timestamptz
         returning id",
        account_id,
        order_id,
        now
    )
    .fetch_one(&mut **tx)
    .await?)
}

/// How far these refills of the account are; unknown ones are missing.
pub async fn progress(
    db: impl PgExecutor<'_>,
    account_id: i64,
    ids: &[i64],
) -> Result<HashMap<i64, Progress>, db::Error> {
    let rows = sqlx::query!(
        "select id, state from refills where account_id = $1 and id = any($2)",
        account_id,
        ids
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, Progress::of_row(&row.state))).collect())
}
