//! Writes buffers and seals the audit log each second. Now and then it measures the clock, writes
//! whether providers answered, and deletes counts and invitations that are over.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::Mutex;

use super::{Found, Tick, Workshop};
use crate::accounts::{admission, audit_chain, guesses, invite};
use crate::catalogue::blocked::refusals;
use crate::payments::guard;

const CLOCK_EVERY: Duration = Duration::from_secs(60);
const ANSWERS_EVERY: Duration = Duration::from_secs(3);
const SESSIONS_EVERY: Duration = Duration::from_secs(600);

#[derive(Default)]
struct Last {
    clock: Option<Instant>,
    answers: Option<Instant>,
    sessions: Option<Instant>,
}

pub(super) fn tick() -> Tick {
    let last = Arc::new(Mutex::new(Last::default()));
    Box::new(move |shop| {
        let last = Arc::clone(&last);
        Box::pin(async move { look(shop, &mut *last.lock().await).await })
    })
}

async fn look(shop: Workshop, last: &mut Last) -> Found {
    (shop.flush)().await?;
    if is_due(&mut last.clock, CLOCK_EVERY) {
        shop.clock.measure(&shop.db).await?;
    }
    if is_due(&mut last.answers, ANSWERS_EVERY) {
        shop.upstreams.note_answers().await?;
    }
    if is_due(&mut last.sessions, SESSIONS_EVERY) {
        guesses::sweep(&shop.db, &shop.clock).await?;
        invite::sweep(&shop.db, &shop.clock).await?;
        admission::sweep(&shop.db, &shop.clock).await?;
        guard::sweep(&shop.db, &shop.clock).await?;
        refusals::sweep(&shop.db).await?;
    }
    // Last: if it cannot seal, everything else was done.
    let sealed = audit_chain::seal(&shop.db).await?;
    Ok(i64::try_from(sealed).is_ok_and(|sealed| sealed >= audit_chain::ROWS_MAX))
}

fn is_due(last: &mut Option<Instant>, every: Duration) -> bool {
    let due = last.is_none_or(|at| at.elapsed() >= every);
    if due {
        *last = Some(Instant::now());
    }
    due
}
