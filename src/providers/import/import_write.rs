//! Carries out the plan of an import: categories, services and routes, in a few statements.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use sqlx::PgTransaction;

use crate::catalogue::{
    self, Category, CategoryError, Change, Draft, ServiceError, ServiceId, category_named,
};
use crate::kit::clock::Clock;
use crate::kit::db::{self, column};
use crate::kit::money::Rate;
use crate::providers::ProviderId;
use crate::providers::import::{ImportError, ImportOptions, Item, Plan, Planned, Step};
use crate::providers::pause_unsellable::pause_unsellable;

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// Every line that was not skipped.
    pub rows: Vec<ImportedRow>,
    pub new: usize,
    pub updated: usize,
    pub skipped: usize,
}

/// A line that is sold here now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedRow {
    /// The service's name there.
    pub upstream_service: String,
    pub service_id: ServiceId,
    pub price: Rate,
}

pub(in crate::providers) async fn write(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    (provider_id, options): (ProviderId, &ImportOptions),
    (plan, categories): (Plan, Vec<Category>),
) -> Result<Imported, ImportError> {
    let [new, updated, _, skipped] = plan.counts();
    let categories = named(tx, &plan, &categories).await?;
    let category_of = |row: &Planned| categories.get(&row.category.to_lowercase()).copied();

    let (mut drafts, mut changes) = (Vec::new(), Vec::new());
    for row in &plan.rows {
        let Some(item) = row.work.as_deref() else { continue };
        match row.step {
            Step::New => {
                let category_id = category_of(row).unwrap_or_default();
                drafts.push(draft(row, item, category_id, options.on_sale));
            }
            Step::Update { service_id } => {
                changes.push(change(service_id, row, item, (options, category_of(row))))
            }
            Step::Same { .. } | Step::Skip(_) => {}
        }
    }
    let ids = catalogue::create_many(tx, clock, &drafts).await.map_err(|error| match error {
        ServiceError::Db(error) => error,
        // The plan holds only values that the catalogue takes.
        other => db::Error::Sql(sqlx::Error::Protocol(other.to_string())),
    })?;
    catalogue::update_many(tx, &changes).await?;

    let mut made = ids.into_iter();
    let (mut rows, mut routes) = (Vec::new(), Vec::new());
    for row in &plan.rows {
        let Some(item) = row.work.as_deref() else { continue };
        let id = match row.step {
            Step::New => made.next(),
            Step::Update { service_id } | Step::Same { service_id } => Some(service_id),
            Step::Skip(_) => None,
        };
        let Some(service_id) = id else { continue };
        let (upstream_service, price) = (row.upstream_service.clone(), row.price);
        rows.push(ImportedRow { upstream_service, service_id, price });
        if !matches!(row.step, Step::Same { .. }) {
            routes.push((service_id, row, item));
        }
    }
    write_routes(tx, provider_id, &routes).await?;
    let services: Vec<ServiceId> = rows.iter().map(|row| row.service_id).collect();
    // By importing, staff answer the open questions about these prices.
    sqlx::query!(
        "update provider_changes set state = 'applied', decided_at = $3, note = 'imported again'
         where provider_id = $1 and service_id = any($2) and kind in ('rate', 'flags')
               and state = 'open'",
        provider_id as ProviderId,
        &services as &[ServiceId],
        clock.now()
    )
    .execute(&mut **tx)
    .await?;
    pause_unsellable(tx, Some(&services)).await?;
    Ok(Imported { rows, new, updated, skipped })
}

/// The categories of services that are new or that move, by their lower-case names.
async fn named(
    tx: &mut PgTransaction<'_>,
    plan: &Plan,
    there: &[Category],
) -> Result<HashMap<String, i64>, ImportError> {
    let mut known: HashMap<String, i64> =
        there.iter().map(|category| (category.name.to_lowercase(), category.id)).collect();
    // In the order of the list, so that the catalogue has the same order.
    let wanted = plan.rows.iter().filter(|row| row.work.is_some());
    for row in wanted {
        let Entry::Vacant(missing) = known.entry(row.category.to_lowercase()) else { continue };
        let id = category_named(tx, &row.category).await.map_err(|error| match error {
            CategoryError::Name => ImportError::Category,
            CategoryError::Db(error) => ImportError::Db(error),
        })?;
        missing.insert(id);
    }
    Ok(known)
}

fn draft(row: &Planned, item: &Item, category_id: i64, enabled: bool) -> Draft {
    let limits = item.offer.limits;
    Draft {
        category_id,
        position: row.place,
        name: row.name.clone(),
        kind: item.kind,
        description: item.offer.description.clone(),
        rate: row.price,
        min: limits.min,
        max: limits.max,
        refill: limits.refill,
        cancel: limits.cancel,
        dripfeed: limits.dripfeed && item.kind.can_drip(),
        unique_link: false,
        refill_wait_h: 24,
        refill_days: None,
        enabled,
    }
}

fn change(
    service_id: ServiceId,
    row: &Planned,
    item: &Item,
    (options, category_id): (&ImportOptions, Option<i64>),
) -> Change {
    let limits = item.offer.limits;
    let moves = options.moves(&item.offer.category);
    Change {
        id: service_id,
        kind: Some(item.kind),
        rate: Some(row.price),
        min: Some(limits.min),
        max: Some(limits.max),
        refill: Some(limits.refill),
        cancel: Some(limits.cancel),
        dripfeed: Some(limits.dripfeed && item.kind.can_drip()),
        name: options.texts.then(|| item.offer.name.clone()),
        description: options.texts.then(|| item.offer.description.clone()),
        category_id: category_id.filter(|_| moves),
        enabled: None,
    }
}

async fn write_routes(
    tx: &mut PgTransaction<'_>,
    provider_id: ProviderId,
    routes: &[(ServiceId, &Planned, &Item)],
) -> Result<(), db::Error> {
    if routes.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "insert into routes (service_id, position, provider_id, upstream_service, cost_rate,
                             margin, margin_fixed, price_step)
         select r.service_id, r.position, $1, r.name, r.cost, r.margin, r.fixed, r.step
         from unnest($2::bigint[], $3::int[], $4::text[], $5::bigint[], $6::int[], $7::bigint[],
                     $8::bigint[]) as r (service_id, position, name, cost, margin, fixed, step)
         on conflict (service_id, position) do update
         set cost_rate = excluded.cost_rate, margin = excluded.margin,
             margin_fixed = excluded.margin_fixed, price_step = excluded.price_step",
        provider_id as ProviderId,
        &column(routes, |route| route.0) as &[ServiceId],
        &column(routes, |route| route.2.position),
        &column(routes, |route| route.1.upstream_service.clone()),
        &column(routes, |route| route.1.cost.micros()),
        &column(routes, |route| route.2.margin.percent()),
        &column(routes, |route| route.2.margin.fixed().micros()),
        &column(routes, |route| route.2.margin.step()),
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
