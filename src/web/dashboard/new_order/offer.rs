//! A service on sale as one customer sees it, what is typed into its form, and the order they make.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use chrono::NaiveDate;

use super::order_fields::names;
use crate::accounts::AccountId;
use crate::app::App;
use crate::catalogue::blocked::refusals::Refused;
use crate::catalogue::blocked::{self, Rule};
use crate::catalogue::kind::{Counted, Shape};
use crate::catalogue::{self, Link, Listed, Service, ServiceId, favourites, terms};
use crate::kit::lang::Lang;
use crate::kit::money::Money;
use crate::ledger;
use crate::orders::read::Order;
use crate::orders::{Delivery, PARAMETERS, PlaceError, Request, Source};
use crate::web::failure::Failure;
use crate::web::form::SentForm;
use crate::web::guard::Customer;

/// What is in the fields of a service's form, by the names on the wire.
#[derive(Debug, Clone, Default)]
pub(super) struct Typed(pub BTreeMap<String, String>);

/// A service on sale as one customer sees it, with everything else that its form needs.
pub(super) struct Offer {
    pub listed: Listed,
    pub balance: Money,
    pub currency: String,
    /// How long its orders take, in seconds.
    pub average_s: Option<i64>,
    pub blocked: Arc<[Rule]>,
    pub today: NaiveDate,
    pub is_favourite: bool,
    /// In which the customer reads.
    pub lang: Lang,
    account_id: AccountId,
}

impl Typed {
    /// The sent values of the fields that the service has, and no others.
    pub fn of_form(form: &SentForm, service: &Service) -> Self {
        let names = names(service).into_iter();
        Self(names.map(|name| (name.to_owned(), form.text(name).to_owned())).collect())
    }

    /// An earlier order, to be ordered again.
    pub fn of_order(order: &Order) -> Self {
        let mut values = BTreeMap::from([("link".to_owned(), order.link.clone())]);
        let runs = order.runs.filter(|_| order.interval_min.is_some());
        let each = i64::from(runs.unwrap_or(1)).max(1);
        values.insert("quantity".to_owned(), (order.quantity / each).to_string());
        for (name, value) in order.details.iter().filter_map(|d| d.as_object()).flatten() {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            values.insert(name.clone(), text);
        }
        let position = order.target.map(|target| target.position);
        let hours = order.target.map(|target| target.hours_max);
        for (name, value) in [
            ("runs", runs),
            ("interval", order.interval_min),
            ("after", order.after_min),
            ("position", position),
            ("max_hours", hours),
        ] {
            values.extend(value.map(|value| (name.to_owned(), value.to_string())));
        }
        if let Some(speed) = order.speed {
            values.insert("speed".to_owned(), format!("{}.{:03}", speed / 1000, speed % 1000));
        }
        Self(values)
    }

    pub fn text(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    pub fn is_blank(&self, name: &str) -> bool {
        self.text(name).trim().is_empty()
    }
}

impl Offer {
    /// `None`: not on sale.
    pub async fn find(
        app: &App,
        customer: &Customer,
        id: ServiceId,
    ) -> Result<Option<Self>, Failure> {
        Ok(Self::find_all(app, customer, &[id]).await?.remove(&id))
    }

    /// Those of these services that are on sale.
    pub async fn find_all(
        app: &App,
        customer: &Customer,
        ids: &[ServiceId],
    ) -> Result<HashMap<ServiceId, Self>, Failure> {
        let (pool, account_id) = (app.db.pool(), customer.id());
        let found = catalogue::find(pool, ids).await?;
        let terms = terms::of(&app.db, account_id).await?;
        let balance = ledger::balance(pool, account_id).await?;
        let times = app.averages.times(&app.db).await?;
        let blocked: Arc<[Rule]> = blocked::rules(pool).await?.into();
        let today = app.clock.now().date_naive();
        let marked = favourites::list(pool, account_id).await?;
        let offers = found
            .into_iter()
            .filter(|(_, service)| service.is_on_sale() && terms.sees(service.category_id));
        let offers = offers.map(|(id, service)| {
            let price = terms.price(&service);
            let offer = Self {
                listed: Listed { service, price },
                balance,
                currency: app.currency.clone(),
                average_s: times.get(&id).copied(),
                blocked: Arc::clone(&blocked),
                today,
                is_favourite: marked.contains(&id),
                lang: customer.lang(),
                account_id,
            };
            (id, offer)
        });
        Ok(offers.collect())
    }

    /// The order as it is placed, if its delivery can be read. `shown`: the charge that its form
    /// showed.
    pub fn request(
        &self,
        typed: &Typed,
        idempotency_key: Option<String>,
        shown: Option<Money>,
    ) -> Result<Request, PlaceError> {
        let service = &self.listed.service;
        let has = names(service);
        let kept = PARAMETERS.iter().filter(|name| has.contains(name) && !typed.is_blank(name));
        let parameters = kept.map(|name| ((*name).to_owned(), self.sent(typed, name))).collect();
        let offered = |name| if has.contains(&name) { typed.text(name) } else { "" };
        Ok(Request {
            account_id: self.account_id,
            service_id: service.id,
            parameters,
            delivery: Delivery::parse(offered)?,
            idempotency_key,
            max_charge: shown.filter(|_| service.kind.counted() != Counted::Children),
            source: Source::Page,
            token_id: None,
            parent_id: None,
        })
    }

    /// Notes that a form has said of these fields that their target is blocked. `door`: `page` or
    /// `mass`.
    pub(super) fn note_refusal(&self, app: &App, typed: &Typed, door: &'static str) {
        let takes_link = self.listed.service.kind.takes_link();
        let link = typed.text(if takes_link { "link" } else { "username" });
        let Ok(read) = Link::parse(link) else { return };
        if let Some(id) = blocked::caught_by(&self.blocked, &read) {
            let refused = Refused { id, account_id: self.account_id, door, link };
            app.intake.refusals().note_look(refused, app.clock.now());
        }
    }

    /// A browser's field for days sends `2026-12-31`; the wire has `31/12/2026`.
    fn sent(&self, typed: &Typed, name: &str) -> String {
        let text = typed.text(name).trim();
        let is_day =
            |one: &&catalogue::kind::Parameter| one.name == name && one.shape == Shape::OptionalDay;
        let day = self.listed.service.kind.parameters().iter().find(is_day);
        day.and_then(|_| text.parse::<NaiveDate>().ok())
            .map_or_else(|| text.to_owned(), |day| day.format("%d/%m/%Y").to_string())
    }
}
