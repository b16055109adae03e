//! What depends on a provider: the services that it delivers, and those that nobody else could.

use sqlx::PgExecutor;

use crate::kit::db;
use crate::providers::ProviderId;

/// Services that are switched on and have a route to the provider.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Touched {
    pub services: i64,
    /// Those of them that no other provider delivers that is switched on.
    pub alone: i64,
}

/// What a provider's services come to.
pub async fn by(db: impl PgExecutor<'_>, provider_id: ProviderId) -> Result<Touched, db::Error> {
    Ok(sqlx::query_as!(
        Touched,
        r#"select count(*) as "services!", count(*) filter (where not others.has) as "alone!"
           from services s
           cross join lateral (
               select exists (select from routes r join providers p on p.id = r.provider_id
                              where r.service_id = s.id and r.provider_id <> $1 and p.enabled)
                      as has) as others
           where s.enabled
                 and s.id in (select service_id from routes where provider_id = $1)"#,
        provider_id as ProviderId
    )
    .fetch_one(db)
    .await?)
}
