//! The books check, the affiliates' part: each commission and each payout against its transfers,
//! and the sums that are kept against the rows. What a member is owed is what was approved less
//! what was paid.
//!
//! A completed payout holds the sums of its commissions. So a check that does not read everything
//! adds up payouts and the commissions that are not paid.

use sqlx::PgTransaction;

use crate::kit::db;
use crate::kit::range::{Range, Reading};
use crate::ledger::books::SENTENCES_MAX;

/// So many commissions are looked at in one statement: few enough that each is found by its index.
const COMMISSIONS_MAX: usize = 1000;

/// Checks the programme inside a transaction that sees one snapshot. Answers the differences.
pub async fn check(tx: &mut PgTransaction<'_>) -> Result<Vec<String>, db::Error> {
    let mut found = commissions(tx, None).await?;
    found.extend(payouts(tx, Range::ALL).await?.differences);
    found.extend(strays(tx, Range::ALL).await?);
    found.extend(sums(tx).await?);
    Ok(found)
}

/// What is wrong with what can still change: commissions above `commissions_above`, and those that
/// a transfer above `transfers_above` names; payouts above `payouts_above`, and those that are open;
/// the sums of every member.
pub async fn open(
    tx: &mut PgTransaction<'_>,
    (commissions_above, payouts_above): (i64, i64),
    transfers_above: i64,
) -> Result<Vec<String>, db::Error> {
    let ids = sqlx::query_scalar!(
        r#"
        select id as "id!" from commissions where id > $1
        union
        select c.id
        from (select case when split_part(key, ':', 2) ~ '^[0-9]{1,18}$'
                          then split_part(key, ':', 2)::bigint end as id
              from transfers where id > $2 and kind = 'commission') t
        join commissions c on c.id = t.id"#,
        commissions_above,
        transfers_above
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut found = some(tx, &ids).await?;
    found.extend(payouts(tx, Range::above(payouts_above)).await?.differences);
    found.extend(strays(tx, Range::above(transfers_above)).await?);
    found.extend(quick_sums(tx).await?);
    Ok(found)
}

/// The commissions in the range.
pub async fn commissions_in(
    tx: &mut PgTransaction<'_>,
    range: Range,
) -> Result<Reading, db::Error> {
    let ids = sqlx::query_scalar!(
        "select id from commissions where id > $1 and id <= $2",
        range.above,
        range.upto
    )
    .fetch_all(&mut **tx)
    .await?;
    let count = i64::try_from(ids.len()).unwrap_or(i64::MAX);
    Ok(Reading { count, differences: some(tx, &ids).await?, ..Reading::default() })
}

async fn some(tx: &mut PgTransaction<'_>, ids: &[i64]) -> Result<Vec<String>, db::Error> {
    let mut found = Vec::new();
    for some in ids.chunks(COMMISSIONS_MAX) {
        found.extend(commissions(tx, Some(some)).await?);
    }
    Ok(found)
}

/// Each commission, or these alone, against its transfers, its order, its customer and its member.
async fn commissions(
    tx: &mut PgTransaction<'_>,
    only: Option<&[i64]>,
) -> Result<Vec<String>, db::Error> {
    // As transfers' keys name them, and their orders.
    let names: Vec<String> = only.unwrap_or_default().iter().map(i64::to_string).collect();
    let orders = sqlx::query_scalar!(
        "select order_id from commissions where id = any($1)",
        only.unwrap_or_default()
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(sqlx::query_scalar!(
        r#"
        with moved as (
            select split_part(key, ':', 2) as id, min(account_id) as owner,
                   max(account_id) as other_owner,
                   sum(case when credit = 'affiliate_payable' then amount else -amount end) as total
            from transfers
            where kind = 'commission'
              and ($2::bigint[] is null or split_part(key, ':', 2) = any($3))
            group by 1),
        posted as (
            select c.*, case when state in ('approved', 'paying', 'paid') then amount else 0 end
                        as posted
            from commissions c where $2::bigint[] is null or c.id = any($2)),
        -- The two indexes that know a commission's order.
        of_orders as (
            select * from commissions
            where not is_correction and ($2::bigint[] is null or order_id = any($4))
            union all
            select * from commissions
            where is_correction and ($2::bigint[] is null or order_id = any($4))),
        an_order as (
            select order_id, sum(sales) as sales, sum(amount) as amount,
                   min(commission_type) as commission_type, min(commission) as commission
            from of_orders where state <> 'denied' group by 1),
        found as (
            select format('commission %s is %s of %s, its transfers make %s', p.id, state, amount,
                          coalesce(total, 0)) as sentence
            from posted p left join moved m on m.id = p.id::text
            where posted <> coalesce(total, 0)
            union all
            select format('commission %s belongs to account %s, its transfers to %s', p.id,
                          account_id, owner)
            from posted p join moved m on m.id = p.id::text
            where owner <> other_owner or owner <> account_id
            union all
            select format('order %s kept %s and earns a commission of %s', order_id, sales, amount)
            from an_order
            where amount <> case when sales <= 0 then 0
                                 when commission_type = 'flat_per_order' then least(commission, sales)
                                 else div(sales::numeric * commission, 100000000) end
            union all
            select format('commission %s is of order %s of account %s, which does not exist', c.id,
                          order_id, customer_id)
            from posted c where not exists (
                select from orders o where o.id = c.order_id and o.account_id = c.customer_id
                and o.parent_id is null)
            union all
            select format('commission %s is of customer %s, whom member %s did not bring', c.id,
                          customer_id, member_id)
            from posted c where not exists (
                select from affiliate_customers b where b.customer_id = c.customer_id
                and b.member_id = c.member_id)
            union all
            select format('commission %s belongs to account %s and offer %s, its member does not',
                          c.id, c.account_id, c.offer_id)
            from posted c where not exists (
                select from affiliate_members m where m.id = c.member_id
                and m.account_id = c.account_id and m.offer_id = c.offer_id))
        select sentence as "sentence!" from found limit $1
        "#,
        SENTENCES_MAX,
        only,
        &names as &[String],
        &orders
    )
    .fetch_all(&mut **tx)
    .await?)
}

/// The payouts in the range, and every open one, against their commissions and their transfers.
pub async fn payouts(tx: &mut PgTransaction<'_>, range: Range) -> Result<Reading, db::Error> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from affiliate_payouts where id > $1 and id <= $2"#,
        range.above,
        range.upto
    )
    .fetch_one(&mut **tx)
    .await?;
    let differences = sqlx::query_scalar!(
        r#"
        with these as materialized (
            select * from affiliate_payouts where (id > $1 and id <= $2) or ended_at is null),
        paid as (
            select split_part(key, ':', 2) as id, account_id, amount, credit
            from transfers where kind = 'payout'
              and split_part(key, ':', 2) in (select id::text from these)),
        in_payout as (
            select payout_id, count(*) as referrals, sum(amount) as amount, sum(sales) as sales,
                   count(*) filter (where state = 'paying') as paying
            from commissions
            where payout_id is not null
              and ((payout_id > $1 and payout_id <= $2) or payout_id in (select id from these))
            group by 1),
        found as (
            select format('payout %s is %s of %s for %s referrals, its %s referrals make %s', p.id,
                          p.state, p.amount, p.referrals, coalesce(i.referrals, 0),
                          coalesce(i.amount, 0)) as sentence
            from these p left join in_payout i on i.payout_id = p.id
            where p.state in ('requested', 'processing', 'completed')
              and (p.amount, p.sales, p.referrals, case p.state when 'completed' then 0
                                                   else p.referrals end)
                  is distinct from (i.amount, i.sales, i.referrals, i.paying)
            union all
            select format('payout %s is %s and has %s referrals', p.id, p.state, i.referrals)
            from these p join in_payout i on i.payout_id = p.id
            where p.state in ('failed', 'canceled')
            union all
            select format('payout %s is %s of %s, its transfer is of %s', p.id, p.state, p.amount,
                          coalesce(t.amount, 0))
            from these p left join paid t on t.id = p.id::text
            where coalesce(t.amount, 0) <> case p.state when 'completed' then p.amount else 0 end
               or t.account_id <> p.account_id
               or t.credit <> case p.way when 'balance' then 'wallet' else 'payouts' end
            union all
            select format('referrals are in payout %s, which does not exist', payout_id)
            from in_payout i where not exists (select from these p where p.id = i.payout_id))
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

/// The transfers in the range that name a commission or a payout which does not exist.
pub async fn strays(tx: &mut PgTransaction<'_>, range: Range) -> Result<Vec<String>, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"
        with named as (
            select kind, split_part(key, ':', 2) as name,
                   case when split_part(key, ':', 2) ~ '^[0-9]{1,18}$'
                        then split_part(key, ':', 2)::bigint end as id
            from transfers where id > $1 and id <= $2 and kind in ('commission', 'payout')),
        found as (
            select format('a transfer is of payout %s, which does not exist', name) as sentence
            from named n
            where kind = 'payout' and not exists (select from affiliate_payouts p where p.id = n.id)
            union all
            select format('transfers are of commission %s, which does not exist', name)
            from named n
            where kind = 'commission' and not exists (select from commissions c where c.id = n.id))
        select sentence as "sentence!" from found limit $3
        "#,
        range.above,
        range.upto,
        SENTENCES_MAX
    )
    .fetch_all(&mut **tx)
    .await?)
}

/// The sums that are kept of each member and of their days, and what the ledger owes them, against
/// every commission.
async fn sums(tx: &mut PgTransaction<'_>) -> Result<Vec<String>, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"
        with sums as (
            select member_id, count(*) as referrals,
                   coalesce(sum(amount) filter (where state in ('pending', 'held')), 0) as pending,
                   coalesce(sum(amount) filter (where state = 'approved'), 0) as approved,
                   coalesce(sum(amount) filter (where state = 'paying'), 0) as paying,
                   coalesce(sum(amount) filter (where state = 'paid'), 0) as paid
            from commissions group by 1),
        days as (
            select member_id, sum(orders) as orders, sum(sales) as sales, sum(earned) as earned
            from affiliate_days group by 1),
        counted as (
            select member_id, count(*) filter (where not is_correction) as orders,
                   sum(sales) as sales, sum(amount) as earned
            from commissions where state <> 'denied' group by 1),
        owed as (
            select account_id,
                   sum(case when credit = 'affiliate_payable' then amount else -amount end) as owed
            from transfers
            where credit = 'affiliate_payable' or debit = 'affiliate_payable' group by 1),
        found as (
            select format('member %s has %s referrals, %s pending, %s approved, %s paying and %s paid; '
                          'its rows make %s, %s, %s, %s and %s', m.id, m.referrals, m.pending,
                          m.approved, m.paying, m.paid, coalesce(s.referrals, 0),
                          coalesce(s.pending, 0), coalesce(s.approved, 0), coalesce(s.paying, 0),
                          coalesce(s.paid, 0)) as sentence
            from affiliate_members m left join sums s on s.member_id = m.id
            where (m.referrals, m.pending, m.approved, m.paying, m.paid)
                  <> (coalesce(s.referrals, 0), coalesce(s.pending, 0), coalesce(s.approved, 0),
                      coalesce(s.paying, 0), coalesce(s.paid, 0))
            union all
            select format('the days of member %s make %s orders, %s of sales and %s earned; its rows '
                          'make %s, %s and %s', m.id, coalesce(d.orders, 0), coalesce(d.sales, 0),
                          coalesce(d.earned, 0), coalesce(c.orders, 0), coalesce(c.sales, 0),
                          coalesce(c.earned, 0))
            from affiliate_members m left join days d on d.member_id = m.id
            left join counted c on c.member_id = m.id
            where (coalesce(d.orders, 0), coalesce(d.sales, 0), coalesce(d.earned, 0))
                  <> (coalesce(c.orders, 0), coalesce(c.sales, 0), coalesce(c.earned, 0))
            union all
            select format('affiliate %s is owed %s by the ledger, and %s by the referrals',
                          coalesce(o.account_id, m.account_id), coalesce(o.owed, 0),
                          coalesce(m.owed, 0))
            from owed o full join (
                select account_id, sum(approved + paying) as owed from affiliate_members
                group by 1) as m on m.account_id = o.account_id
            where coalesce(o.owed, 0) <> coalesce(m.owed, 0))
        select sentence as "sentence!" from found limit $1
        "#,
        SENTENCES_MAX
    )
    .fetch_all(&mut **tx)
    .await?)
}

/// The sums that are kept of each member and of their days, against completed payouts and the
/// commissions that are not paid.
async fn quick_sums(tx: &mut PgTransaction<'_>) -> Result<Vec<String>, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"
        with paid as (
            select member_id, sum(referrals) as referrals, sum(amount) as amount, sum(sales) as sales
            from affiliate_payouts where state = 'completed' group by 1),
        corrected as (
            select member_id, count(*) as corrections
            from commissions where is_correction and state = 'paid' group by 1),
        days as (
            select member_id, sum(orders) as orders, sum(sales) as sales, sum(earned) as earned
            from affiliate_days group by 1),
        each as (
            select m.id, m.referrals, m.pending, m.approved, m.paying, m.paid,
                   coalesce(d.orders, 0) as d_orders, coalesce(d.sales, 0) as d_sales,
                   coalesce(d.earned, 0) as d_earned,
                   u.referrals + coalesce(p.referrals, 0) as s_referrals,
                   u.pending as s_pending, u.approved as s_approved, u.paying as s_paying,
                   coalesce(p.amount, 0) as s_paid,
                   u.orders + coalesce(p.referrals, 0) - coalesce(c.corrections, 0) as c_orders,
                   u.sales + coalesce(p.sales, 0) as c_sales,
                   u.earned + coalesce(p.amount, 0) as c_earned
            from affiliate_members m
            left join paid p on p.member_id = m.id
            left join corrected c on c.member_id = m.id
            left join days d on d.member_id = m.id
            cross join lateral (
                select count(*) as referrals,
                       coalesce(sum(amount) filter (where state in ('pending', 'held')), 0) as pending,
                       coalesce(sum(amount) filter (where state = 'approved'), 0) as approved,
                       coalesce(sum(amount) filter (where state = 'paying'), 0) as paying,
                       count(*) filter (where state <> 'denied' and not is_correction) as orders,
                       coalesce(sum(sales) filter (where state <> 'denied'), 0) as sales,
                       coalesce(sum(amount) filter (where state <> 'denied'), 0) as earned
                from commissions n
                where n.member_id = m.id
                  and n.state in ('pending', 'held', 'approved', 'paying', 'denied')) u),
        found as (
            select format('member %s has %s referrals, %s pending, %s approved, %s paying and %s paid; '
                          'its rows make %s, %s, %s, %s and %s', id, referrals, pending, approved,
                          paying, paid, s_referrals, s_pending, s_approved, s_paying, s_paid)
                   as sentence
            from each
            where (referrals, pending, approved, paying, paid)
                  <> (s_referrals, s_pending, s_approved, s_paying, s_paid)
            union all
            select format('the days of member %s make %s orders, %s of sales and %s earned; its rows '
                          'make %s, %s and %s', id, d_orders, d_sales, d_earned, c_orders, c_sales,
                          c_earned)
            from each where (d_orders, d_sales, d_earned) <> (c_orders, c_sales, c_earned))
        select sentence as "sentence!" from found limit $1
        "#,
        SENTENCES_MAX
    )
    .fetch_all(&mut **tx)
    .await?)
}
