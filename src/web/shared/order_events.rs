//! The timeline of an order, in words. Staff read who did it and why; customers read what it
//! means for them, and never a colleague's address or a provider's sentence.

use serde_json::Value;

use super::order_view::{Badge, Event, Reader, Side};
use crate::orders::read::{Entry, Order};
use crate::orders::{Form, State};
use crate::web::figures::number;

impl Reader<'_> {
    /// What happened to `order`, newest first. Of positions customers find the newest here; all of
    /// them are in the chart.
    pub(super) fn timeline(&self, order: &Order, entries: &[Entry]) -> Vec<Event> {
        let mut has_rank = false;
        let newest = entries.iter().rev().filter(|entry| {
            let is_older = entry.kind == "rank" && has_rank;
            has_rank |= entry.kind == "rank";
            self.side == Side::Staff || !is_older
        });
        newest.filter_map(|entry| self.event(order, entry)).collect()
    }

    fn event(&self, order: &Order, entry: &Entry) -> Option<Event> {
        let is_staff = self.side == Side::Staff;
        if !is_staff && matches!(entry.kind.as_str(), "late_answer" | "looked_at" | "unread") {
            return None;
        }
        let kind = State::parse(&entry.kind)
            .map_or("dot", |state| Badge::new(state, order.form, self.side).kind);
        let (title, text) = self.words(order, entry);
        let inside = if is_staff { inside(entry) } else { String::new() };
        let text = [text, inside].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
        let by = match (&entry.actor, is_staff) {
            (Some(actor), true) => actor.clone(),
            (Some(actor), false) if *actor == order.email => "you".to_owned(),
            (Some(_), false) => "the operator".to_owned(),
            (None, _) => String::new(),
        };
        let kind = if entry.kind == "placed" { "pending" } else { kind };
        Some(Event { at: self.when(entry.at), kind, title, text: text.join(" · "), by })
    }

    /// A title, and what else everybody may read.
    fn words(&self, order: &Order, entry: &Entry) -> (String, String) {
        let data = |name: &str| entry.data.as_ref().and_then(|data| data.get(name));
        let is_staff = self.side == Side::Staff;
        let child = data("order").and_then(Value::as_i64).map(|id| format!("Order {id}"));
        let back = data("refunded").and_then(Value::as_str).map(|amount| (amount, self.currency));
        let back = back.filter(|(amount, _)| *amount != "0.00");
        let refunded = |(amount, currency)| format!("{amount} {currency} came back to the balance");
        let said = |title: &str| (title.to_owned(), String::new());
        match entry.kind.as_str() {
            "placed" if matches!(order.form, Form::Run | Form::Portion | Form::Subscription) => {
                said("Placed")
            }
            "placed" => ("Placed".to_owned(), format!("Charged {}", self.money(order.charge))),
            "scheduled" => said("Scheduled"),
            "queued" => said("Waiting to be sent"),
            "submitting" => said("Being sent to the supplier"),
            "running" if order.form.is_parent() => said("Active"),
            "running" if data("as").is_some() && is_staff => {
                let id = data("as").and_then(Value::as_str).unwrap_or_default();
                (format!("Found at the provider as {id}"), String::new())
            }
            "running" => said("Accepted by the supplier"),
            "unknown" if is_staff => said("No clear answer came back"),
            "unknown" => (
                "The operator is checking it".to_owned(),
                "It is not clear whether the supplier has taken the order.".to_owned(),
            ),
            "hold" if is_staff => said("On hold"),
            "review" if is_staff => said("In review"),
            "hold" | "review" => said("The operator is checking it"),
            "completed" => said("Completed"),
            "partial" => {
                let left = data("remains").and_then(Value::as_i64).map(number);
                let left = left.map(|left| format!("{left} not delivered"));
                let parts: Vec<String> = left.into_iter().chain(back.map(refunded)).collect();
                ("Ended in part".to_owned(), parts.join("; "))
            }
            "canceled" => ("Canceled".to_owned(), back.map(refunded).unwrap_or_default()),
            "paused" => (
                "Paused".to_owned(),
                "The balance did not cover the next post. Add credit and resume.".to_owned(),
            ),
            "expired" => said("The last day is over"),
            "run" => ("A run was made".to_owned(), child.unwrap_or_default()),
            "portion" => ("A portion was made".to_owned(), child.unwrap_or_default()),
            "rank" => {
                let rank = data("rank").and_then(Value::as_i64).map(number).unwrap_or_default();
                (format!("Position {rank}"), String::new())
            }
            "gave_up" => (
                "The position was not reached in time".to_owned(),
                "What is not delivered yet is stopped and comes back.".to_owned(),
            ),
            "post" => ("A new post was ordered".to_owned(), child.unwrap_or_default()),
            "runs_canceled" => {
                let runs = data("runs").and_then(Value::as_i64).map(number).unwrap_or_default();
                let text = back.map(refunded).unwrap_or_default();
                (format!("Canceled the {runs} runs not made yet"), text)
            }
            "portions_canceled" => {
                let text = back.map(refunded).unwrap_or_default();
                ("Canceled what was not sent yet".to_owned(), text)
            }
            "cancel_asked" => said("Cancel asked for"),
            "cancel_accepted" => said("The supplier is stopping it"),
            "cancel_refused" => said("The supplier did not cancel it; it goes on"),
            "cancel_unanswered" => said("No answer about the cancel yet; asked again"),
            "refill_asked" => said("Refill asked for"),
            "refill_waits" => said("The refill could not be asked for yet; asked again"),
            "refill_accepted" => said("Refill under way"),
            "refill_rejected" => said("The supplier did not refill it"),
            "refill_completed" => said("Refilled"),
            "progress" => {
                let left = data("remains").and_then(Value::as_i64).map(number);
                let text = left.map(|left| format!("{left} to be delivered")).unwrap_or_default();
                ("Under way".to_owned(), text)
            }
            "refunded" => {
                let total = back.map(|(amount, currency)| format!("{amount} {currency} in all"));
                let why = data("why").and_then(Value::as_str).map(str::to_owned);
                // The reason stands on the customer's statement too.
                let why = why.filter(|_| !is_staff);
                let parts: Vec<String> = total.into_iter().chain(why).collect();
                ("Refunded".to_owned(), parts.join(" · "))
            }
            "late_answer" => said("An answer came after its time"),
            "looked_at" => said("Someone looked at it"),
            "unread" => said("The supplier says nothing readable of it"),
            other => (other.replace('_', " "), String::new()),
        }
    }
}

/// What only staff may read: reasons and answers.
fn inside(entry: &Entry) -> String {
    let texts = ["why", "refused", "waits", "answer"].into_iter();
    let texts = texts.filter_map(|name| entry.data.as_ref()?.get(name)?.as_str());
    texts.collect::<Vec<_>>().join(" · ")
}
