//! Why an import leaves a line out.

use crate::kit::money::Rate;
use crate::providers::list::Unsellable;
use crate::providers::unread::Unreadable;

/// Why a line is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Skipped {
    #[error(transparent)]
    Unsellable(Unsellable),
    #[error(transparent)]
    Unreadable(Unreadable),
    #[error("it is not listed any more")]
    Gone,
    #[error("its rate there is 0, and you have not asked for such services")]
    Free,
    /// Below this floor price.
    #[error("its price would be below the panel's floor price of {0}")]
    Floor(Rate),
    #[error("it is sold already")]
    Sold,
    #[error("there is no such service in the list")]
    Unlisted,
    /// Between the preview and its turn.
    #[error("it has changed since this was shown")]
    Changed,
}
