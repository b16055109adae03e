//! Pages of someone who is signed in.

pub mod account;
pub mod new_order;
pub mod order;
mod order_fields;
mod order_form;
mod order_quote;
mod order_words;
pub mod orders;
pub mod picker;
pub mod statement;
pub mod token_new;
mod token_view;
pub mod tokens;
