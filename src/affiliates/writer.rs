//! The only writer of commissions: the rows, the ledger, and the member's sums and days, in the same
//! few statements for any number of rows. The members and the rows are locked already.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgTransaction;

use super::commission::{Commission, CommissionState};
use super::plan::CommissionType;
use super::{CommissionId, MemberId, OfferId, PayoutId};
use crate::accounts::AccountId;
use crate::kit::db::{self, column};
use crate::kit::money::Money;
use crate::ledger::{Class, Posting, Wallets};
use crate::orders::OrderId;

/// A row before and after; without a before it is a new one.
#[derive(Debug, Clone)]
pub(super) struct Change {
    pub before: Option<Commission>,
    pub after: Commission,
}

/// Writes the changes and `more`, what a payout posts beside them.
pub(super) async fn write(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    mut changes: Vec<Change>,
    more: Vec<Posting>,
) -> Result<(), db::Error> {
    for Change { before, after } in &changes {
        let Some(before) = before else { continue };
        if before.state != after.state && !before.state.may_become(after.state) {
            return Err(db::Error::Refused(format!(
                "the commission of order {} is {} and cannot become {}",
                after.order_id,
                before.state.as_str(),
                after.state.as_str()
            )));
        }
    }
    insert(tx, &mut changes).await?;
    update(tx, &changes).await?;
    add_to_members(tx, &changes).await?;
    add_to_days(tx, &changes).await?;
    let postings: Vec<Posting> = changes.iter().filter_map(posting).chain(more).collect();
    let touched = postings.iter().filter(|one| one.credit == Class::Wallet);
    let accounts: Vec<AccountId> = touched.map(|one| one.account_id).collect();
    let mut wallets = match accounts.as_slice() {
        [] => Wallets::default(),
        accounts => Wallets::lock(tx, accounts).await?,
    };
    for posting in postings {
        wallets.post(posting)?;
    }
    wallets.write(tx, now).await
}

/// What the change means to the books: the difference of what they hold of the row. After the
/// approval a row only loses, so each amount comes once and makes the key.
fn posting(change: &Change) -> Option<Posting> {
    let was = change.before.as_ref().map_or(Money::ZERO, Commission::posted);
    let is = change.after.posted();
    let difference = is.checked_sub(was)?;
    if difference.is_zero() {
        return None;
    }
    let id = change.after.id?;
    let was_posted = change.before.as_ref().is_some_and(|row| row.state.is_posted());
    let key = match was_posted {
        false => format!("commission:{id}:approved"),
        true => format!("commission:{id}:to:{}", is.micros()),
    };
    let earns = difference > Money::ZERO;
    let (debit, credit) = match earns {
        true => (Class::Commissions, Class::AffiliatePayable),
        false => (Class::AffiliatePayable, Class::Commissions),
    };
    Some(Posting {
        account_id: change.after.account_id,
        debit,
        credit,
        amount: if earns { difference } else { Money::ZERO.checked_sub(difference)? },
        kind: "commission",
        key,
        order_id: None,
        note: None,
    })
}

async fn insert(tx: &mut PgTransaction<'_>, changes: &mut [Change]) -> Result<(), db::Error> {
    let new: Vec<&mut Commission> = changes
        .iter_mut()
        .filter(|change| change.before.is_none())
        .map(|change| &mut change.after)
        .collect();
    if new.is_empty() {
        return Ok(());
    }
    let inserted = sqlx::query!(
        r#"insert into commissions (member_id, offer_id, account_id, customer_id, order_id,
                is_correction, state, commission_type, commission, hold_days, sales, amount,
                refunded, sub_id1, sub_id2, sub_id3, ended_at, due_at, payout_id, reason,
                created_at)
           select unnest($1::bigint[]), unnest($2::bigint[]), unnest($3::bigint[]),
                  unnest($4::bigint[]), unnest($5::bigint[]), unnest($6::bool[]),
                  unnest($7::text[]), unnest($8::text[]), unnest($9::bigint[]),
                  unnest($10::int[]), unnest($11::bigint[]), unnest($12::bigint[]),
                  unnest($13::bigint[]), unnest($14::text[]), unnest($15::text[]),
                  unnest($16::text[]), unnest($17::timestamptz[]), unnest($18::timestamptz[]),
                  unnest($19::bigint[]), unnest($20::text[]), unnest($21::timestamptz[])
           returning id as "id: CommissionId", order_id as "order_id: OrderId""#,
        &column(&new, |row| row.member_id) as &[MemberId],
        &column(&new, |row| row.offer_id) as &[OfferId],
        &column(&new, |row| row.account_id) as &[AccountId],
        &column(&new, |row| row.customer_id) as &[AccountId],
        &column(&new, |row| row.order_id) as &[OrderId],
        &column(&new, |row| row.is_correction),
        &column(&new, |row| row.state) as &[CommissionState],
        &column(&new, |row| row.commission_type) as &[CommissionType],
        &column(&new, |row| row.commission) as &[Money],
        &column(&new, |row| row.hold_days),
        &column(&new, |row| row.sales) as &[Money],
        &column(&new, |row| row.amount) as &[Money],
        &column(&new, |row| row.refunded) as &[Money],
        &column(&new, |row| row.sub_ids.0[0].clone()) as &[Option<String>],
        &column(&new, |row| row.sub_ids.0[1].clone()) as &[Option<String>],
        &column(&new, |row| row.sub_ids.0[2].clone()) as &[Option<String>],
        &column(&new, |row| row.ended_at) as &[Option<DateTime<Utc>>],
        &column(&new, |row| row.due_at) as &[Option<DateTime<Utc>>],
        &column(&new, |row| row.payout_id) as &[Option<PayoutId>],
        &column(&new, |row| row.reason.clone()) as &[Option<String>],
        &column(&new, |row| row.created_at),
    )
    .fetch_all(&mut **tx)
    .await?;
    // An order gets one row at a time.
    let ids: BTreeMap<OrderId, CommissionId> =
        inserted.into_iter().map(|row| (row.order_id, row.id)).collect();
    for row in new {
        row.id = ids.get(&row.order_id).copied();
    }
    Ok(())
}

async fn update(tx: &mut PgTransaction<'_>, changes: &[Change]) -> Result<(), db::Error> {
    let rows: Vec<&Commission> = changes
        .iter()
        .filter(|change| change.before.is_some())
        .map(|change| &change.after)
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "update commissions c set state = n.state, sales = n.sales, amount = n.amount,
                refunded = n.refunded, ended_at = n.ended_at, due_at = n.due_at,
                payout_id = n.payout_id, reason = n.reason
         from (select unnest($1::bigint[]) as id, unnest($2::text[]) as state,
                      unnest($3::bigint[]) as sales, unnest($4::bigint[]) as amount,
                      unnest($5::bigint[]) as refunded, unnest($6::timestamptz[]) as ended_at,
                      unnest($7::timestamptz[]) as due_at, unnest($8::bigint[]) as payout_id,
                      unnest($9::text[]) as reason) as n
         where c.id = n.id",
        &column(&rows, |row| row.id) as &[Option<CommissionId>],
        &column(&rows, |row| row.state) as &[CommissionState],
        &column(&rows, |row| row.sales) as &[Money],
        &column(&rows, |row| row.amount) as &[Money],
        &column(&rows, |row| row.refunded) as &[Money],
        &column(&rows, |row| row.ended_at) as &[Option<DateTime<Utc>>],
        &column(&rows, |row| row.due_at) as &[Option<DateTime<Utc>>],
        &column(&rows, |row| row.payout_id) as &[Option<PayoutId>],
        &column(&rows, |row| row.reason.as_deref()) as &[Option<&str>],
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// How a member's sums change, in millionths.
#[derive(Default)]
struct Sums {
    referrals: i64,
    pending: i64,
    approved: i64,
    paying: i64,
    paid: i64,
}

impl Sums {
    fn add(&mut self, row: &Commission, sign: i64) {
        let sum = match row.state {
            CommissionState::Pending | CommissionState::Held => &mut self.pending,
            CommissionState::Approved => &mut self.approved,
            CommissionState::Paying => &mut self.paying,
            CommissionState::Paid => &mut self.paid,
            CommissionState::Denied => return,
        };
        *sum += sign * row.amount.micros();
    }
}

async fn add_to_members(tx: &mut PgTransaction<'_>, changes: &[Change]) -> Result<(), db::Error> {
    let mut members: BTreeMap<MemberId, Sums> = BTreeMap::new();
    for Change { before, after } in changes {
        let sums = members.entry(after.member_id).or_default();
        match before {
            Some(before) => sums.add(before, -1),
            None => sums.referrals += 1,
        }
        sums.add(after, 1);
    }
    let rows: Vec<(MemberId, Sums)> = members.into_iter().collect();
    sqlx::query!(
        "update affiliate_members m set referrals = m.referrals + n.referrals,
                pending = m.pending + n.pending, approved = m.approved + n.approved,
                paying = m.paying + n.paying, paid = m.paid + n.paid
         from (select unnest($1::bigint[]) as id, unnest($2::bigint[]) as referrals,
                      unnest($3::bigint[]) as pending, unnest($4::bigint[]) as approved,
                      unnest($5::bigint[]) as paying, unnest($6::bigint[]) as paid) as n
         where m.id = n.id",
        &column(&rows, |(id, _)| *id) as &[MemberId],
        &column(&rows, |(_, sums)| sums.referrals),
        &column(&rows, |(_, sums)| sums.pending),
        &column(&rows, |(_, sums)| sums.approved),
        &column(&rows, |(_, sums)| sums.paying),
        &column(&rows, |(_, sums)| sums.paid),
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// What counts on the day of a row's order: nothing once it was denied.
fn counted(row: &Commission) -> [i64; 3] {
    match row.state {
        CommissionState::Denied => [0; 3],
        _ => [i64::from(!row.is_correction), row.sales.micros(), row.amount.micros()],
    }
}

async fn add_to_days(tx: &mut PgTransaction<'_>, changes: &[Change]) -> Result<(), db::Error> {
    let mut days: BTreeMap<(MemberId, NaiveDate), [i64; 3]> = BTreeMap::new();
    for Change { before, after } in changes {
        let was = before.as_ref().map_or([0; 3], counted);
        let is = counted(after);
        let day = days.entry((after.member_id, after.created_at.date_naive())).or_default();
        for (sum, (is, was)) in day.iter_mut().zip(is.into_iter().zip(was)) {
            *sum += is - was;
        }
    }
    let rows: Vec<_> = days.into_iter().filter(|(_, sums)| *sums != [0; 3]).collect();
    if rows.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "insert into affiliate_days as d (member_id, day, orders, sales, earned)
         select unnest($1::bigint[]), unnest($2::date[]), unnest($3::bigint[]),
                unnest($4::bigint[]), unnest($5::bigint[])
         on conflict (member_id, day) do update set orders = d.orders + excluded.orders,
             sales = d.sales + excluded.sales, earned = d.earned + excluded.earned",
        &column(&rows, |((id, _), _)| *id) as &[MemberId],
        &column(&rows, |((_, day), _)| *day),
        &column(&rows, |(_, [orders, ..])| *orders),
        &column(&rows, |(_, [_, sales, _])| *sales),
        &column(&rows, |(_, [.., earned])| *earned),
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
