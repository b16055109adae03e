//! Services as rows of the price list, at the prices of whoever reads it.

use std::collections::HashSet;

use super::Star;
use crate::app::App;
use crate::catalogue::kind::Counted;
use crate::catalogue::price_list::Entry;
use crate::catalogue::{Service, ServiceId, Terms, favourites, terms};
use crate::kit::csv;
use crate::kit::lang::Lang;
use crate::kit::money::Rate;
use crate::orders::averages::Times;
use crate::web::amounts::{Amount, Column};
use crate::web::failure::Failure;
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
    pub flags: Vec<String>,
    pub star: Star,
}

/// Who reads the list.
pub(super) struct Reader {
    pub lang: Lang,
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
        Ok(Self { lang: shopper.lang(), terms, favourites: marked.into_iter().collect(), times })
    }

    /// What this reader pays.
    pub fn price(&self, service: &Service) -> Rate {
        self.terms.price(service)
    }

    /// A line of the file, which is in English for everyone.
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
    let lang = reader.lang;
    let column = Column::of_rates(entries.iter().map(|entry| reader.price(&entry.service)));
    let column = column.in_language(lang);
    let mut groups: Vec<Group> = Vec::new();
    for entry in entries {
        let service = &entry.service;
        let row = Row {
            id: service.id,
            name: service.name.clone(),
            rate: column.show_rate(reader.price(service)),
            is_package: is_package(service),
            range: range(lang, service),
            time: reader.times.get(&service.id).map(|s| lang.duration(*s)).unwrap_or_default(),
            flags: flags(lang, service),
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
fn flags(lang: Lang, service: &Service) -> Vec<String> {
    let mut flags = Vec::new();
    if service.refill {
        flags.push(lang.say("services-allows-refill").to_string());
    }
    if service.cancel {
        flags.push(lang.say("services-allows-cancel").to_string());
    }
    if drips(service) {
        flags.push(lang.say("services-allows-drip-feed").to_string());
    }
    flags
}

pub(super) fn drips(service: &Service) -> bool {
    service.dripfeed && service.kind.can_drip()
}

pub(super) fn is_package(service: &Service) -> bool {
    service.kind.counted() == Counted::Package
}

/// The quantities that it takes; "" for a package.
fn range(lang: Lang, service: &Service) -> String {
    match service.kind.counted() {
        Counted::Package => String::new(),
        _ if service.min == service.max => lang.number(service.min),
        _ => format!("{}–{}", lang.number(service.min), lang.number(service.max)),
    }
}
