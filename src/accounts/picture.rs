//! Pictures that people send with something. Owns the table of `migrations/0030_pictures.sql`.
//!
//! What must stay true: only what [`crate::kit::picture`] wrote is kept; a picture is seen by whoever
//! sent it and by staff who deal with what it came with, and for everyone else it is not there; an
//! account keeps no more than the limits of a day. A domain to the right keeps the picture in the
//! transaction of its own row, so that none is left without one.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::{PgExecutor, PgTransaction};

use super::AccountId;
use super::rights::Rights;
use crate::kit::db;
use crate::kit::picture::{Kind, Picture};

crate::id!(
    /// A picture.
    PictureId
);

/// How many pictures of one account are kept in a day, and their bytes.
const PER_DAY_MAX: i64 = 30;
const BYTES_PER_DAY_MAX: i64 = 30 * 1024 * 1024;

/// What a picture came with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// A payment of which a customer told.
    Deposit,
    /// A question.
    Ticket,
}

impl About {
    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Deposit => "deposit",
            Self::Ticket => "ticket",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Deposit, Self::Ticket].into_iter().find(|about| about.as_str() == word)
    }

    /// Whether staff with these rights deal with it.
    #[must_use]
    pub fn is_for(self, rights: Rights) -> bool {
        match self {
            Self::Deposit => rights.may_move_money(),
            Self::Ticket => rights.may_see_customers(),
        }
    }
}

crate::text_columns!(About);

/// What a page says of a picture that it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    pub id: PictureId,
    pub width: i32,
    pub height: i32,
    /// Bytes.
    pub size: i32,
}

/// A picture as it is sent to a browser.
#[derive(Debug, Clone)]
pub struct Kept {
    pub kind: Kind,
    pub bytes: Vec<u8>,
}

/// Who wants to see a picture.
#[derive(Debug, Clone, Copy)]
pub enum Viewer {
    /// Whoever sent it.
    Sender(AccountId),
    Staff(Rights),
}

/// Why a picture was not kept.
#[derive(Debug, thiserror::Error)]
pub enum KeepError {
    #[error("too many pictures in a day")]
    TooMany,
    #[error(transparent)]
    Db(#[from] db::Error),
}

crate::from_sqlx!(KeepError);

/// Keeps a picture, in the transaction of what it came with.
pub async fn keep(
    tx: &mut PgTransaction<'_>,
    (account_id, about): (AccountId, About),
    picture: &Picture,
    now: DateTime<Utc>,
) -> Result<PictureId, KeepError> {
    // One picture of an account at a time, so that the limits hold.
    sqlx::query!("select from accounts where id = $1 for no key update", account_id as AccountId)
        .fetch_optional(&mut **tx)
        .await?;
    let today = sqlx::query!(
        r#"select count(*) as "count!", coalesce(sum(size), 0)::bigint as "bytes!"
           from pictures where account_id = $1 and made_at > $2"#,
        account_id as AccountId,
        now - TimeDelta::days(1)
    )
    .fetch_one(&mut **tx)
    .await?;
    let size = i64::try_from(picture.bytes.len()).unwrap_or(i64::MAX);
    if today.count >= PER_DAY_MAX || today.bytes.saturating_add(size) > BYTES_PER_DAY_MAX {
        return Err(KeepError::TooMany);
    }
    Ok(sqlx::query_scalar!(
        r#"insert into pictures (account_id, about, content_type, bytes, width, height, made_at)
           values ($1, $2, $3, $4, $5, $6, $7) returning id as "id: PictureId""#,
        account_id as AccountId,
        about as About,
        picture.kind as Kind,
        picture.bytes,
        i32::try_from(picture.width).unwrap_or(i32::MAX),
        i32::try_from(picture.height).unwrap_or(i32::MAX),
        now
    )
    .fetch_one(&mut **tx)
    .await?)
}

/// The picture, if this viewer may see it.
pub async fn find(
    db: impl PgExecutor<'_>,
    viewer: Viewer,
    id: PictureId,
) -> Result<Option<Kept>, db::Error> {
    let sender = match viewer {
        Viewer::Sender(account_id) => Some(account_id),
        Viewer::Staff(_) => None,
    };
    let row = sqlx::query!(
        r#"select about as "about: About", content_type as "kind: Kind", bytes from pictures
           where id = $1 and ($2::bigint is null or account_id = $2)"#,
        id as PictureId,
        sender as Option<AccountId>
    )
    .fetch_optional(db)
    .await?;
    let seen = row.filter(|row| match viewer {
        Viewer::Sender(_) => true,
        Viewer::Staff(rights) => row.about.is_for(rights),
    });
    Ok(seen.map(|row| Kept { kind: row.kind, bytes: row.bytes }))
}
