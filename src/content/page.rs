//! Pages: written by staff, read at `/pages/{slug}`. The page `terms` is the text of `/terms`, in place
//! of the panel's own.

use std::fmt;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use sqlx::{PgExecutor, PgTransaction};

use super::text::Rule;
use super::{PageId, Recent, Texts, count, may, note_down};
use crate::accounts::audit::Actor;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};

/// More would be no list to look something up in.
pub const PAGES_MAX: i64 = 100;
const SLUG_CHARS_MAX: usize = 60;
/// The page that is the text of the terms.
pub const TERMS: &str = "terms";
/// The texts of a page.
pub const RULE: Rule = Rule { chars_max: 50_000, needs_body: true };

/// The part of a page's address that is its own: `how-to-pay`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slug(String);

/// Text that is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("1 to {SLUG_CHARS_MAX} small letters, figures and hyphens, such as how-to-pay")]
pub struct NoSlug;

impl Slug {
    /// Reads one, in capitals too.
    pub fn parse(typed: &str) -> Result<Self, NoSlug> {
        let slug = typed.trim().to_ascii_lowercase();
        let is_word = |word: &str| {
            !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        };
        let fits = slug.len() <= SLUG_CHARS_MAX && slug.split('-').all(is_word);
        if fits { Ok(Self(slug)) } else { Err(NoSlug) }
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the page is the text of the terms.
    #[must_use]
    pub fn is_terms(&self) -> bool {
        self.0 == TERMS
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A page, as staff keep it.
#[derive(Debug, Clone)]
pub struct Page {
    pub id: PageId,
    pub slug: Slug,
    pub texts: Texts,
    pub is_published: bool,
    /// Guests read it, too.
    pub is_public: bool,
    pub version: i32,
    /// Of the terms: who accepted them before is asked again.
    pub since: Option<DateTime<Utc>>,
    pub changed_at: DateTime<Utc>,
}

/// What staff enter.
#[derive(Debug, Clone)]
pub struct Draft {
    pub slug: Slug,
    pub texts: Texts,
    pub is_public: bool,
    /// Publishes it; otherwise a page that is published stays so.
    pub publishes: bool,
    /// Of the terms: everybody is asked to accept them again.
    pub asks_again: bool,
}

/// Why a page was not changed.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    #[error("another page has this address")]
    Taken,
    #[error("there are {PAGES_MAX} pages already: delete one first")]
    TooMany,
    #[error("there is no such page")]
    NotFound,
    /// Somebody has saved it since it was read. It has this version now.
    #[error("somebody else has saved it meanwhile")]
    Meanwhile { version: i32 },
    #[error("your role does not allow it")]
    NotAllowed,
    #[error(transparent)]
    Db(db::Error),
}

impl From<db::Error> for PageError {
    fn from(error: db::Error) -> Self {
        match error.constraint() {
            Some("pages_slug") => Self::Taken,
            _ => Self::Db(error),
        }
    }
}

crate::from_sqlx!(PageError);

/// All pages, in their order.
pub async fn list(db: impl PgExecutor<'_>) -> Result<Vec<Page>, db::Error> {
    read(db, None).await
}

/// One of them.
pub async fn find(db: impl PgExecutor<'_>, id: PageId) -> Result<Option<Page>, db::Error> {
    Ok(read(db, Some(id)).await?.pop())
}

async fn read(db: impl PgExecutor<'_>, id: Option<PageId>) -> Result<Vec<Page>, db::Error> {
    let rows = sqlx::query!(
        r#"select id as "id: PageId", slug, texts, published, public, version, since, changed_at
           from pages where $1::bigint is null or id = $1 order by position, id"#,
        id as Option<PageId>
    );
    let rows = rows.fetch_all(db).await?.into_iter();
    rows.map(|row| {
        Ok(Page {
            id: row.id,
            slug: Slug(row.slug),
            texts: Texts::from_stored(&row.texts)?,
            is_published: row.published,
            is_public: row.public,
            version: row.version,
            since: row.since,
            changed_at: row.changed_at,
        })
    })
    .collect()
}

/// Adds one, at the end.
pub async fn create(
    db: &Db,
    clock: &Clock,
    recent: &Recent,
    actor: Actor,
    draft: Draft,
) -> Result<PageId, PageError> {
    let clock = clock.clone();
    let made = db.transaction(move |tx| {
        Box::pin(async move {
            enter(tx, actor).await?;
            let now = clock.now();
            let id = sqlx::query_scalar!(
                r#"insert into pages (slug, texts, published, public, position, since,
                                      created_at, changed_at)
                   select $1, $2, $3, $4, coalesce(max(position), 0) + 1, $5, $6, $6 from pages
                   having count(*) < $7 returning id as "id: PageId""#,
                draft.slug.as_str(),
                draft.texts.stored(),
                draft.publishes,
                draft.is_public,
                draft.since(now),
                now,
                PAGES_MAX
            )
            .fetch_optional(&mut **tx)
            .await?
            .ok_or(PageError::TooMany)?;
            done(tx, &clock, actor, (id, "page.create"), (None, Some(draft.facts()))).await?;
            Ok::<_, PageError>(id)
        })
    });
    let id = made.await?;
    recent.forget();
    Ok(id)
}

/// Changes one, if it still has this version.
pub async fn update(
    db: &Db,
    clock: &Clock,
    recent: &Recent,
    actor: Actor,
    (id, version, draft): (PageId, i32, Draft),
) -> Result<(), PageError> {
    let clock = clock.clone();
    let changed = db.transaction(move |tx| {
        Box::pin(async move {
            let before = lock(tx, actor, id).await?;
            if before.version != version {
                return Err(PageError::Meanwhile { version: before.version });
            }
            let now = clock.now();
            sqlx::query!(
                "update pages
                 set slug = $2, texts = $3, public = $4, published = published or $5,
                     since = coalesce($6, since), version = version + 1, changed_at = $7
                 where id = $1",
                id as PageId,
                draft.slug.as_str(),
                draft.texts.stored(),
                draft.is_public,
                draft.publishes,
                draft.since(now),
                now
            )
            .execute(&mut **tx)
            .await?;
            let values = (Some(facts(&before)), Some(draft.facts()));
            done(tx, &clock, actor, (id, "page.update"), values).await
        })
    });
    changed.await?;
    recent.forget();
    Ok(())
}

/// Publishes it, or takes it back. Answers its address.
pub async fn publish(
    db: &Db,
    clock: &Clock,
    recent: &Recent,
    actor: Actor,
    (id, is_published): (PageId, bool),
) -> Result<Slug, PageError> {
    let clock = clock.clone();
    let published = db.transaction(move |tx| {
        Box::pin(async move {
            let before = lock(tx, actor, id).await?;
            sqlx::query!(
                "update pages set published = $2 where id = $1",
                id as PageId,
                is_published
            )
            .execute(&mut **tx)
            .await?;
            let values = (
                Some(json!({ "published": before.is_published })),
                Some(json!({ "published": is_published })),
            );
            done(tx, &clock, actor, (id, "page.publish"), values).await?;
            Ok::<_, PageError>(before.slug)
        })
    });
    let slug = published.await?;
    recent.forget();
    Ok(slug)
}

/// Puts it first in the list.
pub async fn lead(
    db: &Db,
    clock: &Clock,
    recent: &Recent,
    actor: Actor,
    id: PageId,
) -> Result<(), PageError> {
    let clock = clock.clone();
    let moved = db.transaction(move |tx| {
        Box::pin(async move {
            lock(tx, actor, id).await?;
            sqlx::query!(
                "update pages set position = (select min(position) - 1 from pages) where id = $1",
                id as PageId
            )
            .execute(&mut **tx)
            .await?;
            let values = (None, Some(json!({ "first": true })));
            done(tx, &clock, actor, (id, "page.update"), values).await
        })
    });
    moved.await?;
    recent.forget();
    Ok(())
}

/// Deletes it, with all its texts.
pub async fn delete(
    db: &Db,
    clock: &Clock,
    recent: &Recent,
    actor: Actor,
    id: PageId,
) -> Result<(), PageError> {
    let clock = clock.clone();
    let deleted = db.transaction(move |tx| {
        Box::pin(async move {
            let before = lock(tx, actor, id).await?;
            sqlx::query!("delete from pages where id = $1", id as PageId)
                .execute(&mut **tx)
                .await?;
            done(tx, &clock, actor, (id, "page.delete"), (Some(facts(&before)), None)).await
        })
    });
    deleted.await?;
    recent.forget();
    Ok(())
}

impl Draft {
    fn since(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        (self.slug.is_terms() && self.asks_again).then_some(now)
    }

    fn facts(&self) -> Value {
        json!({
            "address": self.slug.as_str(),
            "public": self.is_public,
            "texts": self.texts.facts(),
            "publishes": self.publishes,
            "asks_again": self.slug.is_terms() && self.asks_again,
        })
    }
}

fn facts(page: &Page) -> Value {
    json!({
        "address": page.slug.as_str(),
        "public": page.is_public,
        "texts": page.texts.facts(),
        "published": page.is_published,
    })
}

async fn enter(tx: &mut PgTransaction<'_>, actor: Actor) -> Result<(), PageError> {
    if may(tx, actor).await? { Ok(()) } else { Err(PageError::NotAllowed) }
}

async fn lock(tx: &mut PgTransaction<'_>, actor: Actor, id: PageId) -> Result<Page, PageError> {
    enter(tx, actor).await?;
    sqlx::query!("select from pages where id = $1 for update", id as PageId)
        .fetch_optional(&mut **tx)
        .await?;
    find(&mut **tx, id).await?.ok_or(PageError::NotFound)
}

async fn done(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    actor: Actor,
    (id, action): (PageId, &'static str),
    values: (Option<Value>, Option<Value>),
) -> Result<(), PageError> {
    note_down(tx, clock, actor, (action, format!("page:{id}")), values).await?;
    Ok(count(tx).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_words_with_hyphens() {
        for (typed, slug) in [("faq", "faq"), (" How-To-Pay2 ", "how-to-pay2"), ("a", "a")] {
            assert_eq!(Slug::parse(typed).unwrap().as_str(), slug);
        }
        let long = "a".repeat(61);
        for typed in ["", "-a", "a-", "a--b", "a b", "a/b", "ä", "a.b", "..", "a%2F", &long] {
            assert_eq!(Slug::parse(typed), Err(NoSlug), "{typed:?}");
        }
        assert!(Slug::parse("Terms").unwrap().is_terms());
    }
}
