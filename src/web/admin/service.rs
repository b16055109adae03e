//! /admin/services/new and /admin/services/{id}: making a service and changing it. The service,
//! its route and the audit entry are written together or not at all.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde_json::{Value, json};
use sqlx::PgTransaction;

use super::sentence;
use super::service_form::{Filled, ServiceForm, field_of, read};
use super::services::PATH;
use crate::accounts::audit::{self, Actor};
use crate::accounts::role::Role;
use crate::app::App;
use crate::catalogue::{self, CategoryError, Code, Draft, Service, ServiceError, category_named};
use crate::kit::clock::Clock;
use crate::kit::db;
use crate::providers::sandbox::Settings;
use crate::providers::{Protocol, RouteError, hold, route};
use crate::web::failure::Failure;
use crate::web::form::{Errors, Form};
use crate::web::guard::Staff;
use crate::web::path::Id;
use crate::web::view::{self, Page};

#[derive(Template)]
#[template(path = "admin/service_form.html")]
struct ServicePage {
    page: Page,
    /// `None`: a new one.
    id: Option<i64>,
    /// Its name as it is kept: what is typed into the form does not rename the page.
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
        (id, title): (Option<i64>, String),
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

/// Why a service was not kept, whichever domain refused it.
enum SaveError {
    Service(ServiceError),
    Route(RouteError),
    Category(CategoryError),
    Db(db::Error),
}

impl From<db::Error> for SaveError {
    fn from(error: db::Error) -> Self {
        Self::Db(error)
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
    form: Form,
) -> Result<Response, Failure> {
    staff.require(Role::may_edit_catalogue)?;
    save(&app, &staff, None, form).await
}

/// GET /admin/services/{id}
pub async fn show(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id,
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
    Id(id): Id,
    form: Form,
) -> Result<Response, Failure> {
    staff.require(Role::may_edit_catalogue)?;
    let before = find(&app, id).await?;
    save(&app, &staff, Some(before), form).await
}

async fn find(app: &App, id: i64) -> Result<(Service, Settings), Failure> {
    let found = catalogue::find(app.db.pool(), &[id]).await?.remove(&id);
    let service = found.ok_or(Failure::NotFound)?;
    let routes = route::of_services(app.db.pool(), &[id]).await?;
    let settings = routes.get(&id).into_iter().flatten();
    let settings = settings.into_iter().find(|way| way.protocol == Protocol::Sandbox);
    let settings = settings.map(|way| Settings::read(&way.settings)).unwrap_or_default();
    Ok((service, settings))
}

async fn save(
    app: &App,
    staff: &Staff,
    before: Option<(Service, Settings)>,
    mut form: Form,
) -> Result<Response, Failure> {
    let id = before.as_ref().map(|(service, _)| service.id);
    let title = before.as_ref().map(|(service, _)| service.name.clone()).unwrap_or_default();
    let kept = before.as_ref().map(|(_, settings)| settings.clone()).unwrap_or_default();
    if let Some(filled) = read(&mut form, &kept) {
        let name = filled.draft.name.clone();
        let (clock, actor) = (app.clock.clone(), staff.actor());
        let saving = app.db.transaction(move |tx| {
            Box::pin(async move { write(tx, &clock, actor, before, filled).await })
        });
        match saving.await {
            Ok(saved) => {
                let said = if id.is_some() { "is saved" } else { "is created" };
                let text = format!("“{name}” {said} as service {saved}.");
                return Ok(view::done(&app.config, PATH, "ok", &text));
            }
            Err(SaveError::Category(CategoryError::Name)) => {
                form.refuse("category", sentence(&CategoryError::Name));
            }
            Err(
                SaveError::Service(ServiceError::Field { field, sentence: said })
                | SaveError::Route(RouteError::Field { field, sentence: said }),
            ) => form.refuse(field_of(field), sentence(&said)),
            Err(SaveError::Route(error @ RouteError::Moved)) => form.refuse("", sentence(&error)),
            Err(SaveError::Service(ServiceError::NotFound)) => return Err(Failure::NotFound),
            Err(
                SaveError::Category(CategoryError::Db(error))
                | SaveError::Service(ServiceError::Db(error))
                | SaveError::Route(RouteError::Db(error))
                | SaveError::Db(error),
            ) => return Err(error.into()),
        }
    }
    let page = ServicePage::read(app, staff, (id, title), ServiceForm::typed(&form)).await?;
    view::refused(&ServicePage { errors: form.errors(), ..page })
}

async fn write(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    actor: Actor,
    before: Option<(Service, Settings)>,
    filled: Filled,
) -> Result<i64, SaveError> {
    let category_id = category_named(tx, &filled.category).await.map_err(SaveError::Category)?;
    let draft = Draft { category_id, ..filled.draft };
    let (id, action) = match &before {
        Some((service, _)) => {
            catalogue::update(tx, service.id, &draft).await.map_err(SaveError::Service)?;
            (service.id, "service.update")
        }
        None => {
            let id = catalogue::create(tx, clock, &draft).await.map_err(SaveError::Service)?;
            (id, "service.create")
        }
    };
    // A new one starts with the sandbox; afterwards its ways are kept on a page of their own.
    match &before {
        None => route::use_sandbox(tx, id, &filled.settings).await,
        Some(_) => route::set_sandbox(tx, id, &filled.settings).await,
    }
    .map_err(SaveError::Route)?;
    catalogue::set_code(tx, id, filled.code).await.map_err(SaveError::Service)?;
    if filled.code == Some(Code::TopRanking) {
        let bounds = route::bounds(&mut **tx, &[id]).await?;
        if !bounds.get(&id).is_some_and(|bounds| bounds.reports_rank) {
            let sentence = "All providers of this service must report positions";
            return Err(SaveError::Service(ServiceError::Field { field: "code", sentence }));
        }
    }
    let number = |code: Option<Code>| code.map(Code::number).into();
    // Nobody is sold anything below its cost.
    hold(tx, Some(&[id])).await?;
    let was = before.map(|(service, settings)| {
        let (category, code) = (service.category.clone(), service.code);
        let mut facts = facts(&super::services::draft(service), &category, &settings);
        facts["code"] = number(code);
        facts
    });
    let mut is = facts(&draft, filled.category.trim(), &filled.settings);
    is["code"] = number(filled.code);
    let entry = audit::Entry {
        actor,
        action,
        subject: format!("service:{id}"),
        before: was,
        after: Some(is),
    };
    audit::record(tx, clock, entry).await?;
    Ok(id)
}

/// A service for the audit log.
fn facts(draft: &Draft, category: &str, settings: &Settings) -> Value {
    json!({
        "category": category,
        "position": draft.position,
        "name": draft.name,
        "type": draft.kind.as_str(),
        "description": draft.description,
        "rate": draft.rate.to_string(),
        "min": draft.min,
        "max": draft.max,
        "refill": draft.refill,
        "cancel": draft.cancel,
        "dripfeed": draft.dripfeed,
        "unique_link": draft.unique_link,
        "refill_wait_h": draft.refill_wait_h,
        "refill_days": draft.refill_days,
        "enabled": draft.enabled,
        "sandbox": settings,
    })
}
