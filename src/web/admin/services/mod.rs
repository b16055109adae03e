//! /admin/services: all services, by category, with what they cost and earn; and what is done in a
//! row: its price, on and off sale, its place.

pub mod bulk;
mod listed;
pub mod offers;
mod route_form;
pub mod routes;
pub mod row;
pub mod service;
mod service_form;

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;

use self::listed::{Filters, Found, Providers, ServiceRow};
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::catalogue::ServiceId;
use crate::providers::shelf;
use crate::web::failure::Failure;
use crate::web::figures::number;
use crate::web::form::{Choice, SentForm};
use crate::web::guard::{Staff, local_path};
use crate::web::view::{self, Chip, Page, Pager};

pub(super) const PATH: &str = "/admin/services";

#[derive(Template)]
#[template(path = "admin/services/services.html")]
struct ServicesPage {
    page: Page,
    chips: Vec<Chip>,
    categories: Vec<Choice>,
    providers: Vec<Choice>,
    sorts: Vec<Choice>,
    query: String,
    state: String,
    filtered: bool,
    /// Support looks, and changes nothing.
    may_edit: bool,
    currency: String,
    /// How many match.
    count: String,
    /// This page's address, to come back to.
    back: String,
    groups: Vec<CategoryGroup>,
    pager: Pager,
}

struct CategoryGroup {
    id: i64,
    /// "": the list is not by category.
    name: String,
    rows: Vec<ServiceRow>,
}

/// GET /admin/services
pub async fn list(
    State(app): State<Arc<App>>,
    staff: Staff,
    Query(filters): Query<Filters>,
) -> Result<Response, Failure> {
    staff.require(Rights::is_staff)?;
    let filters = filters.cleaned();
    let services = shelf::list(app.db.pool(), None).await?;
    let providers = Providers::read(&app).await?;
    let found = Found::of(&services, &filters);
    let (shown, pager) = found.page(&filters);
    let back = filters.back();
    let mut groups: Vec<CategoryGroup> = Vec::new();
    for service in shown {
        let row = ServiceRow::new(service, &providers, (filters.is_grouped(), &back));
        let id = if filters.is_grouped() { service.category_id } else { 0 };
        match groups.last_mut().filter(|last| last.id == id) {
            Some(last) => last.rows.push(row),
            None => {
                let name = if id == 0 { String::new() } else { service.category.clone() };
                groups.push(CategoryGroup { id, name, rows: vec![row] });
            }
        }
    }
    view::html(&ServicesPage {
        // The box at the top searches orders, not services.
        page: Page { query: String::new(), ..staff.page("admin-services") },
        providers: providers.choices(&filters.provider),
        sorts: filters.sorts(),
        filtered: filters.is_filtered(),
        may_edit: staff.require(Rights::may_edit_services).is_ok(),
        currency: app.currency.clone(),
        count: number(i64::try_from(found.services.len()).unwrap_or(i64::MAX)),
        back,
        query: filters.q,
        state: filters.state,
        groups,
        pager,
        chips: found.chips,
        categories: found.categories,
    })
}

/// The list that a form came from; the plain one if it names another page.
fn list_of(form: &SentForm) -> String {
    list_at(form.text("back"))
}

fn list_at(back: &str) -> String {
    let back = local_path(back);
    match back == PATH || back.starts_with("/admin/services?") {
        true => Filters::of_address(back).back(),
        false => PATH.to_owned(),
    }
}

/// The row of a service in the list that a form came from; if it came from none, in the page of the
/// list where the service stands.
fn row_of(form: &SentForm, id: ServiceId) -> String {
    match form.text("back") {
        "" => format!("{PATH}?around={id}#s-{id}"),
        _ => format!("{}#s-{id}", list_of(form)),
    }
}
