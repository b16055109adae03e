//! The timeline of an order, in words. Staff read who did it and why. Customers read what it means
//! for them, and never the address of a member of staff or a provider's sentence.

use serde_json::Value;

use super::order_view::{Badge, Event, Reader, Side};
use crate::orders::event::EventKind;
use crate::orders::read::{Entry, Order};
use crate::orders::{Form, State};
use crate::web::figures::number;

impl Reader<'_> {
    /// What happened to `order`, newest first. Customers see only the newest position here; all
    /// positions are in the chart.
    pub(super) fn timeline(&self, order: &Order, entries: &[Entry]) -> Vec<Event> {
        let mut has_rank = false;
        let newest = entries.iter().rev().filter(|entry| {
            let is_older = entry.kind == EventKind::Rank && has_rank;
            has_rank |= entry.kind == EventKind::Rank;
            self.side == Side::Staff || !is_older
        });
        newest.filter_map(|entry| self.event(order, entry)).collect()
    }

    fn event(&self, order: &Order, entry: &Entry) -> Option<Event> {
        let is_staff = self.side == Side::Staff;
        let is_inside = matches!(
            entry.kind,
            EventKind::LateAnswer | EventKind::LateReport | EventKind::LookedAt | EventKind::Unread
        );
        if is_inside && !is_staff {
            return None;
        }
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
        Some(Event { at: self.when(entry.at), kind, title, text: text.join(" · "), by })
    }

    /// A title, and other text that everybody may read.
    fn words(&self, order: &Order, entry: &Entry) -> (String, String) {
        let data = |name: &str| entry.data.as_ref().and_then(|data| data.get(name));
        let is_staff = self.side == Side::Staff;
        let child = || {
            let id = data("order").and_then(Value::as_i64);
            id.map(|id| format!("Order {id}")).unwrap_or_default()
        };
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
                State::Submitting => said("Being sent to the supplier"),
                State::Running if order.form.is_parent() => said("Active"),
                State::Running if data("as").is_some() && is_staff => {
                    let id = data("as").and_then(Value::as_str).unwrap_or_default();
                    (format!("Found at the provider as {id}"), String::new())
                }
                State::Running => said("Accepted by the supplier"),
                State::Unknown if is_staff => said("No clear answer came back"),
                State::Unknown => (
                    "The operator is checking it".to_owned(),
                    "It is not clear whether the supplier has taken the order.".to_owned(),
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
            EventKind::Run => ("A run was made".to_owned(), child()),
            EventKind::Portion => ("A portion was made".to_owned(), child()),
            EventKind::Post => ("A new post was ordered".to_owned(), child()),
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
            EventKind::CancelAccepted => said("The supplier is stopping it"),
            EventKind::CancelRefused => said("The supplier did not cancel it; it goes on"),
            EventKind::CancelUnanswered => said("No answer about the cancel yet; asked again"),
            EventKind::RefillAsked => said("Refill asked for"),
            EventKind::RefillWaits => said("The refill could not be asked for yet; asked again"),
            EventKind::RefillAccepted => said("Refill under way"),
            EventKind::RefillRejected => said("The supplier did not refill it"),
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
            EventKind::Unread => said("The supplier's answers about it cannot be read"),
        }
    }
}

/// What only staff may read: reasons and answers.
fn inside(entry: &Entry) -> String {
    let texts = ["why", "refused", "waits", "answer"].into_iter();
    let texts = texts.filter_map(|name| entry.data.as_ref()?.get(name)?.as_str());
    texts.collect::<Vec<_>>().join(" · ")
}
