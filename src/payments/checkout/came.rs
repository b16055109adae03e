//! What came by a gateway for a deposit, as it is noted before anything is credited.

use chrono::{DateTime, Utc};
use sqlx::PgTransaction;

use super::row::Row;
use crate::kit::db;
use crate::payments::gateways::Payment;
use crate::payments::{DepositId, MethodId};

/// Notes that this money came. Answers whether it is this deposit's.
pub(super) async fn note_payment(
    tx: &mut PgTransaction<'_>,
    row: &Row,
    payment: &Payment,
    now: DateTime<Utc>,
) -> Result<bool, db::Error> {
    let fee = payment.fee.as_ref();
    let noted = sqlx::query!(
        "insert into deposit_payments (deposit_id, method_id, gateway_payment, amount, currency, at,
                                       fee_amount, fee_currency, fee_exponent)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict (method_id, gateway_payment) do update
             set amount = excluded.amount, fee_amount = excluded.fee_amount,
                 fee_currency = excluded.fee_currency, fee_exponent = excluded.fee_exponent
         where deposit_payments.deposit_id = excluded.deposit_id
           and deposit_payments.credited is null",
        row.id as DepositId,
        row.method_id as MethodId,
        payment.id,
        payment.amount,
        payment.currency,
        now,
        fee.map(|fee| fee.amount),
        fee.map(|fee| fee.currency.as_str()),
        fee.map(|fee| i16::try_from(fee.exponent).unwrap_or_default())
    )
    .execute(&mut **tx)
    .await?;
    Ok(noted.rows_affected() == 1)
}

/// A part that had come is not there any more: nobody may credit it.
pub(super) async fn forget(tx: &mut PgTransaction<'_>, row: &Row) -> Result<(), db::Error> {
    sqlx::query!(
        "delete from deposit_payments where deposit_id = $1 and credited is null",
        row.id as DepositId
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
