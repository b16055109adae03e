//! /admin/orders: the orders of all customers, those that need a person first. A row says whose
//! order it is, what it is, its state, and for how long it has had this state.

pub mod accept;
pub mod decisions;
pub(super) mod evidence;
pub mod order;
pub(super) mod order_form;
pub mod post;

use std::collections::HashMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use chrono::TimeDelta;

use crate::accounts::rights::Rights;
use crate::accounts::{AccountId, account};
use crate::app::App;
use crate::catalogue;
use crate::catalogue::ServiceId;
use crate::kit::zone::Zone;
use crate::orders::read::{self, Filter, Order};
use crate::orders::{self, OrderId, overview};
use crate::web::admin::listing::{Listing, address, named, query};
use crate::web::failure::Failure;
use crate::web::figures::capped;
use crate::web::guard::Staff;
use crate::web::order_view::{Badge, Progress, Reader, Side};
use crate::web::view::{self, Chip, Page, Pager, When};

pub(super) const PATH: &str = "/admin/orders";

/// The address of one order's page.
pub(super) fn path(id: OrderId) -> String {
    format!("{PATH}/{id}")
}

/// Orders that a person should look at; a filter beside those of single states.
const ATTENTION: &str = "attention";

/// The filters on states: the word in the address, its label, and the states it covers.
const STATES: [(&str, &str, &[orders::State]); 10] = [
    ("unknown", "Unknown", &[orders::State::Unknown]),
    ("hold", "On hold", &[orders::State::Hold]),
    ("review", "In review", &[orders::State::Review]),
    ("pending", "Pending", &[orders::State::Scheduled, orders::State::Queued]),
    ("sending", "Being sent", &[orders::State::Submitting]),
    ("running", "In progress", &[orders::State::Running]),
    ("paused", "Paused", &[orders::State::Paused]),
    ("completed", "Completed", &[orders::State::Completed]),
    ("partial", "Partial", &[orders::State::Partial]),
    ("canceled", "Canceled", &[orders::State::Canceled, orders::State::Expired]),
];

#[derive(Template)]
#[template(path = "admin/orders/orders.html")]
struct OrdersPage {
    page: Page,
    chips: Vec<Chip>,
    active: Vec<Chip>,
    filtered: bool,
    /// Whether the list has only orders that need a person: then an empty list is good news.
    is_attention: bool,
    rows: Vec<StaffOrderRow>,
    pager: Pager,
}

struct StaffOrderRow {
    id: OrderId,
    customer: String,
    customer_id: AccountId,
    service: String,
    link: String,
    /// "" before it was sent.
    provider: String,
    state: Badge,
    /// Why a person should look; "" for no reason.
    look: String,
    waiting: String,
    overdue: bool,
    progress: Progress,
    charge: String,
    placed: When,
}

/// The filters in force, as they are in the address.
struct StaffOrderFilters {
    state: String,
    words: String,
    customer: String,
    service: String,
    parent: String,
}

impl StaffOrderFilters {
    fn of(listing: &Listing) -> Self {
        let known = STATES.iter().any(|(word, ..)| *word == listing.state);
        let is_state = known || listing.state == ATTENTION;
        Self {
            state: if is_state { listing.state.clone() } else { String::new() },
            words: listing.words(),
            customer: listing.customer.trim().to_owned(),
            service: listing.service.trim().to_owned(),
            parent: listing.parent.trim().to_owned(),
        }
    }

    fn pairs(&self) -> [(&'static str, &str); 5] {
        [
            ("state", &self.state),
            ("q", &self.words),
            ("customer", &self.customer),
            ("service", &self.service),
            ("parent", &self.parent),
        ]
    }

    /// The list with another value of one of them.
    fn with(&self, name: &str, value: &str) -> String {
        let pairs = self.pairs().map(|(key, was)| (key, if key == name { value } else { was }));
        address(PATH, &pairs)
    }

    fn filter(&self) -> Filter {
        let states = STATES.iter().find(|(word, ..)| *word == self.state);
        Filter {
            account_id: named(&self.customer).map(AccountId::new),
            states: states.map(|(_, _, states)| states.to_vec()).unwrap_or_default(),
            search: Some(self.words.clone()),
            service_id: named(&self.service).map(ServiceId::new),
            attention: self.state == ATTENTION,
            parent_id: named(&self.parent).map(OrderId::new),
            ..Filter::default()
        }
    }
}

/// GET /admin/orders
pub async fn list(
    State(app): State<Arc<App>>,
    staff: Staff,
    Query(listing): Query<Listing>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_see_customers)?;
    let filters = StaffOrderFilters::of(&listing);
    let found = read::page(&app.db, &filters.filter(), listing.cursor()).await?;
    let pager = Pager::new(&found, PATH, &query(&filters.pairs()));
    let active = active(&app, &filters).await?;
    view::html(&OrdersPage {
        page: staff.page("admin-orders"),
        chips: chips(&app, &filters).await?,
        filtered: !active.is_empty() || !filters.state.is_empty(),
        active,
        is_attention: filters.state == ATTENTION && filters.words.is_empty(),
        rows: rows(&app, &found.rows).await?,
        pager,
    })
}

async fn chips(app: &App, filters: &StaffOrderFilters) -> Result<Vec<Chip>, Failure> {
    let attention = overview::attention(app.db.pool()).await?;
    let counts = read::counts(app.db.pool()).await?;
    let of = |states: &[orders::State]| -> i64 {
        states.iter().filter_map(|state| counts.get(state)).sum()
    };
    let chip = |word: &str, label: &str, count: i64| Chip {
        label: label.to_owned(),
        href: filters.with("state", word),
        on: filters.state == word,
        count: if count > 0 { capped(count) } else { String::new() },
    };
    let mut chips = vec![chip(ATTENTION, "Needs a look", attention), chip("", "All", 0)];
    // A state without orders is not shown as a choice, unless it is the chosen one.
    let rare = ["unknown", "hold", "review", "sending", "paused"];
    for (word, label, states) in STATES {
        let count = of(states);
        if count > 0 || filters.state == word || !rare.contains(&word) {
            chips.push(chip(word, label, count));
        }
    }
    Ok(chips)
}

/// The other filters, each with the address that leaves it out.
async fn active(app: &App, filters: &StaffOrderFilters) -> Result<Vec<Chip>, Failure> {
    let chip = |label: &str, name: &str| Chip::new(label, filters.with(name, ""), true);
    let mut chips = Vec::new();
    if !filters.words.is_empty() {
        chips.push(chip(&format!("“{}”", filters.words), "q"));
    }
    if let Some(id) = named(&filters.customer).map(AccountId::new) {
        let account = account::find(app.db.pool(), id).await?;
        let who = account.map_or_else(
            || format!("customer {}", filters.customer),
            |account| account.email.to_string(),
        );
        chips.push(chip(&who, "customer"));
    }
    if let Some(id) = named(&filters.service).map(ServiceId::new) {
        let service = catalogue::find(app.db.pool(), &[id]).await?.remove(&id);
        let what =
            service.map_or_else(|| format!("service {}", filters.service), |service| service.name);
        chips.push(chip(&what, "service"));
    }
    if !filters.parent.is_empty() {
        chips.push(chip(&format!("of order {}", filters.parent), "parent"));
    }
    Ok(chips)
}

async fn rows(app: &App, orders: &[Order]) -> Result<Vec<StaffOrderRow>, Failure> {
    let ids: Vec<OrderId> = orders.iter().map(|order| order.id).collect();
    let news = overview::last_news(app.db.pool(), &ids).await?;
    let mut providers: HashMap<OrderId, String> = overview::providers(app.db.pool(), &ids).await?;
    let now = app.clock.now();
    let reader = Reader { side: Side::Staff, now, currency: &app.currency, zone: Zone::default() };
    let row = |order: &Order| {
        let row = reader.row(order, None);
        let since = news.get(&order.id).copied().unwrap_or(order.created_at);
        let (waiting, overdue) = waiting(order, now - since);
        StaffOrderRow {
            id: order.id,
            customer: order.email.clone(),
            customer_id: order.account_id,
            service: row.service,
            link: row.link,
            provider: providers.remove(&order.id).unwrap_or_default(),
            state: row.state,
            look: order.attention.clone().unwrap_or_default(),
            // An order that waits for a time or for money says so itself.
            waiting: match order.state {
                orders::State::Scheduled | orders::State::Paused => row.waiting,
                _ => waiting,
            },
            overdue,
            progress: row.progress,
            charge: reader.money(order.net()),
            placed: row.placed,
        }
    };
    Ok(orders.iter().map(row).collect())
}

/// How long nothing has happened to it, in words, and whether that is too long.
pub(super) fn waiting(order: &Order, still: TimeDelta) -> (String, bool) {
    use orders::State as S;
    let lasted = lasting(still);
    let said = |text: &str| {
        if still < TimeDelta::minutes(1) { String::new() } else { format!("{text} {lasted}") }
    };
    let text = match order.state {
        S::Hold | S::Unknown | S::Review => said("waiting"),
        S::Queued => said("not sent for"),
        S::Submitting => said("no answer for"),
        S::Running if !order.form.is_parent() => said("no news for"),
        S::Running | S::Scheduled | S::Paused => String::new(),
        S::Completed | S::Partial | S::Canceled | S::Expired => String::new(),
    };
    (text, overview::is_overdue(order, still))
}

pub(super) fn lasting(still: TimeDelta) -> String {
    let minutes = still.num_minutes();
    match minutes {
        ..90 => format!("{minutes} min"),
        90..2_160 => format!("{} h", (minutes + 30) / 60),
        _ => format!("{} days", (minutes + 720) / 1_440),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_are_said_in_words() {
        assert_eq!(lasting(TimeDelta::minutes(3)), "3 min");
        assert_eq!(lasting(TimeDelta::minutes(100)), "2 h");
        assert_eq!(lasting(TimeDelta::hours(40)), "2 days");
    }
}
