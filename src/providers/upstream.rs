//! What every protocol's adapter can do, and the words it answers with.
//! One enum over the protocols: the set is closed, and each call is one `match`.

use std::collections::HashMap;

use serde_json::Value;

use super::manual;
use super::sandbox::Sandbox;

/// What is handed to a provider: one order.
#[derive(Debug, Clone)]
pub struct Submission {
    /// What the panel itself calls it.
    pub reference: i64,
    /// The service's name at the provider.
    pub upstream_service: String,
    pub link: String,
    pub quantity: i64,
    /// The type's own parameters by their wire names.
    pub details: Option<Value>,
    /// The route's settings for the adapter.
    pub settings: Value,
    /// How fast it is to be delivered, in thousandths of a unit a minute; `None`: as it comes.
    pub pace: Option<i64>,
    /// The position that it is to be brought to; `None`: it is delivered by quantity alone.
    pub target: Option<Target>,
    /// For providers that staff have confirmed to take them: the same key is the same order.
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

/// What became of a submission. The table in `docs/OPERATIONS.md` says what each leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    Accepted {
        upstream_id: String,
    },
    /// The provider said no, and why.
    Refused {
        reason: String,
    },
    /// It was about the provider itself: no funds, a bad key. Its orders wait.
    ProviderDown {
        reason: String,
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

/// A provider's word for where an order stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    /// Not finished, whatever it is called.
    Open,
    Completed,
    Partial,
    Canceled,
    /// A word that is not known; it moves nothing.
    Other,
}

/// What a provider says of one order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub word: Word,
    pub remains: Option<i64>,
    pub start_count: Option<i64>,
    /// The position that the target has now, where the provider reports one.
    pub rank: Option<i32>,
    /// Who wrote what the link shows, where the provider reports it.
    pub author: Option<String>,
}

impl Report {
    /// A word, and nothing else known.
    #[must_use]
    pub const fn new(word: Word) -> Self {
        Self { word, remains: None, start_count: None, rank: None, author: None }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CancelAnswer {
    /// It will see to it; only a later report refunds.
    Accepted,
    Refused {
        reason: String,
    },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefillAnswer {
    Accepted { upstream_id: String },
    Refused { reason: String },
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

/// A provider that can be talked to.
#[derive(Debug, Clone)]
pub enum Upstream {
    Sandbox(Sandbox),
    /// Staff, by hand.
    Manual,
}

impl Upstream {
    /// Submits once. Never called twice for one attempt.
    pub async fn add(&self, submission: &Submission) -> Outcome {
        match self {
            Self::Sandbox(sandbox) => sandbox.add(submission).await,
            Self::Manual => manual::add(submission),
        }
    }

    /// Asks for up to 100 orders. Ids that the provider did not speak of are missing;
    /// an `Err` beside an id is the provider's error for that one alone.
    pub async fn status(
        &self,
        ids: &[String],
    ) -> Result<HashMap<String, Result<Report, String>>, NoAnswer> {
        match self {
            Self::Sandbox(sandbox) => sandbox.status(ids).await,
            Self::Manual => Ok(HashMap::new()),
        }
    }

    /// Asks to stop an order.
    pub async fn cancel(&self, id: &str) -> Result<CancelAnswer, NoAnswer> {
        match self {
            Self::Sandbox(sandbox) => sandbox.cancel(id).await,
            Self::Manual => Ok(manual::cancel()),
        }
    }

    /// Asks to make good what an order has lost.
    pub async fn refill(&self, id: &str) -> Result<RefillAnswer, NoAnswer> {
        match self {
            Self::Sandbox(sandbox) => sandbox.refill(id).await,
            Self::Manual => Ok(manual::refill(id)),
        }
    }

    /// How far a refill is.
    pub async fn refill_status(&self, id: &str) -> Result<RefillState, NoAnswer> {
        match self {
            Self::Sandbox(sandbox) => sandbox.refill_status(id).await,
            Self::Manual => Ok(manual::refill_status()),
        }
    }
}
