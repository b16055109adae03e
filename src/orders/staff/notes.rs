//! What staff note about an order among themselves. Customers never see it, and no file has it.

use chrono::{DateTime, Utc};
use sqlx::{PgExecutor, PgTransaction};

use crate::accounts::AccountId;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::orders::{OrderId, locked_order};

const NOTE_CHARS_MAX: usize = 2_000;
/// The newest notes that a page shows.
const SHOWN_MAX: i64 = 50;

/// A note, newest first in lists.
#[derive(Debug, Clone)]
pub struct Note {
    pub author: String,
    pub text: String,
    pub at: DateTime<Utc>,
}

/// Why a note was not kept.
#[derive(Debug, thiserror::Error)]
pub enum NoteError {
    #[error("write a few words")]
    Empty,
    #[error("at most 2,000 characters")]
    Long,
    #[error("there is no such order")]
    NotFound,
    /// The newest note of the order is the same: it was sent twice.
    #[error("this note was added before")]
    Again,
    #[error(transparent)]
    Db(#[from] db::Error),
}

crate::from_sqlx!(NoteError);

/// A note's text, without blanks around it.
pub fn parse(typed: &str) -> Result<String, NoteError> {
    let text = typed.trim().replace("\r\n", "\n");
    match text.chars().count() {
        0 => Err(NoteError::Empty),
        count if count > NOTE_CHARS_MAX => Err(NoteError::Long),
        _ => Ok(text),
    }
}

/// The newest notes of an order.
pub async fn of_order(db: impl PgExecutor<'_>, order_id: OrderId) -> Result<Vec<Note>, db::Error> {
    Ok(sqlx::query_as!(
        Note,
        r#"select a.email as author, n.text, n.at
           from order_notes n join accounts a on a.id = n.author_id
           where n.order_id = $1 order by n.id desc limit $2"#,
        order_id as OrderId,
        SHOWN_MAX
    )
    .fetch_all(db)
    .await?)
}

/// Adds a note to an order.
pub async fn add(
    db: &Db,
    clock: &Clock,
    order_id: OrderId,
    (author_id, text): (AccountId, String),
) -> Result<(), NoteError> {
    let now = clock.now();
    db.transaction(move |tx| {
        Box::pin(async move { add_in(tx, now, order_id, (author_id, &text)).await })
    })
    .await
}

/// As [`add`], in the caller's transaction. The order's lock makes two notes that are sent at once
/// come one after the other.
pub(in crate::orders) async fn add_in(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    order_id: OrderId,
    (author_id, text): (AccountId, &str),
) -> Result<(), NoteError> {
    if locked_order::lock(tx, &[order_id]).await?.is_empty() {
        return Err(NoteError::NotFound);
    }
    let added = sqlx::query!(
        "insert into order_notes (order_id, author_id, text, at)
         select $1, $2, $3, $4
         where not exists (
             select from (select author_id, text from order_notes where order_id = $1
                          order by id desc limit 1) as last
             where last.author_id = $2 and last.text = $3)",
        order_id as OrderId,
        author_id as AccountId,
        text,
        now
    )
    .execute(&mut **tx)
    .await?;
    if added.rows_affected() == 0 { Err(NoteError::Again) } else { Ok(()) }
}
