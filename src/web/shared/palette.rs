//! GET /palette and /admin/palette: what `Ctrl K` finds: pages, an order by its number, a service.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use crate::accounts::AccountId;
use crate::app::App;
use crate::catalogue::{Terms, price_list, terms};
use crate::orders::read;
use crate::web::failure::Failure;
use crate::web::guard::{Customer, Staff};
use crate::web::view;

/// Services that are offered.
const SERVICES_MAX: usize = 8;
/// Services among which the best are looked for.
const FOUND_MAX: usize = 500;

/// Where it leads, what it is called, and what else it is found by.
type Place = (&'static str, &'static str, &'static str);

const CUSTOMER_PAGES: [Place; 17] = [
    ("/new", "New order", "place buy"),
    ("/new/mass", "Mass order", "many lines bulk"),
    ("/orders", "Orders", "list history"),
    ("/orders/drip-feeds", "Drip-feeds", "orders runs"),
    ("/orders/subscriptions", "Subscriptions", "orders posts"),
    ("/orders/refills", "Refills", "orders"),
    ("/services", "Services", "price list rates favourites"),
    ("/services/updates", "Updates", "services prices new changed"),
    ("/statement", "Statement", "balance money transfers"),
    ("/deposits", "Add funds", "deposit pay payment receipt"),
    ("/tickets", "Support", "tickets questions answers help contact"),
    ("/tickets/new", "New ticket", "support ask question problem help"),
    ("/affiliate", "Affiliate", "links commission payouts referrals"),
    ("/api-docs", "API", "examples documentation developers"),
    ("/account/tokens", "API keys and tokens", "key jwt"),
    ("/account", "Account", "profile password sessions time zone theme"),
    ("/terms", "Acceptable use", "terms rules"),
];

const STAFF_PAGES: [Place; 22] = [
    ("/admin", "Home", "to do"),
    ("/admin/orders", "Orders", "list search"),
    ("/admin/orders/bulk", "Bulk actions", "orders many progress"),
    ("/admin/desk", "Desk", "unknown review stuck"),
    ("/admin/queue", "By hand", "deliver queue"),
    ("/admin/customers", "Customers", "accounts people balance"),
    ("/admin/groups", "Groups of customers", "discounts categories"),
    ("/admin/services", "Services", "prices catalogue"),
    ("/admin/services/new", "New service", "add"),
    ("/admin/providers", "Providers", "upstream import"),
    ("/admin/providers/changes", "Changes of providers", "prices lists"),
    ("/admin/affiliates", "Affiliates", "members offers payouts"),
    ("/admin/tickets", "Tickets", "support questions answer customers"),
    ("/admin/tickets/templates", "Saved answers", "tickets templates support"),
    ("/admin/tickets/subjects", "Ticket subjects", "support categories"),
    ("/admin/deposits", "Deposits", "payments confirm"),
    ("/admin/methods", "Payment methods", "deposits ways to pay"),
    ("/admin/credits", "Credits", "second person"),
    ("/admin/blocked", "Blocked targets", "links refuse"),
    ("/admin/staff", "Staff", "roles invite"),
    ("/admin/settings", "Settings", "sign-up limits"),
    ("/admin/audit", "Audit log", "who did what"),
];

/// What is typed.
#[derive(Debug, Deserialize)]
pub struct Typed {
    #[serde(default)]
    q: String,
}

#[derive(Template)]
#[template(path = "shared/palette_list.html")]
struct PalettePart {
    groups: Vec<(&'static str, Vec<Item>)>,
    note: &'static str,
}

struct Item {
    href: String,
    name: String,
    /// What stands beside it.
    aside: String,
}

/// GET /palette
pub async fn customer(
    State(app): State<Arc<App>>,
    customer: Customer,
    Query(typed): Query<Typed>,
) -> Result<Response, Failure> {
    answer(&app, &CUSTOMER_PAGES, Some(customer.id()), &typed.q).await
}

/// GET /admin/palette
pub async fn staff(
    State(app): State<Arc<App>>,
    staff: Staff,
    Query(typed): Query<Typed>,
) -> Result<Response, Failure> {
    let rights = staff.rights();
    let opens = |(path, ..): &Place| match *path {
        "/admin/services/new" => rights.may_edit_services(),
        "/admin/credits" | "/admin/methods" => rights.may_move_money(),
        "/admin/tickets/templates" | "/admin/tickets/subjects" => rights.may_answer_tickets(),
        "/admin/settings" => rights.may_set_up(),
        "/admin/staff" | "/admin/audit" => rights.may_set_roles(),
        _ => true,
    };
    let places: Vec<Place> = STAFF_PAGES.into_iter().filter(opens).collect();
    answer(&app, &places, None, &typed.q).await
}

/// `account_id`: whose orders; `None`: everybody's, for staff.
async fn answer(
    app: &App,
    places: &[Place],
    account_id: Option<AccountId>,
    typed: &str,
) -> Result<Response, Failure> {
    let words = price_list::words(typed);
    let side = if account_id.is_some() { "" } else { "/admin" };
    let mut groups = Vec::new();
    if let Ok(id) = typed.trim().trim_start_matches('#').parse()
        && let Some(order) = read::find(&app.db, account_id, id).await?
    {
        let item = Item {
            href: format!("{side}/orders/{id}"),
            name: format!("Order {id}"),
            aside: order.service,
        };
        groups.push(("Orders", vec![item]));
    }
    let found = places.iter().filter(|(_, name, more)| {
        let text = format!("{name} {more}").to_lowercase();
        words.iter().all(|word| text.contains(word.as_str()))
    });
    let pages: Vec<Item> = found
        .map(|(href, name, _)| Item {
            href: (*href).to_owned(),
            name: (*name).to_owned(),
            aside: String::new(),
        })
        .collect();
    if !pages.is_empty() {
        groups.push(("Pages", pages));
    }
    if !words.is_empty() {
        let list = app.price_list.read(&app.db).await?;
        let terms = match account_id {
            Some(id) => terms::of(&app.db, id).await?,
            None => Terms::default(),
        };
        let mut found: Vec<_> =
            list.seen_on(&terms).filter(|entry| entry.matches(&words)).take(FOUND_MAX).collect();
        found.sort_by_key(|entry| !entry.begins(&words));
        let services: Vec<Item> = found
            .into_iter()
            .take(SERVICES_MAX)
            .map(|entry| &entry.service)
            .map(|service| Item {
                href: match account_id {
                    Some(_) => format!("/new?service={}", service.id),
                    None => format!("/admin/services/{}", service.id),
                },
                name: service.name.clone(),
                aside: format!("ID {}", service.id),
            })
            .collect();
        if !services.is_empty() {
            groups.push(("Services", services));
        }
    }
    let note = if groups.is_empty() { "Nothing matches. Try fewer words." } else { "" };
    view::html(&PalettePart { groups, note })
}
