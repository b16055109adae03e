//! /admin/customers/{id}/rates/bulk: what would become of many own rates of a customer, and then doing it.
//! What is done is what was shown: the page carries the digest of it. And the rates as a file.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};

use super::{SECTION, customer, prices};
use crate::accounts::AccountId;
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::catalogue::price::{self, RateError};
use crate::catalogue::{self, ServiceId};
use crate::kit::csv;
use crate::kit::money::Rate;
use crate::providers::bulk_sale::BULK_MAX;
use crate::providers::own_rates::{self, OwnRatesError, Planned, Step, Wanted};
use crate::providers::reprice::{Base, Reprice};
use crate::web::admin::fields::sentence;
use crate::web::amounts::{Amount, Column};
use crate::web::failure::Failure;
use crate::web::figures::number;
use crate::web::form::{Choice, Errors, SentForm};
use crate::web::guard::Staff;
use crate::web::path::Id;
use crate::web::proof;
use crate::web::view::{self, Page};

/// How many rates the preview shows.
const PREVIEW_ROWS: usize = 200;
/// Wrong lines that are named.
const WRONG_MAX: usize = 20;

/// What can be done, as the form names it.
const ACTIONS: [(&str, &str); 4] = [
    ("lines", "Set the rates of these lines"),
    ("percent", "By the list prices of a category"),
    ("margin", "By the costs of a category"),
    ("remove", "Remove all rates"),
];

#[derive(Template)]
#[template(path = "admin/customers/own_rates.html")]
struct OwnRatesPage {
    page: Page,
    id: AccountId,
    email: String,
    currency: String,
    errors: Errors,
    actions: Vec<Choice>,
    lines: String,
    categories: Vec<Choice>,
    percent: String,
    fixed: String,
    step: String,
    /// Something has changed since it was shown before.
    again: bool,
    preview: Option<Preview>,
}

struct Preview {
    digest: String,
    /// How many change; stay the same; cannot change.
    changed: usize,
    same: usize,
    skipped: usize,
    yes: String,
    rows: Vec<Row>,
    /// How many are not shown; "": none.
    more: String,
}

struct Row {
    id: ServiceId,
    name: String,
    category: String,
    cost: Option<Amount>,
    listed: Amount,
    before: Option<Amount>,
    after: Option<Amount>,
    text: String,
    is_bad: bool,
}

/// The lines `service | rate`. Between the two, a tab, a semicolon or blanks do as well.
fn lines(form: &mut SentForm) -> Option<BTreeMap<ServiceId, Rate>> {
    let text = form.text("lines").to_owned();
    let (mut rates, mut wrong) = (BTreeMap::new(), Vec::new());
    for (line, number) in text.lines().zip(1..) {
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        match read_line(line) {
            Ok((id, rate)) if rates.get(&id).is_some_and(|other| *other != rate) => {
                wrong.push(format!("Line {number}: service {id} has another rate above."));
            }
            Ok((id, rate)) => drop(rates.insert(id, rate)),
            Err(why) => wrong.push(format!("Line {number}: {why}")),
        }
    }
    let more = wrong.len().saturating_sub(WRONG_MAX);
    for text in wrong.iter().take(WRONG_MAX) {
        form.refuse("lines", text);
    }
    if more > 0 {
        form.refuse("lines", format!("And {more} more lines."));
    }
    if wrong.is_empty() && rates.is_empty() {
        form.refuse("lines", "Paste a line for each service: its number, and the rate.");
    }
    if rates.len() > BULK_MAX {
        form.refuse("lines", sentence(&OwnRatesError::TooMany));
    }
    (!form.errors().any()).then_some(rates)
}

fn read_line(line: &str) -> Result<(ServiceId, Rate), &'static str> {
    let is_between = |c: char| c == '|' || c == ';' || c.is_whitespace();
    let mut parts = line.split(is_between).filter(|part| !part.is_empty());
    let (Some(id), Some(rate), None) = (parts.next(), parts.next(), parts.next()) else {
        return Err("a service and a rate, such as 17 | 0.82.");
    };
    let id = id.trim_start_matches('#').parse().map_err(|_| "the service is no number.")?;
    let rate = Rate::parse(rate).map_err(
        |_| "the rate is no number such as 0.82, with at most six digits after the point.",
    )?;
    Ok((id, rate))
}

/// What a form asks for. `None`: nothing yet, or it is wrong; then the form says so.
fn asked(form: &mut SentForm, action: &str) -> Option<Wanted> {
    let is_opened = form.text("look").is_empty() && form.text("go").is_empty();
    match action {
        "remove" => Some(Wanted::Nothing),
        _ if is_opened => None,
        "lines" => lines(form).map(Wanted::Lines),
        _ => {
            let category = form.read("category", |typed| match typed.trim() {
                "" => Ok(None),
                typed => typed.parse::<i64>().map(Some).map_err(|_| "Choose a category."),
            });
            let percent = form
                .read("percent", |typed| Reprice::parse_percent(typed).map_err(|e| sentence(&e)));
            let fixed =
                form.read("fixed", |typed| Reprice::parse_fixed(typed).map_err(|e| sentence(&e)));
            let step =
                form.read("step", |typed| Reprice::parse_step(typed).map_err(|e| sentence(&e)));
            let base = if action == "margin" { Base::Cost } else { Base::Price };
            let (category, percent, fixed, step) = (category?, percent?, fixed?, step?);
            Some(Wanted::Priced(category, Reprice { base, percent, fixed, step }))
        }
    }
}

/// POST /admin/customers/{id}/rates/bulk
pub async fn submit(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<AccountId>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_edit_customers)?;
    let account = customer::account(&app, id).await?;
    if let Some(page) = proof::asked(&app, &staff, &mut form).await? {
        return Ok(page);
    }
    let action =
        ACTIONS.iter().find(|(word, _)| *word == form.text("do")).map_or("lines", |found| found.0);
    let wanted = asked(&mut form, action);
    let mut again = false;
    if let Some(wanted) = wanted.clone().filter(|_| form.is_ticked("go")) {
        let (db, clock, actor) = (&app.db, &app.clock, staff.actor());
        let asked = (wanted, form.text("seen").to_owned());
        match own_rates::apply(db, clock, actor, id, asked).await {
            Ok(done) => {
                return Ok(view::done(&app.config, &prices::path(id), "ok", &told(done)));
            }
            Err(OwnRatesError::Changed) => again = !form.text("seen").is_empty(),
            Err(OwnRatesError::Rate(RateError::NoAccount)) => return Err(Failure::NotFound),
            Err(OwnRatesError::Rate(RateError::Db(error)) | OwnRatesError::Db(error)) => {
                return Err(error.into());
            }
            Err(error) => form.refuse("", sentence(&error)),
        }
    }
    let preview = match wanted.filter(|_| !form.errors().any()) {
        Some(wanted) => match own_rates::preview(&app.db, id, &wanted).await {
            Ok(plan) => Some(Preview::of(&plan)),
            Err(OwnRatesError::Db(error)) => return Err(error.into()),
            Err(error) => {
                form.refuse("", sentence(&error));
                None
            }
        },
        None => None,
    };
    let text = |name: &str| form.text(name).to_owned();
    let chosen = form.text("category").trim().to_owned();
    let all = Choice::new("", "All categories", chosen.is_empty());
    let categories = catalogue::categories(app.db.pool()).await?.into_iter().map(|category| {
        let id = category.id.to_string();
        Choice::new(&id, &category.name, id == chosen)
    });
    let page = OwnRatesPage {
        page: staff.page(SECTION),
        id,
        email: account.email.to_string(),
        currency: app.currency.clone(),
        errors: form.errors(),
        actions: ACTIONS.map(|(word, label)| Choice::new(word, label, word == action)).into(),
        lines: text("lines"),
        categories: std::iter::once(all).chain(categories).collect(),
        percent: text("percent"),
        fixed: text("fixed"),
        step: text("step"),
        again,
        preview,
    };
    if page.errors.any() { view::refused(&page) } else { view::html(&page) }
}

fn counted(count: usize) -> String {
    number(i64::try_from(count).unwrap_or(i64::MAX))
}

fn told((set, removed): (usize, usize)) -> String {
    match (set, removed) {
        (0, 0) => "Nothing had to change.".to_owned(),
        (set, 0) => format!("Rates that are set: {}.", counted(set)),
        (0, removed) => format!("Rates that are removed: {}.", counted(removed)),
        (set, removed) => {
            format!("Rates that are set: {}, removed: {}.", counted(set), counted(removed))
        }
    }
}

impl Preview {
    fn of(plan: &[Planned]) -> Self {
        let count = |is: fn(&Planned) -> bool| plan.iter().filter(|one| is(one)).count();
        let changed = count(Planned::changes);
        let removes = count(|one| one.step == Step::Remove);
        let noun = if changed == 1 { "rate" } else { "rates" };
        let verb = if removes > 0 { "Remove" } else { "Set" };
        // What cannot change stands first, then what changes.
        let order = |one: &&Planned| match one.step {
            Step::Skip(_) => 0,
            Step::Set(_) | Step::Remove => 1,
            Step::Same => 2,
        };
        let mut sorted: Vec<&Planned> = plan.iter().collect();
        sorted.sort_by_key(order);
        Self {
            digest: own_rates::digest(plan),
            changed,
            same: count(|one| one.step == Step::Same),
            skipped: count(|one| matches!(one.step, Step::Skip(_))),
            yes: format!("{verb} {} {noun}", counted(changed)),
            rows: sorted.into_iter().take(PREVIEW_ROWS).map(Row::new).collect(),
            more: match plan.len().saturating_sub(PREVIEW_ROWS) {
                0 => String::new(),
                more => counted(more),
            },
        }
    }
}

impl Row {
    fn new(one: &Planned) -> Self {
        let show = |rate| Column::LONGEST.show_rate(rate);
        let (after, text, is_bad) = match &one.step {
            Step::Same => (one.before, "Stays as it is".to_owned(), false),
            Step::Set(rate) => (Some(*rate), String::new(), false),
            Step::Remove => (None, "At the list price or a discount again".to_owned(), false),
            Step::Skip(why) => (one.before, sentence(why), true),
        };
        Self {
            id: one.service_id,
            name: one.name.clone(),
            category: one.category.clone(),
            cost: one.cost.map(show),
            listed: show(one.listed),
            before: one.before.map(show),
            after: after.map(show),
            text,
            is_bad,
        }
    }
}

/// GET /admin/customers/{id}/rates.csv: all own rates.
pub async fn csv(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<AccountId>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_see_customers)?;
    customer::account(&app, id).await?;
    let own = price::own(app.db.pool(), id).await?;
    let mut ids: Vec<ServiceId> = own.keys().copied().collect();
    ids.sort_unstable();
    let services = catalogue::find(app.db.pool(), &ids).await?;
    let head = csv::head(["service", "rate", "list price", "currency", "category", "name"]);
    let text = ids.iter().fold(head, |text, id| {
        let (Some(service), Some(rate)) = (services.get(id), own.get(id)) else { return text };
        text + &csv::line([
            id.to_string().as_str(),
            &rate.to_string(),
            &service.rate.to_string(),
            &app.currency,
            &service.category,
            &service.name,
        ])
    });
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"rates-{id}.csv\"")),
    ];
    Ok((headers, text).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_service_and_a_rate() {
        let rate = |text: &str| Rate::parse(text).unwrap();
        for line in ["17 | 0.82", "17|0.82", "#17 0.82", "17\t0.82", "17;0.82"] {
            assert_eq!(read_line(line), Ok((ServiceId::new(17), rate("0.82"))), "{line}");
        }
        for line in ["17", "x | 1", "17 | x", "17 | -1", "17 | 1 | 2", "17 | 0.1234567"] {
            assert!(read_line(line).is_err(), "{line}");
        }
    }
}
