//! The fingerprint of the panel's secret, in the database: a process that starts with another
//! secret is told so, instead of refusing tokens and failing to open what was sealed.

use sqlx::PgTransaction;

use super::clock::Clock;
use super::db::{self, Db};
use super::keys::Keys;
use super::secret;

/// Why a process may not go on with its secret.
#[derive(Debug, thiserror::Error)]
pub enum FingerprintError {
    #[error(
        "this is not the secret with which the database was used until now: bearer tokens would be \
         refused, and the keys of providers could not be opened. Give the right secret \
         (WAYBILL_SECRET or --secret-file). If it is lost, run `waybill migrate --new-secret` once; \
         then enter providers' keys again and make bearer tokens again"
    )]
    OtherSecret,
    #[error(transparent)]
    Db(#[from] db::Error),
}

crate::from_sqlx!(FingerprintError);

fn fingerprint(keys: &Keys) -> String {
    secret::hex(&keys.key("fingerprint")[..16])
}

/// Checks that these keys are of the secret that was noted; notes it the first time.
pub async fn check(db: &Db, clock: &Clock, keys: &Keys) -> Result<(), FingerprintError> {
    let (ours, now) = (fingerprint(keys), clock.now());
    db.transaction(move |tx: &mut PgTransaction<'_>| {
        Box::pin(async move {
            let noted = sqlx::query_scalar!(
                r#"with made as (
                       insert into secret_fingerprint (fingerprint, noted_at) values ($1, $2)
                       on conflict do nothing returning fingerprint)
                   select coalesce((select fingerprint from made),
                                   (select fingerprint from secret_fingerprint)) as noted"#,
                ours,
                now
            )
            .fetch_one(&mut **tx)
            .await?;
            // Nothing is there if another process has noted its own at the same moment: the next
            // start compares.
            match noted {
                Some(noted) if noted != ours => Err(FingerprintError::OtherSecret),
                _ => Ok(()),
            }
        })
    })
    .await
}

/// Notes the secret of these keys in place of the one before, which is lost.
pub async fn replace(db: &Db, clock: &Clock, keys: &Keys) -> Result<(), db::Error> {
    let (ours, now) = (fingerprint(keys), clock.now());
    db.transaction(move |tx| {
        Box::pin(async move {
            sqlx::query!(
                "insert into secret_fingerprint (fingerprint, noted_at) values ($1, $2)
                 on conflict (one) do update set fingerprint = excluded.fingerprint,
                                                 noted_at = excluded.noted_at",
                ours,
                now
            )
            .execute(&mut **tx)
            .await?;
            Ok(())
        })
    })
    .await
}
