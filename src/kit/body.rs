//! Bodies of requests, read up to a limit. If a body is too large, the rest is read and dropped, up
//! to another limit. Many clients read nothing before they have sent everything, and would find a
//! broken connection instead of the answer.
//!
//! All large bodies together take no more memory than [`IN_FLIGHT_BYTES_MAX`], however many clients
//! send one at the same time.

use std::ops::Deref;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use futures_util::{Stream, StreamExt as _};
use hyper::body::Bytes;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How much of a too large body is still read, and for how long.
const DROP_BYTES_MAX: usize = 32 * 1024 * 1024;
const DROP_TIME_MAX: Duration = Duration::from_secs(20);
/// Bodies up to this size are always read; they are what nearly every request has.
const SMALL_BYTES_MAX: usize = 16 * 1024;
/// The bytes of all larger bodies that are being read or worked on.
const IN_FLIGHT_BYTES_MAX: usize = 8 * 1024 * 1024;

/// The process's memory is one, so there is one for all panels in it.
static IN_FLIGHT: LazyLock<Arc<Semaphore>> =
    LazyLock::new(|| Arc::new(Semaphore::new(IN_FLIGHT_BYTES_MAX)));

/// A body that was read. While it is kept, it counts.
#[derive(Debug, Default)]
pub struct Whole {
    bytes: Bytes,
    _counted: Option<OwnedSemaphorePermit>,
}

impl Deref for Whole {
    type Target = Bytes;
    fn deref(&self) -> &Bytes {
        &self.bytes
    }
}

/// Why the body was not read.
#[derive(Debug, thiserror::Error)]
pub enum NotWhole<E> {
    #[error("the body is too large")]
    TooLarge,
    /// Other large bodies are being read; it fits later.
    #[error("too many large bodies at once")]
    Busy,
    /// A client that hangs up in the middle never sees this.
    #[error(transparent)]
    Broken(E),
}

/// The body whose chunks these are, if it has at most `bytes_max`.
pub async fn whole<C: AsRef<[u8]>, E>(
    chunks: impl Stream<Item = Result<C, E>>,
    bytes_max: usize,
) -> Result<Whole, NotWhole<E>> {
    let mut chunks = std::pin::pin!(chunks);
    let mut bytes = Vec::new();
    let mut counted: Option<OwnedSemaphorePermit> = None;
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(NotWhole::Broken)?;
        let length = bytes.len() + chunk.as_ref().len();
        let refused = if length > bytes_max {
            Some(NotWhole::TooLarge)
        } else {
            (!count(&mut counted, length)).then_some(NotWhole::Busy)
        };
        if let Some(refused) = refused {
            drop((bytes, counted));
            skip(chunks).await;
            return Err(refused);
        }
        bytes.extend_from_slice(chunk.as_ref());
    }
    Ok(Whole { bytes: bytes.into(), _counted: counted })
}

/// Counts a body that has this length now; whether there is room for it.
fn count(counted: &mut Option<OwnedSemaphorePermit>, length: usize) -> bool {
    if length <= SMALL_BYTES_MAX {
        return true;
    }
    let before = counted.as_ref().map_or(0, OwnedSemaphorePermit::num_permits);
    let Ok(more) = u32::try_from(length - before) else { return false };
    let Ok(more) = Arc::clone(&IN_FLIGHT).try_acquire_many_owned(more) else {
        metrics::counter!("waybill_bodies_refused_total").increment(1);
        return false;
    };
    match counted {
        Some(counted) => counted.merge(more),
        None => *counted = Some(more),
    }
    true
}

/// Reads and drops a body, or the rest of one, for as long as that is no work.
pub async fn skip<C: AsRef<[u8]>, E>(chunks: impl Stream<Item = Result<C, E>>) {
    let chunks = std::pin::pin!(chunks);
    if tokio::time::timeout(DROP_TIME_MAX, drop_rest(chunks)).await.is_err() {
        tracing::debug!("a body that nobody needs took too long");
    }
}

async fn drop_rest<C: AsRef<[u8]>, E>(mut chunks: impl Stream<Item = Result<C, E>> + Unpin) {
    let mut dropped = 0;
    while let Some(Ok(chunk)) = chunks.next().await {
        dropped += chunk.as_ref().len();
        if dropped > DROP_BYTES_MAX {
            break;
        }
    }
}
