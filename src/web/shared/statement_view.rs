//! Movements of a balance as rows of a page, on both sides.

use askama::filters::HtmlSafe;
use chrono::{DateTime, Utc};

use crate::kit::lang::{Lang, Said};
use crate::kit::money::Money;
use crate::kit::zone::Zone;
use crate::ledger::statement::Line;
use crate::orders::OrderId;
use crate::web::amounts::{Amount, Column};
use crate::web::calendar::by_day;
use crate::web::view::Page;

/// What a movement is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Movement {
    Charge,
    Refund,
    Credit,
    Payout,
    /// A payment went back.
    TakenBack,
    /// It was given back again.
    Restored,
    DebtRepaid,
    Bonus,
    BonusTakenBack,
    BonusRestored,
    /// What was left when the account was closed.
    GivenUp,
    FundsAdded,
    Correction,
}

/// See `templates/shared/statement.html`.
#[derive(Debug, Clone)]
pub struct StatementRow {
    pub at: DateTime<Utc>,
    pub what: Movement,
    /// Whose charge or refund it is.
    pub order: Option<OrderId>,
    pub note: String,
    /// Without a sign.
    pub amount: Amount,
    pub incoming: bool,
    pub after: Amount,
}

/// The lines of one page, for staff.
#[must_use]
pub fn rows(lines: Vec<Line>) -> Vec<StatementRow> {
    let (moved, after) = columns(Lang::ENGLISH, &lines);
    lines.into_iter().map(|line| StatementRow::new(line, moved, after)).collect()
}

fn columns(lang: Lang, lines: &[Line]) -> (Column, Column) {
    let moved = Column::of(lines.iter().map(|line| line.amount));
    let after = Column::of(lines.iter().map(|line| line.balance_after));
    (moved.in_language(lang), after.in_language(lang))
}

/// The same by day, as days are where the reader is.
#[must_use]
pub fn days(lang: Lang, zone: Zone, lines: Vec<Line>) -> Vec<(String, Vec<StatementRow>)> {
    let (moved, after) = columns(lang, &lines);
    let days = by_day(lang, zone, lines, |line| line.at).into_iter().map(|(day, lines)| {
        let rows = lines.into_iter().map(|line| StatementRow::new(line, moved, after));
        (day, rows.collect())
    });
    days.collect()
}

impl StatementRow {
    fn new(line: Line, moved: Column, after: Column) -> Self {
        let unsigned = Money::from_micros(line.amount.micros().saturating_abs());
        Self {
            at: line.at,
            what: Movement::of(&line),
            order: line.order_id,
            note: line.note.unwrap_or_default(),
            amount: moved.show(unsigned),
            incoming: line.amount > Money::ZERO,
            after: after.show(line.balance_after),
        }
    }

    /// What it is called on this page. A charge or a refund names its order, with a link: orders are
    /// at `orders`.
    #[must_use]
    pub fn says(&self, page: &Page, orders: &str) -> impl HtmlSafe {
        let said = match (self.what, self.order) {
            (Movement::Charge, Some(_)) => page.say_html("statement-charge-for"),
            (Movement::Charge, None) => page.say_html("statement-charge"),
            (Movement::Refund, Some(_)) => page.say_html("statement-refund-for"),
            (Movement::Refund, None) => page.say_html("statement-refund"),
            (Movement::Credit, _) => page.say_html("statement-credit"),
            (Movement::Payout, _) => page.say_html("statement-payout"),
            (Movement::TakenBack, _) => page.say_html("statement-takeback"),
            (Movement::Restored, _) => page.say_html("statement-restore"),
            (Movement::DebtRepaid, _) => page.say_html("statement-repay"),
            (Movement::Bonus, _) => page.say_html("statement-bonus"),
            (Movement::BonusTakenBack, _) => page.say_html("statement-unbonus"),
            (Movement::BonusRestored, _) => page.say_html("statement-rebonus"),
            (Movement::GivenUp, _) => page.say_html("statement-given-up"),
            (Movement::FundsAdded, _) => page.say_html("statement-funds-added"),
            (Movement::Correction, _) => page.say_html("statement-correction"),
        };
        match self.order {
            Some(order) => said.with("orders", orders).with("order", order),
            None => said,
        }
    }
}

impl Movement {
    /// What a line is.
    #[must_use]
    pub fn of(line: &Line) -> Self {
        match (line.kind.as_str(), line.amount > Money::ZERO) {
            ("charge", _) => Self::Charge,
            ("refund", _) => Self::Refund,
            ("deposit", _) => Self::Credit,
            ("payout", _) => Self::Payout,
            ("takeback", _) => Self::TakenBack,
            ("restore", _) => Self::Restored,
            ("repay", _) => Self::DebtRepaid,
            ("bonus", _) => Self::Bonus,
            ("unbonus", _) => Self::BonusTakenBack,
            ("rebonus", _) => Self::BonusRestored,
            ("give_up", _) => Self::GivenUp,
            (_, true) => Self::FundsAdded,
            (_, false) => Self::Correction,
        }
    }

    /// What it is called, without its order.
    #[must_use]
    pub fn name(self, lang: Lang) -> Said {
        match self {
            Self::Charge => lang.say("statement-charge"),
            Self::Refund => lang.say("statement-refund"),
            Self::Credit => lang.say("statement-credit"),
            Self::Payout => lang.say("statement-payout"),
            Self::TakenBack => lang.say("statement-takeback"),
            Self::Restored => lang.say("statement-restore"),
            Self::DebtRepaid => lang.say("statement-repay"),
            Self::Bonus => lang.say("statement-bonus"),
            Self::BonusTakenBack => lang.say("statement-unbonus"),
            Self::BonusRestored => lang.say("statement-rebonus"),
            Self::GivenUp => lang.say("statement-given-up"),
            Self::FundsAdded => lang.say("statement-funds-added"),
            Self::Correction => lang.say("statement-correction"),
        }
    }
}
