//! The lines of a provider's list that were not taken: which they are and why, for people to see.
//! What must stay true: each line of a list is either an offer or stored here, and a service whose
//! line is there but cannot be read is not gone. They are written when a list comes in
//! (`list_sync`), and read for imports and by pages.

use std::collections::HashMap;

use serde_json::Value;
use sqlx::{PgExecutor, PgTransaction};

use crate::kit::db::{self, column};
use crate::providers::list::{self, LIST_MAX};
use crate::providers::{ProviderId, clean};

const SAID_CHARS_MAX: usize = 40;

/// Why a line was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Unreadable {
    #[error("it is no service")]
    Shape,
    #[error("its id cannot be read")]
    Id,
    #[error("its rate cannot be read")]
    Rate,
    #[error("its smallest quantity cannot be read")]
    Min,
    #[error("its largest quantity cannot be read")]
    Max,
    #[error("its largest quantity is below its smallest")]
    Limits,
    #[error("another line has the same id")]
    Twice,
    #[error("no more than {LIST_MAX} services of a list are taken")]
    Beyond,
}

/// A line that was not taken, as far as it can be read. Its texts are clean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// Counted from 1; 0 until the list is put together.
    pub line: usize,
    /// Its id at the provider, if it has one that can be read.
    pub upstream_service: Option<String>,
    /// "": it has none.
    pub name: String,
    pub why: Unreadable,
    /// The text that could not be read; "": there was none.
    pub said: String,
}

impl Unreadable {
    const ALL: [Self; 8] = [
        Self::Shape,
        Self::Id,
        Self::Rate,
        Self::Min,
        Self::Max,
        Self::Limits,
        Self::Twice,
        Self::Beyond,
    ];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Shape => "shape",
            Self::Id => "id",
            Self::Rate => "rate",
            Self::Min => "min",
            Self::Max => "max",
            Self::Limits => "limits",
            Self::Twice => "twice",
            Self::Beyond => "beyond",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|why| why.as_str() == text)
    }
}

crate::text_columns!(Unreadable);

impl Unread {
    /// For a line that could not be read: `id` and `name` unchanged, and in `said` the value that
    /// cannot be read.
    pub(in crate::providers) fn new(
        (id, name): (Option<&Value>, Option<&Value>),
        why: Unreadable,
        said: Option<&Value>,
    ) -> Self {
        let text = |value: Option<&Value>| match value {
            None | Some(Value::Null) => String::new(),
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
        };
        let id = text(id.filter(|id| id.is_string() || id.is_number()));
        Self::of((&id, &text(name)), why, &text(said))
    }

    /// For a line that could be read but is not taken.
    pub(in crate::providers) fn of((id, name): (&str, &str), why: Unreadable, said: &str) -> Self {
        Self {
            line: 0,
            upstream_service: list::name_there(id),
            name: clean::line(name, list::NAME_CHARS_MAX),
            why,
            said: clean::line(said, SAID_CHARS_MAX),
        }
    }

    /// How people find the line: by its id or its number.
    #[must_use]
    pub fn label(&self) -> String {
        self.upstream_service.clone().unwrap_or_else(|| format!("line {}", self.line))
    }

    /// The service's name, if the service is in the list but nothing else is known of it.
    fn hides(&self) -> Option<&str> {
        self.upstream_service.as_deref().filter(|_| self.why != Unreadable::Twice)
    }

    /// The reason, and the text that could not be read.
    #[must_use]
    pub fn told(&self) -> String {
        told(&self.why, &self.said)
    }
}

/// A reason, and the text that could not be read.
pub(in crate::providers) fn told(why: &impl std::fmt::Display, said: &str) -> String {
    if said.is_empty() { why.to_string() } else { format!("{why}: “{said}”") }
}

/// The lines whose services are in the list but cannot be read, by the services' names there.
#[must_use]
pub fn hidden(unread: &[Unread]) -> HashMap<&str, &Unread> {
    unread.iter().filter_map(|one| Some((one.hides()?, one))).collect()
}

/// The lines of this provider's list that were not taken at the last look, in the order of the
/// list.
pub async fn kept(
    db: impl PgExecutor<'_>,
    provider_id: ProviderId,
) -> Result<Vec<Unread>, db::Error> {
    let rows = sqlx::query!(
        r#"select line, upstream_service, name, why as "why: Unreadable", said from provider_unread
           where provider_id = $1 order by line"#,
        provider_id as ProviderId
    )
    .fetch_all(db)
    .await?;
    let kept = rows.into_iter().map(|row| Unread {
        line: usize::try_from(row.line).unwrap_or_default(),
        upstream_service: row.upstream_service,
        name: row.name,
        why: row.why,
        said: row.said,
    });
    Ok(kept.collect())
}

/// How many of its lines were not taken.
pub async fn count(db: impl PgExecutor<'_>, provider_id: ProviderId) -> Result<i64, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "count!" from provider_unread where provider_id = $1"#,
        provider_id as ProviderId
    )
    .fetch_one(db)
    .await?)
}

/// Stores these in place of the ones before.
pub(in crate::providers) async fn keep(
    tx: &mut PgTransaction<'_>,
    provider_id: ProviderId,
    (before, unread): (&[Unread], &[Unread]),
) -> Result<(), db::Error> {
    if before == unread {
        return Ok(());
    }
    sqlx::query!("delete from provider_unread where provider_id = $1", provider_id as ProviderId)
        .execute(&mut **tx)
        .await?;
    let lines: Vec<i32> =
        unread.iter().map(|one| i32::try_from(one.line).unwrap_or(i32::MAX)).collect();
    sqlx::query!(
        "insert into provider_unread (provider_id, line, upstream_service, name, why, said)
         select $1, u.* from unnest($2::int[], $3::text[], $4::text[], $5::text[], $6::text[])
                             as u",
        provider_id as ProviderId,
        &lines,
        &column(unread, |one| one.upstream_service.clone()) as &[Option<String>],
        &column(unread, |one| one.name.clone()),
        &column(unread, |one| one.why) as &[Unreadable],
        &column(unread, |one| one.said.clone()),
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
