//! What the adapter of every protocol can do, and its possible answers. It is one enum of the
//! protocols: the set is closed, and each call is one `match`.

use std::collections::HashMap;

use serde_json::Value;

use crate::providers::manual;
use crate::providers::order_api::OrderApi;
use crate::providers::sandbox::Sandbox;
use crate::providers::smm_v2::SmmV2;
use crate::providers::unread::Unread;
use crate::providers::upstream_id::is_upstream_id;

/// What a provider is given: one order.
#[derive(Debug, Clone)]
pub struct Submission {
    /// The panel's own number of it.
    pub reference: i64,
    /// The service's name at the provider.
    pub upstream_service: String,
    pub link: String,
    pub quantity: i64,
    /// The parameters of its type, by their names on the wire.
    pub details: Option<Value>,
    /// The route's settings for the adapter.
    pub settings: Value,
    /// The pace of delivery, in thousandths of a unit a minute; `None`: as fast as possible.
    pub pace: Option<i64>,
    /// The position to which it should be brought; `None`: only the quantity counts.
    pub target: Option<Target>,
    /// Only for providers for which staff have confirmed keys: the same key is the same order.
    pub idempotency_key: Option<String>,
}

/// A position to be reached and held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// 1 is the top.
    pub position: i32,
    /// Hours until it is given up.
    pub hours_max: i32,
}

impl Target {
    /// From the two columns of a row. Both have a value, or neither.
    #[must_use]
    pub fn of(position: Option<i32>, hours_max: Option<i32>) -> Option<Self> {
        position.zip(hours_max).map(|(position, hours_max)| Self { position, hours_max })
    }
}

/// The outcome of a submission. The table in `docs/OPERATIONS.md` says what each leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    Accepted {
        upstream_id: String,
    },
    /// The provider said no, and why.
    Refused {
        reason: String,
    },
    /// The provider says that it has such an order already: perhaps this one, from an earlier
    /// attempt.
    Duplicate {
        reason: String,
    },
    /// The answer is about the provider itself: no funds, a wrong key. Its orders wait.
    ProviderDown {
        reason: String,
    },
    /// The provider does not have this service now. The orders for it wait.
    ServiceDown {
        reason: String,
    },
    /// Not taken, because too much was asked at once: the next try must wait this many seconds.
    Later {
        reason: String,
        after_s: i64,
    },
    /// No byte of the request left.
    NotSent {
        reason: String,
    },
    /// It may have been accepted.
    Unknown {
        detail: String,
    },
}

/// What came back for a submission, word for word, for the person who must decide what it means.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evidence {
    pub http_status: Option<i32>,
    /// As text, without our key, at most [`ANSWER_BYTES_MAX`] long.
    pub answer: Option<String>,
    /// Whether the provider says that it takes idempotency keys.
    pub takes_idempotency_keys: bool,
}

/// The longest answer that we store, in bytes.
pub const ANSWER_BYTES_MAX: usize = 4096;

/// A submission that was made, and its outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    pub outcome: Outcome,
    pub evidence: Evidence,
}

impl From<Outcome> for Sent {
    fn from(outcome: Outcome) -> Self {
        Self { outcome, evidence: Evidence::default() }
    }
}

/// Our money there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Balance {
    /// Millionths of the provider's currency.
    pub amount: i64,
    /// As the provider says it, in capitals: a code, or whatever it uses instead.
    pub currency: Option<String>,
    pub takes_idempotency_keys: bool,
}

/// A service of a provider's list, as it was sent. Its texts may hold anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub upstream_service: String,
    pub name: String,
    pub category: String,
    /// The provider's word for the type.
    pub kind: String,
    pub description: String,
    /// Millionths of the provider's currency for 1000, or for a package; rounded up.
    pub rate: i64,
    pub min: i64,
    pub max: i64,
    pub refill: bool,
    pub cancel: bool,
    pub dripfeed: bool,
}

/// A provider's word for where an order stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    /// Not finished, whatever it is called.
    Open,
    Completed,
    Partial,
    Canceled,
    /// An unknown word; it moves nothing.
    Other,
}

/// So many characters of a provider's own word are kept.
pub(in crate::providers) const SAID_CHARS_MAX: usize = 60;

/// What a provider says about one order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub word: Word,
    /// The word as it came, in at most [`SAID_CHARS_MAX`] characters; `None`: it uses no words.
    pub said: Option<String>,
    pub remains: Option<i64>,
    /// Its price for the order, in millionths of its currency.
    pub charge: Option<i64>,
    pub start_count: Option<i64>,
    /// The position of the target now, if the provider reports one.
    pub rank: Option<i32>,
    /// The author of what the link shows, if the provider reports it.
    pub author: Option<String>,
}

impl Report {
    /// Only a word; nothing else is known.
    #[must_use]
    pub const fn new(word: Word) -> Self {
        Self {
            word,
            said: None,
            remains: None,
            charge: None,
            start_count: None,
            rank: None,
            author: None,
        }
    }
}

/// The result of a question about statuses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Statuses {
    /// By id. An order is missing if the answer did not mention it; an `Err` is the provider's
    /// error for that one order.
    pub found: HashMap<String, Result<Report, String>>,
    /// It mentioned none of them, and said this instead.
    pub silence: Option<String>,
}

impl From<HashMap<String, Result<Report, String>>> for Statuses {
    fn from(found: HashMap<String, Result<Report, String>>) -> Self {
        Self { found, silence: None }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CancelAnswer {
    /// The provider accepts it; only a later report refunds.
    Accepted,
    Refused {
        reason: String,
    },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefillAnswer {
    Accepted {
        upstream_id: String,
    },
    Refused {
        reason: String,
    },
    /// The provider was never asked: it may be asked again.
    NotAsked {
        reason: String,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefillState {
    InProgress,
    Completed,
    Rejected,
}

/// A call that brought no usable answer. Nothing may be concluded from it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no usable answer: {0}")]
pub struct NoAnswer(pub String);

impl From<crate::kit::db::Error> for NoAnswer {
    fn from(error: crate::kit::db::Error) -> Self {
        Self(error.to_string())
    }
}

crate::from_sqlx!(NoAnswer);

/// A provider that can be called.
#[derive(Debug, Clone)]
pub enum Upstream {
    Sandbox(Sandbox),
    /// Staff, by hand.
    Manual,
    SmmV2(SmmV2),
    OrderApi(OrderApi),
    /// It cannot be called at all, for this reason.
    Shut(String),
}

impl Upstream {
    /// Submits once. Never called twice for one attempt.
    pub async fn add(&self, submission: &Submission) -> Sent {
        self.noted(self.submit(submission), |sent| sent.outcome.silence()).await
    }

    async fn submit(&self, submission: &Submission) -> Sent {
        match self {
            Self::Sandbox(sandbox) => sandbox.add(submission).await.into(),
            Self::Manual => manual::add(submission).into(),
            Self::SmmV2(panel) => panel.add(submission).await,
            Self::OrderApi(panel) => panel.add(submission).await,
            Self::Shut(reason) => Outcome::ProviderDown { reason: reason.clone() }.into(),
        }
    }

    /// How many ids go into one question of [`Upstream::status`].
    #[must_use]
    pub fn ask_max(&self) -> usize {
        match self {
            Self::OrderApi(_) => 1,
            Self::SmmV2(panel) => panel.ask_max(),
            Self::Sandbox(_) | Self::Manual | Self::Shut(_) => ASK_MAX,
        }
    }

    /// Asks about up to [`ask_max`](Self::ask_max) orders.
    pub async fn status(&self, ids: &[String]) -> Result<Statuses, NoAnswer> {
        ids.iter().try_for_each(|id| check(id))?;
        match self {
            Self::Sandbox(sandbox) => sandbox.status(ids).await.map(Statuses::from),
            Self::Manual => Ok(Statuses::default()),
            Self::SmmV2(panel) => self.heard(panel.status(ids)).await,
            Self::OrderApi(panel) => self.heard(panel.status(ids)).await.map(Statuses::from),
            Self::Shut(reason) => Err(NoAnswer(reason.clone())),
        }
    }

    /// It mentioned none of many orders, but it answers about one. From now on the panel asks about
    /// them one by one.
    pub async fn ask_singly(&self) {
        if let Self::SmmV2(panel) = self {
            panel.ask_singly().await;
        }
    }

    /// Asks it to stop an order.
    pub async fn cancel(&self, id: &str) -> Result<CancelAnswer, NoAnswer> {
        check(id)?;
        match self {
            Self::Sandbox(sandbox) => sandbox.cancel(id).await,
            Self::Manual => Ok(manual::cancel()),
            Self::SmmV2(panel) => self.heard(panel.cancel(id)).await,
            Self::OrderApi(_) => Ok(CancelAnswer::Refused { reason: NOT_OFFERED.to_owned() }),
            Self::Shut(reason) => Err(NoAnswer(reason.clone())),
        }
    }

    /// Asks it to replace what an order has lost.
    pub async fn refill(&self, id: &str) -> Result<RefillAnswer, NoAnswer> {
        check(id)?;
        match self {
            Self::Sandbox(sandbox) => sandbox.refill(id).await,
            Self::Manual => Ok(manual::refill(id)),
            Self::SmmV2(panel) => {
                self.noted(panel.refill(id), |answer| match answer {
                    Ok(RefillAnswer::NotAsked { reason }) => Some(reason.as_str()),
                    Ok(RefillAnswer::Accepted { .. } | RefillAnswer::Refused { .. }) => None,
                    Err(error) => Some(error.0.as_str()),
                })
                .await
            }
            Self::OrderApi(_) => Ok(RefillAnswer::Refused { reason: NOT_OFFERED.to_owned() }),
            Self::Shut(reason) => Ok(RefillAnswer::NotAsked { reason: reason.clone() }),
        }
    }

    /// How far a refill is.
    pub async fn refill_status(&self, id: &str) -> Result<RefillState, NoAnswer> {
        check(id)?;
        match self {
            Self::Sandbox(sandbox) => sandbox.refill_status(id).await,
            Self::Manual => Ok(manual::refill_status()),
            Self::SmmV2(panel) => self.heard(panel.refill_status(id)).await,
            Self::OrderApi(_) => Err(NoAnswer(NOT_OFFERED.to_owned())),
            Self::Shut(reason) => Err(NoAnswer(reason.clone())),
        }
    }

    /// Our money there. Inside the panel there is none.
    pub async fn balance(&self) -> Result<Balance, NoAnswer> {
        match self {
            Self::Sandbox(_) | Self::Manual => Err(NoAnswer(NOT_OFFERED.to_owned())),
            Self::SmmV2(panel) => self.heard(panel.balance()).await,
            Self::OrderApi(panel) => self.heard(panel.balance()).await,
            Self::Shut(reason) => Err(NoAnswer(reason.clone())),
        }
    }

    /// What it sells, if it has a list.
    pub async fn services(&self) -> Result<Vec<Result<Listed, Unread>>, NoAnswer> {
        match self {
            Self::Sandbox(_) | Self::Manual | Self::OrderApi(_) => {
                Err(NoAnswer(NOT_OFFERED.to_owned()))
            }
            Self::SmmV2(panel) => self.heard(panel.services()).await,
            Self::Shut(reason) => Err(NoAnswer(reason.clone())),
        }
    }
}

/// No call names anything but one id, wherever the id came from.
fn check(id: &str) -> Result<(), NoAnswer> {
    if is_upstream_id(id) { Ok(()) } else { Err(NoAnswer(format!("{id:?} is no provider's id"))) }
}

/// The most that the protocol allows.
pub(in crate::providers) const ASK_MAX: usize = 100;
const NOT_OFFERED: &str = "the provider's protocol does not offer it";
