//! Upstreams: who delivers, and how each protocol is spoken. Knows no orders: it is handed what
//! to submit and says what came back. Whatever a provider sends is read strictly here.

mod manual;
pub mod margin;
mod protocol;
pub mod route;
pub mod route_edit;
pub mod sandbox;
mod upstream;

pub use protocol::Protocol;
pub use route::{Route, RouteError};
pub use upstream::{
    CancelAnswer, NoAnswer, Outcome, RefillAnswer, RefillState, Report, Submission, Target,
    Upstream, Word,
};
