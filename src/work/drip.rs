//! Makes runs of drip-feeds and posts of subscriptions.

use super::{Found, Workshop};
use crate::orders::{drip, subscription};

pub(super) async fn tick(shop: Workshop) -> Found {
    let runs = drip::make_runs(&shop.db, &shop.clock).await?;
    let ended = drip::end_parents(&shop.db, &shop.clock).await?;
    let posts = subscription::look(&shop.db, &shop.clock, &shop.intake).await?;
    if runs + posts > 0 {
        shop.intake.placed().notify_one();
    }
    Ok(runs + ended + posts > 0)
}
