//! Events: what happened to an order, written in the transaction in which it happened. Readers
//! follow an order by its events, so a change of state carries the amounts after that change.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgTransaction;

use crate::accounts::AccountId;
use crate::kit::db::{self, column};
use crate::kit::money::Money;
use crate::orders::{OrderId, State};

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EventKind {
    /// It came in, and was charged.
    Placed,
    /// It went to this state.
    Became(State),
    /// A parent made an order: a run of a drip-feed, a portion of a paced order, a post of a
    /// subscription.
    Run,
    Portion,
    Post,
    /// The part of a drip-feed or a paced order that was not made yet was refunded.
    RunsCanceled,
    PortionsCanceled,
    CancelAsked,
    CancelAccepted,
    CancelRefused,
    CancelUnanswered,
    RefillAsked,
    RefillWaits,
    RefillAccepted,
    RefillRejected,
    RefillCompleted,
    /// Staff who deliver it said how much is done.
    Progress,
    /// Staff refunded more of an order that had ended.
    Refunded,
    /// A new position was reported.
    Rank,
    /// Its position was not reached within its hours.
    GaveUp,
    /// A report contradicts how it ended.
    LateReport,
    /// The answer to a submission came after its time.
    LateAnswer,
    /// For an hour the panel could read nothing about it.
    Unread,
    /// Staff looked at an order that asked for a person.
    LookedAt,
    /// Staff corrected its link or its counts.
    Edited,
    /// Staff chose its provider.
    Moved,
}

impl EventKind {
    const OTHERS: [Self; 25] = [
        Self::Placed,
        Self::Run,
        Self::Portion,
        Self::Post,
        Self::RunsCanceled,
        Self::PortionsCanceled,
        Self::CancelAsked,
        Self::CancelAccepted,
        Self::CancelRefused,
        Self::CancelUnanswered,
        Self::RefillAsked,
        Self::RefillWaits,
        Self::RefillAccepted,
        Self::RefillRejected,
        Self::RefillCompleted,
        Self::Progress,
        Self::Refunded,
        Self::Rank,
        Self::GaveUp,
        Self::LateReport,
        Self::LateAnswer,
        Self::Unread,
        Self::LookedAt,
        Self::Edited,
        Self::Moved,
    ];

    /// Its name in the table: the name of the state, or a name of its own.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Placed => "placed",
            Self::Became(state) => state.as_str(),
            Self::Run => "run",
            Self::Portion => "portion",
            Self::Post => "post",
            Self::RunsCanceled => "runs_canceled",
            Self::PortionsCanceled => "portions_canceled",
            Self::CancelAsked => "cancel_asked",
            Self::CancelAccepted => "cancel_accepted",
            Self::CancelRefused => "cancel_refused",
            Self::CancelUnanswered => "cancel_unanswered",
            Self::RefillAsked => "refill_asked",
            Self::RefillWaits => "refill_waits",
            Self::RefillAccepted => "refill_accepted",
            Self::RefillRejected => "refill_rejected",
            Self::RefillCompleted => "refill_completed",
            Self::Progress => "progress",
            Self::Refunded => "refunded",
            Self::Rank => "rank",
            Self::GaveUp => "gave_up",
            Self::LateReport => "late_report",
            Self::LateAnswer => "late_answer",
            Self::Unread => "unread",
            Self::LookedAt => "looked_at",
            Self::Edited => "edited",
            Self::Moved => "moved",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let other = Self::OTHERS.into_iter().find(|kind| kind.as_str() == text);
        other.or_else(|| State::parse(text).map(Self::Became))
    }

    /// Whether amounts belong to this event.
    const fn has_amounts(self) -> bool {
        matches!(
            self,
            Self::Placed
                | Self::Became(_)
                | Self::RunsCanceled
                | Self::PortionsCanceled
                | Self::Progress
                | Self::Edited
                | Self::Refunded
        )
    }
}

crate::text_columns!(EventKind);

/// An order's amounts after what happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amounts {
    pub charge: Money,
    pub refunded: Money,
    pub remains: i64,
    pub start_count: Option<i64>,
}

/// One thing that happened.
#[derive(Debug, Clone)]
pub(in crate::orders) struct Event {
    account_id: AccountId,
    order_id: OrderId,
    kind: EventKind,
    amounts: Option<Amounts>,
    data: Option<Value>,
    actor_id: Option<AccountId>,
}

impl Event {
    /// An event of the panel itself. `amounts` are the order's amounts after it; they are stored
    /// where they belong.
    pub(in crate::orders) fn new(
        (account_id, order_id): (AccountId, OrderId),
        kind: EventKind,
        amounts: Amounts,
    ) -> Self {
        let amounts = kind.has_amounts().then_some(amounts);
        Self { account_id, order_id, kind, amounts, data: None, actor_id: None }
    }

    /// An event that changes no amount.
    pub(in crate::orders) fn note(
        (account_id, order_id): (AccountId, OrderId),
        kind: EventKind,
    ) -> Self {
        debug_assert!(!kind.has_amounts(), "{kind:?} has amounts");
        Self { account_id, order_id, kind, amounts: None, data: None, actor_id: None }
    }

    pub(in crate::orders) fn with(mut self, data: Option<Value>) -> Self {
        self.data = data.filter(|data| !data.is_null());
        self
    }

    pub(in crate::orders) fn by(mut self, actor_id: Option<AccountId>) -> Self {
        self.actor_id = actor_id;
        self
    }
}

/// Writes them all in one statement.
pub(in crate::orders) async fn write(
    tx: &mut PgTransaction<'_>,
    events: &[Event],
    at: DateTime<Utc>,
) -> Result<(), db::Error> {
    if events.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "insert into order_events (account_id, order_id, kind, data, actor_id, charge, refunded,
                                   remains, start_count, at)
         select *, $1::timestamptz
         from unnest($2::bigint[], $3::bigint[], $4::text[], $5::jsonb[], $6::bigint[],
                     $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[])",
        at,
        &column(events, |event| event.account_id) as &[AccountId],
        &column(events, |event| event.order_id) as &[OrderId],
        &column(events, |event| event.kind) as &[EventKind],
        &column(events, |event| event.data.clone()) as &[Option<Value>],
        &column(events, |event| event.actor_id) as &[Option<AccountId>],
        &column(events, |event| event.amounts.map(|to| to.charge)) as &[Option<Money>],
        &column(events, |event| event.amounts.map(|to| to.refunded)) as &[Option<Money>],
        &column(events, |event| event.amounts.map(|to| to.remains)) as &[Option<i64>],
        &column(events, |event| event.amounts.and_then(|to| to.start_count)) as &[Option<i64>],
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
