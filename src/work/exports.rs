//! Makes the files of what is kept of an account that their holders have asked for, one at a time. A file
//! of years of orders takes a minute or more, so it is made in a task of its own; a stop does not wait for
//! it, and another process begins it anew.

use std::sync::Arc;

use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::Tick;
use crate::kit::db;
use crate::privacy::export;

pub(super) fn tick(tracker: &TaskTracker, stop: &CancellationToken) -> Tick {
    let (tracker, stop, places) = (tracker.clone(), stop.clone(), Arc::new(Semaphore::new(1)));
    Box::new(move |shop| {
        let (tracker, stop, places) = (tracker.clone(), stop.clone(), Arc::clone(&places));
        Box::pin(async move {
            let Some(mailing) = shop.mailing.clone() else { return Ok(false) };
            let Ok(place) = places.try_acquire_owned() else { return Ok(false) };
            tracker.spawn(async move {
                // It is given back after a panic, too.
                let _place = place;
                let making = export::make_due(&shop.db, &shop.clock, &mailing.keys);
                tokio::select! {
                    made = making => match made {
                        Ok(_) => {}
                        Err(error) if error.is_away() => db::note_away("exports", &error),
                        Err(error) => tracing::error!(%error, "a file of an account was not made"),
                    },
                    () = stop.cancelled() => {}
                }
            });
            Ok(false)
        })
    })
}
