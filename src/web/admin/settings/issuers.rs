//! /admin/settings/sign-in: by whom customers may sign in, beside their password.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::tabs_beside;
use crate::accounts::oidc::issuer::{self, Draft, IssuerError};
use crate::accounts::oidc::{IssuerId, flow};
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::web::admin::fields::sentence;
use crate::web::failure::Failure;
use crate::web::form::{Errors, SentForm};
use crate::web::guard::Staff;
use crate::web::path::Id;
use crate::web::proof;
use crate::web::view::{self, Chip, Page};

const PATH: &str = "/admin/settings/sign-in";

#[derive(Template)]
#[template(path = "admin/settings/issuers.html")]
struct IssuersPage {
    page: Page,
    tabs: Vec<Chip>,
    rows: Vec<IssuerRow>,
    /// What the issuers have to know.
    back_url: String,
    fields: Fields,
    errors: Errors,
}

struct IssuerRow {
    id: IssuerId,
    name: String,
    issuer: String,
    enabled: bool,
}

/// The form of a new issuer, or of one that is changed.
struct Fields {
    name: String,
    issuer: String,
    client_id: String,
}

impl Fields {
    fn typed(form: &SentForm) -> Self {
        let text = |name| form.text(name).to_owned();
        Self { name: text("name"), issuer: text("issuer"), client_id: text("client_id") }
    }
}

#[derive(Template)]
#[template(path = "admin/settings/issuer.html")]
struct IssuerPage {
    page: Page,
    id: IssuerId,
    title: String,
    enabled: bool,
    back_url: String,
    fields: Fields,
    errors: Errors,
}

fn back_url(app: &App) -> String {
    flow::back_url(app.config.public_url.as_str().trim_end_matches('/'))
}

fn draft(form: &SentForm) -> Draft {
    let text = |name| form.text(name).to_owned();
    Draft {
        name: text("name"),
        issuer: text("issuer"),
        client_id: text("client_id"),
        client_secret: text("client_secret"),
    }
}

fn refuse(form: &mut SentForm, error: IssuerError) -> Result<(), Failure> {
    match error {
        IssuerError::Field { field, sentence: said } => form.refuse(field, sentence(&said)),
        IssuerError::NotFound => return Err(Failure::NotFound),
        IssuerError::Db(error) => return Err(error.into()),
    }
    Ok(())
}

async fn page(app: &App, staff: &Staff, form: &SentForm) -> Result<IssuersPage, Failure> {
    let rows = issuer::list(app.db.pool()).await?.into_iter().map(|one| IssuerRow {
        id: one.id,
        name: one.name,
        issuer: one.issuer,
        enabled: one.enabled,
    });
    Ok(IssuersPage {
        page: staff.page("admin-settings"),
        tabs: tabs_beside(PATH),
        rows: rows.collect(),
        back_url: back_url(app),
        fields: Fields::typed(form),
        errors: form.errors(),
    })
}

/// GET /admin/settings/sign-in
pub async fn list(State(app): State<Arc<App>>, staff: Staff) -> Result<Response, Failure> {
    staff.require(Rights::may_set_up)?;
    view::html(&page(&app, &staff, &SentForm::default()).await?)
}

/// POST /admin/settings/sign-in
pub async fn create(
    State(app): State<Arc<App>>,
    staff: Staff,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_set_up)?;
    if let Some(page) = proof::asked(&app, &staff, &mut form).await? {
        return Ok(page);
    }
    let ways = (&app.keys, &app.outbound);
    match issuer::create(&app.db, &app.clock, ways, staff.actor(), draft(&form)).await {
        Ok(id) => {
            let text = "It is saved, and off: switch it on when it is set up there, too.";
            return Ok(view::done(&app.config, &format!("{PATH}/{id}"), "ok", text));
        }
        Err(error) => refuse(&mut form, error)?,
    }
    view::refused(&page(&app, &staff, &form).await?)
}

async fn one(app: &App, id: IssuerId) -> Result<issuer::Issuer, Failure> {
    issuer::find(app.db.pool(), id).await?.ok_or(Failure::NotFound)
}

/// GET /admin/settings/sign-in/{id}
pub async fn show(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<IssuerId>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_set_up)?;
    let found = one(&app, id).await?;
    view::html(&IssuerPage {
        page: staff.page("admin-settings"),
        id,
        title: found.name.clone(),
        enabled: found.enabled,
        back_url: back_url(&app),
        fields: Fields { name: found.name, issuer: found.issuer, client_id: found.client_id },
        errors: Errors::default(),
    })
}

/// POST /admin/settings/sign-in/{id}
pub async fn change(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<IssuerId>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_set_up)?;
    if let Some(page) = proof::asked(&app, &staff, &mut form).await? {
        return Ok(page);
    }
    let ways = (&app.keys, &app.outbound);
    match issuer::change(&app.db, &app.clock, ways, staff.actor(), (id, draft(&form))).await {
        Ok(()) => return Ok(saved(&app, id)),
        Err(error) => refuse(&mut form, error)?,
    }
    let found = one(&app, id).await?;
    view::refused(&IssuerPage {
        page: staff.page("admin-settings"),
        id,
        title: found.name,
        enabled: found.enabled,
        back_url: back_url(&app),
        fields: Fields::typed(&form),
        errors: form.errors(),
    })
}

/// POST /admin/settings/sign-in/{id}/enable: `on` says whether.
pub async fn enable(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<IssuerId>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_set_up)?;
    if let Some(page) = proof::asked(&app, &staff, &mut form).await? {
        return Ok(page);
    }
    let wanted = (id, form.is_ticked("on"));
    match issuer::set_enabled(&app.db, &app.clock, staff.actor(), wanted).await {
        Err(error) => refuse(&mut form, error)?,
        Ok(()) => return Ok(saved(&app, id)),
    }
    Err(Failure::NotFound)
}

/// POST /admin/settings/sign-in/{id}/remove
pub async fn remove(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<IssuerId>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_set_up)?;
    if let Some(page) = proof::asked(&app, &staff, &mut form).await? {
        return Ok(page);
    }
    match issuer::remove(&app.db, &app.clock, staff.actor(), id).await {
        Err(error) => refuse(&mut form, error)?,
        Ok(()) => {
            let text = "It is removed. Its customers sign in by their password.";
            return Ok(view::done(&app.config, PATH, "ok", text));
        }
    }
    Err(Failure::NotFound)
}

fn saved(app: &App, id: IssuerId) -> Response {
    view::done(&app.config, &format!("{PATH}/{id}"), "ok", "It is saved.")
}
