//! /affiliate/referrals: the orders that an affiliate earns with, as a page and as a file. The
//! customer who placed an order is never named.

use std::sync::Arc;

use askama::Template;
use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use chrono::{DateTime, Datelike as _, Days, NaiveDate, NaiveTime, SecondsFormat, Utc};
use futures_util::stream;
use serde::Deserialize;
use url::form_urlencoded::Serializer;

use super::words::{Standing, commission_badge, signed};
use crate::accounts::AccountId;
use crate::affiliates::referrals::{self, Filter, From, Key, Referral};
use crate::affiliates::{CommissionState as At, OfferId};
use crate::app::App;
use crate::kit::csv;
use crate::kit::page::PAGE_ROWS;
use crate::orders::OrderId;
use crate::web::failure::Failure;
use crate::web::form::Choice;
use crate::web::guard::Customer;
use crate::web::order_view::Badge;
use crate::web::view::{self, Chip, Page, Pager, When};

const PATH: &str = "/affiliate/referrals";
/// The chips: how the address names them, the word, what they cover.
const STATES: [(&str, &str, &[At]); 4] = [
    ("pending", "Pending", &[At::Pending, At::Held]),
    ("approved", "Approved", &[At::Approved, At::Paying]),
    ("paid", "Paid", &[At::Paid]),
    ("denied", "Denied", &[At::Denied]),
];
/// Lines of the file that are read at a time.
const CSV_LINES: i64 = 1000;
/// The database knows no earlier years, and nobody sells in later ones.
const YEARS: std::ops::RangeInclusive<i32> = 1970..=9998;

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
    /// Why there is no such time, or why it was denied.
    why: String,
    /// The number of each, and its text.
    sub_ids: Vec<(usize, String)>,
}

/// The filters, as the address has them.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ReferralFilters {
    state: String,
    offer: String,
    from: String,
    to: String,
    before: String,
    after: String,
}

impl ReferralFilters {
    fn filter(&self, account_id: AccountId) -> Filter {
        let states = STATES.iter().find(|(name, ..)| *name == self.state);
        // A number that cannot be an id finds nothing.
        let offer = (!self.offer.is_empty()).then(|| self.offer.parse().unwrap_or(-1));
        let start = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc();
        Filter {
            account_id: Some(account_id),
            offer_id: offer.map(OfferId::new),
            states: states.map(|(.., states)| states.to_vec()).unwrap_or_default(),
            since: day(&self.from).map(start),
            // The last day is meant whole.
            until: day(&self.to).and_then(|day| day.checked_add_days(Days::new(1))).map(start),
            ..Filter::default()
        }
    }

    fn place(&self) -> From {
        match (key(&self.before), key(&self.after)) {
            (Some(key), _) => From::After(key),
            (None, Some(key)) => From::Before(key),
            (None, None) => From::Start,
        }
    }

    /// The address's filters with one of them changed; "" removes it.
    fn query(&self, name: &str, value: &str) -> String {
        let mut query = Serializer::new(String::new());
        let all = [
            ("state", &self.state),
            ("offer", &self.offer),
            ("from", &self.from),
            ("to", &self.to),
        ];
        for (one, kept) in all {
            let value = if one == name { value } else { kept.as_str() };
            if !value.is_empty() {
                query.append_pair(one, value);
            }
        }
        query.finish()
    }

    fn link(&self, path: &str, name: &str, value: &str) -> String {
        match self.query(name, value) {
            query if query.is_empty() => path.to_owned(),
            query => format!("{path}?{query}"),
        }
    }

    fn chips(&self) -> Vec<Chip> {
        let known = STATES.iter().any(|(name, ..)| *name == self.state);
        let all = Chip::new("All", self.link(PATH, "state", ""), !known);
        let states = STATES.iter().map(|(name, word, _)| {
            Chip::new(word, self.link(PATH, "state", name), self.state == *name)
        });
        std::iter::once(all).chain(states).collect()
    }

    /// The other filters in force.
    fn active(&self, offers: &[Choice]) -> Vec<Chip> {
        let offer = offers.iter().find(|offer| offer.selected && !offer.value.is_empty());
        let date =
            |text: &str, word| day(text).map(|day| format!("{word} {}", day.format("%-d %b %Y")));
        let all = [
            ("offer", offer.map(|offer| offer.label.clone())),
            ("from", date(&self.from, "From")),
            ("to", date(&self.to, "To")),
        ];
        let held = all.into_iter().filter_map(|(name, word)| Some((name, word?)));
        held.map(|(name, word)| Chip::new(&word, self.link(PATH, name, ""), true)).collect()
    }
}

fn day(text: &str) -> Option<NaiveDate> {
    text.parse().ok().filter(|day: &NaiveDate| YEARS.contains(&day.year()))
}

/// A row's place in an address: its time in microseconds, and its id.
fn key_text(key: Key) -> String {
    format!("{}-{}", key.at.timestamp_micros(), key.id)
}

fn key(text: &str) -> Option<Key> {
    let (at, id) = text.split_once('-')?;
    let at = DateTime::from_timestamp_micros(at.parse().ok()?)?;
    YEARS.contains(&at.year()).then_some(Key { at, id: id.parse().ok()? })
}

/// GET /affiliate/referrals
pub async fn list(
    State(app): State<Arc<App>>,
    customer: Customer,
    Query(filters): Query<ReferralFilters>,
) -> Result<Response, Failure> {
    let standing = Standing::read(&app, &customer).await?;
    let (from, now) = (filters.place(), app.clock.now());
    let filter = filters.filter(customer.id());
    let found = referrals::list(app.db.pool(), &filter, from, PAGE_ROWS + 1).await?;
    let (found, pager) = paged(found, from, &filters);
    let offers = offers(&standing, &filters);
    view::html(&ReferralsPage {
        page: customer.page("affiliate"),
        tabs: standing.tabs(PATH),
        is_affiliate: standing.is_affiliate(),
        chips: filters.chips(),
        active: filters.active(&offers),
        filtered: !filters.query("", "").is_empty() || from != From::Start,
        csv: filters.link("/affiliate/referrals.csv", "", ""),
        currency: app.currency.clone(),
        rows: found.into_iter().map(|referral| Row::new(referral, now)).collect(),
        pager,
        offers,
        filters,
    })
}

fn offers(standing: &Standing, filters: &ReferralFilters) -> Vec<Choice> {
    if standing.affiliated().count() < 2 {
        return Vec::new();
    }
    let one = |id: String, name: &str| Choice::new(&id, name, id == filters.offer);
    let offers =
        standing.affiliated().map(|member| one(member.offer_id.to_string(), &member.offer_name));
    std::iter::once(one(String::new(), "All offers")).chain(offers).collect()
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
    fn new(referral: Referral, now: DateTime<Utc>) -> Self {
        let (due_at, why) = approval(&referral, now);
        let sub_ids = [referral.sub_id1, referral.sub_id2, referral.sub_id3];
        Self {
            at: When::new(referral.created_at, now),
            order: referral.order_id,
            is_correction: referral.is_correction,
            offer: referral.offer_name,
            state: commission_badge(referral.state),
            sales: signed(referral.sales),
            commission: signed(referral.amount),
            due: due_at.map(|at| on_day(at, now)),
            why,
            sub_ids: (1..).zip(sub_ids).filter_map(|(at, text)| Some((at, text?))).collect(),
        }
    }
}

/// A day, however near it is: an affiliate plans with it.
fn on_day(at: DateTime<Utc>, now: DateTime<Utc>) -> When {
    When { rel: at.format("%-d %b %Y").to_string(), ..When::new(at, now) }
}

/// When a referral is or was approved; or why there is no such time.
fn approval(referral: &Referral, now: DateTime<Utc>) -> (Option<DateTime<Utc>>, String) {
    let because = |text: &str| (None, text.to_owned());
    match (referral.state, referral.due_at) {
        (At::Denied, _) => because(referral.reason.as_deref().unwrap_or_default()),
        (At::Held, _) => because("The operator checks it first."),
        (At::Pending, None) => because("After the order ends."),
        (At::Pending, Some(due_at)) if due_at <= now => because("The operator approves it."),
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
    let (due_at, why) = approval(row, now);
    csv::line([
        time(row.created_at).as_str(),
        &row.order_id.to_string(),
        if row.is_correction { "Correction" } else { "Referral" },
        &row.offer_name,
        commission_badge(row.state).word,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_are_read_from_the_address() {
        let filters = ReferralFilters {
            state: "approved".to_owned(),
            from: "2026-03-01".to_owned(),
            to: "2026-03-31".to_owned(),
            before: "1780000000000000-7".to_owned(),
            ..ReferralFilters::default()
        };
        let filter = filters.filter(AccountId::new(1));
        assert_eq!(filter.states, [At::Approved, At::Paying]);
        assert_eq!(filter.since.unwrap().to_rfc3339(), "2026-03-01T00:00:00+00:00");
        assert_eq!(filter.until.unwrap().to_rfc3339(), "2026-04-01T00:00:00+00:00");
        let From::After(key) = filters.place() else { panic!("older rows") };
        assert_eq!(key_text(key), filters.before);
        let link = filters.link(PATH, "state", "");
        assert_eq!(link, "/affiliate/referrals?from=2026-03-01&to=2026-03-31");
    }

    #[test]
    fn what_is_not_a_date_or_a_place_filters_nothing() {
        for text in ["", "0000-01-01", "+20000-01-01", "-4000-01-01", "2026-02-30", "tomorrow"] {
            assert_eq!(day(text), None, "{text:?}");
        }
        for text in ["", "7", "x-1", "1-x", "9223372036854775807-1", "-5-1"] {
            assert_eq!(key(text), None, "{text:?}");
        }
    }

    #[test]
    fn every_state_is_under_one_chip() {
        for state in At::ALL {
            let chips = STATES.iter().filter(|(.., states)| states.contains(&state));
            assert_eq!(chips.count(), 1, "{state:?}");
        }
    }
}
