//! /affiliate/payouts: what was paid out and what is asked for, and the two forms that ask.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::words::{Standing, chosen, payout_badge, signed, signed_money};
use crate::affiliates::home;
use crate::affiliates::member::Member;
use crate::affiliates::payout::{self, Ask, BALANCE_MIN, Payout, PayoutError, Way};
use crate::affiliates::{MemberId, MemberState, PayoutId, PayoutState};
use crate::app::App;
use crate::kit::lang::{Lang, Said};
use crate::kit::money::Money;
use crate::kit::page::Cursor;
use crate::kit::secret;
use crate::web::failure::Failure;
use crate::web::form::{Errors, SentForm};
use crate::web::guard::Customer;
use crate::web::order_view::Badge;
use crate::web::path::Id;
use crate::web::proof;
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
    way: String,
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
        let (lang, now, pool) = (customer.lang(), app.clock.now(), app.db.pool());
        let standing = Standing::read(app, customer).await?;
        let member = chosen(&standing, asked.member.parse().ok());
        let asks = match member {
            Some(member) => Some(Asks::read(app, lang, &standing, (member, form)).await?),
            None => None,
        };
        let cursor = Cursor::from_parts(asked.before.parse().ok(), asked.after.parse().ok());
        let found = payout::of_account(pool, customer.id(), cursor).await?;
        let several = standing.affiliated().count() > 1;
        let offers = standing.affiliated().filter(|_| several).map(|one| Chip {
            count: signed(lang, one.approved),
            ..Chip::new(
                &one.offer_name,
                format!("{PATH}?member={}", one.id),
                member.is_some_and(|member| member.id == one.id),
            )
        });
        Ok(Self {
            page: customer.page("affiliate"),
            tabs: standing.tabs(lang, PATH),
            offers: offers.collect(),
            asks,
            currency: app.currency.clone(),
            filtered: cursor != Cursor::First,
            pager: Pager::new(&found, PATH, ""),
            rows: found
                .map(|payout| Row {
                    offer: if several { payout.offer_name.clone() } else { String::new() },
                    ..Row::new(lang, payout, now)
                })
                .rows,
        })
    }
}

impl Asks {
    async fn read(
        app: &App,
        lang: Lang,
        standing: &Standing,
        (member, form): (&Member, &SentForm),
    ) -> Result<Self, Failure> {
        let currency = &app.currency;
        let open = home::open_payout(app.db.pool(), member.id).await?;
        Ok(Self {
            member_id: member.id,
            approved: signed_money(lang, member.approved, currency),
            is_negative: member.approved < Money::ZERO,
            is_positive: member.approved > Money::ZERO,
            is_suspended: !member.is_approved(),
            balance_minimum: lang.money(BALANCE_MIN, currency),
            minimum: lang.money(standing.minimum_payout(member.offer_id), currency),
            open: open.map(|open| Open {
                id: open.id,
                amount: lang.money(open.amount, currency),
                state: payout_badge(lang, open.state),
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
    fn new(lang: Lang, payout: Payout, now: DateTime<Utc>) -> Self {
        let way = match payout.way {
            Way::Balance => lang.say("affiliate-way-balance"),
            Way::Outside => lang.say("affiliate-way-outside"),
        };
        Self {
            at: When::new(payout.requested_at, now),
            way: way.into(),
            offer: payout.offer_name,
            state: payout_badge(lang, payout.state),
            amount: lang.decimal(&payout.amount.to_string()),
            referrals: lang.number(payout.referrals),
            details: payout.details,
            reference: payout.reference.unwrap_or_default(),
            reason: match payout.state {
                // Nobody else can cancel one, and the reason is always this.
                PayoutState::Canceled => lang.say("affiliate-payout-canceled-why").into(),
                _ => payout.reason.unwrap_or_default(),
            },
        }
    }
}

/// Why nothing is paid or canceled, in words.
fn refused(lang: Lang, error: PayoutError, currency: &str) -> Result<Said, Failure> {
    Ok(match error {
        PayoutError::Missing | PayoutError::NoPayout => return Err(Failure::NotFound),
        PayoutError::Db(error) => return Err(error.into()),
        PayoutError::NotApproved(MemberState::Pending) => lang.say("affiliate-ask-pending"),
        PayoutError::NotApproved(MemberState::Denied) => lang.say("affiliate-ask-denied"),
        // An approved one is not refused.
        PayoutError::NotApproved(MemberState::Suspended | MemberState::Approved) => {
            lang.say("affiliate-ask-suspended")
        }
        PayoutError::BelowMinimum { approved, minimum } => lang
            .say("affiliate-ask-too-little")
            .with("approved", signed_money(lang, approved, currency))
            .with("minimum", lang.money(minimum, currency)),
        PayoutError::Details => lang.say("affiliate-ask-details"),
        PayoutError::OneIsOpen => lang.say("affiliate-ask-one-is-open"),
        PayoutError::AlreadyDone => lang.say("affiliate-ask-already"),
        PayoutError::NotOpen => lang.say("affiliate-cancel-too-late"),
    })
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
    // It leaves the panel, to whom the form says. To the own balance it does not.
    let leaves = |form: &SentForm| Way::parse(form.text("way")) == Some(Way::Outside);
    if let Some(page) = proof::asked_if(&app, &customer, &mut form, leaves).await? {
        return Ok(page);
    }
    let way = Way::parse(form.text("way")).ok_or(Failure::Unreadable)?;
    let member_id = form.text("member").parse().map_err(|_| Failure::Unreadable)?;
    let (details, form_id) = (form.text("details").to_owned(), form.text("form_id").to_owned());
    let asked = Ask { member_id, way, details, form_id };
    let (db, id, currency) = (&app.db, customer.id(), &app.currency);
    let lang = customer.lang();
    let done = |kind, text: Said| Ok(view::done(&app.config, PATH, kind, &text.to_string()));
    match payout::ask(db, &app.clock, customer.actor(), id, asked).await {
        Ok((_, amount)) => {
            let text = match way {
                Way::Balance => lang.say("affiliate-paid-to-balance"),
                Way::Outside => lang.say("affiliate-asked-outside"),
            };
            return done("ok", text.with("amount", lang.money(amount, currency)));
        }
        // A second click on the same button.
        Err(error @ PayoutError::AlreadyDone) => {
            return done("info", refused(lang, error, currency)?);
        }
        Err(error) => {
            let field = if matches!(error, PayoutError::Details) { "details" } else { "" };
            form.refuse(field, refused(lang, error, currency)?);
        }
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
    let lang = customer.lang();
    let done = |kind, text: Said| Ok(view::done(&app.config, PATH, kind, &text.to_string()));
    match canceled {
        Ok(()) => done("ok", lang.say("affiliate-payout-is-canceled")),
        Err(error) => done("warn", refused(lang, error, &app.currency)?),
    }
}
