//! The order of the list: of the categories, and of the services in one. Imports and forms may have given
//! the same position twice.

use serde_json::json;
use sqlx::PgTransaction;

use super::{ServiceError, ServiceId, service};
use crate::accounts::audit::{self, Actor};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db, column};
use crate::kit::shift::{Place, shifted};

/// Moves a service one place up or down in its category; answers its name. At the edge nothing
/// changes.
pub async fn shift_service(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    (id, up): (ServiceId, bool),
) -> Result<String, ServiceError> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let found = service::find(&mut **tx, &[id]).await?.remove(&id);
            let moved = found.ok_or(ServiceError::NotFound)?;
            lock_categories(tx, Some(moved.category_id)).await?;
            let there = sqlx::query_as!(
                Place,
                "select id, position from services where category_id = $1
                 order by position, id for no key update",
                moved.category_id
            )
            .fetch_all(&mut **tx)
            .await?;
            let places = shifted(&there, id.get(), up);
            if !places.is_empty() {
                sqlx::query!(
                    "update services s set position = n.position
                     from unnest($1::bigint[], $2::int[]) as n (id, position) where s.id = n.id",
                    &column(&places, |place| place.id),
                    &column(&places, |place| place.position)
                )
                .execute(&mut **tx)
                .await?;
                note(tx, &clock, actor, (format!("service:{id}"), up)).await?;
            }
            Ok(moved.name)
        })
    })
    .await
}

/// Moves a category one place up or down in the list; answers its name, or `None` if there is no
/// such category.
pub async fn shift_category(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    (id, up): (i64, bool),
) -> Result<Option<String>, db::Error> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            lock_categories(tx, None).await?;
            let there = super::categories(&mut **tx).await?;
            let Some(moved) = there.iter().find(|category| category.id == id) else {
                return Ok(None);
            };
            let name = moved.name.clone();
            let there = column(&there, |one| Place { id: one.id, position: one.position });
            let places = shifted(&there, id, up);
            if !places.is_empty() {
                sqlx::query!(
                    "update categories c set position = n.position
                     from unnest($1::bigint[], $2::int[]) as n (id, position) where c.id = n.id",
                    &column(&places, |place| place.id),
                    &column(&places, |place| place.position)
                )
                .execute(&mut **tx)
                .await?;
                note(tx, &clock, actor, (format!("category:{id}"), up)).await?;
            }
            Ok(Some(name))
        })
    })
    .await
}

/// Two steps at the same time happen one after the other. `None`: the order of all categories.
async fn lock_categories(tx: &mut PgTransaction<'_>, id: Option<i64>) -> Result<(), db::Error> {
    sqlx::query!(
        "select from categories where $1::bigint is null or id = $1 order by id for no key update",
        id
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(())
}

async fn note(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    actor: Actor,
    (subject, up): (String, bool),
) -> Result<(), db::Error> {
    let entry = audit::Entry {
        actor,
        action: "list.move",
        subject,
        before: None,
        after: Some(json!({ "to": if up { "up" } else { "down" } })),
        ..audit::Entry::default()
    };
    audit::record(tx, clock, entry).await
}
