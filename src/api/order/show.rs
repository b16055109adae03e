//! `GET /api/order/:id` and `GET /api/check-balance`. All fields are always there; a value that is
//! not known yet is the zero of its type, never null.

use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use serde_json::Value;

use super::answer::{Fault, respond};
use crate::accounts::AccountId;
use crate::accounts::verifier::Verified;
use crate::app::App;
use crate::catalogue::Thread;
use crate::orders::order_detail::{Followed, Why};
use crate::orders::{OrderId, State};

pub(super) async fn show(app: &App, account_id: AccountId, sent: &str) -> Result<Response, Fault> {
    let digits = sent.bytes().all(|byte| byte.is_ascii_digit());
    let id: OrderId = sent.parse().ok().filter(|_| digits).ok_or(Fault::Order)?;
    let order = app.follows.one(account_id, id).await?.ok_or(Fault::Order)?;
    let shown = serde_json::to_vec(&Shown::new(id, &order)).expect("no key is anything but text");
    Ok(respond(StatusCode::OK, shown))
}

/// The answer, in the order of the protocol's own document.
#[derive(Serialize)]
struct Shown<'o> {
    code: i32,
    status: &'static str,
    after: i32,
    vote: i64,
    #[serde(rename = "type")]
    kind: i32,
    start_votes: i64,
    last_votes: i64,
    order_error_message: String,
    id: String,
    target: Target<'o>,
    subreddit: String,
    author: &'o str,
    rank: i32,
    random_mode: bool,
    vote_min: i64,
    vote_max: i64,
    created: i64,
    finish_time: i64,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Target<'o> {
    Steered { is_set: bool, position: i32, max_hours: i32 },
    Told(&'o Value),
}

impl<'o> Shown<'o> {
    fn new(id: OrderId, order: &'o Followed) -> Self {
        let delivered = order.quantity - order.remains;
        let start = order.start_count.unwrap_or_default();
        let target = match (order.target, &order.target_told) {
            (Some(target), _) => Target::Steered {
                is_set: true,
                position: target.position,
                max_hours: target.hours_max,
            },
            (None, Some(told)) => Target::Told(told),
            (None, None) => Target::Steered { is_set: false, position: 0, max_hours: 0 },
        };
        Self {
            code: 1,
            status: word(order.state),
            after: order.after_min.unwrap_or_default(),
            vote: order.quantity,
            kind: order.code.map_or(0, |code| code.number()),
            start_votes: start,
            last_votes: if delivered > 0 { start.saturating_add(delivered) } else { start },
            order_error_message: why(order),
            id: id.to_string(),
            target,
            subreddit: Thread::read(&order.link).map(|one| one.community).unwrap_or_default(),
            author: order.author.as_deref().unwrap_or_default(),
            rank: order.rank.unwrap_or_default(),
            random_mode: false,
            vote_min: order.min,
            vote_max: order.quantity,
            created: order.created_at.timestamp_millis(),
            finish_time: order.ended_at.map_or(0, |at| at.timestamp_millis()),
        }
    }
}

/// This protocol's word for a state.
const fn word(state: State) -> &'static str {
    match state {
        State::Scheduled | State::Queued | State::Hold => "pending",
        State::Submitting | State::Unknown | State::Running | State::Review | State::Paused => {
            "processing"
        }
        State::Completed | State::Expired => "success",
        State::Partial | State::Canceled => "canceled",
    }
}

/// Why an order ended early, in plain words; "" if it did not.
fn why(order: &Followed) -> String {
    let Some(why) = order.why else { return String::new() };
    let how = match why {
        Why::GivenUp => "The position was not reached in time",
        Why::Refused => "The order was not accepted for delivery",
        Why::NotSent => "Canceled before it was sent",
        Why::Asked => "Canceled as asked",
        Why::Stopped => "Delivery was stopped",
    };
    let delivered = order.quantity - order.remains;
    match order.state {
        State::Canceled => format!("{how}; the whole charge is back on the balance."),
        _ => format!(
            "{how}: {delivered} of {} delivered; the charge of the rest is back on the balance.",
            order.quantity
        ),
    }
}

/// The balance with its shortest exact digits, written as they are: no float may round them.
pub(super) async fn balance(app: &App, caller: &Verified) -> Result<Response, Fault> {
    let balance = app.balances.one(caller.account_id).await?.to_string();
    let balance = balance.trim_end_matches('0').trim_end_matches('.');
    let email = Value::from(caller.email.as_str());
    Ok(respond(StatusCode::OK, format!(r#"{{"balance":{balance},"email":{email}}}"#)))
}
