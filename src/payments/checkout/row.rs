//! A deposit through a gateway under lock, with what was agreed about it and what its method says now.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgTransaction;

use super::takeback::{Back, Parts};
use super::verdict::{Agreed, Times};
use crate::accounts::AccountId;
use crate::accounts::notices::Sums;
use crate::kit::db;
use crate::kit::money::Money;
use crate::payments::gateways::{Gateway, Known, Mode, find};
use crate::payments::way::{OnLate, OnLess};
use crate::payments::{DepositId, MethodId, State};

/// A deposit under lock.
pub(super) struct Row {
    pub id: DepositId,
    pub account_id: AccountId,
    pub method_id: MethodId,
    pub method: String,
    pub agreed: Agreed,
    pub surcharge: Money,
    pub pay_exponent: u32,
    pub credited: Option<Money>,
    /// What was credited as a bonus.
    pub bonus: Money,
    /// What went back of all that.
    pub backs: Parts<Back>,
    /// What its gateway kept for disputes, as far as it is booked.
    pub dispute_fee: Money,
    pub promise: Promise,
    pub version: i64,
    pub expires_at: Option<DateTime<Utc>>,
    /// What only staff can judge, as the last look said.
    pub doubt: String,
    /// What hooks told of a dispute: "", `disputed` or `reversed`.
    pub mark: String,
    /// What went back in all as staff say, in the smallest coin.
    pub told_back: i64,
    /// A refund was begun, and no look has seen what came of it.
    pub refunding: bool,
    pub tells_takebacks: bool,
    pub can_refund: bool,
}

/// What ever came on the balance with its bonus, was ever taken back of both, and ever given back after
/// that. All of them only grow.
#[derive(Debug, Clone, Copy)]
pub(super) struct Heights {
    pub credited: Sums,
    pub taken: Sums,
    pub restored: Sums,
}

/// The bonus that the customer was promised.
#[derive(Debug, Clone, Copy)]
pub(super) struct Promise {
    /// By amount, and whether only for a first deposit.
    pub bonus: Money,
    pub first_only: bool,
    /// A promo code waits for this deposit.
    pub has_code: bool,
}

impl Row {
    /// For the statement: `Card, deposit 17`.
    pub fn note(&self) -> String {
        format!("{}, deposit {}", self.method, self.id)
    }

    /// What moved for the customer until now.
    pub fn heights(&self) -> Heights {
        let sums = |credit: Money, bonus: Money| Sums {
            all: credit.checked_add(bonus).unwrap_or(credit),
            bonus,
        };
        let Parts { credit, bonus, .. } = self.backs;
        Heights {
            credited: sums(self.credited.unwrap_or_default(), self.bonus),
            taken: sums(credit.taken, bonus.taken),
            restored: sums(credit.restored, bonus.restored),
        }
    }

    /// How a gateway is asked about it, which calls it so.
    pub fn known(&self, gateway_ref: String) -> Known {
        Known {
            reference: self.agreed.reference.clone(),
            gateway_ref,
            amount: self.agreed.pay_amount,
            currency: self.agreed.pay_currency.clone(),
            exponent: self.pay_exponent,
        }
    }

    /// When things happen to it.
    pub fn times(&self) -> Times {
        Times {
            opened_at: self.agreed.opened_at,
            expires_at: self.expires_at,
            held_until: self.agreed.held_until,
        }
    }
}

/// Locks a deposit through a gateway; `None`: there is none, or it is by hand.
pub(super) async fn lock(
    tx: &mut PgTransaction<'_>,
    id: DepositId,
) -> Result<Option<Row>, db::Error> {
    let row = sqlx::query!(
        r#"select d.account_id as "account_id: AccountId", d.method_id as "method_id!: MethodId",
                  d.state as "state: State", d.credit as "credit: Money",
                  d.surcharge as "surcharge: Money", d.claim, d.pay_amount as "pay_amount!",
                  d.pay_currency as "pay_currency!", d.pay_exponent as "pay_exponent!",
                  d.credited as "credited: Money", d.taken as "taken: Money",
                  d.restored as "restored: Money", d.look_trouble, d.mark, d.version, d.opened_at,
                  d.expires_at, d.held_until, d.bonus_offer as "bonus_offer: Money", d.bonus_first,
                  d.bonus as "bonus: Money", d.bonus_taken as "bonus_taken: Money",
                  d.bonus_restored as "bonus_restored: Money",
                  d.surcharge_taken as "surcharge_taken: Money",
                  d.surcharge_restored as "surcharge_restored: Money",
                  d.dispute_fee as "dispute_fee: Money",
                  exists (select from promo_uses u where u.deposit_id = d.id and u.given is null)
                      as "has_code!",
                  d.state = 'failed' and d.trouble <> '' as "given_up!", d.told_back,
                  d.refund_until is not null as "refunding!", m.gateway, m.name,
                  m.mode as "mode: Mode", m.enabled, m.min as "min: Money",
                  least(m.max, case when a.created_at + make_interval(days => m.young_days)
                                         > d.opened_at then m.young_max end) as "max: Money",
                  m.hold_hours, m.on_less as "on_less: OnLess", m.on_late as "on_late: OnLate"
           from deposits d join methods m on m.id = d.method_id
                           join accounts a on a.id = d.account_id
           where d.id = $1 and d.pay_amount is not null for no key update of d"#,
        id as DepositId
    )
    .fetch_optional(&mut **tx)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let facts = find(&row.gateway).map(Gateway::facts);
    Ok(Some(Row {
        id,
        account_id: row.account_id,
        method_id: row.method_id,
        method: row.name,
        agreed: Agreed {
            state: row.state,
            reference: row.claim,
            credit: row.credit,
            pay_amount: row.pay_amount,
            pay_currency: row.pay_currency,
            opened_at: row.opened_at,
            mode: row.mode,
            enabled: row.enabled,
            given_up: row.given_up,
            min: row.min,
            max: row.max,
            on_less: row.on_less,
            on_late: row.on_late,
            hold: TimeDelta::hours(row.hold_hours.into()),
            held_until: row.held_until,
        },
        surcharge: row.surcharge,
        pay_exponent: u32::try_from(row.pay_exponent).unwrap_or_default(),
        credited: row.credited,
        bonus: row.bonus,
        backs: Parts {
            credit: Back { taken: row.taken, restored: row.restored },
            bonus: Back { taken: row.bonus_taken, restored: row.bonus_restored },
            surcharge: Back { taken: row.surcharge_taken, restored: row.surcharge_restored },
        },
        dispute_fee: row.dispute_fee,
        promise: Promise {
            bonus: row.bonus_offer,
            first_only: row.bonus_first,
            has_code: row.has_code,
        },
        version: row.version,
        expires_at: row.expires_at,
        doubt: row.look_trouble,
        mark: row.mark,
        told_back: row.told_back,
        refunding: row.refunding,
        tells_takebacks: facts.is_none_or(|facts| facts.tells_takebacks),
        can_refund: facts.is_some_and(|facts| facts.can_refund),
    }))
}
