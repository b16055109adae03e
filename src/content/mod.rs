//! What the owner writes for customers: announcements and pages.
//!
//! Owns the tables of `migrations/0034_content.sql`. What must stay true: a customer sees nothing that
//! is not published, no announcement outside of its time, and none for a group that is not theirs;
//! nobody saves over what somebody else has saved meanwhile; whoever has accepted the terms is asked
//! again only if the owner said so. Read from memory ([`Recent`]) by the pages; changed by the staff's
//! side.

pub mod announcement;
pub mod dismissal;
pub mod page;
mod recent;
pub mod text;

pub use recent::{Announced, Edition, Recent, ShownPage, Terms, Written};
pub use text::{Fault, Part, Text, Texts, Typed, Why};

use serde_json::Value;
use sqlx::PgTransaction;

use crate::accounts::audit::{self, Actor};
use crate::accounts::rights::Rights;
use crate::accounts::staff;
use crate::catalogue::GroupId;
use crate::kit::clock::Clock;
use crate::kit::db;

crate::id!(
    /// A page.
    PageId
);
crate::id!(
    /// An announcement.
    AnnouncementId
);

/// How much an announcement matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    Info,
    Warning,
}

impl Level {
    pub const ALL: [Self; 2] = [Self::Info, Self::Warning];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.as_str() == word)
    }
}

crate::text_columns!(Level);

/// Whom an announcement concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Audience {
    Everyone,
    /// The customers of these groups.
    Groups(Vec<GroupId>),
}

impl Audience {
    fn new(everyone: bool, group_ids: Vec<i64>) -> Self {
        match everyone {
            true => Self::Everyone,
            false => Self::Groups(group_ids.into_iter().map(GroupId::new).collect()),
        }
    }

    /// Whether it concerns a customer of this group; `None`: of none.
    #[must_use]
    pub fn has(&self, group: Option<GroupId>) -> bool {
        match self {
            Self::Everyone => true,
            Self::Groups(groups) => group.is_some_and(|group| groups.contains(&group)),
        }
    }

    fn is_everyone(&self) -> bool {
        matches!(self, Self::Everyone)
    }

    fn group_ids(&self) -> Vec<i64> {
        match self {
            Self::Everyone => Vec::new(),
            Self::Groups(groups) => groups.iter().map(|group| group.get()).collect(),
        }
    }
}

/// Whether whoever asks may change any of it.
async fn may(tx: &mut PgTransaction<'_>, actor: Actor) -> Result<bool, db::Error> {
    staff::may(tx, actor, Rights::may_set_up).await
}

/// Tells every process that something has changed.
async fn count(tx: &mut PgTransaction<'_>) -> Result<(), db::Error> {
    sqlx::query!("update content_version set version = version + 1").execute(&mut **tx).await?;
    Ok(())
}

async fn note_down(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    actor: Actor,
    (action, subject): (&'static str, String),
    (before, after): (Option<Value>, Option<Value>),
) -> Result<(), db::Error> {
    let entry = audit::Entry { actor, action, subject, before, after, ..audit::Entry::default() };
    audit::record(tx, clock, entry).await
}
