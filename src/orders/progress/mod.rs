//! What is learnt of orders that are with a provider.

pub mod poll;
pub mod provider_requests;
pub mod target;
pub mod unread;
