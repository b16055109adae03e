//! The lines of a mass order as a table: as they were understood, or what became of them.

use std::collections::HashMap;

use super::mass_lines::Line;
use super::offer::Offer;
use super::order_words::refusal;
use crate::app::App;
use crate::kit::lang::Lang;
use crate::kit::money::Money;
use crate::orders::{OrderId, PlaceError, Placed};

/// The lines as they were understood, or what became of them.
pub(super) struct Sheet {
    pub rows: Vec<Row>,
    /// Lines that could be placed.
    pub good: usize,
    /// Lines with a fault.
    pub bad: usize,
    /// What the good ones cost together, and the balance after it.
    pub sum: String,
    pub after: String,
    /// The charge of each good line, for the form to send back.
    pub shown: String,
    /// Whether the lines were placed, or only looked at.
    pub is_placed: bool,
    /// The lines that were not placed, to be corrected.
    pub left: String,
    /// All lines, for the list of results.
    pub all: String,
    pub placed: usize,
}

/// One line of the sheet.
pub(super) struct Row {
    pub number: usize,
    pub service: String,
    pub link: String,
    pub quantity: String,
    pub charge: String,
    /// The order that it became.
    pub order_id: Option<OrderId>,
    /// "" if nothing is wrong.
    pub fault: String,
}

/// A line, with all that is known of it.
pub(super) struct Examined<'o> {
    pub line: Line,
    pub offer: Option<&'o Offer>,
    pub charge: Result<Money, String>,
    /// The order that this line of this form has become before.
    pub before: Option<OrderId>,
}

/// What became of a mass order's lines, by their numbers.
pub(super) type Outcomes = HashMap<usize, Result<Placed, PlaceError>>;

impl Sheet {
    /// `outcomes` is `None` if the lines were only looked at.
    pub fn new(
        lang: Lang,
        app: &App,
        lines: Vec<Examined<'_>>,
        balance: Money,
        outcomes: Option<&Outcomes>,
    ) -> Self {
        let is_placed = outcomes.is_some();
        let amount = |charge: Money| lang.decimal(&charge.to_string());
        let (mut sum, mut shown, mut left) = (Money::ZERO, String::new(), String::new());
        let (mut good, mut bad, mut placed) = (0, 0, 0);
        let all: Vec<&str> = lines.iter().map(|one| one.line.text.as_str()).collect();
        let all = all.join("\n");
        let mut rows = Vec::with_capacity(lines.len());
        for one in lines {
            let mut row = Row {
                number: one.line.number,
                service: one.offer.map_or_else(
                    || one.line.service.clone(),
                    |offer| format!("{} · {}", offer.listed.service.id, offer.listed.service.name),
                ),
                link: one.line.typed.text("link").to_owned(),
                quantity: one.line.quantity(lang),
                charge: String::new(),
                order_id: None,
                fault: String::new(),
            };
            let outcome = outcomes.and_then(|outcomes| outcomes.get(&one.line.number));
            match (&one.charge, outcome) {
                (charge, _) if one.before.is_some() => {
                    row.charge = charge.as_ref().map(|charge| amount(*charge)).unwrap_or_default();
                    row.order_id = one.before;
                    placed += 1;
                }
                (Err(fault), _) => row.fault.clone_from(fault),
                (Ok(charge), None) => {
                    row.charge = amount(*charge);
                    sum = sum.checked_add(*charge).unwrap_or(sum);
                    shown.push_str(&format!("{}:{charge},", one.line.number));
                }
                (Ok(charge), Some(Ok(found))) => {
                    row.charge = amount(*charge);
                    row.order_id = Some(found.order_id);
                    sum = sum.checked_add(*charge).unwrap_or(sum);
                    placed += 1;
                }
                (Ok(_), Some(Err(error))) => row.fault = said(lang, error, &one),
            }
            if row.fault.is_empty() {
                good += 1;
            } else {
                bad += 1;
                left.push_str(&one.line.text);
                left.push('\n');
            }
            rows.push(row);
        }
        let after = if is_placed { balance } else { balance.checked_sub(sum).unwrap_or_default() };
        Self {
            rows,
            good,
            bad,
            sum: lang.money(sum, &app.currency),
            after: lang.money(after, &app.currency),
            shown,
            is_placed,
            left,
            all,
            placed,
        }
    }
}

/// Why a line was not placed, in the words of the form for one order.
fn said(lang: Lang, error: &PlaceError, one: &Examined<'_>) -> String {
    let refusal = one.offer.and_then(|offer| refusal(error.clone(), offer, &one.line.typed).ok());
    refusal.map_or_else(|| lang.say("mass-line-no-answer").to_string(), |(_, text)| text)
}

impl Line {
    /// What its quantity column says: how many lines of text there are, or what was typed.
    fn quantity(&self, lang: Lang) -> String {
        let is_of_lines = self.typed.0.keys().any(|name| name != "link" && name != "quantity");
        match self.typed.text("quantity") {
            "" if is_of_lines => lang.number(self.rest.len()),
            "" => self.rest.join(" | "),
            text => text.to_owned(),
        }
    }
}
