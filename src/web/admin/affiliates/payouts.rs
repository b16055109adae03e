//! /admin/affiliates/payouts: what affiliates want to be paid, the open ones unless others are
//! asked for; as a file too.

use std::collections::BTreeSet;
use std::sync::Arc;

use askama::Template;
use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use chrono::SecondsFormat;
use futures_util::stream;
use serde::Deserialize;

use super::rooms::{PAYOUTS, SECTION, of_payout, tabs};
use crate::accounts::rights::Rights;
use crate::affiliates::payout::{Payout, Way};
use crate::affiliates::payout_desk::{self, Begun};
use crate::affiliates::payouts::{self, Filter};
use crate::affiliates::{MemberId, PayoutId, PayoutState, member};
use crate::app::App;
use crate::kit::csv;
use crate::kit::page::Cursor;
use crate::web::admin::listing::{address, named, query};
use crate::web::failure::Failure;
use crate::web::figures::number;
use crate::web::form::SentForm;
use crate::web::guard::Staff;
use crate::web::order_view::Badge;
use crate::web::proof;
use crate::web::view::{self, Chip, Page, Pager, When};

const CSV: &str = "/admin/affiliates/payouts.csv";
const ALL: &str = "all";

#[derive(Template)]
#[template(path = "admin/affiliates/payouts.html")]
struct PayoutsPage {
    page: Page,
    tabs: Vec<Chip>,
    chips: Vec<Chip>,
    active: Vec<Chip>,
    /// Whether only those that wait for staff are shown: then an empty list is good news.
    is_open: bool,
    csv: String,
    currency: String,
    /// Whether there are boxes to tick.
    may_begin: bool,
    here: String,
    rows: Vec<PayoutRow>,
    pager: Pager,
}

struct PayoutRow {
    id: PayoutId,
    email: String,
    member_id: MemberId,
    offer: String,
    amount: String,
    referrals: String,
    details: String,
    requested: When,
    state: Badge,
    /// How it was paid, or why it was not; "": neither.
    outcome: String,
    can_begin: bool,
}

/// The filters, as the address has them.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct PayoutFilters {
    /// "": the open ones.
    state: String,
    member: String,
    before: String,
    after: String,
}

impl PayoutFilters {
    /// The word in the address; unknown words are as good as none.
    fn state(&self) -> &str {
        match self.state.as_str() {
            ALL => ALL,
            word => PayoutState::parse(word).map_or("", PayoutState::as_str),
        }
    }

    fn filter(&self) -> Filter {
        let states = match (self.state(), PayoutState::parse(&self.state)) {
            (_, Some(state)) => vec![state],
            (ALL, None) => Vec::new(),
            (_, None) => PayoutState::ALL.into_iter().filter(|one| !one.is_final()).collect(),
        };
        let member_id = named(&self.member).map(MemberId::new);
        Filter { states, member_id, ..Filter::default() }
    }

    fn link(&self, path: &str, state: &str, member: &str) -> String {
        address(path, &[("state", state), ("member", member)])
    }

    fn here(&self) -> String {
        let of = [("state", self.state()), ("member", self.member.trim())];
        let [state, member] = of;
        address(PAYOUTS, &[state, member, ("before", &self.before), ("after", &self.after)])
    }

    fn chips(&self) -> Vec<Chip> {
        let chip = |word: &str, label: &str| {
            let href = self.link(PAYOUTS, word, self.member.trim());
            Chip::new(label, href, self.state() == word)
        };
        let states = PayoutState::ALL.map(|one| chip(one.as_str(), &of_payout(one).word));
        let open = std::iter::once(chip("", "Open"));
        open.chain(states).chain(std::iter::once(chip(ALL, "All"))).collect()
    }

    async fn active(&self, app: &App) -> Result<Vec<Chip>, Failure> {
        let Some(id) = named(&self.member) else { return Ok(Vec::new()) };
        let member = member::find(app.db.pool(), MemberId::new(id)).await?;
        let who = member.map_or_else(
            || format!("Member {}", self.member.trim()),
            |member| format!("{}, {}", member.email, member.offer_name),
        );
        Ok(vec![Chip::new(&who, self.link(PAYOUTS, self.state(), ""), true)])
    }
}

/// Where the money goes, in words.
pub(super) fn destination(payout: &Payout) -> String {
    match payout.way {
        Way::Balance => "To the panel's balance".to_owned(),
        Way::Outside => payout.details.clone(),
    }
}

/// GET /admin/affiliates/payouts
pub async fn list(
    State(app): State<Arc<App>>,
    staff: Staff,
    Query(filters): Query<PayoutFilters>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_see_customers)?;
    let now = app.clock.now();
    let cursor = Cursor::from_parts(filters.before.parse().ok(), filters.after.parse().ok());
    let found = payouts::page(app.db.pool(), &filters.filter(), cursor).await?;
    let (state, member) = (filters.state(), filters.member.trim());
    let pager = Pager::new(&found, PAYOUTS, &query(&[("state", state), ("member", member)]));
    let may_move_money = staff.require(Rights::may_move_money).is_ok();
    let row = |payout: Payout| PayoutRow {
        id: payout.id,
        member_id: payout.member_id,
        amount: payout.amount.to_string(),
        referrals: number(payout.referrals),
        details: destination(&payout),
        requested: When::new(payout.requested_at, now),
        state: of_payout(payout.state),
        can_begin: may_move_money && payout.state.may_become(PayoutState::Processing),
        email: payout.email,
        offer: payout.offer_name,
        outcome: payout.reference.or(payout.reason).unwrap_or_default(),
    };
    let rows: Vec<PayoutRow> = found.rows.into_iter().map(row).collect();
    view::html(&PayoutsPage {
        page: Page { query: String::new(), ..staff.page(SECTION) },
        tabs: tabs(&app, PAYOUTS).await?,
        chips: filters.chips(),
        active: filters.active(&app).await?,
        is_open: state.is_empty() && member.is_empty(),
        csv: filters.link(CSV, state, member),
        currency: app.currency.clone(),
        may_begin: rows.iter().any(|row| row.can_begin),
        here: filters.here(),
        rows,
        pager,
    })
}

/// POST /admin/affiliates/payouts: begins the ticked `ids`.
pub async fn begin(
    State(app): State<Arc<App>>,
    staff: Staff,
    Query(filters): Query<PayoutFilters>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_move_money)?;
    if let Some(page) = proof::asked(&app, &staff, &mut form).await? {
        return Ok(page);
    }
    let ids: BTreeSet<PayoutId> = form.all("ids").filter_map(|id| id.parse().ok()).collect();
    if ids.is_empty() {
        let text = "Tick the payouts that you are going to pay.";
        return Ok(view::done(&app.config, &filters.here(), "info", text));
    }
    let begun =
        payout_desk::begin(&app.db, &app.clock, staff.actor(), ids.into_iter().collect()).await?;
    let kind = if begun.done > 0 { "ok" } else { "info" };
    Ok(view::done(&app.config, &filters.here(), kind, &said(begun)))
}

fn said(Begun { done, left }: Begun) -> String {
    let done = match done {
        1 => "1 is being paid now".to_owned(),
        done => format!("{done} are being paid now"),
    };
    match left {
        0 => format!("{done}: the affiliates cannot cancel any more."),
        1 => format!("{done}; 1 was left as it was: it was begun already, or has ended."),
        left => {
            format!(
                "{done}; {left} were left as they were: they were begun already, or have ended."
            )
        }
    }
}

/// GET /admin/affiliates/payouts.csv: all that the filters find, newest first, sent while it is
/// read.
pub async fn csv(
    State(app): State<Arc<App>>,
    staff: Staff,
    Query(filters): Query<PayoutFilters>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_see_customers)?;
    let filter = filters.filter();
    let head = csv::head(["id", "email", "amount", "currency", "details", "requested", "state"]);
    let chunks = stream::try_unfold((head, Some(Cursor::First)), move |(head, cursor)| {
        let (app, filter) = (Arc::clone(&app), filter.clone());
        async move {
            let Some(cursor) = cursor else { return Ok(None) };
            let found = payouts::page(app.db.pool(), &filter, cursor).await?;
            let text = found.rows.iter().fold(head, |text, one| text + &line(one, &app.currency));
            let next = found.older.map(Cursor::Before);
            Ok::<_, crate::kit::db::Error>(Some((text, (String::new(), next))))
        }
    });
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"payouts.csv\""),
    ];
    Ok((headers, Body::from_stream(chunks)).into_response())
}

fn line(payout: &Payout, currency: &str) -> String {
    csv::line([
        payout.id.to_string().as_str(),
        &payout.email,
        &payout.amount.to_string(),
        currency,
        &destination(payout),
        &payout.requested_at.to_rfc3339_opts(SecondsFormat::Secs, true),
        payout.state.as_str(),
    ])
}
