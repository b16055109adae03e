//! /admin/reports/money: what the house owes and what a period brought, the state of the books, and
//! the close of each day as a file.

use std::sync::Arc;

use askama::Template;
use axum::body::Body;
use axum::extract::{Query, State};
use axum::response::Response;
use chrono::NaiveDate;
use futures_util::stream;

use super::period::{PeriodAsked, Wrong, days_in_words};
use super::{Fresh, MONEY, csv::sent, rooms};
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::books;
use crate::kit::money::Money;
use crate::kit::{csv, db};
use crate::ledger::Class;
use crate::reports::books as report_books;
use crate::reports::money::{Accounts, Movement, change, movements};
use crate::reports::span::Period;
use crate::web::admin::listing::address;
use crate::web::amounts::{Amount, Column};
use crate::web::failure::Failure;
use crate::web::figures::{brief_money, money as exact_money, number};
use crate::web::guard::Staff;
use crate::web::view::{self, Chip, Page, When};

const CLOSE: &str = "/admin/reports/close.csv";
/// Days whose close is read at a time.
const CLOSE_DAYS: usize = 31;
/// The kinds of movements, as columns of the close; what is none of them stands in `other`.
const KINDS: [&str; 21] = [
    "deposit",
    "adjust",
    "charge",
    "refund",
    "settle",
    "cost",
    "commission",
    "payout",
    "surcharge",
    "fee",
    "takeback",
    "owe",
    "repay",
    "restore",
    "bonus",
    "unbonus",
    "owebonus",
    "rebonus",
    "unsurcharge",
    "resurcharge",
    "give_up",
];
/// Differences that are shown.
const SHOWN: usize = 20;

#[derive(Template)]
#[template(path = "admin/reports/money.html")]
struct MoneyPage {
    page: Page,
    currency: String,
    rooms: Vec<Chip>,
    periods: Vec<Chip>,
    asked: PeriodAsked,
    wrong: Wrong,
    /// What the form of own dates keeps.
    kept: [(&'static str, String); 0],
    owed: Vec<Sum>,
    state: BooksState,
    fresh: Fresh,
    /// `None`: the dates are wrong.
    period: Option<PeriodMoney>,
}

struct PeriodMoney {
    days: String,
    sums: Vec<Sum>,
    rows: Vec<AccountRow>,
    csv: String,
}

struct Sum {
    title: &'static str,
    text: String,
    exact: String,
}

/// What an account held at the beginning and at the end, and what came and went.
struct AccountRow {
    name: &'static str,
    about: &'static str,
    opening: Amount,
    incoming: Amount,
    outgoing: Amount,
    closing: Amount,
}

/// What the checks found.
struct BooksState {
    checked: Option<When>,
    took: String,
    differences: usize,
    sentences: Vec<String>,
    ranges: String,
    days: String,
    unread: String,
    compared: Option<When>,
    report_differences: usize,
    report_sentences: Vec<String>,
}

/// What an account of the chart is called, and what it holds.
fn name(class: Class) -> (&'static str, &'static str) {
    match class {
        Class::Wallet => ("Customers' balances", "what customers may still spend"),
        Class::InFlight => ("Open orders", "charged, and neither delivered nor refunded"),
        Class::Sales => ("Sales", "delivered"),
        Class::Deposits => ("Deposits", "where customers' money came from"),
        Class::Adjustments => ("Adjustments", "gifts and corrections"),
        Class::Providers => ("Providers", "where payments to providers come from"),
        Class::Costs => ("Costs", "what delivered orders cost"),
        Class::Commissions => ("Commissions", "what affiliates earned"),
        Class::AffiliatePayable => ("Owed to affiliates", "earned and not paid out"),
        Class::Payouts => ("Payouts", "paid to affiliates outside of the panel"),
        Class::Gateways => ("Payment gateways", "where their fees come from"),
        Class::Fees => ("Gateway fees", "what gateways keep of payments"),
        Class::Surcharges => ("Surcharges", "what customers pay on top for a way to pay"),
        Class::Debts => ("Customers' debts", "payments that were taken back after they were spent"),
        Class::Bonuses => ("Bonuses", "given with deposits and for promo codes"),
        Class::GivenUp => {
            ("Given up", "what customers left behind when they closed their accounts")
        }
    }
}

impl Sum {
    fn new(title: &'static str, value: Money, currency: &str) -> Self {
        Self { title, text: brief_money(value, currency), exact: exact_money(value, currency) }
    }
}

fn negative(value: Money) -> Money {
    Money::ZERO.checked_sub(value).unwrap_or_default()
}

impl BooksState {
    async fn read(app: &App) -> Result<Self, Failure> {
        let now = app.clock.now();
        let news = books::news(&app.db).await?;
        let reports = report_books::news(app.db.pool()).await?;
        let all = news.open.iter().chain(&news.closed);
        Ok(Self {
            checked: news.finished_at.map(|at| When::new(at, now)),
            took: format!("{} ms", number(news.took_ms)),
            differences: all.clone().count(),
            sentences: all.take(SHOWN).cloned().collect(),
            ranges: number(news.ranges),
            days: number(reports.days),
            unread: number(reports.unread),
            compared: reports.oldest_at.map(|at| When::new(at, now)),
            report_differences: reports.sentences.len(),
            report_sentences: reports.sentences.into_iter().take(SHOWN).collect(),
        })
    }
}

/// GET /admin/reports/money
pub async fn show(
    State(app): State<Arc<App>>,
    staff: Staff,
    Query(asked): Query<PeriodAsked>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_see_reports)?;
    let now = app.clock.now();
    let held = Accounts::at(app.db.pool(), None).await?;
    let owed = [
        ("Customers' balances", held.of(Class::Wallet)),
        ("In open orders", held.of(Class::InFlight)),
        ("Owed to affiliates", held.of(Class::AffiliatePayable)),
        ("Owed by customers", negative(held.of(Class::Debts))),
    ];
    let (period, wrong) = match asked.choose(now) {
        Ok(chosen) => {
            (Some(PeriodMoney::read(&app, &asked, chosen.period).await?), Wrong::default())
        }
        Err(wrong) => (None, wrong),
    };
    let page = MoneyPage {
        page: staff.page("admin-reports"),
        currency: app.currency.clone(),
        rooms: rooms(MONEY),
        periods: asked.chips(|pairs| address(MONEY, pairs)),
        asked,
        wrong,
        kept: [],
        owed: owed.map(|(title, value)| Sum::new(title, value, &app.currency)).into(),
        state: BooksState::read(&app).await?,
        fresh: Fresh::read(&app).await?,
        period,
    };
    view::html(&page)
}

impl PeriodMoney {
    async fn read(app: &App, asked: &PeriodAsked, period: Period) -> Result<Self, Failure> {
        let db = app.db.pool();
        let opening = Accounts::at(db, Some(period.first)).await?;
        let moved = movements(db, &period).await?;
        let mut closing = opening.clone();
        closing.add(&moved);
        let changed = |class| change(class, &moved);
        let (sales, costs) = (changed(Class::Sales), changed(Class::Costs));
        let (surcharges, fees) = (changed(Class::Surcharges), changed(Class::Fees));
        let earned = sales.checked_add(surcharges).unwrap_or_default();
        let bonuses = negative(changed(Class::Bonuses));
        let spent = costs.checked_add(fees).and_then(|spent| spent.checked_add(bonuses));
        let sums = [
            ("Deposits", negative(changed(Class::Deposits))),
            ("Sales", sales),
            ("Costs", costs),
            ("Surcharges", surcharges),
            ("Gateway fees", fees),
            ("Bonuses", bonuses),
            ("Profit", spent.and_then(|spent| earned.checked_sub(spent)).unwrap_or_default()),
            ("Commissions", negative(changed(Class::Commissions))),
            ("Adjustments", negative(changed(Class::Adjustments))),
        ];
        let side = |class: Class, is_credit: bool| {
            let one = moved
                .iter()
                .filter(|one| class.as_str() == if is_credit { &one.credit } else { &one.debit });
            let micros = one.fold(0_i64, |sum, one| sum.saturating_add(one.amount.micros()));
            Money::from_micros(micros)
        };
        let all = Class::ALL.map(|class| {
            [opening.of(class), side(class, true), side(class, false), closing.of(class)]
        });
        let columns = [0, 1, 2, 3].map(|at| Column::of(all.iter().map(|row| row[at])));
        let rows = Class::ALL.iter().zip(&all).map(|(class, row)| {
            let (name, about) = name(*class);
            let [opening, incoming, outgoing, closing] =
                [0, 1, 2, 3].map(|at| columns[at].show(row[at]));
            AccountRow { name, about, opening, incoming, outgoing, closing }
        });
        Ok(Self {
            days: days_in_words(&period),
            sums: sums.map(|(title, value)| Sum::new(title, value, &app.currency)).into(),
            rows: rows.collect(),
            csv: address(CLOSE, &asked.pairs()),
        })
    }
}

/// GET /admin/reports/close.csv: for each day and each account what it held, what each kind of
/// movement changed, and what it holds; a month at a time.
pub async fn close(
    State(app): State<Arc<App>>,
    staff: Staff,
    Query(asked): Query<PeriodAsked>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_see_reports)?;
    let Ok(chosen) = asked.choose(app.clock.now()) else {
        // The page says what is wrong with the dates.
        return show(State(app), staff, Query(asked)).await;
    };
    let period = chosen.period;
    let held = Accounts::at(app.db.pool(), Some(period.first)).await?;
    let mut head = vec!["day (UTC)", "account", "opening"];
    head.extend(KINDS);
    head.extend(["other", "closing", "currency"]);
    let days = period.days();
    let chunks =
        stream::try_unfold((csv::head(head), held, days), move |(head, mut held, mut days)| {
            let app = Arc::clone(&app);
            async move {
                let mut text = head;
                let next: Vec<NaiveDate> = days.by_ref().take(CLOSE_DAYS).collect();
                if next.is_empty() {
                    return Ok((!text.is_empty()).then_some((text, (String::new(), held, days))));
                }
                for day in next {
                    let moved = movements(app.db.pool(), &Period::of_day(day)).await?;
                    text.push_str(&lines(&app, day, &mut held, &moved));
                }
                Ok::<_, db::Error>(Some((text, (String::new(), held, days))))
            }
        });
    Ok(sent("daily-close.csv", Body::from_stream(chunks)))
}

/// A day's lines, one for each account. Moves `held` to the day's end.
fn lines(app: &App, day: NaiveDate, held: &mut Accounts, moved: &[Movement]) -> String {
    let before = held.clone();
    held.add(moved);
    let day = day.to_string();
    let of_kind = |class: Class, is_it: &dyn Fn(&str) -> bool| {
        let moved: Vec<Movement> = moved.iter().filter(|one| is_it(&one.kind)).cloned().collect();
        change(class, &moved).to_string()
    };
    let line = |class: &Class| {
        let mut line = vec![day.clone(), class.as_str().to_owned(), before.of(*class).to_string()];
        line.extend(KINDS.map(|kind| of_kind(*class, &|one| one == kind)));
        line.push(of_kind(*class, &|one| !KINDS.contains(&one)));
        line.extend([held.of(*class).to_string(), app.currency.clone()]);
        csv::line(line.iter().map(String::as_str))
    };
    Class::ALL.iter().map(line).collect()
}
