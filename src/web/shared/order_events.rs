//! The timeline of an order, in words. Staff read who did it and why. Customers read what it means
//! for them, in their language, and never the address of a member of staff or a provider's
//! sentence. What only staff read is in English.

use serde_json::Value;

use super::order_view::{Badge, Event, Reader, Side, Try};
use crate::kit::lang::{Lang, Said};
use crate::orders::event::EventKind;
use crate::orders::read::{Entry, Order};
use crate::orders::{Form, State};

impl Reader<'_> {
    /// What happened to `order`, newest first. Customers see only the newest position here; all
    /// positions are in the chart.
    pub(super) fn timeline(&self, order: &Order, entries: &[Entry]) -> Vec<Event> {
        let is_staff = self.side == Side::Staff;
        let mut has_rank = false;
        let newest = entries.iter().rev().filter(|entry| {
            let is_older = entry.kind == EventKind::Rank && has_rank;
            has_rank |= entry.kind == EventKind::Rank;
            is_staff || !(is_older || is_inside(entry.kind))
        });
        let newest: Vec<&Entry> = newest.collect();
        let mut events = Vec::new();
        let mut rest = newest.as_slice();
        while let Some((entry, older)) = rest.split_first() {
            let tries = tries(rest);
            if tries < 2 {
                events.push(self.event(order, entry));
                rest = older;
            } else {
                let (tried, older) = rest.split_at(tries * 2);
                events.push(self.tried(order, tried, events.is_empty()));
                rest = older;
            }
        }
        events
    }

    /// Several tries as one entry. `tried` has two entries for each, newest first.
    fn tried(&self, order: &Order, tried: &[&Entry], is_last: bool) -> Event {
        let (last, first) = (tried[0], tried[tried.len() - 1]);
        let count = i64::try_from(tried.len() / 2).unwrap_or(i64::MAX);
        let is_staff = self.side == Side::Staff;
        let text = match last.kind {
            EventKind::Became(State::Unknown) => self.lang.say("order-event-unknown-text"),
            _ if is_last && !order.state.is_final() => self.lang.say("order-event-not-taken-yet"),
            _ => self.lang.say("order-event-not-taken-at-all"),
        };
        let title = self.lang.say("order-event-tried").count("count", count);
        let title = title.with("when", self.lang.relative(last.at, self.now));
        let said = |entry: &Entry| match is_staff {
            true => inside(entry),
            false => self.lang.say("order-event-not-taken").to_string(),
        };
        let why = if is_staff { inside(last) } else { String::new() };
        let tries = tried.chunks_exact(2).take(TRIES_MAX);
        Event {
            at: self.when(first.at),
            kind: Badge::new(self.lang, State::Queued, order.form, self.side).kind,
            title: title.to_string(),
            text: if why.is_empty() { text.to_string() } else { format!("{text} {why}") },
            by: String::new(),
            link: String::new(),
            href: String::new(),
            tries: tries.map(|one| Try { at: self.when(one[0].at), text: said(one[0]) }).collect(),
            id: first.id,
        }
    }

    fn event(&self, order: &Order, entry: &Entry) -> Event {
        let is_staff = self.side == Side::Staff;
        let kind = match entry.kind {
            EventKind::Placed => "pending",
            EventKind::Became(state) => Badge::new(self.lang, state, order.form, self.side).kind,
            _ => "dot",
        };
        let (title, text) = self.words(order, entry);
        let inside = if is_staff { inside(entry) } else { String::new() };
        let text = [text, inside].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
        let by = match (&entry.actor, is_staff) {
            (Some(actor), true) => format!("by {actor}"),
            (Some(actor), false) if *actor == order.email => {
                self.lang.say("order-event-by-you").to_string()
            }
            (Some(_), false) => self.lang.say("order-event-by-operator").to_string(),
            (None, _) => String::new(),
        };
        let made = entry.data.as_ref().and_then(|data| data.get("order")?.as_i64());
        let made = made.filter(|_| {
            matches!(entry.kind, EventKind::Run | EventKind::Portion | EventKind::Post)
        });
        let orders = if is_staff { "/admin/orders" } else { "/orders" };
        Event {
            at: self.when(entry.at),
            kind,
            title,
            text: text.join(" · "),
            by,
            link: made
                .map(|id| self.lang.say("order-number").with("order", id).to_string())
                .unwrap_or_default(),
            href: made.map(|id| format!("{orders}/{id}")).unwrap_or_default(),
            tries: Vec::new(),
            id: entry.id,
        }
    }

    /// A title, and other text that everybody may read.
    fn words(&self, order: &Order, entry: &Entry) -> (String, String) {
        let data = |name: &str| entry.data.as_ref().and_then(|data| data.get(name));
        let is_staff = self.side == Side::Staff;
        let counted = |name| data(name).and_then(Value::as_i64).unwrap_or_default();
        let left = entry.amounts.map(|after| after.remains);
        let refunded = entry.amounts.map(|after| after.refunded).filter(|back| !back.is_zero());
        let refunded = refunded.map(|back| self.money(back));
        let say = |key: &'static str| self.lang.say(key);
        let back = || {
            let text = refunded
                .as_ref()
                .map(|amount| say("order-event-came-back").with("amount", amount).to_string());
            text.unwrap_or_default()
        };
        let alone = |title: Said| (title.to_string(), String::new());
        let staff = |title: &str| (title.to_owned(), String::new());
        match entry.kind {
            EventKind::Placed
                if matches!(order.form, Form::Run | Form::Portion | Form::Subscription) =>
            {
                alone(say("order-event-placed"))
            }
            EventKind::Placed => {
                let charged = say("order-event-charged").with("amount", self.money(order.charge));
                (say("order-event-placed").to_string(), charged.to_string())
            }
            EventKind::Became(state) => match state {
                State::Scheduled => alone(say("order-event-scheduled")),
                State::Queued => alone(say("order-event-queued")),
                State::Submitting => alone(say("order-event-submitting")),
                State::Running if order.form.is_parent() => alone(say("order-event-active")),
                State::Running if data("as").is_some() && is_staff => {
                    let id = data("as").and_then(Value::as_str).unwrap_or_default();
                    (format!("Found at the provider as {id}"), String::new())
                }
                State::Running => alone(say("order-event-accepted")),
                State::Unknown if is_staff => staff("No clear answer came back"),
                State::Unknown => (
                    say("order-event-checking").to_string(),
                    say("order-event-unknown-text").to_string(),
                ),
                State::Hold if is_staff => staff("On hold"),
                State::Review if is_staff => staff("In review"),
                State::Hold | State::Review => alone(say("order-event-checking")),
                State::Completed => alone(say("order-event-completed")),
                State::Partial => {
                    let text = match (left, refunded) {
                        (Some(left), Some(amount)) => {
                            let said = say("order-event-partial-back").count("left", left);
                            said.with("amount", amount).to_string()
                        }
                        (Some(left), None) => {
                            say("order-event-partial-text").count("left", left).to_string()
                        }
                        (None, _) => String::new(),
                    };
                    (say("order-event-partial").to_string(), text)
                }
                State::Canceled => (say("order-event-canceled").to_string(), back()),
                State::Paused => (
                    say("order-event-paused").to_string(),
                    say("order-event-paused-text").to_string(),
                ),
                State::Expired => alone(say("order-event-expired")),
            },
            EventKind::Run => alone(say("order-event-run")),
            EventKind::Portion => alone(say("order-event-portion")),
            EventKind::Post => alone(say("order-event-post")),
            EventKind::Rank => alone(say("order-event-rank").count("position", counted("rank"))),
            EventKind::GaveUp => (
                say("order-event-gave-up").to_string(),
                say("order-event-gave-up-text").to_string(),
            ),
            EventKind::RunsCanceled => {
                let title = say("order-event-runs-canceled").count("runs", counted("runs"));
                (title.to_string(), back())
            }
            EventKind::PortionsCanceled => {
                (say("order-event-portions-canceled").to_string(), back())
            }
            EventKind::CancelAsked => alone(say("order-event-cancel-asked")),
            EventKind::CancelAccepted => alone(say("order-event-cancel-accepted")),
            EventKind::CancelRefused => alone(say("order-event-cancel-refused")),
            EventKind::CancelUnanswered => alone(say("order-event-cancel-unanswered")),
            EventKind::RefillAsked => alone(say("order-event-refill-asked")),
            EventKind::RefillWaits => alone(say("order-event-refill-waits")),
            EventKind::RefillAccepted => alone(say("order-event-refill-accepted")),
            EventKind::RefillRejected => alone(say("order-event-refill-rejected")),
            EventKind::RefillCompleted => alone(say("order-event-refill-completed")),
            EventKind::Progress => {
                let text = left
                    .map(|left| say("order-event-progress-text").count("left", left).to_string());
                (say("order-event-progress").to_string(), text.unwrap_or_default())
            }
            EventKind::Refunded => {
                let total = refunded.map(|amount| {
                    say("order-event-refunded-text").with("amount", amount).to_string()
                });
                let why = data("why").and_then(Value::as_str).map(str::to_owned);
                // The reason stands on the customer's statement too.
                let why = why.filter(|_| !is_staff);
                let parts: Vec<String> = total.into_iter().chain(why).collect();
                (say("order-event-refunded").to_string(), parts.join(" · "))
            }
            EventKind::LateReport => staff("A report came after its end"),
            EventKind::LateAnswer => staff("An answer came after its time"),
            EventKind::LookedAt => staff("Someone looked at it"),
            EventKind::Edited => (say("order-event-edited").to_string(), edited(self.lang, entry)),
            EventKind::Moved => match data("provider").and_then(Value::as_str) {
                Some(provider) => (format!("Moved to {provider}"), String::new()),
                None => staff("Goes by the routes of its service again"),
            },
            EventKind::Unread => staff("The provider's answers about it cannot be read"),
        }
    }
}

/// What staff corrected, in the customer's words too: all of it is the customer's own.
fn edited(lang: Lang, entry: &Entry) -> String {
    let data = |name: &str| entry.data.as_ref().and_then(|data| data.get(name));
    let count = |name| data(name).and_then(Value::as_i64);
    let link = data("link").and_then(Value::as_str);
    let parts = [
        count("start_count").map(|now| lang.say("order-event-edited-start").count("count", now)),
        count("remains").map(|now| lang.say("order-event-progress-text").count("left", now)),
        link.map(|now| lang.say("order-event-edited-link").with("link", now)),
    ];
    let parts = parts.into_iter().flatten().map(|said| said.to_string());
    let list = parts.reduce(|first, next| {
        lang.say("order-event-edited-list").with("first", first).with("next", next).to_string()
    });
    list.unwrap_or_default()
}

/// The most tries that an entry lists.
const TRIES_MAX: usize = 10;

/// What customers have no use for.
const fn is_inside(kind: EventKind) -> bool {
    matches!(
        kind,
        EventKind::LateAnswer
            | EventKind::LateReport
            | EventKind::LookedAt
            | EventKind::Moved
            | EventKind::Unread
    )
}

/// How many tries in a row stand at the beginning of these entries, which are newest first: the
/// order was sent, and came back or went missing in the same way.
fn tries(newest: &[&Entry]) -> usize {
    let back = |pair: &[&Entry]| match (pair[0].kind, pair[1].kind) {
        (
            EventKind::Became(state @ (State::Queued | State::Unknown)),
            EventKind::Became(State::Submitting),
        ) => Some(state),
        _ => None,
    };
    let mut pairs = newest.chunks_exact(2).map(back);
    let Some(first) = pairs.next().flatten() else { return 0 };
    1 + pairs.take_while(|state| *state == Some(first)).count()
}

/// What only staff may read: reasons and answers, without the system's numbers of errors.
fn inside(entry: &Entry) -> String {
    let texts = ["why", "refused", "waits", "answer"].into_iter();
    let texts = texts.filter_map(|name| entry.data.as_ref()?.get(name)?.as_str());
    let texts = texts.map(|text| match text.split_once(" (os error ") {
        Some((before, after)) => {
            format!("{before}{}", after.split_once(')').map_or("", |(_, rest)| rest))
        }
        None => text.to_owned(),
    });
    texts.collect::<Vec<_>>().join(" · ")
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};
    use serde_json::json;

    use super::*;

    fn entry(id: i64, kind: EventKind, data: Option<Value>) -> Entry {
        let at = DateTime::<Utc>::from_timestamp(1_780_000_000 + id, 0).unwrap();
        Entry { id, kind, amounts: None, data, actor: None, at }
    }

    #[test]
    fn tries_in_a_row_are_counted_as_far_as_they_are_alike() {
        let (sent, back) = (EventKind::Became(State::Submitting), State::Queued);
        let lost = EventKind::Became(State::Unknown);
        let kinds =
            [EventKind::Placed, sent, EventKind::Became(back), sent, lost, sent, lost, sent];
        let all: Vec<Entry> =
            kinds.iter().zip(1..).map(|(kind, id)| entry(id, *kind, None)).collect();
        let newest: Vec<&Entry> = all.iter().rev().collect();
        assert_eq!(tries(&newest), 0, "it is being sent just now");
        assert_eq!(tries(&newest[1..]), 2);
        assert_eq!(tries(&newest[5..]), 1);
        assert_eq!(tries(&newest[7..]), 0);
        assert_eq!(tries(&[]), 0);
    }

    #[test]
    fn reasons_have_no_numbers_of_errors() {
        let data = json!({ "waits": "tcp connect error: Connection refused (os error 111)" });
        let text = inside(&entry(1, EventKind::Became(State::Queued), Some(data)));
        assert_eq!(text, "tcp connect error: Connection refused");
    }
}
