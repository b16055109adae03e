//! Who may have an account, what staff may do to each other's, and how people get back in.

pub mod access;
pub mod admission;
pub mod closing;
pub mod invite;
pub mod look_alike;
pub mod notes;
pub mod recovery;
pub mod staff;
