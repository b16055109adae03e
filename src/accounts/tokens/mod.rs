//! How programs prove who they are.

pub mod calls;
pub mod expiry;
pub mod issue;
pub mod jwt;
pub(in crate::accounts) mod lookup;
pub(in crate::accounts) mod memory;
pub mod networks;
pub mod token;
pub mod verifier;
