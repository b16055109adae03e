//! How a provider wants to be asked, if its answers showed that it is not the usual way. The panel
//! remembers it for a day, in the provider's row, so that every process knows it. Then it tries the
//! usual way again.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::{DateTime, TimeDelta, Utc};

use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::providers::ProviderId;

/// How long the panel believes what it found out.
const BELIEVED_FOR: TimeDelta = TimeDelta::days(1);

/// A way that is not the usual one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// It gives no status of orders that are asked about together.
    StatusSingly,
    /// It takes a cancel with `order`.
    CancelSingly,
    /// It takes a refill with `orders`.
    RefillListed,
}

/// Until when each way is believed, from the provider's row.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::providers) struct Until {
    pub asks_singly: Option<DateTime<Utc>>,
    pub cancels_singly: Option<DateTime<Utc>>,
    pub refills_listed: Option<DateTime<Utc>>,
}

/// What is known about one provider. What is learnt counts at once for everyone who shares it.
#[derive(Clone, Default)]
pub(in crate::providers) struct Manners {
    known: Arc<[AtomicBool; 3]>,
    /// `None`: the provider is not stored yet, so nothing is remembered.
    keeper: Option<(Db, Clock, ProviderId)>,
}

impl Way {
    const fn at(self) -> usize {
        match self {
            Self::StatusSingly => 0,
            Self::CancelSingly => 1,
            Self::RefillListed => 2,
        }
    }
}

impl Manners {
    pub fn kept(db: Db, clock: Clock, provider_id: ProviderId, until: Until) -> Self {
        let now = clock.now();
        let known = [until.asks_singly, until.cancels_singly, until.refills_listed]
            .map(|until| AtomicBool::new(until.is_some_and(|until| until > now)));
        Self { known: Arc::new(known), keeper: Some((db, clock, provider_id)) }
    }

    pub fn has(&self, way: Way) -> bool {
        self.known[way.at()].load(Ordering::Relaxed)
    }

    /// Remembers it. If it cannot be written down, that only costs one more question.
    pub async fn learn(&self, way: Way) {
        self.known[way.at()].store(true, Ordering::Relaxed);
        let Some((db, clock, provider_id)) = &self.keeper else { return };
        tracing::info!(
            provider_id = provider_id.get(),
            ?way,
            "a provider wants to be asked in another way"
        );
        if let Err(error) = remember(db, *provider_id, way, clock.now() + BELIEVED_FOR).await {
            tracing::warn!(provider_id = provider_id.get(), %error, "how a provider is asked could not be remembered");
        }
    }
}

async fn remember(
    db: &Db,
    provider_id: ProviderId,
    way: Way,
    until: DateTime<Utc>,
) -> Result<(), db::Error> {
    let of = |this: Way| (this == way).then_some(until);
    let (status, cancel, refill) =
        (of(Way::StatusSingly), of(Way::CancelSingly), of(Way::RefillListed));
    db.transaction(move |tx| {
        Box::pin(async move {
            sqlx::query!(
                "update providers
                 set asks_singly_until = coalesce($2, asks_singly_until),
                     cancels_singly_until = coalesce($3, cancels_singly_until),
                     refills_listed_until = coalesce($4, refills_listed_until)
                 where id = $1",
                provider_id as ProviderId,
                status,
                cancel,
                refill
            )
            .execute(&mut **tx)
            .await?;
            Ok(())
        })
    })
    .await
}
