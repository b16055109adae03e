//! Queued orders go to their providers: claim, arm, send once, record.

use std::collections::HashMap;

use futures_util::future::join_all;

use super::{Found, Workshop};
use crate::orders::dispatch::{self, Claim};
use crate::providers::{Upstream, route};

/// Orders in one claim: all of them are sent at once.
const CLAIM_MAX: i64 = 32;

pub(super) async fn tick(shop: Workshop) -> Found {
    if shop.frozen.is_frozen() {
        return Ok(false);
    }
    let claims = dispatch::claim(&shop.db, &shop.clock, CLAIM_MAX).await?;
    if claims.is_empty() {
        return Ok(false);
    }
    let upstreams = route::upstreams(&shop.db, &shop.clock).await?;
    let claims = dispatch::arm(&shop.db, &shop.clock, claims).await?;
    let sent = claims.iter().map(|claim| send(&shop, &upstreams, claim));
    for result in join_all(sent).await {
        result?;
    }
    Ok(true)
}

async fn send(shop: &Workshop, upstreams: &HashMap<i64, Upstream>, claim: &Claim) -> Found {
    let Some(upstream) = upstreams.get(&claim.route.provider_id) else {
        anyhow::bail!("provider {} speaks no known protocol", claim.route.provider_id);
    };
    let outcome = upstream.add(&claim.submission).await;
    dispatch::record(&shop.db, &shop.clock, claim, outcome).await?;
    Ok(true)
}
