//! Waybill: the map of the house.

/// Knows no business noun: the private PostgreSQL and other tools.
pub mod kit;
