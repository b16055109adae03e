//! How `status` shows an order. It is written straight into the answer: no tree of values is built
//! for a hundred orders.

use std::collections::HashSet;
use std::fmt::Display;

use serde::{Serialize, Serializer};

use super::answer::Fault;
use super::sent_ids::SentId;
use crate::kit::money::Money;
use crate::orders::status::Status;
use crate::orders::subscription::Terms;
use crate::orders::{Form, OrderId, State};

/// Numbers and amounts are text on this wire.
pub(super) struct Text<T>(T);

impl<T: Display> Serialize for Text<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// Ids, each as text.
pub(super) struct Texts<'s>(&'s [OrderId]);

impl Serialize for Texts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(Text))
    }
}

/// One order, in the words of the protocol.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Shown<'s> {
    Order {
        charge: Text<Money>,
        start_count: Text<i64>,
        status: &'static str,
        remains: Text<i64>,
        currency: &'s str,
    },
    Drip {
        charge: Text<Money>,
        start_count: Text<i64>,
        status: &'static str,
        remains: Text<i64>,
        currency: &'s str,
        runs: Text<usize>,
        orders: Texts<'s>,
    },
    Subscription {
        status: &'static str,
        expiry: String,
        posts: Text<usize>,
        orders: Texts<'s>,
    },
    Nothing {
        error: String,
    },
}

impl<'s> Shown<'s> {
    pub(super) fn new(status: &'s Status, currency: &'s str) -> Self {
        let charge = Text(status.charge);
        let start_count = Text(status.start_count.unwrap_or_default());
        let remains = Text(status.remains);
        let (count, orders) = (Text(status.children.len()), Texts(&status.children));
        match status.form {
            Form::Subscription => {
                let expiry = Terms::read(status.details.as_ref()).expiry;
                Self::Subscription {
                    status: subscription_word(status.state),
                    expiry: expiry.map(|day| day.to_string()).unwrap_or_default(),
                    posts: count,
                    orders,
                }
            }
            Form::Drip => {
                let status = word(status.state);
                Self::Drip { charge, start_count, status, remains, currency, runs: count, orders }
            }
            _ => {
                let status = word(status.state);
                Self::Order { charge, start_count, status, remains, currency }
            }
        }
    }

    fn nothing() -> Self {
        Self::Nothing { error: Fault::Order.sentence() }
    }
}

/// Orders by their ids as these were sent, each once.
pub(super) struct List<'s> {
    pub sent: &'s [SentId<'s>],
    pub currency: &'s str,
    pub find: &'s dyn Fn(i64) -> Option<&'s Status>,
}

impl Serialize for List<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut seen = HashSet::with_capacity(self.sent.len());
        let once = self.sent.iter().filter(|one| seen.insert(one.text));
        serializer.collect_map(once.map(|one| {
            let status = one.id.and_then(self.find);
            let shown = status.map_or_else(Shown::nothing, |s| Shown::new(s, self.currency));
            (one.text, shown)
        }))
    }
}

/// This protocol's word for a state.
const fn word(state: State) -> &'static str {
    match state {
        State::Scheduled | State::Queued | State::Hold => "Pending",
        State::Submitting | State::Unknown => "Processing",
        State::Running | State::Review | State::Paused => "In progress",
        State::Completed | State::Expired => "Completed",
        State::Partial => "Partial",
        State::Canceled => "Canceled",
    }
}

const fn subscription_word(state: State) -> &'static str {
    match state {
        State::Paused => "Paused",
        State::Completed | State::Partial => "Completed",
        State::Expired => "Expired",
        State::Canceled => "Canceled",
        _ => "Active",
    }
}
