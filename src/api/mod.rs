//! The machine doors: one folder for each protocol. A door reads its wire, calls a domain's verb,
//! and has one `match` that turns the verb's errors into its own words. It writes no SQL.

pub mod body;
mod hooks;
pub mod idempotency;
pub mod limits;
pub mod marketplace;
pub mod number;
pub mod order;
pub mod path;
pub mod v2;

use std::borrow::Cow;
use std::fmt::Display;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;

use crate::accounts::calls;
use crate::accounts::verifier::{Refused, Verified, VerifyError, Why};
use crate::app::App;
use crate::kit::batch::ReadError;
use crate::kit::db;
use crate::kit::limit::NetworkLimit;
use crate::kit::sampled::sampled;
use limits::Limits;

/// Wrong keys that a network may send in a minute.
const WRONG_KEYS_A_MINUTE: NonZeroU32 = NonZeroU32::new(120).expect("not zero");

/// What the doors keep between requests, beside what the whole process shares.
pub struct Doors {
    pub app: Arc<App>,
    /// Counts wrong keys by network.
    pub wrong_keys: NetworkLimit,
    /// Counts calls with a right token.
    pub limits: Limits,
    /// Services lists, ready to be sent.
    pub lists: v2::services::Lists,
    /// The services of the order API's codes.
    pub codes: order::Codes,
}

/// A call that is under way; it is noted in its token's log when it is answered.
pub struct Call {
    pub from: IpAddr,
    /// One of the door's own words.
    pub action: &'static str,
    pub started: Instant,
}

/// Why a request is nobody's.
#[derive(Debug)]
pub enum BearerError {
    /// There is no token, or it is not accepted: the caller cannot tell why.
    Token,
    /// Too many wrong ones came from this address.
    Limit {
        wait_s: u64,
    },
    Read(ReadError),
}

impl Doors {
    /// Counts a token that is not accepted, and notes the reason for its owner if it is one of
    /// ours. Beyond the limit it is not noted, because someone with an old token could fill its
    /// log. `Err` holds the whole seconds to wait.
    pub fn refused(&self, call: &Call, ours: Option<Refused>) -> Result<(), u64> {
        self.wrong_keys.check(&(), call.from)?;
        if let Some(Refused { token_id, why }) = ours {
            let sentence = match why {
                Why::Revoked => "The token is revoked",
                Why::Suspended => "The account is suspended",
                Why::Expired => "The token has expired",
                Why::Address => "This address is not among its allowed ones",
            };
            self.note(token_id, call, Err(sentence.into()));
        }
        Ok(())
    }

    /// Whose JWT a request carries. It is taken only from its header, and only if there is one such
    /// header.
    pub async fn bearer(
        &self,
        headers: &HeaderMap,
        call: &Call,
    ) -> Result<Arc<Verified>, BearerError> {
        let mut sent = headers.get_all(AUTHORIZATION).iter();
        let token = match (sent.next(), sent.next()) {
            (Some(one), None) => one.to_str().ok().and_then(|text| text.split_once(' ')),
            _ => None,
        };
        let token = token.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
        let token = token.map_or("", |(_, token)| token.trim());
        match self.app.verifier.find_jwt(&self.app.clock, token, call.from).await {
            Ok(caller) => Ok(caller),
            Err(VerifyError::Refused(ours)) => {
                self.refused(call, ours).map_err(|wait_s| BearerError::Limit { wait_s })?;
                Err(BearerError::Token)
            }
            Err(VerifyError::Read(error)) => Err(BearerError::Read(error)),
        }
    }

    /// Notes how a call went. `Err`: the sentence of the refusal.
    pub fn note(&self, token_id: i64, call: &Call, result: Result<(), Cow<'static, str>>) {
        let (is_ok, result) = match result {
            Ok(()) => (true, Cow::Borrowed("OK")),
            Err(sentence) => (false, sentence),
        };
        let noted = calls::Call {
            at: self.app.clock.now(),
            action: call.action,
            result,
            is_ok,
            took: call.started.elapsed(),
            address: call.from,
        };
        self.app.calls.note(token_id, noted);
    }
}

/// When a client should come again to a panel whose database is away.
const AWAY_RETRY_S: u16 = 5;
/// When to come again during maintenance.
const MAINTENANCE_RETRY_S: u16 = 60;
/// To accounts whose address is not confirmed, where the owner lets only confirmed ones order.
const UNVERIFIED: &str = "Confirm your e-mail address before you order";

fn log_db_fault(door: &'static str, error: &db::Error) {
    if error.is_away() { db::note_away(door, error) } else { log_fault(door, error) }
}

/// Logs a fault of ours. There may be thousands a second, so some are written.
fn log_fault(door: &'static str, error: &dyn Display) {
    if let Some(left_out) = sampled(door) {
        tracing::error!(door, %error, left_out, "an API call failed");
    }
}

/// All of them.
pub fn router(app: &Arc<App>) -> Router {
    let doors = Arc::new(Doors {
        app: Arc::clone(app),
        wrong_keys: NetworkLimit::new(WRONG_KEYS_A_MINUTE, Duration::from_secs(60)),
        limits: Limits::new(&app.config),
        lists: v2::services::Lists::default(),
        codes: order::Codes::default(),
    });
    v2::router(Arc::clone(&doors))
        .merge(order::router(Arc::clone(&doors)))
        .merge(hooks::router(Arc::clone(&doors)))
        .merge(marketplace::router(doors))
}
