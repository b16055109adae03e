//! What staff say of a deposit because its gateway tells no look of it: how much went back, and that a
//! dispute is over. Only the next look moves money.

use serde_json::json;

use super::quote::decimal;
use super::staff::{StaffError, lock, note, paid};
use crate::accounts::audit::Actor;
use crate::kit::clock::Clock;
use crate::kit::db::Db;
use crate::payments::DepositId;

/// Whether staff say how much went back, as their gateway does not tell, or not of this deposit: the look
/// has a doubt or none came, a hook told of a dispute, or staff have said something before.
#[must_use]
pub const fn may_tell_back(tells: bool, (doubt, is_marked, told): (&str, bool, i64)) -> bool {
    !tells || !doubt.is_empty() || is_marked || told > 0
}

/// Notes how much of a payment went back to its payer in all, in the smallest coin, as somebody has seen
/// it at a gateway that does not tell. The next look takes it from the balance; or gives it again, if
/// less is said than before.
pub async fn tell_back(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    (id, total): (DepositId, i64),
) -> Result<(), StaffError> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let row = lock(tx, actor, id).await?;
            let known = (row.doubt.as_str(), !row.mark.is_empty(), row.told_back);
            if !may_tell_back(row.tells_takebacks, known) {
                return Err(StaffError::Tells);
            }
            if row.credited.is_none() {
                return Err(StaffError::NothingWaits);
            }
            let (exponent, currency) = (row.pay_exponent, row.agreed.pay_currency.clone());
            let most = paid(tx, id).await?;
            if !(0..=most).contains(&total) {
                let most = format!("{} {currency}", decimal(most, exponent));
                return Err(StaffError::MoreThanPaid(most));
            }
            let now = clock.now();
            // A look that has begun knows nothing of it.
            sqlx::query!(
                "update deposits
                 set told_back = $2, look_at = $3, moved_at = $3, version = version + 1
                 where id = $1",
                id as DepositId,
                total,
                now
            )
            .execute(&mut **tx)
            .await?;
            let amount = format!("{} {currency}", decimal(total, exponent));
            let what = format!("{amount} went back to the payer, as staff say");
            let kind = (&row, row.agreed.state, "deposit.tell_back");
            note(tx, &clock, actor, kind, (&what, json!(amount))).await
        })
    })
    .await
}

/// Takes note that a dispute is over of which a hook told. The next look says where the deposit stands.
pub async fn dispute_over(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    id: DepositId,
) -> Result<(), StaffError> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let row = lock(tx, actor, id).await?;
            if row.mark.is_empty() {
                return Err(StaffError::NotMarked);
            }
            sqlx::query!(
                "update deposits set mark = '', look_at = $2, version = version + 1 where id = $1",
                id as DepositId,
                clock.now()
            )
            .execute(&mut **tx)
            .await?;
            let kind = (&row, row.agreed.state, "deposit.dispute_over");
            note(tx, &clock, actor, kind, ("staff say that the dispute is over", json!(row.mark)))
                .await
        })
    })
    .await
}
