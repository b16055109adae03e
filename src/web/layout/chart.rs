//! How something changed over time, as a small drawing and the table behind it. It is drawn here,
//! so that it needs no script.

use chrono::{DateTime, Utc};

use super::view::When;

/// Rows of the table.
pub(in crate::web) const ROWS_MAX: usize = 50;

/// See `templates/shared/chart.html`. The drawing is 100 wide and 100 high, and is stretched to the
/// space that there is.
#[derive(Debug, Clone)]
pub struct Chart {
    pub title: String,
    /// What it shows, for people who cannot see it.
    pub summary: String,
    /// Beside the title: the present value, and the wanted one.
    pub now: String,
    pub wanted: String,
    /// The labels of its upper and its lower edge.
    pub top: String,
    pub bottom: String,
    /// The line, as the points of a `polyline`.
    pub line: String,
    /// All that is below the line, as the points of a `polygon`; "" for nothing.
    pub area: String,
    /// The wanted value, dashed; "" for nothing.
    pub dashed: String,
    /// How to read it.
    pub note: String,
    pub first: When,
    pub last: When,
    pub columns: [String; 3],
    pub rows: Vec<ChartRow>,
}

/// A moment and what is known about it.
#[derive(Debug, Clone)]
pub struct ChartRow {
    pub at: When,
    pub value: String,
    pub delivered: String,
}

/// What a drawing spans, from its left edge to its right one.
#[derive(Debug, Clone, Copy)]
pub(in crate::web) struct Span {
    pub first: DateTime<Utc>,
    pub last: DateTime<Utc>,
}

impl Span {
    fn along(self, at: DateTime<Utc>) -> String {
        let whole = (self.last - self.first).num_milliseconds().max(1);
        let hundredths = (at - self.first).num_milliseconds().clamp(0, whole) * 10_000 / whole;
        format!("{}.{:02}", hundredths / 100, hundredths % 100)
    }

    /// A line in steps: each value holds until the next one, and the last one until `until`.
    pub fn steps(self, steps: &[(DateTime<Utc>, i64)], until: DateTime<Utc>) -> String {
        let mut points = Vec::with_capacity(steps.len() * 2 + 1);
        let mut held = None;
        for (at, down) in steps {
            points.extend(held.map(|held| format!("{},{held}", self.along(*at))));
            points.push(format!("{},{down}", self.along(*at)));
            held = Some(down);
        }
        points.extend(held.map(|held| format!("{},{held}", self.along(until))));
        points.join(" ")
    }
}

/// The area below a line.
pub(in crate::web) fn below(line: &str) -> String {
    let left = line.split(',').next().unwrap_or_default();
    match line.rsplit(' ').next().and_then(|last| last.split_once(',')) {
        Some((right, _)) => format!("{left},100 {line} {right},100"),
        None => String::new(),
    }
}

/// How far down `part` of `whole` is, 0 being at the top; with a little air above and below.
pub(in crate::web) fn down(part: i64, whole: i64) -> i64 {
    6 + part * 88 / whole.max(1)
}

/// The points of a `polyline` through these values, from left to right, the highest at the top.
/// Zero is always in the picture.
pub(in crate::web) fn trend(values: &[i64]) -> String {
    let lowest = i128::from(values.iter().copied().min().unwrap_or_default().min(0));
    let highest = i128::from(values.iter().copied().max().unwrap_or_default().max(0));
    let span = (highest - lowest).max(1);
    let steps = values.len().saturating_sub(1).max(1);
    let points = values.iter().enumerate().map(|(at, value)| {
        let along = at * 100 / steps;
        let down = 95 - (i128::from(*value) - lowest) * 90 / span;
        format!("{along},{down}")
    });
    points.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_goes_up_where_there_is_more() {
        assert_eq!(trend(&[0, 5, 10]), "0,95 50,50 100,5");
        assert_eq!(trend(&[0, 0]), "0,95 100,95");
        // A loss is below nothing.
        assert_eq!(trend(&[-10, 0, 10]), "0,95 50,50 100,5");
        assert_eq!(trend(&[]), "");
    }
}
