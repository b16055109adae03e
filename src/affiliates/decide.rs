//! What becomes of a commission when its order changes. Pure: the result depends on the order and on
//! the rows alone, so reading the same event again changes nothing.

use chrono::{DateTime, Utc};

use super::code::SubIds;
use super::commission::{Commission, CommissionState};
use super::plan::Plan;
use super::writer::Change;
use super::{MemberId, OfferId};
use crate::accounts::AccountId;
use crate::kit::money::Money;
use crate::orders::sales::Sale;

/// The affiliate whose link a customer signed up by, and the plans of the offer.
#[derive(Debug, Clone)]
pub(super) struct Brought {
    pub member_id: MemberId,
    pub offer_id: OfferId,
    pub affiliate: AccountId,
    pub sub_ids: SubIds,
    pub bound_at: DateTime<Utc>,
    /// Since when the member earns nothing new; `None`: they earn.
    pub suspended_at: Option<DateTime<Utc>>,
    /// Flagged, and staff have not looked yet.
    pub is_held: bool,
    /// Staff found that it is fraud.
    pub is_fraud: bool,
    pub plans: Vec<Plan>,
}

/// The changes that a family of orders asks for. `rows`: what there is for it.
pub(super) fn decide(
    sale: &Sale,
    rows: &[Commission],
    brought: &Brought,
    now: DateTime<Utc>,
) -> Option<Change> {
    let Some(main) = rows.iter().find(|row| !row.is_correction) else {
        return earn(sale, brought).map(|after| Change { before: None, after });
    };
    if main.state == CommissionState::Denied {
        return None;
    }
    let is_corrected = rows.iter().any(|row| row.is_correction);
    if main.state.is_in_payout() || is_corrected {
        return correct(sale, rows, main, now);
    }
    let mut after = main.clone();
    compute(&mut after, sale);
    (after != *main).then(|| Change { before: Some(main.clone()), after })
}

/// The first row of an order, if it earns.
fn earn(sale: &Sale, brought: &Brought) -> Option<Commission> {
    let is_own = sale.account_id == brought.affiliate;
    let is_suspended = brought.suspended_at.is_some_and(|at| at <= sale.placed_at);
    if is_own || is_suspended || brought.is_fraud || sale.charge.is_zero() {
        return None;
    }
    let plan = Plan::at(&brought.plans, sale.placed_at)?;
    if !plan.covers(brought.bound_at, sale.placed_at) {
        return None;
    }
    let state = if brought.is_held { CommissionState::Held } else { CommissionState::Pending };
    let mut row = Commission {
        id: None,
        member_id: brought.member_id,
        offer_id: brought.offer_id,
        account_id: brought.affiliate,
        customer_id: sale.account_id,
        order_id: sale.order_id,
        is_correction: false,
        state,
        commission_type: plan.commission_type,
        commission: plan.commission,
        hold_days: plan.hold_days,
        sales: Money::ZERO,
        amount: Money::ZERO,
        refunded: Money::ZERO,
        sub_ids: brought.sub_ids.clone(),
        ended_at: None,
        due_at: None,
        payout_id: None,
        reason: None,
        created_at: sale.placed_at,
    };
    compute(&mut row, sale);
    Some(row)
}

/// The row that no payout has yet, computed again. An order that was refunded whole denies it.
fn compute(row: &mut Commission, sale: &Sale) {
    row.sales = sale.kept();
    row.amount = row.on(sale.kept());
    row.refunded = sale.refunded;
    // The hold counts from the first end: a later refund does not prolong it.
    if row.ended_at.is_none() {
        row.set_end(sale.ended_at);
    }
    if sale.refunded > Money::ZERO && sale.kept().is_zero() {
        row.state = CommissionState::Denied;
        row.reason = Some("The order was refunded.".to_owned());
    }
}

/// Takes back what was paid too much. The new row is owed at once, as a negative amount.
fn correct(
    sale: &Sale,
    rows: &[Commission],
    main: &Commission,
    now: DateTime<Utc>,
) -> Option<Change> {
    let sum = |of: fn(&Commission) -> Money| {
        rows.iter().map(of).try_fold(Money::ZERO, Money::checked_add)
    };
    let sales = sale.kept().checked_sub(sum(|row| row.sales)?)?;
    let amount = main.on(sale.kept()).checked_sub(sum(|row| row.amount)?)?;
    if amount >= Money::ZERO {
        return None;
    }
    let after = Commission {
        id: None,
        is_correction: true,
        state: CommissionState::Approved,
        sales,
        amount,
        refunded: sale.refunded,
        payout_id: None,
        reason: None,
        created_at: now,
        ..main.clone()
    };
    Some(Change { before: None, after })
}
