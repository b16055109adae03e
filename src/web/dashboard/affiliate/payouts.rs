//! /affiliate/payouts: what was paid out and what is asked for, and the two forms that ask.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::words::{Standing, chosen, payout_badge, signed};
use crate::affiliates::home;
use crate::affiliates::member::Member;
use crate::affiliates::payout::{self, Ask, BALANCE_MIN, Payout, PayoutError, Way};
use crate::affiliates::{MemberId, PayoutId, PayoutState};
use crate::app::App;
use crate::kit::money::Money;
use crate::kit::page::Cursor;
use crate::kit::secret;
use crate::web::failure::Failure;
use crate::web::figures::{money, number};
use crate::web::form::{Errors, SentForm};
use crate::web::guard::Customer;
use crate::web::order_view::Badge;
use crate::web::path::Id;
use crate::web::view::{self, Chip, Page, Pager, When};

const PATH: &str = "/affiliate/payouts";
const FORM_ID_CHARS: usize = 16;

#[derive(Template)]
#[template(path = "dashboard/affiliate/payouts.html")]
struct PayoutsPage {
    page: Page,
    tabs: Vec<Chip>,
    /// The memberships to choose from, if there are several.
    offers: Vec<Chip>,
    asks: Option<Asks>,
    currency: String,
    rows: Vec<Row>,
    filtered: bool,
    pager: Pager,
}

/// The forms, for one membership.
struct Asks {
    member_id: MemberId,
    /// With the currency.
    approved: String,
    /// More was taken back than is approved.
    is_negative: bool,
    is_positive: bool,
    is_suspended: bool,
    balance_minimum: String,
    minimum: String,
    open: Option<Open>,
    /// One for each form, so that a second click on either asks for nothing.
    form_ids: [String; 2],
    details: String,
    /// Which form was sent; "" for none.
    sent: String,
    errors: Errors,
}

/// A payout that has not ended.
struct Open {
    id: PayoutId,
    amount: String,
    state: Badge,
    may_cancel: bool,
}

struct Row {
    at: When,
    way: &'static str,
    offer: String,
    state: Badge,
    amount: String,
    referrals: String,
    details: String,
    reference: String,
    reason: String,
}

/// Which membership, and which page of the list.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    member: String,
    before: String,
    after: String,
}

impl PayoutsPage {
    async fn read(
        app: &App,
        customer: &Customer,
        asked: &Asked,
        form: &SentForm,
    ) -> Result<Self, Failure> {
        let (now, pool) = (app.clock.now(), app.db.pool());
        let standing = Standing::read(app, customer).await?;
        let member = chosen(&standing, asked.member.parse().ok());
        let asks = match member {
            Some(member) => Some(Asks::read(app, &standing, member, form).await?),
            None => None,
        };
        let cursor = Cursor::from_parts(asked.before.parse().ok(), asked.after.parse().ok());
        let found = payout::of_account(pool, customer.id(), cursor).await?;
        let several = standing.affiliated().count() > 1;
        let offers = standing.affiliated().filter(|_| several).map(|one| Chip {
            count: signed(one.approved),
            ..Chip::new(
                &one.offer_name,
                format!("{PATH}?member={}", one.id),
                member.is_some_and(|member| member.id == one.id),
            )
        });
        Ok(Self {
            page: customer.page("affiliate"),
            tabs: standing.tabs(PATH),
            offers: offers.collect(),
            asks,
            currency: app.currency.clone(),
            filtered: cursor != Cursor::First,
            pager: Pager::new(&found, PATH, ""),
            rows: found
                .map(|payout| Row {
                    offer: if several { payout.offer_name.clone() } else { String::new() },
                    ..Row::new(payout, now)
                })
                .rows,
        })
    }
}

impl Asks {
    async fn read(
        app: &App,
        standing: &Standing,
        member: &Member,
        form: &SentForm,
    ) -> Result<Self, Failure> {
        let currency = &app.currency;
        let open = home::open_payout(app.db.pool(), member.id).await?;
        Ok(Self {
            member_id: member.id,
            approved: format!("{} {currency}", signed(member.approved)),
            is_negative: member.approved < Money::ZERO,
            is_positive: member.approved > Money::ZERO,
            is_suspended: !member.is_approved(),
            balance_minimum: money(BALANCE_MIN, currency),
            minimum: money(standing.minimum_payout(member.offer_id), currency),
            open: open.map(|open| Open {
                id: open.id,
                amount: money(open.amount, currency),
                state: payout_badge(open.state),
                may_cancel: open.state == PayoutState::Requested,
            }),
            form_ids: [(); 2].map(|()| secret::base62(FORM_ID_CHARS)),
            details: form.text("details").to_owned(),
            sent: form.text("way").to_owned(),
            errors: form.errors(),
        })
    }
}

impl Row {
    fn new(payout: Payout, now: chrono::DateTime<chrono::Utc>) -> Self {
        Self {
            at: When::new(payout.requested_at, now),
            way: match payout.way {
                Way::Balance => "To my balance",
                Way::Outside => "Outside",
            },
            offer: payout.offer_name,
            state: payout_badge(payout.state),
            amount: payout.amount.to_string(),
            referrals: number(payout.referrals),
            details: payout.details,
            reference: payout.reference.unwrap_or_default(),
            reason: payout.reason.unwrap_or_default(),
        }
    }
}

/// GET /affiliate/payouts
pub async fn list(
    State(app): State<Arc<App>>,
    customer: Customer,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    view::html(&PayoutsPage::read(&app, &customer, &asked, &SentForm::default()).await?)
}

/// POST /affiliate/payouts
pub async fn ask(
    State(app): State<Arc<App>>,
    customer: Customer,
    mut form: SentForm,
) -> Result<Response, Failure> {
    let way = Way::parse(form.text("way")).ok_or(Failure::Unreadable)?;
    let member_id = form.text("member").parse().map_err(|_| Failure::Unreadable)?;
    let (details, form_id) = (form.text("details").to_owned(), form.text("form_id").to_owned());
    let asked = Ask { member_id, way, details, form_id };
    let (db, id, currency) = (&app.db, customer.id(), &app.currency);
    let paid = payout::ask(db, &app.clock, customer.actor(), id, asked).await;
    let done = |kind, text: &str| Ok(view::done(&app.config, PATH, kind, text));
    match paid {
        Ok((_, amount)) => {
            let amount = money(amount, currency);
            return done(
                "ok",
                &match way {
                    Way::Balance => format!("{amount} is on your balance."),
                    Way::Outside => format!("You have asked for {amount}. The operator pays it."),
                },
            );
        }
        // A second click on the same button.
        Err(error @ PayoutError::AlreadyDone) => return done("info", &error.to_string()),
        Err(PayoutError::BelowMinimum { approved, minimum }) => {
            let (approved, minimum) = (signed(approved), money(minimum, currency));
            let text = format!(
                "{approved} {currency} is approved. The least that is paid out is {minimum}."
            );
            form.refuse("", text);
        }
        Err(error @ PayoutError::Details) => form.refuse("details", error),
        Err(PayoutError::Missing) => return Err(Failure::NotFound),
        Err(PayoutError::Db(error)) => return Err(error.into()),
        Err(
            error @ (PayoutError::NotApproved(_)
            | PayoutError::OneIsOpen
            | PayoutError::NoPayout
            | PayoutError::NotOpen),
        ) => form.refuse("", error),
    }
    let asked = Asked { member: member_id.to_string(), ..Asked::default() };
    view::refused(&PayoutsPage::read(&app, &customer, &asked, &form).await?)
}

/// POST /affiliate/payouts/{id}/cancel
pub async fn cancel(
    State(app): State<Arc<App>>,
    customer: Customer,
    Id(id): Id<PayoutId>,
) -> Result<Response, Failure> {
    let canceled = payout::cancel(&app.db, &app.clock, customer.actor(), customer.id(), id).await;
    let done = |kind, text: &str| Ok(view::done(&app.config, PATH, kind, text));
    match canceled {
        Ok(()) => done("ok", "The payout is canceled. Its commissions are approved again."),
        Err(PayoutError::NoPayout) => Err(Failure::NotFound),
        Err(PayoutError::Db(error)) => Err(error.into()),
        Err(error) => done("warn", &error.to_string()),
    }
}
