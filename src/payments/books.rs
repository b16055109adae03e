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
            select id, account_id, kind, key, amount, debit from transfers
            where kind in ('surcharge', 'fee', 'takeback', 'owe', 'repay', 'restore', 'bonus',
                           'unbonus', 'owebonus', 'rebonus', 'unsurcharge', 'resurcharge')),
        back as (
            select split_part(key, ':', 2) as deposit,
                   sum(amount) filter (where kind in ('takeback', 'owe')) as taken,
                   sum(amount) filter (where kind = 'restore') as restored,
                   sum(amount) filter (where kind in ('unbonus', 'owebonus')) as bonus_taken,
                   sum(amount) filter (where kind = 'rebonus') as bonus_restored,
                   sum(amount) filter (where kind = 'unsurcharge') as surcharge_taken,
                   sum(amount) filter (where kind = 'resurcharge') as surcharge_restored
            from moved where kind in ('takeback', 'owe', 'restore', 'unbonus', 'owebonus', 'rebonus',
                                      'unsurcharge', 'resurcharge')
            group by split_part(key, ':', 2)),
        gifts as (
            select substr(key, 15) as deposit, account_id, amount
            from moved where kind = 'bonus' and starts_with(key, 'bonus:deposit:')),
        disputed as (
            select split_part(key, ':', 3) as deposit,
                   sum(case debit when 'gateways' then amount else -amount end) as amount
            from moved where kind = 'fee' and starts_with(key, 'fee:dispute:')
            group by split_part(key, ':', 3)),
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
            select format('deposit %s has %s and %s of its bonus gone back and come again, its transfers make %s and %s',
                          d.id, d.bonus_taken, d.bonus_restored, coalesce(b.bonus_taken, 0),
                          coalesce(b.bonus_restored, 0))
            from these d left join back b on b.deposit = d.id::text
            where d.bonus_taken <> coalesce(b.bonus_taken, 0)
               or d.bonus_restored <> coalesce(b.bonus_restored, 0)
            union all
            select format('deposit %s has %s and %s of its surcharge gone back and come again, its transfers make %s and %s',
                          d.id, d.surcharge_taken, d.surcharge_restored,
                          coalesce(b.surcharge_taken, 0), coalesce(b.surcharge_restored, 0))
            from these d left join back b on b.deposit = d.id::text
            where d.surcharge_taken <> coalesce(b.surcharge_taken, 0)
               or d.surcharge_restored <> coalesce(b.surcharge_restored, 0)
            union all
            select format('deposit %s has a bonus of %s, its transfer makes %s',
                          d.id, d.bonus, coalesce(g.amount, 0))
            from these d left join gifts g
                 on g.deposit = d.id::text and g.account_id = d.account_id
            where d.bonus <> coalesce(g.amount, 0)
            union all
            select format('deposit %s has a bonus and does not exist', g.deposit)
            from gifts g
            where not exists (select from deposits d where d.id::text = g.deposit
                                                      and d.pay_amount is not null)
            union all
            select format('deposit %s has %s of its surcharge gone back, of %s',
                          d.id, d.surcharge_taken - d.surcharge_restored, coalesce(m.amount, 0))
            from these d left join (
                select p.deposit_id, sum(m.amount) as amount
                from paid p join moved m
                     on m.key = 'surcharge' || substr(p.key, 8) and m.kind = 'surcharge'
                group by p.deposit_id) m on m.deposit_id = d.id
            where d.surcharge_taken - d.surcharge_restored > coalesce(m.amount, 0)
            union all
            select format('deposit %s has %s kept for disputes, its transfers make %s',
                          d.id, d.dispute_fee, coalesce(f.amount, 0))
            from these d left join disputed f on f.deposit = d.id::text
            where d.dispute_fee <> coalesce(f.amount, 0)
            union all
            select format('money went back of deposit %s, which does not exist', b.deposit)
            from (select deposit from back union select deposit from disputed) b
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
            where m.kind in ('surcharge', 'fee') and not starts_with(m.key, 'fee:dispute:')
              and not exists (
                select from transfers t
                where t.key = 'deposit' || substr(m.key, strpos(m.key, ':'))
                  and t.account_id = m.account_id)
            union all
            select format('promo code %s was used %s times, its uses are %s', p.id, p.used,
                          coalesce(u.uses, 0))
            from promos p left join (select promo_id, count(*) as uses from promo_uses
                                     group by promo_id) u on u.promo_id = p.id
            where p.used <> coalesce(u.uses, 0)
            union all
            select format('account %s was given %s for promo code %s, its transfer makes %s',
                          u.account_id, u.given, u.promo_id, coalesce(m.amount, 0))
            from promo_uses u left join moved m
                 on m.key = 'bonus:promo:' || u.promo_id || ':' || u.account_id
                    and m.account_id = u.account_id
            where u.deposit_id is null and u.given <> coalesce(m.amount, 0)
            union all
            select format('transfer %s is a bonus for a promo code that was not used', m.id)
            from moved m
            where m.kind = 'bonus' and not starts_with(m.key, 'bonus:deposit:')
              and not exists (
                  select from promo_uses u
                  where m.key = 'bonus:promo:' || u.promo_id || ':' || u.account_id
                    and u.account_id = m.account_id and u.deposit_id is null)
            union all
            select format('deposit %s has a bonus of %s, its promo code gave %s of that',
                          d.id, d.bonus, u.given)
            from promo_uses u join deposits d on d.id = u.deposit_id
            where u.given > d.bonus
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
