//! Orders: how they come in, what they do, and how they end. Source of the rules: `docs/API.md`
//! and `docs/LEDGER.md`.
//!
//! Every door places through [`Intake::place`]. Every change of state writes an event in the same
//! transaction; money moves only here and by hand, always through `ledger::Wallets`. Locks are
//! taken in one order everywhere: orders by id, then wallets by id.

mod again;
mod attempt;
pub mod averages;
pub mod books;
pub mod by_hand;
pub mod cancel;
pub mod decide;
pub mod desk;
pub mod dispatch;
pub mod drip;
mod event;
pub mod evidence;
pub mod follow;
pub mod health;
mod intake;
mod known;
pub mod overview;
pub mod pace;
mod parse;
mod place;
pub mod poll;
pub mod read;
pub mod record;
mod recorded;
pub mod refill;
pub mod refill_desk;
mod settle;
mod source;
pub mod state;
pub mod status;
pub mod subscription;
pub mod sweep;
pub mod target;
pub mod tasks;
pub mod unknown;
pub mod unread;
mod weigh;

pub use intake::Intake;
pub use parse::{INTERVAL_MIN_MAX, PARAMETERS, PlaceError, RUNS_MAX, Request, quote};
pub use place::Placed;
pub use source::Source;
pub use state::{Form, State};
