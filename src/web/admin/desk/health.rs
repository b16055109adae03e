//! How each provider does, on the staff's home: whether it answers, how quickly, and for how long
//! our money there lasts.

use chrono::{DateTime, Utc};

use super::needs::{Known, lasting};
use crate::providers::ProviderId;
use crate::providers::provider::Provider;
use crate::providers::pulse::{Health, LOOKS_BACK};
use crate::web::admin::providers::{Standing, theirs};
use crate::web::figures::{capped, number};
use crate::web::view::When;

/// Providers that the home shows; the others are on their own page.
const SHOWN_MAX: usize = 12;

pub(super) struct ProviderCard {
    pub id: ProviderId,
    pub name: String,
    pub state: Standing,
    /// How it answered in the last minutes.
    pub answers: String,
    /// What is left there, and for how long; "" when it is not known.
    pub balance: String,
    pub is_low: bool,
    /// Open orders; "" for none.
    pub open: String,
    pub answered: Option<When>,
}

/// The providers that orders are sent to, those that do badly first; and how many are left out.
pub(super) fn cards(known: &Known, now: DateTime<Utc>) -> (Vec<ProviderCard>, usize) {
    let mut shown: Vec<&Provider> =
        known.providers.iter().filter(|one| one.enabled && one.url.is_some()).collect();
    shown.sort_by_key(|one| {
        let health = known.pulses.get(&one.id).map(|pulse| pulse.health(now));
        match health {
            Some(Health::Down) => 0,
            _ if one.paused_reason.is_some() => 1,
            Some(Health::Fails) => 2,
            _ => 3,
        }
    });
    let left_out = shown.len().saturating_sub(SHOWN_MAX);
    let cards = shown.into_iter().take(SHOWN_MAX).map(|one| card(known, one, now));
    (cards.collect(), left_out)
}

fn card(known: &Known, one: &Provider, now: DateTime<Utc>) -> ProviderCard {
    let pulse = known.pulses.get(&one.id).cloned().unwrap_or_default();
    let open = known.unfinished.get(&one.id).map_or(0, |orders| orders.open);
    let hours = one.balance.and_then(|balance| known.falls.get(&one.id)?.hours_left(balance));
    let balance = match (one.balance, hours) {
        (Some(balance), Some(hours)) => {
            format!("{}, lasts {}", theirs(balance, one), lasting(hours))
        }
        (Some(balance), None) => theirs(balance, one),
        (None, _) => String::new(),
    };
    ProviderCard {
        id: one.id,
        name: one.name.clone(),
        state: Standing::of(one, Some(&pulse), now),
        answers: answers((pulse.answers, pulse.errors), pulse.p95_ms),
        balance,
        is_low: one.is_low(),
        open: if open > 0 { capped(open) } else { String::new() },
        answered: pulse.answered_at.map(|at| When::new(at, now)),
    }
}

/// Answers, errors, and how long most answers took.
fn answers((answers, errors): (i64, i64), p95_ms: Option<i64>) -> String {
    let minutes = LOOKS_BACK.num_minutes();
    if answers + errors == 0 {
        return format!("Nothing was asked in {minutes} min");
    }
    let many = |count: i64, one: &str, many: &str| match count {
        1 => format!("1 {one}"),
        _ => format!("{} {many}", number(count)),
    };
    let mut text = format!(
        "{}, {} in {minutes} min",
        many(answers, "answer", "answers"),
        many(errors, "error", "errors")
    );
    match p95_ms {
        Some(ms) if ms < 1_000 => text.push_str(&format!("; 95 % within {ms} ms")),
        Some(ms) => text.push_str(&format!("; 95 % within {} s", ms / 1_000)),
        None => {}
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_said_in_one_line() {
        assert_eq!(answers((0, 0), None), "Nothing was asked in 15 min");
        assert_eq!(answers((1, 0), None), "1 answer, 0 errors in 15 min");
        let said = answers((1_204, 1), Some(350));
        assert_eq!(said, "1,204 answers, 1 error in 15 min; 95 % within 350 ms");
        assert!(answers((30, 0), Some(2_000)).ends_with("95 % within 2 s"));
    }
}
