//! /deposits: how to pay in, what was paid or told of and what became of it. `deposit` is the page of
//! one of them, `begin` begins one through a gateway, `for_order` keeps the order that needs the money,
//! `offers` says what a deposit costs and brings, and `code` takes promo codes.

mod begin;
pub mod code;
pub mod deposit;
pub mod for_order;
mod offers;

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use chrono::{DateTime, Utc};
use serde::Deserialize;

use crate::app::App;
use crate::kit::lang::Lang;
use crate::kit::money::Money;
use crate::kit::page::Cursor;
use crate::kit::secret;
use crate::ledger::Reference;
use crate::payments::claim::{self, Claim, ClaimError};
use crate::payments::deposit::{self as deposits, Deposit, Filter};
use crate::payments::method::{self, Method};
use crate::payments::{self, DepositId, MethodId, promo};
use crate::web::failure::Failure;
use crate::web::form::{Errors, SentFiles, SentForm};
use crate::web::guard::Customer;
use crate::web::order_view::Badge;
use crate::web::picture;
use crate::web::view::{self, Page, Pager, When};

use begin::Begun;
use offers::Gateway;

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
    /// What was typed into the form of promo codes; `None`: there are none.
    code: Option<String>,
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
    /// The order that needs the money, as a browser sends it; "": none.
    order: String,
    /// Through a gateway; `None`: by hand.
    gateway: Option<Gateway>,
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
    /// Of a deposit that is begun again, or chosen.
    amount: String,
    /// A promo code that goes with a deposit.
    code: String,
    before: String,
    after: String,
}

/// The state, by shape, word and colour.
pub(in crate::web) fn badge(lang: Lang, one: &Deposit) -> Badge {
    use payments::State;
    let is_by_hand = one.checkout.is_none();
    let (kind, word) = match one.state {
        State::Created => ("scheduled", lang.say("deposit-state-preparing")),
        State::Pending if is_by_hand => ("pending", lang.say("deposit-state-waiting")),
        State::Pending => ("pending", lang.say("deposit-state-to-pay")),
        State::Partial => ("partial", lang.say("deposit-state-partial")),
        State::Held if !is_by_hand => ("pending", lang.say("deposit-state-held")),
        State::Held | State::Review => ("pending", lang.say("deposit-state-checked")),
        State::Credited => ("completed", lang.say("deposit-state-credited")),
        State::Expired => ("canceled", lang.say("deposit-state-expired")),
        State::Failed if is_by_hand => ("canceled", lang.say("deposit-state-declined")),
        State::Failed => ("canceled", lang.say("deposit-state-failed")),
        State::Refunded => ("partial", lang.say("deposit-state-refunded")),
        State::Disputed => ("hold", lang.say("deposit-state-disputed")),
        State::ChargedBack => ("canceled", lang.say("deposit-state-charged-back")),
    };
    Badge::of(kind, word)
}

impl DepositRow {
    fn new(lang: Lang, one: Deposit, now: DateTime<Utc>) -> Self {
        Self {
            id: one.id,
            at: When::new(one.opened_at, now),
            state: badge(lang, &one),
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
    match words == deposits::NOT_CONFIRMED {
        true => lang.say("deposit-not-confirmed").to_string(),
        false => words,
    }
}

/// `10.00 to 500.00 USD`
fn limits(lang: Lang, (least, most): (Money, Option<Money>), currency: &str) -> String {
    let min = lang.money(least, currency);
    let max = most.map(|max| lang.money(max, currency));
    let said = match (least, max) {
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
        let filter = Filter { account_id: Some(customer.id()), ..Filter::default() };
        let found = deposits::page(db, filter, cursor).await?;
        let now = app.clock.now();
        let chosen = match chosen {
            Some(method) => Some(Chosen::read(app, customer, (method, asked), form).await?),
            None => None,
        };
        let has_codes = promo::is_any(db, now).await? || !form.text("code").is_empty();
        // The form of codes leads away, and would lose the order that needs the money.
        let takes_codes = has_codes && form.text(for_order::ORDER).is_empty();
        Ok(Self {
            page: customer.page("deposits"),
            errors: form.errors(),
            chosen,
            code: takes_codes.then(|| form.text("code").to_owned()),
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
    async fn read(
        app: &App,
        customer: &Customer,
        (method, asked): (&Method, &Asked),
        form: &SentForm,
    ) -> Result<Self, Failure> {
        let (lang, currency) = (customer.lang(), &app.currency);
        let text = |name| form.text(name).to_owned();
        let amount = Money::parse(&asked.amount).ok();
        let again = amount.map(|amount| lang.decimal(&amount.to_string()));
        let code = if asked.code.is_empty() { text("promo") } else { asked.code.clone() };
        let gateway = match &method.terms {
            Some(terms) => {
                Some(Gateway::read(app, customer, (method, terms), (amount, code)).await?)
            }
            None => None,
        };
        let max = gateway.as_ref().map_or(method.draft.max, |gateway| gateway.max);
        Ok(Self {
            gateway,
            id: method.id,
            name: method.draft.name.clone(),
            instructions: method.draft.instructions.clone(),
            currency_note: method.draft.currency_note.clone(),
            limits: limits(lang, (method.draft.min, max), currency),
            once: match form.text("once") {
                "" => secret::base62(FORM_ID_CHARS),
                sent => sent.to_owned(),
            },
            amount: match form.text("amount") {
                "" => again.unwrap_or_default(),
                typed => typed.to_owned(),
            },
            reference: text("reference"),
            note: text("note"),
            order: text(for_order::ORDER),
            errors: form.errors(),
        })
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

/// POST /deposits: the customer says that they have paid; or how much, if the method is through a
/// gateway.
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
    let method_id: Option<MethodId> = form.text("method").parse().ok();
    let once = form.text("once").trim().to_owned();
    if !(8..=64).contains(&once.len()) || !once.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Err(Failure::Unreadable);
    }
    // Another account's form must not be met.
    let form_id = format!("{}:{once}", customer.id());
    let by_gateway = match method_id {
        Some(id) => method::find(app.db.pool(), id).await?.filter(|one| one.terms.is_some()),
        None => None,
    };
    if let Some(method) = by_gateway {
        if let Some(amount) = amount {
            let wanted = (method.id, amount, form_id);
            match begin::begin(&app, &customer, &mut form, wanted).await? {
                Begun::At(id) => {
                    for_order::keep(&app, &customer, (id, &form)).await?;
                    return Ok(Redirect::to(&path(id)).into_response());
                }
                Begun::Refused => {}
                Begun::Wait(wait_s) => {
                    let asked = Asked::default();
                    let page = DepositsPage::read(&app, &customer, &asked, &form).await?;
                    return view::throttled(wait_s, &page);
                }
            }
        }
        return view::refused(
            &DepositsPage::read(&app, &customer, &Asked::default(), &form).await?,
        );
    }
    let reference = form.read("reference", |typed| {
        Reference::parse(typed).map_err(|_| lang.say("deposits-reference-wrong"))
    });
    let picture = picture::chosen(&customer, &mut form).await?;
    if let (Some(method_id), Some(amount), Some(reference), Some(picture)) =
        (method_id, amount, reference, picture)
    {
        let note = form.text("note").to_owned();
        let told = Claim { method_id, amount, reference, note, picture, form_id };
        match claim::claim(&app.db, &app.clock, customer.id(), told).await {
            Ok(id) => {
                for_order::keep(&app, &customer, (id, &form)).await?;
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
