//! Banners that a customer does not want to see any more. Kept for the account, so that they are gone
//! on all its devices.

use sqlx::{PgExecutor, PgTransaction};

use super::{AnnouncementId, Recent};
use crate::accounts::AccountId;
use crate::catalogue::GroupId;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};

/// Why it was not dismissed.
#[derive(Debug, thiserror::Error)]
pub enum DismissError {
    /// Or it is not for this customer, has not begun, or stays.
    #[error("there is no such banner")]
    NotFound,
    #[error(transparent)]
    Db(#[from] db::Error),
}

crate::from_sqlx!(DismissError);

/// What concerns the banners of one account.
pub(super) struct Own {
    pub group: Option<GroupId>,
    /// Of those that were asked for.
    pub dismissed: Vec<AnnouncementId>,
}

/// The account's group, and which of these it has dismissed.
pub(super) async fn own(
    db: impl PgExecutor<'_>,
    account_id: AccountId,
    asked: &[AnnouncementId],
) -> Result<Own, db::Error> {
    let asked: Vec<i64> = asked.iter().map(|id| id.get()).collect();
    Ok(sqlx::query_as!(
        Own,
        r#"select (select group_id from customer_group_members where account_id = $1)
                      as "group?: GroupId",
                  array(select announcement_id from announcement_dismissals
                        where account_id = $1 and announcement_id = any($2))
                      as "dismissed!: Vec<AnnouncementId>""#,
        account_id as AccountId,
        &asked
    )
    .fetch_one(db)
    .await?)
}

/// Dismisses a banner that the customer may see now. Again is the same as once.
pub async fn dismiss(
    db: &Db,
    clock: &Clock,
    recent: &Recent,
    account_id: AccountId,
    id: AnnouncementId,
) -> Result<(), DismissError> {
    let now = clock.now();
    let dismissed = db.transaction(move |tx| {
        Box::pin(async move {
            let is_theirs = sqlx::query_scalar!(
                r#"select exists (
                       select from announcements a
                       where a.id = $1 and a.published and a.banner and a.dismissible
                         and a.starts_at <= $3
                         and (a.everyone or exists (
                                  select from customer_group_members m
                                  where m.account_id = $2 and m.group_id = any(a.group_ids)))
                   ) as "is!""#,
                id as AnnouncementId,
                account_id as AccountId,
                now
            )
            .fetch_one(&mut **tx)
            .await?;
            if !is_theirs {
                return Err(DismissError::NotFound);
            }
            sqlx::query!(
                "insert into announcement_dismissals (account_id, announcement_id, dismissed_at)
                 values ($1, $2, $3) on conflict do nothing",
                account_id as AccountId,
                id as AnnouncementId,
                now
            )
            .execute(&mut **tx)
            .await?;
            Ok(())
        })
    });
    dismissed.await?;
    recent.remember(account_id, [id]);
    Ok(())
}

/// Forgets what an account has dismissed, because it is closed.
pub(crate) async fn forget_all(
    tx: &mut PgTransaction<'_>,
    account_id: AccountId,
) -> Result<(), db::Error> {
    sqlx::query!(
        "delete from announcement_dismissals where account_id = $1",
        account_id as AccountId
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
