//! What the panel learns about orders that a provider has.

pub mod poll;
pub mod provider_requests;
pub mod target;
pub mod unread;
