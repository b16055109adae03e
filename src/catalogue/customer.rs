//! A customer's account that staff make, with the group and the discount that it starts with. All of it
//! is there or nothing is.

use crate::accounts::AccountId;
use crate::accounts::account::{CreateError, NewAccount};
use crate::accounts::audit::{self, Actor};
use crate::accounts::email::Email;
use crate::accounts::rights::Rights;
use crate::accounts::role::Role;
use crate::accounts::staff;
use crate::catalogue::terms::group::{GroupError, GroupId};
use crate::catalogue::terms::{Discount, grant};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::ledger;

/// What staff fill in.
#[derive(Debug, Clone)]
pub struct NewCustomer {
    pub email: Email,
    /// Of the password that it starts with.
    pub password_hash: String,
    pub group: Option<GroupId>,
    /// In all categories.
    pub discount: Option<Discount>,
}

/// Why no account was made.
#[derive(Debug, thiserror::Error)]
pub enum NewCustomerError {
    #[error("your role does not allow it")]
    NotAllowed,
    #[error(transparent)]
    Account(#[from] CreateError),
    #[error(transparent)]
    Group(#[from] GroupError),
    #[error(transparent)]
    Db(#[from] db::Error),
}

crate::from_sqlx!(NewCustomerError);

/// Makes the account; answers its id. Its holder accepts the terms after signing in.
pub async fn create(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    new: NewCustomer,
) -> Result<AccountId, NewCustomerError> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            if !staff::may(tx, actor, Rights::may_edit_customers).await? {
                return Err(NewCustomerError::NotAllowed);
            }
            let account = NewAccount {
                email: new.email,
                role: Role::Customer,
                password_hash: Some(new.password_hash),
                is_password_made: true,
                terms_accepted_at: None,
            };
            let id = ledger::open(tx, &clock, &account).await?;
            let entry = audit::Entry {
                actor,
                action: "account.create",
                subject: format!("account:{id}"),
                ..audit::Entry::default()
            };
            audit::record(tx, &clock, entry).await?;
            grant::join_in(tx, &clock, actor, (id, new.group)).await?;
            grant::set_discount_in(tx, &clock, actor, (id, None), new.discount).await?;
            Ok(id)
        })
    })
    .await
}
