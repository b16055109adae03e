//! What came by a gateway for a deposit, as it is noted and forgotten before anything is credited.

use chrono::{DateTime, Utc};
use sqlx::PgTransaction;

use super::quote::decimal;
use super::row::Row;
use crate::kit::db;
use crate::kit::failpoint;
use crate::payments::gateways::{Look, Payment};
use crate::payments::{DepositId, MethodId, State};

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
    failpoint("deposit-payment-noted");
    Ok(noted.rows_affected() == 1)
}

/// Notes what came, or forgets it, as nothing is credited and the deposit stands there now. Answers what
/// there is to say.
pub(super) async fn keep(
    tx: &mut PgTransaction<'_>,
    row: &Row,
    (look, state): (&Look, State),
    now: DateTime<Utc>,
) -> Result<String, db::Error> {
    let was = row.agreed.state;
    let has_waited = matches!(was, State::Review | State::Held);
    let is_over = has_waited && matches!(state, State::Expired | State::Failed);
    match &look.payment {
        // Staff see what came so far, and may credit it.
        Some(payment) if state == State::Partial => {
            note_payment(tx, row, payment, now).await?;
        }
        Some(_) if is_over => {
            return Ok("what came has gone back, and nothing of it was credited".to_owned());
        }
        None if is_over => {
            let gone = forget(tx, row).await?;
            if !gone.is_empty() {
                return Ok(format!(
                    "{gone} had come, and the gateway shows nothing of it any more"
                ));
            }
        }
        // It is not there any more, or all of it is on its way again.
        came if was == State::Partial && (came.is_none() || state == State::Pending) => {
            forget(tx, row).await?;
        }
        _ => {}
    }
    Ok(String::new())
}

/// What had come is not there any more: nobody may credit it. Answers what it was; "": nothing.
async fn forget(tx: &mut PgTransaction<'_>, row: &Row) -> Result<String, db::Error> {
    let gone = sqlx::query!(
        "delete from deposit_payments where deposit_id = $1 and credited is null
         returning amount, currency",
        row.id as DepositId
    )
    .fetch_all(&mut **tx)
    .await?;
    let amounts = gone
        .into_iter()
        .map(|came| format!("{} {}", decimal(came.amount, row.pay_exponent), came.currency));
    Ok(amounts.collect::<Vec<_>>().join(" and "))
}
