//! /admin/reports: what orders came to in a period, by day, service, category, customer, provider or
//! way in; compared with the period before, and as a file. The money of all customers together is
//! in `money`, single transfers in `transfers`.

pub mod csv;
mod figure;
pub mod money;
mod period;
mod question;
mod table;
pub mod transfers;

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;

use super::listing::address;
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::reports;
use crate::reports::read::{self, Column};
use crate::web::failure::Failure;
use crate::web::figures::number;
use crate::web::guard::Staff;
use crate::web::view::{self, Chip, Page, Pager, When};
use figure::Figure;
use period::{PeriodAsked, Wrong, days_in_words};
use question::{By, Question, ReportAsked};
use table::{Head, TableRow};

const PATH: &str = "/admin/reports";
const CSV: &str = "/admin/reports.csv";
const MONEY: &str = "/admin/reports/money";
const TRANSFERS: &str = "/admin/reports/transfers";

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
    /// The days behind the lines; empty if the rows are the days, or there is one day only, or they are
    /// too many for this page.
    days_behind: Vec<TableRow>,
    /// Where the days are if they are too many; "": they are not.
    days_at: String,
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

/// A page shows no more days beside its rows: a year of them is as large as all the rest.
const DAYS_BEHIND_MAX: usize = 100;

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
        Err(wrong) => return view::html(&blank(wrong, &asked)),
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
        let has_days = question.by != By::Day && days.len() > 1;
        let shows_days = has_days && days.len() <= DAYS_BEHIND_MAX;
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
            days_at: match has_days && !shows_days {
                true => question.address(PATH, &[("by", By::Day.word())]),
                false => String::new(),
            },
            pager: table.pager,
            csv: question.address(CSV, &[]),
            fresh: Fresh::read(app).await?,
        })
    }
}
