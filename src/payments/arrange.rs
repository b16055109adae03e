//! The order of the methods, as customers see them.

use serde_json::json;

use super::MethodId;
use super::method::{self, MethodError, note};
use crate::accounts::audit::Actor;
use crate::kit::clock::Clock;
use crate::kit::db::{Db, column};
use crate::kit::shift::{Place, shifted};

/// Moves a method one place up or down; answers its name. At the edge nothing changes.
pub async fn shift(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    (id, up): (MethodId, bool),
) -> Result<String, MethodError> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            // Two steps at the same time happen one after the other: each reads what the one before it
            // has written.
            sqlx::query!("select from methods order by id for no key update")
                .fetch_all(&mut **tx)
                .await?;
            let moved = method::find(&mut **tx, id).await?.ok_or(MethodError::NotFound)?;
            let there =
                sqlx::query_as!(Place, "select id, position from methods order by position, id")
                    .fetch_all(&mut **tx)
                    .await?;
            let places = shifted(&there, id.get(), up);
            if !places.is_empty() {
                sqlx::query!(
                    "update methods m set position = n.position
                     from unnest($1::bigint[], $2::int[]) as n (id, position) where m.id = n.id",
                    &column(&places, |place| place.id),
                    &column(&places, |place| place.position)
                )
                .execute(&mut **tx)
                .await?;
                let to = json!({ "to": if up { "up" } else { "down" } });
                note(tx, &clock, actor, (id, "method.move"), (None, to)).await?;
            }
            Ok(moved.draft.name)
        })
    })
    .await
}
