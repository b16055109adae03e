//! /admin/deposits: what customers say they have paid, those that wait first, with the two answers in
//! place; and what came through gateways. `deposit` is the page of one, `methods` has the ways to pay,
//! `hooks` what gateways have sent, `compare` a gateway's list beside ours, `bonuses` and `promos` what
//! customers are given on top.

pub mod bonuses;
pub mod compare;
pub mod deposit;
pub mod guard;
pub mod hooks;
pub mod methods;
pub mod promos;
pub mod sandbox_pay;
pub mod way_trial;
pub mod ways;

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use chrono::{DateTime, TimeDelta, Utc};

use crate::accounts::AccountId;
use crate::accounts::picture::About;
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::kit::lang::Lang;
use crate::kit::money::Money;
use crate::ledger::credit::earlier;
use crate::ledger::{self, CreditError, Credited, Reference};
use crate::payments::decide::{self, DecideError, Found};
use crate::payments::deposit::{self as deposits, Deposit, Filter, Which};
use crate::payments::{self, DepositId};
use crate::web::admin::fields::sentence;
use crate::web::admin::listing::{Listing, address, query};
use crate::web::dashboard::deposits::badge;
use crate::web::failure::Failure;
use crate::web::figures::{capped, money};
use crate::web::form::SentForm;
use crate::web::guard::Staff;
use crate::web::order_view::Badge;
use crate::web::path::Id;
use crate::web::picture::Shown;
use crate::web::proof;
use crate::web::view::{self, Chip, Page, Pager, When};

pub(super) const PATH: &str = "/admin/deposits";
/// A customer waits for their money.
const LATE_AFTER: TimeDelta = TimeDelta::hours(2);
const ALL: &str = "all";
const REVIEW: &str = "review";
const DISPUTES: &str = "disputes";

#[derive(Template)]
#[template(path = "admin/deposits/deposits.html")]
struct DepositsPage {
    page: Page,
    chips: Vec<Chip>,
    is_all: bool,
    is_review: bool,
    is_disputes: bool,
    words: String,
    kept: &'static str,
    may_act: bool,
    currency: String,
    rows: Vec<DepositRow>,
    pager: Pager,
}

struct DepositRow {
    id: DepositId,
    account_id: AccountId,
    email: String,
    method: String,
    state: Badge,
    waits: bool,
    is_late: bool,
    /// Without the currency.
    amount: String,
    reference: String,
    note: String,
    picture: Option<Shown>,
    trouble: String,
    told: When,
    decided_by: String,
    decided: Option<When>,
    /// Staff do not decide about their own.
    is_own: bool,
}

impl DepositRow {
    fn new(one: Deposit, staff: &Staff, now: DateTime<Utc>) -> Self {
        let waits = one.state == payments::State::Pending && one.checkout.is_none();
        let state = badge(Lang::ENGLISH, &one);
        let may_see = About::Deposit.is_for(staff.rights());
        Self {
            id: one.id,
            account_id: one.account_id,
            email: one.email,
            method: one.method,
            state,
            waits,
            is_late: waits && now - one.opened_at > LATE_AFTER,
            amount: one.credited.unwrap_or(one.claimed).to_string(),
            reference: one.claim,
            note: one.note,
            picture: one.picture.filter(|_| may_see).map(Shown::to_staff),
            trouble: one.trouble,
            told: When::new(one.opened_at, now),
            decided_by: one.decided_by.unwrap_or_default(),
            decided: one.decided_at.map(|at| When::new(at, now)),
            is_own: one.account_id == staff.id(),
        }
    }
}

/// GET /admin/deposits
pub async fn list(
    State(app): State<Arc<App>>,
    staff: Staff,
    Query(listing): Query<Listing>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_see_customers)?;
    let (db, now) = (app.db.pool(), app.clock.now());
    let words = listing.words();
    let which = match listing.state.as_str() {
        REVIEW => Which::Review,
        DISPUTES => Which::Disputes,
        ALL => Which::All,
        // Who searches means all of them.
        _ if !words.is_empty() => Which::All,
        _ => Which::ToConfirm,
    };
    let filter = Filter { which, words: words.clone(), ..Filter::default() };
    let found = deposits::page(db, filter, listing.cursor()).await?;
    let state = match which {
        Which::All => ALL,
        Which::Review => REVIEW,
        Which::Disputes => DISPUTES,
        Which::ToConfirm => "",
    };
    let pager = Pager::new(&found, PATH, &query(&[("state", state), ("q", &words)]));
    let chip = |label, state: &str, (of, count): (Which, i64)| Chip {
        count: if count > 0 { capped(count) } else { String::new() },
        ..Chip::new(label, address(PATH, &[("state", state), ("q", &words)]), of == which)
    };
    let waiting = deposits::waiting(db).await?.count;
    let review = deposits::to_review(db).await?;
    view::html(&DepositsPage {
        page: staff.page("admin-customers"),
        chips: vec![
            chip("Waiting", "", (Which::ToConfirm, waiting)),
            chip("To look at", REVIEW, (Which::Review, review)),
            chip("Disputes", DISPUTES, (Which::Disputes, 0)),
            chip("All", ALL, (Which::All, 0)),
        ],
        is_all: which == Which::All,
        is_review: which == Which::Review,
        is_disputes: which == Which::Disputes,
        kept: state,
        words: words.clone(),
        may_act: staff.require(Rights::may_move_money).is_ok(),
        currency: app.currency.clone(),
        rows: found.rows.into_iter().map(|one| DepositRow::new(one, &staff, now)).collect(),
        pager,
    })
}

/// POST /admin/deposits/{id}/confirm: the payment is there (amount, reference).
pub async fn confirm(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<DepositId>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_move_money)?;
    if let Some(page) = proof::asked(&app, &staff, &mut form).await? {
        return Ok(page);
    }
    // The form is a few lines in a menu, so there is no page to show it again.
    let bad = |text: &str| Ok(view::done(&app.config, PATH, "bad", text));
    let amount = Money::parse(form.text("amount").trim()).ok();
    let Some(amount) = amount.filter(|amount| *amount > Money::ZERO) else {
        return bad("The amount must be a number such as 25 or 12.50. Nothing was credited.");
    };
    let Ok(reference) = Reference::parse(form.text("reference")) else {
        return bad("A payment needs its reference. Nothing was credited.");
    };
    let limit = ledger::staff_credit_per_day(app.db.pool()).await?;
    let found = Found { amount, reference: reference.clone() };
    match decide::confirm(&app.db, &app.clock, staff.actor(), (id, found), limit).await {
        Ok(Credited::Booked { balance }) => {
            let text = format!(
                "{} is credited. The customer's balance is {} now.",
                money(amount, &app.currency),
                money(balance, &app.currency)
            );
            Ok(view::done(&app.config, PATH, "ok", &text))
        }
        Ok(Credited::Waits) => {
            let text = "It is more than you may credit alone in a day. It waits for a second \
                        person under Credits for a second look.";
            Ok(view::done(&app.config, PATH, "info", text))
        }
        Err(DecideError::Credit(CreditError::AlreadyDone)) => {
            let before = earlier(app.db.pool(), &reference).await?;
            let what = before.map_or("This payment was booked already.".to_owned(), |before| {
                format!("{}.", sentence(&before))
            });
            bad(&format!("{what} Nothing was credited now."))
        }
        Err(error) => refused(&app, error),
    }
}

/// POST /admin/deposits/{id}/decline: no such payment came (why).
pub async fn decline(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<DepositId>,
    form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_move_money)?;
    let why = form.text("why").to_owned();
    match decide::decline(&app.db, &app.clock, staff.actor(), (id, why)).await {
        Ok(()) => {
            let text = "It is declined, and the customer reads why.";
            Ok(view::done(&app.config, PATH, "ok", text))
        }
        Err(error) => refused(&app, error),
    }
}

fn refused(app: &App, error: DecideError) -> Result<Response, Failure> {
    let (kind, text) = match error {
        DecideError::NotFound => return Err(Failure::NotFound),
        DecideError::Credit(CreditError::Db(error)) => return Err(error.into()),
        error @ DecideError::Decided => ("info", sentence(&error)),
        error @ DecideError::Why => ("bad", sentence(&error)),
        DecideError::Credit(error) => {
            ("bad", format!("{} Nothing was credited.", sentence(&error)))
        }
    };
    Ok(view::done(&app.config, PATH, kind, &text))
}
