//! The prices of providers, and what they lead to here.

pub mod bulk_sale;
pub mod changes;
pub mod currency;
pub(in crate::providers) mod floor;
pub mod margin;
pub mod own_rates;
pub mod price_guard;
pub mod reprice;
pub mod sale;
pub mod shelf;
