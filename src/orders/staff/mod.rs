//! What staff see of orders and decide.

pub mod bulk;
pub mod by_hand;
pub mod cancel_desk;
pub mod caught;
pub mod correct;
pub mod customers;
pub mod days;
pub mod decide;
pub mod desk;
pub mod evidence;
pub mod health;
pub mod moving;
pub mod notes;
pub mod overview;
pub mod provider_days;
pub mod refill_desk;
pub mod todo;
pub mod totals;
pub mod unknown;
pub mod work;
