//! Subscriptions: the panel watches no one. A post is reported by staff or by the sandbox, and
//! becomes an ordinary order of a random quantity between the subscription's two, charged then.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use rand::Rng as _;
use serde_json::{Value, json};

use super::event::{self, Event};
use super::{Intake, PlaceError, Placed, Request, Source, State};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::providers::{route, sandbox};

/// Between two looks at a subscription.
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

    /// All the posts it may ever have; `None`: no end.
    fn posts_max(&self) -> Option<i64> {
        self.posts.map(|posts| posts + self.old_posts)
    }
}

/// A subscription that is looked at.
#[derive(Debug, Clone)]
pub struct Due {
    pub order_id: i64,
    pub account_id: i64,
    pub service_id: i64,
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
    #[error(transparent)]
    Place(#[from] PlaceError),
    #[error(transparent)]
    Db(#[from] db::Error),
}

crate::from_sqlx!(ReportError);

/// Looks at the subscriptions that are due: the sandbox's posts are placed, finished ones end.
/// Answers how many orders were placed.
pub async fn look(db: &Db, clock: &Clock, intake: &Intake) -> Result<usize, ReportError> {
    let due = take_due(db, clock).await?;
    let services: Vec<i64> = due.iter().map(|due| due.service_id).collect();
    let routes = route::of_services(db.pool(), &services).await?;
    let mut placed = 0;
    for one in due {
        let settings = routes
            .get(&one.service_id)
            .and_then(|ways| ways.first())
            .map(|way| sandbox::Settings::read(&way.settings))
            .unwrap_or_default();
        let age_s = (clock.now() - one.created_at).num_seconds();
        let posts = settings.posts(&one.terms.username, one.terms.old_posts, age_s);
        let new = posts.into_iter().skip(usize::try_from(one.made).unwrap_or_default()).take(10);
        for link in new {
            match place_post(db, clock, intake, &one, &link).await {
                Ok(_) => placed += 1,
                Err(ReportError::Full) => break,
                Err(ReportError::Place(PlaceError::Funds)) => break,
                Err(error) => return Err(error),
            }
        }
    }
    Ok(placed)
}

/// A post as staff report it.
pub async fn report(
    db: &Db,
    clock: &Clock,
    intake: &Intake,
    order_id: i64,
    link: &str,
) -> Result<Placed, ReportError> {
    let one = find(db, order_id).await?.ok_or(ReportError::NotActive)?;
    place_post(db, clock, intake, &one, link).await
}

async fn place_post(
    db: &Db,
    clock: &Clock,
    intake: &Intake,
    one: &Due,
    link: &str,
) -> Result<Placed, ReportError> {
    let made = count(db, one.order_id).await?;
    if one.terms.posts_max().is_some_and(|most| made >= most) {
        return Err(ReportError::Full);
    }
    let quantity = rand::rng().random_range(one.terms.min..=one.terms.max.max(one.terms.min));
    let parameters = [
        ("after", one.terms.delay_min.to_string()),
        ("link", link.to_owned()),
        ("quantity", quantity.to_string()),
    ];
    let request = Request {
        account_id: one.account_id,
        service_id: one.service_id,
        parameters: parameters.into_iter().map(|(name, text)| (name.to_owned(), text)).collect(),
        // No customer's key can hold a control character, so the panel's own never meet theirs.
        idempotency_key: Some(format!("\u{1}post:{}:{link}", one.order_id)),
        source: Source::Panel,
        token_id: None,
        parent_id: Some(one.order_id),
    };
    match intake.place(request).await {
        Ok(placed) => {
            note_post(db, clock, one, placed).await?;
            Ok(placed)
        }
        // The same post with another random quantity: it is there already.
        Err(PlaceError::KeyReused) => Ok(Placed { order_id: one.order_id, again: true }),
        Err(PlaceError::Funds) => {
            set_state(db, clock, one.order_id, State::Paused, None).await?;
            Err(PlaceError::Funds.into())
        }
        Err(error) => Err(error.into()),
    }
}

async fn count(db: &Db, parent_id: i64) -> Result<i64, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "count!" from orders where parent_id = $1"#,
        parent_id
    )
    .fetch_one(db.pool())
    .await?)
}

async fn note_post(db: &Db, clock: &Clock, one: &Due, placed: Placed) -> Result<(), db::Error> {
    if placed.again {
        return Ok(());
    }
    let (now, one) = (clock.now(), one.clone());
    db.transaction(move |tx| {
        Box::pin(async move {
            let event = Event {
                kind: "post",
                ..Event::became(one.account_id, one.order_id, State::Running)
            };
            event::write(tx, &[event.with(json!({ "order": placed.order_id }))], now).await
        })
    })
    .await
}

async fn find(db: &Db, order_id: i64) -> Result<Option<Due>, db::Error> {
    let row = sqlx::query!(
        "select id, account_id, service_id, details, created_at from orders
         where id = $1 and form = 'subscription' and state = 'running'",
        order_id
    )
    .fetch_optional(db.pool())
    .await?;
    Ok(row.map(|row| Due {
        order_id: row.id,
        account_id: row.account_id,
        service_id: row.service_id,
        terms: Terms::read(row.details.as_ref()),
        made: 0,
        created_at: row.created_at,
    }))
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
                       returning id, account_id, service_id, details, created_at,
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
        let over = one.terms.expiry.is_some_and(|last| now.date_naive() > last);
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

/// Lets a paused subscription go on. `false`: it is not paused, or not this account's.
pub async fn resume(
    db: &Db,
    clock: &Clock,
    account_id: i64,
    order_id: i64,
) -> Result<bool, db::Error> {
    set_state(db, clock, order_id, State::Running, Some(account_id)).await
}

async fn set_state(
    db: &Db,
    clock: &Clock,
    order_id: i64,
    state: State,
    of_account: Option<i64>,
) -> Result<bool, db::Error> {
    let now = clock.now();
    db.transaction(move |tx| {
        Box::pin(async move {
            let row = sqlx::query!(
                "select account_id, state from orders
                 where id = $1 and form = 'subscription' and ($2::bigint is null or account_id = $2)
                 for no key update",
                order_id,
                of_account
            )
            .fetch_optional(&mut **tx)
            .await?;
            let Some(row) = row.filter(|row| State::of_row(&row.state).may_become(state)) else {
                return Ok(false);
            };
            sqlx::query!(
                "update orders set state = $2, ended_at = $3, due_at = $4 where id = $1",
                order_id,
                state.as_str(),
                state.is_final().then_some(now),
                (state == State::Running).then_some(now)
            )
            .execute(&mut **tx)
            .await?;
            event::write(tx, &[Event::became(row.account_id, order_id, state)], now).await?;
            Ok(true)
        })
    })
    .await
}
