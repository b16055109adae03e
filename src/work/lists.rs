//! Reads providers' lists when they are due: the price guard's round.

use super::{Found, Workshop};
use crate::providers::ProviderId;
use crate::providers::list_sync::{self, WatchError};

pub(super) async fn tick(shop: Workshop) -> Found {
    for provider_id in list_sync::take_due(&shop.db, &shop.clock).await? {
        look(&shop, provider_id).await?;
    }
    Ok(false)
}

async fn look(shop: &Workshop, provider_id: ProviderId) -> Result<(), anyhow::Error> {
    match list_sync::look(&shop.upstreams, &shop.db, &shop.clock, provider_id).await {
        Ok(seen) if seen.changes + seen.paused > 0 => {
            tracing::info!(provider_id = provider_id.get(), ?seen, "a provider's list has changed");
        }
        Ok(_) => {}
        Err(WatchError::NoAnswer(trouble)) => {
            tracing::warn!(provider_id = provider_id.get(), trouble, "a list could not be read");
        }
        Err(error @ (WatchError::Empty | WatchError::Nameless(_))) => {
            tracing::warn!(provider_id = provider_id.get(), %error, "a list was of no use");
        }
        Err(WatchError::NotFound | WatchError::NoList) => {}
        Err(WatchError::Db(error)) => return Err(error.into()),
    }
    Ok(())
}
