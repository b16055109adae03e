//! The books check, the orders' part: each order against its transfers and its family.
//! The sums that must agree are explained in `docs/LEDGER.md`.

use sqlx::PgTransaction;

use crate::kit::db;
use crate::kit::range::{Range, Reading};
use crate::ledger::books::SENTENCES_MAX;

/// So many orders are looked at in one statement: few enough that each is found by its index.
const ORDERS_MAX: usize = 2000;

/// How many orders there are, and what is wrong with them, inside a transaction that sees one
/// snapshot.
pub async fn check(tx: &mut PgTransaction<'_>) -> Result<(i64, Vec<String>), db::Error> {
    Ok((count_above(tx, i64::MIN).await?, differences(tx, None).await?))
}

/// How many orders there are above this id.
pub async fn count_above(tx: &mut PgTransaction<'_>, above: i64) -> Result<i64, db::Error> {
    let count =
        sqlx::query_scalar!(r#"select count(*) as "count!" from orders where id > $1"#, above);
    Ok(count.fetch_one(&mut **tx).await?)
}

/// What never changes of the orders in the range.
pub async fn held(tx: &mut PgTransaction<'_>, range: Range) -> Result<Reading, db::Error> {
    let held = sqlx::query!(
        r#"select count(*) as "count!", coalesce(sum(charge), 0)::text as "sum!",
                  sha256(convert_to(coalesce(string_agg(
                      row(id, account_id, service_id, form, parent_id, link, quantity, rate, charge,
                          runs, source, extract(epoch from created_at))::text,
                      E'\n' order by id), ''), 'UTF8')) as "digest!"
           from orders where id > $1 and id <= $2"#,
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

/// What is wrong with the orders in the range. Transfers may name ids that no order has.
pub async fn within(tx: &mut PgTransaction<'_>, range: Range) -> Result<Vec<String>, db::Error> {
    let ids = sqlx::query_scalar!(
        r#"select id as "id!" from orders where id > $1 and id <= $2
           union
           select order_id from transfers where order_id > $1 and order_id <= $2"#,
        range.above,
        range.upto
    )
    .fetch_all(&mut **tx)
    .await?;
    of(tx, &ids).await
}

/// What is wrong with the orders that can still change: those above `above`, those that have not
/// ended, and those that a transfer above `transfers_above` names.
pub async fn open(
    tx: &mut PgTransaction<'_>,
    above: i64,
    transfers_above: i64,
) -> Result<Vec<String>, db::Error> {
    let ids = sqlx::query_scalar!(
        r#"
        with open as (
            -- These find every order that can change by itself; one that is nowhere among them is
            -- in a closed range, which is read in turn. An index of what has not ended would be
            -- written once more for each order.
            select id from orders where lane is not null and id <= $1
            union
            select order_id from looks where order_id <= $1
            union
            select id from orders where due_at is not null and lane is null and id <= $1
            union
            select id from orders where attention is not null and id <= $1
            union
            select order_id from transfers where id > $2 and order_id <= $1
            union
            select parent_id from orders where id > $1 and parent_id <= $1)
        select id as "id!" from open
        union
        select o.parent_id from open join orders o on o.id = open.id where o.parent_id is not null
        "#,
        above,
        transfers_above
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut found = of(tx, &ids).await?;
    // There may be millions, so they come in pages.
    let mut range = Range::above(above);
    loop {
        let last = sqlx::query_scalar!(
            "select id from orders where id > $1 order by id offset 19999 limit 1",
            range.above
        )
        .fetch_optional(&mut **tx)
        .await?;
        range.upto = last.unwrap_or(i64::MAX);
        found.extend(within(tx, range).await?);
        if last.is_none() {
            return Ok(found);
        }
        range.above = range.upto;
    }
}

/// What is wrong with these orders.
async fn of(tx: &mut PgTransaction<'_>, ids: &[i64]) -> Result<Vec<String>, db::Error> {
    let mut found = Vec::new();
    for some in ids.chunks(ORDERS_MAX) {
        found.extend(differences(tx, Some(some)).await?);
    }
    Ok(found)
}

/// Looks at each order once, or at these alone, for everything that may be wrong with it: one pass
/// for each sentence took three times as long.
async fn differences(
    tx: &mut PgTransaction<'_>,
    only: Option<&[i64]>,
) -> Result<Vec<String>, db::Error> {
    // Their own transfers, and those of their runs.
    let kin = match only {
        None => Vec::new(),
        Some(ids) => {
            sqlx::query_scalar!(
                r#"select id as "id!" from orders where parent_id = any($1)
                       and form in ('run', 'portion')
                   union select unnest($1::bigint[])"#,
                ids
            )
            .fetch_all(&mut **tx)
            .await?
        }
    };
    Ok(sqlx::query_scalar!(
        r#"
        with moved as (
            select order_id,
                   sum(amount) filter (where kind = 'charge') as charged,
                   sum(amount) filter (where kind = 'refund') as refunded,
                   sum(amount) filter (where kind = 'settle') as settled,
                   sum(amount) filter (where kind = 'cost') as cost,
                   sum(case when credit = 'in_flight' then amount
                            when debit = 'in_flight' then -amount else 0 end) as in_flight,
                   min(account_id) as owner, max(account_id) as other_owner,
                   count(*) filter (where (kind, debit, credit) not in (
                        ('charge', 'wallet', 'in_flight'), ('settle', 'in_flight', 'sales'),
                        ('refund', 'in_flight', 'wallet'), ('refund', 'sales', 'wallet'),
                        ('cost', 'providers', 'costs')))
                        as strange
            from transfers
            where order_id is not null and ($2::bigint[] is null or order_id = any($3))
            group by order_id),
        counted as (
            select r.id, coalesce(p.portion, p.quantity / p.runs)
                         * (row_number() over (partition by r.parent_id order by r.id) - 1) as units_before,
                   case when row_number() over (partition by r.parent_id order by r.id) = p.runs
                        then p.quantity
                        else coalesce(p.portion, p.quantity / p.runs)
                             * row_number() over (partition by r.parent_id order by r.id) end
                        as units_after
            from orders r join orders p on p.id = r.parent_id
            where r.form in ('run', 'portion')
              and ($2::bigint[] is null or r.parent_id = any($2))),
        runs as (
            select r.parent_id, count(*) as made, sum(r.charge) as charge,
                   count(*) filter (where r.quantity <> c.units_after - c.units_before
                        or r.charge <> div(p.charge::numeric * c.units_after, p.quantity)
                                       - div(p.charge::numeric * c.units_before, p.quantity)
                        or r.account_id <> p.account_id
                        or (r.form = 'portion') <> (p.form = 'paced')) as odd,
                   sum(coalesce(m.in_flight, 0)) as in_flight,
                   sum(case when r.ended_at is null then r.charge - r.refunded else 0 end) as open
            from orders r join counted c on c.id = r.id join orders p on p.id = r.parent_id
            left join moved m on m.order_id = r.id
            group by r.parent_id),
        each as (
            select o.*, coalesce(m.charged, 0) as m_charged, coalesce(m.refunded, 0) as m_refunded,
                   coalesce(m.settled, 0) as m_settled, coalesce(m.in_flight, 0) as m_in_flight,
                   coalesce(m.cost, 0) as m_cost, m.owner, m.other_owner,
                   coalesce(m.strange, 0) as strange,
                   coalesce(r.made, 0) as made, coalesce(r.odd, 0) as odd,
                   coalesce(r.in_flight, 0) as r_in_flight, coalesce(r.open, 0) as r_open,
                   o.form in ('drip', 'paced') as is_parent,
                   o.form in ('run', 'portion') as is_child,
                   -- What those cost that are still to be made, and those that were never made.
                   case when o.form in ('drip', 'paced') and o.runs_left > 0
                        then o.charge - div(o.charge::numeric * (o.runs - o.runs_left)
                                            * coalesce(o.portion, o.quantity / o.runs), o.quantity)
                        else 0 end as to_make,
                   case when o.form in ('drip', 'paced') and coalesce(r.made, 0) < o.runs
                        then o.charge - div(o.charge::numeric * coalesce(r.made, 0)
                                            * coalesce(o.portion, o.quantity / o.runs), o.quantity)
                        else 0 end as unmade
            from orders o left join moved m on m.order_id = o.id
            left join runs r on r.parent_id = o.id
            where $2::bigint[] is null or o.id = any($2)),
        wrong as (
            select unnest(array_remove(array[
                case when m_charged <> case when is_child then 0 else charge end then
                    format('order %s costs %s, its transfers charged %s', id, charge, m_charged) end,
                case when refunded <> m_refunded then
                    format('order %s says %s was refunded, its transfers say %s',
                           id, refunded, m_refunded) end,
                case when m_cost <> case when ended_at is null then 0 else cost end then
                    format('order %s cost us %s, its transfers say %s', id,
                           case when ended_at is null then 0 else cost end, m_cost) end,
                case when refunded > charge or refunded < 0 then
                    format('order %s was refunded %s of a charge of %s', id, refunded, charge) end,
                case when not is_child and m_in_flight + r_in_flight <>
                          case when is_parent then to_make + r_open
                               when ended_at is null then charge - refunded else 0 end then
                    format('order %s is %s and holds %s in flight instead of %s', id, state,
                           m_in_flight + r_in_flight,
                           case when is_parent then to_make + r_open
                                when ended_at is null then charge - refunded else 0 end) end,
                case when is_child and -m_in_flight <>
                          case when ended_at is null then refunded else charge end then
                    format('%s %s is %s and its transfers took %s from in flight instead of %s',
                           form, id, state, -m_in_flight,
                           case when ended_at is null then 0 else charge end) end,
                case when state = 'canceled' and not is_parent
                          and (refunded <> charge or remains <> quantity) then
                    format('order %s is canceled with %s of %s refunded and %s of %s remaining',
                           id, refunded, charge, remains, quantity) end,
                case when remains < 0 or remains > quantity
                          or (state = 'completed' and remains <> 0 and target_position is null)
                          or (state = 'partial' and not is_parent and remains in (0, quantity)) then
                    format('order %s is %s with %s of %s remaining', id, state, remains, quantity)
                    end,
                case when (ended_at is not null)
                          <> (state in ('completed', 'partial', 'canceled', 'expired')) then
                    format('order %s is %s, and when it ended is %s', id, state,
                           coalesce(ended_at::text, 'not known')) end,
                case when is_parent and (made + runs_left > runs
                          or (made + runs_left < runs and refunded <> unmade)) then
                    format('%s %s of %s runs made %s and has %s left',
                           case form when 'drip' then 'drip-feed' else 'paced order' end,
                           id, runs, made, runs_left) end,
                case when form = 'drip' and charge % runs <> 0 then
                    format('drip-feed %s costs %s, which is not %s equal shares', id, charge, runs)
                    end,
                case when odd > 0 then
                    format('%s %s has %s runs that do not carry its share',
                           case form when 'drip' then 'drip-feed' else 'paced order' end, id, odd)
                    end,
                case when other_owner <> owner or owner <> account_id then
                    format('order %s belongs to account %s, its transfers to %s', id, account_id,
                           owner) end,
                case when strange > 0 then
                    format('order %s has %s transfers that no order makes', id, strange) end,
                case when state in ('submitting', 'running')
                          and form in ('single', 'run', 'post', 'portion')
                          and not exists (select from looks l where l.order_id = each.id) then
                    format('order %s is %s, and nobody looks at it again', id, state) end,
                case when state = 'queued' and lane is null
                          and form in ('single', 'run', 'post', 'portion') then
                    format('order %s is queued in no lane, so nobody sends it', id) end,
                case when (state = 'partial' or (state = 'completed' and target_position is not null))
                          and not is_parent and quantity > 0
                          and refunded < div(charge::numeric * remains, quantity) then
                    format('order %s is %s with %s of %s remaining and only %s refunded',
                           id, state, remains, quantity, refunded) end,
                case when form <> 'portion'
                          and charge <> case form when 'drip' then runs else 1 end
                              * div(rate::numeric
                                    * (quantity / case form when 'drip' then runs else 1 end)
                                    + 999, 1000)
                          and not (quantity = 1 and charge = rate) then
                    format('order %s costs %s, which is not the price of %s', id, charge, quantity)
                    end
                ], null)) as sentence
            from each),
        found as (
            select sentence from wrong
            union all
            select format('order %s belongs to account %s, which does not exist', id, account_id)
            from orders o
            where ($2::bigint[] is null or o.id = any($2))
              and not exists (select from accounts a where a.id = o.account_id)
            union all
            select format('order %s is for service %s, which does not exist', id, service_id)
            from orders o
            where ($2::bigint[] is null or o.id = any($2))
              and not exists (select from services s where s.id = o.service_id)
            union all
            select format('order %s belongs to order %s, which does not exist', id, parent_id)
            from orders o
            where ($2::bigint[] is null or o.id = any($2)) and parent_id is not null
                 and not exists (select from orders p where p.id = o.parent_id
                                 and p.account_id = o.account_id)
            union all
            select format('order %s has transfers and does not exist', order_id)
            from moved m where not exists (select from orders o where o.id = m.order_id)
            union all
            select format('transfer %s is a %s of order %s and has the key %s',
                          id, kind, order_id, key)
            from transfers
            where order_id is not null and ($2::bigint[] is null or order_id = any($3))
              and not starts_with(key, 'order:' || order_id || ':' || kind)
            union all
            select format('%s %s is %s and has a run that is open',
                          case form when 'drip' then 'drip-feed' else 'paced order' end, id, state)
            from orders p
            where ($2::bigint[] is null or p.id = any($2))
                 and form in ('drip', 'paced') and ended_at is not null
                 and exists (select from orders r where r.parent_id = p.id and r.ended_at is null)
            union all
            select format('order %s has no event', id)
            from orders o
            where ($2::bigint[] is null or o.id = any($2))
              and not exists (select from order_events e where e.order_id = o.id)
            union all
            select format('transfer %s is a %s of no order', id, kind)
            from transfers
            where $2::bigint[] is null and order_id is null
              and kind in ('charge', 'settle', 'refund', 'cost'))
        select sentence as "sentence!" from found limit $1
        "#,
        SENTENCES_MAX,
        only,
        &kin
    )
    .fetch_all(&mut **tx)
    .await?)
}
