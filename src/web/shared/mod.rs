//! Orders, statements, tickets, pictures, keys and browsers as both sides show them, customers' and
//! staff's.

pub mod account_words;
pub mod conversation;
pub mod device;
pub mod live;
mod order_events;
mod order_reader;
pub mod order_view;
mod pace_chart;
pub mod palette;
pub mod parameter_words;
pub mod picture;
mod position_chart;
pub mod qr;
pub mod statement_sheet;
pub mod statement_view;
pub mod token_view;
