//! /admin/affiliates/payouts/{id}: one payout, and what staff do with it.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::payouts::destination;
use super::rooms::{PAYOUTS, SECTION, of_payout};
use crate::accounts::AccountId;
use crate::accounts::rights::Rights;
use crate::affiliates::payout::{Payout, Way};
use crate::affiliates::payout_desk::{self, PayoutStep, PayoutStepError};
use crate::affiliates::{MemberId, PayoutId, PayoutState, payouts};
use crate::app::App;
use crate::web::failure::Failure;
use crate::web::figures::{money, number};
use crate::web::form::{Errors, SentForm};
use crate::web::guard::Staff;
use crate::web::order_view::Badge;
use crate::web::path::Id;
use crate::web::proof;
use crate::web::view::{self, Page, When};

#[derive(Template)]
#[template(path = "admin/affiliates/payout.html")]
struct PayoutPage {
    page: Page,
    id: PayoutId,
    email: String,
    account_id: AccountId,
    member_id: MemberId,
    offer: String,
    state: Badge,
    amount: String,
    sales: String,
    referrals: String,
    is_outside: bool,
    details: String,
    requested: When,
    ended: Option<When>,
    /// How it was paid; "": it was not, or within the panel.
    paid_by: String,
    /// Why it failed or was canceled; "": neither.
    why: String,
    may_act: bool,
    can_begin: bool,
    can_end: bool,
    reference: String,
    reason: String,
    errors: Errors,
}

impl PayoutPage {
    fn new(app: &App, staff: &Staff, payout: Payout) -> Self {
        let now = app.clock.now();
        Self {
            page: staff.page(SECTION),
            id: payout.id,
            account_id: payout.account_id,
            member_id: payout.member_id,
            state: of_payout(payout.state),
            amount: money(payout.amount, &app.currency),
            sales: money(payout.sales, &app.currency),
            referrals: number(payout.referrals),
            is_outside: payout.way == Way::Outside,
            details: destination(&payout),
            requested: When::new(payout.requested_at, now),
            ended: payout.ended_at.map(|at| When::new(at, now)),
            may_act: staff.require(Rights::may_move_money).is_ok(),
            can_begin: payout.state.may_become(PayoutState::Processing),
            can_end: payout.state.may_become(PayoutState::Completed),
            email: payout.email,
            offer: payout.offer_name,
            paid_by: payout.reference.unwrap_or_default(),
            why: payout.reason.unwrap_or_default(),
            reference: String::new(),
            reason: String::new(),
            errors: Errors::default(),
        }
    }
}

async fn find(app: &App, id: PayoutId) -> Result<Payout, Failure> {
    payouts::find(app.db.pool(), id).await?.ok_or(Failure::NotFound)
}

/// GET /admin/affiliates/payouts/{id}
pub async fn show(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<PayoutId>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_see_customers)?;
    view::html(&PayoutPage::new(&app, &staff, find(&app, id).await?))
}

/// POST /admin/affiliates/payouts/{id}: `step` is begin, complete (with a `reference`) or fail (with
/// a `reason`).
pub async fn step(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<PayoutId>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_move_money)?;
    let before = find(&app, id).await?;
    if let Some(page) = proof::asked(&app, &staff, &mut form).await? {
        return Ok(page);
    }
    let text = |name| form.text(name).to_owned();
    let wanted = match form.text("step") {
        "begin" => Some((PayoutStep::Begin, PayoutState::Processing, "")),
        "complete" => {
            Some((PayoutStep::Complete(text("reference")), PayoutState::Completed, "reference"))
        }
        "fail" => Some((PayoutStep::Fail(text("reason")), PayoutState::Failed, "reason")),
        _ => {
            form.refuse("", "Choose what happened to the payout.");
            None
        }
    };
    if let Some((step, next, field)) = wanted {
        let path = format!("{PAYOUTS}/{id}");
        match payout_desk::step(&app.db, &app.clock, staff.actor(), id, step).await {
            Ok(()) => return Ok(view::done(&app.config, &path, "ok", said(next))),
            Err(PayoutStepError::Step(_, is)) if is == next => {
                let text =
                    format!("This was done already: the payout is {}. Nothing moved.", is.as_str());
                return Ok(view::done(&app.config, &path, "info", &text));
            }
            Err(error @ PayoutStepError::Step(..)) => {
                let text = format!("{error} Nothing was done.");
                return Ok(view::done(&app.config, &path, "bad", &text));
            }
            Err(error @ PayoutStepError::Text) => form.refuse(field, error),
            Err(PayoutStepError::Missing) => return Err(Failure::NotFound),
            Err(PayoutStepError::Db(error)) => return Err(error.into()),
        }
    }
    let page = PayoutPage::new(&app, &staff, before);
    view::refused(&PayoutPage {
        reference: form.text("reference").to_owned(),
        reason: form.text("reason").to_owned(),
        errors: form.errors(),
        ..page
    })
}

fn said(state: PayoutState) -> &'static str {
    match state {
        PayoutState::Processing => {
            "You are paying it now. The affiliate cannot cancel it any more."
        }
        PayoutState::Completed => "The payout is completed, and its commissions are paid.",
        PayoutState::Failed => "The payout has failed, and its commissions are approved again.",
        PayoutState::Requested | PayoutState::Canceled => "The payout is changed.",
    }
}
