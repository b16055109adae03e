//! Adds up what customers' orders come to.

use std::sync::Arc;
use std::time::Instant;

use tokio::sync::Mutex;

use super::Tick;
use crate::orders::totals;

pub(super) fn tick() -> Tick {
    let last: Arc<Mutex<Option<Instant>>> = Arc::default();
    Box::new(move |shop| {
        let last = Arc::clone(&last);
        Box::pin(async move {
            let mut last = last.lock().await;
            if last.is_some_and(|at| at.elapsed() < totals::LOOK_EVERY) {
                return Ok(false);
            }
            let is_more = totals::add_up(&shop.db).await?;
            if !is_more {
                *last = Some(Instant::now());
            }
            Ok(is_more)
        })
    })
}
