//! The timeline of an order, in words. Staff read who did it and why. Customers read what it means
//! for them, and never the address of a member of staff or a provider's sentence.

use serde_json::Value;

use super::order_view::{Badge, Event, Reader, Side, Try};
use crate::orders::event::EventKind;
use crate::orders::read::{Entry, Order};
use crate::orders::{Form, State};
use crate::web::figures::number;

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
            EventKind::Became(State::Unknown) => {
                "It is not clear whether the provider has taken the order."
            }
            _ if is_last && !order.state.is_final() => {
                "The provider has not taken the order yet. The panel sends it again by itself."
            }
            _ => "The provider did not take the order.",
        };
        let said = |entry: &Entry| if is_staff { inside(entry) } else { "Not taken".to_owned() };
        let why = if is_staff { inside(last) } else { String::new() };
        let tries = tried.chunks_exact(2).take(TRIES_MAX);
        Event {
            at: self.when(first.at),
            kind: Badge::new(State::Queued, order.form, self.side).kind,
            title: format!("Tried {} times, last {}", number(count), self.when(last.at).rel),
            text: if why.is_empty() { text.to_owned() } else { format!("{text} {why}") },
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
            EventKind::Became(state) => Badge::new(state, order.form, self.side).kind,
            _ => "dot",
        };
        let (title, text) = self.words(order, entry);
        let inside = if is_staff { inside(entry) } else { String::new() };
        let text = [text, inside].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
        let by = match (&entry.actor, is_staff) {
            (Some(actor), true) => actor.clone(),
            (Some(actor), false) if *actor == order.email => "you".to_owned(),
            (Some(_), false) => "the operator".to_owned(),
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
            link: made.map(|id| format!("Order {id}")).unwrap_or_default(),
            href: made.map(|id| format!("{orders}/{id}")).unwrap_or_default(),
            tries: Vec::new(),
            id: entry.id,
        }
    }

    /// A title, and other text that everybody may read.
    fn words(&self, order: &Order, entry: &Entry) -> (String, String) {
        let data = |name: &str| entry.data.as_ref().and_then(|data| data.get(name));
        let is_staff = self.side == Side::Staff;
        let counted = |name| data(name).and_then(Value::as_i64).map(number).unwrap_or_default();
        let left = || entry.amounts.map(|after| number(after.remains)).unwrap_or_default();
        let refunded = entry.amounts.map(|after| after.refunded).filter(|back| !back.is_zero());
        let back = || {
            let text =
                refunded.map(|back| format!("{} came back to the balance", self.money(back)));
            text.unwrap_or_default()
        };
        let said = |title: &str| (title.to_owned(), String::new());
        match entry.kind {
            EventKind::Placed
                if matches!(order.form, Form::Run | Form::Portion | Form::Subscription) =>
            {
                said("Placed")
            }
            EventKind::Placed => {
                ("Placed".to_owned(), format!("Charged {}", self.money(order.charge)))
            }
            EventKind::Became(state) => match state {
                State::Scheduled => said("Scheduled"),
                State::Queued => said("Waiting to be sent"),
                State::Submitting => said("Being sent to the provider"),
                State::Running if order.form.is_parent() => said("Active"),
                State::Running if data("as").is_some() && is_staff => {
                    let id = data("as").and_then(Value::as_str).unwrap_or_default();
                    (format!("Found at the provider as {id}"), String::new())
                }
                State::Running => said("Accepted by the provider"),
                State::Unknown if is_staff => said("No clear answer came back"),
                State::Unknown => (
                    "The operator is checking it".to_owned(),
                    "It is not clear whether the provider has taken the order.".to_owned(),
                ),
                State::Hold if is_staff => said("On hold"),
                State::Review if is_staff => said("In review"),
                State::Hold | State::Review => said("The operator is checking it"),
                State::Completed => said("Completed"),
                State::Partial => {
                    let parts = [format!("{} not delivered", left()), back()];
                    let parts = parts.into_iter().filter(|part| !part.is_empty());
                    ("Ended in part".to_owned(), parts.collect::<Vec<_>>().join("; "))
                }
                State::Canceled => ("Canceled".to_owned(), back()),
                State::Paused => (
                    "Paused".to_owned(),
                    "The balance did not cover the next post. Add credit and resume.".to_owned(),
                ),
                State::Expired => said("The last day is over"),
            },
            EventKind::Run => said("A run was made"),
            EventKind::Portion => said("A portion was made"),
            EventKind::Post => said("A new post was ordered"),
            EventKind::Rank => (format!("Position {}", counted("rank")), String::new()),
            EventKind::GaveUp => (
                "The position was not reached in time".to_owned(),
                "What is not delivered yet is stopped and comes back.".to_owned(),
            ),
            EventKind::RunsCanceled => {
                (format!("Canceled the {} runs not made yet", counted("runs")), back())
            }
            EventKind::PortionsCanceled => ("Canceled what was not sent yet".to_owned(), back()),
            EventKind::CancelAsked => said("Cancel asked for"),
            EventKind::CancelAccepted => said("The provider is stopping it"),
            EventKind::CancelRefused => said("The provider did not cancel it; it goes on"),
            EventKind::CancelUnanswered => said("No answer about the cancel yet; asked again"),
            EventKind::RefillAsked => said("Refill asked for"),
            EventKind::RefillWaits => said("The refill could not be asked for yet; asked again"),
            EventKind::RefillAccepted => said("Refill under way"),
            EventKind::RefillRejected => said("The provider did not refill it"),
            EventKind::RefillCompleted => said("Refilled"),
            EventKind::Progress => ("Under way".to_owned(), format!("{} to be delivered", left())),
            EventKind::Refunded => {
                let total = refunded.map(|total| format!("{} in all", self.money(total)));
                let why = data("why").and_then(Value::as_str).map(str::to_owned);
                // The reason stands on the customer's statement too.
                let why = why.filter(|_| !is_staff);
                let parts: Vec<String> = total.into_iter().chain(why).collect();
                ("Refunded".to_owned(), parts.join(" · "))
            }
            EventKind::LateReport => said("A report came after its end"),
            EventKind::LateAnswer => said("An answer came after its time"),
            EventKind::LookedAt => said("Someone looked at it"),
            EventKind::Edited => ("Corrected".to_owned(), edited(entry)),
            EventKind::Moved => match data("provider").and_then(Value::as_str) {
                Some(provider) => (format!("Moved to {provider}"), String::new()),
                None => said("Goes by the routes of its service again"),
            },
            EventKind::Unread => said("The provider's answers about it cannot be read"),
        }
    }
}

/// What staff corrected, in the customer's words too: all of it is the customer's own.
fn edited(entry: &Entry) -> String {
    let data = |name: &str| entry.data.as_ref().and_then(|data| data.get(name));
    let count = |name| data(name).and_then(Value::as_i64).map(number);
    let parts = [
        count("start_count").map(|now| format!("start count {now}")),
        count("remains").map(|now| format!("{now} to be delivered")),
        data("link").and_then(Value::as_str).map(|now| format!("link {now}")),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
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
