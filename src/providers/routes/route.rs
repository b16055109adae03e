//! Routes: which providers deliver a service, in order of preference, and what it costs there.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::{PgExecutor, PgTransaction};

use crate::catalogue::ServiceId;
use crate::kit::db;
use crate::kit::money::Rate;
use crate::providers::ProviderId;
use crate::providers::protocol::Protocol;
use crate::providers::sandbox::Settings;

/// One route of a service.
#[derive(Debug, Clone)]
pub struct Route {
    pub service_id: ServiceId,
    /// Lower is preferred.
    pub position: i32,
    pub provider_id: ProviderId,
    pub protocol: Protocol,
    pub upstream_service: String,
    pub cost_rate: Rate,
    pub settings: Value,
    /// Why nothing is sent by it now.
    pub paused_reason: Option<String>,
    /// The provider asked us to wait until then.
    pub waits_until: Option<DateTime<Utc>>,
    /// The provider's address; `None`: inside the panel.
    pub url: Option<String>,
    /// Staff have confirmed that it takes idempotency keys.
    pub takes_idempotency_keys: bool,
}

/// Why a route was not saved.
#[derive(Debug, thiserror::Error)]
pub enum RouteError {
    #[error("{sentence}")]
    Field { field: &'static str, sentence: &'static str },
    /// Someone else changed the routes meanwhile.
    #[error("the routes were changed since you opened this page; look again")]
    Moved,
    #[error(transparent)]
    Db(#[from] db::Error),
}

crate::from_sqlx!(RouteError);

/// The routes of these services, preferred ones first.
pub async fn of_services(
    db: impl PgExecutor<'_>,
    services: &[ServiceId],
) -> Result<HashMap<ServiceId, Vec<Route>>, db::Error> {
    let rows = sqlx::query!(
        r#"select r.service_id as "service_id: ServiceId", r.position,
                  r.provider_id as "provider_id: ProviderId", p.protocol as "protocol: Protocol",
                  r.upstream_service,
                  r.cost_rate as "cost_rate: Rate", r.settings,
                  coalesce(r.paused_reason, p.paused_reason,
                           case when not p.enabled then 'switched off' end) as paused_reason,
                  p.retry_at, p.url, p.idempotency = 'confirmed' as "confirmed!"
           from routes r join providers p on p.id = r.provider_id
           where r.service_id = any($1) order by r.service_id, r.position"#,
        services as &[ServiceId]
    )
    .fetch_all(db)
    .await?;
    let mut found: HashMap<ServiceId, Vec<Route>> = HashMap::new();
    for row in rows {
        found.entry(row.service_id).or_default().push(Route {
            service_id: row.service_id,
            position: row.position,
            provider_id: row.provider_id,
            protocol: row.protocol,
            upstream_service: row.upstream_service,
            cost_rate: row.cost_rate,
            settings: row.settings,
            paused_reason: row.paused_reason,
            waits_until: row.retry_at,
            url: row.url,
            takes_idempotency_keys: row.confirmed,
        });
    }
    Ok(found)
}

/// What all providers of a service take and report, whichever of them delivers.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// The least quantity that all of them take, if their lists say so.
    pub min: Option<i64>,
    /// Whether each of them reports a position.
    pub reports_rank: bool,
}

impl Bounds {
    /// From a row of `service_bounds`, in which commas separate the protocols.
    #[must_use]
    pub fn of_row(min: Option<i64>, protocols: &str) -> Self {
        let ranks = |word| Protocol::parse(word).is_some_and(Protocol::reports_rank);
        Self { min, reports_rank: protocols.split(',').all(ranks) }
    }
}

/// The bounds of these services; a service without a route has none.
pub async fn bounds(
    db: impl PgExecutor<'_>,
    services: &[ServiceId],
) -> Result<HashMap<ServiceId, Bounds>, db::Error> {
    let rows = sqlx::query!(
        r#"select service_id as "id!: ServiceId", min, protocols as "protocols!"
           from service_bounds where service_id = any($1)"#,
        services as &[ServiceId]
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, Bounds::of_row(row.min, &row.protocols))).collect())
}

/// How the sandbox behaves for those of these services for which it is the first route.
pub async fn sandboxed(
    db: impl PgExecutor<'_>,
    services: &[ServiceId],
) -> Result<HashMap<ServiceId, Settings>, db::Error> {
    let rows = sqlx::query!(
        r#"select f.service_id as "service_id: ServiceId", f.settings
           from (select distinct on (service_id) * from routes where service_id = any($1)
                 order by service_id, position) f
           join providers p on p.id = f.provider_id
           where p.protocol = 'sandbox'"#,
        services as &[ServiceId]
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.service_id, Settings::read(&row.settings))).collect())
}

/// Lets the sandbox deliver a service, with these settings.
pub async fn use_sandbox(
    tx: &mut PgTransaction<'_>,
    service_id: ServiceId,
    settings: &Settings,
) -> Result<(), RouteError> {
    settings.check()?;
    let settings = serde_json::to_value(settings).expect("plain values serialise");
    sqlx::query!(
        "insert into routes (service_id, provider_id, settings)
         select $1, id, $2 from providers where protocol = 'sandbox' order by id limit 1
         on conflict (service_id, position) do update set settings = excluded.settings",
        service_id as ServiceId,
        settings
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// As [`use_sandbox`], for an existing service. If the sandbox is a route of it, its behaviour
/// changes; if not, no route is added.
pub async fn set_sandbox(
    tx: &mut PgTransaction<'_>,
    service_id: ServiceId,
    settings: &Settings,
) -> Result<(), RouteError> {
    settings.check()?;
    let settings = serde_json::to_value(settings).expect("plain values serialise");
    sqlx::query!(
        "update routes r set settings = $2 from providers p
         where r.service_id = $1 and p.id = r.provider_id and p.protocol = 'sandbox'",
        service_id as ServiceId,
        settings
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
