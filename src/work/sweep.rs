//! Scheduled orders start, and what a dead process left behind is taken up.

use super::{Found, Workshop};
use crate::orders::sweep;

pub(super) async fn tick(shop: Workshop) -> Found {
    let moved = sweep::sweep(&shop.db, &shop.clock).await?;
    if moved > 0 {
        shop.intake.placed().notify_one();
    }
    Ok(false)
}
