//! The services that a customer has marked to find them again.

use sqlx::{PgExecutor, PgTransaction};

use crate::accounts::AccountId;
use crate::catalogue::ServiceId;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};

/// Why a service was not marked.
#[derive(Debug, thiserror::Error)]
pub enum FavouriteError {
    #[error("there is no such service")]
    NoService,
    #[error(transparent)]
    Db(db::Error),
}

impl From<db::Error> for FavouriteError {
    fn from(error: db::Error) -> Self {
        match error.constraint() {
            Some("favourites_service_id_fkey") => Self::NoService,
            _ => Self::Db(error),
        }
    }
}

crate::from_sqlx!(FavouriteError);

/// Marks the service for this account, or takes the mark away. Doing it again changes nothing.
pub async fn set(
    db: &Db,
    clock: &Clock,
    account_id: AccountId,
    (service_id, on): (ServiceId, bool),
) -> Result<(), FavouriteError> {
    let now = clock.now();
    db.transaction(move |tx| {
        Box::pin(async move {
            let done = if on {
                sqlx::query!(
                    "insert into favourites (account_id, service_id, added_at) values ($1, $2, $3)
                     on conflict do nothing",
                    account_id as AccountId,
                    service_id as ServiceId,
                    now
                )
                .execute(&mut **tx)
                .await
            } else {
                sqlx::query!(
                    "delete from favourites where account_id = $1 and service_id = $2",
                    account_id as AccountId,
                    service_id as ServiceId
                )
                .execute(&mut **tx)
                .await
            };
            done.map(|_| ()).map_err(FavouriteError::from)
        })
    })
    .await
}

/// The account's favourites, those marked last first; also those that are not on sale at the
/// moment.
pub async fn list(
    db: impl PgExecutor<'_>,
    account_id: AccountId,
) -> Result<Vec<ServiceId>, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"select service_id as "service_id: ServiceId" from favourites
           where account_id = $1 order by added_at desc, service_id"#,
        account_id as AccountId
    )
    .fetch_all(db)
    .await?)
}

/// Deletes all of an account's marks, because it is closed.
pub(crate) async fn forget_all(
    tx: &mut PgTransaction<'_>,
    account_id: AccountId,
) -> Result<(), db::Error> {
    sqlx::query!("delete from favourites where account_id = $1", account_id as AccountId)
        .execute(&mut **tx)
        .await?;
    Ok(())
}
