//! The affiliate programme: affiliates share links, the people whom they bring place orders, and
//! commission is earned, held, approved and paid. The rules are in `docs/AFFILIATES.md`.
//!
//! Commission follows orders by reading their events ([`follow`]); placing an order knows nothing
//! of it. Every change of a commission goes through [`writer`], which holds the member's row, posts
//! what the change means to the ledger and keeps the member's sums. Locks are taken in the same
//! order everywhere: members, commissions, wallets.

pub mod approval;
pub mod books;
pub mod click;
pub mod closing;
pub mod code;
pub mod commission;
pub mod customer;
mod decide;
pub mod flag;
pub mod follow;
pub mod home;
pub mod member;
pub mod offer;
pub mod payout;
pub mod payout_desk;
mod payout_state;
pub mod payouts;
pub mod plan;
pub mod referrals;
mod writer;

pub use code::Code;
pub use commission::CommissionState;
pub use member::MemberState;
pub use offer::OfferStatus;
pub use payout_state::PayoutState;
pub use plan::{CommissionType, Plan};

crate::id!(
    /// An offer that affiliates join.
    OfferId
);
crate::id!(
    /// An account in an offer.
    MemberId
);
crate::id!(
    /// A commission: the "referral order" of the marketplace API.
    CommissionId
);
crate::id!(
    /// A payout: the "payment" of the marketplace API.
    PayoutId
);
