//! Questions that many ask at the same time, answered together: `batcher` gathers questions and
//! passes them on in batches; `reads` answers questions that only read by one statement for all.

mod batcher;
mod reads;

pub use batcher::{BatchPermit, Batcher, Limits, Unanswered};
pub use reads::{Answer, Read, ReadError, Reads};
