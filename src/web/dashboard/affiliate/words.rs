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
use crate::kit::lang::{Lang, Said};
use crate::kit::money::Money;
use crate::web::failure::Failure;
use crate::web::guard::Customer;
use crate::web::order_view::Badge;
use crate::web::view::{Chip, When};

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
    pub fn tabs(&self, lang: Lang, current: &str) -> Vec<Chip> {
        if !self.is_affiliate() {
            return Vec::new();
        }
        let pages = [
            ("/affiliate", lang.say("affiliate-overview")),
            ("/affiliate/links", lang.say("affiliate-links-title")),
            ("/affiliate/referrals", lang.say("affiliate-referrals-title")),
            ("/affiliate/payouts", lang.say("affiliate-payouts-title")),
        ];
        let tab = |(href, word): (&str, Said)| {
            Chip::new(&word.to_string(), href.to_owned(), href == current)
        };
        pages.map(tab).into()
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
    pub joining: String,
    pub selected: bool,
}

impl OfferView {
    pub fn new(lang: Lang, offer: &Offer, currency: &str, selected: bool) -> Self {
        let draft = &offer.draft;
        let commission = match draft.commission_type {
            CommissionType::PercentOfSale => {
                let percent = lang.decimal(&percent(draft.commission));
                lang.say("affiliate-offer-percent").with("percent", percent)
            }
            CommissionType::FlatPerOrder => lang
                .say("affiliate-offer-flat")
                .with("amount", lang.money(draft.commission, currency)),
        };
        let pays_for = match draft.months {
            None => lang.say("affiliate-offer-always"),
            Some(months) => lang.say("affiliate-offer-months").count("count", months),
        };
        let hold = match draft.hold_days {
            0 => lang.say("affiliate-offer-no-hold"),
            days => lang.say("affiliate-offer-hold").count("count", days),
        };
        let payout = lang
            .say("affiliate-offer-payout")
            .with("balance", lang.money(BALANCE_MIN, currency))
            .with("outside", lang.money(draft.minimum_payout, currency));
        let joining = match draft.approves_members {
            true => lang.say("affiliate-offer-at-once"),
            false => lang.say("affiliate-offer-looks"),
        };
        Self {
            id: offer.id,
            name: draft.name.clone(),
            description: draft.description.trim().to_owned(),
            terms: draft.terms.trim().to_owned(),
            commission: commission.into(),
            pays_for: pays_for.into(),
            cookie: lang.say("affiliate-offer-click").count("count", draft.cookie_days).into(),
            hold: hold.into(),
            payout: payout.into(),
            joining: joining.into(),
            selected,
        }
    }
}

/// `12.50` percent is `12.5`.
fn percent(commission: Money) -> String {
    commission.to_string().trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Where an account stands in an offer.
pub(super) struct Membership {
    pub offer: String,
    pub state: Badge,
    pub since: When,
    /// What it means; "" when nothing has to be said.
    pub text: String,
    /// The operator's own words; "" for none.
    pub reason: String,
}

impl Membership {
    pub fn new(lang: Lang, member: &Member, is_paused: bool, now: DateTime<Utc>) -> Self {
        let (kind, word, text) = match member.state {
            MemberState::Pending => (
                "pending",
                lang.say("affiliate-member-pending"),
                Some(lang.say("affiliate-member-pending-text")),
            ),
            MemberState::Approved if is_paused => (
                "hold",
                lang.say("affiliate-member-paused"),
                Some(lang.say("affiliate-member-paused-text")),
            ),
            MemberState::Approved => ("completed", lang.say("affiliate-member-approved"), None),
            MemberState::Denied => (
                "canceled",
                lang.say("affiliate-member-denied"),
                Some(lang.say("affiliate-member-denied-text")),
            ),
            MemberState::Suspended => (
                "review",
                lang.say("affiliate-member-suspended"),
                Some(lang.say("affiliate-member-suspended-text")),
            ),
        };
        Self {
            offer: member.offer_name.clone(),
            state: Badge::of(kind, word),
            since: When::new(member.state_since, now),
            text: text.map(String::from).unwrap_or_default(),
            reason: member.reason.clone().unwrap_or_default(),
        }
    }
}

/// Where a referral is.
pub(super) fn commission_badge(lang: Lang, state: CommissionState) -> Badge {
    let (kind, word) = match state {
        CommissionState::Pending | CommissionState::Held => {
            ("pending", lang.say("affiliate-referral-pending"))
        }
        CommissionState::Approved => ("processing", lang.say("affiliate-referral-approved")),
        CommissionState::Paying => ("running", lang.say("affiliate-referral-paying")),
        CommissionState::Paid => ("completed", lang.say("affiliate-referral-paid")),
        CommissionState::Denied => ("canceled", lang.say("affiliate-referral-denied")),
    };
    Badge::of(kind, word)
}

/// Where a payout is.
pub(super) fn payout_badge(lang: Lang, state: PayoutState) -> Badge {
    let (kind, word) = match state {
        PayoutState::Requested => ("pending", lang.say("affiliate-payout-requested")),
        PayoutState::Processing => ("processing", lang.say("affiliate-payout-processing")),
        PayoutState::Completed => ("completed", lang.say("affiliate-payout-completed")),
        PayoutState::Failed => ("review", lang.say("affiliate-payout-failed")),
        PayoutState::Canceled => ("canceled", lang.say("affiliate-payout-canceled")),
    };
    Badge::of(kind, word)
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
pub(super) fn signed(lang: Lang, amount: Money) -> String {
    lang.decimal(&amount.to_string()).replacen('-', "−", 1)
}

/// The same with its currency: `−3.00 USD`.
pub(super) fn signed_money(lang: Lang, amount: Money, currency: &str) -> String {
    format!("{} {currency}", signed(lang, amount))
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
        assert_eq!(signed(Lang::ENGLISH, money("-3")), "−3.00");
        let russian = Lang::parse("ru").unwrap();
        assert_eq!(signed_money(russian, money("-3"), "USD"), "−3,00 USD");
    }
}
