//! Starts scheduled orders, gives up those whose hours are over, and handles orders that a dead
//! process left behind.

use super::{Found, Workshop};
use crate::orders::{drip, sweep, target};

pub(super) async fn tick(shop: Workshop) -> Found {
    let mut moved = sweep::sweep(&shop.db, &shop.clock).await?;
    if moved > 0 {
        // A paced order makes its first portion when it starts.
        drip::make_runs(&shop.db, &shop.clock).await?;
        shop.intake.placed().notify_one();
    }
    moved += target::give_up(&shop.db, &shop.clock).await?;
    Ok(moved > 0)
}
