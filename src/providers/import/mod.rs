//! Import: lines of a provider's list become services of ours, with a route each. The changes are
//! worked out first, purely, and shown. The import (`run`) works them out again, in the transactions
//! that write them. What must stay true: a line is found again by its provider and its name there,
//! so a second import changes what the first one made.

pub(in crate::providers) mod clean;
pub(in crate::providers) mod find_offers;
pub(in crate::providers) mod import_options;
pub(in crate::providers) mod import_write;
pub mod list;
pub(in crate::providers) mod list_due;
pub mod list_sync;
pub mod run;
pub(in crate::providers) mod skipped;
pub mod unread;

use std::collections::{BTreeSet, HashMap, HashSet};

use sqlx::PgTransaction;

use crate::catalogue::{self, Category, Kind, Service, ServiceId};
use crate::kit::db::{self, Db};
use crate::kit::money::Rate;
use crate::kit::secret::{hex, sha256};
use crate::providers::ProviderId;
use crate::providers::floor::floor_price;
pub use crate::providers::import_options::{ImportOptions, Mapped};
pub use crate::providers::import_write::{Imported, ImportedRow};
use crate::providers::list::{Kept, Offer, Unsellable};
use crate::providers::margin::{Exchange, Margin};
use crate::providers::provider::{self, ProviderError};
pub use crate::providers::skipped::Skipped;
use crate::providers::unread::Unread;

/// The highest price; see the catalogue.
const RATE_MAX: i64 = 1_000_000_000_000_000;
/// A service that uses a line already.
#[derive(Debug, Clone)]
struct Ours {
    service: Service,
    position: i32,
    cost: Rate,
    margin: Option<Margin>,
}

/// What decides about prices, whatever staff choose.
#[derive(Debug, Clone, Copy)]
struct Rule {
    exchange: Exchange,
    floor: Rate,
}

/// What happens to one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    New,
    Update {
        service_id: ServiceId,
    },
    /// It is sold already, with the same data.
    Same {
        service_id: ServiceId,
    },
    Skip(Skipped),
}

/// One line of the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// In the order of the list, from 1.
    pub(in crate::providers) place: i32,
    pub upstream_service: String,
    /// Its name here: our name, if it is sold.
    pub name: String,
    pub category: String,
    pub step: Step,
    pub cost: Rate,
    pub old_price: Option<Rate>,
    pub price: Rate,
    /// What else changes, in words: `limits`, `name`, …
    pub also: Vec<&'static str>,
    /// The text that could not be read; "": there was none.
    pub said: String,
    /// `None` if the line is skipped.
    pub(in crate::providers) work: Option<Box<Item>>,
}

/// Everything that will change.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    pub rows: Vec<Planned>,
}

/// What is needed to write one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::providers) struct Item {
    pub offer: Offer,
    pub kind: Kind,
    pub margin: Margin,
    /// The position of the existing route.
    pub position: i32,
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
    /// The same plan is being imported already, by this import.
    #[error("this runs already")]
    Runs(i64),
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
    /// Identifies a plan, to compare the one that was shown with the one that would be carried out.
    #[must_use]
    pub fn digest(&self) -> String {
        let text: String = self.rows.iter().map(Planned::told).collect();
        hex(&sha256(text.as_bytes())[..16])
    }
}

/// Works out what an import would change.
pub async fn preview(
    db: &Db,
    provider_id: ProviderId,
    options: &ImportOptions,
) -> Result<Plan, ImportError> {
    let options = options.clone();
    db.transaction(move |tx| Box::pin(async move { Ok(read(tx, provider_id, &options).await?.0) }))
        .await
}

async fn read(
    tx: &mut PgTransaction<'_>,
    provider_id: ProviderId,
    options: &ImportOptions,
) -> Result<(Plan, Vec<Category>), ImportError> {
    if !options.has_names() {
        return Err(ImportError::Category);
    }
    let provider = provider::lock(tx, provider_id).await?.ok_or(ImportError::NotFound)?;
    if provider.list_at.is_none() {
        return Err(ImportError::NoList);
    }
    let names = options.services.as_deref();
    let kept = list::kept(&mut **tx, provider_id, names).await?;
    let unread = unread::kept(&mut **tx, provider_id).await?;
    let ours = ours(tx, provider_id, names).await?;
    let rule = Rule { exchange: provider.exchange, floor: floor_price(tx).await? };
    let plan = plan((&kept, &unread), &ours, rule, options);
    Ok((plan, catalogue::categories(&mut **tx).await?))
}

/// The services that use this provider's lines, or those of these names. If several services use
/// one line, the oldest counts.
async fn ours(
    tx: &mut PgTransaction<'_>,
    provider_id: ProviderId,
    names: Option<&[String]>,
) -> Result<HashMap<String, Ours>, db::Error> {
    let rows = sqlx::query!(
        r#"select service_id as "service_id: ServiceId", position, upstream_service,
                  cost_rate as "cost: Rate", margin, margin_fixed, price_step
           from routes
           where provider_id = $1 and ($2::text[] is null or upstream_service = any($2))
           order by service_id desc, position desc"#,
        provider_id as ProviderId,
        names as Option<&[String]>
    )
    .fetch_all(&mut **tx)
    .await?;
    let ids: Vec<ServiceId> = rows.iter().map(|row| row.service_id).collect();
    let mut services = catalogue::find(&mut **tx, &ids).await?;
    let mut found = HashMap::new();
    for row in rows {
        let margin = Margin::of_row(row.margin, row.margin_fixed, row.price_step);
        if let Some(service) = services.remove(&row.service_id) {
            let ours = Ours { service, position: row.position, cost: row.cost, margin };
            found.insert(row.upstream_service, ours);
        }
    }
    Ok(found)
}

/// The plan for these options, line by line in the order of the list.
fn plan(
    (kept, unread): (&Kept, &[Unread]),
    ours: &HashMap<String, Ours>,
    rule: Rule,
    options: &ImportOptions,
) -> Plan {
    let hidden = unread::hidden(unread);
    let wanted: Option<HashSet<&str>> =
        options.services.as_ref().map(|names| names.iter().map(String::as_str).collect());
    let mut rows: Vec<Planned> = kept
        .iter()
        .filter(|(name, _)| !hidden.contains_key(name.as_str()))
        .filter(|(name, _)| wanted.as_ref().is_none_or(|wanted| wanted.contains(name.as_str())))
        .filter(|(_, line)| wanted.is_some() || line.gone_at.is_none())
        .map(|(name, line)| {
            let gone = line.gone_at.is_some();
            planned(&line.offer, gone, ours.get(name), (rule, options))
        })
        .collect();
    let is_wanted = |name: &str| wanted.as_ref().is_some_and(|wanted| wanted.contains(name));
    let asked = unread
        .iter()
        .filter(|one| wanted.is_none() || one.upstream_service.as_deref().is_some_and(is_wanted));
    rows.extend(asked.map(|one| {
        let ours = one.upstream_service.as_ref().and_then(|name| ours.get(name));
        let row = skipped(&one.label(), &one.name, ours, Skipped::Unreadable(one.why));
        Planned { said: one.said.clone(), ..row }
    }));
    let named: BTreeSet<&str> = wanted.into_iter().flatten().collect();
    let is_listed = |name: &str| kept.contains_key(name) || hidden.contains_key(name);
    let unlisted = named.into_iter().filter(|name| !is_listed(name));
    rows.extend(unlisted.map(|name| skipped(name, name, None, Skipped::Unlisted)));
    rows.sort_by(|a, b| order(&a.upstream_service).cmp(&order(&b.upstream_service)));
    for (row, place) in rows.iter_mut().zip(1..) {
        row.place = place;
    }
    Plan { rows }
}

/// Numeric names in the order of their numbers, before all other names.
pub(in crate::providers) fn order(name: &str) -> (u64, &str) {
    (name.parse().unwrap_or(u64::MAX), name)
}

fn skipped(upstream_service: &str, name: &str, ours: Option<&Ours>, why: Skipped) -> Planned {
    Planned {
        place: 0,
        upstream_service: upstream_service.to_owned(),
        name: name.to_owned(),
        category: String::new(),
        step: Step::Skip(why),
        cost: Rate::default(),
        old_price: ours.map(|ours| ours.service.rate),
        price: Rate::default(),
        also: Vec::new(),
        said: String::new(),
        work: None,
    }
}

fn planned(
    offer: &Offer,
    gone: bool,
    ours: Option<&Ours>,
    (rule, options): (Rule, &ImportOptions),
) -> Planned {
    let skip = |why| skipped(&offer.upstream_service, &offer.name, ours, why);
    if gone {
        return skip(Skipped::Gone);
    }
    let kind = match offer.sellable() {
        Ok(kind) => kind,
        Err(why) => return skip(Skipped::Unsellable(why)),
    };
    if options.only_new && ours.is_some() {
        return skip(Skipped::Sold);
    }
    if offer.rate == 0 && !options.free {
        return skip(Skipped::Free);
    }
    let own = ours.and_then(|ours| ours.margin);
    let kept = own.filter(|_| options.keep_margins);
    let margin = kept.or(options.margin).or(own).unwrap_or(Margin::NONE);
    let cost = rule.exchange.convert(offer.rate);
    let price = cost.and_then(|cost| margin.price(cost)).filter(|p| p.micros() <= RATE_MAX);
    let (Some(cost), Some(price)) = (cost, price) else {
        return skip(Skipped::Unsellable(Unsellable::Rate));
    };
    if price < rule.floor {
        return skip(Skipped::Floor(rule.floor));
    }
    let position = ours.map_or(0, |ours| ours.position);
    let item = Item { offer: offer.clone(), kind, margin, position };
    let mut row = Planned {
        place: 0,
        upstream_service: offer.upstream_service.clone(),
        name: offer.name.clone(),
        category: options.into(&offer.category).to_owned(),
        step: Step::New,
        cost,
        old_price: None,
        price,
        also: Vec::new(),
        said: String::new(),
        work: Some(Box::new(item)),
    };
    if let Some(ours) = ours {
        row.over(ours, offer, (kind, margin), options);
    }
    row
}

impl Planned {
    /// All that is shown of it, as text.
    fn told(&self) -> String {
        let old = self.old_price.map(Rate::micros);
        format!(
            "{}\n{}\n{}\n{:?}\n{}\n{old:?}\n{}\n{:?}\n",
            self.upstream_service,
            self.name,
            self.category,
            self.step,
            self.cost.micros(),
            self.price.micros(),
            self.also
        )
    }

    /// Identifies what is shown of it, as [`Plan::digest`] does for all.
    pub(in crate::providers) fn digest(&self) -> String {
        hex(&sha256(self.told().as_bytes())[..16])
    }

    /// Why it is skipped, and the text that could not be read; `None`: it is not skipped.
    #[must_use]
    pub fn why(&self) -> Option<String> {
        match &self.step {
            Step::Skip(why) => Some(unread::told(why, &self.said)),
            Step::New | Step::Update { .. } | Step::Same { .. } => None,
        }
    }

    /// The service is sold already: works out the differences.
    fn over(
        &mut self,
        ours: &Ours,
        offer: &Offer,
        (kind, margin): (Kind, Margin),
        options: &ImportOptions,
    ) {
        let (service, limits) = (&ours.service, offer.limits);
        self.old_price = Some(service.rate);
        let flags = (limits.refill, limits.cancel, limits.dripfeed && kind.can_drip());
        let moves = options.moves(&offer.category);
        for (differs, word) in [
            (kind != service.kind, "type"),
            ((limits.min, limits.max) != (service.min, service.max), "limits"),
            (flags != (service.refill, service.cancel, service.dripfeed), "what it allows"),
            (options.texts && offer.name != service.name, "name"),
            (options.texts && offer.description != service.description, "description"),
            (moves && !self.category.eq_ignore_ascii_case(&service.category), "category"),
            (Some(margin) != ours.margin, "margin"),
            (self.cost != ours.cost, "cost"),
        ] {
            if differs {
                self.also.push(word);
            }
        }
        if !options.texts {
            self.name.clone_from(&service.name);
        }
        if !moves {
            self.category.clone_from(&service.category);
        }
        let service_id = service.id;
        let is_same = self.also.is_empty() && self.price == service.rate;
        self.step = if is_same { Step::Same { service_id } } else { Step::Update { service_id } };
    }
}

#[cfg(test)]
#[path = "import_tests.rs"]
mod tests;
