//! Services as rows of the price list, at the prices of whoever reads it.

use std::collections::HashSet;

use super::Star;
use crate::app::App;
use crate::catalogue::kind::Counted;
use crate::catalogue::price_list::Entry;
use crate::catalogue::{Service, ServiceId, Terms, favourites, terms};
use crate::kit::csv;
use crate::kit::money::Rate;
use crate::orders::averages::Times;
use crate::web::amounts::{self, Amount, Column};
use crate::web::failure::Failure;
use crate::web::figures::number;
use crate::web::guard::Shopper;

/// The services of one category that stand on the page.
pub(super) struct Group {
    pub name: String,
    pub rows: Vec<Row>,
}

pub(super) struct Row {
    pub id: ServiceId,
    pub name: String,
    pub rate: Amount,
    pub is_package: bool,
    pub range: String,
    /// `25 min`; "": nobody knows yet.
    pub time: String,
    pub flags: Vec<&'static str>,
    pub star: Star,
}

/// Who reads the list.
pub(super) struct Reader {
    pub terms: Terms,
    pub favourites: HashSet<ServiceId>,
    pub times: Times,
}

impl Reader {
    pub async fn of(app: &App, shopper: &Shopper) -> Result<Self, Failure> {
        let (terms, marked) = match shopper.account_id() {
            Some(id) => (terms::of(&app.db, id).await?, favourites::list(app.db.pool(), id).await?),
            None => (Terms::default(), Vec::new()),
        };
        let times = app.averages.times(&app.db).await?;
        Ok(Self { terms, favourites: marked.into_iter().collect(), times })
    }

    /// What this reader pays.
    pub fn price(&self, service: &Service) -> Rate {
        self.terms.price(service)
    }

    pub fn csv_line(&self, service: &Service, currency: &str) -> String {
        let yes = |flag: bool| if flag { "yes" } else { "no" };
        csv::line([
            service.id.to_string().as_str(),
            &service.category,
            &service.name,
            service.kind.as_str(),
            &self.price(service).to_string(),
            currency,
            if is_package(service) { "one package" } else { "1000" },
            &service.min.to_string(),
            &service.max.to_string(),
            yes(service.refill),
            yes(service.cancel),
            yes(drips(service)),
            &self.times.get(&service.id).map(ToString::to_string).unwrap_or_default(),
        ])
    }
}

/// These services by category, in the order of the list.
pub(super) fn groups(entries: &[&Entry], reader: &Reader) -> Vec<Group> {
    let column = Column::of_rates(entries.iter().map(|entry| reader.price(&entry.service)));
    let mut groups: Vec<Group> = Vec::new();
    for entry in entries {
        let service = &entry.service;
        let row = Row {
            id: service.id,
            name: service.name.clone(),
            rate: column.show_rate(reader.price(service)),
            is_package: is_package(service),
            range: range(service),
            time: reader.times.get(&service.id).map(|s| amounts::time(*s)).unwrap_or_default(),
            flags: flags(service),
            star: Star { id: service.id, on: reader.favourites.contains(&service.id) },
        };
        match groups.last_mut().filter(|last| last.name == service.category) {
            Some(last) => last.rows.push(row),
            None => groups.push(Group { name: service.category.clone(), rows: vec![row] }),
        }
    }
    groups
}

/// What a customer may do with its orders.
pub(super) fn flags(service: &Service) -> Vec<&'static str> {
    let flags =
        [(service.refill, "Refill"), (service.cancel, "Cancel"), (drips(service), "Drip-feed")];
    flags.into_iter().filter_map(|(has, word)| has.then_some(word)).collect()
}

pub(super) fn drips(service: &Service) -> bool {
    service.dripfeed && service.kind.can_drip()
}

pub(super) fn is_package(service: &Service) -> bool {
    service.kind.counted() == Counted::Package
}

/// The quantities that it takes; "" for a package.
pub(super) fn range(service: &Service) -> String {
    match service.kind.counted() {
        Counted::Package => String::new(),
        _ if service.min == service.max => number(service.min),
        _ => format!("{}–{}", number(service.min), number(service.max)),
    }
}
