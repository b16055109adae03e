//! What customers ask for of their orders.

pub mod cancel;
pub mod refill;
