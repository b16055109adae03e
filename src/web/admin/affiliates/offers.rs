//! /admin/affiliates/offers: what affiliates can join; staff make offers and edit them.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::offer_form::{OfferForm, field_of, read_offer};
use super::rooms::{OFFERS, SECTION, percent, tabs};
use crate::accounts::rights::Rights;
use crate::affiliates::offer::{self, Draft, Offer, OfferError};
use crate::affiliates::{CommissionType, OfferId, OfferStatus};
use crate::app::App;
use crate::web::failure::Failure;
use crate::web::figures::{money, number};
use crate::web::form::{Errors, SentForm};
use crate::web::guard::Staff;
use crate::web::path::Id;
use crate::web::view::{self, Chip, Page};

#[derive(Template)]
#[template(path = "admin/affiliates/offers.html")]
struct OffersPage {
    page: Page,
    tabs: Vec<Chip>,
    may_run: bool,
    rows: Vec<OfferRow>,
}

/// An offer in words, for the list and for those who may not edit it.
struct OfferRow {
    id: OfferId,
    name: String,
    description: String,
    terms: String,
    commission: String,
    cookie: String,
    hold: String,
    months: String,
    minimum: String,
    approves_members: bool,
    approves_commissions: bool,
    is_default: bool,
    active: bool,
    members: String,
}

impl OfferRow {
    fn new(offer: Offer, currency: &str) -> Self {
        let draft = offer.draft;
        Self {
            id: offer.id,
            commission: commission(&draft, currency),
            cookie: days(draft.cookie_days),
            hold: if draft.hold_days == 0 { "No hold".to_owned() } else { days(draft.hold_days) },
            months: match draft.months {
                None => "always".to_owned(),
                Some(1) => "for 1 month".to_owned(),
                Some(months) => format!("for {months} months"),
            },
            minimum: money(draft.minimum_payout, currency),
            approves_members: draft.approves_members,
            approves_commissions: draft.approves_commissions,
            is_default: draft.is_default,
            active: offer.status == OfferStatus::Active,
            members: number(offer.members),
            name: draft.name,
            description: draft.description,
            terms: draft.terms,
        }
    }
}

fn commission(draft: &Draft, currency: &str) -> String {
    match draft.commission_type {
        CommissionType::PercentOfSale => format!("{} %", percent(draft.commission)),
        CommissionType::FlatPerOrder => format!("{} per order", money(draft.commission, currency)),
    }
}

fn days(count: i32) -> String {
    if count == 1 { "1 day".to_owned() } else { format!("{count} days") }
}

/// GET /admin/affiliates/offers
pub async fn list(State(app): State<Arc<App>>, staff: Staff) -> Result<Response, Failure> {
    staff.require(Rights::is_staff)?;
    let offers = offer::list(app.db.pool()).await?.into_iter();
    view::html(&OffersPage {
        page: staff.page(SECTION),
        tabs: tabs(&app, OFFERS).await?,
        may_run: staff.require(Rights::may_move_money).is_ok(),
        rows: offers.map(|offer| OfferRow::new(offer, &app.currency)).collect(),
    })
}

#[derive(Template)]
#[template(path = "admin/affiliates/offer.html")]
struct OfferPage {
    page: Page,
    /// `None`: it is new.
    offer: Option<OfferRow>,
    typed: OfferForm,
    errors: Errors,
    may_run: bool,
    currency: String,
}

impl OfferPage {
    fn new(app: &App, staff: &Staff, offer: Option<Offer>, typed: OfferForm) -> Self {
        Self {
            page: staff.page(SECTION),
            offer: offer.map(|offer| OfferRow::new(offer, &app.currency)),
            typed,
            errors: Errors::default(),
            may_run: staff.require(Rights::may_move_money).is_ok(),
            currency: app.currency.clone(),
        }
    }
}

/// GET /admin/affiliates/offers/new
pub async fn blank(State(app): State<Arc<App>>, staff: Staff) -> Result<Response, Failure> {
    staff.require(Rights::may_move_money)?;
    view::html(&OfferPage::new(&app, &staff, None, OfferForm::blank()))
}

/// POST /admin/affiliates/offers
pub async fn create(
    State(app): State<Arc<App>>,
    staff: Staff,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_move_money)?;
    if let Some(draft) = read_offer(&mut form) {
        let name = draft.name.clone();
        match offer::create(&app.db, &app.clock, staff.actor(), draft).await {
            Ok(id) => {
                let text = format!("The offer “{name}” is made. People can apply for it now.");
                return Ok(view::done(&app.config, &path(id), "ok", &text));
            }
            Err(OfferError::Exists(id)) => {
                let text = "This offer was made already; there is no second one.";
                return Ok(view::done(&app.config, &path(id), "info", text));
            }
            Err(error) => refuse(&mut form, error)?,
        }
    }
    let page = OfferPage::new(&app, &staff, None, OfferForm::typed(&form));
    view::refused(&OfferPage { errors: form.errors(), ..page })
}

async fn find(app: &App, id: OfferId) -> Result<Offer, Failure> {
    offer::find(app.db.pool(), id).await?.ok_or(Failure::NotFound)
}

/// GET /admin/affiliates/offers/{id}
pub async fn show(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<OfferId>,
) -> Result<Response, Failure> {
    staff.require(Rights::is_staff)?;
    let offer = find(&app, id).await?;
    let typed = OfferForm::of(&offer);
    view::html(&OfferPage::new(&app, &staff, Some(offer), typed))
}

/// POST /admin/affiliates/offers/{id}
pub async fn update(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<OfferId>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_move_money)?;
    let before = find(&app, id).await?;
    let status =
        form.read("status", |typed| OfferStatus::parse(typed).ok_or("Choose one of the list."));
    if let (Some(draft), Some(status)) = (read_offer(&mut form), status) {
        if (&draft, status) == (&before.draft, before.status) {
            let text = "The offer is like that already; nothing changed.";
            return Ok(view::done(&app.config, &path(id), "info", text));
        }
        match offer::edit(&app.db, &app.clock, staff.actor(), id, (draft, status)).await {
            Ok(()) => return Ok(view::done(&app.config, &path(id), "ok", "The offer is saved.")),
            Err(error) => refuse(&mut form, error)?,
        }
    }
    let page = OfferPage::new(&app, &staff, Some(before), OfferForm::typed(&form));
    view::refused(&OfferPage { errors: form.errors(), ..page })
}

/// Puts the domain's refusal beside its field.
fn refuse(form: &mut SentForm, error: OfferError) -> Result<(), Failure> {
    match error {
        OfferError::Db(error) => return Err(error.into()),
        OfferError::Missing => return Err(Failure::NotFound),
        error => form.refuse(field_of(&error), error),
    }
    Ok(())
}

fn path(id: OfferId) -> String {
    format!("{OFFERS}/{id}")
}
