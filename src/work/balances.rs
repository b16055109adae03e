//! Asks providers for their balances when they are due.

use std::time::Duration;

use futures_util::future::join_all;

use super::{Found, Workshop};
use crate::providers::{ProviderId, balance};

/// A provider that says nothing for longer than this has not answered.
const ANSWER_WITHIN: Duration = Duration::from_secs(30);

pub(super) async fn tick(shop: Workshop) -> Found {
    let due = balance::take_due(&shop.db, &shop.clock).await?;
    for result in join_all(due.into_iter().map(|id| ask(&shop, id))).await {
        result?;
    }
    Ok(false)
}

async fn ask(shop: &Workshop, provider_id: ProviderId) -> Result<(), anyhow::Error> {
    let Some(upstream) = shop.upstreams.get(provider_id).await? else { return Ok(()) };
    let answer = tokio::time::timeout(ANSWER_WITHIN, upstream.balance()).await;
    let trouble = match answer {
        Ok(Ok(found)) => {
            let noted = balance::record(&shop.db, &shop.clock, (provider_id, found)).await?;
            if noted.resumed {
                tracing::info!(
                    provider_id = provider_id.get(),
                    "a provider answers again; its orders go on"
                );
                shop.intake.placed().notify_one();
            }
            return Ok(());
        }
        Ok(Err(error)) => error.to_string(),
        Err(_) => "no answer came in time".to_owned(),
    };
    tracing::warn!(provider_id = provider_id.get(), trouble, "a balance could not be read");
    balance::record_trouble(&shop.db, &shop.clock, (provider_id, &trouble)).await?;
    Ok(())
}
