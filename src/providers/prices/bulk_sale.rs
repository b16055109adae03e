//! One price, or many services at once: prices, on and off sale, another category, copies, and who
//! delivers them. What must stay true: what is done is what was shown, and nothing is sold below its cost afterwards.

use std::fmt::Write as _;

use serde_json::{Value, json};
use sqlx::{PgExecutor, PgTransaction};

use crate::accounts::audit::{self, Actor};
use crate::catalogue::{
    self, CategoryError, Change, Draft, ServiceError, ServiceId, category_named,
};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db, column};
use crate::kit::money::Rate;
use crate::kit::secret::{hex, sha256};
use crate::providers::pause_unsellable::pause_unsellable;
use crate::providers::reprice::{Reprice, Unpriced};
use crate::providers::shelf::{self, Stocked};
use crate::providers::{ProviderId, bulk_routes};

/// The most services that change at once.
pub const BULK_MAX: usize = 5_000;
/// The longest name of a service, and what a copy's name ends with.
const NAME_CHARS_MAX: usize = 300;
const COPY: &str = " (copy)";
/// The highest price; see the catalogue.
const RATE_MAX: i64 = 1_000_000_000_000_000;

/// What is done to services.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bulk {
    Prices(Reprice),
    OnSale(bool),
    /// Into the category of this name; a new name makes a new one.
    Into(String),
    /// A copy of each, which is off sale.
    Copy,
    /// This provider before the others.
    First(ProviderId),
    /// Not by this provider any more.
    Without(ProviderId),
}

/// What happens to one service.
#[derive(Debug, Clone)]
pub struct Planned {
    /// As it is now.
    pub service: Stocked,
    pub step: Step,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// It is so already.
    Same,
    Price(Rate),
    OnSale(bool),
    Move,
    Copy,
    /// Its routes change.
    Reroute,
    /// It has no route to this provider.
    NoRoute,
    /// It stays as it is.
    Skip(Unpriced),
}

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum BulkError {
    /// It is not any more what was shown.
    #[error("something has changed since you looked")]
    Changed,
    #[error("at most 5,000 services at a time")]
    TooMany,
    #[error(transparent)]
    Category(#[from] CategoryError),
    #[error(transparent)]
    Db(#[from] db::Error),
}

crate::from_sqlx!(BulkError);

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Done {
    pub changed: usize,
    /// Those of them that staff sell and the panel now keeps off sale.
    pub off: usize,
    /// The copies that were made.
    pub made: usize,
}

/// Works out what would happen to each of these services.
#[must_use]
pub fn plan(services: Vec<Stocked>, bulk: &Bulk) -> Vec<Planned> {
    let planned = services.into_iter().map(|service| {
        let step = match bulk {
            Bulk::Prices(reprice) => match reprice.price(service.rate, service.cost) {
                Ok(price) if price == service.rate => Step::Same,
                Ok(price) => Step::Price(price),
                Err(why) => Step::Skip(why),
            },
            Bulk::OnSale(on) if *on == service.enabled => Step::Same,
            Bulk::OnSale(on) => Step::OnSale(*on),
            Bulk::Into(name) if name.trim().to_lowercase() == service.category.to_lowercase() => {
                Step::Same
            }
            Bulk::Into(_) => Step::Move,
            Bulk::Copy => Step::Copy,
            Bulk::First(id) | Bulk::Without(id) if !service.providers.contains(id) => Step::NoRoute,
            Bulk::First(id) if service.providers.first() == Some(id) => Step::Same,
            Bulk::First(_) | Bulk::Without(_) => Step::Reroute,
        };
        Planned { service, step }
    });
    planned.collect()
}

impl Planned {
    /// Whether anything changes.
    #[must_use]
    pub const fn changes(&self) -> bool {
        match self.step {
            Step::Price(_) | Step::OnSale(_) | Step::Move | Step::Copy | Step::Reroute => true,
            Step::Same | Step::NoRoute | Step::Skip(_) => false,
        }
    }
}

/// The digest of what was shown: the plan and the prices, costs and states that it came from.
#[must_use]
pub fn digest(plan: &[Planned]) -> String {
    let mut text = String::new();
    for Planned { service, step } in plan {
        let (cost, dearest) = (service.cost.map(Rate::micros), service.dearest.map(Rate::micros));
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "{} {} {cost:?} {dearest:?} {} {} {:?} {step:?}",
            service.id,
            service.rate.micros(),
            service.enabled,
            service.category,
            service.providers
        );
    }
    hex(&sha256(text.as_bytes())[..16])
}

/// What would happen to these services, in the order of the list.
pub async fn preview(
    db: impl PgExecutor<'_>,
    ids: &[ServiceId],
    bulk: &Bulk,
) -> Result<Vec<Planned>, BulkError> {
    if ids.len() > BULK_MAX {
        return Err(BulkError::TooMany);
    }
    Ok(plan(shelf::list(db, Some(ids)).await?, bulk))
}

/// Does it, if it is still what was shown. `seen`: the digest of the plan.
pub async fn apply(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    (ids, bulk, seen): (Vec<ServiceId>, Bulk, String),
) -> Result<Done, BulkError> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            catalogue::lock_many(tx, &ids).await?;
            let plan = preview(&mut **tx, &ids, &bulk).await?;
            if digest(&plan) != seen {
                return Err(BulkError::Changed);
            }
            let changing: Vec<&Planned> = plan.iter().filter(|one| one.changes()).collect();
            let category_id = match &bulk {
                Bulk::Into(name) if !changing.is_empty() => Some(category_named(tx, name).await?),
                _ => None,
            };
            let changes = column(&changing, |one| change(one, category_id));
            catalogue::update_many(tx, &changes).await?;
            let changed = column(&changing, |one| one.service.id);
            match bulk {
                Bulk::Copy => return copy(tx, &clock, actor, &changed).await,
                Bulk::First(id) => bulk_routes::prefer(tx, &changed, id).await?,
                Bulk::Without(id) => bulk_routes::leave(tx, &changed, id).await?,
                Bulk::Prices(_) | Bulk::OnSale(_) | Bulk::Into(_) => {}
            }
            pause_unsellable(tx, Some(&changed)).await?;
            for one in &changing {
                let (before, after) = facts(one, &bulk);
                note(tx, &clock, actor, (one.service.id, before, after)).await?;
            }
            let now = catalogue::find(&mut **tx, &changed).await?;
            let off = now.values().filter(|one| one.enabled && one.paused_reason.is_some());
            Ok(Done { changed: changed.len(), off: off.count(), made: 0 })
        })
    })
    .await
}

/// Makes a copy of each of these services, with its routes. A copy is off sale until someone has
/// looked at it.
async fn copy(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    actor: Actor,
    ids: &[ServiceId],
) -> Result<Done, BulkError> {
    let mut services = catalogue::find(&mut **tx, ids).await?;
    let copied = |id: &ServiceId| {
        let service = services.remove(id)?;
        let kept: String = service.name.chars().take(NAME_CHARS_MAX - COPY.len()).collect();
        Some((*id, Draft { name: format!("{kept}{COPY}"), enabled: false, ..service.into() }))
    };
    let (from, drafts): (Vec<_>, Vec<_>) = ids.iter().filter_map(copied).unzip();
    let made = match catalogue::create_many(tx, clock, &drafts).await {
        Ok(made) => made,
        Err(ServiceError::Db(error)) => return Err(error.into()),
        // What is there was checked when it was saved.
        Err(ServiceError::Field { .. } | ServiceError::NotFound) => return Err(BulkError::Changed),
    };
    let pairs: Vec<_> = from.into_iter().zip(made.iter().copied()).collect();
    bulk_routes::copy(tx, &pairs).await?;
    pause_unsellable(tx, Some(&made)).await?;
    for (was, made) in &pairs {
        let entry = audit::Entry {
            actor,
            action: "service.create",
            subject: format!("service:{made}"),
            after: Some(json!({ "copy_of": was })),
            ..audit::Entry::default()
        };
        audit::record(tx, clock, entry).await?;
    }
    Ok(Done { changed: 0, off: 0, made: made.len() })
}

fn change(one: &Planned, category_id: Option<i64>) -> Change {
    let none = Change::none(one.service.id);
    match one.step {
        Step::Price(rate) => Change { rate: Some(rate), ..none },
        Step::OnSale(on) => Change { enabled: Some(on), ..none },
        Step::Move => Change { category_id, ..none },
        Step::Same | Step::Copy | Step::Reroute | Step::NoRoute | Step::Skip(_) => none,
    }
}

/// Before and after, for the audit log.
fn facts(one: &Planned, bulk: &Bulk) -> (Value, Value) {
    let service = &one.service;
    match (&one.step, bulk) {
        (Step::Price(rate), _) => {
            (json!({ "rate": service.rate.to_string() }), json!({ "rate": rate.to_string() }))
        }
        (Step::OnSale(on), _) => (json!({ "enabled": service.enabled }), json!({ "enabled": on })),
        (_, Bulk::Into(name)) => {
            (json!({ "category": service.category }), json!({ "category": name.trim() }))
        }
        (_, Bulk::First(id)) => (json!({ "providers": service.providers }), json!({ "first": id })),
        (_, Bulk::Without(id)) => {
            (json!({ "providers": service.providers }), json!({ "without": id }))
        }
        _ => (Value::Null, Value::Null),
    }
}

async fn note(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    actor: Actor,
    (id, before, after): (ServiceId, Value, Value),
) -> Result<(), db::Error> {
    let entry = audit::Entry {
        actor,
        action: "service.update",
        subject: format!("service:{id}"),
        before: Some(before),
        after: Some(after),
        ..audit::Entry::default()
    };
    audit::record(tx, clock, entry).await
}

/// Why a price was not changed.
#[derive(Debug, thiserror::Error)]
pub enum PriceError {
    #[error("there is no such service")]
    NotFound,
    /// Somebody else changed it to this meanwhile.
    #[error("the price was changed to {0} since you opened this page")]
    Changed(Rate),
    #[error("at most 1,000,000,000")]
    TooHigh,
    #[error(transparent)]
    Db(#[from] db::Error),
}

crate::from_sqlx!(PriceError);

/// Changes the price of a service, everything else unchanged. `seen`: the price that the person saw.
/// Answers the service's name and why the panel now keeps it off sale, if it does.
pub async fn set_price(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    (id, seen, rate): (ServiceId, Rate, Rate),
) -> Result<(String, Option<String>), PriceError> {
    if rate.micros() > RATE_MAX {
        return Err(PriceError::TooHigh);
    }
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let service = catalogue::lock(tx, id).await?.ok_or(PriceError::NotFound)?;
            // Sent twice, it is done once.
            if service.rate == rate {
                return Ok((service.name, service.paused_reason.filter(|_| service.enabled)));
            }
            if service.rate != seen {
                return Err(PriceError::Changed(service.rate));
            }
            catalogue::update_many(tx, &[Change { rate: Some(rate), ..Change::none(id) }]).await?;
            pause_unsellable(tx, Some(&[id])).await?;
            let before = json!({ "rate": service.rate.to_string() });
            note(tx, &clock, actor, (id, before, json!({ "rate": rate.to_string() }))).await?;
            let now = catalogue::find(&mut **tx, &[id]).await?.remove(&id);
            let why = now.filter(|now| now.enabled).and_then(|now| now.paused_reason);
            Ok((service.name, why))
        })
    })
    .await
}
