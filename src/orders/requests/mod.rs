//! What customers can ask for about their orders.

pub mod cancel;
pub mod refill;
