//! /deposits: how to pay in, what was told of and what became of it; /deposits/{id}: one of them,
//! a receipt once it is credited.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::Deserialize;

use crate::app::App;
use crate::kit::lang::Lang;
use crate::kit::money::Money;
use crate::kit::page::Cursor;
use crate::kit::secret;
use crate::ledger::Reference;
use crate::payments::claim::{self, Claim, ClaimError};
use crate::payments::deposit::{self, Deposit, Filter};
use crate::payments::method::{self, Method};
use crate::payments::{self, DepositId, MethodId};
use crate::web::failure::Failure;
use crate::web::form::{Errors, SentFiles, SentForm};
use crate::web::guard::Customer;
use crate::web::order_view::Badge;
use crate::web::path::Id;
use crate::web::picture::{self, Shown};
use crate::web::view::{self, Page, Pager, When};

const PATH: &str = "/deposits";
const FORM_ID_CHARS: usize = 24;

#[derive(Template)]
#[template(path = "dashboard/deposits/deposits.html")]
struct DepositsPage {
    page: Page,
    methods: Vec<MethodCard>,
    /// The chosen method's form; `None`: there is none to choose.
    chosen: Option<Chosen>,
    /// What is wrong with the form, if there is no method whose form could say it.
    errors: Errors,
    currency: String,
    rows: Vec<DepositRow>,
    filtered: bool,
    pager: Pager,
}

/// A method in the list to choose from.
struct MethodCard {
    id: MethodId,
    name: String,
    on: bool,
}

/// How to pay, and the form for those who have paid.
struct Chosen {
    id: MethodId,
    name: String,
    instructions: String,
    currency_note: String,
    limits: String,
    once: String,
    amount: String,
    reference: String,
    note: String,
    errors: Errors,
}

struct DepositRow {
    id: DepositId,
    at: When,
    method: String,
    state: Badge,
    amount: String,
    reference: String,
    trouble: String,
}

/// What the address says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    method: String,
    before: String,
    after: String,
}

/// The state, by shape, word and colour.
pub(in crate::web) fn badge(lang: Lang, state: payments::State) -> Badge {
    let (kind, word) = match state {
        payments::State::Pending => ("pending", lang.say("deposit-state-waiting")),
        payments::State::Held => ("pending", lang.say("deposit-state-checked")),
        payments::State::Credited => ("completed", lang.say("deposit-state-credited")),
        payments::State::Failed => ("canceled", lang.say("deposit-state-declined")),
    };
    Badge::of(kind, word)
}

impl DepositRow {
    fn new(lang: Lang, one: Deposit, now: DateTime<Utc>) -> Self {
        Self {
            id: one.id,
            at: When::new(one.opened_at, now),
            state: badge(lang, one.state),
            amount: lang.decimal(&one.credited.unwrap_or(one.claimed).to_string()),
            method: method(lang, one.method_id, one.method),
            reference: one.claim,
            trouble: trouble(lang, one.trouble),
        }
    }
}

/// What staff call the method; a payment that they booked came by none.
fn method(lang: Lang, id: Option<MethodId>, name: String) -> String {
    if id.is_some() { name } else { lang.say("deposit-by-staff").to_string() }
}

/// Why it was declined, in the words of staff, if they gave any.
fn trouble(lang: Lang, words: String) -> String {
    match words == deposit::NOT_CONFIRMED {
        true => lang.say("deposit-not-confirmed").to_string(),
        false => words,
    }
}

/// `10.00 to 500.00 USD`
fn limits(lang: Lang, method: &Method, currency: &str) -> String {
    let min = lang.money(method.draft.min, currency);
    let max = method.draft.max.map(|max| lang.money(max, currency));
    let said = match (method.draft.min, max) {
        (Money::ZERO, None) => lang.say("deposits-any-amount"),
        (Money::ZERO, Some(max)) => lang.say("deposits-up-to").with("max", max),
        (_, None) => lang.say("deposits-from").with("min", min),
        (min, Some(max)) => {
            let min = lang.decimal(&min.to_string());
            lang.say("deposits-between").with("min", min).with("max", max)
        }
    };
    said.to_string()
}

impl DepositsPage {
    async fn read(
        app: &App,
        customer: &Customer,
        asked: &Asked,
        form: &SentForm,
    ) -> Result<Self, Failure> {
        let db = app.db.pool();
        let mut methods = method::list(db).await?;
        methods.retain(|method| method.enabled);
        let wanted = match form.text("method") {
            "" => asked.method.as_str(),
            sent => sent,
        };
        let wanted: Option<MethodId> = wanted.parse().ok();
        let chosen = methods.iter().find(|method| wanted == Some(method.id));
        let chosen = chosen.or_else(|| methods.first());
        let chosen_id = chosen.map(|method| method.id);
        let cursor = Cursor::from_parts(asked.before.parse().ok(), asked.after.parse().ok());
        let filter = Filter { account_id: Some(customer.id()), pending: false };
        let found = deposit::page(db, filter, cursor).await?;
        let now = app.clock.now();
        Ok(Self {
            page: customer.page("deposits"),
            errors: form.errors(),
            chosen: chosen.map(|method| Chosen::new(customer.lang(), method, &app.currency, form)),
            methods: methods
                .iter()
                .map(|method| MethodCard {
                    id: method.id,
                    name: method.draft.name.clone(),
                    on: chosen_id == Some(method.id),
                })
                .collect(),
            currency: app.currency.clone(),
            filtered: cursor != Cursor::First,
            pager: Pager::new(&found, PATH, ""),
            rows: found
                .rows
                .into_iter()
                .map(|one| DepositRow::new(customer.lang(), one, now))
                .collect(),
        })
    }
}

impl Chosen {
    fn new(lang: Lang, method: &Method, currency: &str, form: &SentForm) -> Self {
        let text = |name| form.text(name).to_owned();
        Self {
            id: method.id,
            name: method.draft.name.clone(),
            instructions: method.draft.instructions.clone(),
            currency_note: method.draft.currency_note.clone(),
            limits: limits(lang, method, currency),
            once: match form.text("once") {
                "" => secret::base62(FORM_ID_CHARS),
                sent => sent.to_owned(),
            },
            amount: text("amount"),
            reference: text("reference"),
            note: text("note"),
            errors: form.errors(),
        }
    }
}

/// GET /deposits
pub async fn list(
    State(app): State<Arc<App>>,
    customer: Customer,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    view::html(&DepositsPage::read(&app, &customer, &asked, &SentForm::default()).await?)
}

/// POST /deposits: the customer says that they have paid.
pub async fn tell(
    State(app): State<Arc<App>>,
    customer: Customer,
    SentFiles(mut form): SentFiles,
) -> Result<Response, Failure> {
    let lang = customer.lang();
    let amount = form.read("amount", |typed| {
        let typed = lang.read_decimal(typed);
        let amount = typed.and_then(|typed| Money::parse(&typed).ok());
        let example = || lang.say("deposits-amount-wrong").with("example", lang.decimal("12.50"));
        amount.filter(|amount| *amount > Money::ZERO).ok_or_else(example)
    });
    let reference = form.read("reference", |typed| {
        Reference::parse(typed).map_err(|_| lang.say("deposits-reference-wrong"))
    });
    let method_id = form.text("method").parse().ok();
    let once = form.text("once").trim().to_owned();
    if !(8..=64).contains(&once.len()) || !once.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Err(Failure::Unreadable);
    }
    let picture = picture::chosen(&customer, &mut form).await?;
    if let (Some(method_id), Some(amount), Some(reference), Some(picture)) =
        (method_id, amount, reference, picture)
    {
        let note = form.text("note").to_owned();
        // Another account's form must not be met.
        let form_id = format!("{}:{once}", customer.id());
        let told = Claim { method_id, amount, reference, note, picture, form_id };
        match claim::claim(&app.db, &app.clock, customer.id(), told).await {
            Ok(id) => {
                let text = lang.say("deposits-thanks").to_string();
                return Ok(view::done(&app.config, &path(id), "ok", &text));
            }
            Err(ClaimError::Again(id)) => {
                let text = lang.say("deposits-again").to_string();
                return Ok(view::done(&app.config, &path(id), "info", &text));
            }
            Err(ClaimError::NoMethod) => {
                form.refuse("", lang.say("deposits-method-gone"));
            }
            Err(ClaimError::Below(min)) => {
                let min = lang.decimal(&min.to_string());
                form.refuse("amount", lang.say("deposits-at-least").with("min", min));
            }
            Err(ClaimError::Above(max)) => {
                let max = lang.decimal(&max.to_string());
                form.refuse("amount", lang.say("deposits-at-most").with("max", max));
            }
            Err(ClaimError::Note) => form.refuse("note", lang.say("deposits-note-long")),
            Err(ClaimError::TooManyOpen) => form.refuse("", lang.say("deposits-too-many-open")),
            Err(ClaimError::TooMany) => {
                form.refuse("", lang.say("deposits-too-many"));
            }
            Err(ClaimError::Pictures) => {
                form.refuse("picture", lang.say("deposits-too-many-pictures"))
            }
            Err(ClaimError::Db(error)) => return Err(error.into()),
        }
    } else if method_id.is_none() {
        form.refuse("", lang.say("deposits-choose"));
    }
    picture::say_again(lang, &mut form);
    view::refused(&DepositsPage::read(&app, &customer, &Asked::default(), &form).await?)
}

fn path(id: DepositId) -> String {
    format!("{PATH}/{id}")
}

#[derive(Template)]
#[template(path = "dashboard/deposits/deposit.html")]
struct DepositPage {
    page: Page,
    id: DepositId,
    state: Badge,
    is_credited: bool,
    method: String,
    method_id: Option<MethodId>,
    picture: Option<Shown>,
    claimed: String,
    credited: String,
    reference: String,
    note: String,
    trouble: String,
    told: DateTime<Utc>,
    decided: Option<DateTime<Utc>>,
    email: String,
    /// Who sells, for the receipt; "" if the operator says nothing.
    seller: String,
}

/// GET /deposits/{id}
pub async fn show(
    State(app): State<Arc<App>>,
    customer: Customer,
    Id(id): Id<DepositId>,
) -> Result<Response, Failure> {
    let found = deposit::find(app.db.pool(), Some(customer.id()), id).await?;
    let found = found.ok_or(Failure::NotFound)?;
    let seller = customer.visitor().settings().seller.clone();
    let lang = customer.lang();
    view::html(&DepositPage {
        page: customer.page("deposits"),
        id,
        state: badge(lang, found.state),
        is_credited: found.state == payments::State::Credited,
        method: method(lang, found.method_id, found.method),
        method_id: found.method_id,
        picture: found.picture.map(Shown::to_sender),
        claimed: lang.money(found.claimed, &app.currency),
        credited: found
            .credited
            .map(|amount| lang.money(amount, &app.currency))
            .unwrap_or_default(),
        reference: found.claim,
        note: found.note,
        trouble: trouble(lang, found.trouble),
        told: found.opened_at,
        decided: found.decided_at,
        email: found.email,
        seller,
    })
}
