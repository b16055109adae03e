//! What an order is, and how it may change.

pub(in crate::orders) mod event;
pub(in crate::orders) mod settle;
pub(in crate::orders) mod source;
pub mod state;
