//! Routes: which providers deliver a service.

pub(in crate::providers) mod bulk_routes;
pub(in crate::providers) mod pause_unsellable;
pub(in crate::providers) mod reroute;
pub mod route;
pub mod route_edit;
pub mod touched;
