//! Orders: how they come in, what happens to them, and how they end. The rules are in `docs/API.md`
//! and `docs/LEDGER.md`.
//!
//! Every door places orders through [`Intake::place`]. Every change of state writes an event in the
//! same transaction. Money moves only here and by hand, always through `ledger::Wallets`. Locks are
//! taken in the same order everywhere: orders by id, then wallets by id.

pub mod books;
pub mod dispatch;
mod families;
mod model;
mod place;
mod progress;
pub mod read;
mod requests;
mod staff;
pub mod views;

pub use crate::ledger::OrderId;
use dispatch::{attempt, resend, weigh};
pub use dispatch::{record, sweep};
pub use families::{drip, subscription};
pub use intake::Intake;
pub use model::{attention, event, state};
use model::{locked_order, looks, source, transition, writer};
pub use parse::{INTERVAL_MIN_MAX, PARAMETERS, RUNS_MAX, Request, quote};
pub use place::Placed;
pub use place::pace::{self, Delivery};
pub use place::place_error::PlaceError;
use place::{facts, intake, parse, place_error};
pub use progress::{poll, provider_requests, target, unread};
pub use read::{
    averages, bought, event_reader, news, order_detail, sales, status, told, told_prices,
};
pub use requests::{cancel, refill};
pub use source::Source;
pub use staff::{
    bulk, by_hand, cancel_desk, caught, correct, customers, days, decide, desk, evidence, health,
    moving, notes, overview, provider_days, refill_desk, todo, totals, unknown, work,
};
pub use state::{Form, State};
