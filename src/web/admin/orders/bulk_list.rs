//! /admin/orders/bulk: the actions that were started, newest first; and what became of each order of
//! one, as a file.

use std::sync::Arc;

use askama::Template;
use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream;
use serde::Deserialize;

use super::bulk::phrase;
use super::bulk_shown::{BULK, badge, find};
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::kit::page::Cursor;
use crate::kit::{csv, db};
use crate::orders::bulk;
use crate::web::amounts::{Amount, Column};
use crate::web::failure::Failure;
use crate::web::figures::number;
use crate::web::guard::Staff;
use crate::web::order_view::Badge;
use crate::web::path::Id;
use crate::web::view::{self, Page, Pager, When};

/// Lines of a file that are read at a time.
const CSV_LINES: i64 = 500;

#[derive(Template)]
#[template(path = "admin/orders/bulk_list.html")]
struct ListPage {
    page: Page,
    currency: String,
    rows: Vec<ListRow>,
    pager: Pager,
}

struct ListRow {
    id: i64,
    what: String,
    who: String,
    reason: String,
    state: Badge,
    text: String,
    moved: Amount,
    at: When,
}

/// The page of the list.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Place {
    before: String,
    after: String,
}

/// GET /admin/orders/bulk
pub async fn list(
    State(app): State<Arc<App>>,
    staff: Staff,
    Query(place): Query<Place>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_see_customers)?;
    let cursor = Cursor::from_parts(place.before.parse().ok(), place.after.parse().ok());
    let found = bulk::recent(app.db.pool(), cursor).await?;
    let now = app.clock.now();
    let pager = Pager::new(&found, BULK, "");
    let row = |one: bulk::Listed| {
        let all = one.waiting + one.done + one.skipped + one.failed;
        let mut text = format!("{} of {}", number(one.done), number(all));
        if one.skipped + one.failed > 0 {
            text.push_str(&format!(", {} left", number(one.skipped + one.failed)));
        }
        ListRow {
            id: one.id,
            what: phrase(one.kind, all),
            who: one.actor,
            reason: one.reason,
            state: badge(one.stage),
            text,
            moved: Column::LONGEST.show(one.moved),
            at: When::new(one.started_at, now),
        }
    };
    view::html(&ListPage {
        page: staff.page("admin-orders"),
        currency: app.currency.clone(),
        rows: found.rows.into_iter().map(row).collect(),
        pager,
    })
}

const COLUMNS: [&str; 7] = ["order", "customer", "service", "link", "result", "refunded", "said"];

/// GET /admin/orders/bulk/{id}/results.csv: what became of each order, sent while it is read.
pub async fn csv(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<i64>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_see_customers)?;
    find(&app, &staff, id).await?;
    let start = Some((csv::head(COLUMNS), 0));
    let chunks = stream::try_unfold(start, move |step| {
        let app = Arc::clone(&app);
        async move {
            let Some((head, after)) = step else { return Ok(None) };
            let items = bulk::items(app.db.pool(), id, None, (after, CSV_LINES)).await?;
            let text = items.iter().fold(head, |text, item| text + &line(item));
            let is_full = i64::try_from(items.len()).is_ok_and(|many| many == CSV_LINES);
            let last = items.last().filter(|_| is_full).map(|item| item.order_id.get());
            Ok::<_, db::Error>(Some((text, last.map(|after| (String::new(), after)))))
        }
    });
    let name = format!("attachment; filename=\"bulk-{id}.csv\"");
    let headers =
        [(CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (CONTENT_DISPOSITION, name)];
    Ok((headers, Body::from_stream(chunks)).into_response())
}

fn line(item: &bulk::Item) -> String {
    csv::line([
        item.order_id.to_string().as_str(),
        &item.customer,
        &item.service,
        &item.link,
        item.standing.as_str(),
        &item.money.to_string(),
        &item.result,
    ])
}
