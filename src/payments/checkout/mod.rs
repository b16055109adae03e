//! One deposit through a gateway, from its beginning to what may become of it later: `quote` says what
//! it costs, `open` begins it, `send` tells the gateway of it, `look` asks the gateway, `verdict` says
//! what the answer means, `settle` brings it there, `money` moves what came and `takeback` what goes
//! back; `row` is the deposit under lock, `staff`, `named` and `told` are what people do about it,
//! `refunds` lets one refund go at a time, `came` and `event` are what happened, `lag` how long it took.

mod came;
pub mod event;
mod lag;
pub mod look;
mod money;
pub mod named;
pub mod open;
pub mod quote;
mod refunds;
mod row;
mod send;
pub mod settle;
pub mod staff;
mod takeback;
pub mod told;
mod verdict;
