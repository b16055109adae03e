//! The routes of many services at once. Whoever calls this has locked the services' rows.

use sqlx::PgTransaction;

use crate::catalogue::ServiceId;
use crate::kit::db::{self, column};
use crate::providers::ProviderId;

/// Gives services the routes of others: pairs of a service that has them and one that gets them.
pub(in crate::providers) async fn copy(
    tx: &mut PgTransaction<'_>,
    pairs: &[(ServiceId, ServiceId)],
) -> Result<(), db::Error> {
    sqlx::query!(
        "insert into routes (service_id, position, provider_id, upstream_service, cost_rate,
                             settings, margin, margin_fixed, price_step)
         select pair.made, r.position, r.provider_id, r.upstream_service, r.cost_rate, r.settings,
                r.margin, r.margin_fixed, r.price_step
         from unnest($1::bigint[], $2::bigint[]) as pair (was, made)
         join routes r on r.service_id = pair.was",
        &column(pairs, |(was, _)| *was) as &[ServiceId],
        &column(pairs, |(_, made)| *made) as &[ServiceId],
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Puts the routes to a provider before the others, which stay in their order.
pub(in crate::providers) async fn prefer(
    tx: &mut PgTransaction<'_>,
    services: &[ServiceId],
    provider_id: ProviderId,
) -> Result<(), db::Error> {
    // Each position must be unique after each row, so all of them step aside first.
    sqlx::query!(
        "update routes r set position = -n.place
         from (select service_id, position,
                      row_number() over (partition by service_id
                                         order by (provider_id = $2) desc, position)::int as place
               from routes where service_id = any($1)) as n
         where r.service_id = n.service_id and r.position = n.position",
        services as &[ServiceId],
        provider_id as ProviderId,
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!(
        "update routes set position = -1 - position where service_id = any($1) and position < 0",
        services as &[ServiceId],
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Removes the routes to a provider. Orders that went by them stay with it.
pub(in crate::providers) async fn leave(
    tx: &mut PgTransaction<'_>,
    services: &[ServiceId],
    provider_id: ProviderId,
) -> Result<(), db::Error> {
    sqlx::query!(
        "delete from routes where service_id = any($1) and provider_id = $2",
        services as &[ServiceId],
        provider_id as ProviderId,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
