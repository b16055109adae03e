//! Promo codes. A code for money gives it at once; a code for a percentage gives it with a deposit
//! through a gateway, on which the customer has typed it.
//!
//! What must stay true: an account uses a code once, and a code is used at most as often as staff said. A
//! use is a row; the counter is raised by a conditional update in the same transaction. A use with a
//! deposit that comes to nothing is taken back. Rows are locked in this order: the account or the
//! deposit, the wallet, the use, the code.

mod desk;

use chrono::{DateTime, Utc};
use sqlx::{PgExecutor, PgTransaction};

use super::bonus::{self, Offer};
use super::{DepositId, State};
use crate::accounts::AccountId;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::money::Money;
use crate::ledger::{self, Class, Posting, Wallets};
pub use desk::{Draft, Promo, PromoError, create, end, list};

const CODE_CHARS: std::ops::RangeInclusive<usize> = 3..=32;

crate::id!(
    /// A promo code.
    PromoId
);

/// What customers type: large letters, digits and hyphens. Small letters are the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code(String);

impl Code {
    /// Reads what was typed; `None`: no code looks like this.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        let text = typed.trim().to_ascii_uppercase();
        let fits = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-';
        (CODE_CHARS.contains(&text.len()) && text.chars().all(fits)).then_some(Self(text))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a code gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gives {
    /// So much at once.
    Credit(Money),
    /// Hundredths of a percent of a deposit, at most so much.
    Percent(i32, Option<Money>),
}

/// Why a code was not taken.
#[derive(Debug, thiserror::Error)]
pub enum CodeError {
    /// Nobody is told which of these it is.
    #[error("there is no such code, or it is over, or not begun")]
    NoCode,
    #[error("the account has used it already")]
    Used,
    #[error("it is used up")]
    UsedUp,
    #[error("it is for a first deposit only")]
    NotFirst,
    /// A code for money was typed on a deposit.
    #[error("it needs no deposit")]
    AtOnce,
    /// A code for a percentage was typed without a deposit.
    #[error("it goes with a deposit")]
    WithDeposit(i32),
    /// The method holds what comes, and gives no bonus.
    #[error("this method takes no codes")]
    NotHere,
    #[error(transparent)]
    Db(#[from] db::Error),
}

crate::from_sqlx!(CodeError);

/// A code that may be used now.
struct Known {
    id: PromoId,
    gives: Gives,
    first_only: bool,
}

async fn known(
    tx: &mut PgTransaction<'_>,
    code: &Code,
    now: DateTime<Utc>,
) -> Result<Known, CodeError> {
    let row = sqlx::query!(
        r#"select id as "id: PromoId", kind, amount, cap as "cap: Money", first_only from promos
           where code = $1 and ended_at is null and coalesce(starts_at <= $2, true)
             and coalesce(until > $2, true)"#,
        code.as_str(),
        now
    );
    let row = row.fetch_optional(&mut **tx).await?.ok_or(CodeError::NoCode)?;
    let gives = match row.kind.as_str() {
        "credit" => Gives::Credit(Money::from_micros(row.amount)),
        _ => Gives::Percent(i32::try_from(row.amount).unwrap_or_default(), row.cap),
    };
    Ok(Known { id: row.id, gives, first_only: row.first_only })
}

/// Raises the counter of a code, unless it is used up or was ended meanwhile.
async fn count(tx: &mut PgTransaction<'_>, id: PromoId) -> Result<(), CodeError> {
    let counted = sqlx::query!(
        "update promos set used = used + 1
         where id = $1 and ended_at is null and (uses_max is null or used < uses_max)",
        id as PromoId
    )
    .execute(&mut **tx)
    .await?;
    if counted.rows_affected() == 1 { Ok(()) } else { Err(CodeError::UsedUp) }
}

/// Uses a code for money. Answers how much is on the balance now because of it, debts being repaid
/// first.
pub async fn redeem(
    db: &Db,
    clock: &Clock,
    account_id: AccountId,
    code: Code,
) -> Result<Money, CodeError> {
    let now = clock.now();
    db.transaction(move |tx| {
        Box::pin(async move {
            // A first deposit that is credited at the same moment waits for the wallet.
            let mut wallets = Wallets::lock(tx, &[account_id]).await?;
            if ledger::closing::is_closed(tx, account_id).await? {
                return Err(CodeError::NoCode);
            }
            let known = known(tx, &code, now).await?;
            let amount = match known.gives {
                Gives::Credit(amount) => amount,
                Gives::Percent(percent, _) => return Err(CodeError::WithDeposit(percent)),
            };
            if known.first_only && bonus::paid_in(&mut **tx, account_id, None).await? {
                return Err(CodeError::NotFirst);
            }
            let used = sqlx::query!(
                "insert into promo_uses (promo_id, account_id, offer, given, at)
                 values ($1, $2, $3, $3, $4) on conflict (promo_id, account_id) do nothing",
                known.id as PromoId,
                account_id as AccountId,
                amount as Money,
                now
            );
            if used.execute(&mut **tx).await?.rows_affected() == 0 {
                return Err(CodeError::Used);
            }
            count(tx, known.id).await?;
            let named = format!("promo:{}:{account_id}", known.id);
            wallets
                .post(Posting {
                    account_id,
                    debit: Class::Bonuses,
                    credit: Class::Wallet,
                    amount,
                    kind: "bonus",
                    key: format!("bonus:{named}"),
                    order_id: None,
                    note: Some(code.as_str().to_owned()),
                })
                .map_err(db::Error::from)?;
            wallets.write(tx, now).await?;
            Ok(amount)
        })
    })
    .await
}

/// Notes that a code goes with this deposit, which has just been begun. The same code on an earlier
/// deposit that is not paid yet goes over to this one.
pub(super) async fn attach(
    tx: &mut PgTransaction<'_>,
    code: &Code,
    (account_id, deposit_id): (AccountId, DepositId),
    (amount, is_first, now): (Money, bool, DateTime<Utc>),
) -> Result<Offer, CodeError> {
    let known = known(tx, code, now).await?;
    let Gives::Percent(percent, cap) = known.gives else { return Err(CodeError::AtOnce) };
    if known.first_only && !is_first {
        return Err(CodeError::NotFirst);
    }
    let offer = bonus::of(amount, percent, cap);
    let is_new = sqlx::query_scalar!(
        r#"insert into promo_uses as u (promo_id, account_id, deposit_id, offer, at)
           values ($1, $2, $3, $4, $5)
           on conflict (promo_id, account_id) do update
               set deposit_id = excluded.deposit_id, offer = excluded.offer, at = excluded.at
               where u.given is null
           returning xmax = 0 as "is_new!""#,
        known.id as PromoId,
        account_id as AccountId,
        deposit_id as DepositId,
        offer as Money,
        now
    );
    match is_new.fetch_optional(&mut **tx).await? {
        None => return Err(CodeError::Used),
        // It was counted when it was typed first.
        Some(false) => {}
        Some(true) => count(tx, known.id).await?,
    }
    Ok(Offer { bonus: offer, first_only: known.first_only })
}

/// What the code on this deposit promises. It stays so until the transaction ends.
pub(super) async fn promised(
    tx: &mut PgTransaction<'_>,
    deposit_id: DepositId,
) -> Result<Offer, db::Error> {
    let row = sqlx::query!(
        r#"select u.offer as "offer: Money", p.first_only
           from promo_uses u join promos p on p.id = u.promo_id
           where u.deposit_id = $1 and u.given is null for no key update of u"#,
        deposit_id as DepositId
    );
    let row = row.fetch_optional(&mut **tx).await?;
    Ok(row
        .map_or_else(Offer::default, |row| Offer { bonus: row.offer, first_only: row.first_only }))
}

/// Notes that what the code on this deposit promised is credited.
pub(super) async fn given(
    tx: &mut PgTransaction<'_>,
    deposit_id: DepositId,
) -> Result<(), db::Error> {
    sqlx::query!(
        "update promo_uses set given = offer where deposit_id = $1 and given is null",
        deposit_id as DepositId
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Gives the code on this deposit free again, if the deposit came to something for which it gives
/// nothing: to nothing, to a part, late, or into the hands of staff. The account may use it again.
pub(super) async fn let_go(
    tx: &mut PgTransaction<'_>,
    (deposit_id, state): (DepositId, State),
) -> Result<(), db::Error> {
    if state.is_open() {
        return Ok(());
    }
    let freed = sqlx::query_scalar!(
        r#"delete from promo_uses where deposit_id = $1 and given is null
           returning promo_id as "id: PromoId""#,
        deposit_id as DepositId
    );
    if let Some(id) = freed.fetch_optional(&mut **tx).await? {
        sqlx::query!("update promos set used = used - 1 where id = $1", id as PromoId)
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

/// Whether there is any code that somebody might use now.
pub async fn is_any(db: impl PgExecutor<'_>, now: DateTime<Utc>) -> Result<bool, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"select exists (
               select from promos
               where ended_at is null and coalesce(starts_at <= $1, true)
                 and coalesce(until > $1, true)
                 and (uses_max is null or used < uses_max)) as "any!""#,
        now
    )
    .fetch_one(db)
    .await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_the_same_in_small_letters() {
        for typed in ["WELCOME-10", " welcome-10 ", "Welcome-10\n"] {
            assert_eq!(Code::parse(typed).unwrap().as_str(), "WELCOME-10");
        }
        for typed in ["", "AB", "A B C", "ÄÖÜ", "A_B", "A\u{0}B", &"A".repeat(33)] {
            assert_eq!(Code::parse(typed), None, "{typed:?}");
        }
        assert!(Code::parse(&"A".repeat(32)).is_some());
    }
}
