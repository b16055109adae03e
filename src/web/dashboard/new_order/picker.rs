//! The services to choose from: by category, by words, the favourites, and those that were ordered
//! lately. The page carries some of them in a plain list. A script puts a search over that list,
//! which asks `/new/services` at each key.

use std::collections::HashSet;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use url::form_urlencoded::Serializer;

use super::order_fields::range;
use super::order_words::about;
use crate::app::App;
use crate::catalogue::kind::Counted;
use crate::catalogue::price_list::{self, Edition, Entry};
use crate::catalogue::{Service, ServiceId, Terms, favourites, terms};
use crate::kit::lang::Lang;
use crate::orders::averages::Times;
use crate::orders::bought;
use crate::web::failure::Failure;
use crate::web::guard::Customer;
use crate::web::view::{self, Chip, Page};

/// Services that are shown at a time.
const SHOWN_MAX: usize = 60;
/// Favourites and services ordered lately that stand above the others.
const OWN_MAX: usize = 12;
/// The words of the address for what is not a category.
const FAVOURITES: &str = "*favourites";
const LATELY: &str = "*lately";

/// What somebody looks for.
#[derive(Debug, Default, Deserialize)]
pub struct Sought {
    /// Words of the name, category or number.
    #[serde(default)]
    find: String,
    /// A category's name, or one of the lists above; "": all.
    #[serde(default)]
    category: String,
    /// The service that is chosen.
    #[serde(default)]
    service: String,
}

impl Sought {
    /// The service that the address names.
    pub(super) fn service(&self) -> Option<ServiceId> {
        self.service.trim().parse().ok()
    }

    /// Whether nothing is looked for.
    pub(super) fn is_blank(&self) -> bool {
        [&self.find, &self.category, &self.service].iter().all(|text| text.trim().is_empty())
    }
}

/// What a page needs to let someone choose.
pub(super) struct Picker {
    pub chips: Vec<Chip>,
    pub groups: Vec<Group>,
    /// How many are on sale.
    pub count: usize,
    /// What was searched for without a script.
    pub find: String,
    pub category: String,
    /// How many were found and are not shown.
    pub more: usize,
}

#[derive(Template)]
#[template(path = "dashboard/new_order/picker_list.html")]
struct ListPart {
    page: Page,
    groups: Vec<Group>,
    /// What the list is, in words.
    note: String,
}

pub(super) struct Group {
    pub name: String,
    pub services: Vec<ServiceOption>,
}

pub(super) struct ServiceOption {
    pub id: ServiceId,
    pub name: String,
    pub rate: String,
    pub range: String,
    pub badges: String,
    pub is_favourite: bool,
    pub selected: bool,
}

impl Picker {
    pub async fn read(
        app: &App,
        customer: &Customer,
        selected: Option<ServiceId>,
        sought: &Sought,
    ) -> Result<Self, Failure> {
        let shelf = Shelf::read(app, customer).await?;
        let mut found = shelf.find(app, sought, selected);
        // The form needs the chosen one, whatever is looked for.
        let is_there =
            |id| found.groups.iter().flat_map(|group| &group.services).any(|one| one.id == id);
        if let Some(id) = selected
            && !is_there(id)
            && let Some(service) = shelf.service(id)
        {
            let one = shelf.option(app, service, selected);
            found.groups.insert(0, Group { name: service.category.clone(), services: vec![one] });
        }
        Ok(Self {
            chips: shelf.chips(sought, selected),
            groups: found.groups,
            count: shelf.entries().count(),
            find: sought.find.clone(),
            category: sought.category.clone(),
            more: found.more,
        })
    }
}

/// GET /new/services: the services that were looked for, as a part.
pub async fn services(
    State(app): State<Arc<App>>,
    customer: Customer,
    Query(sought): Query<Sought>,
) -> Result<Response, Failure> {
    let shelf = Shelf::read(&app, &customer).await?;
    let found = shelf.find(&app, &sought, sought.service());
    let shown: usize = found.groups.iter().map(|group| group.services.len()).sum();
    let lang = customer.lang();
    let note = match (shown, found.more) {
        (0, _) if sought.category == FAVOURITES => lang.say("picker-no-favourites"),
        (0, _) => lang.say("picker-none"),
        (shown, 0) => lang.say("picker-count").count("count", shown),
        (shown, more) => {
            let said = lang.say("picker-count-and-more").count("count", shown + more);
            said.count("shown", shown)
        }
    };
    let note = note.to_string();
    view::html(&ListPart { page: customer.page("new"), groups: found.groups, note })
}

/// What is on sale, as one customer sees it.
struct Shelf {
    list: Arc<Edition>,
    terms: Terms,
    times: Times,
    favourites: Vec<ServiceId>,
    /// Those ordered lately, the last one first.
    lately: Vec<ServiceId>,
    lang: Lang,
}

struct Found {
    groups: Vec<Group>,
    more: usize,
}

impl Shelf {
    async fn read(app: &App, customer: &Customer) -> Result<Self, Failure> {
        let (pool, account_id) = (app.db.pool(), customer.id());
        Ok(Self {
            list: app.price_list.read(&app.db).await?,
            terms: terms::of(&app.db, account_id).await?,
            times: app.averages.times(&app.db).await?,
            favourites: favourites::list(pool, account_id).await?,
            lately: bought::lately(pool, account_id).await?,
            lang: customer.lang(),
        })
    }

    fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.list.seen_on(&self.terms)
    }

    fn service(&self, id: ServiceId) -> Option<&Service> {
        self.entries().map(|entry| &entry.service).find(|service| service.id == id)
    }

    /// The services that are meant. Nothing typed and nothing chosen: the customer's own first.
    fn find(&self, app: &App, sought: &Sought, selected: Option<ServiceId>) -> Found {
        let words = price_list::words(&sought.find);
        let own = [
            (self.lang.say("picker-favourites"), &self.favourites),
            (self.lang.say("picker-lately"), &self.lately),
        ];
        let list = match sought.category.as_str() {
            FAVOURITES => Some(&self.favourites),
            LATELY => Some(&self.lately),
            _ => None,
        };
        let mut groups: Vec<Group> = Vec::new();
        let among: Option<HashSet<&ServiceId>> = list.map(|ids| ids.iter().collect());
        if words.is_empty() && sought.category.is_empty() {
            for (name, ids) in own {
                let services = ids.iter().filter_map(|id| self.service(*id)).take(OWN_MAX);
                let services: Vec<_> =
                    services.map(|service| self.option(app, service, selected)).collect();
                if !services.is_empty() {
                    groups.push(Group { name: name.to_string(), services });
                }
            }
        }
        let listed = groups.len();
        let (mut shown, mut more) = (0, 0);
        for entry in self.entries() {
            let service = &entry.service;
            let is_meant = match &among {
                Some(ids) => ids.contains(&service.id),
                None => sought.category.is_empty() || service.category == sought.category,
            };
            if !is_meant || !entry.matches(&words) {
                continue;
            }
            if shown >= SHOWN_MAX {
                more += 1;
                continue;
            }
            shown += 1;
            let option = self.option(app, service, selected);
            match groups[listed..].last_mut().filter(|last| last.name == service.category) {
                Some(last) => last.services.push(option),
                None => {
                    groups.push(Group { name: service.category.clone(), services: vec![option] });
                }
            }
        }
        Found { groups, more }
    }

    fn option(&self, app: &App, service: &Service, selected: Option<ServiceId>) -> ServiceOption {
        let lang = self.lang;
        let price = lang.rate(self.terms.price(service), true, &app.currency);
        let rate = match service.kind.counted() {
            Counted::Package => price,
            _ => lang.say("picker-rate").with("price", price).to_string(),
        };
        let badges = [
            service.refill.then(|| lang.say("picker-refill").to_string()),
            service.cancel.then(|| lang.say("picker-cancel").to_string()),
            (service.dripfeed && service.kind.can_drip())
                .then(|| lang.say("picker-drip").to_string()),
            self.times.get(&service.id).map(|seconds| about(lang, *seconds)),
        ];
        let badges: Vec<String> = badges.into_iter().flatten().collect();
        ServiceOption {
            id: service.id,
            name: service.name.clone(),
            rate,
            range: range(lang, service),
            badges: badges.join(" · "),
            is_favourite: self.favourites.contains(&service.id),
            selected: selected == Some(service.id),
        }
    }

    /// The lists and categories to choose from.
    fn chips(&self, sought: &Sought, selected: Option<ServiceId>) -> Vec<Chip> {
        let link = |category: &str| {
            let mut query = Serializer::new(String::new());
            if let Some(id) = selected {
                query.append_pair("service", &id.to_string());
            }
            if !category.is_empty() {
                query.append_pair("category", category);
            }
            match query.finish() {
                query if query.is_empty() => "/new".to_owned(),
                query => format!("/new?{query}"),
            }
        };
        let lang = self.lang;
        let chip = |word: &str, category: &str| {
            Chip::new(word, link(category), sought.category == category)
        };
        let mut chips = vec![chip(&lang.say("picker-all").to_string(), "")];
        if !self.favourites.is_empty() {
            chips.push(chip(&lang.say("picker-favourites").to_string(), FAVOURITES));
        }
        if !self.lately.is_empty() {
            chips.push(chip(&lang.say("picker-lately").to_string(), LATELY));
        }
        let mut last = "";
        for entry in self.entries() {
            let name = entry.service.category.as_str();
            if name != last {
                last = name;
                chips.push(chip(name, name));
            }
        }
        chips
    }
}
