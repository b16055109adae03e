//! A customer's orders as a file: those that the list shows with its filters, or those that were
//! ticked.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use chrono::{DateTime, SecondsFormat, Utc};
use futures_util::stream;

use super::bulk::Ticked;
use super::filters::OrderFilters;
use super::reader;
use crate::app::App;
use crate::kit::lang::Lang;
use crate::kit::{csv, db};
use crate::orders::read::Order;
use crate::orders::read::own::List;
use crate::web::failure::Failure;
use crate::web::form::SentForm;
use crate::web::guard::Customer;

/// Lines of the file that are read at a time.
const CSV_LINES: i64 = 500;

const COLUMNS: [&str; 14] = [
    "order",
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
    "currency",
    "placed",
    "ended",
];

/// GET /orders.csv: all of them, newest first, sent while it is read. Each step takes a connection
/// and gives it back.
pub async fn file(
    State(app): State<Arc<App>>,
    customer: Customer,
    Query(filters): Query<OrderFilters>,
) -> Result<Response, Failure> {
    let wanted = filters.wanted(&app, customer.id(), customer.session.zone).await?;
    let list = List::open(&app.db, customer.id(), wanted).await?;
    let first = list.rows(&app.db, i64::MAX, CSV_LINES).await?;
    let start = Some((csv::head(COLUMNS), first));
    let chunks = stream::try_unfold(start, move |step| {
        let (app, list) = (Arc::clone(&app), list.clone());
        async move {
            let Some((head, (orders, next))) = step else { return Ok(None) };
            let text = orders.iter().fold(head, |text, order| text + &line(&app, order));
            let step = match next {
                Some(below) => Some((String::new(), list.rows(&app.db, below, CSV_LINES).await?)),
                None => None,
            };
            Ok::<_, db::Error>(Some((text, step)))
        }
    });
    Ok(sent(Body::from_stream(chunks)))
}

/// POST /orders/csv: the ticked ones.
pub async fn ticked(
    State(app): State<Arc<App>>,
    customer: Customer,
    form: SentForm,
) -> Result<Response, Failure> {
    let ticked = match Ticked::read(&app, &customer, &form).await? {
        Ok(ticked) => ticked,
        Err(answer) => return Ok(answer),
    };
    let lines = ticked.orders.iter().map(|order| line(&app, order));
    let text = lines.fold(csv::head(COLUMNS), |text, line| text + &line);
    Ok(sent(Body::from(text)))
}

fn sent(body: Body) -> Response {
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"orders.csv\""),
    ];
    (headers, body).into_response()
}

fn line(app: &App, order: &Order) -> String {
    let reader = reader(app, Lang::ENGLISH);
    let time = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
    csv::line([
        order.id.to_string().as_str(),
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
        &app.currency,
        &time(order.created_at),
        &order.ended_at.map(time).unwrap_or_default(),
    ])
}
