//! Alerts: what the panel tells its operator by itself, when something goes wrong and when it is
//! over.
//!
//! Owns the tables of `migrations/0033_alerts.sql`. What must stay true: an alert has one row from
//! its begin to its end, whatever number of processes look; the messages about it are written in the
//! transaction that notes it; a message is sent at least once, or is given up after a day; by mail it is
//! in the outbox of mail once. Nothing
//! here waits for a receiver: `work::alerts` sends in tasks of their own, one call at a time to each
//! receiver. [`table::ALERTS`] is the one place that lists what there can be.
//!
//! It stands to the right of all domains, because it asks them how they do; the books too. Called by
//! `work`, by the staff's pages, and by `serve`, which counts answers.

mod aim;
mod conditions;
mod letter;
mod list;
mod measures;
mod outbox;
mod postman;
mod quiet;
pub mod receivers;
mod silence;
mod table;
mod trial;
mod watch;

pub use list::{Delivery, Listed, count_open, deliveries, history, open};
pub use measures::{Measures, free_mib};
pub use outbox::{Taken, mail_due, record, take_due};
pub use postman::{Outcome, Postman};
pub use quiet::Quiet;
pub use table::{ALERTS, Alert};
pub use watch::{look, sweep};

crate::id!(
    /// Who is told of alerts.
    ReceiverId
);
