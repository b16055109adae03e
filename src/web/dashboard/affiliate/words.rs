//! Offers, memberships and states in words, for the pages of an affiliate.

use chrono::{DateTime, Utc};
use url::form_urlencoded::Serializer;

use crate::affiliates::code::SubIds;
use crate::affiliates::member::{self, Member};
use crate::affiliates::offer::{self, Offer};
use crate::affiliates::payout::BALANCE_MIN;
use crate::affiliates::{
    CommissionState, CommissionType, MemberId, MemberState, OfferId, OfferStatus, PayoutState,
};
use crate::app::App;
use crate::kit::money::Money;
use crate::web::failure::Failure;
use crate::web::figures::{money, number};
use crate::web::guard::Customer;
use crate::web::order_view::Badge;
use crate::web::view::{Chip, When};

/// The pages, as tabs.
const TABS: [(&str, &str); 4] = [
    ("/affiliate", "Overview"),
    ("/affiliate/links", "Links"),
    ("/affiliate/referrals", "Referrals"),
    ("/affiliate/payouts", "Payouts"),
];

/// What there is to join, and what the account has joined or applied for.
pub(super) struct Standing {
    pub offers: Vec<Offer>,
    pub members: Vec<Member>,
}

impl Standing {
    pub async fn read(app: &App, customer: &Customer) -> Result<Self, Failure> {
        let pool = app.db.pool();
        Ok(Self {
            offers: offer::list(pool).await?,
            members: member::of_account(pool, customer.id()).await?,
        })
    }

    /// The memberships that have figures: approved once, and not taken back.
    pub fn affiliated(&self) -> impl Iterator<Item = &Member> {
        let has = |state| matches!(state, MemberState::Approved | MemberState::Suspended);
        self.members.iter().filter(move |member| has(member.state))
    }

    pub fn is_affiliate(&self) -> bool {
        self.affiliated().next().is_some()
    }

    /// The tabs, for somebody who has something behind them.
    pub fn tabs(&self, current: &str) -> Vec<Chip> {
        if !self.is_affiliate() {
            return Vec::new();
        }
        TABS.map(|(href, word)| Chip::new(word, href.to_owned(), href == current)).into()
    }

    /// The offers that the account can apply for, the default first.
    pub fn joinable(&self) -> impl Iterator<Item = &Offer> {
        let is_in = |id| self.members.iter().any(|member| member.offer_id == id);
        self.offers
            .iter()
            .filter(move |offer| offer.status == OfferStatus::Active && !is_in(offer.id))
    }

    /// Whether an offer counts no visits at present.
    pub fn is_paused(&self, id: OfferId) -> bool {
        self.offers.iter().any(|offer| offer.id == id && offer.status == OfferStatus::Paused)
    }

    pub fn minimum_payout(&self, id: OfferId) -> Money {
        let found = self.offers.iter().find(|offer| offer.id == id);
        found.map_or(Money::ZERO, |offer| offer.draft.minimum_payout)
    }
}

/// An offer to join.
pub(super) struct OfferView {
    pub id: OfferId,
    pub name: String,
    pub description: String,
    pub terms: String,
    pub commission: String,
    pub pays_for: String,
    pub cookie: String,
    pub hold: String,
    pub payout: String,
    pub joining: &'static str,
    pub selected: bool,
}

impl OfferView {
    pub fn new(offer: &Offer, currency: &str, selected: bool) -> Self {
        let draft = &offer.draft;
        Self {
            id: offer.id,
            name: draft.name.clone(),
            description: draft.description.trim().to_owned(),
            terms: draft.terms.trim().to_owned(),
            commission: match draft.commission_type {
                CommissionType::PercentOfSale => {
                    format!("{} % of each order", percent(draft.commission))
                }
                CommissionType::FlatPerOrder => {
                    format!("{} for each order", money(draft.commission, currency))
                }
            },
            pays_for: match draft.months {
                None => "As long as the customer orders".to_owned(),
                Some(1) => "The first month after the sign-up".to_owned(),
                Some(months) => format!("The first {months} months after the sign-up"),
            },
            cookie: format!("Within {} of the click", days(draft.cookie_days)),
            hold: match draft.hold_days {
                0 => "None: approved when the order ends".to_owned(),
                hold => format!("{} after the order ends", days(hold)),
            },
            payout: format!(
                "{} to your balance, {} outside",
                money(BALANCE_MIN, currency),
                money(draft.minimum_payout, currency)
            ),
            joining: match draft.approves_members {
                true => "At once",
                false => "The operator looks at each application",
            },
            selected,
        }
    }
}

/// `12.50` percent is `12.5`.
fn percent(commission: Money) -> String {
    commission.to_string().trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn days(days: i32) -> String {
    if days == 1 { "1 day".to_owned() } else { format!("{days} days") }
}

/// Where an account stands in an offer.
pub(super) struct Membership {
    pub offer: String,
    pub state: Badge,
    pub since: When,
    /// What it means; "" when nothing has to be said.
    pub text: &'static str,
    /// The operator's own words; "" for none.
    pub reason: String,
}

impl Membership {
    pub fn new(member: &Member, is_paused: bool, now: DateTime<Utc>) -> Self {
        let (kind, word, text) = match member.state {
            MemberState::Pending => (
                "pending",
                "Waiting",
                "You have applied. The operator answers here. After the approval, you get your link.",
            ),
            MemberState::Approved if is_paused => (
                "hold",
                "Paused",
                "The offer is paused: your link counts no new visits. Customers who came before go \
                 on earning commission for you.",
            ),
            MemberState::Approved => ("completed", "Approved", ""),
            MemberState::Denied => ("canceled", "Denied", "Your application was denied."),
            MemberState::Suspended => (
                "review",
                "Suspended",
                "Your membership is suspended: new orders earn no commission, and nothing is paid \
                 out.",
            ),
        };
        Self {
            offer: member.offer_name.clone(),
            state: Badge { kind, word },
            since: When::new(member.state_since, now),
            text,
            reason: member.reason.clone().unwrap_or_default(),
        }
    }
}

/// Where a referral is.
pub(super) fn commission_badge(state: CommissionState) -> Badge {
    let (kind, word) = match state {
        CommissionState::Pending | CommissionState::Held => ("pending", "Pending"),
        CommissionState::Approved => ("processing", "Approved"),
        CommissionState::Paying => ("running", "Being paid out"),
        CommissionState::Paid => ("completed", "Paid"),
        CommissionState::Denied => ("canceled", "Denied"),
    };
    Badge { kind, word }
}

/// Where a payout is.
pub(super) fn payout_badge(state: PayoutState) -> Badge {
    let (kind, word) = match state {
        PayoutState::Requested => ("pending", "Requested"),
        PayoutState::Processing => ("processing", "Processing"),
        PayoutState::Completed => ("completed", "Completed"),
        PayoutState::Failed => ("review", "Failed"),
        PayoutState::Canceled => ("canceled", "Canceled"),
    };
    Badge { kind, word }
}

/// The link of a code, with these sub ids.
pub(super) fn link(app: &App, code: &str, SubIds(sub_ids): &SubIds) -> String {
    let base = app.config.public_url.as_str().trim_end_matches('/');
    let mut query = Serializer::new(String::new());
    query.append_pair("ref", code);
    for (name, value) in ["sub_id1", "sub_id2", "sub_id3"].into_iter().zip(sub_ids) {
        if let Some(value) = value {
            query.append_pair(name, value);
        }
    }
    format!("{base}/?{}", query.finish())
}

/// An amount that may be below zero, without its currency: `−3.00`.
pub(super) fn signed(amount: Money) -> String {
    amount.to_string().replacen('-', "−", 1)
}

/// `1 referral`, `12 referrals`.
pub(super) fn referrals_words(count: i64) -> String {
    match count {
        1 => "1 referral".to_owned(),
        count => format!("{} referrals", number(count)),
    }
}

/// The membership that a page is about: the asked one, else the first that is approved.
pub(super) fn chosen(standing: &Standing, asked: Option<MemberId>) -> Option<&Member> {
    let asked = standing.affiliated().find(|member| Some(member.id) == asked);
    let approved = || standing.affiliated().find(|member| member.is_approved());
    asked.or_else(approved).or_else(|| standing.affiliated().next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_said_as_people_say_them() {
        let money = |text| Money::parse(text).unwrap();
        assert_eq!(
            ["10", "12.5", "0.25", "100"].map(|text| percent(money(text))),
            ["10", "12.5", "0.25", "100"]
        );
        assert_eq!(signed(money("-3")), "−3.00");
        assert_eq!(referrals_words(1), "1 referral");
        assert_eq!(referrals_words(1200), "1,200 referrals");
    }
}
