//! Upstreams: who delivers, and how to speak each protocol. This domain knows no orders: it is
//! given what to submit, and says what came back. Whatever a provider sends is read strictly here.

pub mod balance;
mod edit;
pub mod import;
pub mod pause;
mod prices;
mod protocols;
pub mod provider;
mod provider_answers;
pub mod pulse;
mod redact;
mod refusals;
mod routes;
mod url;

pub use connect::{Connected, Upstreams, describe, seal};
pub use find_offers::{FoundOffer, find_offers};
pub use floor::change_settings;
use import::{clean, find_offers, import_options, import_write, list_due, skipped};
pub use import::{list, list_sync, unread};
pub use manners::Way;
use prices::floor;
pub use prices::{
    bulk_sale, changes, currency, margin, own_rates, price_guard, reprice, sale, shelf,
};
pub use protocol::Protocol;
pub use protocols::sandbox;
use protocols::{
    connect, lenient_json, manners, manual, order_api, outcome, protocol, smm_v2, upstream,
    upstream_id, words,
};
pub use provider_answers::ProviderAnswers;
pub use refusals::Refusal;
pub use reroute::{RouteEdit, edit_routes};
pub use route::{Route, RouteError};
use routes::{bulk_routes, pause_unsellable, reroute};
pub use routes::{route, route_edit, touched};
pub use upstream::{
    Balance, CancelAnswer, Evidence, Listed, NoAnswer, Outcome, RefillAnswer, RefillState, Report,
    Sent, Statuses, Submission, Target, Upstream, Word,
};
pub use upstream_id::is_upstream_id;
pub use url::{ProviderUrl, UrlError, shown};

crate::id!(
    /// A provider.
    ProviderId
);
