//! The books check, the affiliates' part: each commission and each payout against its transfers,
//! and the sums that are kept against the rows. What a member is owed is what was approved less
//! what was paid.

use sqlx::PgTransaction;

use crate::kit::db;
use crate::ledger::books::SENTENCES_MAX;

/// Checks the programme inside a transaction that sees one snapshot. Answers the differences.
pub async fn check(tx: &mut PgTransaction<'_>) -> Result<Vec<String>, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"
        with moved as (
            select split_part(key, ':', 2)::bigint as id, min(account_id) as owner,
                   max(account_id) as other_owner,
                   sum(case when credit = 'affiliate_payable' then amount else -amount end) as total
            from transfers where kind = 'commission' group by 1),
        posted as (
            select c.*, case when state in ('approved', 'paying', 'paid') then amount else 0 end
                        as posted
            from commissions c),
        paid as (
            select split_part(key, ':', 2)::bigint as id, account_id, amount, credit
            from transfers where kind = 'payout'),
        in_payout as (
            select payout_id, count(*) as referrals, sum(amount) as amount, sum(sales) as sales,
                   count(*) filter (where state = 'paying') as paying
            from commissions where payout_id is not null group by 1),
        sums as (
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
        an_order as (
            select order_id, sum(sales) as sales, sum(amount) as amount,
                   min(commission_type) as commission_type, min(commission) as commission
            from commissions where state <> 'denied' group by 1),
        found as (
            select format('commission %s is %s of %s, its transfers make %s', p.id, state, amount,
                          coalesce(total, 0)) as sentence
            from posted p left join moved m using (id)
            where posted <> coalesce(total, 0)
            union all
            select format('commission %s belongs to account %s, its transfers to %s', p.id,
                          account_id, owner)
            from posted p join moved m using (id)
            where owner <> other_owner or owner <> account_id
            union all
            select format('transfers are of commission %s, which does not exist', id)
            from moved m where not exists (select from commissions c where c.id = m.id)
            union all
            select format('payout %s is %s of %s for %s referrals, its %s referrals make %s', p.id,
                          p.state, p.amount, p.referrals, coalesce(i.referrals, 0),
                          coalesce(i.amount, 0))
            from affiliate_payouts p left join in_payout i on i.payout_id = p.id
            where p.state in ('requested', 'processing', 'completed')
              and (p.amount, p.sales, p.referrals, case p.state when 'completed' then 0
                                                   else p.referrals end)
                  is distinct from (i.amount, i.sales, i.referrals, i.paying)
            union all
            select format('payout %s is %s and has %s referrals', p.id, p.state, i.referrals)
            from affiliate_payouts p join in_payout i on i.payout_id = p.id
            where p.state in ('failed', 'canceled')
            union all
            select format('payout %s is %s of %s, its transfer is of %s', p.id, p.state, p.amount,
                          coalesce(t.amount, 0))
            from affiliate_payouts p left join paid t on t.id = p.id
            where coalesce(t.amount, 0) <> case p.state when 'completed' then p.amount else 0 end
               or t.account_id <> p.account_id
               or t.credit <> case p.way when 'balance' then 'wallet' else 'payouts' end
            union all
            select format('a transfer is of payout %s, which does not exist', id)
            from paid t where not exists (select from affiliate_payouts p where p.id = t.id)
            union all
            select format('referrals are in payout %s, which does not exist', payout_id)
            from in_payout i where not exists (select from affiliate_payouts p
                                               where p.id = i.payout_id)
            union all
            select format('member %s has %s referrals, %s pending, %s approved, %s paying and %s paid; '
                          'its rows make %s, %s, %s, %s and %s', m.id, m.referrals, m.pending,
                          m.approved, m.paying, m.paid, coalesce(s.referrals, 0),
                          coalesce(s.pending, 0), coalesce(s.approved, 0), coalesce(s.paying, 0),
                          coalesce(s.paid, 0))
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
            where coalesce(o.owed, 0) <> coalesce(m.owed, 0)
            union all
            select format('order %s kept %s and earns a commission of %s', order_id, sales, amount)
            from an_order
            where amount <> case when sales <= 0 then 0
                                 when commission_type = 'flat_per_order' then least(commission, sales)
                                 else div(sales::numeric * commission, 100000000) end
            union all
            select format('commission %s is of order %s of account %s, which does not exist', c.id,
                          order_id, customer_id)
            from commissions c where not exists (
                select from orders o where o.id = c.order_id and o.account_id = c.customer_id
                and o.parent_id is null)
            union all
            select format('commission %s is of customer %s, whom member %s did not bring', c.id,
                          customer_id, member_id)
            from commissions c where not exists (
                select from affiliate_customers b where b.customer_id = c.customer_id
                and b.member_id = c.member_id)
            union all
            select format('commission %s belongs to account %s and offer %s, its member does not',
                          c.id, c.account_id, c.offer_id)
            from commissions c where not exists (
                select from affiliate_members m where m.id = c.member_id
                and m.account_id = c.account_id and m.offer_id = c.offer_id))
        select sentence as "sentence!" from found limit $1
        "#,
        SENTENCES_MAX
    )
    .fetch_all(&mut **tx)
    .await?)
}
