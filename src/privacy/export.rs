//! A file with what is kept of an account. Its holder asks for it, the loop `exports` makes it in pieces
//! (`write`), and it is there for a day, for its holder alone. It lies in the database, because any
//! process must be able to send it.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use sqlx::{PgExecutor, PgTransaction};

use super::ExportId;
pub use super::write::make_due;
use crate::accounts::AccountId;
use crate::accounts::audit::{self, Actor};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::lang::Lang;
use crate::mail::Outbox;

/// For so long a file is there.
pub const LASTS: TimeDelta = TimeDelta::days(1);
/// How many an account may ask for within a day: each reads all that is kept of it.
pub const PER_DAY_MAX: i64 = 3;

/// How far a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Waiting,
    /// A process writes it.
    Making,
    Ready,
    /// It was tried too often; its holder may ask again.
    Failed,
}

impl State {
    const ALL: [Self; 4] = [Self::Waiting, Self::Making, Self::Ready, Self::Failed];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Making => "making",
            Self::Ready => "ready",
            Self::Failed => "failed",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

crate::text_columns!(State);

/// A file, as its holder sees it.
#[derive(Debug, Clone)]
pub struct Export {
    pub id: ExportId,
    pub state: State,
    pub asked_at: DateTime<Utc>,
    /// Bytes.
    pub size: i64,
    /// After this moment it is gone; `None`: it is not made yet.
    pub expires_at: Option<DateTime<Utc>>,
}

/// What came of a wish for a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    Asked,
    /// One is on its way already.
    Under,
    /// There were enough within a day.
    TooMany,
}

/// The newest file of this account that is there or on its way.
pub async fn newest(
    db: impl PgExecutor<'_>,
    clock: &Clock,
    account_id: AccountId,
) -> Result<Option<Export>, db::Error> {
    Ok(sqlx::query_as!(
        Export,
        r#"select id as "id: ExportId", state as "state: State", asked_at, size, expires_at
           from exports
           where account_id = $1 and (expires_at is null or expires_at > $2)
           order by id desc limit 1"#,
        account_id as AccountId,
        clock.now()
    )
    .fetch_optional(db)
    .await?)
}

/// Asks for a file of one's own account. The notice is written in `lang`.
pub async fn ask(
    db: &Db,
    clock: &Clock,
    outbox: &Outbox,
    actor: Actor,
    (account_id, lang): (AccountId, Lang),
) -> Result<Asked, db::Error> {
    let (clock, now) = (clock.clone(), clock.now());
    let (site, panel) = (outbox.site().to_owned(), outbox.panel().to_owned());
    db.transaction(move |tx| {
        Box::pin(async move {
            // Two that come at once are counted one after the other.
            let own = sqlx::query!(
                "select from accounts where id = $1 and status = 'active' for no key update",
                account_id as AccountId
            );
            if own.fetch_optional(&mut **tx).await?.is_none() {
                return Ok(Asked::TooMany);
            }
            let there = sqlx::query!(
                r#"select count(*) as "count!",
                          coalesce(bool_or(state in ('waiting', 'making')), false) as "is_under!"
                   from exports where account_id = $1
                     and (asked_at > $2 or state in ('waiting', 'making'))"#,
                account_id as AccountId,
                now - TimeDelta::days(1)
            )
            .fetch_one(&mut **tx)
            .await?;
            if there.is_under {
                return Ok(Asked::Under);
            }
            if there.count >= PER_DAY_MAX {
                return Ok(Asked::TooMany);
            }
            let id = sqlx::query_scalar!(
                r#"insert into exports (account_id, state, language, site, panel, asked_at)
                   values ($1, 'waiting', $2, $3, $4, $5) returning id as "id: ExportId""#,
                account_id as AccountId,
                lang.tag(),
                site,
                panel,
                now
            )
            .fetch_one(&mut **tx)
            .await?;
            let entry = audit::Entry {
                actor,
                action: "account.export",
                subject: format!("account:{account_id}"),
                after: Some(json!({ "export": id })),
                ..audit::Entry::default()
            };
            audit::record(tx, &clock, entry).await?;
            Ok(Asked::Asked)
        })
    })
    .await
}

/// A file that may be sent.
#[derive(Debug, Clone, Copy)]
pub struct Opened {
    pub id: ExportId,
    /// Bytes.
    pub size: i64,
    /// When it was made.
    pub made_at: DateTime<Utc>,
}

/// The newest file of this account that is ready and whose day is not over. Its address names no file, so
/// it leads nobody to somebody else's.
pub async fn open(
    db: impl PgExecutor<'_>,
    clock: &Clock,
    account_id: AccountId,
) -> Result<Option<Opened>, db::Error> {
    Ok(sqlx::query_as!(
        Opened,
        r#"select id as "id: ExportId", size, made_at as "made_at!" from exports
           where account_id = $1 and state = 'ready' and expires_at > $2
           order by id desc limit 1"#,
        account_id as AccountId,
        clock.now()
    )
    .fetch_optional(db)
    .await?)
}

/// A piece of a file that was opened, by its number from 0 on; `None` after the last one.
pub async fn piece(
    db: impl PgExecutor<'_>,
    id: ExportId,
    number: i32,
) -> Result<Option<Vec<u8>>, db::Error> {
    Ok(sqlx::query_scalar!(
        "select bytes from export_pieces where export_id = $1 and number = $2",
        id as ExportId,
        number
    )
    .fetch_optional(db)
    .await?)
}

/// Deletes all files of an account that is closed.
pub(super) async fn forget_all(
    tx: &mut PgTransaction<'_>,
    account_id: AccountId,
) -> Result<(), db::Error> {
    sqlx::query!("delete from exports where account_id = $1", account_id as AccountId)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Deletes files whose day is over and wishes that came to nothing, at most `most`; answers whether there
/// may be more. Their pieces go with them.
pub async fn sweep(db: &Db, clock: &Clock, most: i64) -> Result<bool, db::Error> {
    let now = clock.now();
    let done = sqlx::query!(
        "delete from exports where id in (
             select id from exports
             where asked_at < $1 and (expires_at <= $2 or state = 'failed')
             order by asked_at limit $3 for update skip locked)",
        now - LASTS,
        now,
        most
    )
    .execute(db.pool())
    .await?;
    Ok(done.rows_affected() >= most.unsigned_abs())
}
