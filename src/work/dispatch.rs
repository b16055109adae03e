//! Queued orders go to their providers: claim, arm, send once, record.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use futures_util::future::join_all;

use super::{Found, Workshop};
use crate::kit::db;
use crate::kit::seeded;
use crate::orders::dispatch::{self, Claim};
use crate::providers::{Connected, Outcome};

/// Orders in one claim: all of them are sent at once.
const CLAIM_MAX: i64 = 32;
/// Between tries to record an answer, doubled each time up to the longest.
const RECORD_AGAIN: Duration = Duration::from_millis(100);
const RECORD_AGAIN_MAX: Duration = Duration::from_secs(2);
/// A database that is away for longer is not waited for: a stop would have to wait as well.
const RECORD_MAX: Duration = Duration::from_secs(120);

pub(super) async fn tick(shop: Workshop) -> Found {
    if shop.frozen.is_frozen() {
        return Ok(false);
    }
    let claims = dispatch::claim(&shop.db, &shop.clock, CLAIM_MAX).await?;
    if claims.is_empty() {
        return Ok(false);
    }
    seeded::failpoint("dispatch-after-claim");
    let upstreams = shop.upstreams.all().await?;
    let claims = dispatch::arm(&shop.db, &shop.clock, claims).await?;
    seeded::failpoint("dispatch-after-arm");
    let sent = claims.iter().map(|claim| send(&shop, &upstreams, claim));
    for result in join_all(sent).await {
        result?;
    }
    Ok(true)
}

async fn send(shop: &Workshop, upstreams: &HashMap<i64, Connected>, claim: &Claim) -> Found {
    let Some(upstream) = upstreams.get(&claim.route.provider_id) else {
        anyhow::bail!("provider {} speaks no known protocol", claim.route.provider_id);
    };
    let outcome = upstream.upstream.add(&claim.submission).await.outcome;
    seeded::failpoint("dispatch-after-send");
    record(shop, claim, outcome).await?;
    seeded::failpoint("dispatch-after-record");
    Ok(true)
}

/// Writes down what came back, and tries again while the database does not take it: nobody else
/// knows what the provider said, and an id that is forgotten here costs a person a search there.
async fn record(shop: &Workshop, claim: &Claim, outcome: Outcome) -> Result<(), db::Error> {
    let since = Instant::now();
    let mut wait = RECORD_AGAIN;
    loop {
        let Err(error) = dispatch::record(&shop.db, &shop.clock, claim, outcome.clone()).await
        else {
            return Ok(());
        };
        let order = claim.order_id;
        if since.elapsed() >= RECORD_MAX || seeded::bug("result-forgotten") {
            tracing::error!(order, %error, ?outcome, "a provider's answer could not be recorded");
            return Err(error);
        }
        tracing::warn!(order, %error, "a provider's answer is not recorded yet; again");
        tokio::time::sleep(wait).await;
        wait = (wait * 2).min(RECORD_AGAIN_MAX);
    }
}
