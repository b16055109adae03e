//! Orders that make other orders.

pub mod drip;
pub mod subscription;
