//! The evidence about an unknown order, in words: what was sent, what came back, and how the
//! provider's balance moved.

use chrono::{DateTime, Utc};

use crate::kit::money::Money;
use crate::orders::evidence::{Drift, Points};
use crate::orders::read::Attempt;
use crate::web::order_view::Badge;
use crate::web::view::When;

/// The longest part of a provider's answer that a page shows.
const SHOWN_CHARS_MAX: usize = 2_000;

/// See `templates/admin/orders/order_unknown.html`.
pub(in crate::web::admin) struct Evidence {
    pub provider: String,
    pub sent_at: When,
    /// "" when it is not kept.
    pub sent: String,
    pub came: String,
    /// Why it is not known.
    pub why: String,
    pub points: Badge,
    pub balance: String,
}

impl Evidence {
    pub(in crate::web::admin) fn new(
        attempt: &Attempt,
        drift: Option<&Drift>,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            provider: attempt.provider.clone(),
            sent_at: When::new(attempt.armed_at, now),
            sent: cut(attempt.request.as_deref().unwrap_or_default()),
            came: came(attempt.http_status, attempt.answer.as_deref()),
            why: attempt.detail.clone().unwrap_or_default(),
            points: points(drift),
            balance: balance(drift),
        }
    }
}

/// What came back, as it came; "" when it is not kept.
pub(super) fn came(http_status: Option<i32>, answer: Option<&str>) -> String {
    let status = http_status.map(|status| format!("HTTP {status}"));
    let answer =
        answer.map(|answer| if answer.is_empty() { "(empty)".into() } else { cut(answer) });
    status.into_iter().chain(answer).collect::<Vec<_>>().join("\n")
}

/// The part of it that a page shows.
pub(super) fn cut(text: &str) -> String {
    match text.char_indices().nth(SHOWN_CHARS_MAX) {
        Some((end, _)) => format!("{} …", &text[..end]),
        None => text.to_owned(),
    }
}

fn points(drift: Option<&Drift>) -> Badge {
    match drift.map_or(Points::TooLittle, Drift::points) {
        Points::ToAccepted => Badge::of("running", "Points to accepted"),
        Points::ToNotAccepted => Badge::of("canceled", "Points to not accepted"),
        Points::Nowhere => Badge::of("unknown", "Points neither way"),
        Points::TooLittle => Badge::of("pending", "No evidence yet"),
    }
}

/// How the balance moved, in sentences.
fn balance(drift: Option<&Drift>) -> String {
    let Some(drift) = drift else { return "Its balance is not known.".to_owned() };
    let money = |micros| format!("{} {}", Money::from_micros(micros), drift.currency);
    let (before, after) = match (drift.before, drift.after) {
        (None, None) => return "Its balance is not known.".to_owned(),
        (None, Some(_)) => return "Its balance was not known before it was sent.".to_owned(),
        (Some(before), None) => {
            let was = money(before.balance);
            return format!("It was {was} before it was sent, and was not read since.");
        }
        (Some(before), Some(after)) => (before.balance, after.balance),
    };
    let mut text = format!("It went from {} to {}. ", money(before), money(after));
    text.push_str(&match drift.accepted {
        0 => "No other order was taken in that time. ".to_owned(),
        1 => format!("The one order taken in that time costs {}. ", money(drift.accepted_cost)),
        n => format!("The {n} orders taken in that time cost {}. ", money(drift.accepted_cost)),
    });
    let gone = drift.unexplained().unwrap_or_default();
    text.push_str(&match (gone, drift.own_cost) {
        (0, _) => "Nothing else is gone".to_owned(),
        (1.., _) => format!("{} more is gone", money(gone)),
        _ => format!("{} came in", money(gone.saturating_neg())),
    });
    text.push_str(&match drift.own_cost {
        0 => "; what this order costs there is not known.".to_owned(),
        cost => format!("; this order costs {}.", money(cost)),
    });
    if drift.unknown > 0 {
        text.push_str(&format!(" Also unknown from that time: {}.", drift.unknown));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::orders::evidence::Read;

    #[test]
    fn a_balance_is_told_in_sentences() {
        let at = DateTime::from_timestamp(1_780_000_000, 0).unwrap();
        let drift = Drift {
            provider: "Far".into(),
            currency: "EUR".into(),
            before: Some(Read { balance: 100_000_000, at }),
            after: Some(Read { balance: 97_500_000, at }),
            accepted: 2,
            accepted_cost: 1_500_000,
            unknown: 0,
            own_cost: 1_000_000,
        };
        assert_eq!(
            balance(Some(&drift)),
            "It went from 100.00 EUR to 97.50 EUR. The 2 orders taken in that time cost 1.50 EUR. \
             1.00 EUR more is gone; this order costs 1.00 EUR."
        );
        assert_eq!(points(Some(&drift)).word, "Points to accepted");
        assert_eq!(balance(None), "Its balance is not known.");
    }

    #[test]
    fn what_came_back_is_cut_where_a_letter_ends() {
        assert_eq!(came(Some(502), Some("")), "HTTP 502\n(empty)");
        assert_eq!(came(None, None), "");
        let cut = cut(&"é".repeat(5_000));
        assert_eq!(cut.chars().filter(|c| *c == 'é').count(), SHOWN_CHARS_MAX);
    }
}
