//! Many own rates of one customer at once: as they were pasted, by a percentage of the prices or the
//! costs of a category, or all of them removed. What must stay true: what is done is what was shown, and
//! no rate is set below what the service costs. One rate alone may be (`sale::set_own_rate`), and then
//! the service goes off sale; in a list of hundreds nobody would see it.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use serde_json::json;
use sqlx::PgConnection;

use crate::accounts::AccountId;
use crate::accounts::audit::{self, Actor};
use crate::catalogue::price::{self, RateError};
use crate::catalogue::{self, ServiceId};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db, column};
use crate::kit::money::Rate;
use crate::kit::secret::{hex, sha256};
use crate::providers::bulk_sale::BULK_MAX;
use crate::providers::pause_unsellable::pause_unsellable;
use crate::providers::reprice::{Reprice, Unpriced};
use crate::providers::shelf::{self, Stocked};

/// The highest rate; see the catalogue.
const RATE_MAX: i64 = 1_000_000_000_000_000;

/// What becomes of the own rates of a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// These services, each at this rate.
    Lines(BTreeMap<ServiceId, Rate>),
    /// All services of a category (`None`: of every one), by their price or their cost.
    Priced(Option<i64>, Reprice),
    /// All own rates are removed.
    Nothing,
}

/// What becomes of one of them.
#[derive(Debug, Clone)]
pub struct Planned {
    pub service_id: ServiceId,
    /// "" if there is no such service.
    pub name: String,
    pub category: String,
    /// The list price, and what the first route costs.
    pub listed: Rate,
    pub cost: Option<Rate>,
    /// The own rate now.
    pub before: Option<Rate>,
    pub step: Step,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// It is so already.
    Same,
    Set(Rate),
    Remove,
    /// It stays as it is.
    Skip(Why),
}

/// Why a rate stays as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Why {
    #[error("there is no such service")]
    NoService,
    #[error("below its cost: {0} is the least")]
    BelowCost(Rate),
    #[error("at most 1,000,000,000")]
    TooHigh,
    #[error(transparent)]
    Unpriced(Unpriced),
}

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum OwnRatesError {
    /// It is not any more what was shown.
    #[error("something has changed since you looked")]
    Changed,
    #[error("at most 5,000 services at a time")]
    TooMany,
    #[error(transparent)]
    Rate(#[from] RateError),
    #[error(transparent)]
    Db(#[from] db::Error),
}

crate::from_sqlx!(OwnRatesError);

impl Planned {
    /// Whether anything changes.
    #[must_use]
    pub const fn changes(&self) -> bool {
        matches!(self.step, Step::Set(_) | Step::Remove)
    }
}

/// The digest of what was shown.
#[must_use]
pub fn digest(plan: &[Planned]) -> String {
    let mut text = String::new();
    for one in plan {
        let (listed, cost) = (one.listed.micros(), one.cost.map(Rate::micros));
        let before = one.before.map(Rate::micros);
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{} {listed} {cost:?} {before:?} {:?}", one.service_id, one.step);
    }
    hex(&sha256(text.as_bytes())[..16])
}

/// What would become of this customer's own rates.
pub async fn preview(
    db: &Db,
    account_id: AccountId,
    wanted: &Wanted,
) -> Result<Vec<Planned>, OwnRatesError> {
    let plan = db.reads(async |connection| plan(connection, account_id, wanted).await).await?;
    plan.ok_or(OwnRatesError::TooMany)
}

/// Does it, if it is still what was shown. `seen`: the digest of the plan. Answers how many rates were
/// set, and how many removed.
pub async fn apply(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    account_id: AccountId,
    (wanted, seen): (Wanted, String),
) -> Result<(usize, usize), OwnRatesError> {
    if actor.account_id == Some(account_id) {
        return Err(RateError::Own.into());
    }
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let first = plan(tx, account_id, &wanted).await?.ok_or(OwnRatesError::TooMany)?;
            catalogue::lock_many(tx, &column(&first, |one| one.service_id)).await?;
            // Costs and rates as they are now, and nobody else changes them.
            let plan = plan(tx, account_id, &wanted).await?.ok_or(OwnRatesError::TooMany)?;
            if digest(&plan) != seen {
                return Err(OwnRatesError::Changed);
            }
            let changes: Vec<(ServiceId, Option<Rate>)> = plan
                .iter()
                .filter_map(|one| match one.step {
                    Step::Set(rate) => Some((one.service_id, Some(rate))),
                    Step::Remove => Some((one.service_id, None)),
                    Step::Same | Step::Skip(_) => None,
                })
                .collect();
            if changes.is_empty() {
                return Ok((0, 0));
            }
            price::set_many(tx, account_id, &changes).await?;
            pause_unsellable(tx, Some(&column(&changes, |(id, _)| *id))).await?;
            let rates = |of: fn(&Planned) -> Option<Rate>| -> BTreeMap<String, String> {
                let changed = plan.iter().filter(|one| one.changes());
                let rates = changed.filter_map(|one| Some((one.service_id, of(one)?)));
                rates.map(|(id, rate)| (id.to_string(), rate.to_string())).collect()
            };
            let after = rates(|one| match one.step {
                Step::Set(rate) => Some(rate),
                Step::Same | Step::Remove | Step::Skip(_) => None,
            });
            let entry = audit::Entry {
                actor,
                action: "rate.set_many",
                subject: format!("account:{account_id}"),
                before: Some(json!({ "rates": rates(|one| one.before) })),
                after: Some(json!({ "rates": after })),
                ..audit::Entry::default()
            };
            audit::record(tx, &clock, entry).await?;
            let set = changes.iter().filter(|(_, rate)| rate.is_some()).count();
            Ok((set, changes.len() - set))
        })
    })
    .await
}

/// `None`: it concerns too many services.
async fn plan(
    db: &mut PgConnection,
    account_id: AccountId,
    wanted: &Wanted,
) -> Result<Option<Vec<Planned>>, db::Error> {
    let own = price::own(&mut *db, account_id).await?;
    let ids: Option<Vec<ServiceId>> = match wanted {
        Wanted::Lines(lines) => Some(lines.keys().copied().collect()),
        Wanted::Nothing => Some(own.keys().copied().collect()),
        Wanted::Priced(..) => None,
    };
    if ids.as_ref().is_some_and(|ids| ids.len() > BULK_MAX) {
        return Ok(None);
    }
    let mut stocked = shelf::list(&mut *db, ids.as_deref()).await?;
    if let Wanted::Priced(Some(category_id), _) = wanted {
        stocked.retain(|service| service.category_id == *category_id);
    }
    if stocked.len() > BULK_MAX {
        return Ok(None);
    }
    let found: Vec<ServiceId> = column(&stocked, |service| service.id);
    let lowest = lowest(&mut *db, &found).await?;
    let mut plan: Vec<Planned> = stocked
        .into_iter()
        .map(|service| {
            let before = own.get(&service.id).copied();
            let least = lowest.get(&service.id).copied().flatten();
            let step = step(wanted, &service, before, least);
            Planned {
                service_id: service.id,
                name: service.name,
                category: service.category,
                listed: service.rate,
                cost: service.cost,
                before,
                step,
            }
        })
        .collect();
    let missing = ids.into_iter().flatten().filter(|id| !found.contains(id));
    plan.extend(missing.map(|service_id| Planned {
        service_id,
        name: String::new(),
        category: String::new(),
        listed: Rate::default(),
        cost: None,
        before: None,
        step: Step::Skip(Why::NoService),
    }));
    Ok(Some(plan))
}

fn step(wanted: &Wanted, service: &Stocked, before: Option<Rate>, least: Option<Rate>) -> Step {
    let rate = match wanted {
        Wanted::Nothing => return Step::Remove,
        Wanted::Lines(lines) => match lines.get(&service.id) {
            Some(rate) => *rate,
            None => return Step::Same,
        },
        Wanted::Priced(_, reprice) => match reprice.price(service.rate, service.cost) {
            Ok(rate) => rate,
            Err(why) => return Step::Skip(Why::Unpriced(why)),
        },
    };
    match least {
        _ if before == Some(rate) => Step::Same,
        Some(least) if rate < least => Step::Skip(Why::BelowCost(least)),
        _ if rate.micros() > RATE_MAX => Step::Skip(Why::TooHigh),
        _ => Step::Set(rate),
    }
}

/// The lowest rate of each of these services, as far as it is known.
async fn lowest(
    db: &mut PgConnection,
    ids: &[ServiceId],
) -> Result<HashMap<ServiceId, Option<Rate>>, db::Error> {
    Ok(catalogue::find(db, ids).await?.into_iter().map(|(id, one)| (id, one.lowest)).collect())
}
