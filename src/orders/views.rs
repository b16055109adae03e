//! Views: filters of a list that a customer has kept under a name. Owns `order_views`. A name stands
//! once in an account; who keeps it again replaces it.

use sqlx::{PgExecutor, PgTransaction};

use crate::accounts::AccountId;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};

/// The most views of an account.
pub const VIEWS_MAX: i64 = 20;
/// The longest name, in characters.
pub const NAME_CHARS_MAX: usize = 40;
/// The longest filters, in bytes.
pub const QUERY_BYTES_MAX: usize = 2000;

/// Filters with a name.
#[derive(Debug, Clone)]
pub struct View {
    pub id: i64,
    pub name: String,
    /// As they stand in the address, without the `?`.
    pub query: String,
}

/// Why a view is not kept.
#[derive(Debug, thiserror::Error)]
pub enum ViewError {
    #[error("A name has 1 to {NAME_CHARS_MAX} characters.")]
    Name,
    #[error("Choose a filter first. A view keeps the filters of the list.")]
    Nothing,
    #[error("These filters are too long to be kept. Search for less.")]
    TooLong,
    #[error("You have {VIEWS_MAX} views, and there is room for no more. Remove one first.")]
    TooMany,
    #[error(transparent)]
    Db(#[from] db::Error),
}

crate::from_sqlx!(ViewError);

/// The account's views, by their names.
pub async fn list(db: impl PgExecutor<'_>, account_id: AccountId) -> Result<Vec<View>, db::Error> {
    Ok(sqlx::query_as!(
        View,
        "select id, name, query from order_views where account_id = $1
         order by lower(name), id limit $2",
        account_id as AccountId,
        VIEWS_MAX
    )
    .fetch_all(db)
    .await?)
}

/// Keeps these filters under this name.
pub async fn keep(
    db: &Db,
    clock: &Clock,
    account_id: AccountId,
    name: &str,
    query: String,
) -> Result<(), ViewError> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_odd = name.chars().any(char::is_control);
    if is_odd || !(1..=NAME_CHARS_MAX).contains(&name.chars().count()) {
        return Err(ViewError::Name);
    }
    match query.len() {
        0 => return Err(ViewError::Nothing),
        1..=QUERY_BYTES_MAX => {}
        _ => return Err(ViewError::TooLong),
    }
    let now = clock.now();
    db.transaction(move |tx| {
        Box::pin(async move {
            // Two that come at once are counted one after the other.
            sqlx::query!(
                "select pg_advisory_xact_lock(hashtextextended('waybill views', $1))",
                account_id as AccountId
            )
            .execute(&mut **tx)
            .await?;
            let kept = sqlx::query!(
                "insert into order_views (account_id, name, query, created_at)
                 select $1::bigint, $2::text, $3, $4
                 where (select count(*) from order_views where account_id = $1 and name <> $2) < $5
                 on conflict (account_id, name) do update set query = excluded.query",
                account_id as AccountId,
                name,
                query,
                now,
                VIEWS_MAX
            )
            .execute(&mut **tx)
            .await?;
            if kept.rows_affected() == 0 { Err(ViewError::TooMany) } else { Ok(()) }
        })
    })
    .await
}

/// Removes a view; answers its name, `None` if the account has no such view.
pub async fn remove(db: &Db, account_id: AccountId, id: i64) -> Result<Option<String>, db::Error> {
    db.transaction(move |tx| {
        Box::pin(async move {
            Ok(sqlx::query_scalar!(
                "delete from order_views where id = $1 and account_id = $2 returning name",
                id,
                account_id as AccountId
            )
            .fetch_optional(&mut **tx)
            .await?)
        })
    })
    .await
}

/// Deletes all of an account's views, because it is closed.
pub(crate) async fn forget_all(
    tx: &mut PgTransaction<'_>,
    account_id: AccountId,
) -> Result<(), db::Error> {
    sqlx::query!("delete from order_views where account_id = $1", account_id as AccountId)
        .execute(&mut **tx)
        .await?;
    Ok(())
}
