//! The list of alerts: for each its word, its words for people, whether it wakes somebody, and how it
//! is asked. A new alert is a row here and a function in `conditions`; the form, the messages and the
//! pages need nothing more.

use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;
use tokio::sync::OnceCell;

use super::conditions;
use crate::kit::db::{self, Db};
use crate::orders::todo::{self, Todo};
use crate::providers::provider::{self, Provider};

/// One kind of alert.
pub struct Alert {
    /// Its name in the tables, in forms and in messages.
    pub word: &'static str,
    pub name: &'static str,
    /// When it begins.
    pub help: &'static str,
    /// Whether a new receiver is told of it in quiet hours too.
    pub is_urgent: bool,
    pub(super) ask: Ask,
}

/// What is wrong now; empty: nothing.
pub(super) type Ask = for<'s> fn(&'s Sight) -> BoxFuture<'s, Result<Vec<Found>, db::Error>>;

/// What a condition may ask. What several of them ask is read once for a look.
pub struct Sight {
    pub db: Db,
    pub now: DateTime<Utc>,
    todo: OnceCell<Todo>,
    providers: OnceCell<Vec<Provider>>,
}

impl Sight {
    pub(super) fn new(db: &Db, now: DateTime<Utc>) -> Self {
        let (todo, providers) = (OnceCell::new(), OnceCell::new());
        Self { db: db.clone(), now, todo, providers }
    }

    /// What waits for a person.
    pub(super) async fn todo(&self) -> Result<&Todo, db::Error> {
        self.todo.get_or_try_init(|| todo::read(self.db.pool())).await
    }

    /// The providers that are not switched off.
    pub(super) async fn providers(&self) -> Result<impl Iterator<Item = &Provider>, db::Error> {
        let all = self.providers.get_or_try_init(|| provider::list(self.db.pool())).await?;
        Ok(all.iter().filter(|one| one.enabled))
    }
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Which one, if there are several of the kind: a provider's id.
    pub about: String,
    /// What is wrong, in a few words.
    pub title: String,
    /// More about it, for the operator.
    pub text: String,
}

/// All of them, in the order of the form.
pub static ALERTS: &[Alert] = &[
    Alert {
        word: "provider_down",
        name: "A provider does not answer",
        help: "No call was answered for two minutes, or the panel has paused it.",
        is_urgent: true,
        ask: |sight| Box::pin(conditions::provider_down(sight)),
    },
    Alert {
        word: "provider_empty",
        name: "A provider runs out of money",
        help: "The balance is below the amount that you set, or lasts for less than a day.",
        is_urgent: false,
        ask: |sight| Box::pin(conditions::provider_empty(sight)),
    },
    Alert {
        word: "orders_unknown",
        name: "Orders are unknown",
        help: "Five of them wait for a person, or one for 15 minutes.",
        is_urgent: false,
        ask: |sight| Box::pin(conditions::orders_unknown(sight)),
    },
    Alert {
        word: "orders_held",
        name: "Orders are not sent",
        help: "For 15 minutes an order waits to be sent, or was refused by every provider.",
        is_urgent: false,
        ask: |sight| Box::pin(conditions::orders_held(sight)),
    },
    Alert {
        word: "orders_stuck",
        name: "Orders cannot be read",
        help: "For an hour a provider’s answers about an order could not be read.",
        is_urgent: false,
        ask: |sight| Box::pin(conditions::orders_stuck(sight)),
    },
    Alert {
        word: "deposits_unread",
        name: "Payments cannot be read",
        help: "For 15 minutes a payment gateway has not answered about a deposit.",
        is_urgent: false,
        ask: |sight| Box::pin(conditions::deposits_unread(sight)),
    },
    Alert {
        word: "hooks_stopped",
        name: "Hooks of payments have stopped",
        help: "For a day no hook came from a payment gateway that used to send some, although payments came.",
        is_urgent: false,
        ask: |sight| Box::pin(conditions::hooks_stopped(sight)),
    },
    Alert {
        word: "deposits_wait",
        name: "Payments wait for staff",
        help: "Money came that is not what was asked for, or somebody disputes a payment.",
        is_urgent: false,
        ask: |sight| Box::pin(conditions::deposits_wait(sight)),
    },
    Alert {
        word: "mail_stuck",
        name: "Mail is not sent",
        help: "A message has waited for 15 minutes, because the mail server does not take it.",
        is_urgent: false,
        ask: |sight| Box::pin(conditions::mail_stuck(sight)),
    },
    Alert {
        word: "books_differ",
        name: "The books differ",
        help: "The hourly check has found a difference. Nothing is sent to providers then.",
        is_urgent: true,
        ask: |sight| Box::pin(conditions::books_differ(sight)),
    },
    Alert {
        word: "database_away",
        name: "The database was away",
        help: "In the last five minutes a part of the panel could not use it. While it is away, no alert can be sent.",
        is_urgent: true,
        ask: |sight| Box::pin(conditions::database_away(sight)),
    },
    Alert {
        word: "database_slow",
        name: "Orders wait for the database",
        help: "A batch of orders has waited for more than five seconds.",
        is_urgent: true,
        ask: |sight| Box::pin(conditions::database_slow(sight)),
    },
    Alert {
        word: "disk_full",
        name: "The disk is nearly full",
        help: "Less than a twentieth, or less than 1 GiB, is free for the private PostgreSQL.",
        is_urgent: true,
        ask: |sight| Box::pin(conditions::disk_full(sight)),
    },
    Alert {
        word: "errors",
        name: "Pages and APIs fail",
        help: "In five minutes ten answers, and one of twenty, were errors of the panel (5xx).",
        is_urgent: true,
        ask: |sight| Box::pin(conditions::errors(sight)),
    },
    Alert {
        word: "no_orders",
        name: "No orders come in",
        help: "None for an hour, although there were ten or more in the same hours of each of the last three weeks.",
        is_urgent: false,
        ask: |sight| Box::pin(conditions::no_orders(sight)),
    },
];

impl Found {
    /// About the panel itself.
    pub(super) fn here(title: &str, text: String) -> Vec<Self> {
        vec![Self { about: String::new(), title: title.to_owned(), text }]
    }
}

impl Alert {
    /// The alert of this word.
    #[must_use]
    pub fn find(word: &str) -> Option<&'static Self> {
        ALERTS.iter().find(|alert| alert.word == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_stands_once() {
        for alert in ALERTS {
            assert_eq!(ALERTS.iter().filter(|other| other.word == alert.word).count(), 1);
            assert!(alert.word.len() <= 40 && !alert.help.is_empty(), "{}", alert.word);
        }
        assert!(Alert::find("nothing").is_none());
    }
}
