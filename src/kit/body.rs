//! Bodies of requests, read up to a limit. If a body is too large, the rest is read and dropped, up
//! to another limit. Many clients read nothing before they have sent everything, and would find a
//! broken connection instead of the answer.

use std::time::Duration;

use futures_util::{Stream, StreamExt as _};

/// How much of a too large body is still read, and for how long.
const DROP_BYTES_MAX: usize = 32 * 1024 * 1024;
const DROP_TIME_MAX: Duration = Duration::from_secs(20);

/// Why the body was not read.
#[derive(Debug, thiserror::Error)]
pub enum NotWhole<E> {
    #[error("the body is too large")]
    TooLarge,
    /// A client that hangs up in the middle never sees this.
    #[error(transparent)]
    Broken(E),
}

/// The body whose chunks these are, if it has at most `bytes_max`.
pub async fn whole<C: AsRef<[u8]>, E>(
    chunks: impl Stream<Item = Result<C, E>>,
    bytes_max: usize,
) -> Result<Vec<u8>, NotWhole<E>> {
    let mut chunks = std::pin::pin!(chunks);
    let mut bytes = Vec::new();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(NotWhole::Broken)?;
        if bytes.len() + chunk.as_ref().len() > bytes_max {
            if tokio::time::timeout(DROP_TIME_MAX, drop_rest(chunks)).await.is_err() {
                tracing::debug!("a body that is too large took too long");
            }
            return Err(NotWhole::TooLarge);
        }
        bytes.extend_from_slice(chunk.as_ref());
    }
    Ok(bytes)
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
