//! What staff see of orders and decide.

pub mod by_hand;
pub mod cancel_desk;
pub mod customers;
pub mod days;
pub mod decide;
pub mod desk;
pub mod evidence;
pub mod health;
pub mod overview;
pub mod refill_desk;
pub mod todo;
pub mod totals;
pub mod unknown;
