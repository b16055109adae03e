//! /admin/methods: the ways to pay that customers choose from; /admin/methods/{id}: one of them. `ways`
//! has the form of those through a gateway.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::ways;
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::kit::money::Money;
use crate::payments::gateways::{self, Gateway, Mode};
use crate::payments::method::{self, Draft, Method, MethodError};
use crate::payments::{MethodId, arrange};
use crate::web::admin::fields::sentence;
use crate::web::failure::Failure;
use crate::web::form::{Choice, Errors, SentForm};
use crate::web::guard::Staff;
use crate::web::path::Id;
use crate::web::proof;
use crate::web::view::{self, Page};

pub(super) const PATH: &str = "/admin/methods";

#[derive(Template)]
#[template(path = "admin/deposits/methods.html")]
struct MethodsPage {
    page: Page,
    rows: Vec<MethodRow>,
    /// The gateways that there are.
    gateways: Vec<Choice>,
    currency: String,
    fields: Fields,
    errors: Errors,
}

struct MethodRow {
    id: MethodId,
    name: String,
    min: String,
    max: String,
    enabled: bool,
    /// The gateway; "": by hand.
    gateway: &'static str,
    is_test: bool,
}

#[derive(Template)]
#[template(path = "admin/deposits/method.html")]
struct MethodPage {
    page: Page,
    id: MethodId,
    title: String,
    currency: String,
    fields: Fields,
    errors: Errors,
}

/// The form of a method.
#[derive(Default)]
struct Fields {
    name: String,
    min: String,
    max: String,
    instructions: String,
    currency_note: String,
}

impl Fields {
    fn of(method: &Method) -> Self {
        let draft = &method.draft;
        Self {
            name: draft.name.clone(),
            min: draft.min.to_string(),
            max: draft.max.map(|max| max.to_string()).unwrap_or_default(),
            instructions: draft.instructions.clone(),
            currency_note: draft.currency_note.clone(),
        }
    }

    fn typed(form: &SentForm) -> Self {
        let text = |name| form.text(name).to_owned();
        Self {
            name: text("name"),
            min: text("min"),
            max: text("max"),
            instructions: text("instructions"),
            currency_note: text("currency_note"),
        }
    }
}

/// What was typed; errors stand in the form.
fn read(form: &mut SentForm) -> Option<Draft> {
    let amount = |typed: &str| {
        Money::parse(typed.trim())
            .ok()
            .filter(|amount| *amount >= Money::ZERO)
            .ok_or("A number such as 10 or 12.50.")
    };
    let min = form.read("min", |typed| match typed.trim() {
        "" => Ok(Money::ZERO),
        typed => amount(typed),
    });
    let max = form.read("max", |typed| match typed.trim() {
        "" => Ok(None),
        typed => amount(typed).map(Some),
    });
    Some(Draft {
        name: form.text("name").to_owned(),
        min: min?,
        max: max?,
        instructions: form.text("instructions").replace("\r\n", "\n"),
        currency_note: form.text("currency_note").to_owned(),
    })
}

pub(super) fn refuse(form: &mut SentForm, error: MethodError) -> Result<(), Failure> {
    match error {
        MethodError::Field { field, sentence: said } => form.refuse(field, sentence(&said)),
        MethodError::NotFound => return Err(Failure::NotFound),
        error @ MethodError::Beside(_) => form.refuse("", sentence(&error)),
        error @ MethodError::Least(_) => form.refuse("min", sentence(&error)),
        MethodError::Db(error) => return Err(error.into()),
    }
    Ok(())
}

impl MethodsPage {
    async fn read(app: &App, staff: &Staff, form: &SentForm) -> Result<Self, Failure> {
        let methods = method::list(app.db.pool()).await?.into_iter();
        Ok(Self {
            page: staff.page("admin-customers"),
            rows: methods
                .map(|method| MethodRow {
                    id: method.id,
                    enabled: method.enabled,
                    min: method.draft.min.to_string(),
                    max: method.draft.max.map(|max| max.to_string()).unwrap_or_default(),
                    is_test: method.terms.as_ref().is_some_and(|terms| terms.mode == Mode::Test),
                    gateway: method
                        .terms
                        .and_then(|terms| gateways::find(&terms.gateway))
                        .map_or("", Gateway::name),
                    name: method.draft.name,
                })
                .collect(),
            gateways: gateways::ALL
                .iter()
                .map(|one| Choice::new(one.id(), one.name(), false))
                .collect(),
            currency: app.currency.clone(),
            fields: Fields::typed(form),
            errors: form.errors(),
        })
    }
}

/// GET /admin/methods
pub async fn list(State(app): State<Arc<App>>, staff: Staff) -> Result<Response, Failure> {
    staff.require(Rights::may_move_money)?;
    view::html(&MethodsPage::read(&app, &staff, &SentForm::default()).await?)
}

/// POST /admin/methods
pub async fn create(
    State(app): State<Arc<App>>,
    staff: Staff,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_move_money)?;
    if let Some(page) = proof::asked(&app, &staff, &mut form).await? {
        return Ok(page);
    }
    if let Some(draft) = read(&mut form) {
        match method::create(&app.db, &app.clock, staff.actor(), draft).await {
            Ok(id) => {
                let text = "It is saved, and off. Switch it on when it is right.";
                return Ok(view::done(&app.config, &format!("{PATH}#m-{id}"), "ok", text));
            }
            Err(error) => refuse(&mut form, error)?,
        }
    }
    view::refused(&MethodsPage::read(&app, &staff, &form).await?)
}

/// GET /admin/methods/{id}
pub async fn show(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<MethodId>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_move_money)?;
    let found = method::find(app.db.pool(), id).await?.ok_or(Failure::NotFound)?;
    if let Some(terms) = found.terms.clone() {
        return ways::show(&app, &staff, (&found, terms)).await;
    }
    view::html(&page(&app, &staff, id, (Fields::of(&found), found.draft.name, Errors::default())))
}

fn page(
    app: &App,
    staff: &Staff,
    id: MethodId,
    (fields, title, errors): (Fields, String, Errors),
) -> MethodPage {
    let (page, currency) = (staff.page("admin-customers"), app.currency.clone());
    MethodPage { page, id, title, currency, fields, errors }
}

/// POST /admin/methods/{id}
pub async fn update(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<MethodId>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_move_money)?;
    let found = method::find(app.db.pool(), id).await?.ok_or(Failure::NotFound)?;
    if let Some(page) = proof::asked(&app, &staff, &mut form).await? {
        return Ok(page);
    }
    if let Some(terms) = found.terms.clone() {
        return ways::update(&app, &staff, (&found, terms), &mut form).await;
    }
    if let Some(draft) = read(&mut form) {
        match method::update(&app.db, &app.clock, staff.actor(), (id, draft)).await {
            Ok(()) => {
                return Ok(view::done(
                    &app.config,
                    &format!("{PATH}#m-{id}"),
                    "ok",
                    "It is saved.",
                ));
            }
            Err(error) => refuse(&mut form, error)?,
        }
    }
    let shown = (Fields::typed(&form), found.draft.name, form.errors());
    view::refused(&page(&app, &staff, id, shown))
}

/// POST /admin/methods/{id}/enable
pub async fn enable(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<MethodId>,
) -> Result<Response, Failure> {
    switch(&app, &staff, id, true).await
}

/// POST /admin/methods/{id}/disable
pub async fn disable(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<MethodId>,
) -> Result<Response, Failure> {
    switch(&app, &staff, id, false).await
}

async fn switch(
    app: &App,
    staff: &Staff,
    id: MethodId,
    enabled: bool,
) -> Result<Response, Failure> {
    staff.require(Rights::may_move_money)?;
    let done = method::set_enabled(&app.db, &app.clock, staff.actor(), (id, enabled)).await;
    let is = if enabled { "offered to customers now" } else { "not offered any more" };
    answer(app, PATH, done.map(|name| format!("{name} is {is}.")))
}

/// POST /admin/methods/{id}/move: one place up or down in the list.
pub async fn shift(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<MethodId>,
    form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_move_money)?;
    let up = form.text("to") != "down";
    let done = arrange::shift(&app.db, &app.clock, staff.actor(), (id, up)).await;
    let place = if up { "higher" } else { "lower" };
    let done = done.map(|name| format!("{name} is one place {place}."));
    answer(&app, &format!("{PATH}#m-{id}"), done)
}

fn answer(app: &App, to: &str, done: Result<String, MethodError>) -> Result<Response, Failure> {
    match done {
        Ok(text) => Ok(view::done(&app.config, to, "ok", &text)),
        Err(MethodError::Db(error)) => Err(error.into()),
        Err(error @ MethodError::Beside(_)) => {
            Ok(view::done(&app.config, to, "bad", &sentence(&error)))
        }
        Err(MethodError::Field { .. } | MethodError::Least(_) | MethodError::NotFound) => {
            Err(Failure::NotFound)
        }
    }
}
