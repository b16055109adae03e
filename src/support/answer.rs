//! What staff do in a ticket: answer, write notes for each other, say who takes care of it, close it.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use sqlx::PgTransaction;

use super::ask::{end, of_form, write};
use super::{Message, MessageId, Side, TicketId};
use crate::accounts::audit::{self, Actor};
use crate::accounts::notices::{self, Facts};
use crate::accounts::rights::Rights;
use crate::accounts::{AccountId, staff};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};

/// An answer to the customer.
#[derive(Debug, Clone)]
pub struct Answer {
    pub message: Message,
    /// The newest message that whoever answers has seen.
    pub seen: MessageId,
    pub closes: bool,
}

/// Why staff could not do it.
#[derive(Debug, thiserror::Error)]
pub enum AnswerError {
    #[error("there is no such ticket")]
    NotFound,
    #[error("your role does not allow it")]
    NotAllowed,
    /// Somebody wrote meanwhile.
    #[error("somebody wrote meanwhile")]
    Newer,
    /// A ticket is given to those who may answer.
    #[error("they cannot answer tickets")]
    CannotAnswer,
    #[error(transparent)]
    Db(#[from] db::Error),
}

crate::from_sqlx!(AnswerError);

/// Answers the customer. Whoever answers a ticket that nobody takes care of does so from then on.
/// The same form again does nothing.
pub async fn answer(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    Answer { message, seen, closes }: Answer,
) -> Result<(), AnswerError> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let id = message.ticket_id;
            let by = enter(tx, actor, id).await?;
            if of_form(tx, &message.form_id).await?.is_some() {
                return Ok(());
            }
            if newest(tx, id).await? != Some(seen) {
                return Err(AnswerError::Newer);
            }
            let now = clock.now();
            let message_id = write(tx, &message, None, (by, Side::Staff), now).await?;
            let account_id = sqlx::query_scalar!(
                r#"update tickets set state = 'answered', waits_id = null, waits_since = null,
                        last_id = $2, answer_id = $2, moved_at = $3, closed_at = null,
                        answered_at = coalesce(answered_at, $3),
                        assignee_id = coalesce(assignee_id, $4)
                 where id = $1 returning account_id as "account_id: AccountId""#,
                id as TicketId,
                message_id as MessageId,
                now,
                by as AccountId
            )
            .fetch_one(&mut **tx)
            .await?;
            tell(tx, now, account_id, (id, message_id)).await?;
            if closes {
                end(tx, id, now).await?;
            }
            let after = json!({ "message": message_id, "closed": closes });
            note_down(tx, &clock, actor, (id, "ticket.answer"), (None, after)).await
        })
    })
    .await
}

/// The customer learns that there is an answer, and not what it says: it is read on the page.
async fn tell(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    account_id: AccountId,
    (id, message_id): (TicketId, MessageId),
) -> Result<(), db::Error> {
    let (kind, key) = (notices::Kind::TicketAnswered, format!("message:{message_id}"));
    let facts = Facts { id: Some(id.get()), ..Facts::default() };
    notices::put(tx, now, notices::New { account_id, kind, key, facts }).await
}

/// Writes something for staff alone. The same form again does nothing.
pub async fn annotate(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    message: Message,
) -> Result<(), AnswerError> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let id = message.ticket_id;
            let by = enter(tx, actor, id).await?;
            if of_form(tx, &message.form_id).await?.is_some() {
                return Ok(());
            }
            let message_id = write(tx, &message, None, (by, Side::Note), clock.now()).await?;
            let after = json!({ "message": message_id });
            note_down(tx, &clock, actor, (id, "ticket.note"), (None, after)).await
        })
    })
    .await
}

/// Closes a ticket; answers whether it was open.
pub async fn close(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    id: TicketId,
) -> Result<bool, AnswerError> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            enter(tx, actor, id).await?;
            let ended = end(tx, id, clock.now()).await?;
            if ended {
                let after = json!({ "state": "closed" });
                note_down(tx, &clock, actor, (id, "ticket.close"), (None, after)).await?;
            }
            Ok(ended)
        })
    })
    .await
}

/// Says who takes care of a ticket; `None`: nobody.
pub async fn assign(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    (id, to): (TicketId, Option<AccountId>),
) -> Result<(), AnswerError> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            enter(tx, actor, id).await?;
            if to.is_some() {
                let them = Actor { account_id: to, ..Actor::COMMAND };
                if !staff::may(tx, them, Rights::may_answer_tickets).await? {
                    return Err(AnswerError::CannotAnswer);
                }
            }
            let before = sqlx::query_scalar!(
                r#"select assignee_id as "id: AccountId" from tickets where id = $1"#,
                id as TicketId
            )
            .fetch_one(&mut **tx)
            .await?;
            if before == to {
                return Ok(());
            }
            sqlx::query!(
                "update tickets set assignee_id = $2 where id = $1",
                id as TicketId,
                to as Option<AccountId>
            )
            .execute(&mut **tx)
            .await?;
            let values = (Some(json!({ "account": before })), json!({ "account": to }));
            note_down(tx, &clock, actor, (id, "ticket.assign"), values).await
        })
    })
    .await
}

/// Locks a ticket for a member of staff who may answer; answers who they are.
async fn enter(
    tx: &mut PgTransaction<'_>,
    actor: Actor,
    id: TicketId,
) -> Result<AccountId, AnswerError> {
    let by = actor.account_id.ok_or(AnswerError::NotAllowed)?;
    if !staff::may(tx, actor, Rights::may_answer_tickets).await? {
        return Err(AnswerError::NotAllowed);
    }
    sqlx::query!("select from tickets where id = $1 for no key update", id as TicketId)
        .fetch_optional(&mut **tx)
        .await?
        .ok_or(AnswerError::NotFound)?;
    Ok(by)
}

async fn newest(tx: &mut PgTransaction<'_>, id: TicketId) -> Result<Option<MessageId>, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"select max(id) as "id: MessageId" from ticket_messages where ticket_id = $1"#,
        id as TicketId
    )
    .fetch_one(&mut **tx)
    .await?)
}

/// What staff did, without the words: a row of the audit log cannot be erased.
async fn note_down(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    actor: Actor,
    (id, action): (TicketId, &'static str),
    (before, after): (Option<Value>, Value),
) -> Result<(), AnswerError> {
    let entry = audit::Entry {
        actor,
        action,
        subject: format!("ticket:{id}"),
        before,
        after: Some(after),
        ..audit::Entry::default()
    };
    Ok(audit::record(tx, clock, entry).await?)
}
