//! The machine doors: one folder a protocol. A door reads its wire, calls a domain's verb, and
//! has one `match` from the verb's errors onto its own words. It writes no SQL.

pub mod order;
pub mod v2;

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;

use crate::app::App;
use crate::kit::limit::Limit;

/// Wrong keys that an address may send in a minute.
const WRONG_KEYS_A_MINUTE: NonZeroU32 = NonZeroU32::new(120).expect("not zero");

/// What the doors keep between requests, beside what the whole process shares.
pub struct Doors {
    pub app: Arc<App>,
    /// Counts wrong keys by address.
    pub wrong_keys: Limit<IpAddr>,
    /// Services lists, ready to be sent.
    pub lists: v2::services::Lists,
    /// The services of the bearer API's codes.
    pub codes: order::Codes,
}

/// All of them.
pub fn router(app: &Arc<App>) -> Router {
    let doors = Arc::new(Doors {
        app: Arc::clone(app),
        wrong_keys: Limit::new(WRONG_KEYS_A_MINUTE, Duration::from_secs(60)),
        lists: v2::services::Lists::default(),
        codes: order::Codes::default(),
    });
    v2::router(Arc::clone(&doors)).merge(order::router(doors))
}
