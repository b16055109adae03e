//! Pages of someone who is signed in.

pub mod account;
pub mod keys;
