//! What people may ask of what is kept about them: all of it in a file, an end to their account, and
//! what is kept how long.
//!
//! Owns the third part of `migrations/0053_people.sql`. What must stay true: nobody but an account's
//! holder gets its file, for a day; an account is closed once, when nothing of it is open, and no money is
//! lost on the way that its holder has not given up; what is kept of a closed account names nobody.
//! Called by the pages of both sides and by the worker.

pub mod closing;
pub mod export;
mod kept;
mod tables;
mod write;

pub use kept::{Kept, Span, What, kept};

crate::id!(
    /// A file with what is kept of an account.
    ExportId
);
