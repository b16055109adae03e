//! /notices: what the customer is told of, behind the bell. `choices` says what by which ways, `stop` is
//! behind the link in a mail.

pub mod choices;
pub mod stop;

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use crate::accounts::notices::{self, Notice, Reader, Words};
use crate::app::App;
use crate::kit::page::Cursor;
use crate::web::failure::Failure;
use crate::web::form::SentForm;
use crate::web::guard::Customer;
use crate::web::path::Id;
use crate::web::view::{self, Page, Pager, When};

const PATH: &str = "/notices";

#[derive(Template)]
#[template(path = "dashboard/notices/notices.html")]
struct NoticesPage {
    page: Page,
    rows: Vec<Row>,
    /// The newest one that this page shows, up to which all are marked; "" on older pages.
    newest: String,
    pager: Pager,
}

struct Row {
    id: i64,
    words: Words,
    is_read: bool,
    made: When,
}

/// What the address says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    before: String,
    after: String,
}

/// GET /notices
pub async fn list(
    State(app): State<Arc<App>>,
    customer: Customer,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let now = app.clock.now();
    let cursor = Cursor::from_parts(asked.before.parse().ok(), asked.after.parse().ok());
    let found = notices::list(app.db.pool(), customer.id(), cursor).await?;
    let reader =
        Reader { lang: customer.lang(), zone: customer.visitor().zone(), currency: &app.currency };
    let row = |one: &Notice| Row {
        id: one.id,
        words: one.words(reader),
        is_read: one.is_read,
        made: When::new(one.made_at, now),
    };
    let newest = found.rows.first().filter(|_| cursor.is_first());
    view::html(&NoticesPage {
        page: customer.page("notices"),
        newest: newest.map(|one| one.id.to_string()).unwrap_or_default(),
        pager: Pager::new(&found, PATH, ""),
        rows: found.rows.iter().map(row).collect(),
    })
}

/// POST /notices/{id}/open: it is read, and its reader goes on to what it is about. One that is gone leads
/// to the list.
pub async fn open(
    State(app): State<Arc<App>>,
    customer: Customer,
    Id(id): Id<i64>,
) -> Result<Response, Failure> {
    let now = app.clock.now();
    let to = notices::open(app.db.pool(), now, (customer.id(), id)).await?;
    Ok(Redirect::to(&to.ok_or(Failure::NotFound)?).into_response())
}

/// POST /notices/read: all that the page showed, and older ones. What came meanwhile stays unread.
pub async fn read_all(
    State(app): State<Arc<App>>,
    customer: Customer,
    form: SentForm,
) -> Result<Response, Failure> {
    let upto: i64 = form.text("upto").parse().map_err(|_| Failure::Unreadable)?;
    notices::read_all(app.db.pool(), app.clock.now(), (customer.id(), upto)).await?;
    let text = customer.lang().say("notices-all-read").to_string();
    Ok(view::done(&app.config, PATH, "ok", &text))
}
