//! What is sold, and for how much: the commands for services and customers' own rates. What must
//! stay true: nobody is sold anything below its cost. So each command calls [`pause_unsellable`] in
//! its own transaction, under the service's lock, and no door can forget it.

use serde_json::{Value, json};
use sqlx::{PgExecutor, PgTransaction};

use crate::accounts::AccountId;
use crate::accounts::audit::{self, Actor};
use crate::catalogue::price::{self, RateError};
use crate::catalogue::{
    self, CategoryError, Code, Draft, Service, ServiceError, ServiceId, category_named,
};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::money::Rate;
use crate::kit::secret::{hex, sha256};
use crate::providers::pause_unsellable::pause_unsellable;
use crate::providers::protocol::Protocol;
use crate::providers::route::{self, RouteError};
use crate::providers::sandbox::Settings;

/// What staff enter for a service.
#[derive(Debug, Clone)]
pub struct Filled {
    /// A name that does not exist yet makes a new category.
    pub category: String,
    /// Its category comes from `category`.
    pub draft: Draft,
    pub code: Option<Code>,
    /// How the sandbox behaves for it.
    pub settings: Settings,
}

impl Filled {
    /// What would save this service unchanged.
    #[must_use]
    pub fn of(service: Service, settings: Settings) -> Self {
        Self {
            category: service.category.clone(),
            code: service.code,
            settings,
            draft: Draft::from(service),
        }
    }

    /// Names what a form shows: two services that are filled in alike have the same.
    #[must_use]
    pub fn edition(&self) -> String {
        hex(&sha256(facts(self).to_string().as_bytes())[..16])
    }
}

/// Why a service was not saved, whichever domain refused it.
#[derive(Debug, thiserror::Error)]
pub enum SaleError {
    #[error(transparent)]
    Service(#[from] ServiceError),
    #[error(transparent)]
    Route(#[from] RouteError),
    #[error(transparent)]
    Category(#[from] CategoryError),
    /// Somebody else saved it since the form was opened.
    #[error("the service was changed since you opened this page")]
    Changed,
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// Who delivers a new service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum First {
    /// Nobody yet: it is off sale until somebody chooses a route with
    /// [`crate::providers::edit_routes`].
    Nobody,
    /// The sandbox, for demos and tests.
    Sandbox,
}

/// Puts a service on the list; answers its id.
pub async fn create(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    (filled, first): (Filled, First),
) -> Result<ServiceId, SaleError> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let category_id = category_named(tx, &filled.category).await?;
            let draft = Draft { category_id, ..filled.draft.clone() };
            let id = catalogue::create(tx, &clock, &draft).await?;
            if first == First::Sandbox {
                route::use_sandbox(tx, id, &filled.settings).await?;
            }
            keep(tx, id, filled.code).await?;
            let entry = audit::Entry {
                actor,
                action: "service.create",
                subject: format!("service:{id}"),
                before: None,
                after: Some(facts(&filled)),
                ..audit::Entry::default()
            };
            audit::record(tx, &clock, entry).await?;
            Ok(id)
        })
    })
    .await
}

/// Changes a service. Orders that were placed before do not change. `seen`: the edition that the
/// form showed (see [`Filled::edition`]); if it is another one now, nothing changes.
pub async fn update(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    (id, filled): (ServiceId, Filled),
    seen: Option<String>,
) -> Result<(), SaleError> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let service = catalogue::lock(tx, id).await?.ok_or(ServiceError::NotFound)?;
            let before = Filled::of(service, sandbox(&mut **tx, id).await?);
            if seen.is_some_and(|seen| seen != before.edition()) {
                return Err(SaleError::Changed);
            }
            let category_id = category_named(tx, &filled.category).await?;
            let draft = Draft { category_id, ..filled.draft.clone() };
            catalogue::update(tx, id, &draft).await?;
            route::set_sandbox(tx, id, &filled.settings).await?;
            keep(tx, id, filled.code).await?;
            let entry = audit::Entry {
                actor,
                action: "service.update",
                subject: format!("service:{id}"),
                before: Some(facts(&before)),
                after: Some(facts(&filled)),
                ..audit::Entry::default()
            };
            audit::record(tx, &clock, entry).await?;
            Ok(())
        })
    })
    .await
}

/// What a new service and an existing one need alike.
async fn keep(
    tx: &mut PgTransaction<'_>,
    id: ServiceId,
    code: Option<Code>,
) -> Result<(), SaleError> {
    catalogue::set_code(tx, id, code).await?;
    if code == Some(Code::TopRanking) {
        let bounds = route::bounds(&mut **tx, &[id]).await?;
        // One without a route is off sale, and its routes are checked when they are added.
        if bounds.get(&id).is_some_and(|bounds| !bounds.reports_rank) {
            let sentence = "All providers of this service must report positions";
            return Err(ServiceError::Field { field: "code", sentence }.into());
        }
    }
    pause_unsellable(tx, Some(&[id])).await?;
    Ok(())
}

/// How the sandbox behaves for a service; the default, if it is not a route of it.
pub async fn sandbox(
    db: impl PgExecutor<'_>,
    service_id: ServiceId,
) -> Result<Settings, db::Error> {
    let routes = route::of_services(db, &[service_id]).await?;
    let mut routes = routes.get(&service_id).into_iter().flatten();
    let route = routes.find(|route| route.protocol == Protocol::Sandbox);
    Ok(route.map(|route| Settings::read(&route.settings)).unwrap_or_default())
}

/// The data of a service for the audit log.
fn facts(filled: &Filled) -> Value {
    let draft = &filled.draft;
    json!({
        "category": filled.category.trim(),
        "position": draft.position,
        "name": draft.name,
        "type": draft.kind.as_str(),
        "description": draft.description,
        "rate": draft.rate.to_string(),
        "min": draft.min,
        "max": draft.max,
        "refill": draft.refill,
        "cancel": draft.cancel,
        "dripfeed": draft.dripfeed,
        "unique_link": draft.unique_link,
        "refill_wait_h": draft.refill_wait_h,
        "refill_days": draft.refill_days,
        "enabled": draft.enabled,
        "sandbox": filled.settings,
        "code": filled.code.map(Code::number),
    })
}

/// Gives a customer a rate of their own, or removes it. If nothing would change, nothing is written
/// down. Staff never do this to their own account.
pub async fn set_own_rate(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    (account_id, service_id): (AccountId, ServiceId),
    rate: Option<Rate>,
) -> Result<(), RateError> {
    if actor.account_id == Some(account_id) {
        return Err(RateError::Own);
    }
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            // A route may become dearer at the same time. Under this lock one of the two commands
            // sees what the other wrote.
            catalogue::lock(tx, service_id).await?;
            let before = price::own(&mut **tx, account_id).await?.remove(&service_id);
            if before == rate {
                return Ok(());
            }
            price::set(tx, account_id, service_id, rate).await?;
            pause_unsellable(tx, Some(&[service_id])).await?;
            let told = |rate: Option<Rate>| {
                rate.map(|rate| json!({ "service": service_id, "rate": rate.to_string() }))
            };
            let entry = audit::Entry {
                actor,
                action: if rate.is_some() { "rate.set" } else { "rate.remove" },
                subject: format!("account:{account_id}"),
                before: told(before),
                after: told(rate),
                ..audit::Entry::default()
            };
            audit::record(tx, &clock, entry).await?;
            Ok(())
        })
    })
    .await
}
