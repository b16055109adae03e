//! The books check of a part of the ledger: of the transfers in a range, of wallets as they are, and
//! of credits. A movement is followed from the one before it on the same wallet. So it is enough to
//! look at new ones, as long as the old ones stay what they were.

use sqlx::PgTransaction;

use super::{Class, SENTENCES_MAX};
use crate::kit::db;
use crate::kit::range::{Range, Reading};

/// What the transfers in the range are and add up to.
pub async fn transfers(tx: &mut PgTransaction<'_>, range: Range) -> Result<Reading, db::Error> {
    let held = sqlx::query!(
        r#"select count(*) as "count!",
                  coalesce(sum(case when credit = 'wallet' then amount
                                    when debit = 'wallet' then -amount end), 0)::text as "sum!",
                  sha256(convert_to(coalesce(string_agg(
                      row(id, account_id, debit, credit, amount, kind, key, order_id, note,
                          balance_after, version, extract(epoch from at))::text,
                      E'\n' order by id), ''), 'UTF8')) as "digest!"
           from transfers where id > $1 and id <= $2"#,
        range.above,
        range.upto
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(Reading {
        count: held.count,
        sum: Some(held.sum),
        digest: Some(held.digest),
        ..Reading::default()
    })
}

/// What is wrong with the transfers in the range: each for itself, and each wallet's after the one
/// before it.
pub async fn differences(
    tx: &mut PgTransaction<'_>,
    range: Range,
) -> Result<Vec<String>, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"
        with these as materialized (
            select * from transfers where id > $1 and id <= $2),
        moved as (
            select id, account_id, version, balance_after,
                   case when credit = 'wallet' then amount else -amount end as amount,
                   lag(version) over turn as version_before,
                   lag(balance_after) over turn as balance_before
            from these where version is not null
            window turn as (partition by account_id order by version)),
        followed as (
            select m.id, m.account_id, m.version, m.balance_after, m.amount,
                   case when m.version = 1 then 0
                        when m.version_before = m.version - 1 then m.balance_before
                        else (select t.balance_after from transfers t
                              where t.account_id = m.account_id and t.version = m.version - 1
                              limit 1) end as balance_before
            from moved m),
        found as (
            select format('wallet %s is said to hold %s after version %s, its transfers make %s',
                          account_id, balance_after, version, balance_before + amount) as sentence
            from followed where balance_after <> balance_before + amount
            union all
            select format('wallet %s has version %s and not the one before it', account_id, version)
            from followed where balance_before is null
            union all
            select format('wallet %s has transfers and does not exist', account_id)
            from (select distinct account_id from moved) m
            where not exists (select from wallets w where w.account_id = m.account_id)
            union all
            select format('transfer %s is of %s: not more than zero', id, amount)
            from these where amount <= 0
            union all
            select format('transfer %s goes from %s to %s, which the chart does not have',
                          id, debit, credit)
            from these where debit <> all($3) or credit <> all($3) or debit = credit
            union all
            select format('transfer %s touches a wallet without a version', id)
            from these where (debit = 'wallet' or credit = 'wallet') <> (version is not null)
            union all
            select format('transfer %s is a %s from %s to %s, which nobody makes',
                          id, kind, debit, credit)
            from these
            where (kind, debit, credit) not in (
                  ('charge', 'wallet', 'in_flight'), ('settle', 'in_flight', 'sales'),
                  ('refund', 'in_flight', 'wallet'), ('refund', 'sales', 'wallet'),
                  ('cost', 'providers', 'costs'), ('deposit', 'deposits', 'wallet'),
                  ('adjust', 'adjustments', 'wallet'), ('adjust', 'wallet', 'adjustments'),
                  ('commission', 'commissions', 'affiliate_payable'),
                  ('commission', 'affiliate_payable', 'commissions'),
                  ('payout', 'affiliate_payable', 'wallet'),
                  ('payout', 'affiliate_payable', 'payouts'),
                  ('surcharge', 'deposits', 'surcharges'), ('fee', 'gateways', 'fees'),
                  ('fee', 'fees', 'gateways'),
                  ('takeback', 'wallet', 'deposits'), ('owe', 'debts', 'deposits'),
                  ('repay', 'wallet', 'debts'), ('restore', 'deposits', 'debts'),
                  ('restore', 'deposits', 'wallet'), ('bonus', 'bonuses', 'wallet'),
                  ('unbonus', 'wallet', 'bonuses'), ('owebonus', 'debts', 'bonuses'),
                  ('rebonus', 'bonuses', 'debts'), ('rebonus', 'bonuses', 'wallet'),
                  ('unsurcharge', 'surcharges', 'deposits'),
                  ('resurcharge', 'deposits', 'surcharges'), ('give_up', 'wallet', 'given_up'))
            union all
            select format('transfer %s is a %s and has the key %s', id, kind, key)
            from these
            where not starts_with(key, case when kind in ('charge', 'settle', 'refund', 'cost')
                                            then 'order:' || order_id || ':' || kind
                                            else kind || ':' end)
            union all
            select format('transfer %s gives up what wallet %s held, which goes on', t.id, t.account_id)
            from these t join wallets w on w.account_id = t.account_id
            where t.kind = 'give_up' and w.closed_at is null
            union all
            select format('transfer %s is a %s of no order', id, kind)
            from these where order_id is null and kind in ('charge', 'settle', 'refund', 'cost')
            union all
            select format('transfers have the key %s %s times', key, count(*))
            from these group by key having count(*) > 1
            union all
            select format('transfers have the key %s 2 times', key)
            from these n
            where (select count(*) from transfers t where t.key = n.key) > 1)
        select sentence as "sentence!" from found limit $4
        "#,
        range.above,
        range.upto,
        &Class::ALL.map(|class| class.as_str().to_owned()),
        SENTENCES_MAX
    )
    .fetch_all(&mut **tx)
    .await?)
}

/// The same, of all transfers above an id. There may be millions, so they come in pages.
pub async fn differences_above(
    tx: &mut PgTransaction<'_>,
    above: i64,
) -> Result<Vec<String>, db::Error> {
    let mut found = Vec::new();
    let mut range = Range::above(above);
    loop {
        let last = sqlx::query_scalar!(
            "select id from transfers where id > $1 order by id offset 49999 limit 1",
            range.above
        )
        .fetch_optional(&mut **tx)
        .await?;
        range.upto = last.unwrap_or(i64::MAX);
        found.extend(differences(tx, range).await?);
        if last.is_none() {
            return Ok(found);
        }
        range.above = range.upto;
    }
}

/// Every wallet as it is now, against its newest transfer; all of them together against `kept`, the sum
/// of the closed transfers, and what moved above `above`; and what is owed, against all movements of
/// debts, which are few.
pub async fn wallets(
    tx: &mut PgTransaction<'_>,
    above: i64,
    kept: &str,
) -> Result<Vec<String>, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"
        with newest as (
            select w.account_id, w.balance, w.version, coalesce(t.balance_after, 0) as moved,
                   coalesce(t.version, 0) as newest
            from wallets w left join lateral (
                select balance_after, version from transfers t
                where t.account_id = w.account_id and t.version is not null
                order by t.version desc limit 1) as t on true),
        summed as (
            select (select coalesce(sum(balance), 0) from wallets) as held,
                   $2::text::numeric + coalesce(sum(case when credit = 'wallet' then amount
                                                         when debit = 'wallet' then -amount end), 0)
                       as moved
            from transfers where id > $1),
        owed as (
            select account_id, sum(case debit when 'debts' then amount else -amount end) as owes
            from transfers where debit = 'debts' or credit = 'debts' group by account_id),
        found as (
            select format('wallet %s holds %s, its transfers make %s', account_id, balance, moved)
                as sentence
            from newest where balance <> moved
            union all
            select format('wallet %s is at version %s, its newest transfer at %s', account_id,
                          version, newest)
            from newest where version <> newest
            union all
            select format('wallet %s says that %s is owed, its transfers make %s',
                          account_id, w.owes, coalesce(o.owes, 0))
            from wallets w left join owed o using (account_id)
            where w.owes <> coalesce(o.owes, 0)
            union all
            select format('all wallets hold %s, all transfers make %s', held, moved)
            from summed where held <> moved
            union all
            select format('account %s has no wallet', id)
            from accounts a where not exists (select from wallets w where w.account_id = a.id)
            union all
            select format('wallet %s belongs to no account', account_id)
            from wallets w where not exists (select from accounts a where a.id = w.account_id))
        select sentence as "sentence!" from found limit $3
        "#,
        above,
        kept,
        SENTENCES_MAX
    )
    .fetch_all(&mut **tx)
    .await?)
}

/// The credits in the range, and every one that waits, against their transfers.
pub async fn credits(tx: &mut PgTransaction<'_>, range: Range) -> Result<Reading, db::Error> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from credits where id > $1 and id <= $2"#,
        range.above,
        range.upto
    )
    .fetch_one(&mut **tx)
    .await?;
    let differences = sqlx::query_scalar!(
        r#"
        with these as (
            select c.*, case c.kind when 'payment' then 'deposit:manual:' || c.reference
                                    else 'adjust:' || c.form_id end as key
            from credits c where (id > $1 and id <= $2) or state = 'waiting'),
        found as (
            select format('credit %s is booked and has no transfer of %s to account %s',
                          c.id, c.amount, c.account_id) as sentence
            from these c
            where c.state = 'booked' and not exists (
                select from transfers t
                where t.key = c.key and t.account_id = c.account_id and t.amount = c.amount)
            union all
            select format('credit %s waits and has a transfer already', c.id)
            from these c
            where c.state = 'waiting'
              and exists (select from transfers t where t.key = c.key))
        select sentence as "sentence!" from found limit $3
        "#,
        range.above,
        range.upto,
        SENTENCES_MAX
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(Reading { count, differences, ..Reading::default() })
}
