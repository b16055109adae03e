//! What many ask at the same time, done together: `batcher` gathers questions and hands them on in
//! batches, `reads` answers those that only read by one statement for all.

mod batcher;
mod reads;

pub use batcher::{BatchPermit, Batcher, Limits, Unanswered};
pub use reads::{Answer, Read, ReadError, Reads};
