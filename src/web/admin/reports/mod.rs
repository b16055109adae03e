//! /admin/reports: what orders came to in a period, by day, service, category, customer, provider or
//! way in; compared with the period before, and as a file. The money of all customers together is
//! in `money`, single transfers in `transfers`.

pub mod csv;
pub mod money;
mod period;
mod table;
pub mod transfers;

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::listing::address;
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::kit::money::Money;
use crate::reports::read::{self, Column, Of, Sums};
use crate::reports::{self, Dimension};
use crate::web::chart::trend;
use crate::web::failure::Failure;
use crate::web::figures::{brief_money, money as exact_money, number};
use crate::web::guard::Staff;
use crate::web::view::{self, Chip, Page, Pager, When};
use period::{Chosen, PeriodAsked, Wrong, days_in_words};
use table::{Head, TableRow};

const PATH: &str = "/admin/reports";
const CSV: &str = "/admin/reports.csv";
const MONEY: &str = "/admin/reports/money";
const TRANSFERS: &str = "/admin/reports/transfers";

/// What the rows are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    Day,
    Service,
    Category,
    Provider,
    Customer,
    Way,
}

impl By {
    const ALL: [Self; 6] =
        [Self::Day, Self::Service, Self::Category, Self::Provider, Self::Customer, Self::Way];

    const fn word(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Service => "service",
            Self::Category => "category",
            Self::Provider => "provider",
            Self::Customer => "customer",
            Self::Way => "way",
        }
    }

    const fn label(self) -> &'static str {
        match self {
            Self::Day => "Day",
            Self::Service => "Service",
            Self::Category => "Category",
            Self::Provider => "Provider",
            Self::Customer => "Customer",
            Self::Way => "Way in",
        }
    }

    /// Whose sums its rows are; of days, those of everything.
    const fn dimension(self) -> Dimension {
        match self {
            Self::Day => Dimension::All,
            Self::Service | Self::Category => Dimension::Service,
            Self::Provider => Dimension::Provider,
            Self::Customer => Dimension::Customer,
            Self::Way => Dimension::Way,
        }
    }
}

/// What is asked for, as the address has it.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct ReportAsked {
    // Flattened fields would lose their defaults.
    period: String,
    from: String,
    to: String,
    by: String,
    service: String,
    category: String,
    provider: String,
    customer: String,
    way: String,
    sort: String,
    page: String,
}

/// One thing that the report is about, such as a service.
#[derive(Debug, Clone)]
struct About {
    by: By,
    key: i64,
    name: String,
}

impl ReportAsked {
    fn period(&self) -> PeriodAsked {
        let [period, from, to] =
            [&self.period, &self.from, &self.to].map(|text| text.trim().to_owned());
        PeriodAsked { period, from, to }
    }

    fn by(&self) -> By {
        By::ALL.into_iter().find(|by| by.word() == self.by).unwrap_or(By::Day)
    }

    /// The first of the things that the address names.
    fn about(&self) -> Option<(By, i64)> {
        let named = [
            (By::Service, &self.service),
            (By::Category, &self.category),
            (By::Provider, &self.provider),
            (By::Customer, &self.customer),
            (By::Way, &self.way),
        ];
        let given = named.into_iter().find(|(_, text)| !text.trim().is_empty());
        given.map(|(by, text)| (by, super::listing::named(text).unwrap_or(-1)))
    }
}

/// A report that can be read: the period, the rows, and what it is about.
#[derive(Debug, Clone)]
struct Question {
    asked: PeriodAsked,
    chosen: Chosen,
    by: By,
    about: Option<About>,
    of: Of,
}

impl Question {
    /// Reads the address.
    async fn read(app: &App, asked: &ReportAsked) -> Result<Result<Self, Wrong>, Failure> {
        let period = asked.period();
        let chosen = match period.choose(app.clock.now()) {
            Ok(chosen) => chosen,
            Err(wrong) => return Ok(Err(wrong)),
        };
        let named = asked.about();
        let of = match named {
            None => Of::all(),
            Some((By::Category, key)) => Of {
                dimension: Dimension::Service,
                keys: Some(read::services_of(app.db.pool(), key).await?),
            },
            Some((by, key)) => Of::one(by.dimension(), key),
        };
        // Of one thing, there are days; of a category, its services too.
        let by = match (named, asked.by()) {
            (None, by) => by,
            (Some((By::Category, _)), By::Service) => By::Service,
            (Some(_), _) => By::Day,
        };
        let about = match named {
            Some((about, key)) => {
                let name = read::name(app.db.pool(), about.word(), key).await?;
                Some(About { by: about, key, name: table::name(about, key, &name) })
            }
            None => None,
        };
        Ok(Ok(Self { asked: period, chosen, by, about, of }))
    }

    /// Whose rows a list has.
    fn listed(&self) -> Of {
        match &self.about {
            Some(_) => self.of.clone(),
            None => Of { dimension: self.by.dimension(), keys: None },
        }
    }

    /// What stands in the columns. A charge belongs to no provider: one is chosen later.
    fn columns(&self) -> &'static [Column] {
        use Column::{Charge, Cost, Delivered, Orders, Profit, Refunds, Sales};
        let about = self.about.as_ref().map(|about| about.by);
        match about.unwrap_or(self.by) {
            By::Provider => &[Delivered, Refunds, Sales, Cost, Profit],
            _ => &[Orders, Charge, Refunds, Sales, Cost, Profit],
        }
    }

    /// The address of the same report with these pairs instead.
    fn address(&self, path: &str, instead: &[(&str, &str)]) -> String {
        let mut pairs: Vec<(&str, &str)> = self.asked.pairs().to_vec();
        let key = self.about.as_ref().map(|about| about.key.to_string()).unwrap_or_default();
        pairs.push(("by", self.by.word()));
        if let Some(about) = &self.about {
            pairs.push((about.by.word(), &key));
        }
        if instead.iter().any(|(name, _)| *name == "period") {
            pairs.retain(|(name, _)| !["from", "to"].contains(name));
        }
        pairs.retain(|(name, _)| instead.iter().all(|(other, _)| other != name));
        pairs.extend(instead);
        address(path, &pairs)
    }
}

#[derive(Template)]
#[template(path = "admin/reports/reports.html")]
struct ReportPage {
    page: Page,
    currency: String,
    rooms: Vec<Chip>,
    periods: Vec<Chip>,
    bys: Vec<Chip>,
    /// What the report is about, to take away; empty: everything.
    about: Vec<Chip>,
    asked: PeriodAsked,
    wrong: Wrong,
    /// What the form of own dates keeps.
    kept: Vec<(&'static str, String)>,
    /// `None`: the dates are wrong.
    report: Option<Report>,
}

struct Report {
    days: String,
    compared: String,
    figures: Vec<Figure>,
    by: &'static str,
    is_provider: bool,
    /// Nothing happened in the period.
    is_empty: bool,
    head: Vec<Head>,
    rows: Vec<TableRow>,
    /// The days behind the lines; empty if the rows are the days, or there is one day only.
    days_behind: Vec<TableRow>,
    days_head: Vec<Head>,
    pager: Pager,
    csv: String,
    fresh: Fresh,
}

/// How far the sums are.
struct Fresh {
    at: Option<When>,
    /// Transfers that are not added yet, if they are many: the panel catches up.
    behind: String,
}

struct Figure {
    title: &'static str,
    text: String,
    /// To the last digit; "" if that is shown.
    exact: String,
    before: String,
    /// `12.5 % more`; "" if there is nothing to compare with.
    change: String,
    line: String,
    summary: String,
}

/// Transfers that are added within one look.
const MANY: i64 = 20_000;

impl Fresh {
    async fn read(app: &App) -> Result<Self, Failure> {
        let upto = reports::upto(app.db.pool()).await?;
        let behind = upto.newest - upto.upto;
        let now = app.clock.now();
        Ok(Self {
            at: upto.reached_at.map(|at| When::new(at, now)),
            behind: if behind > MANY { number(behind) } else { String::new() },
        })
    }
}

/// The pages of reports, beside each other.
fn rooms(here: &str) -> Vec<Chip> {
    [(PATH, "Orders"), (MONEY, "Money"), (TRANSFERS, "Transfers")]
        .map(|(path, label)| Chip::new(label, path.to_owned(), path == here))
        .into()
}

/// GET /admin/reports
pub async fn show(
    State(app): State<Arc<App>>,
    staff: Staff,
    Query(asked): Query<ReportAsked>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_see_reports)?;
    let page = staff.page("admin-reports");
    let blank = |wrong, asked: &ReportAsked| ReportPage {
        page,
        currency: app.currency.clone(),
        rooms: rooms(PATH),
        periods: asked.period().chips(|pairs| address(PATH, pairs)),
        bys: Vec::new(),
        about: Vec::new(),
        asked: asked.period(),
        wrong,
        kept: vec![("by", asked.by().word().to_owned())],
        report: None,
    };
    let question = match Question::read(&app, &asked).await? {
        Ok(question) => question,
        Err(wrong) => return view::refused(&blank(wrong, &asked)),
    };
    let report = Report::read(&app, &question, &asked).await?;
    let is_category = question.about.as_ref().is_some_and(|about| about.by == By::Category);
    let bys = By::ALL.iter().filter(|by| match &question.about {
        None => true,
        Some(_) => **by == By::Day || (is_category && **by == By::Service),
    });
    let about = question.about.iter().map(|about| {
        let label = format!("{}: {}", about.by.label(), about.name);
        Chip::new(
            &label,
            question.address(PATH, &[(about.by.word(), ""), ("by", about.by.word())]),
            true,
        )
    });
    let key = question.about.as_ref().map(|about| (about.by.word(), about.key.to_string()));
    view::html(&ReportPage {
        periods: question.asked.chips(|pairs| question.address(PATH, pairs)),
        bys: bys
            .map(|by| {
                Chip::new(
                    by.label(),
                    question.address(PATH, &[("by", by.word())]),
                    *by == question.by,
                )
            })
            .collect(),
        about: about.collect(),
        kept: std::iter::once(("by", question.by.word().to_owned())).chain(key).collect(),
        report: Some(report),
        ..blank(Wrong::default(), &asked)
    })
}

impl Report {
    async fn read(app: &App, question: &Question, asked: &ReportAsked) -> Result<Self, Failure> {
        let (db, chosen) = (app.db.pool(), &question.chosen);
        // All rows of one dimension add up to it, except that a charge has no provider.
        let of = match question.columns().contains(&Column::Orders) {
            true => question.of.clone(),
            false => question.listed(),
        };
        let now = read::total(db, &of, &chosen.period).await?;
        let before = read::total(db, &of, &chosen.before).await?;
        let days = read::by_day(db, &of, &chosen.period).await?;
        let columns = question.columns();
        // A single day is drawn by its hours.
        let steps = match days.len() {
            1 => ("hour", read::by_hour(db, &of, chosen.period.first).await?),
            _ => ("day", days.iter().map(|(_, sums)| *sums).collect()),
        };
        let figures = columns
            .iter()
            .map(|column| Figure::new(*column, (&now, &before), &steps, &app.currency));
        let table = match question.by {
            By::Day => table::days(question, asked, &days),
            _ => table::keys(app, question, asked).await?,
        };
        let shows_days = question.by != By::Day && days.len() > 1;
        Ok(Self {
            days: days_in_words(&chosen.period),
            compared: format!(
                "{}{}",
                days_in_words(&chosen.before),
                if chosen.goes_on { "; today is not over" } else { "" }
            ),
            figures: figures.collect(),
            by: question.by.label(),
            is_provider: !columns.contains(&Column::Orders),
            is_empty: now.is_nothing(),
            head: table.head,
            rows: table.rows,
            days_head: if shows_days { table::heads(question, None) } else { Vec::new() },
            days_behind: if shows_days { table::all_days(question, &days) } else { Vec::new() },
            pager: table.pager,
            csv: question.address(CSV, &[]),
            fresh: Fresh::read(app).await?,
        })
    }
}

fn title(column: Column) -> &'static str {
    match column {
        Column::Orders => "Orders",
        Column::Delivered => "Delivered",
        Column::Charge => "Charge",
        Column::Refunds => "Refunds",
        Column::Sales => "Sales",
        Column::Cost => "Cost",
        Column::Profit => "Profit",
    }
}

fn is_count(column: Column) -> bool {
    matches!(column, Column::Orders | Column::Delivered)
}

impl Figure {
    fn new(
        column: Column,
        (now, before): (&Sums, &Sums),
        (step, steps): &(&str, Vec<Sums>),
        currency: &str,
    ) -> Self {
        let title = title(column);
        let said = |value: i64| match is_count(column) {
            true => (number(value), String::new()),
            false => {
                let value = Money::from_micros(value);
                (brief_money(value, currency), exact_money(value, currency))
            }
        };
        let (value, earlier) = (column.of(now), column.of(before));
        let (text, exact) = said(value);
        let values: Vec<i64> = steps.iter().map(|sums| column.of(sums)).collect();
        let most = values.iter().copied().max().unwrap_or_default();
        Self {
            title,
            text,
            exact,
            before: said(earlier).0,
            change: change(value, earlier),
            line: if values.len() > 1 { trend(&values) } else { String::new() },
            summary: format!(
                "{title} by {step}, {} {step}s. The most: {}.",
                values.len(),
                said(most).0
            ),
        }
    }
}

/// `12.5 % more`; "" if there was nothing, or a loss, before.
fn change(now: i64, before: i64) -> String {
    if before <= 0 || now == before {
        return if now == before && now != 0 { "the same".to_owned() } else { String::new() };
    }
    let tenths = (i128::from(now) - i128::from(before)) * 1_000 / i128::from(before);
    let word = if now > before { "more" } else { "less" };
    let size = tenths.unsigned_abs();
    match size {
        0 => format!("less than 0.1 % {word}"),
        _ => format!("{}.{} % {word}", size / 10, size % 10),
    }
}

/// Sums in the order of the columns, as text for a file.
fn cells(columns: &[Column], sums: &Sums) -> Vec<String> {
    let cell = |column: &Column| match is_count(*column) {
        true => column.of(sums).to_string(),
        false => Money::from_micros(column.of(sums)).to_string(),
    };
    columns.iter().map(cell).collect()
}

#[cfg(test)]
mod tests {
    use super::change;

    #[test]
    fn changes_are_read_at_a_glance() {
        let shown = [(112, 100), (50, 100), (100_010, 100_000), (5, 0), (7, 7), (-5, 10), (0, 0)]
            .map(|(now, before)| change(now, before));
        let right = [
            "12.0 % more",
            "50.0 % less",
            "less than 0.1 % more",
            "",
            "the same",
            "150.0 % less",
            "",
        ];
        assert_eq!(shown, right);
    }
}
