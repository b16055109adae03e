//! GET /palette and /admin/palette: what `Ctrl K` finds: pages, an order by its number, a service.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use crate::accounts::AccountId;
use crate::app::App;
use crate::catalogue::{Terms, price_list, terms};
use crate::kit::lang::Lang;
use crate::orders::read;
use crate::web::failure::Failure;
use crate::web::guard::{Customer, Staff};
use crate::web::view;

/// Services that are offered.
const SERVICES_MAX: usize = 8;
/// Services among which the best are looked for.
const FOUND_MAX: usize = 500;

/// A page to go to.
struct Place {
    href: String,
    name: String,
    /// What else it is found by.
    words: String,
}

impl Place {
    fn new(href: &str, name: impl Into<String>, words: impl Into<String>) -> Self {
        Self { href: href.to_owned(), name: name.into(), words: words.into() }
    }
}

fn customer_pages(lang: Lang) -> [Place; 20] {
    [
        Place::new("/new", lang.say("nav-new-order"), lang.say("palette-new-order-words")),
        Place::new(
            "/new/mass",
            lang.say("palette-mass-order"),
            lang.say("palette-mass-order-words"),
        ),
        Place::new("/orders", lang.say("nav-orders"), lang.say("palette-orders-words")),
        Place::new(
            "/orders/drip-feeds",
            lang.say("palette-drip-feeds"),
            lang.say("palette-drip-feeds-words"),
        ),
        Place::new(
            "/orders/subscriptions",
            lang.say("palette-subscriptions"),
            lang.say("palette-subscriptions-words"),
        ),
        Place::new(
            "/orders/refills",
            lang.say("palette-refills"),
            lang.say("palette-refills-words"),
        ),
        Place::new("/services", lang.say("nav-services"), lang.say("palette-services-words")),
        Place::new("/services/updates", lang.say("nav-updates"), lang.say("palette-updates-words")),
        Place::new("/statement", lang.say("nav-statement"), lang.say("palette-statement-words")),
        Place::new("/deposits", lang.say("nav-add-funds"), lang.say("palette-deposits-words")),
        Place::new("/tickets", lang.say("nav-support"), lang.say("palette-tickets-words")),
        Place::new(
            "/tickets/new",
            lang.say("ticket-new-title"),
            lang.say("palette-new-ticket-words"),
        ),
        Place::new("/affiliate", lang.say("nav-affiliate"), lang.say("palette-affiliate-words")),
        Place::new("/api-docs", lang.say("nav-api"), lang.say("palette-api-words")),
        Place::new("/account/tokens", lang.say("palette-tokens"), lang.say("palette-tokens-words")),
        Place::new("/account", lang.say("nav-account"), lang.say("palette-account-words")),
        Place::new(
            "/announcements",
            lang.say("announcements-title"),
            lang.say("palette-announcements-words"),
        ),
        Place::new("/notices", lang.say("notices-title"), lang.say("palette-notices-words")),
        Place::new("/pages", lang.say("help-title"), lang.say("palette-help-words")),
        Place::new("/terms", lang.say("nav-terms"), lang.say("palette-terms-words")),
    ]
}

/// Where each leads, what it is called, and what else it is found by.
const STAFF_PAGES: [(&str, &str, &str); 31] = [
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
    ("/admin/reports", "Reports", "profit sales charge cost by service"),
    ("/admin/reports/money", "Money", "balances owed books close"),
    ("/admin/reports/transfers", "Transfers", "ledger movements key"),
    ("/admin/deposits", "Deposits", "payments confirm"),
    ("/admin/methods", "Payment methods", "deposits ways to pay gateway"),
    ("/admin/deposits/compare", "Compare payments", "deposits reconcile gateway csv list"),
    ("/admin/hooks", "Hooks", "gateway webhook inbox payments"),
    ("/admin/credits", "Credits", "second person"),
    ("/admin/blocked", "Blocked targets", "links refuse"),
    ("/admin/work", "Work", "running imports bulk actions progress"),
    ("/admin/staff", "Staff", "roles invite"),
    ("/admin/announcements", "Announcements", "banners news tell customers"),
    ("/admin/pages", "Pages", "faq terms help how-to texts"),
    ("/admin/settings", "Settings", "sign-up limits"),
    ("/admin/mail", "Mail", "smtp messages test"),
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
    groups: Vec<(String, Vec<Item>)>,
    note: String,
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
    let lang = customer.lang();
    let mut places = Vec::from(customer_pages(lang));
    let edition = app.content.get(&app.db).await?;
    places.extend(edition.pages(false).map(|page| {
        let title = &page.read_in(lang).1.title;
        Place::new(&format!("/pages/{}", page.slug), title, lang.say("palette-help-words"))
    }));
    answer(&app, lang, places, Some(customer.id()), &typed.q).await
}

/// GET /admin/palette
pub async fn staff(
    State(app): State<Arc<App>>,
    staff: Staff,
    Query(typed): Query<Typed>,
) -> Result<Response, Failure> {
    let rights = staff.rights();
    let opens = |(path, ..): &(&str, &str, &str)| match *path {
        "/admin/services/new" => rights.may_edit_services(),
        "/admin/reports" | "/admin/reports/money" | "/admin/reports/transfers" => {
            rights.may_see_reports()
        }
        "/admin/credits" | "/admin/methods" => rights.may_move_money(),
        "/admin/tickets/templates" | "/admin/tickets/subjects" => rights.may_answer_tickets(),
        "/admin/settings" | "/admin/mail" | "/admin/announcements" | "/admin/pages" => {
            rights.may_set_up()
        }
        "/admin/staff" | "/admin/audit" => rights.may_set_roles(),
        _ => true,
    };
    let places = STAFF_PAGES.into_iter().filter(opens);
    let places = places.map(|(href, name, words)| Place::new(href, name, words)).collect();
    answer(&app, Lang::ENGLISH, places, None, &typed.q).await
}

/// `account_id`: whose orders; `None`: everybody's, for staff.
async fn answer(
    app: &App,
    lang: Lang,
    places: Vec<Place>,
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
            name: lang.say("palette-order").with("order", id).to_string(),
            aside: order.service,
        };
        groups.push((lang.say("palette-orders").to_string(), vec![item]));
    }
    let found = places.into_iter().filter(|place| {
        let text = format!("{} {}", place.name, place.words).to_lowercase();
        words.iter().all(|word| text.contains(word.as_str()))
    });
    let pages: Vec<Item> = found
        .map(|place| Item { href: place.href, name: place.name, aside: String::new() })
        .collect();
    if !pages.is_empty() {
        groups.push((lang.say("palette-pages").to_string(), pages));
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
                aside: lang.say("palette-service-id").with("service", service.id).to_string(),
            })
            .collect();
        if !services.is_empty() {
            groups.push((lang.say("palette-services").to_string(), services));
        }
    }
    let note = match groups.is_empty() {
        true => lang.say("palette-nothing").to_string(),
        false => String::new(),
    };
    view::html(&PalettePart { groups, note })
}
