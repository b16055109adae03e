//! How each alert is asked, and its sentence. A condition reads what its domain already knows, in a
//! few short statements. It answers what is wrong at this moment; that an alert begins and ends once
//! is decided in `watch`.

use chrono::{DateTime, TimeDelta, Utc};

use super::measures;
use super::silence;
use super::table::{Found, Sight};
use crate::books;
use crate::kit::db;
use crate::mail;
use crate::orders::todo::Heap;
use crate::payments::{deposit, hooks};
use crate::providers::{balance, pulse};

/// A provider that has not answered for so long is down. Its page says so a little earlier.
const DOWN_AFTER: TimeDelta = TimeDelta::minutes(2);
/// Providers that are named one by one.
const NAMED_MAX: usize = 10;
/// Orders that wait for so long, or so many unknown ones at once, are worth a message.
const WAITS_AFTER: TimeDelta = TimeDelta::minutes(15);
const UNKNOWN_MANY: i64 = 5;
/// A method by which payments come without a hook for so long.
const HOOKS_AFTER: TimeDelta = TimeDelta::days(1);
/// The time in which errors are counted; so many, and one of so many, are too many.
const ERRORS_OVER: TimeDelta = TimeDelta::minutes(5);
const ERRORS_MIN: i64 = 10;
const ERRORS_SHARE: i64 = 20;
/// If a batch of orders waits longer for the database, the panel is not ready.
const BATCH_MS_MAX: i64 = 5_000;
/// What must be free of the disk: one part of so many, and so much.
const DISK_SHARE: i64 = 20;
const DISK_MIB_MIN: i64 = 1_024;
const SAID_CHARS_MAX: usize = 300;

pub(super) async fn provider_down(sight: &Sight) -> Result<Vec<Found>, db::Error> {
    let pulses = pulse::read(&sight.db, sight.now).await?;
    let mut found = Vec::new();
    for one in sight.providers().await? {
        let pulse = pulses.get(&one.id).cloned().unwrap_or_default();
        let is_down = pulse.failing_since.is_some_and(|since| since + DOWN_AFTER <= sight.now);
        let (title, text) = match one.paused_reason.clone().filter(|_| one.paused_by_panel) {
            Some(why) => (format!("{} is paused by the panel", one.name), why),
            None if is_down => {
                let text = format!("What came last instead of an answer: {}", pulse.said);
                (format!("{} does not answer", one.name), text)
            }
            None => continue,
        };
        found.push(Found { about: one.id.to_string(), title, text: cut(&text) });
    }
    found.truncate(NAMED_MAX);
    Ok(found)
}

pub(super) async fn provider_empty(sight: &Sight) -> Result<Vec<Found>, db::Error> {
    let falls = balance::falls(&sight.db, sight.now).await?;
    let mut found = Vec::new();
    for one in sight.providers().await? {
        let hours = one.balance.and_then(|left| falls.get(&one.id)?.hours_left(left));
        let text = match hours.filter(|hours| *hours < balance::EMPTY_WITHIN_H) {
            Some(hours) => format!("At this pace its balance lasts for about {hours} hours."),
            None if one.is_low() => "Its balance is below the amount that you set.".to_owned(),
            None => continue,
        };
        let title = format!("{} runs out of money", one.name);
        found.push(Found { about: one.id.to_string(), title, text });
    }
    found.truncate(NAMED_MAX);
    Ok(found)
}

pub(super) async fn orders_unknown(sight: &Sight) -> Result<Vec<Found>, db::Error> {
    let waiting = sight.todo().await?.unknown;
    if waiting.count < UNKNOWN_MANY && !is_late(waiting, sight.now) {
        return Ok(Vec::new());
    }
    let text = format!(
        "{}. Check at the provider whether it has them, then decide at the desk.",
        counted(waiting, sight.now)
    );
    Ok(Found::here("Orders are unknown", text))
}

pub(super) async fn orders_held(sight: &Sight) -> Result<Vec<Found>, db::Error> {
    let todo = sight.todo().await?;
    let mut text = Vec::new();
    if is_late(todo.hold, sight.now) {
        text.push(format!("Refused by every provider: {}.", counted(todo.hold, sight.now)));
    }
    if is_late(todo.queued, sight.now) {
        text.push(format!("Waiting to be sent: {}.", counted(todo.queued, sight.now)));
    }
    if text.is_empty() {
        return Ok(Vec::new());
    }
    Ok(Found::here("Orders are not sent", text.join(" ")))
}

pub(super) async fn orders_stuck(sight: &Sight) -> Result<Vec<Found>, db::Error> {
    let stuck = sight.todo().await?.stuck;
    if stuck.count == 0 {
        return Ok(Vec::new());
    }
    let text = format!("{}. The desk shows what their providers say.", counted(stuck, sight.now));
    Ok(Found::here("Orders cannot be read", text))
}

pub(super) async fn deposits_unread(sight: &Sight) -> Result<Vec<Found>, db::Error> {
    let unread = deposit::unread(sight.db.pool(), sight.now - WAITS_AFTER).await?;
    let one = |one: deposit::Unread| Found {
        about: one.method_id.to_string(),
        title: format!("Payments by {} cannot be read", one.method),
        text: cut(&format!("Deposits: {}. What came last: {}", one.count, one.said)),
    };
    Ok(unread.into_iter().take(NAMED_MAX).map(one).collect())
}

pub(super) async fn hooks_stopped(sight: &Sight) -> Result<Vec<Found>, db::Error> {
    let stopped = hooks::stopped(sight.db.pool(), sight.now - HOOKS_AFTER).await?;
    let one = |one: hooks::Stopped| Found {
        about: one.method_id.to_string(),
        title: format!("No hooks come from {}", one.method),
        text: format!(
            "The last one came {} ago, and payments came since. The panel finds them by looking, \
             only later. See whether the gateway still has the address for hooks, and whether \
             hooks are refused.",
            lasting(sight.now - one.last)
        ),
    };
    Ok(stopped.into_iter().take(NAMED_MAX).map(one).collect())
}

pub(super) async fn deposits_wait(sight: &Sight) -> Result<Vec<Found>, db::Error> {
    let count = deposit::to_review(sight.db.pool()).await?;
    if count == 0 {
        return Ok(Vec::new());
    }
    let text = format!("Deposits: {count}. They stand under Deposits, To look at.");
    Ok(Found::here("Payments wait for staff", text))
}

pub(super) async fn mail_stuck(sight: &Sight) -> Result<Vec<Found>, db::Error> {
    let figures = mail::figures(sight.db.pool(), sight.now).await?;
    if figures.oldest.is_none_or(|oldest| oldest + WAITS_AFTER > sight.now) {
        return Ok(Vec::new());
    }
    let text = format!("Messages: {}. Settings, Mail says why.", figures.waiting);
    Ok(Found::here("Mail is not sent", text))
}

pub(super) async fn books_differ(sight: &Sight) -> Result<Vec<Found>, db::Error> {
    let news = books::news(&sight.db).await?;
    let count = news.open.len() + news.closed.len();
    if count == 0 {
        return Ok(Vec::new());
    }
    let text = format!(
        "Differences: {count}. Nothing is sent to providers until somebody has looked: run waybill \
         books check."
    );
    Ok(Found::here("The books differ", text))
}

pub(super) async fn database_away(sight: &Sight) -> Result<Vec<Found>, db::Error> {
    let away = measures::since(&sight.db, sight.now - ERRORS_OVER).await?.away;
    if away == 0 {
        return Ok(Vec::new());
    }
    let text = format!("Parts of the panel could not use it {away} times in five minutes.");
    Ok(Found::here("The database was away", text))
}

pub(super) async fn database_slow(sight: &Sight) -> Result<Vec<Found>, db::Error> {
    let longest = measures::since(&sight.db, sight.now - ERRORS_OVER).await?.batch_ms;
    if longest <= BATCH_MS_MAX {
        return Ok(Vec::new());
    }
    let text = format!("A batch of orders has waited for it for {} s.", longest / 1_000);
    Ok(Found::here("Orders wait for the database", text))
}

pub(super) async fn disk_full(sight: &Sight) -> Result<Vec<Found>, db::Error> {
    let Some((free, all)) = measures::disk(&sight.db, sight.now - ERRORS_OVER).await? else {
        return Ok(Vec::new());
    };
    if free >= DISK_MIB_MIN && free.saturating_mul(DISK_SHARE) >= all {
        return Ok(Vec::new());
    }
    let text = format!("{free} MiB of {all} MiB are free where the database is.");
    Ok(Found::here("The disk is nearly full", text))
}

pub(super) async fn errors(sight: &Sight) -> Result<Vec<Found>, db::Error> {
    let seen = measures::since(&sight.db, sight.now - ERRORS_OVER).await?;
    if seen.errors < ERRORS_MIN || seen.errors.saturating_mul(ERRORS_SHARE) < seen.answers {
        return Ok(Vec::new());
    }
    let text = format!(
        "{} of {} answers in five minutes were errors of the panel (5xx). Its log says why.",
        seen.errors, seen.answers
    );
    Ok(Found::here("Pages and APIs fail", text))
}

pub(super) async fn no_orders(sight: &Sight) -> Result<Vec<Found>, db::Error> {
    let Some(silence) = silence::unusual(&sight.db, sight.now).await? else {
        return Ok(Vec::new());
    };
    let usual: Vec<String> = silence.usual.iter().map(i64::to_string).collect();
    let text = format!(
        "None for {}. In the same hours of the last weeks there were {}.",
        lasting(sight.now - silence.since),
        usual.join(", ")
    );
    Ok(Found::here("No orders come in", text))
}

fn is_late(heap: Heap, now: DateTime<Utc>) -> bool {
    heap.oldest.is_some_and(|oldest| oldest + WAITS_AFTER <= now)
}

/// `3 orders, the oldest for 20 min`
fn counted(heap: Heap, now: DateTime<Utc>) -> String {
    let orders = match heap.count {
        1 => "1 order".to_owned(),
        count => format!("{count} orders"),
    };
    match heap.oldest {
        Some(oldest) => format!("{orders}, the oldest for {}", lasting(now - oldest)),
        None => orders,
    }
}

/// A length of time in words: `20 min`, `3 h 5 min`, `2 days`.
pub(super) fn lasting(length: TimeDelta) -> String {
    match length.num_minutes() {
        ..1 => "less than a minute".to_owned(),
        minutes @ 1..60 => format!("{minutes} min"),
        minutes @ 60..2_880 => format!("{} h {} min", minutes / 60, minutes % 60),
        minutes => format!("{} days", minutes / 1_440),
    }
}

fn cut(text: &str) -> String {
    text.chars().take(SAID_CHARS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_said_how_many_wait_and_for_how_long() {
        let now = DateTime::from_timestamp(1_780_000_000, 0).unwrap();
        let heap = |count, minutes| Heap { count, oldest: Some(now - TimeDelta::minutes(minutes)) };
        assert_eq!(counted(heap(1, 20), now), "1 order, the oldest for 20 min");
        assert_eq!(counted(heap(3, 185), now), "3 orders, the oldest for 3 h 5 min");
        assert_eq!(counted(Heap { count: 2, oldest: None }, now), "2 orders");
        assert_eq!(lasting(TimeDelta::days(3)), "3 days");
        assert!(is_late(heap(1, 15), now) && !is_late(heap(9, 14), now));
    }
}
