//! How customers pay in: by hand, where customers say what they have paid and staff confirm it; and
//! through payment gateways, where the panel looks by itself.
//!
//! Owns the tables of `migrations/0028_payments.sql`, `0040_gateways.sql`, `0041_confirmed_hooks.sql`,
//! `0043_bonuses.sql` and `0044_payment_desk.sql`; `0030_pictures.sql` adds the picture,
//! `0042_pay_to.sql` the address of coins, `0059_refunds.sql` that one refund goes at a time. What must
//! stay true: by hand, money moves only through the ledger's `credit`, which books a payment once by its
//! reference, and a deposit is decided once; through a gateway, only `settle` moves money, from what a
//! look says, never from a hook or a page; a payment of a gateway is credited once; what was taken back is
//! what the gateway took, at most what was credited, and its bonus goes first; a promo code is used once
//! by an account, and as often as staff said. A deposit of somebody else is like one that is not there.
//! Called by the pages of both sides, the door for hooks and the worker.

pub mod arrange;
pub mod bonus;
pub mod books;
mod checkout;
pub mod claim;
pub mod closing;
pub mod compare;
pub mod confirm;
pub mod decide;
pub mod deposit;
pub mod direct;
pub mod gateways;
pub mod guard;
pub mod hooks;
pub mod inbox;
pub mod kept_order;
pub mod method;
pub mod promo;
mod state;
pub mod trial;
pub mod way;

pub use checkout::{event, look, named, open, quote, settle, staff, told};
pub use gateways::Ways;
pub use state::State;

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

/// The id of the ledger's credit for a deposit.
fn form_of(id: DepositId) -> String {
    format!("deposit:{id}")
}
