//! What a ticket can be about. Customers choose from the subjects that are on, and one always is.

use serde_json::{Value, json};
use sqlx::{PgExecutor, PgTransaction};

use super::{SubjectId, is_name};
use crate::accounts::audit::{self, Actor};
use crate::accounts::rights::Rights;
use crate::accounts::staff;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};

/// More would be no list to choose from.
const SUBJECTS_MAX: i64 = 50;

/// A subject, as staff keep it.
#[derive(Debug, Clone)]
pub struct Subject {
    pub id: SubjectId,
    pub name: String,
    pub enabled: bool,
}

/// Why a subject was not changed.
#[derive(Debug, thiserror::Error)]
pub enum SubjectError {
    #[error("a name of 1 to 100 characters")]
    Name,
    #[error("another subject has this name")]
    Taken,
    #[error("there are {SUBJECTS_MAX} subjects already")]
    TooMany,
    #[error("one subject has to stay on")]
    LastOne,
    #[error("there is no such subject")]
    NotFound,
    #[error("your role does not allow it")]
    NotAllowed,
    #[error(transparent)]
    Db(db::Error),
}

impl From<db::Error> for SubjectError {
    fn from(error: db::Error) -> Self {
        match error.constraint() {
            Some("ticket_subjects_name") => Self::Taken,
            _ => Self::Db(error),
        }
    }
}

crate::from_sqlx!(SubjectError);

/// All of them, in the order in which customers see them.
pub async fn subjects(db: impl PgExecutor<'_>) -> Result<Vec<Subject>, db::Error> {
    Ok(sqlx::query_as!(
        Subject,
        r#"select id as "id: SubjectId", name, enabled from ticket_subjects order by position, id"#
    )
    .fetch_all(db)
    .await?)
}

/// Adds one, at the end.
pub async fn add(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    name: String,
) -> Result<SubjectId, SubjectError> {
    if !is_name(&name) {
        return Err(SubjectError::Name);
    }
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            enter(tx, actor).await?;
            let name = name.trim();
            let id = sqlx::query_scalar!(
                r#"insert into ticket_subjects (name, position, created_at)
                   select $1, coalesce(max(position), 0) + 1, $2 from ticket_subjects
                   having count(*) < $3 returning id as "id: SubjectId""#,
                name,
                clock.now(),
                SUBJECTS_MAX
            )
            .fetch_optional(&mut **tx)
            .await?
            .ok_or(SubjectError::TooMany)?;
            let after = json!({ "name": name });
            note_down(tx, &clock, actor, (id, "ticket_subject.create"), (None, after)).await?;
            Ok(id)
        })
    })
    .await
}

/// Gives one another name; tickets that have it show the new one.
pub async fn rename(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    (id, name): (SubjectId, String),
) -> Result<(), SubjectError> {
    if !is_name(&name) {
        return Err(SubjectError::Name);
    }
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let before = lock(tx, actor, id).await?;
            let name = name.trim();
            sqlx::query!(
                "update ticket_subjects set name = $2 where id = $1",
                id as SubjectId,
                name
            )
            .execute(&mut **tx)
            .await?;
            let values = (Some(json!({ "name": before.name })), json!({ "name": name }));
            note_down(tx, &clock, actor, (id, "ticket_subject.update"), values).await
        })
    })
    .await
}

/// Offers it to customers, or does not any more. Answers its name.
pub async fn switch(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    (id, enabled): (SubjectId, bool),
) -> Result<String, SubjectError> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let before = lock(tx, actor, id).await?;
            let others = sqlx::query_scalar!(
                r#"select exists (select from ticket_subjects where enabled and id <> $1)
                       as "is!""#,
                id as SubjectId
            )
            .fetch_one(&mut **tx)
            .await?;
            if !enabled && !others {
                return Err(SubjectError::LastOne);
            }
            sqlx::query!(
                "update ticket_subjects set enabled = $2 where id = $1",
                id as SubjectId,
                enabled
            )
            .execute(&mut **tx)
            .await?;
            let values =
                (Some(json!({ "enabled": before.enabled })), json!({ "enabled": enabled }));
            note_down(tx, &clock, actor, (id, "ticket_subject.update"), values).await?;
            Ok(before.name)
        })
    })
    .await
}

/// Puts it first.
pub async fn lead(db: &Db, clock: &Clock, actor: Actor, id: SubjectId) -> Result<(), SubjectError> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            lock(tx, actor, id).await?;
            sqlx::query!(
                "update ticket_subjects
                 set position = (select min(position) - 1 from ticket_subjects) where id = $1",
                id as SubjectId
            )
            .execute(&mut **tx)
            .await?;
            let values = (None, json!({ "first": true }));
            note_down(tx, &clock, actor, (id, "ticket_subject.update"), values).await
        })
    })
    .await
}

async fn enter(tx: &mut PgTransaction<'_>, actor: Actor) -> Result<(), SubjectError> {
    if !staff::may(tx, actor, Rights::may_answer_tickets).await? {
        return Err(SubjectError::NotAllowed);
    }
    Ok(())
}

/// Locks all of them, so that one stays on, and answers this one.
async fn lock(
    tx: &mut PgTransaction<'_>,
    actor: Actor,
    id: SubjectId,
) -> Result<Subject, SubjectError> {
    enter(tx, actor).await?;
    sqlx::query!("select from ticket_subjects order by id for no key update")
        .fetch_all(&mut **tx)
        .await?;
    let all = subjects(&mut **tx).await?;
    all.into_iter().find(|one| one.id == id).ok_or(SubjectError::NotFound)
}

async fn note_down(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    actor: Actor,
    (id, action): (SubjectId, &'static str),
    (before, after): (Option<Value>, Value),
) -> Result<(), SubjectError> {
    let entry = audit::Entry {
        actor,
        action,
        subject: format!("ticket_subject:{id}"),
        before,
        after: Some(after),
        ..audit::Entry::default()
    };
    Ok(audit::record(tx, clock, entry).await?)
}
