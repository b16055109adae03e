//! The form of an offer: what it shows, and what it becomes.

use crate::affiliates::offer::{Draft, MINIMUM_PAYOUT_DEFAULT, Offer, OfferError};
use crate::affiliates::plan::{HOLD_DAYS, HOLD_DAYS_DEFAULT};
use crate::affiliates::{CommissionType, OfferStatus};
use crate::kit::money::Money;
use crate::web::admin::affiliates::rooms::percent;
use crate::web::form::{Choice, SentForm};

const COOKIE_DAYS_DEFAULT: &str = "30";

/// As it is on the page.
pub(super) struct OfferForm {
    pub name: String,
    pub description: String,
    pub terms: String,
    pub types: Vec<Choice>,
    pub commission: String,
    pub cookie_days: String,
    pub holds: Vec<Choice>,
    pub months: String,
    pub minimum_payout: String,
    pub approves_members: bool,
    pub approves_commissions: bool,
    pub is_default: bool,
    pub statuses: Vec<Choice>,
}

impl OfferForm {
    pub fn blank() -> Self {
        Self {
            name: String::new(),
            description: String::new(),
            terms: String::new(),
            types: types(CommissionType::PercentOfSale.as_str()),
            commission: String::new(),
            cookie_days: COOKIE_DAYS_DEFAULT.to_owned(),
            holds: holds(&HOLD_DAYS_DEFAULT.to_string()),
            months: String::new(),
            minimum_payout: MINIMUM_PAYOUT_DEFAULT.to_string(),
            approves_members: false,
            approves_commissions: true,
            is_default: false,
            statuses: Vec::new(),
        }
    }

    pub fn of(offer: &Offer) -> Self {
        let draft = &offer.draft;
        Self {
            name: draft.name.clone(),
            description: draft.description.clone(),
            terms: draft.terms.clone(),
            types: types(draft.commission_type.as_str()),
            commission: match draft.commission_type {
                CommissionType::PercentOfSale => percent(draft.commission),
                CommissionType::FlatPerOrder => draft.commission.to_string(),
            },
            cookie_days: draft.cookie_days.to_string(),
            holds: holds(&draft.hold_days.to_string()),
            months: draft.months.map(|months| months.to_string()).unwrap_or_default(),
            minimum_payout: draft.minimum_payout.to_string(),
            approves_members: draft.approves_members,
            approves_commissions: draft.approves_commissions,
            is_default: draft.is_default,
            statuses: statuses(offer.status.as_str()),
        }
    }

    pub fn typed(form: &SentForm) -> Self {
        let text = |name| form.text(name).to_owned();
        Self {
            name: text("name"),
            description: text("description"),
            terms: text("terms"),
            types: types(form.text("commission_type")),
            commission: text("commission"),
            cookie_days: text("cookie_days"),
            holds: holds(form.text("hold_days")),
            months: text("months"),
            minimum_payout: text("minimum_payout"),
            approves_members: form.is_ticked("approves_members"),
            approves_commissions: form.is_ticked("approves_commissions"),
            is_default: form.is_ticked("is_default"),
            statuses: statuses(form.text("status")),
        }
    }
}

/// Reads all fields, so that every mistake is reported at once. A number that cannot be read is one
/// that the domain refuses, in the same words.
pub(super) fn read_offer(form: &mut SentForm) -> Option<Draft> {
    let whole = |typed: &str| typed.trim().parse().unwrap_or(-1);
    // Browsers send line ends as carriage return and line feed.
    let area = |typed: &str| typed.trim().replace("\r\n", "\n");
    let commission_type = form.read("commission_type", |typed| {
        CommissionType::parse(typed).ok_or("Choose one of the list.")
    });
    let minimum_payout = form.read("minimum_payout", |typed| {
        Money::parse(typed.trim()).map_err(|_| "A number such as 50 or 12.50.")
    });
    let draft = Draft {
        name: form.text("name").trim().to_owned(),
        description: area(form.text("description")),
        terms: area(form.text("terms")),
        commission_type: commission_type.unwrap_or(CommissionType::PercentOfSale),
        commission: Money::parse(form.text("commission").trim()).unwrap_or(Money::ZERO),
        cookie_days: whole(form.text("cookie_days")),
        hold_days: whole(form.text("hold_days")),
        months: match form.text("months").trim() {
            "" => None,
            months => Some(whole(months)),
        },
        minimum_payout: minimum_payout.unwrap_or(Money::ZERO),
        approves_members: form.is_ticked("approves_members"),
        approves_commissions: form.is_ticked("approves_commissions"),
        is_default: form.is_ticked("is_default"),
    };
    for error in draft.errors() {
        form.refuse(field_of(&error), error);
    }
    (!form.errors().any()).then_some(draft)
}

/// The field that an error is about; "": the whole form.
pub(super) fn field_of(error: &OfferError) -> &'static str {
    match error {
        OfferError::Name => "name",
        OfferError::Description => "description",
        OfferError::Terms => "terms",
        OfferError::Commission => "commission",
        OfferError::CookieDays => "cookie_days",
        OfferError::HoldDays => "hold_days",
        OfferError::Months => "months",
        OfferError::MinimumPayout => "minimum_payout",
        OfferError::Missing | OfferError::Exists(_) | OfferError::Db(_) => "",
    }
}

fn types(chosen: &str) -> Vec<Choice> {
    let label = |one| match one {
        CommissionType::PercentOfSale => "Percent of each sale",
        CommissionType::FlatPerOrder => "The same amount for each order",
    };
    let choice =
        |one: CommissionType| Choice::new(one.as_str(), label(one), one.as_str() == chosen);
    CommissionType::ALL.map(choice).into()
}

fn holds(chosen: &str) -> Vec<Choice> {
    let choice = |days: i32| {
        let label = if days == 0 { "No hold".to_owned() } else { format!("{days} days") };
        let value = days.to_string();
        Choice::new(&value, &label, value == chosen)
    };
    HOLD_DAYS.map(choice).into()
}

fn statuses(chosen: &str) -> Vec<Choice> {
    let label = |one| match one {
        OfferStatus::Active => "Active: people can apply, and links count",
        OfferStatus::Paused => "Paused: nobody can apply, and links do not count",
    };
    let choice = |one: OfferStatus| Choice::new(one.as_str(), label(one), one.as_str() == chosen);
    [OfferStatus::Active, OfferStatus::Paused].map(choice).into()
}
