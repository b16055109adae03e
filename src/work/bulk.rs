//! Does what staff have started for many orders at once.

use super::{Found, Workshop};
use crate::orders::bulk;

pub(super) async fn tick(shop: Workshop) -> Found {
    let is_more = bulk::work(&shop.db, &shop.clock).await?;
    if is_more {
        // Some of them may be queued again.
        shop.intake.placed().notify_one();
    }
    Ok(is_more)
}
