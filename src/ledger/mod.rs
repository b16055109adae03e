//! Money: the only writer of wallets and transfers.
//!
//! Double entry, one row for each movement, and each movement has a business key that can be used
//! once. Only wallets have a stored balance, which never goes below zero; everything else is a sum.
//! Other domains lock [`Wallets`], post to them and write them in their own transaction.

pub mod account;
pub mod books;
pub mod closing;
pub mod credit;
mod credit_limit;
mod debts;
mod held;
pub mod low;
mod opening;
pub mod search;
pub mod second_look;
pub mod statement;
pub mod transfer;
mod wallets;

pub use account::{Balances, Class, balance, balances, currency, open_books};
pub use credit::{Credit, Credited, Reason, Reference, credit_within};
pub use credit_limit::staff_credit_per_day;
pub use debts::owed;
pub use opening::open_account;
pub(crate) use opening::{open, sign_up};
pub use transfer::{CreditError, Debit, debit, deposited};
pub use wallets::{PostError, Posting, Wallets};

crate::id!(
    /// An order. Transfers name theirs, so it is known from here on.
    OrderId
);
