//! Staff's reports: what orders came to by hour, day, sixth of a month and month, all together and by
//! service, customer, provider and way in; and what moved between the accounts of the books.
//!
//! Owns `report_sums`, `report_movements`, `reports_upto` and `report_checks`. All of it is derived
//! from transfers. What must stay true: the sums are those of all transfers up to an id, each counted
//! once in the hour in which it was made (`add`). `books check` compares them with the transfers
//! (`books`), and a part of them can be made again (`rebuild`). Pages read them by `read` and
//! `money`; nothing else does, and nothing that places orders waits for them.

mod add;
pub mod books;
pub mod money;
mod pieces;
pub mod read;
mod rebuild;
pub mod span;
mod way;

pub use add::{LOOK_EVERY, Upto, add_up, upto};
pub use rebuild::rebuild;
pub use way::Way;

/// By what orders are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dimension {
    /// Not at all: everything is one row.
    All,
    Service,
    Customer,
    Provider,
    Way,
}

impl Dimension {
    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Service => "service",
            Self::Customer => "customer",
            Self::Provider => "provider",
            Self::Way => "way",
        }
    }
}
