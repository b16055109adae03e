//! What staff see of orders and decide.

pub mod by_hand;
pub mod decide;
pub mod desk;
pub mod evidence;
pub mod health;
pub mod overview;
pub mod refill_desk;
pub mod unknown;
