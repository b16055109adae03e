//! General tools. They know no business noun: nothing here says order or account.

pub mod address;
pub mod batch;
pub mod body;
pub mod browser;
pub mod clock;
pub mod colour;
pub mod csv;
pub mod csv_rows;
pub mod db;
mod failpoint;
pub mod fingerprint;
pub mod hash_list;
pub mod host;
pub mod id;
pub mod keys;
pub mod lang;
pub mod limit;
pub mod markdown;
pub mod migrate;
pub mod money;
pub mod outbound;
pub mod page;
pub mod picture;
pub mod places;
pub mod postgres;
pub mod public;
pub mod range;
pub mod rate_limit;
pub mod roles;
pub mod sampled;
pub mod secret;
pub mod sign;
pub mod smtp;
pub mod telegram;
pub mod zone;

pub use failpoint::failpoint;
