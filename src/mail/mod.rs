//! Mail: messages to people by their e-mail addresses.
//!
//! Owns the tables `mails` of `migrations/0050_mail.sql` (with `0060_mail_leases.sql`) and `mail_site` of
//! `migrations/0052_notices.sql`. What must stay true: a message is written in
//! the transaction that causes it, so neither is there without the other. It is sent at least once, or
//! given up when nobody needs it any more, or when a server refuses it for good; each attempt has the
//! same Message-ID. Its text holds links, so it is sealed in the table and deleted when it is not to be
//! sent any more, and no log shows it.
//!
//! It stands left of `accounts`, whose verbs send (decision 0035): it knows addresses and languages, and no accounts. Called by `accounts`, by `work::mail`, which sends,
//! and by the staff's pages.

mod courier;
mod kind;
mod letter;
mod list;
mod markup;
mod outbox;
mod remove;
mod wire;

pub use courier::{Courier, Options, Outcome};
pub use kind::Kind;
pub use letter::{Letter, Own, Rendered};
pub use list::{Figures, Listed, State, figures, list};
pub(crate) use outbox::{Again, try_again};
pub use outbox::{Held, New, Outbox, To, Written, record, take_due};
pub(crate) use remove::forget_all;
pub use remove::sweep;
