//! Methods through a gateway: /admin/methods/new makes one, /admin/methods/{id} changes it. The form is
//! made of the gateway's own fields; its secrets are never shown again.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::guard::Fields as GuardFields;
use super::methods::{self, PATH};
use super::way_trial::{self, Card};
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::kit::money::Money;
use crate::payments::gateways::{self, Gateway, Mode};
use crate::payments::method::{Draft, Method};
use crate::payments::way::{self, Entered, OnLate, OnLess, Terms};
use crate::payments::{MethodId, guard, hooks};
use crate::web::failure::Failure;
use crate::web::form::{Choice, Errors, SentForm};
use crate::web::guard::Staff;
use crate::web::proof;
use crate::web::view::{self, Page, When};

#[derive(Template)]
#[template(path = "admin/deposits/way.html")]
struct WayPage {
    page: Page,
    /// `None`: a new one.
    id: Option<MethodId>,
    title: String,
    gateway: &'static str,
    gateway_id: &'static str,
    ours: String,
    fields: Fields,
    own: Vec<OwnField>,
    modes: Vec<Choice>,
    currencies: Vec<Choice>,
    on_less: Vec<Choice>,
    on_late: Vec<Choice>,
    /// Where the gateway is to send its hooks; "": the method is not saved yet.
    hook_url: String,
    last_hook: Option<When>,
    /// What the gateway can do, and what it cannot.
    abilities: Vec<&'static str>,
    /// `None`: the method is not saved yet.
    trial: Option<Card>,
    /// What it does against stolen cards.
    guard: GuardFields,
    errors: Errors,
}

/// What was typed, or is kept.
#[derive(Default)]
struct Fields {
    name: String,
    min: String,
    max: String,
    instructions: String,
    currency_note: String,
    mode: String,
    currency: String,
    exchange: String,
    fee_fixed: String,
    fee_percent: String,
    on_less: String,
    on_late: String,
}

/// A field of the gateway.
struct OwnField {
    name: &'static str,
    label: &'static str,
    hint: String,
    is_secret: bool,
    required: bool,
    value: String,
}

impl Fields {
    fn of(method: &Method, terms: &Terms) -> Self {
        let draft = &method.draft;
        Self {
            name: draft.name.clone(),
            min: draft.min.to_string(),
            max: draft.max.map(|max| max.to_string()).unwrap_or_default(),
            instructions: draft.instructions.clone(),
            currency_note: draft.currency_note.clone(),
            mode: terms.mode.as_str().to_owned(),
            currency: terms.currency.clone(),
            exchange: Money::from_micros(terms.exchange).to_string(),
            fee_fixed: terms.fee_fixed.to_string(),
            fee_percent: percent(terms.fee_percent),
            on_less: terms.on_less.as_str().to_owned(),
            on_late: terms.on_late.as_str().to_owned(),
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
            mode: text("mode"),
            currency: text("currency"),
            exchange: text("exchange"),
            fee_fixed: text("fee_fixed"),
            fee_percent: text("fee_percent"),
            on_less: text("on_less"),
            on_late: text("on_late"),
        }
    }

    /// A new method begins so.
    fn new(app: &App, gateway: &dyn Gateway) -> Self {
        let facts = gateway.facts();
        let takes_ours = facts.exponent(&app.currency).is_some();
        Self {
            mode: if facts.has_live { "live" } else { "test" }.to_owned(),
            currency: if takes_ours { app.currency.clone() } else { String::new() },
            ..Self::default()
        }
    }
}

/// Hundredths of a percent, as people write percents.
fn percent(hundredths: i32) -> String {
    Money::from_micros(i64::from(hundredths) * 10_000).to_string()
}

/// What was typed; errors stand in the form.
fn read(form: &mut SentForm, gateway: &'static dyn Gateway) -> Option<Entered> {
    let amount = |typed: &str| {
        let amount = Money::parse_unsigned(typed.trim());
        amount.map_err(|_| "A number such as 10 or 12.50.")
    };
    let or_zero =
        |typed: &str| if typed.trim().is_empty() { Ok(Money::ZERO) } else { amount(typed) };
    let min = form.read("min", or_zero);
    let max = form.read("max", |typed| match typed.trim() {
        "" => Ok(None),
        typed => amount(typed).map(Some),
    });
    let exchange = form.read("exchange", |typed| match typed.trim() {
        "" => Ok(None),
        typed => amount(typed).map(|rate| Some(rate.micros())),
    });
    let fee_fixed = form.read("fee_fixed", or_zero);
    let fee_percent = form.read("fee_percent", |typed| {
        let percent = or_zero(typed)?.micros();
        let hundredths = i32::try_from(percent / 10_000).unwrap_or(i32::MAX);
        if percent % 10_000 == 0 { Ok(hundredths) } else { Err("At most two decimals.") }
    });
    let mode = form.read("mode", |word| Mode::parse(word).ok_or("Choose one."));
    let on_less = form.read("on_less", |word| OnLess::parse(word).ok_or("Choose one."));
    let on_late = form.read("on_late", |word| OnLate::parse(word).ok_or("Choose one."));
    let values = gateway.fields().iter().map(|field| {
        let name = field.name.to_owned();
        (name, form.text(field.name).to_owned())
    });
    let values: BTreeMap<String, String> = values.collect();
    Some(Entered {
        draft: Draft {
            name: form.text("name").to_owned(),
            min: min?,
            max: max?,
            instructions: form.text("instructions").replace("\r\n", "\n"),
            currency_note: form.text("currency_note").to_owned(),
        },
        mode: mode?,
        currency: form.text("currency").to_owned(),
        exchange: exchange?,
        fee_fixed: fee_fixed?,
        fee_percent: fee_percent?,
        on_less: on_less?,
        on_late: on_late?,
        values,
    })
}

/// What a page of a method shows.
struct Shown {
    id: Option<MethodId>,
    title: String,
    fields: Fields,
    terms: Option<Terms>,
    last_hook: Option<When>,
    trial: Option<Card>,
    /// What was typed into the gateway's own fields.
    typed: BTreeMap<String, String>,
    guard: GuardFields,
    errors: Errors,
}

impl WayPage {
    fn new(app: &App, staff: &Staff, gateway: &'static dyn Gateway, shown: Shown) -> Self {
        let Shown { id, title, fields, terms, last_hook, trial, typed, guard, errors } = shown;
        let facts = gateway.facts();
        let choice =
            |value: &str, label: &str, chosen: &str| Choice::new(value, label, value == chosen);
        let mut modes = vec![choice("test", "Test: no money moves", &fields.mode)];
        if facts.has_live {
            modes.insert(0, choice("live", "Live: real money", &fields.mode));
        }
        let own = gateway.fields().iter().map(|field| OwnField {
            name: field.name,
            label: field.label,
            hint: match (field.is_secret, id) {
                (true, Some(_)) => format!("{} Leave it blank to keep it.", field.hint),
                _ => field.hint.to_owned(),
            },
            is_secret: field.is_secret,
            required: field.required && (id.is_none() || !field.is_secret),
            value: match (field.is_secret, typed.get(field.name), &terms) {
                (true, ..) => String::new(),
                (false, Some(typed), _) => typed.clone(),
                (false, None, Some(terms)) => {
                    terms.settings.get(field.name).cloned().unwrap_or_default()
                }
                (false, None, None) => String::new(),
            },
        });
        let home = app.config.public_url.as_str().trim_end_matches('/');
        Self {
            page: staff.page("admin-customers"),
            gateway: gateway.name(),
            gateway_id: gateway.id(),
            ours: app.currency.clone(),
            own: own.collect(),
            modes,
            currencies: facts
                .currencies
                .iter()
                .map(|(code, _)| choice(code, code, &fields.currency))
                .collect(),
            on_less: vec![
                choice("staff", "Staff decide", &fields.on_less),
                choice("share", "Credit its share", &fields.on_less),
            ],
            on_late: vec![
                choice("credit", "Credit it if it is all of it", &fields.on_late),
                choice("staff", "Staff decide", &fields.on_late),
            ],
            hook_url: terms.map(|terms| format!("{home}/hooks/{}", terms.door)).unwrap_or_default(),
            last_hook,
            abilities: way_trial::abilities(gateway),
            trial,
            guard,
            id,
            title,
            fields,
            errors,
        }
    }
}

/// Which gateway a new method is through.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    gateway: String,
}

/// The gateway of this name; of none, the first one.
fn chosen(asked: &str) -> &'static dyn Gateway {
    gateways::find(asked).unwrap_or(gateways::ALL[0])
}

fn blank(gateway: &'static dyn Gateway, fields: Fields, errors: Errors) -> Shown {
    Shown {
        id: None,
        title: format!("New method: {}", gateway.name()),
        fields,
        terms: None,
        last_hook: None,
        trial: None,
        typed: BTreeMap::new(),
        guard: GuardFields::default(),
        errors,
    }
}

/// GET /admin/methods/new
pub async fn new(
    State(app): State<Arc<App>>,
    staff: Staff,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_move_money)?;
    let gateway = chosen(&asked.gateway);
    let shown = blank(gateway, Fields::new(&app, gateway), Errors::default());
    view::html(&WayPage::new(&app, &staff, gateway, shown))
}

/// POST /admin/methods/new: `gateway` and its fields.
pub async fn create(
    State(app): State<Arc<App>>,
    staff: Staff,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_move_money)?;
    let gateway = chosen(form.text("gateway"));
    if let Some(page) = proof::asked(&app, &staff, &mut form).await? {
        return Ok(page);
    }
    let mut typed = BTreeMap::new();
    if let Some(entered) = read(&mut form, gateway) {
        typed.clone_from(&entered.values);
        match way::create(&app.ways, staff.actor(), (gateway, entered)).await {
            Ok(id) => {
                let text = "It is saved, and off. Give the gateway the address for its hooks.";
                return Ok(view::done(&app.config, &format!("{PATH}/{id}"), "ok", text));
            }
            Err(error) => methods::refuse(&mut form, error)?,
        }
    }
    let shown = Shown { typed, ..blank(gateway, Fields::typed(&form), form.errors()) };
    view::refused(&WayPage::new(&app, &staff, gateway, shown))
}

/// The page of a method through a gateway, as it is kept.
pub(super) async fn show(
    app: &App,
    staff: &Staff,
    (method, terms): (&Method, Terms),
) -> Result<Response, Failure> {
    let fields = Fields::of(method, &terms);
    let shown = kept(app, (method, terms), (fields, Errors::default())).await?;
    let (gateway, shown) = shown;
    view::html(&WayPage::new(app, staff, gateway, shown))
}

/// The page of a method after its rules against stolen cards were refused.
pub(super) async fn with_guard(
    app: &App,
    staff: &Staff,
    (method, terms): (&Method, Terms),
    (guard, errors): (GuardFields, Errors),
) -> Result<Response, Failure> {
    let fields = Fields::of(method, &terms);
    let (gateway, shown) = kept(app, (method, terms), (fields, errors)).await?;
    view::refused(&WayPage::new(app, staff, gateway, Shown { guard, ..shown }))
}

async fn kept(
    app: &App,
    (method, terms): (&Method, Terms),
    (fields, errors): (Fields, Errors),
) -> Result<(&'static dyn Gateway, Shown), Failure> {
    let gateway = gateways::find(&terms.gateway).ok_or(Failure::NotFound)?;
    let last = hooks::last(app.db.pool(), method.id).await?;
    let trial = Card::read(app, method.id, terms.mode).await?;
    let shown = Shown {
        id: Some(method.id),
        title: method.draft.name.clone(),
        fields,
        last_hook: last.map(|at| When::new(at, app.clock.now())),
        terms: Some(terms),
        trial: Some(trial),
        typed: BTreeMap::new(),
        guard: GuardFields::of(guard::of(app.db.pool(), method.id).await?),
        errors,
    };
    Ok((gateway, shown))
}

/// Changes a method through a gateway, by its form.
pub(super) async fn update(
    app: &App,
    staff: &Staff,
    (method, terms): (&Method, Terms),
    form: &mut SentForm,
) -> Result<Response, Failure> {
    let gateway = gateways::find(&terms.gateway).ok_or(Failure::NotFound)?;
    let mut typed = BTreeMap::new();
    if let Some(entered) = read(form, gateway) {
        typed.clone_from(&entered.values);
        match way::update(&app.ways, staff.actor(), (method.id, entered)).await {
            Ok(()) => {
                let path = format!("{PATH}#m-{}", method.id);
                return Ok(view::done(&app.config, &path, "ok", "It is saved."));
            }
            Err(error) => methods::refuse(form, error)?,
        }
    }
    let shown = (Fields::typed(form), form.errors());
    let (gateway, shown) = kept(app, (method, terms), shown).await?;
    view::refused(&WayPage::new(app, staff, gateway, Shown { typed, ..shown }))
}
