//! What providers ask, and what becomes of it here.

pub mod changes;
pub mod currency;
pub mod margin;
pub mod price_guard;
pub mod sale;
