//! /admin/promos: promo codes, how often each was used and what it gave; making and ending them.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use chrono::{DateTime, Utc};

use super::bonuses::{moment, percent, read_percent};
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::kit::money::Money;
use crate::kit::page::Cursor;
use crate::payments::promo::{self, Code, Draft, Gives, Promo, PromoError, PromoId};
use crate::web::admin::fields::{sentence, whole};
use crate::web::admin::listing::Listing;
use crate::web::failure::Failure;
use crate::web::figures::{money, number};
use crate::web::form::{Choice, Errors, SentForm};
use crate::web::guard::Staff;
use crate::web::path::Id;
use crate::web::proof;
use crate::web::view::{self, Page, Pager, When};

const PATH: &str = "/admin/promos";
const CREDIT: &str = "credit";
const PERCENT: &str = "percent";

#[derive(Template)]
#[template(path = "admin/deposits/promos.html")]
struct PromosPage {
    page: Page,
    rows: Vec<PromoRow>,
    pager: Pager,
    currency: String,
    zone: String,
    fields: Fields,
    kinds: Vec<Choice>,
    errors: Errors,
}

struct PromoRow {
    id: PromoId,
    code: String,
    /// `5.00 USD at once`, `10 % of a deposit, at most 20.00 USD`
    gives: String,
    /// `12 of 100`
    used: String,
    given: String,
    first_only: bool,
    from: Option<When>,
    until: Option<When>,
    is_over: bool,
}

/// What was typed.
struct Fields {
    code: String,
    amount: String,
    cap: String,
    uses_max: String,
    from: String,
    until: String,
    first_only: bool,
}

impl PromoRow {
    fn new(promo: Promo, currency: &str, now: DateTime<Utc>) -> Self {
        let used = number(promo.used.into());
        Self {
            id: promo.id,
            code: promo.code,
            gives: match promo.gives {
                Gives::Credit(amount) => format!("{} at once", money(amount, currency)),
                Gives::Percent(part, None) => format!("{} % of a deposit", percent(part)),
                Gives::Percent(part, Some(cap)) => {
                    let cap = money(cap, currency);
                    format!("{} % of a deposit, at most {cap}", percent(part))
                }
            },
            used: match promo.uses_max {
                Some(most) => format!("{used} of {}", number(most.into())),
                None => used,
            },
            given: promo.given.to_string(),
            first_only: promo.first_only,
            from: promo.starts_at.map(|at| When::new(at, now)),
            until: promo.until.map(|at| When::new(at, now)),
            is_over: promo.ended_at.is_some() || promo.until.is_some_and(|until| until <= now),
        }
    }
}

impl PromosPage {
    async fn read(
        app: &App,
        staff: &Staff,
        cursor: Cursor,
        form: &SentForm,
    ) -> Result<Self, Failure> {
        let found = promo::list(app.db.pool(), cursor).await?;
        let now = app.clock.now();
        let text = |name| form.text(name).to_owned();
        let kind = |value: &str, label: &str| Choice::new(value, label, form.text("kind") == value);
        Ok(Self {
            page: staff.page("admin-customers"),
            pager: Pager::new(&found, PATH, ""),
            rows: found
                .rows
                .into_iter()
                .map(|promo| PromoRow::new(promo, &app.currency, now))
                .collect(),
            currency: app.currency.clone(),
            zone: staff.visitor().zone().to_string(),
            fields: Fields {
                code: text("code"),
                amount: text("amount"),
                cap: text("cap"),
                uses_max: text("uses_max"),
                from: text("from"),
                until: text("until"),
                first_only: form.is_ticked("first_only"),
            },
            kinds: vec![kind(PERCENT, "A percentage of a deposit"), kind(CREDIT, "Money at once")],
            errors: form.errors(),
        })
    }
}

/// What was typed; errors stand in the form.
fn read(form: &mut SentForm, staff: &Staff) -> Option<Draft> {
    let code = form.read("code", |typed| {
        Code::parse(typed).ok_or("3 to 32 letters of A to Z, digits and hyphens.")
    });
    let is_credit = form.text("kind") == CREDIT;
    let gives = if is_credit {
        let amount = form.read("amount", |typed| {
            let amount = Money::parse_unsigned(typed.trim());
            amount.map_err(|_| "An amount such as 5 or 12.50.")
        });
        amount.map(Gives::Credit)
    } else {
        let cap = form.read("cap", |typed| match typed.trim() {
            "" => Ok(None),
            typed => Money::parse_unsigned(typed).map(Some).map_err(|_| "An amount, such as 20."),
        });
        form.read("amount", read_percent).zip(cap).map(|(part, cap)| Gives::Percent(part, cap))
    };
    let uses_max = form.read("uses_max", |typed| match typed.trim() {
        "" => Ok(None),
        typed => whole(typed).map(Some),
    });
    let starts_at = form.read("from", |typed| moment(staff, typed));
    let until = form.read("until", |typed| moment(staff, typed));
    let first_only = form.is_ticked("first_only");
    Some(Draft {
        code: code?,
        gives: gives?,
        uses_max: uses_max?,
        starts_at: starts_at?,
        until: until?,
        first_only,
    })
}

/// GET /admin/promos
pub async fn list(
    State(app): State<Arc<App>>,
    staff: Staff,
    Query(listing): Query<Listing>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_move_money)?;
    let form = SentForm::default();
    view::html(&PromosPage::read(&app, &staff, listing.cursor(), &form).await?)
}

/// POST /admin/promos: a code (code, kind, amount, cap, `uses_max`, from, until, `first_only`).
pub async fn create(
    State(app): State<Arc<App>>,
    staff: Staff,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_move_money)?;
    if let Some(page) = proof::asked(&app, &staff, &mut form).await? {
        return Ok(page);
    }
    if let Some(draft) = read(&mut form, &staff) {
        match promo::create(&app.db, &app.clock, staff.actor(), draft).await {
            Ok(_) => return Ok(view::done(&app.config, PATH, "ok", "The code can be used.")),
            Err(PromoError::Field { field, sentence: said }) => form.refuse(field, sentence(&said)),
            Err(PromoError::NotFound) => return Err(Failure::NotFound),
            Err(PromoError::Db(error)) => return Err(error.into()),
        }
    }
    view::refused(&PromosPage::read(&app, &staff, Cursor::First, &form).await?)
}

/// POST /admin/promos/{id}/end
pub async fn end(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<PromoId>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_move_money)?;
    match promo::end(&app.db, &app.clock, staff.actor(), id).await {
        Ok(code) => {
            let text = format!("Nobody can use {code} any more.");
            Ok(view::done(&app.config, PATH, "ok", &text))
        }
        Err(PromoError::Db(error)) => Err(error.into()),
        Err(PromoError::NotFound | PromoError::Field { .. }) => Err(Failure::NotFound),
    }
}
