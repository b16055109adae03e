//! The money of a payment: the credit, the bonus, the fee that the customer bore, and what the gateway
//! kept. Called under the deposit's lock; takes the wallet's.

use chrono::{DateTime, Utc};
use sqlx::PgTransaction;

use super::quote::{share, worth};
use super::row::Row;
use crate::kit::db;
use crate::kit::money::Money;
use crate::ledger::{self, Class, Posting, Wallets};
use crate::payments::gateways::{Fee, Payment};
use crate::payments::{DepositId, MethodId, bonus, promo};

/// A payment that is credited.
#[derive(Debug, Clone, Copy)]
pub(super) struct Booking<'b> {
    pub payment: &'b Payment,
    /// What it is worth, in the panel's currency.
    pub amount: Money,
    /// All of it came, in time, and nobody had to look at it.
    pub with_bonus: bool,
}

/// Puts the money on the wallet, with the bonus, the fee that the customer bore and what the gateway
/// kept. Answers the bonus.
pub(super) async fn book(
    tx: &mut PgTransaction<'_>,
    row: &mut Row,
    booking: Booking<'_>,
    now: DateTime<Utc>,
) -> Result<Money, db::Error> {
    let Booking { payment, amount, with_bonus } = booking;
    let mut wallets = Wallets::lock(tx, &[row.account_id]).await?;
    let named = format!("{}:{}", row.method_id, payment.id);
    let deposit = (Class::Deposits, Class::Wallet);
    wallets.post(posting(row, "deposit", deposit, (amount, &named)))?;
    let gift = if with_bonus { due(tx, row).await? } else { Money::ZERO };
    let to = format!("deposit:{}", row.id);
    wallets.post(posting(row, "bonus", (Class::Bonuses, Class::Wallet), (gift, &to)))?;
    let surcharge = share(row.surcharge, payment.amount, row.agreed.pay_amount);
    let on_top = (Class::Deposits, Class::Surcharges);
    wallets.post(posting(row, "surcharge", on_top, (surcharge, &named)))?;
    if let Some(fee) = &payment.fee {
        let fee = ours(tx, fee).await?;
        wallets.post(posting(row, "fee", (Class::Gateways, Class::Fees), (fee, &named)))?;
    }
    wallets.write(tx, now).await?;
    sqlx::query!(
        "update deposit_payments set credited = $3 where method_id = $1 and gateway_payment = $2",
        row.method_id as MethodId,
        payment.id,
        amount as Money
    )
    .execute(&mut **tx)
    .await?;
    row.credited = row.credited.unwrap_or_default().checked_add(amount);
    row.bonus = row.bonus.checked_add(gift).unwrap_or(row.bonus);
    Ok(gift)
}

fn posting(
    row: &Row,
    kind: &'static str,
    (debit, credit): (Class, Class),
    (amount, named): (Money, &str),
) -> Posting {
    Posting {
        account_id: row.account_id,
        debit,
        credit,
        amount,
        kind,
        key: format!("{kind}:{named}"),
        order_id: None,
        note: Some(row.note()),
    }
}

/// What of the promised bonus is due: that by amount, and that of the promo code. The wallet is locked,
/// so of two first deposits at once, one is the first.
async fn due(tx: &mut PgTransaction<'_>, row: &Row) -> Result<Money, db::Error> {
    let promise = row.promise;
    let code = match promise.has_code {
        true => promo::promised(tx, row.id).await?,
        false => bonus::Offer::default(),
    };
    let asks = promise.first_only || code.first_only;
    let is_later = asks && bonus::paid_in(&mut **tx, row.account_id, Some(row.id)).await?;
    let counts = |first_only: bool| !first_only || !is_later;
    let by_amount = if counts(promise.first_only) { promise.bonus } else { Money::ZERO };
    if !promise.has_code || !counts(code.first_only) {
        return Ok(by_amount);
    }
    promo::given(tx, row.id).await?;
    Ok(by_amount.checked_add(code.bonus).unwrap_or(by_amount))
}

/// Books what the gateway kept for disputes in all: the difference from what is booked already. A fee
/// that comes back with a dispute that was won goes the other way.
pub(super) async fn book_dispute_fee(
    tx: &mut PgTransaction<'_>,
    row: &mut Row,
    fee: &Fee,
    now: DateTime<Utc>,
) -> Result<(), db::Error> {
    let total = ours(tx, fee).await?;
    let more = total.checked_sub(row.dispute_fee).unwrap_or_default();
    let (sides, amount) = if more < Money::ZERO {
        ((Class::Fees, Class::Gateways), Money::ZERO.checked_sub(more).unwrap_or_default())
    } else {
        ((Class::Gateways, Class::Fees), more)
    };
    let named = format!("dispute:{}:{}", row.id, row.version);
    let mut wallets = Wallets::default();
    wallets.post(posting(row, "fee", sides, (amount, &named)))?;
    wallets.write(tx, now).await?;
    row.dispute_fee = total;
    Ok(())
}

/// A fee in the panel's currency; what is in another one is shown to staff and booked nowhere.
async fn ours(tx: &mut PgTransaction<'_>, fee: &Fee) -> Result<Money, db::Error> {
    if fee.currency != ledger::currency(&mut **tx).await? {
        return Ok(Money::ZERO);
    }
    Ok(worth(fee.amount, fee.exponent).unwrap_or_default().max(Money::ZERO))
}

/// What came for a deposit.
pub(super) struct Came {
    /// How many payments.
    pub count: i64,
    /// In the smallest coin: all, and what of it is credited.
    pub all: i64,
    pub credited: i64,
    /// The surcharge that was booked with what is credited.
    pub surcharge: Money,
}

pub(super) async fn came(tx: &mut PgTransaction<'_>, id: DepositId) -> Result<Came, db::Error> {
    Ok(sqlx::query_as!(
        Came,
        r#"select count(*) as "count!", coalesce(sum(p.amount), 0)::bigint as "all!",
                  coalesce(sum(p.amount) filter (where p.credited is not null), 0)::bigint
                      as "credited!",
                  coalesce(sum(div(d.surcharge::numeric * p.amount, d.pay_amount))
                               filter (where p.credited is not null), 0)::bigint
                      as "surcharge!: Money"
           from deposit_payments p join deposits d on d.id = p.deposit_id
           where p.deposit_id = $1"#,
        id as DepositId
    )
    .fetch_one(&mut **tx)
    .await?)
}

/// Notes and books what the gateway kept of a payment that is credited, if it says so only now.
pub(super) async fn note_fee(
    tx: &mut PgTransaction<'_>,
    row: &Row,
    (payment, fee): (&str, &Fee),
    now: DateTime<Utc>,
) -> Result<(), db::Error> {
    let noted = sqlx::query!(
        "update deposit_payments set fee_amount = $4, fee_currency = $5, fee_exponent = $6
         where method_id = $1 and gateway_payment = $2 and deposit_id = $3
           and credited is not null and fee_amount is null",
        row.method_id as MethodId,
        payment,
        row.id as DepositId,
        fee.amount,
        fee.currency,
        i16::try_from(fee.exponent).unwrap_or_default()
    )
    .execute(&mut **tx)
    .await?;
    if noted.rows_affected() == 0 {
        return Ok(());
    }
    let named = format!("{}:{payment}", row.method_id);
    // Fees of earlier versions are booked and not noted.
    let is_booked = sqlx::query_scalar!(
        r#"select exists (select from transfers where key = 'fee:' || $1::text) as "booked!""#,
        named
    );
    if !is_booked.fetch_one(&mut **tx).await? {
        let amount = ours(tx, fee).await?;
        let mut wallets = Wallets::default();
        wallets.post(posting(row, "fee", (Class::Gateways, Class::Fees), (amount, &named)))?;
        wallets.write(tx, now).await?;
    }
    Ok(())
}
