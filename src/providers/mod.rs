//! Upstreams: who delivers, and how each protocol is spoken. Knows no orders: it is handed what
//! to submit and says what came back. Whatever a provider sends is read strictly here.

pub mod balance;
pub mod changes;
mod clean;
pub mod guard;
mod hold;
pub mod import;
pub mod list;
mod manual;
pub mod margin;
mod protocol;
pub mod provider;
pub mod route;
pub mod sandbox;
mod upstream;
mod url;
pub mod watch;

pub use hold::{Held, hold};
pub use protocol::Protocol;
pub use route::{Route, RouteError};
pub use upstream::{
    Balance, CancelAnswer, Listed, NoAnswer, Outcome, RefillAnswer, RefillState, Report,
    Submission, Target, Upstream, Word,
};
pub use url::{ProviderUrl, UrlError};
