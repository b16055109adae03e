//! Announcements: written by staff, for everybody or for some groups, from one moment to another.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use sqlx::{PgExecutor, PgTransaction};

use super::text::Rule;
use super::{AnnouncementId, Audience, Level, Recent, Texts, count, may, note_down};
use crate::accounts::audit::Actor;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};

/// Each process keeps all of them ready.
pub const ANNOUNCEMENTS_MAX: i64 = 200;
/// The texts of an announcement. Its title may say everything.
pub const RULE: Rule = Rule { chars_max: 5_000, needs_body: false };

/// An announcement, as staff keep it.
#[derive(Debug, Clone)]
pub struct Announcement {
    pub id: AnnouncementId,
    pub texts: Texts,
    pub level: Level,
    /// On top of the customers' pages, and not in the list alone.
    pub is_banner: bool,
    pub is_dismissible: bool,
    pub audience: Audience,
    pub is_published: bool,
    /// `None`: from the moment at which it is published.
    pub starts_at: Option<DateTime<Utc>>,
    pub ends_at: Option<DateTime<Utc>>,
    pub version: i32,
}

/// What staff enter.
#[derive(Debug, Clone)]
pub struct Draft {
    pub texts: Texts,
    pub level: Level,
    pub is_banner: bool,
    pub is_dismissible: bool,
    pub audience: Audience,
    pub starts_at: Option<DateTime<Utc>>,
    pub ends_at: Option<DateTime<Utc>>,
    /// Publishes it; otherwise one that is published stays so.
    pub publishes: bool,
}

/// Where an announcement stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Draft,
    /// It is published, and begins later.
    Planned,
    Shown,
    Ended,
}

/// Why an announcement was not changed.
#[derive(Debug, thiserror::Error)]
pub enum AnnouncementError {
    #[error("a moment after the one at which it begins")]
    EndsFirst,
    #[error("there are {ANNOUNCEMENTS_MAX} announcements already: delete old ones first")]
    TooMany,
    #[error("there is no such announcement")]
    NotFound,
    /// Somebody has saved it since it was read. It has this version now.
    #[error("somebody else has saved it meanwhile")]
    Meanwhile { version: i32 },
    #[error("your role does not allow it")]
    NotAllowed,
    #[error(transparent)]
    Db(db::Error),
}

impl From<db::Error> for AnnouncementError {
    fn from(error: db::Error) -> Self {
        match error.constraint() {
            Some("announcements_ends") => Self::EndsFirst,
            _ => Self::Db(error),
        }
    }
}

crate::from_sqlx!(AnnouncementError);

impl Announcement {
    /// Where it stands at this moment.
    #[must_use]
    pub fn standing(&self, now: DateTime<Utc>) -> Standing {
        match (self.is_published, self.starts_at, self.ends_at) {
            (false, ..) => Standing::Draft,
            (true, _, Some(end)) if end <= now => Standing::Ended,
            (true, Some(start), _) if start > now => Standing::Planned,
            (true, ..) => Standing::Shown,
        }
    }
}

/// All announcements, the one that begins last first; those without a begin before them.
pub async fn list(db: impl PgExecutor<'_>) -> Result<Vec<Announcement>, db::Error> {
    read(db, None).await
}

/// One of them.
pub async fn find(
    db: impl PgExecutor<'_>,
    id: AnnouncementId,
) -> Result<Option<Announcement>, db::Error> {
    Ok(read(db, Some(id)).await?.pop())
}

async fn read(
    db: impl PgExecutor<'_>,
    id: Option<AnnouncementId>,
) -> Result<Vec<Announcement>, db::Error> {
    let rows = sqlx::query!(
        r#"select id as "id: AnnouncementId", texts, level as "level: Level", banner, dismissible,
                  everyone, group_ids, published, starts_at, ends_at, version
           from announcements where $1::bigint is null or id = $1
           order by starts_at desc nulls first, id desc"#,
        id as Option<AnnouncementId>
    );
    let rows = rows.fetch_all(db).await?.into_iter();
    rows.map(|row| {
        Ok(Announcement {
            id: row.id,
            texts: Texts::from_stored(&row.texts)?,
            level: row.level,
            is_banner: row.banner,
            is_dismissible: row.dismissible,
            audience: Audience::new(row.everyone, row.group_ids),
            is_published: row.published,
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            version: row.version,
        })
    })
    .collect()
}

/// Makes one.
pub async fn create(
    db: &Db,
    clock: &Clock,
    recent: &Recent,
    actor: Actor,
    draft: Draft,
) -> Result<AnnouncementId, AnnouncementError> {
    let clock = clock.clone();
    let made = db.transaction(move |tx| {
        Box::pin(async move {
            enter(tx, actor).await?;
            let now = clock.now();
            draft.check(now)?;
            let group_ids = draft.audience.group_ids();
            let id = sqlx::query_scalar!(
                r#"insert into announcements
                       (texts, level, banner, dismissible, everyone, group_ids, published,
                        starts_at, ends_at, created_at, changed_at)
                   select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10
                   where (select count(*) from announcements) < $11
                   returning id as "id: AnnouncementId""#,
                draft.texts.stored(),
                draft.level as Level,
                draft.is_banner,
                draft.is_dismissible,
                draft.audience.is_everyone(),
                &group_ids,
                draft.publishes,
                draft.begin(draft.publishes, now),
                draft.ends_at,
                now,
                ANNOUNCEMENTS_MAX
            )
            .fetch_optional(&mut **tx)
            .await?
            .ok_or(AnnouncementError::TooMany)?;
            let values = (None, Some(draft.facts()));
            done(tx, &clock, actor, (id, "announcement.create"), values).await?;
            Ok::<_, AnnouncementError>(id)
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
    (id, version, draft): (AnnouncementId, i32, Draft),
) -> Result<(), AnnouncementError> {
    let clock = clock.clone();
    let changed = db.transaction(move |tx| {
        Box::pin(async move {
            let before = lock(tx, actor, id).await?;
            if before.version != version {
                return Err(AnnouncementError::Meanwhile { version: before.version });
            }
            let now = clock.now();
            draft.check(now)?;
            let group_ids = draft.audience.group_ids();
            let is_published = before.is_published || draft.publishes;
            sqlx::query!(
                "update announcements
                 set texts = $2, level = $3, banner = $4, dismissible = $5, everyone = $6,
                     group_ids = $7, published = $8, starts_at = $9, ends_at = $10,
                     version = version + 1, changed_at = $11
                 where id = $1",
                id as AnnouncementId,
                draft.texts.stored(),
                draft.level as Level,
                draft.is_banner,
                draft.is_dismissible,
                draft.audience.is_everyone(),
                &group_ids,
                is_published,
                draft.begin(is_published, now),
                draft.ends_at,
                now
            )
            .execute(&mut **tx)
            .await?;
            let values = (Some(facts(&before)), Some(draft.facts()));
            done(tx, &clock, actor, (id, "announcement.update"), values).await
        })
    });
    changed.await?;
    recent.forget();
    Ok(())
}

/// Publishes it, or takes it back.
pub async fn publish(
    db: &Db,
    clock: &Clock,
    recent: &Recent,
    actor: Actor,
    (id, is_published): (AnnouncementId, bool),
) -> Result<(), AnnouncementError> {
    let clock = clock.clone();
    let published = db.transaction(move |tx| {
        Box::pin(async move {
            let before = lock(tx, actor, id).await?;
            sqlx::query!(
                "update announcements
                 set published = $2,
                     starts_at = case when $2 then coalesce(starts_at, $3) else starts_at end
                 where id = $1",
                id as AnnouncementId,
                is_published,
                clock.now()
            )
            .execute(&mut **tx)
            .await?;
            let values = (
                Some(json!({ "published": before.is_published })),
                Some(json!({ "published": is_published })),
            );
            done(tx, &clock, actor, (id, "announcement.publish"), values).await
        })
    });
    published.await?;
    recent.forget();
    Ok(())
}

/// Deletes it, with all its texts and with who has dismissed it.
pub async fn delete(
    db: &Db,
    clock: &Clock,
    recent: &Recent,
    actor: Actor,
    id: AnnouncementId,
) -> Result<(), AnnouncementError> {
    let clock = clock.clone();
    let deleted = db.transaction(move |tx| {
        Box::pin(async move {
            let before = lock(tx, actor, id).await?;
            sqlx::query!("delete from announcements where id = $1", id as AnnouncementId)
                .execute(&mut **tx)
                .await?;
            let values = (Some(facts(&before)), None);
            done(tx, &clock, actor, (id, "announcement.delete"), values).await
        })
    });
    deleted.await?;
    recent.forget();
    Ok(())
}

impl Draft {
    /// When it begins, if it is published now at the latest.
    fn begin(&self, is_published: bool, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        if is_published { Some(self.starts_at.unwrap_or(now)) } else { self.starts_at }
    }

    fn check(&self, now: DateTime<Utc>) -> Result<(), AnnouncementError> {
        let begin = self.starts_at.unwrap_or(now);
        match self.ends_at {
            Some(end) if end <= begin => Err(AnnouncementError::EndsFirst),
            _ => Ok(()),
        }
    }

    fn facts(&self) -> Value {
        json!({
            "texts": self.texts.facts(),
            "level": self.level.as_str(),
            "banner": self.is_banner,
            "dismissible": self.is_dismissible,
            "everyone": self.audience.is_everyone(),
            "groups": self.audience.group_ids(),
            "from": self.starts_at,
            "until": self.ends_at,
            "publishes": self.publishes,
        })
    }
}

fn facts(one: &Announcement) -> Value {
    json!({
        "texts": one.texts.facts(),
        "level": one.level.as_str(),
        "banner": one.is_banner,
        "dismissible": one.is_dismissible,
        "everyone": one.audience.is_everyone(),
        "groups": one.audience.group_ids(),
        "from": one.starts_at,
        "until": one.ends_at,
        "published": one.is_published,
    })
}

async fn enter(tx: &mut PgTransaction<'_>, actor: Actor) -> Result<(), AnnouncementError> {
    if may(tx, actor).await? { Ok(()) } else { Err(AnnouncementError::NotAllowed) }
}

async fn lock(
    tx: &mut PgTransaction<'_>,
    actor: Actor,
    id: AnnouncementId,
) -> Result<Announcement, AnnouncementError> {
    enter(tx, actor).await?;
    sqlx::query!("select from announcements where id = $1 for update", id as AnnouncementId)
        .fetch_optional(&mut **tx)
        .await?;
    find(&mut **tx, id).await?.ok_or(AnnouncementError::NotFound)
}

async fn done(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    actor: Actor,
    (id, action): (AnnouncementId, &'static str),
    values: (Option<Value>, Option<Value>),
) -> Result<(), AnnouncementError> {
    note_down(tx, clock, actor, (action, format!("announcement:{id}")), values).await?;
    Ok(count(tx).await?)
}
