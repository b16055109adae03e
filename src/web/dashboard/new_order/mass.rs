//! /new/mass: many orders at once, one a line. All lines are checked first, and nothing is placed
//! until each is right or the customer says to place the good ones.
//!
//! The form carries a one-time id. A line's idempotency key is made of this id and of what the line
//! says. So whatever is sent again – by a second click, after a lost answer, after a panel that was
//! killed half way, with other lines corrected – places what was not placed, and nothing twice.

use std::collections::HashMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use futures_util::future::join_all;

use super::mass_again::Again;
use super::mass_lines::{LINES_MAX, Line, read};
use super::mass_sheet::{Examined, Outcomes, Sheet};
use super::offer::Offer;
use super::once;
use crate::app::App;
use crate::catalogue::kind::Counted;
use crate::catalogue::{Service, ServiceId};
use crate::kit::lang::Lang;
use crate::kit::money::Money;
use crate::kit::{csv, secret};
use crate::ledger;
use crate::orders::read::Order;
use crate::orders::{self, OrderId};
use crate::web::auth::carried::{Sender, sign_in_first};
use crate::web::failure::Failure;
use crate::web::form::{Errors, SentForm};
use crate::web::guard::Customer;
use crate::web::view::{self, Page};

#[derive(Template)]
#[template(path = "dashboard/new_order/mass.html")]
struct MassPage {
    page: Page,
    errors: Errors,
    /// What stands in the big field.
    text: String,
    once: String,
    /// As a part; the page says it above the form.
    fault: String,
    /// Earlier orders that no line can express, and why.
    left_out: Vec<String>,
    sheet: Option<Sheet>,
}

#[derive(Template)]
#[template(path = "dashboard/new_order/mass_sheet.html")]
struct SheetPart {
    page: Page,
    /// What is wrong with the lines as a whole.
    fault: String,
    sheet: Option<Sheet>,
}

/// GET /new/mass
pub async fn show(customer: Customer) -> Result<Response, Failure> {
    view::html(&MassPage {
        page: customer.page("new"),
        errors: Errors::default(),
        text: String::new(),
        once: secret::base62(22),
        fault: String::new(),
        left_out: Vec::new(),
        sheet: None,
    })
}

/// Earlier orders again, as lines that are checked already. Nothing is placed.
pub async fn filled(
    app: &App,
    customer: &Customer,
    orders: &[Order],
    services: &HashMap<ServiceId, Service>,
) -> Result<Response, Failure> {
    let Again { text, left_out } = Again::of(customer.lang(), orders, services);
    let form = SentForm::default();
    let sheet = match Known::read(app, customer, &form, &text).await? {
        Ok(known) => Some(known.sheet(app)),
        Err(_) => None,
    };
    view::html(&MassPage {
        page: customer.page("new"),
        errors: Errors::default(),
        text,
        once: secret::base62(22),
        fault: String::new(),
        left_out,
        sheet,
    })
}

/// POST /new/mass/check: the lines as they are understood; places nothing. A script gets the sheet
/// alone.
pub async fn check(
    State(app): State<Arc<App>>,
    sender: Sender,
    form: SentForm,
) -> Result<Response, Failure> {
    let customer = match sender {
        Sender::Customer(customer) => customer,
        Sender::Stranger(visitor, elsewhere) => {
            return sign_in_first(&app, &visitor, elsewhere, &form, "/new/mass/check").await;
        }
    };
    let text = form.text("lines");
    let (sheet, errors) = match Known::read(&app, &customer, &form, text).await? {
        Ok(known) => {
            known.note_refusals(&app);
            (Some(known.sheet(&app)), None)
        }
        Err(fault) => (None, Some(fault)),
    };
    if form.text("part") == "1" {
        let fault = errors.filter(|_| !text.trim().is_empty()).unwrap_or_default();
        return view::html(&SheetPart { page: customer.page("new"), fault, sheet });
    }
    page(&customer, &form, sheet, errors)
}

fn page(
    customer: &Customer,
    form: &SentForm,
    sheet: Option<Sheet>,
    fault: Option<String>,
) -> Result<Response, Failure> {
    let mut errors = Errors::default();
    let is_refused = fault.is_some();
    fault.into_iter().for_each(|fault| errors.add("lines", fault));
    let left = sheet.as_ref().filter(|sheet| sheet.is_placed).map(|sheet| sheet.left.clone());
    let page = MassPage {
        page: customer.page("new"),
        errors,
        text: left.unwrap_or_else(|| form.text("lines").to_owned()),
        once: once(form).unwrap_or_else(|| secret::base62(22)),
        fault: String::new(),
        left_out: Vec::new(),
        sheet,
    };
    if is_refused { view::refused(&page) } else { view::html(&page) }
}

/// POST /new/mass: places the lines, and says what became of each.
pub async fn place(
    State(app): State<Arc<App>>,
    sender: Sender,
    form: SentForm,
) -> Result<Response, Failure> {
    let customer = match sender {
        Sender::Customer(customer) => customer,
        Sender::Stranger(visitor, elsewhere) => {
            return sign_in_first(&app, &visitor, elsewhere, &form, "/new/mass/check").await;
        }
    };
    let known = match Known::read(&app, &customer, &form, form.text("lines")).await? {
        Ok(known) => known,
        Err(fault) => return page(&customer, &form, None, Some(fault)),
    };
    known.note_refusals(&app);
    let (lang, lines) = (customer.lang(), known.examine());
    let shown = shown(form.text("shown"));
    let is_seen = |one: &Examined<'_>| {
        one.charge.is_err() || one.before.is_some() || shown.contains_key(&one.line.number)
    };
    let Some(once) = once(&form).filter(|_| lines.iter().all(is_seen)) else {
        let sheet = Sheet::new(lang, &app, lines, known.balance, None);
        let fault = lang.say("mass-changed").to_string();
        return page(&customer, &form, Some(sheet), Some(fault));
    };
    if !form.is_ticked("good") && lines.iter().any(|one| one.charge.is_err()) {
        let sheet = Sheet::new(lang, &app, lines, known.balance, None);
        let fault = lang.say("mass-some-faults").to_string();
        return page(&customer, &form, Some(sheet), Some(fault));
    }
    let placing = lines.iter().filter(|one| one.before.is_none()).filter_map(|one| {
        let (offer, charge) = (one.offer?, one.charge.as_ref().ok()?);
        let shown = shown.get(&one.line.number).copied().unwrap_or(*charge);
        let key = one.line.key(&once);
        let app = &app;
        Some(async move {
            let placed = match offer.request(&one.line.typed, Some(key), Some(shown)) {
                Ok(request) => app.intake.place(request).await,
                Err(error) => Err(error),
            };
            (one.line.number, placed)
        })
    });
    let outcomes: Outcomes = join_all(placing).await.into_iter().collect();
    let balance = ledger::balance(app.db.pool(), customer.id()).await.unwrap_or(known.balance);
    let sheet = Sheet::new(lang, &app, lines, balance, Some(&outcomes));
    page(&customer, &form, Some(sheet), None)
}

/// POST /new/mass/csv: the lines of a form that was sent, with the orders that they became.
pub async fn results(
    State(app): State<Arc<App>>,
    customer: Customer,
    form: SentForm,
) -> Result<Response, Failure> {
    let lines = read(form.text("all")).unwrap_or_default();
    let once = once(&form).unwrap_or_default();
    let keys: Vec<String> = lines.iter().map(|line| line.key(&once)).collect();
    let placed = orders::read::placed_under(&app.db, customer.id(), &keys).await?;
    let head = csv::head(["line", "service", "link", "quantity", "order"]);
    let body = lines.iter().zip(&keys).fold(head, |text, (line, key)| {
        let order = placed.get(key).map(ToString::to_string).unwrap_or_default();
        text + &csv::line([
            line.number.to_string().as_str(),
            &line.service,
            line.typed.text("link"),
            line.typed.text("quantity"),
            &order,
        ])
    });
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"mass-order.csv\""),
    ];
    Ok((headers, body).into_response())
}

/// The lines of a form, and what is known about them.
struct Known {
    lines: Vec<Line>,
    offers: HashMap<ServiceId, Offer>,
    balance: Money,
    /// The orders that lines of this form have become before, by their keys.
    placed: HashMap<String, OrderId>,
    once: String,
    lang: Lang,
}

impl Known {
    /// What is wrong with the text as a whole is the inner error.
    async fn read(
        app: &App,
        customer: &Customer,
        form: &SentForm,
        text: &str,
    ) -> Result<Result<Self, String>, Failure> {
        let lang = customer.lang();
        let lines = match read(text) {
            Ok(lines) if lines.is_empty() => {
                return Ok(Err(lang.say("mass-no-lines").to_string()));
            }
            Ok(lines) => lines,
            Err(count) => {
                let said = lang.say("mass-too-many").count("most", LINES_MAX);
                return Ok(Err(said.count("count", count).to_string()));
            }
        };
        let mut ids: Vec<ServiceId> = lines.iter().filter_map(Line::service_id).collect();
        ids.sort_unstable();
        ids.dedup();
        let once = once(form).unwrap_or_default();
        let keys: Vec<String> = lines.iter().map(|line| line.key(&once)).collect();
        Ok(Ok(Self {
            offers: Offer::find_all(app, customer, &ids).await?,
            balance: ledger::balance(app.db.pool(), customer.id()).await?,
            placed: orders::read::placed_under(&app.db, customer.id(), &keys).await?,
            lines,
            once,
            lang,
        }))
    }

    /// Notes the lines whose target is blocked: they never become orders that could be refused.
    fn note_refusals(&self, app: &App) {
        for line in &self.lines {
            if let Some(offer) = line.service_id().and_then(|id| self.offers.get(&id)) {
                offer.note_refusal(app, &line.typed, "mass");
            }
        }
    }

    /// The lines as they are understood.
    fn sheet(&self, app: &App) -> Sheet {
        Sheet::new(self.lang, app, self.examine(), self.balance, None)
    }

    /// Each line by itself, and then whether the balance covers it after the ones before it.
    fn examine(&self) -> Vec<Examined<'_>> {
        let (lang, mut left) = (self.lang, self.balance);
        let each = self.lines.iter().cloned().map(|mut line| {
            let before = self.placed.get(&line.key(&self.once)).copied();
            let Some(offer) = line.service_id().and_then(|id| self.offers.get(&id)) else {
                let fault = match line.service_id() {
                    Some(id) => lang.say("mass-not-on-sale").with("service", id),
                    None => lang.say("mass-no-service"),
                };
                let charge = Err(fault.to_string());
                return Examined { line, offer: None, charge, before };
            };
            let fits = line.fit(&offer.listed.service).map_err(|misfit| misfit.words(lang));
            let charge = fits.and_then(|()| {
                let found = offer.examine(&line.typed);
                match found.errors.list() {
                    [] => found.charge,
                    errors => {
                        let texts = errors.iter().map(|error| error.text.as_str());
                        Err(texts.collect::<Vec<_>>().join(" "))
                    }
                }
            });
            let charge = charge.and_then(|charge| match left.checked_sub(charge) {
                _ if before.is_some() => Ok(charge),
                Some(after) if after >= Money::ZERO => {
                    left = after;
                    Ok(charge)
                }
                _ => Err(lang.say("mass-balance-short").to_string()),
            });
            Examined { line, offer: Some(offer), charge, before }
        });
        each.collect()
    }
}

/// `1:0.90,2:12.5,`: the charges that the sheet showed, by the line's number.
fn shown(text: &str) -> HashMap<usize, Money> {
    let each = text.split(',').filter_map(|one| {
        let (number, charge) = one.split_once(':')?;
        Some((number.parse().ok()?, Money::parse_unsigned(charge).ok()?))
    });
    each.collect()
}

/// A service that cannot be ordered by a line: each of its posts is charged by itself.
pub(super) fn needs_its_own_form(counted: Counted) -> bool {
    counted == Counted::Children
}
