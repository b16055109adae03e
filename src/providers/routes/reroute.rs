//! The only command with which staff change the routes of a service. It writes them, checks whether
//! the service may still be sold at its price, and notes who did it: all of it or nothing.

use serde_json::{Value, json};
use sqlx::PgTransaction;

use crate::accounts::audit::{self, Actor};
use crate::catalogue::{self, Service, ServiceId};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::providers::pause_unsellable::pause_unsellable;
use crate::providers::route::RouteError;
use crate::providers::route_edit::{self, Draft, Seen};

/// What to do with a service's routes.
#[derive(Debug, Clone)]
pub enum RouteEdit {
    /// Adds a route behind the others.
    Add(Draft),
    /// Changes a route's cost and behaviour; its provider and service stay.
    Change(Seen, Draft),
    Remove(Seen),
    /// Moves a route before the one in front of it, or behind the one after it.
    Shift {
        seen: Seen,
        up: bool,
    },
}

impl RouteEdit {
    const fn action(&self) -> &'static str {
        match self {
            Self::Add(_) => "route.add",
            Self::Change(..) => "route.change",
            Self::Remove(_) => "route.remove",
            Self::Shift { .. } => "route.move",
        }
    }

    async fn write(&self, tx: &mut PgTransaction<'_>, service: &Service) -> Result<(), RouteError> {
        match self {
            Self::Add(draft) => route_edit::add(tx, service, draft).await,
            Self::Change(seen, draft) => route_edit::change(tx, service, seen, draft).await,
            Self::Remove(seen) => route_edit::remove(tx, service.id, seen).await,
            Self::Shift { seen, up } => route_edit::shift(tx, service.id, seen, *up).await,
        }
    }
}

/// Changes which providers deliver a service, and at what cost.
pub async fn edit_routes(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    (service_id, edit): (ServiceId, RouteEdit),
) -> Result<(), RouteError> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let service = catalogue::lock(tx, service_id).await?.ok_or(RouteError::Moved)?;
            let before = facts(tx, service_id).await?;
            edit.write(tx, &service).await?;
            // Its cost may now be higher than its price.
            pause_unsellable(tx, Some(&[service_id])).await?;
            let entry = audit::Entry {
                actor,
                action: edit.action(),
                subject: format!("service:{service_id}"),
                before: Some(before),
                after: Some(facts(tx, service_id).await?),
                ..audit::Entry::default()
            };
            audit::record(tx, &clock, entry).await?;
            Ok(())
        })
    })
    .await
}

/// The routes of a service, for the audit log.
async fn facts(tx: &mut PgTransaction<'_>, service_id: ServiceId) -> Result<Value, db::Error> {
    let routes = route_edit::list(&mut **tx, service_id).await?;
    let routes = routes.into_iter().map(|route| {
        json!({ "provider": route.provider, "service": route.upstream_service,
                "cost": route.cost.to_string(), "margin": route.margin.map(|m| m.to_string()),
                "settings": route.settings })
    });
    Ok(Value::Array(routes.collect()))
}
