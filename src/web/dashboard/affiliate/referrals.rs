//! /affiliate/referrals: the orders that an affiliate earns with, as a page and as a file. The
//! customer who placed an order is never named.

use std::sync::Arc;

use askama::Template;
use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use chrono::{DateTime, SecondsFormat, Utc};
use futures_util::stream;

use super::referral_filters::{ReferralFilters, key_text};
use super::words::{Standing, commission_badge, signed};
use crate::affiliates::CommissionState as At;
use crate::affiliates::referrals::{self, From, Referral};
use crate::app::App;
use crate::kit::csv;
use crate::kit::lang::{Lang, Said};
use crate::kit::page::PAGE_ROWS;
use crate::orders::OrderId;
use crate::web::failure::Failure;
use crate::web::form::Choice;
use crate::web::guard::Customer;
use crate::web::order_view::Badge;
use crate::web::view::{self, Chip, Page, Pager, When};

pub(super) const PATH: &str = "/affiliate/referrals";
/// The reason that the panel itself gives (`affiliates/decide.rs`). The others are typed by staff.
const REFUNDED: &str = "The order was refunded.";
/// Lines of the file that are read at a time.
const CSV_LINES: i64 = 1000;

#[derive(Template)]
#[template(path = "dashboard/affiliate/referrals.html")]
struct ReferralsPage {
    page: Page,
    tabs: Vec<Chip>,
    is_affiliate: bool,
    chips: Vec<Chip>,
    active: Vec<Chip>,
    /// Empty: there is one offer, so there is nothing to choose.
    offers: Vec<Choice>,
    filters: ReferralFilters,
    filtered: bool,
    csv: String,
    currency: String,
    rows: Vec<Row>,
    pager: Pager,
}

/// A referral.
struct Row {
    at: When,
    order: OrderId,
    is_correction: bool,
    offer: String,
    state: Badge,
    sales: String,
    commission: String,
    /// When it is or was approved.
    due: Option<When>,
    /// Its day, however near it is: an affiliate plans with it.
    due_day: String,
    /// Why there is no such time, or why it was denied.
    why: String,
    /// The number of each, and its text.
    sub_ids: Vec<(usize, String)>,
}

/// GET /affiliate/referrals
pub async fn list(
    State(app): State<Arc<App>>,
    customer: Customer,
    Query(filters): Query<ReferralFilters>,
) -> Result<Response, Failure> {
    let standing = Standing::read(&app, &customer).await?;
    let (lang, from, now) = (customer.lang(), filters.place(), app.clock.now());
    let filter = filters.filter(customer.id());
    let found = referrals::list(app.db.pool(), &filter, from, PAGE_ROWS + 1).await?;
    let (found, pager) = paged(found, from, &filters);
    let offers = offers(lang, &standing, &filters);
    view::html(&ReferralsPage {
        page: customer.page("affiliate"),
        tabs: standing.tabs(lang, PATH),
        is_affiliate: standing.is_affiliate(),
        chips: filters.chips(lang),
        active: filters.active(lang, &offers),
        filtered: !filters.query("", "").is_empty() || from != From::Start,
        csv: filters.link("/affiliate/referrals.csv", "", ""),
        currency: app.currency.clone(),
        rows: found.into_iter().map(|referral| Row::new(lang, referral, now)).collect(),
        pager,
        offers,
        filters,
    })
}

fn offers(lang: Lang, standing: &Standing, filters: &ReferralFilters) -> Vec<Choice> {
    if standing.affiliated().count() < 2 {
        return Vec::new();
    }
    let one = |id: String, name: &str| Choice::new(&id, name, id == filters.offer);
    let offers =
        standing.affiliated().map(|member| one(member.offer_id.to_string(), &member.offer_name));
    let all = lang.say("affiliate-all-offers").to_string();
    std::iter::once(one(String::new(), &all)).chain(offers).collect()
}

/// As `kit::page::Page`, for rows in the order of their time.
fn paged(mut rows: Vec<Referral>, from: From, filters: &ReferralFilters) -> (Vec<Referral>, Pager) {
    let size = usize::try_from(PAGE_ROWS).unwrap_or(usize::MAX);
    let more = rows.len() > size;
    let upwards = matches!(from, From::Before(_));
    if more && upwards {
        rows.remove(0);
    }
    rows.truncate(size);
    let query = filters.query("", "");
    let and = if query.is_empty() { "" } else { "&" };
    let link = |side: &str, row: Option<&Referral>| {
        row.map(|row| format!("{PATH}?{query}{and}{side}={}", key_text(row.key())))
    };
    let newer =
        link("after", rows.first()).filter(|_| if upwards { more } else { from != From::Start });
    let older = link("before", rows.last()).filter(|_| upwards || more);
    (rows, Pager { newer, older, text: String::new() })
}

impl Row {
    fn new(lang: Lang, referral: Referral, now: DateTime<Utc>) -> Self {
        let (due_at, why) = approval(lang, &referral, now);
        let sub_ids = [referral.sub_id1, referral.sub_id2, referral.sub_id3];
        Self {
            at: When::new(referral.created_at, now),
            order: referral.order_id,
            is_correction: referral.is_correction,
            offer: referral.offer_name,
            state: commission_badge(lang, referral.state),
            sales: signed(lang, referral.sales),
            commission: signed(lang, referral.amount),
            due: due_at.map(|at| When::new(at, now)),
            due_day: due_at.map(|at| lang.date(at.date_naive())).unwrap_or_default(),
            why,
            sub_ids: (1..).zip(sub_ids).filter_map(|(at, text)| Some((at, text?))).collect(),
        }
    }
}

/// When a referral is or was approved; or why there is no such time.
fn approval(
    lang: Lang,
    referral: &Referral,
    now: DateTime<Utc>,
) -> (Option<DateTime<Utc>>, String) {
    let because = |said: Said| (None, said.to_string());
    match (referral.state, referral.due_at) {
        (At::Denied, _) => match referral.reason.as_deref() {
            Some(REFUNDED) => because(lang.say("affiliate-why-refunded")),
            typed => (None, typed.unwrap_or_default().to_owned()),
        },
        (At::Held, _) => because(lang.say("affiliate-why-held")),
        (At::Pending, None) => because(lang.say("affiliate-why-not-ended")),
        (At::Pending, Some(due_at)) if due_at <= now => because(lang.say("affiliate-why-due")),
        // A correction is approved when it is made.
        (At::Approved | At::Paying | At::Paid, _) if referral.is_correction => {
            (Some(referral.created_at), String::new())
        }
        (_, due_at) => (due_at, String::new()),
    }
}

/// GET /affiliate/referrals.csv: all that the filters let through, newest first, sent while it is
/// read.
pub async fn csv(
    State(app): State<Arc<App>>,
    customer: Customer,
    Query(filters): Query<ReferralFilters>,
) -> Result<Response, Failure> {
    let filter = filters.filter(customer.id());
    let head = csv::head([
        "time",
        "order",
        "kind",
        "offer",
        "state",
        "sales",
        "commission",
        "currency",
        "approved on",
        "reason",
        "sub id 1",
        "sub id 2",
        "sub id 3",
    ]);
    let first = referrals::list(app.db.pool(), &filter, From::Start, CSV_LINES).await?;
    let start = (head, Some(first));
    let chunks = stream::try_unfold(start, move |(head, rows)| {
        let (app, filter) = (Arc::clone(&app), filter.clone());
        async move {
            let Some(rows) = rows else { return Ok(None) };
            let more = match rows.last() {
                Some(last) if rows.len() == usize::try_from(CSV_LINES).unwrap_or_default() => {
                    let from = From::After(last.key());
                    Some(referrals::list(app.db.pool(), &filter, from, CSV_LINES).await?)
                }
                _ => None,
            };
            let now = app.clock.now();
            let text =
                rows.iter().fold(head, |text, row| text + &csv_line(row, &app.currency, now));
            Ok::<_, crate::kit::db::Error>(Some((text, (String::new(), more))))
        }
    });
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"referrals.csv\""),
    ];
    Ok((headers, Body::from_stream(chunks)).into_response())
}

fn csv_line(row: &Referral, currency: &str, now: DateTime<Utc>) -> String {
    let time = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let (due_at, why) = approval(Lang::ENGLISH, row, now);
    csv::line([
        time(row.created_at).as_str(),
        &row.order_id.to_string(),
        if row.is_correction { "Correction" } else { "Referral" },
        &row.offer_name,
        &commission_badge(Lang::ENGLISH, row.state).word,
        &row.sales.to_string(),
        &row.amount.to_string(),
        currency,
        &due_at.map(time).unwrap_or_default(),
        &why,
        &text(&row.sub_id1),
        &text(&row.sub_id2),
        &text(&row.sub_id3),
    ])
}
