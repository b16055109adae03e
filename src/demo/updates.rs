//! What changed on the shop's price list lately, and what its first customer has marked. The samples
//! are said to be as old as the rest.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::kit::db;

/// Services that the customer has marked.
const FAVOURITES: usize = 2;

/// Of the services that were made at `made_at`, over the last hours before `now`; of `services`, the
/// first ones are the favourites.
pub(super) async fn plant(
    db: &mut PgConnection,
    services: &[i64],
    customer: i64,
    (made_at, now, hours): (DateTime<Utc>, DateTime<Utc>, i64),
) -> Result<(), db::Error> {
    // The samples were there before.
    sqlx::query!(
        "update catalogue_events e set at = $1 from services s
         where s.id = e.service_id and s.created_at > $2::timestamptz - interval '1 hour'",
        made_at,
        now
    )
    .execute(&mut *db)
    .await?;
    sqlx::query_file!("src/demo/updates.sql", made_at, now, hours).execute(&mut *db).await?;
    sqlx::query!(
        "insert into favourites (account_id, service_id, added_at)
         select $1, id, $3 from unnest($2::bigint[]) as id on conflict do nothing",
        customer,
        services.get(..FAVOURITES).unwrap_or(services),
        now
    )
    .execute(&mut *db)
    .await?;
    Ok(())
}
