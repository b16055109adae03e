-- The money of these hours, in the order of time: who lacks some for their orders pays in first.
-- Refunds and sales come from orders that ended in these hours, so earlier orders are read too.
with mine as (
    select id, account_id, charge, refunded, cost, state, created_at, ended_at
    from orders where id > $1 and id <= $2 and account_id = any($3::bigint[])),
charges as (
    select account_id, id, created_at as at, charge
    from mine where created_at >= $4 and created_at < $5),
needs as (
    select c.account_id, min(c.at) as first_at, sum(c.charge) - w.balance as lacks
    from charges c join wallets w on w.account_id = c.account_id
    group by c.account_id, w.balance having sum(c.charge) > w.balance),
moves as (
    select account_id, null::bigint as order_id, 'deposits' as debit, 'wallet' as credit,
           -- People pay in round sums.
           (ceil(lacks / step) * step)::bigint as amount,
           'deposit' as kind,
           'deposit:manual:demo:' || account_id || ':' || $6::bigint as key,
           'Demo money' as note, greatest($4, first_at - interval '7 minutes') as at, 0 as turn
    from needs cross join lateral (select case when lacks <= 50000000 then 5000000
        when lacks <= 250000000 then 25000000 else 100000000 end as step) as round
    union all
    select account_id, id, 'wallet', 'in_flight', charge, 'charge', 'order:' || id || ':charge',
           null, at, 1 from charges where charge > 0
    union all
    select account_id, id, 'in_flight', 'wallet', refunded, 'refund',
           'order:' || id || ':refund:' || refunded, null, ended_at, 2
    from mine where refunded > 0 and ended_at >= $4 and ended_at < $5
    union all
    select account_id, id, 'in_flight', 'sales', charge - refunded, 'settle',
           'order:' || id || ':settle', null, ended_at, 3
    from mine where charge > refunded and ended_at >= $4 and ended_at < $5
    union all
    select account_id, id, 'providers', 'costs', cost, 'cost', 'order:' || id || ':cost', null,
           ended_at, 4
    from mine where cost > 0 and ended_at >= $4 and ended_at < $5),
numbered as (
    select m.*, row_number() over by_wallet as number,
           sum(case when credit = 'wallet' then amount else -amount end) over by_wallet as moved
    from (select *, 'wallet' in (debit, credit) as touches from moves) m
    window by_wallet as (partition by account_id, touches order by at, turn, order_id)),
written as (
    insert into transfers (account_id, debit, credit, amount, kind, key, order_id, note,
                           balance_after, version, at)
    select n.account_id, debit, credit, amount, kind, key, order_id, note,
           case when touches then w.balance + moved end,
           case when touches then w.version + number end, at
    from numbered n join wallets w on w.account_id = n.account_id
    order by at, turn
    returning account_id, amount, kind, key, balance_after, version, at),
newest as (
    select distinct on (account_id) account_id, version, balance_after
    from written where version is not null order by account_id, version desc),
credited as (
    insert into credits (account_id, kind, amount, reference, note, form_id, asked_at, state)
    select account_id, 'payment', amount, substr(key, length('deposit:manual:') + 1),
           'Demo money', 'payment:' || substr(key, length('deposit:manual:') + 1), at, 'booked'
    from written where kind = 'deposit')
update wallets w set balance = n.balance_after, version = n.version
from newest n where w.account_id = n.account_id
