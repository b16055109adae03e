//! /admin/reports.csv: a report as a file, all of its rows by their number or their day. It is sent
//! while it is read: each step takes a connection and gives it back.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream;

use super::figure::cells;
use super::question::{By, Question, ReportAsked};
use super::table;
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::kit::{csv, db};
use crate::reports::read::{self, Order, Wanted};
use crate::web::failure::Failure;
use crate::web::guard::Staff;

/// Rows that are read at a time.
const ROWS: i64 = 1_000;

/// GET /admin/reports.csv
pub async fn file(
    State(app): State<Arc<App>>,
    staff: Staff,
    Query(asked): Query<ReportAsked>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_see_reports)?;
    let question = match Question::read(&app, &asked).await? {
        Ok(question) => question,
        // The page says what is wrong with the dates.
        Err(_) => return super::show(State(app), staff, Query(asked)).await,
    };
    let columns = question.columns();
    let mut head = match question.by {
        By::Day => vec!["day (UTC)"],
        by => vec!["number", by.word()],
    };
    head.extend(columns.iter().map(|column| column.as_str()));
    head.extend(["currency", "from", "to"]);
    let head = csv::head(head);
    let body = match question.by {
        By::Day => {
            let of = question.of.clone();
            let days = read::by_day(app.db.pool(), &of, &question.chosen.period).await?;
            let line = |(day, sums): &(chrono::NaiveDate, read::Sums)| {
                let mut line = vec![day.to_string()];
                line.extend(cells(columns, sums));
                line.extend(tail(&app, &question));
                csv::line(line.iter().map(String::as_str))
            };
            Body::from(head + &days.iter().map(line).collect::<String>())
        }
        _ => Body::from_stream(rows(app, question, head)),
    };
    Ok(sent("report.csv", body))
}

/// The answer that carries a file.
pub(super) fn sent(name: &str, body: Body) -> Response {
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    (headers, body).into_response()
}

/// What stands at the end of each line.
fn tail(app: &App, question: &Question) -> [String; 3] {
    let period = &question.chosen.period;
    [app.currency.clone(), period.first.to_string(), period.last.to_string()]
}

fn rows(
    app: Arc<App>,
    question: Question,
    head: String,
) -> impl stream::Stream<Item = Result<String, db::Error>> {
    let wanted = Wanted {
        of: question.listed(),
        period: question.chosen.period,
        by_category: question.by == By::Category,
        order: Order::After(i64::MIN),
        skip: 0,
        limit: ROWS,
    };
    stream::try_unfold(Some((head, wanted)), move |step| {
        let (app, question) = (Arc::clone(&app), question.clone());
        async move {
            let Some((head, mut wanted)) = step else { return Ok(None) };
            let (rows, _) = read::by_key(app.db.pool(), &wanted).await?;
            let line = |row: &read::Row| {
                let name = table::name(question.by, row.key, &row.name);
                let mut line = vec![row.key.to_string(), name];
                line.extend(cells(question.columns(), &row.sums));
                line.extend(tail(&app, &question));
                csv::line(line.iter().map(String::as_str))
            };
            let text = head + &rows.iter().map(line).collect::<String>();
            let is_full = i64::try_from(rows.len()).is_ok_and(|count| count == ROWS);
            let next = match rows.last() {
                Some(last) if is_full => {
                    wanted.order = Order::After(last.key);
                    Some((String::new(), wanted))
                }
                _ => None,
            };
            Ok(Some((text, next)))
        }
    })
}
