//! The rows of a report: sorted by a column, fifty at a time, each with a link to what it is made of.

use chrono::NaiveDate;

use super::PATH;
use super::figure::{is_count, title};
use super::question::{By, Question, ReportAsked};
use crate::app::App;
use crate::kit::money::Money;
use crate::reports::Way;
use crate::reports::read::{self, Column, Order, Row, Sums, Wanted};
use crate::web::amounts::{self, Amount};
use crate::web::failure::Failure;
use crate::web::figures::number;
use crate::web::view::Pager;

const ROWS: i64 = 50;
/// More rows are in the file.
const PAGES_MAX: i64 = 1_000;

/// The head of a column.
pub(super) struct Head {
    pub label: String,
    /// A click sorts by it; "": it cannot.
    pub href: String,
    /// `ascending`, `descending` or "".
    pub sorted: &'static str,
}

pub(super) struct TableRow {
    pub name: String,
    /// What it is made of; "": nothing more is known.
    pub href: String,
    pub cells: Vec<Cell>,
}

/// A number of a row.
pub(super) struct Cell {
    pub label: &'static str,
    pub text: String,
    /// Zeros that nobody sees, and the exact amount if some of it is left out.
    pub amount: Option<Amount>,
    pub is_loss: bool,
}

/// Heads, rows of one page, and links to the other pages.
pub(super) struct Table {
    pub head: Vec<Head>,
    pub rows: Vec<TableRow>,
    pub pager: Pager,
}

/// By which column, and whether the lowest comes first; `None`: by day.
fn sorted(question: &Question, asked: &ReportAsked) -> Option<(Column, bool)> {
    let (word, rises) = match asked.sort.strip_prefix('-') {
        Some(word) => (word, true),
        None => (asked.sort.as_str(), false),
    };
    let column = question.columns().iter().find(|column| column.as_str() == word).copied();
    match (column, question.by) {
        (Some(column), _) => Some((column, rises)),
        (None, By::Day) => None,
        (None, _) if question.columns().contains(&Column::Charge) => Some((Column::Charge, false)),
        (None, _) => Some((Column::Sales, false)),
    }
}

fn page(asked: &ReportAsked) -> i64 {
    asked.page.parse().unwrap_or(1).clamp(1, PAGES_MAX)
}

/// The heads of a table that is sorted so.
pub(super) fn heads(question: &Question, sorted: Option<(Column, bool)>) -> Vec<Head> {
    let columns = question.columns().iter().map(|column| {
        let (state, word) = match sorted {
            Some((by, false)) if by == *column => ("descending", format!("-{}", column.as_str())),
            Some((by, true)) if by == *column => ("ascending", column.as_str().to_owned()),
            _ => ("", column.as_str().to_owned()),
        };
        let href = question.address(PATH, &[("sort", &word)]);
        Head { label: title(*column).to_owned(), href, sorted: state }
    });
    columns.collect()
}

/// What a row is called.
pub(super) fn name(by: By, key: i64, name: &str) -> String {
    match (by, key) {
        (By::Way, _) => way(key).to_owned(),
        (By::Provider, 0) => "No provider".to_owned(),
        (_, 0) => "None".to_owned(),
        (By::Service, _) if name.is_empty() => format!("Service {key}"),
        (By::Service, _) => format!("{key} · {name}"),
        _ if name.is_empty() => format!("{} {key}", by.label()),
        _ => name.to_owned(),
    }
}

fn way(key: i64) -> &'static str {
    match Way::of(key) {
        Some(Way::Page) => "Page",
        Some(Way::Mass) => "Mass order",
        Some(Way::ApiV2) => "API v2",
        Some(Way::OrderApi) => "Order API",
        Some(Way::DripFeed) => "Drip-feed",
        Some(Way::Paced) => "At a pace",
        Some(Way::Subscription) => "Subscription",
        None => "Other",
    }
}

/// The amounts of a table, column by column.
struct Columns<'q> {
    columns: &'q [Column],
    amounts: Vec<amounts::Column>,
}

impl<'q> Columns<'q> {
    fn of(columns: &'q [Column], rows: &[&Sums]) -> Self {
        let amounts = columns.iter().map(|column| {
            amounts::Column::of(rows.iter().map(|sums| Money::from_micros(column.of(sums))))
        });
        Self { columns, amounts: amounts.collect() }
    }

    fn row(&self, name: String, href: String, sums: &Sums) -> TableRow {
        let cells = self.columns.iter().zip(&self.amounts).map(|(column, amounts)| {
            let value = column.of(sums);
            let is_count = is_count(*column);
            Cell {
                label: title(*column),
                text: if is_count { number(value) } else { String::new() },
                amount: (!is_count).then(|| amounts.show(Money::from_micros(value))),
                is_loss: value < 0,
            }
        });
        TableRow { name, href, cells: cells.collect() }
    }
}

/// All days, the newest first.
pub(super) fn all_days(question: &Question, days: &[(NaiveDate, Sums)]) -> Vec<TableRow> {
    let columns =
        Columns::of(question.columns(), &days.iter().map(|(_, sums)| sums).collect::<Vec<_>>());
    days.iter().rev().map(|(day, sums)| day_row(question, &columns, *day, sums)).collect()
}

fn day_row(question: &Question, columns: &Columns<'_>, day: NaiveDate, sums: &Sums) -> TableRow {
    // The services of one day; what a day of one service is made of, the list of orders says.
    let href = match (&question.about, sums.is_nothing()) {
        (None, false) => {
            let day = day.to_string();
            super::address(PATH, &[("from", &day), ("to", &day), ("by", "service")])
        }
        _ => String::new(),
    };
    columns.row(day.format("%-d %b %Y").to_string(), href, sums)
}

/// A page of days.
pub(super) fn days(question: &Question, asked: &ReportAsked, days: &[(NaiveDate, Sums)]) -> Table {
    let sorted = sorted(question, asked);
    let mut order: Vec<&(NaiveDate, Sums)> = days.iter().rev().collect();
    if let Some((column, rises)) = sorted {
        order.sort_by_key(|(_, sums)| {
            let value = i128::from(column.of(sums));
            if rises { value } else { -value }
        });
    }
    let columns =
        Columns::of(question.columns(), &days.iter().map(|(_, sums)| sums).collect::<Vec<_>>());
    let skip = (page(asked) - 1) * ROWS;
    let shown = order.into_iter().skip(usize::try_from(skip).unwrap_or_default());
    let shown = shown.take(usize::try_from(ROWS).unwrap_or_default());
    let rows = shown.map(|(day, sums)| day_row(question, &columns, *day, sums));
    let count = i64::try_from(days.len()).unwrap_or(i64::MAX);
    Table {
        rows: rows.collect(),
        head: heads(question, sorted),
        pager: pager(question, asked, count),
    }
}

/// A page of services, customers …
pub(super) async fn keys(
    app: &App,
    question: &Question,
    asked: &ReportAsked,
) -> Result<Table, Failure> {
    let sorted = sorted(question, asked);
    let order = match sorted {
        Some((column, true)) => Order::Rising(column),
        Some((column, false)) => Order::Falling(column),
        None => Order::After(i64::MIN),
    };
    let wanted = Wanted {
        of: question.listed(),
        period: question.chosen.period,
        by_category: question.by == By::Category,
        order,
        skip: (page(asked) - 1) * ROWS,
        limit: ROWS,
    };
    let (rows, count) = read::by_key(app.db.pool(), &wanted).await?;
    let columns =
        Columns::of(question.columns(), &rows.iter().map(|row| &row.sums).collect::<Vec<_>>());
    let row = |row: &Row| {
        let key = row.key.to_string();
        // A category leads to its services, everything else to its days.
        let by = if question.by == By::Category { "service" } else { "day" };
        let is_known = row.key != 0;
        let href = match is_known {
            true => {
                let mut pairs: Vec<(&str, &str)> = question.asked.pairs().to_vec();
                pairs.extend([("by", by), (question.by.word(), &key)]);
                super::address(PATH, &pairs)
            }
            false => String::new(),
        };
        columns.row(name(question.by, row.key, &row.name), href, &row.sums)
    };
    Ok(Table {
        rows: rows.iter().map(row).collect(),
        head: heads(question, sorted),
        pager: pager(question, asked, count),
    })
}

fn pager(question: &Question, asked: &ReportAsked, count: i64) -> Pager {
    let page = page(asked);
    let link = |page: i64| {
        let page = page.to_string();
        question.address(PATH, &[("sort", &asked.sort), ("page", &page)])
    };
    let last = ((count + ROWS - 1) / ROWS).clamp(1, PAGES_MAX);
    let text = match count {
        0 => String::new(),
        _ => format!("Page {page} of {}, {} rows", number(last), number(count)),
    };
    Pager {
        newer: (page > 1).then(|| link(page - 1)),
        older: (page < last).then(|| link(page + 1)),
        text,
    }
}
