//! How customers pay in: the methods that staff write, and what customers say they have paid.
//!
//! Owns the tables of `migrations/0028_payments.sql`; `0030_pictures.sql` adds the picture. What must
//! stay true: money moves only through
//! the ledger's `credit`, which books a payment once by its reference; a deposit is decided once; a
//! deposit of somebody else is like one that is not there. Called by the pages of both sides.

pub mod claim;
pub mod decide;
pub mod deposit;
pub mod direct;
pub mod method;

crate::id!(
    /// A method.
    MethodId
);
crate::id!(
    /// A deposit.
    DepositId
);

/// The longest text of a customer's note, and of the reason for which a claim is declined.
pub const NOTE_CHARS_MAX: usize = 500;

/// Where a deposit stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Nobody of the staff has looked.
    Pending,
    /// Confirmed by one person, and waits for a second one.
    Held,
    Credited,
    /// Declined.
    Failed,
}

impl State {
    const ALL: [Self; 4] = [Self::Pending, Self::Held, Self::Credited, Self::Failed];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Held => "held",
            Self::Credited => "credited",
            Self::Failed => "failed",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

crate::text_columns!(State);

/// The id of the ledger's credit for a deposit.
fn form_of(id: DepositId) -> String {
    format!("deposit:{id}")
}
