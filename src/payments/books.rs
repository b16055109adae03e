//! The books check of deposits through gateways: what their rows say is what the transfers make, and
//! what went back, became a debt or was repaid adds up.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgTransaction;

use crate::kit::db;
use crate::ledger::books::SENTENCES_MAX;

/// Deposits that have changed within this time are read each hour.
const LATELY: TimeDelta = TimeDelta::days(2);

/// What can still change: what has changed lately, and what the transfers above this id name.
pub async fn lately(tx: &mut PgTransaction<'_>, above: i64) -> Result<Vec<String>, db::Error> {
    let now = sqlx::query_scalar!(r#"select now() as "now!""#).fetch_one(&mut **tx).await?;
    let mut found = check(tx, Some(now - LATELY)).await?;
    found.extend(strays(tx, above).await?);
    Ok(found)
}

/// Checks all of them; `since`: of the deposits only those that have changed since then. Movements of
/// debts and what went back are few, so they are always read.
pub async fn check(
    tx: &mut PgTransaction<'_>,
    since: Option<DateTime<Utc>>,
) -> Result<Vec<String>, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"
        with moved as materialized (
            select id, account_id, kind, key, amount from transfers
            where kind in ('surcharge', 'fee', 'takeback', 'owe', 'repay', 'restore')),
        back as (
            select split_part(key, ':', 2) as deposit,
                   sum(amount) filter (where kind in ('takeback', 'owe')) as taken,
                   sum(amount) filter (where kind = 'restore') as restored
            from moved where kind in ('takeback', 'owe', 'restore')
            group by split_part(key, ':', 2)),
        these as materialized (
            select * from deposits
            where pay_amount is not null and ($1::timestamptz is null or moved_at >= $1)),
        paid as (
            select p.*, d.account_id,
                   'deposit:' || p.method_id || ':' || p.gateway_payment as key
            from deposit_payments p join these d on d.id = p.deposit_id),
        found as (
            select format('deposit %s has %s taken and %s given back, its transfers make %s and %s',
                          d.id, d.taken, d.restored, coalesce(b.taken, 0),
                          coalesce(b.restored, 0)) as sentence
            from these d left join back b on b.deposit = d.id::text
            where d.taken <> coalesce(b.taken, 0) or d.restored <> coalesce(b.restored, 0)
            union all
            select format('money went back of deposit %s, which does not exist', b.deposit)
            from back b
            where not exists (select from deposits d where d.id::text = b.deposit
                                                      and d.pay_amount is not null)
            union all
            select format('deposit %s has %s credited, its payments make %s',
                          d.id, coalesce(d.credited, 0), coalesce(p.credited, 0))
            from these d left join (select deposit_id, sum(credited) as credited from paid
                                    group by deposit_id) p on p.deposit_id = d.id
            where coalesce(d.credited, 0) <> coalesce(p.credited, 0)
            union all
            select format('payment %s of deposit %s has %s credited, its transfer makes %s',
                          p.id, p.deposit_id, coalesce(p.credited, 0), coalesce(t.amount, 0))
            from paid p left join transfers t
                 on t.key = p.key and t.kind = 'deposit' and t.account_id = p.account_id
            where coalesce(p.credited, 0) <> coalesce(t.amount, 0)
            union all
            select format('transfer %s is a %s of a payment that is not credited', m.id, m.kind)
            from moved m
            where m.kind in ('surcharge', 'fee') and not exists (
                select from transfers t
                where t.key = 'deposit' || substr(m.key, strpos(m.key, ':'))
                  and t.account_id = m.account_id)
            union all
            select format('account %s owes %s: less than nothing', account_id,
                          sum(case debit when 'debts' then amount else -amount end))
            from transfers where debit = 'debts' or credit = 'debts'
            group by account_id
            having sum(case debit when 'debts' then amount else -amount end) < 0)
        select sentence as "sentence!" from found limit $2
        "#,
        since,
        SENTENCES_MAX
    )
    .fetch_all(&mut **tx)
    .await?)
}

/// Deposits by numeric methods among the transfers above this id that no payment names.
pub async fn strays(tx: &mut PgTransaction<'_>, above: i64) -> Result<Vec<String>, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"select format('transfer %s has the key %s and no payment', t.id, t.key) as "sentence!"
           from transfers t
           where t.id > $1 and t.kind = 'deposit' and t.key ~ '^deposit:[0-9]+:'
             and not exists (
                 select from deposit_payments p
                 where p.method_id = split_part(t.key, ':', 2)::bigint
                   and p.gateway_payment = substr(t.key, length(split_part(t.key, ':', 2)) + 10)
                   and p.credited = t.amount)
           limit $2"#,
        above,
        SENTENCES_MAX
    )
    .fetch_all(&mut **tx)
    .await?)
}
