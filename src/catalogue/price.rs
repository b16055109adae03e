//! Single customers' own prices. On what terms somebody buys says [`super::terms`].

use std::collections::HashMap;

use sqlx::{PgExecutor, PgTransaction};

use super::terms::{self, Buyers};
use super::{Service, service};
use crate::accounts::AccountId;
use crate::catalogue::ServiceId;
use crate::kit::db::{self, Db, column};
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

/// The services on sale for these buyers, with their price, in the order of the list.
pub async fn list_for(db: &Db, buyers: Buyers) -> Result<Vec<Listed>, db::Error> {
    let terms = terms::of_buyers(db, buyers).await?;
    let services = service::list_on_sale(db.pool()).await?;
    let seen = services.into_iter().filter(|service| terms.sees(service.category_id));
    Ok(seen.map(|service| Listed { price: terms.price(&service), service }).collect())
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

/// Writes many own rates of one customer, and removes those that are `None`. Called by
/// `providers::own_rates`, which checks them.
pub(crate) async fn set_many(
    tx: &mut PgTransaction<'_>,
    account_id: AccountId,
    rates: &[(ServiceId, Option<Rate>)],
) -> Result<(), RateError> {
    sqlx::query!(
        "with asked as (
             select * from unnest($2::bigint[], $3::bigint[]) as a (service_id, rate)),
         gone as (
             delete from custom_rates c using asked a
             where c.account_id = $1 and c.service_id = a.service_id and a.rate is null)
         insert into custom_rates (account_id, service_id, rate)
         select $1, service_id, rate from asked where rate is not null
         on conflict (account_id, service_id) do update set rate = excluded.rate",
        account_id as AccountId,
        &column(rates, |(id, _)| *id) as &[ServiceId],
        &column(rates, |(_, rate)| rate.map(Rate::micros)) as &[Option<i64>],
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
