//! Why an order is not taken, in the order of the checks.

use std::sync::Arc;

use crate::catalogue::blocked::BlockedId;
use crate::kit::db;
use crate::kit::money::Money;

/// Why an order was not taken. Nothing was charged, except perhaps with [`PlaceError::Unknown`].
#[derive(Debug, Clone, thiserror::Error)]
pub enum PlaceError {
    #[error("no orders are taken, because of maintenance")]
    Maintenance,
    #[error("the account's address is not confirmed")]
    Unverified,
    #[error("there is no such service")]
    Service,
    #[error("a link is needed, and this is none")]
    Link,
    /// The link's target is blocked, by this one.
    #[error("the target of the link is blocked")]
    Blocked(BlockedId),
    #[error("the quantity must be a whole number")]
    Quantity,
    #[error("the quantity is below {0}")]
    BelowMin(i64),
    #[error("the quantity is above {0}")]
    AboveMax(i64),
    /// A parameter of the type is missing or wrong.
    #[error("{0} is missing or wrong")]
    Parameter(&'static str),
    #[error("this service is not drip-fed")]
    DripfeedOff,
    /// The charge at this moment. It is more than [`super::parse::Request::max_charge`].
    #[error("the charge is {0}, more than was agreed to")]
    Dearer(Money),
    #[error("not enough funds")]
    Funds,
    #[error("there is an open order with this link")]
    Duplicate,
    #[error("the idempotency key was used with other parameters")]
    KeyReused,
    /// The queue is full, or the panel is stopping: try again.
    #[error("busy")]
    Busy,
    /// It may have been placed: with an idempotency key a retry is safe.
    #[error("the outcome is not known")]
    Unknown,
    #[error(transparent)]
    Db(Arc<db::Error>),
}

impl From<db::Error> for PlaceError {
    fn from(error: db::Error) -> Self {
        match error {
            db::Error::Unknown => Self::Unknown,
            error if error.constraint() == Some("orders_one_per_link") => Self::Duplicate,
            error if error.constraint() == Some("wallets_never_below_zero") => Self::Funds,
            error => Self::Db(Arc::new(error)),
        }
    }
}

crate::from_sqlx!(PlaceError);
