//! Upstreams: who delivers, and how each protocol is spoken. Knows no orders: it is handed what
//! to submit and says what came back. Whatever a provider sends is read strictly here.

pub mod balance;
mod bearer;
pub mod changes;
mod clean;
mod connect;
pub mod currency;
pub mod guard;
mod hold;
mod hush;
pub mod import;
mod import_write;
mod keep;
pub mod list;
mod list_due;
mod loose;
mod manners;
mod manual;
pub mod margin;
mod outcome;
pub mod pause;
mod protocol;
pub mod provider;
mod refusals;
mod reroute;
pub mod route;
pub mod route_edit;
pub mod sale;
pub mod sandbox;
mod smm_v2;
pub mod unread;
mod upstream;
mod url;
pub mod watch;
mod wish;
mod words;

pub use connect::{Connected, Upstreams, describe, seal};
pub use manners::Way;
pub use protocol::Protocol;
pub use refusals::Refusal;
pub use reroute::{RouteEdit, edit_routes};
pub use route::{Route, RouteError};
pub use upstream::{
    Balance, CancelAnswer, Evidence, Listed, NoAnswer, Outcome, RefillAnswer, RefillState, Report,
    Sent, Statuses, Submission, Target, Upstream, Word,
};
pub use url::{ProviderUrl, UrlError, shown};
