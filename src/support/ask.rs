//! What customers do: open a ticket, write in it, close it, read it.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::{PgExecutor, PgTransaction};

use super::{Message, MessageId, Side, SubjectId, Text, TicketId};
use crate::accounts::AccountId;
use crate::accounts::picture::{self, About, KeepError, PictureId};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::picture::Picture;
use crate::orders::OrderId;

/// How many tickets of one account may be open at a time, how many it may open in a day, and how
/// many messages it may write in a day.
const OPEN_MAX: i64 = 5;
const TICKETS_PER_DAY_MAX: i64 = 10;
const MESSAGES_PER_DAY_MAX: i64 = 60;
/// Orders that a ticket can name.
pub const ORDERS_MAX: usize = 20;

/// A new ticket.
#[derive(Debug, Clone)]
pub struct Question {
    pub subject_id: SubjectId,
    /// The customer's own.
    pub orders: Vec<OrderId>,
    pub text: Text,
    pub picture: Option<Picture>,
    /// The form's own id, so that a second click opens no second ticket.
    pub form_id: String,
}

/// Why no ticket was opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// It is not there, or is switched off.
    #[error("choose a subject")]
    NoSubject,
    /// These orders are not there, or are somebody else's.
    #[error("some of these orders are not yours")]
    NotYours(Vec<OrderId>),
    #[error("at most {ORDERS_MAX} orders")]
    TooManyOrders,
    #[error("{OPEN_MAX} of your tickets are open: close one first")]
    TooManyOpen,
    #[error("at most {TICKETS_PER_DAY_MAX} tickets in a day")]
    TooMany,
    #[error("at most {MESSAGES_PER_DAY_MAX} messages in a day")]
    TooManyMessages,
    #[error("too many pictures in a day")]
    Pictures,
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// Why no message was written.
#[derive(Debug, thiserror::Error)]
pub enum ReplyError {
    #[error("there is no such ticket")]
    NotFound,
    #[error("at most {MESSAGES_PER_DAY_MAX} messages in a day")]
    TooManyMessages,
    #[error("too many pictures in a day")]
    Pictures,
    #[error(transparent)]
    Db(#[from] db::Error),
}

crate::from_sqlx!(OpenError, ReplyError);

impl From<KeepError> for OpenError {
    fn from(error: KeepError) -> Self {
        match error {
            KeepError::TooMany => Self::Pictures,
            KeepError::Db(error) => Self::Db(error),
        }
    }
}

impl From<KeepError> for ReplyError {
    fn from(error: KeepError) -> Self {
        match error {
            KeepError::TooMany => Self::Pictures,
            KeepError::Db(error) => Self::Db(error),
        }
    }
}

/// Opens a ticket; answers its id. The same form again answers the same ticket.
pub async fn open(
    db: &Db,
    clock: &Clock,
    account_id: AccountId,
    question: Question,
) -> Result<TicketId, OpenError> {
    let now = clock.now();
    db.transaction(move |tx| {
        Box::pin(async move {
            one_at_a_time(tx, account_id).await?;
            if let Some(id) = of_form(tx, &question.form_id).await? {
                return Ok(id);
            }
            refuse_many(tx, account_id, now).await?;
            let mut orders = question.orders;
            orders.sort_unstable();
            orders.dedup();
            if orders.len() > ORDERS_MAX {
                return Err(OpenError::TooManyOrders);
            }
            let strange = strange_orders(tx, account_id, &orders).await?;
            if !strange.is_empty() {
                return Err(OpenError::NotYours(strange));
            }
            let id = sqlx::query_scalar!(
                r#"insert into tickets (account_id, subject_id, state, opened_at, waits_id,
                                        waits_since, last_id, moved_at)
                   select $1, id, 'waiting', $3, 0, $3, 0, $3
                   from ticket_subjects where id = $2 and enabled
                   returning id as "id: TicketId""#,
                account_id as AccountId,
                question.subject_id as SubjectId,
                now
            )
            .fetch_optional(&mut **tx)
            .await?
            .ok_or(OpenError::NoSubject)?;
            let text = question.text;
            let message = Message { ticket_id: id, text, form_id: question.form_id };
            let picture_id = keep(tx, account_id, question.picture.as_ref(), now).await?;
            let by = (account_id, Side::Customer);
            let message_id = write(tx, &message, picture_id, by, now).await?;
            sqlx::query!(
                "update tickets set waits_id = $2, last_id = $2 where id = $1",
                id as TicketId,
                message_id as MessageId
            )
            .execute(&mut **tx)
            .await?;
            sqlx::query!(
                "insert into ticket_orders (ticket_id, order_id) select $1, unnest($2::bigint[])",
                id as TicketId,
                &orders as &[OrderId]
            )
            .execute(&mut **tx)
            .await?;
            Ok(id)
        })
    })
    .await
}

/// Writes a message of the customer. The ticket waits for staff then, also if it was closed.
pub async fn reply(
    db: &Db,
    clock: &Clock,
    account_id: AccountId,
    message: Message,
    picture: Option<Picture>,
) -> Result<(), ReplyError> {
    let now = clock.now();
    db.transaction(move |tx| {
        Box::pin(async move {
            one_at_a_time(tx, account_id).await?;
            let id = message.ticket_id;
            if !lock(tx, account_id, id).await? {
                return Err(ReplyError::NotFound);
            }
            if of_form(tx, &message.form_id).await?.is_some() {
                return Ok(());
            }
            if messages_since(tx, account_id, now - TimeDelta::days(1)).await?
                >= MESSAGES_PER_DAY_MAX
            {
                return Err(ReplyError::TooManyMessages);
            }
            let picture_id = keep(tx, account_id, picture.as_ref(), now).await?;
            let by = (account_id, Side::Customer);
            let message_id = write(tx, &message, picture_id, by, now).await?;
            sqlx::query!(
                "update tickets set state = 'waiting', waits_id = coalesce(waits_id, $2),
                        waits_since = coalesce(waits_since, $3), last_id = $2, moved_at = $3,
                        closed_at = null
                 where id = $1",
                id as TicketId,
                message_id as MessageId,
                now
            )
            .execute(&mut **tx)
            .await?;
            Ok(())
        })
    })
    .await
}

/// The customer closes their ticket; answers whether it was open. `None`: it is not theirs.
pub async fn close_own(
    db: &Db,
    clock: &Clock,
    account_id: AccountId,
    id: TicketId,
) -> Result<Option<bool>, db::Error> {
    let now = clock.now();
    db.transaction(move |tx| {
        Box::pin(async move {
            if !lock(tx, account_id, id).await? {
                return Ok(None);
            }
            Ok(Some(end(tx, id, now).await?))
        })
    })
    .await
}

/// The customer has seen the answers up to this one.
pub async fn mark_read(
    db: impl PgExecutor<'_>,
    account_id: AccountId,
    id: TicketId,
    answer_id: MessageId,
) -> Result<(), db::Error> {
    sqlx::query!(
        "update tickets set read_id = $3
         where id = $1 and account_id = $2 and read_id < $3 and $3 <= answer_id",
        id as TicketId,
        account_id as AccountId,
        answer_id as MessageId
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Closes a locked ticket; answers whether it was open.
pub(super) async fn end(
    tx: &mut PgTransaction<'_>,
    id: TicketId,
    now: DateTime<Utc>,
) -> Result<bool, db::Error> {
    let ended = sqlx::query!(
        "update tickets set state = 'closed', closed_at = $2, waits_id = null, waits_since = null
         where id = $1 and state <> 'closed'",
        id as TicketId,
        now
    )
    .execute(&mut **tx)
    .await?;
    Ok(ended.rows_affected() > 0)
}

/// Keeps the picture that came with a message.
async fn keep(
    tx: &mut PgTransaction<'_>,
    account_id: AccountId,
    sent: Option<&Picture>,
    now: DateTime<Utc>,
) -> Result<Option<PictureId>, KeepError> {
    match sent {
        Some(one) => Ok(Some(picture::keep(tx, (account_id, About::Ticket), one, now).await?)),
        None => Ok(None),
    }
}

/// Adds a message; the caller changes the ticket.
pub(super) async fn write(
    tx: &mut PgTransaction<'_>,
    message: &Message,
    picture_id: Option<PictureId>,
    (account_id, side): (AccountId, Side),
    now: DateTime<Utc>,
) -> Result<MessageId, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"insert into ticket_messages (ticket_id, account_id, side, body, form_id, written_at,
                                        picture_id)
           values ($1, $2, $3, $4, $5, $6, $7) returning id as "id: MessageId""#,
        message.ticket_id as TicketId,
        account_id as AccountId,
        side as Side,
        message.text.as_str(),
        message.form_id,
        now,
        picture_id as Option<PictureId>
    )
    .fetch_one(&mut **tx)
    .await?)
}

/// The ticket in which the message of this form stands.
pub(super) async fn of_form(
    tx: &mut PgTransaction<'_>,
    form_id: &str,
) -> Result<Option<TicketId>, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"select ticket_id as "id: TicketId" from ticket_messages where form_id = $1"#,
        form_id
    )
    .fetch_optional(&mut **tx)
    .await?)
}

/// One form of an account at a time, so that the limits hold.
async fn one_at_a_time(tx: &mut PgTransaction<'_>, account_id: AccountId) -> Result<(), db::Error> {
    sqlx::query!("select from accounts where id = $1 for no key update", account_id as AccountId)
        .fetch_optional(&mut **tx)
        .await?;
    Ok(())
}

/// Whether this ticket is the account's; it is locked then.
async fn lock(
    tx: &mut PgTransaction<'_>,
    account_id: AccountId,
    id: TicketId,
) -> Result<bool, db::Error> {
    let row = sqlx::query!(
        "select from tickets where id = $1 and account_id = $2 for no key update",
        id as TicketId,
        account_id as AccountId
    );
    Ok(row.fetch_optional(&mut **tx).await?.is_some())
}

async fn refuse_many(
    tx: &mut PgTransaction<'_>,
    account_id: AccountId,
    now: DateTime<Utc>,
) -> Result<(), OpenError> {
    let since = now - TimeDelta::days(1);
    let there = sqlx::query!(
        r#"select (select count(*) from tickets where account_id = $1 and state <> 'closed')
                      as "open!",
                  (select count(*) from tickets where account_id = $1 and opened_at > $2)
                      as "today!""#,
        account_id as AccountId,
        since
    )
    .fetch_one(&mut **tx)
    .await?;
    if there.open >= OPEN_MAX {
        return Err(OpenError::TooManyOpen);
    }
    if there.today >= TICKETS_PER_DAY_MAX {
        return Err(OpenError::TooMany);
    }
    match messages_since(tx, account_id, since).await? {
        MESSAGES_PER_DAY_MAX.. => Err(OpenError::TooManyMessages),
        _ => Ok(()),
    }
}

async fn messages_since(
    tx: &mut PgTransaction<'_>,
    account_id: AccountId,
    since: DateTime<Utc>,
) -> Result<i64, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "count!" from ticket_messages
           where account_id = $1 and side = 'customer' and written_at > $2"#,
        account_id as AccountId,
        since
    )
    .fetch_one(&mut **tx)
    .await?)
}

/// Those of these orders that are not the account's.
async fn strange_orders(
    tx: &mut PgTransaction<'_>,
    account_id: AccountId,
    orders: &[OrderId],
) -> Result<Vec<OrderId>, db::Error> {
    let own: Vec<OrderId> = sqlx::query_scalar!(
        r#"select id as "id: OrderId" from orders where id = any($1) and account_id = $2"#,
        orders as &[OrderId],
        account_id as AccountId
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(orders.iter().copied().filter(|id| !own.contains(id)).collect())
}
