//! /admin/reports/transfers: single movements of the ledger, found by key, order, customer, kind and
//! days.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde::Deserialize;

use super::{TRANSFERS, rooms};
use crate::accounts::AccountId;
use crate::accounts::account;
use crate::accounts::email::Email;
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::kit::page::PAGE_ROWS;
use crate::ledger::OrderId;
use crate::ledger::search::{self, Search, Transfer};
use crate::web::admin::listing::{address, named};
use crate::web::amounts::{Amount, Column};
use crate::web::calendar::read_day;
use crate::web::failure::Failure;
use crate::web::form::Choice;
use crate::web::guard::Staff;
use crate::web::view::{self, Chip, Page, Pager, When};

const KEY_CHARS_MAX: usize = 200;
const KINDS: [&str; 21] = [
    "charge",
    "settle",
    "refund",
    "cost",
    "deposit",
    "adjust",
    "commission",
    "payout",
    "surcharge",
    "fee",
    "takeback",
    "owe",
    "repay",
    "restore",
    "bonus",
    "unbonus",
    "owebonus",
    "rebonus",
    "unsurcharge",
    "resurcharge",
    "give_up",
];

/// The filters, as the address has them.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct TransferFilters {
    key: String,
    order: String,
    who: String,
    kind: String,
    from: String,
    to: String,
    before: String,
}

#[derive(Template)]
#[template(path = "admin/reports/transfers.html")]
struct TransfersPage {
    page: Page,
    currency: String,
    rooms: Vec<Chip>,
    filters: TransferFilters,
    kinds: Vec<Choice>,
    /// What is wrong with the days, beside each; "": nothing.
    from_wrong: &'static str,
    to_wrong: &'static str,
    /// Nobody has the address that was asked for.
    is_nobody: bool,
    filtered: bool,
    rows: Vec<TransferRow>,
    pager: Pager,
}

struct TransferRow {
    id: i64,
    at: When,
    kind: String,
    debit: String,
    credit: String,
    amount: Amount,
    key: String,
    order: Option<OrderId>,
    email: String,
    account: AccountId,
    note: String,
}

impl TransferFilters {
    fn pairs(&self) -> [(&str, &str); 6] {
        [
            ("key", self.key.trim()),
            ("order", self.order.trim()),
            ("who", self.who.trim()),
            ("kind", &self.kind),
            ("from", &self.from),
            ("to", &self.to),
        ]
    }

    /// The account that is asked for; `Err`: nobody has this address.
    async fn who(&self, app: &App) -> Result<Result<Option<AccountId>, ()>, Failure> {
        let who = self.who.trim().trim_start_matches('#');
        if who.is_empty() {
            return Ok(Ok(None));
        }
        if let Ok(id) = who.parse() {
            return Ok(Ok(Some(id)));
        }
        let Ok(email) = Email::parse(who) else { return Ok(Err(())) };
        let found = account::find_by_email(app.db.pool(), &email).await?;
        Ok(found.map(|account| Some(account.id)).ok_or(()))
    }
}

/// When a day begins: UTC's, as in all reports.
fn start_of(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc()
}

/// GET /admin/reports/transfers
pub async fn list(
    State(app): State<Arc<App>>,
    staff: Staff,
    Query(filters): Query<TransferFilters>,
) -> Result<Response, Failure> {
    const UNREAD: &str = "A day, such as 2026-11-30.";
    staff.require(Rights::may_see_reports)?;
    let day = |typed: &str| match (typed.trim(), read_day(typed)) {
        ("", _) => Ok(None),
        (_, Some(day)) => Ok(Some(day)),
        (_, None) => Err(UNREAD),
    };
    let (from, to) = (day(&filters.from), day(&filters.to));
    let turned = matches!((from, to), (Ok(Some(from)), Ok(Some(to))) if to < from);
    let to_wrong =
        if turned { "This is before the first day." } else { to.err().unwrap_or_default() };
    let from_wrong = from.err().unwrap_or_default();
    let is_wrong = !from_wrong.is_empty() || !to_wrong.is_empty();
    let who = filters.who(&app).await?;
    let text = |text: &str| {
        let text: String = text.trim().chars().filter(|c| *c != '\0').take(KEY_CHARS_MAX).collect();
        (!text.is_empty()).then_some(text)
    };
    let search = Search {
        key: text(&filters.key),
        order_id: named(&filters.order).map(OrderId::new),
        account_id: who.unwrap_or_default(),
        kind: text(&filters.kind),
        from: from.ok().flatten().map(start_of),
        until: to.ok().flatten().and_then(|day| day.succ_opt()).map(start_of),
    };
    let below = filters.before.parse().unwrap_or(i64::MAX);
    let (found, next) = match is_wrong || who.is_err() {
        true => (Vec::new(), None),
        false => search::find(&app.db, &search, (below, PAGE_ROWS)).await?,
    };
    let now = app.clock.now();
    let column = Column::of(found.iter().map(|one| one.amount));
    let row = |one: Transfer| TransferRow {
        id: one.id,
        at: When::new(one.at, now),
        kind: one.kind,
        debit: one.debit.replace('_', " "),
        credit: one.credit.replace('_', " "),
        amount: column.show(one.amount),
        key: one.key,
        order: one.order_id,
        email: one.email,
        account: one.account_id,
        note: one.note.unwrap_or_default(),
    };
    let older = next.map(|id| {
        let id = id.to_string();
        let mut pairs = filters.pairs().to_vec();
        pairs.push(("before", &id));
        address(TRANSFERS, &pairs)
    });
    let kind = |kind: &str| {
        let label = if kind.is_empty() { "All kinds" } else { kind };
        Choice::new(kind, label, filters.kind == kind)
    };
    let page = TransfersPage {
        page: staff.page("admin-reports"),
        currency: app.currency.clone(),
        rooms: rooms(TRANSFERS),
        kinds: std::iter::once("").chain(KINDS).map(kind).collect(),
        from_wrong,
        to_wrong,
        is_nobody: who.is_err(),
        filtered: filters.pairs().iter().any(|(_, value)| !value.is_empty()),
        rows: found.into_iter().map(row).collect(),
        pager: Pager { newer: None, older, text: String::new() },
        filters,
    };
    view::html(&page)
}
