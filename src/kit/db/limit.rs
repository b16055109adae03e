//! No wait on PostgreSQL is without a limit of our own. The server's limits do not help if its
//! machine is gone without a word, or if a commit waits for a standby that is away.

use std::future::Future;
use std::io;
use std::time::Duration;

/// Above the 30 s that the server gives a statement.
const ANSWER_S_MAX: u64 = 40;

/// How long an answer may take. A test may set it to less by `WAYBILL_TEST_DATABASE_LIMIT_MS`; a
/// release build does not look there.
pub(super) fn answer_limit() -> Duration {
    let test = cfg!(debug_assertions)
        .then(|| std::env::var("WAYBILL_TEST_DATABASE_LIMIT_MS").ok()?.parse().ok())
        .flatten();
    test.map_or(Duration::from_secs(ANSWER_S_MAX), Duration::from_millis)
}

/// The answer, if it comes in time. Otherwise the connection must be dropped: the answer may still
/// come.
pub(super) async fn within<T>(
    limit: Duration,
    what: &str,
    answer: impl Future<Output = Result<T, sqlx::Error>>,
) -> Result<T, sqlx::Error> {
    match tokio::time::timeout(limit, answer).await {
        Ok(answer) => answer,
        Err(_) => {
            let words = format!("PostgreSQL did not answer within {limit:?}: {what}");
            Err(sqlx::Error::Io(io::Error::new(io::ErrorKind::TimedOut, words)))
        }
    }
}
