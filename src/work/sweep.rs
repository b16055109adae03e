//! Scheduled orders start, those whose hours are over are given up, and what a dead process left behind is taken up.

use super::{Found, Workshop};
use crate::orders::{drip, sweep, target};

pub(super) async fn tick(shop: Workshop) -> Found {
    let mut moved = sweep::sweep(&shop.db, &shop.clock).await?;
    if moved > 0 {
        // A paced order that starts makes its first portion with it.
        drip::make_runs(&shop.db, &shop.clock).await?;
        shop.intake.placed().notify_one();
    }
    moved += target::give_up(&shop.db, &shop.clock).await?;
    Ok(moved > 0)
}
