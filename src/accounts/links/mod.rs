//! What people do by links that were mailed to them: sign up, confirm an address, choose a new password,
//! change an address.
//!
//! What must stay true: a link is used once, for its own purpose and its own account, and before its
//! time is over; of several of one purpose only the newest works. Opening a link changes nothing: its
//! page has a button, so a program that reads mail uses nothing up. Nobody learns from an answer, or from
//! the time that it takes, whether an address has an account: pages write the same row for every address
//! (`asked`), and the loop `mail` does the rest.
//!
//! Locks: an account before its links, everywhere. Whoever uses a link looks at it without a lock, locks
//! its account, and then deletes it, which decides (`link::use_up`).

pub mod address;
pub mod asked;
pub mod by_staff;
mod link;
pub mod reset;
pub mod sign_up;
pub mod verify;

pub(in crate::accounts) use link::withdraw;
pub use link::{Found, Purpose, look, sweep};
