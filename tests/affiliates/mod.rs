//! The affiliate programme: who is bound to whom, what is earned, held, approved, taken back and
//! paid. The books are checked at the end of each story.

mod bound;
mod commissions;
mod payouts;
mod random;

/// The rows of a referral list in short.
fn row(status: &str, sales: &str, commission: &str) -> (String, String, String) {
    (status.to_owned(), sales.to_owned(), commission.to_owned())
}
