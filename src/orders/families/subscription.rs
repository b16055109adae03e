//! Subscriptions. The panel watches no account. Staff or the sandbox report a post. It becomes an
//! ordinary order, charged at that moment, with a random quantity between the two of the
//! subscription.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use rand::Rng as _;
use serde_json::{Value, json};
use sqlx::PgTransaction;

use crate::accounts::{AccountId, audit};
use crate::catalogue::{Link, Offers, ServiceId, blocked};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::orders::desk::By;
use crate::orders::event::EventKind;
use crate::orders::locked_order::{self, LockedOrder};
use crate::orders::place::place_in;
use crate::orders::{
    Delivery, Form, Intake, OrderId, PlaceError, Placed, Request, Source, State, writer,
};
use crate::providers::route;

/// The wait between two looks at a subscription.
const LOOK_S: i64 = 2;
const ROWS_MAX: i64 = 100;

/// What a customer asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    pub username: String,
    pub min: i64,
    pub max: i64,
    pub delay_min: i64,
    /// How many new posts; `None`: no end.
    pub posts: Option<i64>,
    pub old_posts: i64,
    /// The last day on which posts are served.
    pub expiry: Option<NaiveDate>,
}

impl Terms {
    /// Reads an order's details, which were checked when it was placed.
    #[must_use]
    pub fn read(details: Option<&Value>) -> Self {
        let at = |name: &str| details.and_then(|details| details.get(name));
        let whole = |name: &str| at(name).and_then(Value::as_i64);
        let text = |name: &str| at(name).and_then(Value::as_str).unwrap_or_default();
        Self {
            username: text("username").to_owned(),
            min: whole("min").unwrap_or(1),
            max: whole("max").unwrap_or(1),
            delay_min: whole("delay").unwrap_or_default(),
            posts: whole("posts").filter(|posts| *posts > 0),
            old_posts: whole("old_posts").unwrap_or_default(),
            expiry: text("expiry").parse().ok(),
        }
    }

    /// The most posts that it may ever have; `None`: no end.
    fn posts_max(&self) -> Option<i64> {
        self.posts.map(|posts| posts + self.old_posts)
    }

    /// Whether its last day is over.
    fn is_over(&self, now: DateTime<Utc>) -> bool {
        self.expiry.is_some_and(|last| now.date_naive() > last)
    }
}

/// A subscription that is due for a look.
#[derive(Debug, Clone)]
pub struct Due {
    pub order_id: OrderId,
    pub account_id: AccountId,
    pub service_id: ServiceId,
    pub terms: Terms,
    pub made: i64,
    pub created_at: DateTime<Utc>,
}

/// Why a reported post became no order.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    #[error("there is no such subscription, or it is not active")]
    NotActive,
    #[error("it has all the posts that were ordered")]
    Full,
    #[error("this target is blocked")]
    Blocked,
    #[error(transparent)]
    Place(#[from] PlaceError),
    #[error(transparent)]
    Db(#[from] db::Error),
}

crate::from_sqlx!(ReportError);

/// Looks at the subscriptions that are due: places the sandbox's posts, and ends the finished ones.
/// Answers how many orders were placed.
pub async fn look(db: &Db, clock: &Clock, intake: &Intake) -> Result<usize, ReportError> {
    let due = take_due(db, clock).await?;
    let services: Vec<ServiceId> = due.iter().map(|due| due.service_id).collect();
    // If anyone else delivers the service, only staff report its posts.
    let sandboxed = route::sandboxed(db.pool(), &services).await?;
    let mut placed = 0;
    for one in due {
        let Some(settings) = sandboxed.get(&one.service_id) else { continue };
        let age_s = (clock.now() - one.created_at).num_seconds();
        let posts = settings.posts(&one.terms.username, one.terms.old_posts, age_s);
        let new = posts.into_iter().skip(usize::try_from(one.made).unwrap_or_default()).take(10);
        for link in new {
            match sandbox_post(db, clock, intake, (one.order_id, &link)).await {
                Ok(_) => placed += 1,
                // An error in one subscription must not stop the others.
                Err(error) => {
                    tracing::debug!(order = one.order_id.get(), %error, "a post was not placed");
                    break;
                }
            }
        }
    }
    Ok(placed)
}

async fn sandbox_post(
    db: &Db,
    clock: &Clock,
    intake: &Intake,
    (order_id, link): (OrderId, &str),
) -> Result<Placed, ReportError> {
    let link = Link::parse(link).map_err(|_| PlaceError::Link)?;
    report_post(db, clock, intake, (order_id, link), None).await
}

/// A post that staff report. If the same post is reported again, the answer is the order of the
/// first report, and nothing is written down again.
pub async fn report(
    db: &Db,
    clock: &Clock,
    intake: &Intake,
    (order_id, link): (OrderId, Link),
    by: By,
) -> Result<Placed, ReportError> {
    if blocked::is_blocked(&blocked::rules(db.pool()).await?, &link) {
        return Err(ReportError::Blocked);
    }
    report_post(db, clock, intake, (order_id, link), Some(by)).await
}

/// As [`report`]; a report of the sandbox has no author.
async fn report_post(
    db: &Db,
    clock: &Clock,
    intake: &Intake,
    (order_id, link): (OrderId, Link),
    by: Option<By>,
) -> Result<Placed, ReportError> {
    let clock = clock.clone();
    let answer = db
        .transaction(move |tx| {
            Box::pin(async move {
                let answer = report_in(tx, &clock, order_id, link.as_str()).await?;
                if let (Ok(Placed { order_id: placed, again: false }), Some(by)) = (&answer, by) {
                    let after = json!({ "link": link.as_str(), "order": placed, "why": by.reason });
                    let entry = audit::Entry {
                        actor: by.actor,
                        action: "subscription.post",
                        subject: format!("order:{order_id}"),
                        before: None,
                        after: Some(after),
                        ..audit::Entry::default()
                    };
                    audit::record(tx, &clock, entry).await?;
                }
                Ok::<_, ReportError>(answer)
            })
        })
        .await?;
    if matches!(answer, Ok(Placed { again: false, .. })) {
        intake.placed().notify_one();
    }
    answer.map_err(ReportError::from)
}

/// Runs under the subscription's lock, so that its end, its number of posts and this post are
/// decided one after the other. The inner answer is committed in any case: without money the
/// subscription pauses.
async fn report_in(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    order_id: OrderId,
    link: &str,
) -> Result<Result<Placed, PlaceError>, ReportError> {
    let now = clock.now();
    let (order, one) = lock(tx, order_id, now).await?;
    // A customer's key cannot hold a control character, so the panel's own keys never equal theirs.
    let key = format!("\u{1}post:{order_id}:{link}");
    if let Some(first) = placed_before(tx, one.account_id, &key).await? {
        return Ok(Ok(Placed { order_id: first, again: true }));
    }
    let full = one.terms.posts_max().is_some_and(|most| one.made >= most);
    if full {
        return Err(ReportError::Full);
    }
    let quantity = rand::rng().random_range(one.terms.min..=one.terms.max.max(one.terms.min));
    let parameters = [("link", link.to_owned()), ("quantity", quantity.to_string())];
    let request = Request {
        account_id: one.account_id,
        service_id: one.service_id,
        parameters: parameters.into_iter().map(|(name, text)| (name.to_owned(), text)).collect(),
        delivery: Delivery { after_min: one.terms.delay_min, ..Delivery::default() },
        idempotency_key: Some(key),
        max_charge: None,
        source: Source::Panel,
        token_id: None,
        parent_id: Some(order_id),
    };
    let (mut answers, _) = place_in(tx, clock, &Offers::default(), &[request]).await?;
    let answer = answers.pop().unwrap_or(Err(PlaceError::Busy));
    let told = match &answer {
        Ok(placed) => {
            order.stays().and(EventKind::Post).saying(json!({ "order": placed.order_id }))
        }
        Err(PlaceError::Funds) => order.becomes(State::Paused),
        Err(_) => return Ok(answer),
    };
    writer::write(tx, now, vec![told]).await?;
    Ok(answer)
}

/// Locks the subscription, if it takes posts now.
async fn lock(
    tx: &mut PgTransaction<'_>,
    order_id: OrderId,
    now: DateTime<Utc>,
) -> Result<(LockedOrder, Due), ReportError> {
    let order = locked_order::lock(tx, &[order_id]).await?.remove(&order_id);
    let order =
        order.filter(|order| order.form == Form::Subscription).ok_or(ReportError::NotActive)?;
    // Read after the lock is held, so that orders placed meanwhile count.
    let row = sqlx::query!(
        r#"select details, (select count(*) from orders where parent_id = $1) as "made!"
           from orders where id = $1"#,
        order_id as OrderId
    )
    .fetch_one(&mut **tx)
    .await?;
    let terms = Terms::read(row.details.as_ref());
    let runs = order.state == State::Running && !terms.is_over(now);
    if !runs {
        return Err(ReportError::NotActive);
    }
    let (account_id, service_id, created_at) =
        (order.account_id, order.service_id, order.created_at);
    Ok((order, Due { order_id, account_id, service_id, terms, made: row.made, created_at }))
}

async fn placed_before(
    tx: &mut PgTransaction<'_>,
    account_id: AccountId,
    key: &str,
) -> Result<Option<OrderId>, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"select id as "id: OrderId" from orders where account_id = $1 and idempotency_key = $2"#,
        account_id as AccountId,
        key
    )
    .fetch_optional(&mut **tx)
    .await?)
}

async fn take_due(db: &Db, clock: &Clock) -> Result<Vec<Due>, db::Error> {
    let now = clock.now();
    let rows: Vec<Due> = db
        .transaction(move |tx| {
            Box::pin(async move {
                let rows = sqlx::query!(
                    r#"update orders o set due_at = $2
                       where id in (select id from orders
                            where state = 'running' and form = 'subscription' and due_at <= $1
                            order by id limit $3 for no key update skip locked)
                       returning id as "id: OrderId", account_id as "account_id: AccountId",
                                 service_id as "service_id: ServiceId", details, created_at,
                            (select count(*) from orders p where p.parent_id = o.id) as "made!""#,
                    now,
                    now + TimeDelta::seconds(LOOK_S),
                    ROWS_MAX
                )
                .fetch_all(&mut **tx)
                .await?;
                let due = rows.into_iter().map(|row| Due {
                    order_id: row.id,
                    account_id: row.account_id,
                    service_id: row.service_id,
                    terms: Terms::read(row.details.as_ref()),
                    made: row.made,
                    created_at: row.created_at,
                });
                Ok::<_, db::Error>(due.collect())
            })
        })
        .await?;
    let mut active = Vec::with_capacity(rows.len());
    for one in rows {
        let full = one.terms.posts_max().is_some_and(|most| one.made >= most);
        let over = one.terms.is_over(now);
        if full {
            set_state(db, clock, one.order_id, State::Completed, None).await?;
        } else if over {
            set_state(db, clock, one.order_id, State::Expired, None).await?;
        } else {
            active.push(one);
        }
    }
    Ok(active)
}

/// Lets a paused subscription go on. `false`: it is not paused, or it belongs to another account.
pub async fn resume(
    db: &Db,
    clock: &Clock,
    account_id: AccountId,
    order_id: OrderId,
) -> Result<bool, db::Error> {
    set_state(db, clock, order_id, State::Running, Some(account_id)).await
}

async fn set_state(
    db: &Db,
    clock: &Clock,
    order_id: OrderId,
    state: State,
    of_account: Option<AccountId>,
) -> Result<bool, db::Error> {
    let now = clock.now();
    db.transaction(move |tx| {
        Box::pin(async move {
            let order = locked_order::lock_of(tx, of_account, &[order_id]).await?.remove(&order_id);
            let order = order
                .filter(|order| order.form == Form::Subscription && order.state.may_become(state));
            let Some(order) = order else { return Ok(false) };
            let next = order.becomes(state).due((state == State::Running).then_some(now));
            writer::write(tx, now, vec![next]).await?;
            Ok(true)
        })
    })
    .await
}
