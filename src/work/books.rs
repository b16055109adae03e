//! Checks the books when the process starts and each hour, and reads closed ranges again in turn. One
//! process at a time does it; all of them read what was found. Books that differ freeze dispatch, in
//! every process that ran when they were read; nothing here ever corrects them.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::Mutex;
use tokio_util::sync::CancellationToken;

use super::{Found, Tick, Workshop};
use crate::books::{self, News};
use crate::kit::db;
use crate::kit::sampled::sampled;

/// The loop, as its metrics name it.
const NAME: &str = "books";
/// Turns that are taken in one look.
const TURNS_MAX: usize = 5;

struct Seen {
    started_at: DateTime<Utc>,
    /// What was last told: when the check was finished, and how many differences there were.
    told: Option<(Option<DateTime<Utc>>, usize)>,
}

pub(super) fn tick(shop: &Workshop, stop: &CancellationToken) -> Tick {
    let seen = Arc::new(Mutex::new(Seen { started_at: shop.clock.now(), told: None }));
    let stop = stop.clone();
    Box::new(move |shop| {
        let (seen, stop) = (Arc::clone(&seen), stop.clone());
        Box::pin(async move {
            let mut seen = seen.lock().await;
            tokio::select! {
                found = look(&shop, &mut seen) => found,
                () = stop.cancelled() => {
                    books::let_go(&shop.watch.db, &shop.watch.holder).await?;
                    Ok(false)
                }
            }
        })
    })
}

async fn look(shop: &Workshop, seen: &mut Seen) -> Found {
    let news = match read(shop, seen.started_at).await {
        Ok(news) => news,
        Err(books::Error::Db(error)) => return Err(error.into()),
        Err(books::Error::Standby(error)) => {
            say_unread(&error);
            // Others may have read theirs.
            books::news(&shop.watch.db).await?
        }
    };
    tell(shop, seen, &news);
    Ok(false)
}

/// Reads what is due; answers what is known then.
async fn read(shop: &Workshop, started_at: DateTime<Utc>) -> Result<News, books::Error> {
    let Workshop { watch, clock, .. } = shop;
    let mut news = books::news(&watch.db).await?;
    for _ in 0..TURNS_MAX {
        if !news.is_a_turn_due(clock.now()) || watch.read_again().await?.is_none() {
            break;
        }
        news = books::news(&watch.db).await?;
    }
    let since = started_at.max(clock.now() - shop.books_every);
    if news.started_at.is_none_or(|at| at < since) {
        if let Some(report) = watch.check(since).await? {
            let (orders, transfers) = (report.orders, report.transfers);
            if report.differences.is_empty() {
                tracing::info!(orders, transfers, ranges = report.ranges, "books balance");
            }
        }
        news = books::news(&watch.db).await?;
    }
    Ok(news)
}

/// The database itself is there, so this is no alarm of its own: a check that stays away is seen by
/// the time of the last one.
fn say_unread(error: &db::Error) {
    metrics::counter!("waybill_work_failures_total", "loop" => NAME).increment(1);
    if let Some(left_out) = sampled("books standby") {
        tracing::error!(
            %error,
            left_out,
            "the books are not checked: the standby of --books-url could not be read; it is tried again"
        );
    }
}

fn tell(shop: &Workshop, seen: &mut Seen, news: &News) {
    let differences = news.open.len() + news.closed.len();
    let gauge = |name: &'static str, value: f64| metrics::gauge!(name).set(value);
    let count = f64::from(u32::try_from(differences).unwrap_or(u32::MAX));
    gauge("waybill_books_differences", count);
    let seconds = |at: DateTime<Utc>| (at - DateTime::UNIX_EPOCH).as_seconds_f64();
    if let Some(at) = news.finished_at {
        gauge("waybill_books_checked_timestamp_seconds", seconds(at));
        gauge(
            "waybill_books_check_seconds",
            TimeDelta::milliseconds(news.took_ms).as_seconds_f64(),
        );
    }
    let oldest = news.oldest_at.map_or(0.0, |at| (shop.clock.now() - at).as_seconds_f64());
    gauge("waybill_books_oldest_reading_seconds", oldest);
    // What was found before this process started may be put right by now: it asks itself.
    let is_new = |at: Option<DateTime<Utc>>| at.is_some_and(|at| at >= seen.started_at);
    let open = news.open.iter().filter(|_| is_new(news.started_at));
    let closed = news.closed.iter().filter(|_| is_new(news.closed_at));
    let found: Vec<&String> = open.chain(closed).collect();
    let told = Some((news.finished_at, found.len()));
    if found.is_empty() || seen.told == told {
        return;
    }
    seen.told = told;
    shop.frozen.freeze();
    for difference in found.iter().take(20) {
        tracing::error!(
            difference,
            "the books differ; nothing is sent to providers until a restart"
        );
    }
}
