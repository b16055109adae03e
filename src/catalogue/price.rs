//! Single customers' own prices.

use std::collections::{HashMap, HashSet};

use sqlx::{PgExecutor, PgTransaction};

use super::{Service, service};
use crate::accounts::AccountId;
use crate::catalogue::ServiceId;
use crate::kit::db::{self, Db};
use crate::kit::money::Rate;

/// Why a rate was not kept.
#[derive(Debug, thiserror::Error)]
pub enum RateError {
    #[error("there is no such service")]
    NoService,
    #[error("there is no such account")]
    NoAccount,
    /// Staff, about their own account.
    #[error("this is your own account: ask another member of staff")]
    Own,
    #[error("at most 1,000,000,000")]
    TooHigh,
    #[error(transparent)]
    Db(db::Error),
}

impl From<db::Error> for RateError {
    fn from(error: db::Error) -> Self {
        match error.constraint() {
            Some("custom_rates_service_id_fkey") => Self::NoService,
            Some("custom_rates_account_id_fkey") => Self::NoAccount,
            Some("custom_rates_rate_check") => Self::TooHigh,
            _ => Self::Db(error),
        }
    }
}

crate::from_sqlx!(RateError);

/// A service with the price that one account pays.
#[derive(Debug, Clone)]
pub struct Listed {
    pub service: Service,
    pub price: Rate,
}

/// A customer's own rates, by service.
pub async fn own(
    db: impl PgExecutor<'_>,
    account_id: AccountId,
) -> Result<HashMap<ServiceId, Rate>, db::Error> {
    let rows = sqlx::query!(
        r#"select service_id as "service_id: ServiceId", rate as "rate: Rate"
           from custom_rates where account_id = $1"#,
        account_id as AccountId
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.service_id, row.rate)).collect())
}

/// All own rates of these accounts: account, service, rate.
pub(super) async fn own_of(
    db: impl PgExecutor<'_>,
    accounts: &[AccountId],
) -> Result<Vec<(AccountId, ServiceId, Rate)>, db::Error> {
    let rows = sqlx::query!(
        r#"select account_id as "account_id: AccountId", service_id as "service_id: ServiceId",
                  rate as "rate: Rate" from custom_rates
           where account_id = any($1)"#,
        accounts as &[AccountId]
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.account_id, row.service_id, row.rate)).collect())
}

/// What the price of one service is for one account.
#[must_use]
pub fn of(
    own: &HashMap<(AccountId, ServiceId), Rate>,
    account_id: AccountId,
    service: &Service,
) -> Rate {
    own.get(&(account_id, service.id)).copied().unwrap_or(service.rate)
}

/// The own rates among these accounts and services.
pub async fn rates(
    db: impl PgExecutor<'_>,
    accounts: &[AccountId],
    services: &[ServiceId],
) -> Result<HashMap<(AccountId, ServiceId), Rate>, db::Error> {
    let rows = sqlx::query!(
        r#"select account_id as "account_id: AccountId", service_id as "service_id: ServiceId",
                  rate as "rate: Rate" from custom_rates
           where account_id = any($1) and service_id = any($2)"#,
        accounts as &[AccountId],
        services as &[ServiceId]
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| ((row.account_id, row.service_id), row.rate)).collect())
}

/// The accounts that have a rate of their own for anything.
pub async fn accounts(db: impl PgExecutor<'_>) -> Result<HashSet<AccountId>, db::Error> {
    let found = sqlx::query_scalar!(
        r#"select distinct account_id as "account_id: AccountId"
                               from custom_rates"#
    )
    .fetch_all(db)
    .await?;
    Ok(found.into_iter().collect())
}

/// The services on sale with the price for this account, in the order of the list.
pub async fn list_for(db: &Db, account_id: AccountId) -> Result<Vec<Listed>, db::Error> {
    let own = own(db.pool(), account_id).await?;
    let services = service::list_on_sale(db.pool()).await?;
    let priced = services.into_iter().map(|service| {
        let price = own.get(&service.id).copied().unwrap_or(service.rate);
        Listed { service, price }
    });
    Ok(priced.collect())
}

/// Gives a customer a rate of their own, or removes it. Called by the command that checks whether
/// the service may still be sold, `providers::sale::set_own_rate`.
pub(crate) async fn set(
    tx: &mut PgTransaction<'_>,
    account_id: AccountId,
    service_id: ServiceId,
    rate: Option<Rate>,
) -> Result<(), RateError> {
    match rate {
        Some(rate) => {
            sqlx::query!(
                "insert into custom_rates (account_id, service_id, rate) values ($1, $2, $3)
             on conflict (account_id, service_id) do update set rate = excluded.rate",
                account_id as AccountId,
                service_id as ServiceId,
                rate.micros()
            )
            .execute(&mut **tx)
            .await?
        }
        None => {
            sqlx::query!(
                "delete from custom_rates where account_id = $1 and service_id = $2",
                account_id as AccountId,
                service_id as ServiceId
            )
            .execute(&mut **tx)
            .await?
        }
    };
    Ok(())
}
