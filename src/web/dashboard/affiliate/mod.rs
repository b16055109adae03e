//! /affiliate: what an affiliate has earned; for anybody else, what there is to join. Every verb
//! gets the account's own id.

mod day_chart;
pub mod links;
pub mod payouts;
mod referral_filters;
pub mod referrals;
mod words;

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use crate::affiliates::code::{BadCode, SubIds};
use crate::affiliates::home::{self, Day, NextApproval};
use crate::affiliates::member::{self, Application, Member, MemberError};
use crate::affiliates::{Code, MemberId, MemberState, OfferId};
use crate::app::App;
use crate::kit::lang::{Lang, Said};
use crate::kit::money::Money;
use crate::web::failure::Failure;
use crate::web::form::{Errors, SentForm};
use crate::web::guard::Customer;
use crate::web::view::{self, Chip, Page};
use day_chart::DayChart;
use words::{Membership, OfferView, Standing, link, signed_money};

/// The periods, in days.
const PERIODS: [i64; 3] = [7, 30, 90];
const PERIOD_DEFAULT: i64 = 30;
/// Days on which something is approved next.
const NEXT_MAX: i64 = 5;

#[derive(Template)]
#[template(path = "dashboard/affiliate/affiliate.html")]
struct HomePage {
    page: Page,
    tabs: Vec<Chip>,
    /// What has to be said about memberships.
    memberships: Vec<Membership>,
    figures: Option<Figures>,
    offers: Vec<OfferView>,
    /// As it was typed.
    code: String,
    note: String,
    errors: Errors,
}

/// What an affiliate has earned, with the currency.
struct Figures {
    pending: String,
    approved: String,
    /// "" for nothing.
    paying: String,
    paid: String,
    /// More was taken back than is approved.
    is_negative: bool,
    links: Vec<OwnLink>,
    periods: Vec<Chip>,
    days: i64,
    clicks: String,
    sign_ups: String,
    orders: String,
    sales: String,
    earned: String,
    currency: String,
    chart: DayChart,
    next: Vec<Next>,
}

/// A link without sub ids.
struct OwnLink {
    offer: String,
    link: String,
}

/// A day on which commissions are approved.
struct Next {
    day: String,
    referrals: String,
    amount: String,
}

/// Which days are shown.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Period {
    days: String,
}

impl Period {
    fn days(&self) -> i64 {
        let asked = self.days.parse().ok();
        let known = PERIODS.into_iter().find(|days| Some(*days) == asked);
        known.unwrap_or(PERIOD_DEFAULT)
    }
}

impl HomePage {
    async fn read(
        app: &App,
        customer: &Customer,
        period: &Period,
        form: &SentForm,
    ) -> Result<Self, Failure> {
        let lang = customer.lang();
        let standing = Standing::read(app, customer).await?;
        let figures = match standing.is_affiliate() {
            true => Some(Figures::read(app, customer, &standing, period).await?),
            false => None,
        };
        let shown = standing.members.iter().filter(|member| {
            member.state != MemberState::Approved || standing.is_paused(member.offer_id)
        });
        let memberships = shown.map(|member| {
            Membership::new(lang, member, standing.is_paused(member.offer_id), app.clock.now())
        });
        let asked = form.text("offer").parse().ok();
        let first = standing.joinable().next().map(|offer| offer.id);
        let chosen = standing.joinable().map(|offer| offer.id).find(|id| Some(*id) == asked);
        let offers = standing.joinable().map(|offer| {
            OfferView::new(lang, offer, &app.currency, Some(offer.id) == chosen.or(first))
        });
        Ok(Self {
            page: customer.page("affiliate"),
            tabs: standing.tabs(lang, "/affiliate"),
            memberships: memberships.collect(),
            figures,
            offers: offers.collect(),
            code: form.text("code").to_owned(),
            note: form.text("note").to_owned(),
            errors: form.errors(),
        })
    }
}

impl Figures {
    async fn read(
        app: &App,
        customer: &Customer,
        standing: &Standing,
        period: &Period,
    ) -> Result<Self, Failure> {
        let (pool, days, currency) = (app.db.pool(), period.days(), &app.currency);
        let lang = customer.lang();
        let with_currency = |amount: Money| signed_money(lang, amount, currency);
        let by_day = home::days(pool, customer.id(), (app.clock.now(), days)).await?;
        let ids: Vec<MemberId> = standing.affiliated().map(|member| member.id).collect();
        let next = home::next_approvals(pool, &ids, NEXT_MAX).await?;
        let total = |of: fn(&Member) -> Money| sum(standing.affiliated().map(of));
        let count = |of: fn(&Day) -> i64| lang.number(by_day.iter().map(of).sum::<i64>());
        let amount = |of: fn(&Day) -> Money| with_currency(sum(by_day.iter().map(of)));
        let (approved, paying) = (total(|member| member.approved), total(|member| member.paying));
        let links = standing
            .affiliated()
            .filter(|member| member.is_approved() && !standing.is_paused(member.offer_id));
        let links = links.map(|member| OwnLink {
            offer: member.offer_name.clone(),
            link: link(app, &member.code, &SubIds::default()),
        });
        let periods = PERIODS.map(|one| {
            let word = lang.say("affiliate-days").count("count", one).to_string();
            Chip::new(&word, format!("/affiliate?days={one}"), one == days)
        });
        Ok(Self {
            pending: with_currency(total(|member| member.pending)),
            approved: with_currency(approved),
            paying: if paying.is_zero() { String::new() } else { with_currency(paying) },
            paid: with_currency(total(|member| member.paid)),
            is_negative: approved < Money::ZERO,
            links: links.collect(),
            periods: periods.into(),
            days,
            clicks: count(|day| day.clicks),
            sign_ups: count(|day| day.sign_ups),
            orders: count(|day| day.orders),
            sales: amount(|day| day.sales),
            earned: amount(|day| day.earned),
            currency: currency.clone(),
            chart: DayChart::new(lang, &by_day, currency),
            next: next.into_iter().map(|next| Next::new(lang, next, currency)).collect(),
        })
    }
}

impl Next {
    fn new(lang: Lang, next: NextApproval, currency: &str) -> Self {
        Self {
            day: lang.date(next.day),
            referrals: lang.say("affiliate-referrals-count").count("count", next.referrals).into(),
            amount: signed_money(lang, next.amount, currency),
        }
    }
}

/// Sums that are kept fit, so their sum is never out of range on a panel whose books are right.
fn sum(amounts: impl Iterator<Item = Money>) -> Money {
    let add = |sum: Money, amount| sum.checked_add(amount).unwrap_or(sum);
    amounts.fold(Money::ZERO, add)
}

/// GET /affiliate
pub async fn show(
    State(app): State<Arc<App>>,
    customer: Customer,
    Query(period): Query<Period>,
) -> Result<Response, Failure> {
    view::html(&HomePage::read(&app, &customer, &period, &SentForm::default()).await?)
}

/// POST /affiliate/join
pub async fn join(
    State(app): State<Arc<App>>,
    customer: Customer,
    mut form: SentForm,
) -> Result<Response, Failure> {
    let lang = customer.lang();
    let offer_id: OfferId = form.text("offer").parse().map_err(|_| Failure::Unreadable)?;
    let bad_code = |_: BadCode| lang.say("affiliate-code-bad");
    let code = form.read_optional("code", |typed| Code::parse(typed).map_err(bad_code));
    if !form.errors().any() {
        let application = Application { offer_id, code, note: form.text("note").to_owned() };
        let (db, id) = (&app.db, customer.id());
        let done = |path: &str, kind, text: Said| {
            Ok(view::done(&app.config, path, kind, &text.to_string()))
        };
        match member::apply(db, &app.clock, customer.actor(), id, application).await {
            Ok(MemberState::Approved) => {
                return done("/affiliate/links", "ok", lang.say("affiliate-joined"));
            }
            Ok(_) => return done("/affiliate", "ok", lang.say("affiliate-applied")),
            // A second click on the same button.
            Err(MemberError::AlreadyMember) => {
                return done("/affiliate", "info", lang.say("affiliate-applied-already"));
            }
            Err(MemberError::CodeTaken) => form.refuse("code", lang.say("affiliate-code-taken")),
            Err(MemberError::Note) => form.refuse("note", lang.say("affiliate-note-too-long")),
            Err(MemberError::Closed) => form.refuse("", lang.say("affiliate-offer-closed")),
            Err(MemberError::Db(error)) => return Err(error.into()),
            // What staff do with members; no application fails with these.
            Err(error @ (MemberError::Reason | MemberError::Missing | MemberError::Step(..))) => {
                form.refuse("", error);
            }
        }
    }
    view::refused(&HomePage::read(&app, &customer, &Period::default(), &form).await?)
}
