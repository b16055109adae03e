//! /admin/blocked: targets that are refused at every door. One is added in two steps: what it would
//! have caught is shown first.

pub mod preview;
pub mod target;

use std::sync::Arc;

use askama::Template;
use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use chrono::SecondsFormat;
use futures_util::stream;

use crate::accounts::rights::Rights;
use crate::app::App;
use crate::catalogue::blocked::refusals::ACCOUNTS_MAX;
use crate::catalogue::blocked::{self, BlockError, Blocked, BlockedId, Draft};
use crate::kit::csv;
use crate::kit::page::Cursor;
use crate::web::admin::fields::sentence;
use crate::web::admin::listing::{Listing, address, query};
use crate::web::failure::Failure;
use crate::web::figures::number;
use crate::web::form::{Errors, SentForm};
use crate::web::guard::Staff;
use crate::web::view::{self, Page, Pager, When};

const PATH: &str = "/admin/blocked";
const SECTION: &str = "admin-blocked";

#[derive(Template)]
#[template(path = "admin/blocked/blocked.html")]
struct BlockedPage {
    page: Page,
    rows: Vec<Row>,
    may_edit: bool,
    q: String,
    csv: String,
    pager: Pager,
    pattern: String,
    why: String,
    note: String,
    errors: Errors,
}

struct Row {
    id: BlockedId,
    pattern: String,
    reason: String,
    added_by: String,
    added: When,
    /// "": nothing yet.
    refused: String,
    accounts: String,
    last: Option<When>,
}

impl Row {
    fn new(app: &App, one: Blocked) -> Self {
        let now = app.clock.now();
        Self {
            id: one.id,
            refused: if one.refused > 0 { number(one.refused) } else { String::new() },
            accounts: accounts(one.accounts),
            last: one.last_at.map(|at| When::new(at, now)),
            added_by: one.added_by.unwrap_or_else(|| "a command".to_owned()),
            added: When::new(one.added_at, now),
            pattern: one.pattern,
            reason: one.reason,
        }
    }
}

/// `1 customer`, `3 customers`
fn accounts(count: i64) -> String {
    match count {
        1 => "1 customer".to_owned(),
        count if count >= ACCOUNTS_MAX => format!("{} customers or more", number(ACCOUNTS_MAX)),
        count => format!("{} customers", number(count)),
    }
}

impl BlockedPage {
    async fn read(
        app: &App,
        staff: &Staff,
        listing: &Listing,
        form: &SentForm,
    ) -> Result<Self, Failure> {
        let words = listing.words();
        let found = blocked::page(app.db.pool(), &words, listing.cursor()).await?;
        let kept = [("q", words.as_str())];
        Ok(Self {
            // The box at the top searches orders, not this list.
            page: Page { query: String::new(), ..staff.page(SECTION) },
            may_edit: staff.require(Rights::may_edit_services).is_ok(),
            pager: Pager::new(&found, PATH, &query(&kept)),
            csv: address("/admin/blocked.csv", &kept),
            rows: found.rows.into_iter().map(|one| Row::new(app, one)).collect(),
            q: words,
            pattern: form.text("pattern").to_owned(),
            why: form.text("reason").to_owned(),
            note: form.text("note").to_owned(),
            errors: form.errors(),
        })
    }
}

/// GET /admin/blocked
pub async fn list(
    State(app): State<Arc<App>>,
    staff: Staff,
    Query(listing): Query<Listing>,
) -> Result<Response, Failure> {
    staff.require(Rights::is_staff)?;
    view::html(&BlockedPage::read(&app, &staff, &listing, &SentForm::default()).await?)
}

/// What was typed; errors stand in the form.
fn draft(form: &mut SentForm) -> Option<Draft> {
    let pattern = form.read("pattern", |typed| blocked::read(typed).map_err(|why| sentence(&why)));
    let reason = form.text("reason").trim().to_owned();
    if !(1..=blocked::REASON_CHARS_MAX).contains(&reason.chars().count()) {
        form.refuse("reason", sentence(&BlockError::Reason));
    }
    let note = form.text("note").trim().to_owned();
    if note.chars().count() > blocked::NOTE_CHARS_MAX {
        form.refuse("note", sentence(&BlockError::Note));
    }
    let pattern = pattern?;
    (!form.errors().any()).then_some(Draft { pattern, reason, note })
}

/// POST /admin/blocked (pattern, reason, note): shows what it would have caught. With `yes`, blocks it.
pub async fn block(
    State(app): State<Arc<App>>,
    staff: Staff,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_edit_services)?;
    let draft = draft(&mut form);
    match draft {
        Some(draft) if !form.is_ticked("yes") => preview::show(&app, &staff, draft).await,
        Some(draft) => {
            let pattern = draft.pattern.to_string();
            match blocked::block(&app.db, &app.clock, staff.actor(), draft).await {
                Ok(id) => {
                    let text = format!("{pattern} is blocked. Open orders go on.");
                    Ok(view::done(&app.config, &format!("{PATH}/{id}"), "ok", &text))
                }
                Err(BlockError::Db(error)) => Err(error.into()),
                Err(error) => {
                    form.refuse("", sentence(&error));
                    refused(&app, &staff, &form).await
                }
            }
        }
        None => refused(&app, &staff, &form).await,
    }
}

async fn refused(app: &App, staff: &Staff, form: &SentForm) -> Result<Response, Failure> {
    view::refused(&BlockedPage::read(app, staff, &Listing::default(), form).await?)
}

/// GET /admin/blocked.csv: all that the search finds, newest first, sent while it is read.
pub async fn csv(
    State(app): State<Arc<App>>,
    staff: Staff,
    Query(listing): Query<Listing>,
) -> Result<Response, Failure> {
    staff.require(Rights::is_staff)?;
    let words = listing.words();
    let head = csv::head([
        "target",
        "reason",
        "note",
        "added_by",
        "added",
        "refused",
        "customers",
        "last_refused",
    ]);
    let chunks = stream::try_unfold((head, Some(Cursor::First)), move |(head, cursor)| {
        let (app, words) = (Arc::clone(&app), words.clone());
        async move {
            let Some(cursor) = cursor else { return Ok(None) };
            let found = blocked::page(app.db.pool(), &words, cursor).await?;
            let text = found.rows.iter().fold(head, |text, one| text + &line(one));
            let next = found.older.map(Cursor::Before);
            Ok::<_, crate::kit::db::Error>(Some((text, (String::new(), next))))
        }
    });
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"blocked-targets.csv\""),
    ];
    Ok((headers, Body::from_stream(chunks)).into_response())
}

fn line(one: &Blocked) -> String {
    let time = |at: chrono::DateTime<chrono::Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
    csv::line([
        one.pattern.as_str(),
        &one.reason,
        &one.note,
        one.added_by.as_deref().unwrap_or_default(),
        &time(one.added_at),
        &one.refused.to_string(),
        &one.accounts.to_string(),
        &one.last_at.map(time).unwrap_or_default(),
    ])
}
