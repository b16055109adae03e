//! The numbers on top of a report, each with the period before it and a line of its days.

use crate::kit::money::Money;
use crate::reports::read::{Column, Sums};
use crate::web::chart::trend;
use crate::web::figures::{brief_money, money as exact_money, number};

/// A number of the period.
pub(super) struct Figure {
    pub title: &'static str,
    pub text: String,
    /// To the last digit; "" if that is shown.
    pub exact: String,
    pub before: String,
    /// `12.5 % more than before`; "" if there is nothing to compare with.
    pub change: String,
    pub line: String,
    pub summary: String,
}

pub(super) fn title(column: Column) -> &'static str {
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

pub(super) fn is_count(column: Column) -> bool {
    matches!(column, Column::Orders | Column::Delivered)
}

impl Figure {
    pub fn new(
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

/// `12.5 % more than before`; "" if there was nothing, or a loss, before.
fn change(now: i64, before: i64) -> String {
    if before <= 0 || now == before {
        return if now == before && now != 0 {
            "the same as before".to_owned()
        } else {
            String::new()
        };
    }
    let tenths = (i128::from(now) - i128::from(before)) * 1_000 / i128::from(before);
    let word = if now > before { "more" } else { "less" };
    let size = tenths.unsigned_abs();
    match size {
        0 => format!("less than 0.1 % {word} than before"),
        _ => format!("{}.{} % {word} than before", size / 10, size % 10),
    }
}

/// Sums in the order of the columns, as text for a file.
pub(super) fn cells(columns: &[Column], sums: &Sums) -> Vec<String> {
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
            "12.0 % more than before",
            "50.0 % less than before",
            "less than 0.1 % more than before",
            "",
            "the same as before",
            "150.0 % less than before",
            "",
        ];
        assert_eq!(shown, right);
    }
}
