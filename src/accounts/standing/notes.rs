//! What staff write down about a customer for each other. The customer never sees it. Owns
//! `account_notes`.

use chrono::{DateTime, Utc};
use serde_json::json;
use sqlx::PgExecutor;

use crate::accounts::AccountId;
use crate::accounts::audit::{self, Actor};
use crate::accounts::email::Email;
use crate::accounts::rights::Rights;
use crate::accounts::staff;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};

const CHARS_MAX: usize = 2_000;
/// Notes that a page shows, and that an account can have.
const NOTES_MAX: i64 = 100;

/// One note.
#[derive(Debug, Clone)]
pub struct Note {
    pub id: i64,
    pub text: String,
    /// `None`: the command line.
    pub by: Option<Email>,
    pub at: DateTime<Utc>,
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum NoteError {
    #[error("1 to 2,000 characters")]
    Text,
    #[error("there are {NOTES_MAX} notes: remove one first")]
    TooMany,
    #[error("your role does not allow it")]
    NotAllowed,
    #[error("there is no such account")]
    NoAccount,
    #[error(transparent)]
    Db(db::Error),
}

impl From<db::Error> for NoteError {
    fn from(error: db::Error) -> Self {
        match error.constraint() {
            Some("account_notes_account_id_fkey") => Self::NoAccount,
            _ => Self::Db(error),
        }
    }
}

crate::from_sqlx!(NoteError);

/// The notes about this account, the newest first.
pub async fn list(
    executor: impl PgExecutor<'_>,
    account_id: AccountId,
) -> Result<Vec<Note>, db::Error> {
    Ok(sqlx::query_as!(
        Note,
        r#"select n.id, n.text, a.email as "by?: Email", n.written_at as at
           from account_notes n left join accounts a on a.id = n.written_by
           where n.account_id = $1 order by n.id desc limit $2"#,
        account_id as AccountId,
        NOTES_MAX
    )
    .fetch_all(executor)
    .await?)
}

/// Adds a note. The audit log says that there is one, and not what it says: a note may be removed.
pub async fn add(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    (account_id, text): (AccountId, String),
) -> Result<(), NoteError> {
    let text = text.trim().to_owned();
    if !(1..=CHARS_MAX).contains(&text.chars().count()) {
        return Err(NoteError::Text);
    }
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            if !staff::may(tx, actor, Rights::may_see_customers).await? {
                return Err(NoteError::NotAllowed);
            }
            let id = sqlx::query_scalar!(
                "insert into account_notes (account_id, text, written_by, written_at)
                 select $1, $2, $3, $4
                 where (select count(*) from account_notes where account_id = $1) < $5
                 returning id",
                account_id as AccountId,
                text,
                actor.account_id as Option<AccountId>,
                clock.now(),
                NOTES_MAX
            )
            .fetch_optional(&mut **tx)
            .await?
            .ok_or(NoteError::TooMany)?;
            let entry = audit::Entry {
                actor,
                action: "note.add",
                subject: format!("account:{account_id}"),
                after: Some(json!({ "note": id })),
                ..audit::Entry::default()
            };
            audit::record(tx, &clock, entry).await?;
            Ok(())
        })
    })
    .await
}

/// Removes a note about this account; answers whether it was there.
pub async fn remove(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    (account_id, id): (AccountId, i64),
) -> Result<bool, NoteError> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            if !staff::may(tx, actor, Rights::may_see_customers).await? {
                return Err(NoteError::NotAllowed);
            }
            let removed = sqlx::query!(
                "delete from account_notes where id = $1 and account_id = $2",
                id,
                account_id as AccountId
            )
            .execute(&mut **tx)
            .await?
            .rows_affected();
            if removed > 0 {
                let entry = audit::Entry {
                    actor,
                    action: "note.remove",
                    subject: format!("account:{account_id}"),
                    before: Some(json!({ "note": id })),
                    ..audit::Entry::default()
                };
                audit::record(tx, &clock, entry).await?;
            }
            Ok(removed > 0)
        })
    })
    .await
}
