//! Money: the only writer of wallets and transfers.
//!
//! Double entry, one row for each movement, and each movement has a business key that can be used
//! once. Only wallets have a stored balance, which never goes below zero; everything else is a sum.
//! Other domains lock [`Wallets`], post to them and write them in their own transaction.

pub mod account;
pub mod books;
mod opening;
pub mod statement;
pub mod transfer;
mod wallets;

pub use account::{Class, balance, balances, currency, open_books};
pub use opening::open_account;
pub(crate) use opening::sign_up;
pub use transfer::{Adjustment, CreditError, Direction, adjust, deposit};
pub use wallets::{PostError, Posting, Wallets};

crate::id!(
    /// An order. Transfers name theirs, so it is known from here on.
    OrderId
);
