//! Tickets and their messages, as both sides read them.

use chrono::{DateTime, Utc};
use sqlx::PgExecutor;

use super::{MessageId, Side, State, TicketId};
use crate::accounts::AccountId;
use crate::accounts::picture::{Facts, PictureId};
use crate::kit::db::{self, Db};
use crate::kit::page::{Cursor, PAGE_ROWS, Page};
use crate::orders::OrderId;

/// Messages that a page shows; older ones are on pages of their own.
const MESSAGES_SHOWN: i64 = 100;

/// A ticket, with the names of what it points to.
#[derive(Debug, Clone)]
pub struct Ticket {
    pub id: TicketId,
    pub account_id: AccountId,
    pub email: String,
    pub subject: String,
    pub state: State,
    pub assignee_id: Option<AccountId>,
    pub assignee: Option<String>,
    /// How its first message begins.
    pub begins: String,
    pub opened_at: DateTime<Utc>,
    /// When somebody wrote last.
    pub moved_at: DateTime<Utc>,
    /// Since when the customer waits.
    pub waits_since: Option<DateTime<Utc>>,
    pub answered_at: Option<DateTime<Utc>>,
    pub closed_at: Option<DateTime<Utc>>,
    /// The last answer of staff, and whether the customer has not read it.
    pub answer_id: MessageId,
    pub is_unread: bool,
}

/// A message, with who wrote it.
#[derive(Debug, Clone)]
pub struct Written {
    pub id: MessageId,
    pub side: Side,
    pub email: String,
    pub body: String,
    pub picture: Option<Facts>,
    pub at: DateTime<Utc>,
}

/// Some messages of a ticket, oldest first.
#[derive(Debug, Clone)]
pub struct Talk {
    pub messages: Vec<Written>,
    /// Before which message there are more.
    pub earlier: Option<MessageId>,
}

/// Whose tickets the staff's list has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Care {
    Everyones,
    /// Those that this member of staff takes care of.
    Of(AccountId),
    Nobodys,
}

impl Care {
    /// For statements: whether each counts, whose, and whether it must be nobody's.
    const fn parts(self) -> (Option<AccountId>, bool) {
        match self {
            Self::Everyones => (None, false),
            Self::Of(id) => (Some(id), false),
            Self::Nobodys => (None, true),
        }
    }
}

/// A place in a list.
struct Place {
    id: TicketId,
    key: i64,
}

/// A customer's tickets, the last that moved first. `closed`: only closed ones, or only open ones.
pub async fn own(
    db: &Db,
    account_id: AccountId,
    closed: Option<bool>,
    cursor: Cursor,
) -> Result<Page<Ticket>, db::Error> {
    let places = sqlx::query_as!(
        Place,
        r#"select id as "id: TicketId", last_id as key from tickets
           where account_id = $1 and ($2::boolean is null or (state = 'closed') = $2)
             and last_id < $3 and last_id > $4
           order by last_id * $5::bigint limit $6"#,
        account_id as AccountId,
        closed,
        cursor.below(),
        cursor.above(),
        cursor.direction(),
        PAGE_ROWS + 1
    )
    .fetch_all(db.pool())
    .await?;
    fill(db, places, cursor).await
}

/// The staff's list: those that have waited longest first, the others with the last that moved
/// first.
pub async fn list(
    db: &Db,
    state: State,
    care: Care,
    cursor: Cursor,
) -> Result<Page<Ticket>, db::Error> {
    let (of, is_nobodys) = care.parts();
    if state == State::Waiting {
        // Newest first is by falling keys, so the oldest has the greatest.
        let above = if let Cursor::After(key) = cursor { key } else { i64::MIN };
        let places = sqlx::query_as!(
            Place,
            r#"select id as "id: TicketId", -waits_id as "key!" from tickets
               where state = 'waiting' and ($1::bigint is null or assignee_id = $1)
                 and (not $2 or assignee_id is null) and -waits_id < $3 and -waits_id > $4
               order by waits_id * -$5::bigint limit $6"#,
            of as Option<AccountId>,
            is_nobodys,
            cursor.below(),
            above,
            cursor.direction(),
            PAGE_ROWS + 1
        )
        .fetch_all(db.pool())
        .await?;
        return fill(db, places, cursor).await;
    }
    let places = sqlx::query_as!(
        Place,
        r#"select id as "id: TicketId", last_id as key from tickets
           where state = $1 and ($2::bigint is null or assignee_id = $2)
             and (not $3 or assignee_id is null) and last_id < $4 and last_id > $5
           order by last_id * $6::bigint limit $7"#,
        state as State,
        of as Option<AccountId>,
        is_nobodys,
        cursor.below(),
        cursor.above(),
        cursor.direction(),
        PAGE_ROWS + 1
    )
    .fetch_all(db.pool())
    .await?;
    fill(db, places, cursor).await
}

/// One of them; `account_id`: only if it is theirs.
pub async fn find(
    db: &Db,
    account_id: Option<AccountId>,
    id: TicketId,
) -> Result<Option<Ticket>, db::Error> {
    let found = by_ids(db, &[id]).await?.pop();
    Ok(found.filter(|ticket| account_id.is_none_or(|id| ticket.account_id == id)))
}

/// The page with these places.
async fn fill(db: &Db, places: Vec<Place>, cursor: Cursor) -> Result<Page<Ticket>, db::Error> {
    let Page { rows, newer, older } = Page::new(places, cursor, |place| place.key);
    let ids: Vec<TicketId> = rows.iter().map(|place| place.id).collect();
    let mut found = by_ids(db, &ids).await?;
    found.sort_by_key(|ticket| ids.iter().position(|id| *id == ticket.id));
    Ok(Page { rows: found, newer, older })
}

async fn by_ids(db: &Db, ids: &[TicketId]) -> Result<Vec<Ticket>, db::Error> {
    Ok(sqlx::query_as!(
        Ticket,
        r#"select t.id as "id: TicketId", t.account_id as "account_id: AccountId", a.email,
                  s.name as subject, t.state as "state: State",
                  t.assignee_id as "assignee_id: AccountId", by.email as "assignee?",
                  coalesce(first.begins, '') as "begins!", t.opened_at, t.moved_at, t.waits_since,
                  t.answered_at, t.closed_at, t.answer_id as "answer_id: MessageId",
                  t.answer_id > t.read_id as "is_unread!"
           from tickets t
           join accounts a on a.id = t.account_id
           join ticket_subjects s on s.id = t.subject_id
           left join accounts by on by.id = t.assignee_id
           left join lateral (select left(m.body, 300) as begins from ticket_messages m
                              where m.ticket_id = t.id order by m.id limit 1) first on true
           where t.id = any($1)"#,
        ids as &[TicketId]
    )
    .fetch_all(db.pool())
    .await?)
}

/// The last messages of a ticket before this one; notes only if asked for.
pub async fn talk(
    db: impl PgExecutor<'_>,
    id: TicketId,
    before: Option<MessageId>,
    with_notes: bool,
) -> Result<Talk, db::Error> {
    let rows = sqlx::query!(
        r#"select m.id as "id: MessageId", m.side as "side: Side", a.email, m.body,
                  m.written_at as at, p.id as "picture_id?: PictureId", p.width as "width?",
                  p.height as "height?", p.size as "size?"
           from ticket_messages m join accounts a on a.id = m.account_id
           left join pictures p on p.id = m.picture_id
           where m.ticket_id = $1 and ($2::bigint is null or m.id < $2)
             and ($3 or m.side <> 'note')
           order by m.id desc limit $4"#,
        id as TicketId,
        before as Option<MessageId>,
        with_notes,
        MESSAGES_SHOWN + 1
    )
    .fetch_all(db)
    .await?;
    let message = rows.into_iter().map(|row| {
        let sizes = row.width.zip(row.height).zip(row.size);
        let picture = row.picture_id.zip(sizes);
        Written {
            id: row.id,
            side: row.side,
            email: row.email,
            body: row.body,
            picture: picture.map(|(id, ((width, height), size))| Facts { id, width, height, size }),
            at: row.at,
        }
    });
    let mut messages: Vec<Written> = message.collect();
    let size = usize::try_from(MESSAGES_SHOWN).unwrap_or(usize::MAX);
    let is_more = messages.len() > size;
    messages.truncate(size);
    messages.reverse();
    let earlier = messages.first().map(|first| first.id).filter(|_| is_more);
    Ok(Talk { messages, earlier })
}

/// The orders that a ticket is about.
pub async fn orders_of(db: impl PgExecutor<'_>, id: TicketId) -> Result<Vec<OrderId>, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"select order_id as "id: OrderId" from ticket_orders where ticket_id = $1
           order by order_id"#,
        id as TicketId
    )
    .fetch_all(db)
    .await?)
}
