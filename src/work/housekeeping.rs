//! Writes buffers and seals the audit log each second. Now and then it measures the clock, deletes
//! dead sessions and old logs, and checks the books. Books that differ freeze dispatch; nothing here
//! ever corrects them.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::Mutex;

use super::{Found, Tick, Workshop};
use crate::accounts::{admission, audit_chain, calls, guesses, invite, session};
use crate::{affiliates, books};

const CLOCK_EVERY: Duration = Duration::from_secs(60);
const SESSIONS_EVERY: Duration = Duration::from_secs(600);

#[derive(Default)]
struct Last {
    clock: Option<Instant>,
    sessions: Option<Instant>,
    books: Option<Instant>,
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
    if is_due(&mut last.sessions, SESSIONS_EVERY) {
        session::sweep(&shop.db, &shop.clock).await?;
        guesses::sweep(&shop.db, &shop.clock).await?;
        calls::sweep(&shop.db, &shop.clock).await?;
        invite::sweep(&shop.db, &shop.clock).await?;
        admission::sweep(&shop.db, &shop.clock).await?;
        affiliates::click::sweep(&shop.db, &shop.clock).await?;
    }
    let every = shop.books_every.to_std().unwrap_or(Duration::from_secs(3600));
    if is_due(&mut last.books, every) {
        check_books(&shop).await?;
    }
    // Last: if it cannot seal, the check above still says why.
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

async fn check_books(shop: &Workshop) -> Result<(), anyhow::Error> {
    let report = books::check(&shop.db).await?;
    metrics::gauge!("waybill_books_differences")
        .set(f64::from(u32::try_from(report.differences.len()).unwrap_or(u32::MAX)));
    if report.differences.is_empty() {
        tracing::info!(orders = report.orders, transfers = report.transfers, "books balance");
        return Ok(());
    }
    shop.frozen.freeze();
    for difference in report.differences.iter().take(20) {
        tracing::error!(
            difference,
            "the books differ; nothing is sent to providers until a restart"
        );
    }
    Ok(())
}
