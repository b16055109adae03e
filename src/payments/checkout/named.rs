//! Staff say what a gateway calls a payment, where it tells that to nobody but the payer.

use serde_json::json;
use sqlx::PgTransaction;

use super::row::Row;
use super::staff::{NAME_CHARS_MAX, StaffError, connected, lock, note};
use crate::accounts::audit::Actor;
use crate::payments::{DepositId, State, Ways};

/// Says what the gateway calls the payment, for a gateway that tells nobody but the payer. The gateway is
/// asked at once whether it is this deposit's; the next look credits what is paid.
pub async fn name(
    ways: &Ways,
    actor: Actor,
    (id, name): (DepositId, String),
) -> Result<(), StaffError> {
    let name = name.trim().to_owned();
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !(1..=NAME_CHARS_MAX).contains(&name.len()) || !name.chars().all(is_name) {
        return Err(StaffError::Name);
    }
    let called = name.clone();
    let (known, method_id) = ways
        .db
        .transaction(move |tx| {
            Box::pin(async move {
                let row = unnamed(tx, actor, id).await?;
                Ok::<_, StaffError>((row.known(called), row.method_id))
            })
        })
        .await?;
    let method = connected(ways, method_id).await?;
    if !method.gateway.is_named_by_hand() {
        return Err(StaffError::NotNamed);
    }
    let look = method.gateway.look(ways, &method, &known).await.map_err(StaffError::Gateway)?;
    if look.reference != known.reference {
        return Err(StaffError::OtherPayment);
    }
    let clock = ways.clock.clone();
    ways.db
        .transaction(move |tx| {
            Box::pin(async move {
                let row = unnamed(tx, actor, id).await?;
                sqlx::query!(
                    "update deposits set named = $2, look_at = $3, version = version + 1
                     where id = $1",
                    id as DepositId,
                    name,
                    clock.now()
                )
                .execute(&mut **tx)
                .await?;
                let what = format!("staff say that the gateway calls it {name}");
                let kind = (&row, row.agreed.state, "deposit.name");
                note(tx, &clock, actor, kind, (&what, json!(name))).await
            })
        })
        .await
}

/// A deposit on which nothing is credited.
async fn unnamed(
    tx: &mut PgTransaction<'_>,
    actor: Actor,
    id: DepositId,
) -> Result<Row, StaffError> {
    let row = lock(tx, actor, id).await?;
    if row.credited.is_some() || row.agreed.state == State::Created {
        return Err(StaffError::NotNamed);
    }
    Ok(row)
}
