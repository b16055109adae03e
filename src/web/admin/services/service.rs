//! /admin/services/new and /admin/services/{id}: making a service and changing it.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::PATH;
use super::service_form::{ServiceForm, field_of, read_service};
use crate::accounts::role::Role;
use crate::app::App;
use crate::catalogue::{self, CategoryError, Service, ServiceError, ServiceId};
use crate::providers::RouteError;
use crate::providers::sale::{self, SaleError};
use crate::providers::sandbox::Settings;
use crate::web::admin::fields::sentence;
use crate::web::failure::Failure;
use crate::web::form::{Errors, SentForm};
use crate::web::guard::Staff;
use crate::web::path::Id;
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
}

impl ServicePage {
    async fn read(
        app: &App,
        staff: &Staff,
        (id, title): (Option<ServiceId>, String),
        service: ServiceForm,
    ) -> Result<Self, Failure> {
        let categories = catalogue::categories(app.db.pool()).await?;
        Ok(Self {
            page: staff.page("admin-services"),
            id,
            title,
            errors: Errors::default(),
            service,
            categories: categories.into_iter().map(|category| category.name).collect(),
            currency: app.currency.clone(),
        })
    }
}

/// GET /admin/services/new
pub async fn blank(State(app): State<Arc<App>>, staff: Staff) -> Result<Response, Failure> {
    staff.require(Role::may_edit_catalogue)?;
    let form = ServiceForm::blank();
    view::html(&ServicePage::read(&app, &staff, (None, String::new()), form).await?)
}

/// POST /admin/services
pub async fn create(
    State(app): State<Arc<App>>,
    staff: Staff,
    form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Role::may_edit_catalogue)?;
    save(&app, &staff, None, form).await
}

/// GET /admin/services/{id}
pub async fn show(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<ServiceId>,
) -> Result<Response, Failure> {
    staff.require(Role::may_edit_catalogue)?;
    let (service, settings) = find(&app, id).await?;
    let form = ServiceForm::of(&service, &settings);
    view::html(&ServicePage::read(&app, &staff, (Some(id), service.name), form).await?)
}

/// POST /admin/services/{id}
pub async fn update(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<ServiceId>,
    form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Role::may_edit_catalogue)?;
    let before = find(&app, id).await?;
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
    if let Some(filled) = read_service(&mut form, &kept) {
        let name = filled.draft.name.clone();
        let (db, clock, actor) = (&app.db, &app.clock, staff.actor());
        let saving = match id {
            Some(id) => sale::update(db, clock, actor, (id, filled)).await.map(|()| id),
            None => sale::create(db, clock, actor, filled).await,
        };
        match saving {
            Ok(saved) => {
                let said = if id.is_some() { "is saved" } else { "is created" };
                let text = format!("“{name}” {said} as service {saved}.");
                return Ok(view::done(&app.config, PATH, "ok", &text));
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
    view::refused(&ServicePage { errors: form.errors(), ..page })
}
