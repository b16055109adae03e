//! Messages as staff see them. What they say is not shown, because it holds links that open accounts.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgExecutor;

use super::kind::Kind;
use crate::kit::db;
use crate::kit::page::{Cursor, PAGE_ROWS, Page};

/// What became of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Waiting,
    Sent,
    /// It lies in the data directory.
    Filed,
    Failed,
    Expired,
}

impl State {
    pub const ALL: [Self; 5] =
        [Self::Waiting, Self::Sent, Self::Filed, Self::Failed, Self::Expired];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Filed => "filed",
            Self::Failed => "failed",
            Self::Expired => "expired",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

crate::text_columns!(State);

/// One of them.
#[derive(Debug, Clone)]
pub struct Listed {
    pub id: i64,
    pub kind: Kind,
    pub address: String,
    pub language: String,
    pub state: State,
    pub tries: i32,
    pub said: String,
    pub made_at: DateTime<Utc>,
    pub due_at: DateTime<Utc>,
    /// Whether it can be sent again.
    pub has_text: bool,
}

/// How many there are.
#[derive(Debug, Clone)]
pub struct Figures {
    pub waiting: i64,
    pub oldest: Option<DateTime<Utc>>,
    /// Refused or given up within a day.
    pub failed: i64,
}

/// Messages of this state, or all; the newest first.
pub async fn list(
    db: impl PgExecutor<'_>,
    state: Option<State>,
    cursor: Cursor,
) -> Result<Page<Listed>, db::Error> {
    let rows = sqlx::query_as!(
        Listed,
        r#"select id, kind as "kind: Kind", address, language, state as "state: State", tries, said,
                  made_at, due_at, sealed is not null as "has_text!"
           from mails where ($1::text is null or state = $1) and id < $2 and id > $3
           order by id * $4 limit $5"#,
        state.map(State::as_str),
        cursor.below(),
        cursor.above(),
        cursor.direction(),
        PAGE_ROWS + 1
    )
    .fetch_all(db)
    .await?;
    Ok(Page::new(rows, cursor, |one| one.id))
}

/// What waits, and what was not delivered in the last day.
pub async fn figures(db: impl PgExecutor<'_>, now: DateTime<Utc>) -> Result<Figures, db::Error> {
    Ok(sqlx::query_as!(
        Figures,
        r#"select (select count(*) from mails where state = 'waiting') as "waiting!",
                  (select min(made_at) from mails where state = 'waiting') as oldest,
                  (select count(*) from mails where state in ('failed', 'expired')
                                                and made_at > $1) as "failed!""#,
        now - TimeDelta::days(1)
    )
    .fetch_one(db)
    .await?)
}
