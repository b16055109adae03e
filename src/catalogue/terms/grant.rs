//! What staff grant one account: its group, and discounts of its own. Nobody grants themselves anything.

use serde_json::json;
use sqlx::PgTransaction;

use super::Discount;
use super::group::{GroupError, GroupId, note};
use crate::accounts::AccountId;
use crate::accounts::audit::Actor;
use crate::catalogue::version;
use crate::kit::clock::Clock;
use crate::kit::db::Db;

/// Puts an account into a group, or into none, and sets its discount in all categories; all of it or
/// nothing.
pub async fn set(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    account_id: AccountId,
    (group_id, discount): (Option<GroupId>, Option<Discount>),
) -> Result<(), GroupError> {
    not_own(actor, account_id)?;
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            join_in(tx, &clock, actor, (account_id, group_id)).await?;
            set_discount_in(tx, &clock, actor, (account_id, None), discount).await
        })
    })
    .await
}

/// Puts an account into a group, or into none.
pub(in crate::catalogue) async fn join_in(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    actor: Actor,
    (account_id, group_id): (AccountId, Option<GroupId>),
) -> Result<(), GroupError> {
    version::hold(tx).await?;
    let before = sqlx::query_scalar!(
        r#"select group_id as "group_id: GroupId" from customer_group_members
           where account_id = $1"#,
        account_id as AccountId
    )
    .fetch_optional(&mut **tx)
    .await?;
    if before == group_id {
        return Ok(());
    }
    match group_id {
        Some(id) => {
            sqlx::query!(
                "insert into customer_group_members (account_id, group_id) values ($1, $2)
                 on conflict (account_id) do update set group_id = excluded.group_id",
                account_id as AccountId,
                id as GroupId
            )
            .execute(&mut **tx)
            .await?
        }
        None => {
            sqlx::query!(
                "delete from customer_group_members where account_id = $1",
                account_id as AccountId
            )
            .execute(&mut **tx)
            .await?
        }
    };
    let told = |group: Option<GroupId>| group.map(|id| json!({ "group": id }));
    let told = (told(before), told(group_id));
    note(tx, clock, (actor, "account.group"), format!("account:{account_id}"), told).await
}

/// Gives an account a discount in a category, or in all (`None`); without one, takes it away.
pub async fn set_discount(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    (account_id, category_id): (AccountId, Option<i64>),
    discount: Option<Discount>,
) -> Result<(), GroupError> {
    not_own(actor, account_id)?;
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            set_discount_in(tx, &clock, actor, (account_id, category_id), discount).await
        })
    })
    .await
}

/// What [`set_discount`] does, in the transaction that makes the account.
pub(in crate::catalogue) async fn set_discount_in(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    actor: Actor,
    (account_id, category_id): (AccountId, Option<i64>),
    discount: Option<Discount>,
) -> Result<(), GroupError> {
    version::hold(tx).await?;
    let before = sqlx::query_scalar!(
        r#"select hundredths as "discount: Discount" from discounts
           where account_id = $1 and category_id is not distinct from $2"#,
        account_id as AccountId,
        category_id
    )
    .fetch_optional(&mut **tx)
    .await?;
    if before == discount {
        return Ok(());
    }
    match discount {
        Some(discount) => {
            sqlx::query!(
                "insert into discounts (account_id, category_id, hundredths) values ($1, $2, $3)
                 on conflict on constraint discounts_once
                 do update set hundredths = excluded.hundredths",
                account_id as AccountId,
                category_id,
                discount.hundredths()
            )
            .execute(&mut **tx)
            .await?
        }
        None => {
            sqlx::query!(
                "delete from discounts
                 where account_id = $1 and category_id is not distinct from $2",
                account_id as AccountId,
                category_id
            )
            .execute(&mut **tx)
            .await?
        }
    };
    let told = |discount: Option<Discount>| {
        discount.map(|one| json!({ "category": category_id, "discount": one.to_string() }))
    };
    let told = (told(before), told(discount));
    note(tx, clock, (actor, "account.discount"), format!("account:{account_id}"), told).await
}

fn not_own(actor: Actor, account_id: AccountId) -> Result<(), GroupError> {
    if actor.account_id == Some(account_id) { Err(GroupError::Own) } else { Ok(()) }
}
