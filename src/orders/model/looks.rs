//! When the panel looks next at orders that have left it: one small row for each. What changes at
//! each look stands here and not on the order, because an order's row is wide and has many indexes.
//! The row's key also refuses to send an order that is on its way or with a provider.

use chrono::{DateTime, Utc};
use sqlx::PgTransaction;

use crate::kit::db::{self, column};
use crate::orders::locked_order::LockedOrder;
use crate::orders::transition::Transition;
use crate::orders::{OrderId, State};
use crate::providers::ProviderId;

impl LockedOrder {
    /// Whether the next look at it stands in `looks`, and not in its own row.
    pub(in crate::orders) const fn has_look(&self) -> bool {
        match self.state {
            State::Submitting | State::Running => !self.form.is_parent(),
            State::Unknown => self.due_at.is_some(),
            _ => false,
        }
    }
}

/// Sets when these orders are looked at next. They have a row already.
pub(in crate::orders) async fn put_off(
    tx: &mut PgTransaction<'_>,
    orders: &[OrderId],
    until: &[DateTime<Utc>],
) -> Result<(), db::Error> {
    if orders.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "update looks l set due_at = n.due_at
         from (select unnest($1::bigint[]) as id, unnest($2::timestamptz[]) as due_at
               limit cardinality($1::bigint[])) as n
         where l.order_id = n.id",
        orders as &[OrderId],
        until
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Writes the looks that these transitions lead to. The orders are locked.
pub(super) async fn write(
    tx: &mut PgTransaction<'_>,
    transitions: &[Transition],
) -> Result<(), db::Error> {
    let moved = |one: &&Transition| {
        one.before.state != one.after.state || one.before.due_at != one.after.due_at
    };
    let (set, gone): (Vec<&Transition>, Vec<&Transition>) =
        transitions.iter().filter(moved).partition(|one| one.after.has_look());
    // Whatever was read before: a row that stays would refuse the order for ever when it is sent.
    let gone: Vec<OrderId> = gone.iter().map(|one| one.after.id).collect();
    if !gone.is_empty() {
        sqlx::query!("delete from looks where order_id = any($1)", &gone as &[OrderId])
            .execute(&mut **tx)
            .await?;
    }
    if set.is_empty() {
        return Ok(());
    }
    let what = |state: State| match state {
        State::Submitting => "sending",
        State::Unknown => "again",
        _ => "running",
    };
    sqlx::query!(
        "insert into looks as l (order_id, provider_id, what, due_at)
         select unnest($1::bigint[]), unnest($2::bigint[]), unnest($3::text[]),
                unnest($4::timestamptz[])
         on conflict (order_id) do update
         set provider_id = excluded.provider_id, what = excluded.what, due_at = excluded.due_at",
        &column(&set, |one| one.after.id) as &[OrderId],
        &column(&set, |one| one.after.provider_id) as &[Option<ProviderId>],
        &column(&set, |one| what(one.after.state)) as &[&str],
        &column(&set, |one| one.after.due_at) as &[Option<DateTime<Utc>>],
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
