//! Answers that staff keep, to put them into a reply and change them there.

use serde_json::{Value, json};
use sqlx::{PgExecutor, PgTransaction};

use super::{TemplateId, Text, is_name};
use crate::accounts::audit::{self, Actor};
use crate::accounts::rights::Rights;
use crate::accounts::staff;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};

/// More would be no list to choose from.
const TEMPLATES_MAX: i64 = 200;

/// A template, as staff keep it.
#[derive(Debug, Clone)]
pub struct Template {
    pub id: TemplateId,
    pub name: String,
    pub body: String,
}

/// What staff enter.
#[derive(Debug, Clone)]
pub struct Draft {
    pub name: String,
    pub body: Text,
}

/// Why a template was not saved.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    #[error("a name of 1 to 100 characters")]
    Name,
    #[error("another saved answer has this name")]
    Taken,
    #[error("there are {TEMPLATES_MAX} saved answers already")]
    TooMany,
    #[error("there is no such saved answer")]
    NotFound,
    #[error("your role does not allow it")]
    NotAllowed,
    #[error(transparent)]
    Db(db::Error),
}

impl From<db::Error> for TemplateError {
    fn from(error: db::Error) -> Self {
        match error.constraint() {
            Some("ticket_templates_name") => Self::Taken,
            _ => Self::Db(error),
        }
    }
}

crate::from_sqlx!(TemplateError);

/// All of them, by name.
pub async fn templates(db: impl PgExecutor<'_>) -> Result<Vec<Template>, db::Error> {
    Ok(sqlx::query_as!(
        Template,
        r#"select id as "id: TemplateId", name, body from ticket_templates
           order by lower(name), id"#
    )
    .fetch_all(db)
    .await?)
}

/// One of them.
pub async fn find(db: impl PgExecutor<'_>, id: TemplateId) -> Result<Option<Template>, db::Error> {
    Ok(sqlx::query_as!(
        Template,
        r#"select id as "id: TemplateId", name, body from ticket_templates where id = $1"#,
        id as TemplateId
    )
    .fetch_optional(db)
    .await?)
}

/// Keeps a new one.
pub async fn keep(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    draft: Draft,
) -> Result<TemplateId, TemplateError> {
    if !is_name(&draft.name) {
        return Err(TemplateError::Name);
    }
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            enter(tx, actor).await?;
            let name = draft.name.trim();
            let id = sqlx::query_scalar!(
                r#"insert into ticket_templates (name, body, created_at)
                   select $1, $2, $3 where (select count(*) from ticket_templates) < $4
                   returning id as "id: TemplateId""#,
                name,
                draft.body.as_str(),
                clock.now(),
                TEMPLATES_MAX
            )
            .fetch_optional(&mut **tx)
            .await?
            .ok_or(TemplateError::TooMany)?;
            let after = facts(name, draft.body.as_str());
            note_down(tx, &clock, actor, (id, "ticket_template.create"), (None, Some(after)))
                .await?;
            Ok(id)
        })
    })
    .await
}

/// Changes one.
pub async fn change(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    (id, draft): (TemplateId, Draft),
) -> Result<(), TemplateError> {
    if !is_name(&draft.name) {
        return Err(TemplateError::Name);
    }
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let before = lock(tx, actor, id).await?;
            let name = draft.name.trim();
            sqlx::query!(
                "update ticket_templates set name = $2, body = $3 where id = $1",
                id as TemplateId,
                name,
                draft.body.as_str()
            )
            .execute(&mut **tx)
            .await?;
            let values =
                (Some(facts(&before.name, &before.body)), Some(facts(name, draft.body.as_str())));
            note_down(tx, &clock, actor, (id, "ticket_template.update"), values).await
        })
    })
    .await
}

/// Removes one. Replies that were made with it stay.
pub async fn discard(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    id: TemplateId,
) -> Result<(), TemplateError> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let before = lock(tx, actor, id).await?;
            sqlx::query!("delete from ticket_templates where id = $1", id as TemplateId)
                .execute(&mut **tx)
                .await?;
            let values = (Some(facts(&before.name, &before.body)), None);
            note_down(tx, &clock, actor, (id, "ticket_template.remove"), values).await
        })
    })
    .await
}

/// For the audit log.
fn facts(name: &str, body: &str) -> Value {
    json!({ "name": name, "body": body })
}

async fn enter(tx: &mut PgTransaction<'_>, actor: Actor) -> Result<(), TemplateError> {
    if !staff::may(tx, actor, Rights::may_answer_tickets).await? {
        return Err(TemplateError::NotAllowed);
    }
    Ok(())
}

async fn lock(
    tx: &mut PgTransaction<'_>,
    actor: Actor,
    id: TemplateId,
) -> Result<Template, TemplateError> {
    enter(tx, actor).await?;
    sqlx::query!("select from ticket_templates where id = $1 for update", id as TemplateId)
        .fetch_optional(&mut **tx)
        .await?;
    find(&mut **tx, id).await?.ok_or(TemplateError::NotFound)
}

async fn note_down(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    actor: Actor,
    (id, action): (TemplateId, &'static str),
    (before, after): (Option<Value>, Option<Value>),
) -> Result<(), TemplateError> {
    let entry = audit::Entry {
        actor,
        action,
        subject: format!("ticket_template:{id}"),
        before,
        after,
        ..audit::Entry::default()
    };
    Ok(audit::record(tx, clock, entry).await?)
}
