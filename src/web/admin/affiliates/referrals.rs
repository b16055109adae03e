//! /admin/affiliates/referrals: the orders that affiliates brought and their commissions, which
//! staff approve and deny, many at a time.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use chrono::{DateTime, Utc};

use super::referral_filters::{ReferralFilters, written};
use super::rooms::{REFERRALS, SECTION, of_commission, tabs};
use crate::accounts::AccountId;
use crate::accounts::rights::Rights;
use crate::affiliates::approval::{self, DecideError, Decided, Decision};
use crate::affiliates::referrals::{self, From, Referral};
use crate::affiliates::{CommissionId, CommissionState, MemberId};
use crate::app::App;
use crate::kit::page::PAGE_ROWS;
use crate::orders::OrderId;
use crate::web::failure::Failure;
use crate::web::figures::number;
use crate::web::form::{Choice, Errors, SentForm};
use crate::web::guard::Staff;
use crate::web::order_view::Badge;
use crate::web::view::{self, Chip, Page, Pager, When};

#[derive(Template)]
#[template(path = "admin/affiliates/referrals.html")]
struct ReferralsPage {
    page: Page,
    tabs: Vec<Chip>,
    chips: Vec<Chip>,
    active: Vec<Chip>,
    filtered: bool,
    filters: ReferralFilters,
    offers: Vec<Choice>,
    currency: String,
    /// Whether there are boxes to tick.
    may_decide: bool,
    /// Where the decision is sent, so that it comes back to the same page.
    here: String,
    rows: Vec<ReferralRow>,
    pager: Pager,
    reason: String,
    errors: Errors,
}

struct ReferralRow {
    id: CommissionId,
    placed: When,
    affiliate: String,
    member_id: MemberId,
    /// The offer, and what the affiliate appended to the link.
    link: String,
    customer: String,
    customer_id: AccountId,
    order_id: OrderId,
    sales: String,
    commission: String,
    state: Badge,
    /// What it waits for, or why it was denied; "": nothing to say.
    why: String,
    /// When the hold is over, or was.
    due: Option<When>,
    is_due: bool,
    /// Whether staff can decide anything about it.
    open: bool,
    ticked: bool,
}

impl ReferralRow {
    fn new(
        one: Referral,
        now: DateTime<Utc>,
        emails: &BTreeMap<AccountId, String>,
        ticked: &[CommissionId],
    ) -> Self {
        let email = |id: AccountId| emails.get(&id).cloned().unwrap_or_else(|| id.to_string());
        let has_hold = !one.is_correction
            && !matches!(one.state, CommissionState::Held | CommissionState::Denied);
        let why = match one.state {
            _ if one.is_correction => "Correction: the order was refunded",
            CommissionState::Pending if one.due_at.is_none() => "The order goes on",
            CommissionState::Held => "The customer is flagged",
            _ => "",
        };
        let sub_ids = [one.sub_id1, one.sub_id2, one.sub_id3];
        let link: Vec<String> =
            std::iter::once(one.offer_name).chain(sub_ids.into_iter().flatten()).collect();
        let denies = one.state.may_become(CommissionState::Denied);
        Self {
            id: one.id,
            placed: When::new(one.created_at, now),
            affiliate: email(one.account_id),
            member_id: one.member_id,
            link: link.join(" · "),
            customer: email(one.customer_id),
            customer_id: one.customer_id,
            order_id: one.order_id,
            sales: one.sales.to_string(),
            commission: one.amount.to_string(),
            state: of_commission(one.state),
            why: one.reason.unwrap_or_else(|| why.to_owned()),
            due: one.due_at.filter(|_| has_hold).map(|at| When::new(at, now)),
            is_due: one.due_at.is_some_and(|at| at <= now),
            open: denies && !one.is_correction,
            ticked: ticked.contains(&one.id),
        }
    }
}

/// The rows of a page, of up to one more, and its links.
fn paged(mut rows: Vec<Referral>, filters: &ReferralFilters) -> (Vec<Referral>, Pager) {
    let size = usize::try_from(PAGE_ROWS).unwrap_or(usize::MAX);
    let more = rows.len() > size;
    let from = filters.from();
    match from {
        // The one too many is the newest.
        From::Before(_) if more => drop(rows.remove(0)),
        _ => rows.truncate(size),
    }
    let (first, last) = (rows.first().map(Referral::key), rows.last().map(Referral::key));
    let (newer, older) = match from {
        From::Start | From::Offset(_) => (None, last.filter(|_| more)),
        From::After(_) => (first, last.filter(|_| more)),
        From::Before(_) => (first.filter(|_| more), last),
    };
    let query = filters.query();
    let and = if query.is_empty() { "" } else { "&" };
    let link = |side: &str, key| format!("{REFERRALS}?{query}{and}{side}={}", written(key));
    let pager = Pager {
        newer: newer.map(|key| link("after", key)),
        older: older.map(|key| link("before", key)),
        text: String::new(),
    };
    (rows, pager)
}

impl ReferralsPage {
    async fn read(
        app: &App,
        staff: &Staff,
        filters: ReferralFilters,
        ticked: &[CommissionId],
    ) -> Result<Self, Failure> {
        let now = app.clock.now();
        let filter = filters.filter(app).await?;
        let found = referrals::list(app.db.pool(), &filter, filters.from(), PAGE_ROWS + 1).await?;
        let (rows, pager) = paged(found, &filters);
        let people: BTreeSet<AccountId> =
            rows.iter().flat_map(|row| [row.account_id, row.customer_id]).collect();
        let people: Vec<AccountId> = people.into_iter().collect();
        let emails = referrals::emails(app.db.pool(), &people).await?;
        let due = referrals::count_due(app.db.pool(), now).await?;
        let rows: Vec<ReferralRow> =
            rows.into_iter().map(|row| ReferralRow::new(row, now, &emails, ticked)).collect();
        let may_move_money = staff.require(Rights::may_move_money).is_ok();
        Ok(Self {
            // The box at the top searches orders, not referrals.
            page: Page { query: String::new(), ..staff.page(SECTION) },
            tabs: tabs(app, REFERRALS).await?,
            chips: filters.chips(if due > 0 { number(due) } else { String::new() }),
            active: filters.active(app).await?,
            filtered: filters.is_filtered(),
            offers: filters.offers(app).await?,
            currency: app.currency.clone(),
            may_decide: may_move_money && rows.iter().any(|row| row.open),
            here: filters.here(),
            filters,
            rows,
            pager,
            reason: String::new(),
            errors: Errors::default(),
        })
    }
}

/// GET /admin/affiliates/referrals
pub async fn list(
    State(app): State<Arc<App>>,
    staff: Staff,
    Query(filters): Query<ReferralFilters>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_see_customers)?;
    view::html(&ReferralsPage::read(&app, &staff, filters, &[]).await?)
}

/// POST /admin/affiliates/referrals: `decision` of the ticked `ids`, with a `reason` to deny.
pub async fn decide(
    State(app): State<Arc<App>>,
    staff: Staff,
    Query(filters): Query<ReferralFilters>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_move_money)?;
    let ids: BTreeSet<CommissionId> = form.all("ids").filter_map(|id| id.parse().ok()).collect();
    let ids: Vec<CommissionId> = ids.into_iter().collect();
    let decision = match form.text("decision") {
        "approve" => Some(Decision::Approve),
        "deny" => Some(Decision::Deny(form.text("reason").to_owned())),
        _ => {
            form.refuse("", "Choose whether to approve or to deny.");
            None
        }
    };
    if let Some(decision) = decision {
        let denies = matches!(decision, Decision::Deny(_));
        match approval::decide(&app.db, &app.clock, staff.actor(), ids.clone(), decision).await {
            Ok(decided) => {
                let kind = if decided.done > 0 { "ok" } else { "info" };
                let text = said(decided, denies);
                return Ok(view::done(&app.config, &filters.here(), kind, &text));
            }
            Err(error @ DecideError::Reason) => form.refuse("reason", error),
            Err(error @ DecideError::Count) => form.refuse("", error),
            Err(DecideError::Db(error)) => return Err(error.into()),
        }
    }
    let page = ReferralsPage::read(&app, &staff, filters, &ids).await?;
    view::refused(&ReferralsPage {
        reason: form.text("reason").to_owned(),
        errors: form.errors(),
        ..page
    })
}

fn said(Decided { done, left }: Decided, denies: bool) -> String {
    let word = if denies { "denied" } else { "approved" };
    let was = |count: usize| if count == 1 { "was" } else { "were" };
    let mut text = format!("{done} {} {word}", was(done));
    if left > 0 {
        let why = match (denies, left) {
            (false, 1) => "it was: its hold is not over, or it is not pending any more",
            (false, _) => "they were: their hold is not over, or they are not pending any more",
            (true, 1) => "it was: it is in a payout, paid, corrected or denied already",
            (true, _) => "they were: they are in a payout, paid, corrected or denied already",
        };
        text = format!("{text}; {left} {} left as {why}", was(left));
    }
    text + "."
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_said_what_was_done_and_what_was_not() {
        let text = said(Decided { done: 3, left: 1 }, false);
        assert!(text.starts_with("3 were approved; 1 was left as it was: its hold"), "{text}");
        assert_eq!(said(Decided { done: 1, left: 0 }, true), "1 was denied.");
        assert!(said(Decided { done: 0, left: 2 }, true).contains("2 were left as they were"));
    }
}
