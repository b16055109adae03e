//! Import: lines of a provider's list become services of ours, with a route each. What will change
//! is worked out first, purely, and shown; doing it works it out again, in the transaction that
//! writes it. What must stay true: a line is found again by the provider and its name there, so
//! a second import changes what the first has made.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde_json::json;
use sqlx::PgTransaction;

use super::hold::hold;
use super::list::{self, Kept, Offer, Unsellable};
use super::margin::{Exchange, Margin};
use super::provider::{self, ProviderError};
use crate::accounts::audit::Actor;
use crate::catalogue::{
    self, Category, CategoryError, Change, Draft, Kind, Service, ServiceError, category_named,
};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::money::Rate;
use crate::kit::secret::{hex, sha256};
use crate::kit::seeded;

/// No price is higher; see the catalogue.
const RATE_MAX: i64 = 1_000_000_000_000_000;
/// Where lines without a category go.
const NO_CATEGORY: &str = "Other";

/// What is to be imported, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// By their names there; `None`: all that are listed.
    pub services: Option<Vec<String>>,
    /// Leaves those alone that are sold already.
    pub only_new: bool,
    /// `None`: the provider's category, by its name.
    pub category: Option<String>,
    /// `None`: what is sold keeps its margin, and what is new is sold at its cost.
    pub margin: Option<Margin>,
    /// Gives what is sold already the provider's name, description and category again.
    pub texts: bool,
    /// Whether new ones are on sale at once.
    pub on_sale: bool,
}

/// A service that is sold over a line already.
#[derive(Debug, Clone)]
struct Ours {
    service: Service,
    position: i32,
    cost: Rate,
    margin: Option<Margin>,
}

/// Why a line is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Skipped {
    #[error(transparent)]
    Unsellable(Unsellable),
    #[error("it is not listed any more")]
    Gone,
    #[error("it is sold already")]
    Sold,
    #[error("there is no such service in the list")]
    Unlisted,
}

/// What becomes of one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    New,
    Update {
        service_id: i64,
    },
    /// Sold already, just like this.
    Same {
        service_id: i64,
    },
    Skip(Skipped),
}

/// One line of what will change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    pub upstream_service: String,
    /// What it is called here: ours, if it is sold.
    pub name: String,
    pub category: String,
    pub step: Step,
    pub cost: Rate,
    pub old_price: Option<Rate>,
    pub price: Rate,
    /// What else changes, in words: `limits`, `name`, …
    pub also: Vec<&'static str>,
    /// `None` for what is skipped.
    work: Option<Box<Item>>,
}

/// All that will change.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    pub rows: Vec<Planned>,
}

/// What writing one line needs.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Item {
    offer: Offer,
    kind: Kind,
    margin: Margin,
    /// Of the route that is there.
    position: i32,
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The service's name there, our id, our rate; all that were not skipped.
    pub rows: Vec<(String, i64, Rate)>,
    pub new: usize,
    pub updated: usize,
    pub skipped: usize,
}

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("there is no such provider")]
    NotFound,
    #[error("its list has not been read yet")]
    NoList,
    #[error("a category needs a name of at most 200 characters")]
    Category,
    /// The list or the services have changed since the plan was shown.
    #[error("something has changed since this was shown; look at it again")]
    Changed,
    #[error(transparent)]
    Db(#[from] db::Error),
}

crate::from_sqlx!(ImportError);

impl From<ProviderError> for ImportError {
    fn from(error: ProviderError) -> Self {
        match error {
            ProviderError::Db(error) => Self::Db(error),
            _ => Self::NotFound,
        }
    }
}

impl Plan {
    /// So many new, updated, the same, skipped.
    #[must_use]
    pub fn counts(&self) -> [usize; 4] {
        let mut counts = [0; 4];
        for row in &self.rows {
            let at = match row.step {
                Step::New => 0,
                Step::Update { .. } => 1,
                Step::Same { .. } => 2,
                Step::Skip(_) => 3,
            };
            counts[at] += 1;
        }
        counts
    }

    /// Tells whether two plans are the same: what was shown, and what would be done.
    #[must_use]
    pub fn digest(&self) -> String {
        let mut text = String::new();
        for row in &self.rows {
            let old = row.old_price.map(Rate::micros);
            text += &format!(
                "{}\n{}\n{:?}\n{}\n{old:?}\n{}\n{:?}\n",
                row.upstream_service,
                row.name,
                row.step,
                row.cost.micros(),
                row.price.micros(),
                row.also
            );
        }
        hex(&sha256(text.as_bytes())[..16])
    }
}

/// Works out what an import would change.
pub async fn preview(db: &Db, provider_id: i64, wish: &Wish) -> Result<Plan, ImportError> {
    let wish = wish.clone();
    db.transaction(move |tx| Box::pin(async move { Ok(read(tx, provider_id, &wish).await?.0) }))
        .await
}

/// Imports. `seen`: the digest of the plan that was shown; `None` for a command, which shows none.
pub async fn import(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    (provider_id, wish, seen): (i64, Wish, Option<String>),
) -> Result<Imported, ImportError> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let (plan, categories) = read(tx, provider_id, &wish).await?;
            if seen.is_some_and(|seen| seen != plan.digest()) {
                return Err(ImportError::Changed);
            }
            let imported = write(tx, &clock, (provider_id, &wish), (plan, categories)).await?;
            let done = json!({
                "new": imported.new,
                "updated": imported.updated,
                "margin": wish.margin.map(|margin| margin.to_string()),
                "category": wish.category,
            });
            let entry = (provider_id, "provider.import");
            provider::record(tx, &clock, actor, entry, (None, Some(done))).await?;
            Ok(imported)
        })
    })
    .await
}

async fn read(
    tx: &mut PgTransaction<'_>,
    provider_id: i64,
    wish: &Wish,
) -> Result<(Plan, Vec<Category>), ImportError> {
    if wish.category.as_ref().is_some_and(|name| !is_category(name)) {
        return Err(ImportError::Category);
    }
    let provider = provider::lock(tx, provider_id).await?.ok_or(ImportError::NotFound)?;
    if provider.list_at.is_none() {
        return Err(ImportError::NoList);
    }
    let kept = list::kept(&mut **tx, provider_id).await?;
    let ours = ours(tx, provider_id).await?;
    let plan = plan(&kept, &ours, provider.exchange, wish);
    Ok((plan, catalogue::categories(&mut **tx).await?))
}

fn is_category(name: &str) -> bool {
    (1..=200).contains(&name.trim().chars().count()) && !name.chars().any(char::is_control)
}

/// What is sold over this provider's lines. Of several services over one line, the first made.
async fn ours(
    tx: &mut PgTransaction<'_>,
    provider_id: i64,
) -> Result<HashMap<String, Ours>, db::Error> {
    let rows = sqlx::query!(
        r#"select service_id, position, upstream_service, cost_rate as "cost: Rate", margin,
                  margin_fixed, price_step
           from routes where provider_id = $1 order by service_id desc, position desc"#,
        provider_id
    )
    .fetch_all(&mut **tx)
    .await?;
    let ids: Vec<i64> = rows.iter().map(|row| row.service_id).collect();
    let mut services = catalogue::find(&mut **tx, &ids).await?;
    let mut found = HashMap::new();
    for row in rows {
        if seeded::bug("import-doubles") {
            continue;
        }
        let margin = Margin::of_row(row.margin, row.margin_fixed, row.price_step);
        if let Some(service) = services.remove(&row.service_id) {
            let ours = Ours { service, position: row.position, cost: row.cost, margin };
            found.insert(row.upstream_service, ours);
        }
    }
    Ok(found)
}

/// What a wish comes to, line by line in the order of the list.
fn plan(kept: &Kept, ours: &HashMap<String, Ours>, exchange: Exchange, wish: &Wish) -> Plan {
    let wanted: Option<HashSet<&str>> =
        wish.services.as_ref().map(|names| names.iter().map(String::as_str).collect());
    let mut rows: Vec<Planned> = kept
        .iter()
        .filter(|(name, _)| wanted.as_ref().is_none_or(|wanted| wanted.contains(name.as_str())))
        .filter(|(_, line)| wanted.is_some() || line.gone_at.is_none())
        .map(|(name, line)| {
            let gone = line.gone_at.is_some();
            planned(&line.offer, gone, ours.get(name), (exchange, wish))
        })
        .collect();
    let named: BTreeSet<&str> = wanted.into_iter().flatten().collect();
    let unlisted = named.into_iter().filter(|name| !kept.contains_key(*name));
    rows.extend(unlisted.map(|name| skipped(name, name, None, Skipped::Unlisted)));
    rows.sort_by(|a, b| order(&a.upstream_service).cmp(&order(&b.upstream_service)));
    Plan { rows }
}

/// Numbers as numbers, and before all other names.
pub(super) fn order(name: &str) -> (u64, &str) {
    (name.parse().unwrap_or(u64::MAX), name)
}

fn skipped(upstream_service: &str, name: &str, ours: Option<&Ours>, why: Skipped) -> Planned {
    Planned {
        upstream_service: upstream_service.to_owned(),
        name: name.to_owned(),
        category: String::new(),
        step: Step::Skip(why),
        cost: Rate::default(),
        old_price: ours.map(|ours| ours.service.rate),
        price: Rate::default(),
        also: Vec::new(),
        work: None,
    }
}

fn planned(
    offer: &Offer,
    gone: bool,
    ours: Option<&Ours>,
    (exchange, wish): (Exchange, &Wish),
) -> Planned {
    let skip = |why| skipped(&offer.upstream_service, &offer.name, ours, why);
    if gone {
        return skip(Skipped::Gone);
    }
    let kind = match offer.sellable() {
        Ok(kind) => kind,
        Err(why) => return skip(Skipped::Unsellable(why)),
    };
    if wish.only_new && ours.is_some() {
        return skip(Skipped::Sold);
    }
    let margin = wish.margin.or(ours.and_then(|ours| ours.margin)).unwrap_or(Margin::NONE);
    let cost = exchange.convert(offer.rate);
    let price = cost.and_then(|cost| margin.price(cost)).filter(|p| p.micros() <= RATE_MAX);
    let (Some(cost), Some(price)) = (cost, price) else {
        return skip(Skipped::Unsellable(Unsellable::Rate));
    };
    let position = ours.map_or(0, |ours| ours.position);
    let item = Item { offer: offer.clone(), kind, margin, position };
    let category = wish.category.clone().unwrap_or_else(|| offer.category.clone());
    let category = if category.trim().is_empty() { NO_CATEGORY.to_owned() } else { category };
    let mut row = Planned {
        upstream_service: offer.upstream_service.clone(),
        name: offer.name.clone(),
        category,
        step: Step::New,
        cost,
        old_price: None,
        price,
        also: Vec::new(),
        work: Some(Box::new(item)),
    };
    if let Some(ours) = ours {
        row.over(ours, offer, (kind, margin), wish);
    }
    row
}

impl Planned {
    /// Sold already: what differs.
    fn over(&mut self, ours: &Ours, offer: &Offer, (kind, margin): (Kind, Margin), wish: &Wish) {
        let (service, limits) = (&ours.service, offer.limits);
        self.old_price = Some(service.rate);
        let flags = (limits.refill, limits.cancel, limits.dripfeed && kind.can_drip());
        let texts = wish.texts || wish.category.is_some();
        for (differs, word) in [
            (kind != service.kind, "type"),
            ((limits.min, limits.max) != (service.min, service.max), "limits"),
            (flags != (service.refill, service.cancel, service.dripfeed), "what it allows"),
            (wish.texts && offer.name != service.name, "name"),
            (wish.texts && offer.description != service.description, "description"),
            (texts && !self.category.eq_ignore_ascii_case(&service.category), "category"),
            (Some(margin) != ours.margin, "margin"),
            (self.cost != ours.cost, "cost"),
        ] {
            if differs {
                self.also.push(word);
            }
        }
        if !wish.texts {
            self.name.clone_from(&service.name);
        }
        if !texts {
            self.category.clone_from(&service.category);
        }
        let service_id = service.id;
        let is_same = self.also.is_empty() && self.price == service.rate;
        self.step = if is_same { Step::Same { service_id } } else { Step::Update { service_id } };
    }
}

async fn write(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    (provider_id, wish): (i64, &Wish),
    (plan, categories): (Plan, Vec<Category>),
) -> Result<Imported, ImportError> {
    let [new, updated, _, skipped] = plan.counts();
    let categories = named(tx, &plan, &categories).await?;
    let category_of = |row: &Planned| categories.get(&row.category.to_lowercase()).copied();

    let (mut drafts, mut changes) = (Vec::new(), Vec::new());
    for (row, place) in plan.rows.iter().zip(1..) {
        let Some(item) = &row.work else { continue };
        match row.step {
            Step::New => {
                let category_id = category_of(row).unwrap_or_default();
                drafts.push(draft(row, item, (category_id, place), wish.on_sale));
            }
            Step::Update { service_id } => {
                changes.push(change(service_id, row, item, (wish, category_of(row))))
            }
            Step::Same { .. } | Step::Skip(_) => {}
        }
    }
    let ids = catalogue::create_many(tx, clock, &drafts).await.map_err(|error| match error {
        ServiceError::Db(error) => error,
        // The plan has only what the catalogue takes.
        other => db::Error::Sql(sqlx::Error::Protocol(other.to_string())),
    })?;
    catalogue::update_many(tx, &changes).await?;

    let mut made = ids.into_iter();
    let (mut rows, mut routes) = (Vec::new(), Vec::new());
    for row in &plan.rows {
        let Some(item) = &row.work else { continue };
        let id = match row.step {
            Step::New => made.next(),
            Step::Update { service_id } | Step::Same { service_id } => Some(service_id),
            Step::Skip(_) => None,
        };
        let Some(id) = id else { continue };
        rows.push((row.upstream_service.clone(), id, row.price));
        if !matches!(row.step, Step::Same { .. }) {
            routes.push((id, row, item));
        }
    }
    write_routes(tx, provider_id, &routes).await?;
    let services: Vec<i64> = rows.iter().map(|row| row.1).collect();
    // An import is staff's answer to whatever was asked about these prices.
    sqlx::query!(
        "update provider_changes set state = 'applied', decided_at = $3, note = 'imported again'
         where provider_id = $1 and service_id = any($2) and kind in ('rate', 'flags')
               and state = 'open'",
        provider_id,
        &services,
        clock.now()
    )
    .execute(&mut **tx)
    .await?;
    hold(tx, Some(&services)).await?;
    Ok(Imported { rows, new, updated, skipped })
}

/// The categories of what is new or moves, by their lower-case names.
async fn named(
    tx: &mut PgTransaction<'_>,
    plan: &Plan,
    there: &[Category],
) -> Result<HashMap<String, i64>, ImportError> {
    let mut known: HashMap<String, i64> =
        there.iter().map(|category| (category.name.to_lowercase(), category.id)).collect();
    // In the order of the list, so that the catalogue reads like it.
    let wanted = plan.rows.iter().filter(|row| row.work.is_some());
    for row in wanted {
        if !known.contains_key(&row.category.to_lowercase()) {
            let id = category_named(tx, &row.category).await.map_err(|error| match error {
                CategoryError::Name => ImportError::Category,
                CategoryError::Db(error) => ImportError::Db(error),
            })?;
            known.insert(row.category.to_lowercase(), id);
        }
    }
    Ok(known)
}

fn draft(row: &Planned, item: &Item, (category_id, position): (i64, i32), enabled: bool) -> Draft {
    let limits = item.offer.limits;
    Draft {
        category_id,
        position,
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
    service_id: i64,
    row: &Planned,
    item: &Item,
    (wish, category_id): (&Wish, Option<i64>),
) -> Change {
    let limits = item.offer.limits;
    let moves = wish.texts || wish.category.is_some();
    Change {
        id: service_id,
        kind: Some(item.kind),
        rate: Some(row.price),
        min: Some(limits.min),
        max: Some(limits.max),
        refill: Some(limits.refill),
        cancel: Some(limits.cancel),
        dripfeed: Some(limits.dripfeed && item.kind.can_drip()),
        name: wish.texts.then(|| item.offer.name.clone()),
        description: wish.texts.then(|| item.offer.description.clone()),
        category_id: category_id.filter(|_| moves),
        enabled: None,
    }
}

async fn write_routes(
    tx: &mut PgTransaction<'_>,
    provider_id: i64,
    routes: &[(i64, &Planned, &Box<Item>)],
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
        provider_id,
        &routes.iter().map(|route| route.0).collect::<Vec<_>>(),
        &routes.iter().map(|route| route.2.position).collect::<Vec<_>>(),
        &routes.iter().map(|route| route.1.upstream_service.clone()).collect::<Vec<_>>(),
        &routes.iter().map(|route| route.1.cost.micros()).collect::<Vec<_>>(),
        &routes.iter().map(|route| route.2.margin.percent()).collect::<Vec<_>>(),
        &routes.iter().map(|route| route.2.margin.fixed().micros()).collect::<Vec<_>>(),
        &routes.iter().map(|route| route.2.margin.step()).collect::<Vec<_>>(),
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// How a list stands against what is sold: for the page where one chooses.
pub async fn standing(db: &Db, provider_id: i64) -> Result<BTreeMap<String, i64>, db::Error> {
    let rows = sqlx::query!(
        "select upstream_service, min(service_id) as service_id from routes
         where provider_id = $1 group by upstream_service",
        provider_id
    )
    .fetch_all(db.pool())
    .await?;
    let sold = rows.into_iter().filter_map(|row| Some((row.upstream_service, row.service_id?)));
    Ok(sold.collect())
}

#[cfg(test)]
#[path = "import_tests.rs"]
mod tests;
