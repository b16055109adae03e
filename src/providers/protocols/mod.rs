//! How to speak each protocol, and what its answers mean.

pub(in crate::providers) mod connect;
mod heard;
pub(in crate::providers) mod lenient_json;
pub(in crate::providers) mod manners;
pub(in crate::providers) mod manual;
pub(in crate::providers) mod order_api;
pub(in crate::providers) mod outcome;
pub(in crate::providers) mod protocol;
pub mod sandbox;
pub(in crate::providers) mod smm_v2;
pub(in crate::providers) mod upstream;
pub(in crate::providers) mod upstream_id;
pub(in crate::providers) mod words;
