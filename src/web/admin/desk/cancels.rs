//! /admin/desk/cancels: cancels that have not ended, oldest first. The panel goes on asking by
//! itself; a person who knows better answers, about one of them or about many.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use chrono::{DateTime, TimeDelta, Utc};

use super::Asked;
use super::opened::Opened;
use super::rooms::{CANCELS, chips, path_with, said};
use crate::accounts::AccountId;
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::kit::page::PAGE_ROWS;
use crate::orders::OrderId;
use crate::orders::cancel_desk::{self, Answer, Waiting};
use crate::orders::desk::By;
use crate::web::admin::fields::reason;
use crate::web::failure::Failure;
use crate::web::figures::number;
use crate::web::form::{Errors, SentForm};
use crate::web::guard::Staff;
use crate::web::proof;
use crate::web::view::{self, Chip, Page, Pager, When};

/// Providers take hours to cancel; a day is too long.
const LATE_AFTER: TimeDelta = TimeDelta::hours(24);

#[derive(Template)]
#[template(path = "admin/desk/cancels.html")]
struct CancelsPage {
    page: Page,
    chips: Vec<Chip>,
    open: Option<Opened>,
    rows: Vec<CancelRow>,
    may_act: bool,
    pager: Pager,
    why: String,
    errors: Errors,
}

struct CancelRow {
    order_id: OrderId,
    customer: String,
    customer_id: AccountId,
    service: String,
    link: String,
    delivered: String,
    /// "" when no provider has the order.
    provider: String,
    /// What the provider said, or why nothing came.
    word: String,
    asked: When,
    is_late: bool,
    is_open: bool,
    ticked: bool,
    href: String,
}

impl CancelRow {
    fn new(one: Waiting, now: DateTime<Utc>, after: i64) -> Self {
        let word = match (one.accepted, one.detail) {
            (true, _) => "It said that it will cancel".to_owned(),
            (false, Some(detail)) => detail,
            (false, None) => "Not answered yet".to_owned(),
        };
        Self {
            order_id: one.order_id,
            customer: one.email,
            customer_id: one.account_id,
            service: one.service,
            link: one.link,
            delivered: format!(
                "{} of {}",
                number(one.quantity - one.remains),
                number(one.quantity)
            ),
            provider: one.provider,
            word,
            asked: When::new(one.asked_at, now),
            is_late: now - one.asked_at > LATE_AFTER,
            is_open: false,
            ticked: false,
            href: path_with(CANCELS, after, &one.order_id.to_string()),
        }
    }
}

impl CancelsPage {
    async fn read(
        app: &App,
        staff: &Staff,
        asked: &Asked,
        ticked: &[OrderId],
    ) -> Result<Self, Failure> {
        let after = asked.after.parse().unwrap_or_default();
        let mut waiting = cancel_desk::waiting(app.db.pool(), after).await?;
        let size = usize::try_from(PAGE_ROWS).unwrap_or(usize::MAX);
        let more = waiting.len() > size;
        waiting.truncate(size);
        let last = waiting.last().map(|one| one.id).filter(|_| more);
        let now = app.clock.now();
        let mut rows: Vec<CancelRow> =
            waiting.into_iter().map(|one| CancelRow::new(one, now, after)).collect();
        let open_id: Option<OrderId> = asked.open.parse().ok();
        let at = rows.iter().position(|row| open_id == Some(row.order_id)).unwrap_or_default();
        for (number, row) in rows.iter_mut().enumerate() {
            row.ticked = ticked.contains(&row.order_id);
            row.is_open = number == at;
        }
        let open = match rows.get(at) {
            Some(row) => {
                let next = rows.get(at + 1).map(|row| row.order_id.to_string());
                let what = (row.order_id.to_string(), row.order_id);
                Some(Opened::read(app, staff, what, (CANCELS, after, next)).await?)
            }
            None => None,
        };
        Ok(Self {
            page: staff.page("admin-desk"),
            chips: chips(app, CANCELS).await?,
            open,
            rows,
            may_act: staff.require(Rights::may_change_orders).is_ok(),
            pager: Pager {
                newer: (after > 0).then(|| CANCELS.to_owned()),
                older: last.map(|id| format!("{CANCELS}?after={id}")),
                text: String::new(),
            },
            why: String::new(),
            errors: Errors::default(),
        })
    }
}

/// GET /admin/desk/cancels
pub async fn list(
    State(app): State<Arc<App>>,
    staff: Staff,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_see_customers)?;
    view::html(&CancelsPage::read(&app, &staff, &asked, &[]).await?)
}

/// POST /admin/desk/cancels: one `answer` to the cancels of the ticked orders `ids`, with the reason
/// `why`.
pub async fn answer(
    State(app): State<Arc<App>>,
    staff: Staff,
    Query(asked): Query<Asked>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_change_orders)?;
    let cancels = |form: &SentForm| Answer::parse(form.text("answer")) == Some(Answer::Canceled);
    if let Some(page) = proof::asked_at_desk(&app, &staff, &mut form, cancels).await? {
        return Ok(page);
    }
    let ids: Vec<OrderId> = form.all("ids").filter_map(|id| id.parse().ok()).collect();
    if ids.is_empty() || i64::try_from(ids.len()).is_ok_and(|count| count > PAGE_ROWS) {
        form.refuse("", format!("Tick 1 to {PAGE_ROWS} cancels."));
    }
    let answer = form.read("answer", |typed| Answer::parse(typed).ok_or("Choose an answer."));
    let why = reason(&mut form, "why");
    if let (Some(answer), Some(reason), false) = (answer, why, form.errors().any()) {
        let by = By { actor: staff.actor(), reason, seen: None };
        let many = cancel_desk::answer(&app.db, &app.clock, ids.clone(), answer, &by).await?;
        let word = match answer {
            Answer::Canceled => "canceled and refunded",
            Answer::GoesOn => "answered: the customer reads that the order goes on",
        };
        let (kind, text) = said(many, word);
        return Ok(view::done(&app.config, CANCELS, kind, &text));
    }
    let page = CancelsPage::read(&app, &staff, &asked, &ids).await?;
    let (why, errors) = (form.text("why").to_owned(), form.errors());
    view::refused(&CancelsPage { why, errors, ..page })
}
