//! /statement: every movement of the customer's balance, as a page and as a file.

use std::sync::Arc;

use askama::Template;
use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use chrono::SecondsFormat;
use futures_util::stream;
use serde::Deserialize;
use url::form_urlencoded::Serializer;

use crate::app::App;
use crate::kit::csv;
use crate::kit::page::Cursor;
use crate::ledger;
use crate::ledger::statement::{self, Filter, Line};
use crate::orders::{OrderId, read};
use crate::web::failure::Failure;
use crate::web::figures::money;
use crate::web::guard::Customer;
use crate::web::statement_view::{StatementRow, what};
use crate::web::view::{self, Chip, Page, Pager};

/// The chips: how the address names them, the word, what they cover.
const KINDS: [(&str, &str, &[&str]); 3] = [
    ("charges", "Charges", &["charge"]),
    ("refunds", "Refunds", &["refund"]),
    ("credits", "Credits", &["deposit", "payout", "adjust"]),
];

/// Lines of the file that are read at a time.
const CSV_LINES: i64 = 1000;

#[derive(Template)]
#[template(path = "dashboard/account/statement.html")]
struct StatementPage {
    page: Page,
    balance: String,
    chips: Vec<Chip>,
    active: Vec<Chip>,
    filtered: bool,
    csv: String,
    rows: Vec<StatementRow>,
    pager: Pager,
}

/// The filters, as the address has them.
#[derive(Debug, Default, Deserialize)]
pub struct StatementFilters {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    order: String,
    #[serde(default)]
    before: String,
    #[serde(default)]
    after: String,
}

impl StatementFilters {
    /// For an order with runs or posts, their movements too.
    async fn filter(&self, app: &App, customer: &Customer) -> Result<Filter, Failure> {
        let kinds = KINDS.iter().find(|(name, ..)| *name == self.kind).map(|(.., kinds)| *kinds);
        let orders = if self.order.is_empty() {
            Vec::new()
        } else {
            let id = self.order.trim().parse().unwrap_or(OrderId::new(-1));
            let found = read::find(&app.db, Some(customer.id()), id).await?;
            let children = found.map(|order| order.children).unwrap_or_default();
            std::iter::once(id).chain(children).collect()
        };
        let kinds = kinds.unwrap_or_default().iter().map(ToString::to_string).collect();
        Ok(Filter { kinds, orders })
    }

    fn query(&self, kind: &str, order: &str) -> String {
        let mut query = Serializer::new(String::new());
        for (name, value) in [("kind", kind), ("order", order)] {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        query.finish()
    }

    fn link(&self, path: &str, kind: &str, order: &str) -> String {
        match self.query(kind, order) {
            query if query.is_empty() => path.to_owned(),
            query => format!("{path}?{query}"),
        }
    }

    fn chips(&self) -> Vec<Chip> {
        let link = |kind: &str| self.link("/statement", kind, &self.order);
        let known = KINDS.iter().any(|(name, ..)| *name == self.kind);
        let kinds =
            KINDS.iter().map(|(name, word, _)| Chip::new(word, link(name), self.kind == *name));
        std::iter::once(Chip::new("All", link(""), !known)).chain(kinds).collect()
    }
}

/// GET /statement
pub async fn show(
    State(app): State<Arc<App>>,
    customer: Customer,
    Query(filters): Query<StatementFilters>,
) -> Result<Response, Failure> {
    let (id, now, currency) = (customer.id(), app.clock.now(), &app.currency);
    let filter = filters.filter(&app, &customer).await?;
    let cursor = Cursor::from_parts(filters.before.parse().ok(), filters.after.parse().ok());
    let found = statement::page_of(app.db.pool(), id, &filter, cursor).await?;
    let query = filters.query(&filters.kind, &filters.order);
    let of_order = || {
        let without = filters.link("/statement", &filters.kind, "");
        Chip::new(&format!("Order {}", filters.order), without, true)
    };
    view::html(&StatementPage {
        page: customer.page("statement"),
        balance: money(ledger::balance(app.db.pool(), id).await?, currency),
        chips: filters.chips(),
        active: (!filters.order.is_empty()).then(of_order).into_iter().collect(),
        filtered: !query.is_empty() || cursor != Cursor::First,
        csv: filters.link("/statement.csv", &filters.kind, &filters.order),
        pager: Pager::new(&found, "/statement", &query),
        rows: found.map(|line| StatementRow::new(line, now, currency)).rows,
    })
}

/// GET /statement.csv: all of it, newest first, sent while it is read.
pub async fn csv(
    State(app): State<Arc<App>>,
    customer: Customer,
    Query(filters): Query<StatementFilters>,
) -> Result<Response, Failure> {
    let filter = filters.filter(&app, &customer).await?;
    let id = customer.id();
    let head = csv::head(["time", "what", "order", "note", "amount", "balance after", "currency"]);
    let first = statement::lines_of(app.db.pool(), id, &filter, Cursor::First, CSV_LINES).await?;
    let start = (head, Some(first));
    let chunks = stream::try_unfold(start, move |(head, lines)| {
        let (app, filter) = (Arc::clone(&app), filter.clone());
        async move {
            let Some(lines) = lines else { return Ok(None) };
            let more = match lines.last() {
                Some(last) if lines.len() == usize::try_from(CSV_LINES).unwrap_or_default() => {
                    let cursor = Cursor::Before(last.version);
                    let pool = app.db.pool();
                    Some(statement::lines_of(pool, id, &filter, cursor, CSV_LINES).await?)
                }
                _ => None,
            };
            let text = lines.iter().fold(head, |text, line| text + &row(line, &app.currency));
            Ok::<_, crate::kit::db::Error>(Some((text, (String::new(), more))))
        }
    });
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"statement.csv\""),
    ];
    Ok((headers, Body::from_stream(chunks)).into_response())
}

fn row(line: &Line, currency: &str) -> String {
    let kind = what(&line.kind, false, line.amount.micros() > 0);
    csv::line([
        line.at.to_rfc3339_opts(SecondsFormat::Secs, true).as_str(),
        kind,
        &line.order_id.map(|id| id.to_string()).unwrap_or_default(),
        line.note.as_deref().unwrap_or_default(),
        &line.amount.to_string(),
        &line.balance_after.to_string(),
        currency,
    ])
}
