//! /admin/services/new and /admin/services/{id}: making a service and changing it.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::service_form::{Differs, ServiceForm, differences, field_of, read_service};
use super::{list_at, list_of, row_of};
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::catalogue::events::{self, Filter};
use crate::catalogue::{self, CategoryError, Service, ServiceError, ServiceId, Terms};
use crate::kit::lang::Lang;
use crate::kit::page::Cursor;
use crate::providers::sale::{self, Filled, First, SaleError};
use crate::providers::sandbox::Settings;
use crate::providers::shelf::{self, Stocked};
use crate::providers::{Protocol, RouteError, route_edit};
use crate::web::admin::fields::sentence;
use crate::web::failure::Failure;
use crate::web::form::{Errors, SentForm};
use crate::web::guard::Staff;
use crate::web::path::Id;
use crate::web::proof;
use crate::web::public::services::updates::{self, UpdateRow};
use crate::web::view::{self, Page};

#[derive(Template)]
#[template(path = "admin/services/service_form.html")]
struct ServicePage {
    page: Page,
    /// `None`: a new one.
    id: Option<ServiceId>,
    /// Its stored name: typing another name into the form does not rename the page.
    title: String,
    errors: Errors,
    service: ServiceForm,
    categories: Vec<String>,
    currency: String,
    /// What the form showed: see [`Filled::edition`]; "" for a new one.
    edition: String,
    /// The list that it was opened from; "": none.
    back: String,
    /// The sandbox is a route of it, and the form asks how it behaves.
    has_sandbox: bool,
    /// Who delivers it first, what that costs, and the margin; "": not known.
    provider: String,
    cost: String,
    margin: String,
    /// Why it is off sale though staff sell it; "": it is not.
    paused: String,
    /// Somebody else saved it meanwhile: the fields in which it differs from what was typed.
    conflict: Option<Vec<Differs>>,
    /// What changed on the price list, newest first.
    history: Vec<UpdateRow>,
}

/// What a new service is filled in with.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// A service to copy.
    from: String,
    /// The list that a form was opened from.
    back: String,
}

/// The latest changes that the page shows.
const HISTORY_ROWS: usize = 12;

impl ServicePage {
    async fn read(
        app: &App,
        staff: &Staff,
        (id, title): (Option<ServiceId>, String),
        service: ServiceForm,
    ) -> Result<Self, Failure> {
        let categories = catalogue::categories(app.db.pool()).await?;
        let page = Self {
            page: staff.page("admin-services"),
            id,
            title,
            errors: Errors::default(),
            service,
            categories: categories.into_iter().map(|category| category.name).collect(),
            currency: app.currency.clone(),
            edition: String::new(),
            back: String::new(),
            has_sandbox: false,
            provider: String::new(),
            cost: String::new(),
            margin: String::new(),
            paused: String::new(),
            conflict: None,
            history: Vec::new(),
        };
        match id {
            Some(id) => page.with_facts(app, id).await,
            None => Ok(page),
        }
    }

    /// With what is known of a service that is there.
    async fn with_facts(mut self, app: &App, id: ServiceId) -> Result<Self, Failure> {
        let pool = app.db.pool();
        let stocked = shelf::list(pool, Some(&[id])).await?.pop().ok_or(Failure::NotFound)?;
        let routes = route_edit::list(pool, id).await?;
        self.has_sandbox = routes.iter().any(|route| route.protocol == Protocol::Sandbox);
        if let Some(first) = routes.first() {
            self.provider.clone_from(&first.provider);
            self.cost = first.cost.to_string();
        }
        self.margin = super::listed::margin(&stocked, stocked.rate);
        self.paused = why_off(&stocked);
        let filter = Filter { services: Some(vec![id]), ..Filter::default() };
        let mut changes = events::page(&app.db, &filter, Cursor::First).await?.rows;
        changes.truncate(HISTORY_ROWS);
        self.history = updates::rows(Lang::ENGLISH, changes, &Terms::default());
        Ok(self)
    }
}

fn why_off(service: &Stocked) -> String {
    service.paused_reason.clone().filter(|_| service.enabled).unwrap_or_default()
}

/// GET /admin/services/new
pub async fn blank(
    State(app): State<Arc<App>>,
    staff: Staff,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_edit_services)?;
    let form = match asked.from.trim().parse() {
        Ok(id) => {
            let (service, settings) = find(&app, id).await?;
            let name = format!("{} (copy)", service.name).chars().take(300).collect();
            // Each number of the order API belongs to one service.
            ServiceForm::of(&Service { name, code: None, ..service }, &settings)
        }
        Err(_) => ServiceForm::blank(),
    };
    view::html(&ServicePage::read(&app, &staff, (None, String::new()), form).await?)
}

/// POST /admin/services
pub async fn create(
    State(app): State<Arc<App>>,
    staff: Staff,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_edit_services)?;
    if let Some(page) = proof::asked(&app, &staff, &mut form).await? {
        return Ok(page);
    }
    save(&app, &staff, None, form).await
}

/// GET /admin/services/{id}
pub async fn show(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<ServiceId>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_edit_services)?;
    let (service, settings) = find(&app, id).await?;
    let form = ServiceForm::of(&service, &settings);
    let title = service.name.clone();
    let edition = Filled::of(service, settings).edition();
    let page = ServicePage::read(&app, &staff, (Some(id), title), form).await?;
    let back = if asked.back.is_empty() { String::new() } else { list_at(&asked.back) };
    view::html(&ServicePage { edition, back, ..page })
}

/// POST /admin/services/{id}
pub async fn update(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<ServiceId>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_edit_services)?;
    let before = find(&app, id).await?;
    if let Some(page) = proof::asked(&app, &staff, &mut form).await? {
        return Ok(page);
    }
    save(&app, &staff, Some(before), form).await
}

async fn find(app: &App, id: ServiceId) -> Result<(Service, Settings), Failure> {
    let found = catalogue::find(app.db.pool(), &[id]).await?.remove(&id);
    let service = found.ok_or(Failure::NotFound)?;
    let settings = sale::sandbox(app.db.pool(), id).await?;
    Ok((service, settings))
}

async fn save(
    app: &App,
    staff: &Staff,
    before: Option<(Service, Settings)>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    let id = before.as_ref().map(|(service, _)| service.id);
    let title = before.as_ref().map(|(service, _)| service.name.clone()).unwrap_or_default();
    let kept = before.as_ref().map(|(_, settings)| settings.clone()).unwrap_or_default();
    let mut conflict = None;
    // A program that names no edition saves over whatever is there.
    let mut edition = form.text("seen").to_owned();
    if let Some(filled) = read_service(&mut form, &kept) {
        let (db, clock, actor) = (&app.db, &app.clock, staff.actor());
        let saving = match id {
            Some(id) => {
                let seen = (!edition.is_empty()).then(|| edition.clone());
                sale::update(db, clock, actor, (id, filled), seen).await.map(|()| id)
            }
            None => sale::create(db, clock, actor, (filled, First::Nobody)).await,
        };
        match saving {
            Ok(saved) => return done(app, &form, saved, id.is_none()).await,
            Err(SaleError::Changed) => {
                let (service, settings) = find(app, id.ok_or(Failure::NotFound)?).await?;
                let now = ServiceForm::of(&service, &settings);
                conflict = Some(differences(&now, &ServiceForm::typed(&form)));
                edition = Filled::of(service, settings).edition();
            }
            Err(SaleError::Category(CategoryError::Name)) => {
                form.refuse("category", sentence(&CategoryError::Name));
            }
            Err(
                SaleError::Service(ServiceError::Field { field, sentence: said })
                | SaleError::Route(RouteError::Field { field, sentence: said }),
            ) => form.refuse(field_of(field), sentence(&said)),
            Err(SaleError::Route(error @ RouteError::Moved)) => form.refuse("", sentence(&error)),
            Err(SaleError::Service(ServiceError::NotFound)) => return Err(Failure::NotFound),
            Err(
                SaleError::Category(CategoryError::Db(error))
                | SaleError::Service(ServiceError::Db(error))
                | SaleError::Route(RouteError::Db(error))
                | SaleError::Db(error),
            ) => return Err(error.into()),
        }
    }
    let page = ServicePage::read(app, staff, (id, title), ServiceForm::typed(&form)).await?;
    let back = match form.text("back") {
        "" => String::new(),
        _ => list_of(&form),
    };
    view::refused(&ServicePage { errors: form.errors(), edition, conflict, back, ..page })
}

/// A new service goes on to its routes, because without one it is not sold; another one goes back to
/// its row.
async fn done(
    app: &App,
    form: &SentForm,
    id: ServiceId,
    is_new: bool,
) -> Result<Response, Failure> {
    let now = shelf::list(app.db.pool(), Some(&[id])).await?.pop().ok_or(Failure::NotFound)?;
    let name: String = now.name.chars().take(80).collect();
    if is_new {
        let text = format!("“{name}” is created as service {id}. Choose who delivers it.");
        let path = format!("/admin/services/{id}/routes");
        return Ok(view::done(&app.config, &path, "ok", &text));
    }
    let (kind, text) = match why_off(&now) {
        why if why.is_empty() => ("ok", format!("“{name}” is saved as service {id}.")),
        why => ("warn", format!("“{name}” is saved, and is off sale. {why}.")),
    };
    Ok(view::done(&app.config, &row_of(form, id), kind, &text))
}
