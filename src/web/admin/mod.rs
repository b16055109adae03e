//! The staff's side, a folder for each noun of the menu. A folder's `mod.rs` is the page that the
//! folder is named after. Every handler takes `Staff` and asks what its role may do. Every change
//! is a domain's command, which writes its audit entry.

pub mod affiliates;
pub mod alerts;
pub mod announcements;
pub mod audit;
pub mod blocked;
pub mod customers;
pub mod deposits;
pub mod desk;
mod fields;
mod listing;
pub mod mail;
pub mod orders;
pub mod providers;
pub mod reports;
pub mod services;
pub mod settings;
pub mod staff;
pub mod tickets;
pub mod work;

pub use announcements::{announcement, page, pages};
pub use customers::{
    adjust, create, credits, customer, groups, notes, own_rates, prices, rates, reset_link,
    statement, suspension, visit,
};
pub use desk::{cancels, queue, refills, start};
pub use orders::{accept, decisions, order, post};
pub use providers::{changes, import, import_run, provider};
pub use services::{routes, service};
pub use staff::{invites, member};
