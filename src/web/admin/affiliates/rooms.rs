//! What the pages of the affiliate programme share: their tabs, and how states look.

use crate::affiliates::{
    CommissionState, MemberState, PayoutState, flag, member, payouts, referrals,
};
use crate::app::App;
use crate::kit::money::Money;
use crate::web::failure::Failure;
use crate::web::figures::number;
use crate::web::order_view::Badge;
use crate::web::view::Chip;

pub(super) const SECTION: &str = "admin-affiliates";
pub(super) const MEMBERS: &str = "/admin/affiliates";
pub(super) const REFERRALS: &str = "/admin/affiliates/referrals";
pub(super) const PAYOUTS: &str = "/admin/affiliates/payouts";
pub(super) const FLAGS: &str = "/admin/affiliates/flags";
pub(super) const OFFERS: &str = "/admin/affiliates/offers";

/// The five lists. The count says how much waits for staff there.
pub(super) async fn tabs(app: &App, here: &str) -> Result<Vec<Chip>, Failure> {
    let db = app.db.pool();
    let tab = |label: &str, path: &str, count: i64| Chip {
        label: label.to_owned(),
        href: path.to_owned(),
        on: path == here,
        count: if count > 0 { number(count) } else { String::new() },
    };
    Ok(vec![
        tab("Members", MEMBERS, member::count_pending(db).await?),
        tab("Referrals", REFERRALS, referrals::count_due(db, app.clock.now()).await?),
        tab("Payouts", PAYOUTS, payouts::count_open(db).await?),
        tab("Flags", FLAGS, flag::count_open(db).await?),
        tab("Offers", OFFERS, 0),
    ])
}

pub(super) fn of_member(state: MemberState) -> Badge {
    let (kind, word) = match state {
        MemberState::Pending => ("pending", "Pending"),
        MemberState::Approved => ("completed", "Approved"),
        MemberState::Denied => ("canceled", "Denied"),
        MemberState::Suspended => ("hold", "Suspended"),
    };
    Badge::of(kind, word)
}

pub(super) fn of_commission(state: CommissionState) -> Badge {
    let (kind, word) = match state {
        CommissionState::Pending => ("pending", "Pending"),
        CommissionState::Held => ("hold", "Held"),
        CommissionState::Approved => ("completed", "Approved"),
        CommissionState::Paying => ("processing", "Being paid"),
        CommissionState::Paid => ("completed", "Paid"),
        CommissionState::Denied => ("canceled", "Denied"),
    };
    Badge::of(kind, word)
}

pub(super) fn of_payout(state: PayoutState) -> Badge {
    let (kind, word) = match state {
        PayoutState::Requested => ("pending", "Requested"),
        PayoutState::Processing => ("processing", "Processing"),
        PayoutState::Completed => ("completed", "Completed"),
        PayoutState::Failed => ("review", "Failed"),
        PayoutState::Canceled => ("canceled", "Canceled"),
    };
    Badge::of(kind, word)
}

/// `12.5` of 12.50: a percentage has no cents.
pub(super) fn percent(share: Money) -> String {
    let text = share.to_string();
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentage_ends_where_it_says_nothing_more() {
        let shown = ["10", "12.5", "0.125", "100"].map(|text| percent(Money::parse(text).unwrap()));
        assert_eq!(shown, ["10", "12.5", "0.125", "100"]);
    }
}
