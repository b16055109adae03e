//! The staff's list of orders as a file: all that it shows with its filters, or the ticked ones.
//! Notes are in no file.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use chrono::{DateTime, SecondsFormat, Utc};
use futures_util::stream;

use super::filters::OrderListing;
use super::{list_of, row};
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::kit::lang::Lang;
use crate::kit::page::PAGE_ROWS;
use crate::kit::zone::Zone;
use crate::kit::{csv, db};
use crate::orders::read::Order;
use crate::orders::read::all::{List, Meaning, Wanted};
use crate::orders::{OrderId, overview};
use crate::web::failure::Failure;
use crate::web::form::SentForm;
use crate::web::guard::Staff;
use crate::web::order_view::{Reader, Side};
use crate::web::view;

/// Lines of the file that are read at a time.
const CSV_LINES: i64 = 500;

const COLUMNS: [&str; 19] = [
    "order",
    "customer",
    "service id",
    "service",
    "link",
    "quantity",
    "start count",
    "remains",
    "state",
    "charge",
    "refunded",
    "net",
    "cost",
    "provider",
    "provider's number",
    "way in",
    "currency",
    "placed",
    "ended",
];

/// GET /admin/orders.csv: all of them, newest first, sent while it is read. Each step takes a
/// connection and gives it back.
pub async fn file(
    State(app): State<Arc<App>>,
    staff: Staff,
    Query(filters): Query<OrderListing>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_see_customers)?;
    let list = List::open(&app.db, filters.wanted(staff.session.zone)).await?;
    let first = list.rows(&app.db, i64::MAX, CSV_LINES).await?;
    let start = Some((csv::head(COLUMNS), first));
    let chunks = stream::try_unfold(start, move |step| {
        let (app, list) = (Arc::clone(&app), list.clone());
        async move {
            let Some((head, (orders, next))) = step else { return Ok(None) };
            let text = head + &lines(&app, &orders).await?;
            let step = match next {
                Some(below) => Some((String::new(), list.rows(&app.db, below, CSV_LINES).await?)),
                None => None,
            };
            Ok::<_, db::Error>(Some((text, step)))
        }
    });
    Ok(sent(Body::from_stream(chunks)))
}

/// POST /admin/orders/csv: the ticked ones.
pub async fn ticked(
    State(app): State<Arc<App>>,
    staff: Staff,
    form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_see_customers)?;
    let most = usize::try_from(PAGE_ROWS).unwrap_or(usize::MAX);
    let ids: Vec<OrderId> = form.all("ids").filter_map(|id| id.parse().ok()).take(most).collect();
    if ids.is_empty() {
        return Ok(view::done(&app.config, &list_of(&form), "warn", "Tick the orders first."));
    }
    let wanted = Wanted { search: Some(Meaning::Ids(ids)), ..Wanted::default() };
    let list = List::open(&app.db, wanted).await?;
    let (orders, _) = list.rows(&app.db, i64::MAX, PAGE_ROWS).await?;
    Ok(sent(Body::from(csv::head(COLUMNS) + &lines(&app, &orders).await?)))
}

fn sent(body: Body) -> Response {
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"orders.csv\""),
    ];
    (headers, body).into_response()
}

async fn lines(app: &App, orders: &[Order]) -> Result<String, db::Error> {
    let ids: Vec<OrderId> = orders.iter().map(|order| order.id).collect();
    let mut inside = overview::inside(app.db.pool(), &ids).await?;
    let now = app.clock.now();
    let reader = Reader {
        side: Side::Staff,
        now,
        currency: &app.currency,
        zone: Zone::default(),
        lang: Lang::ENGLISH,
    };
    let time = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
    let line = |order: &Order| {
        let inside = inside.remove(&order.id).unwrap_or_default();
        csv::line([
            order.id.to_string().as_str(),
            &order.email,
            &order.service_id.to_string(),
            &order.service,
            &reader.target(order),
            &order.quantity.to_string(),
            &order.start_count.map(|count| count.to_string()).unwrap_or_default(),
            &order.remains.to_string(),
            &reader.badge(order).word,
            &order.charge.to_string(),
            &order.refunded.to_string(),
            &order.net().to_string(),
            &inside.cost.to_string(),
            &inside.provider,
            &inside.upstream_id,
            row::door(order, inside.is_mass),
            &app.currency,
            &time(order.created_at),
            &order.ended_at.map(time).unwrap_or_default(),
        ])
    };
    Ok(orders.iter().map(line).collect())
}
