//! What an order is, and how it may change.

pub mod attention;
pub mod event;
pub(in crate::orders) mod locked_order;
pub(in crate::orders) mod looks;
mod settle;
pub(in crate::orders) mod source;
pub mod state;
pub(in crate::orders) mod transition;
pub(in crate::orders) mod writer;
