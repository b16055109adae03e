//! One deposit through a gateway, from its beginning to what may become of it later: `quote` says what
//! it costs, `open` begins it, `look` asks the gateway, `verdict` says what the answer means, `settle`
//! moves the money and `takeback` what goes back of it; `staff` and `named` are what people do about
//! it, `event` what happened.

pub mod event;
pub mod look;
pub mod named;
pub mod open;
pub mod quote;
pub mod settle;
pub mod staff;
mod takeback;
mod verdict;
