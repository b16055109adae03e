-- What happened to each of these orders, with its amounts after it.
insert into order_events (account_id, order_id, kind, charge, refunded, remains, start_count, data,
                          at)
select account_id, id, kind, charge, case when kind = state then refunded else 0 end,
       case when kind = state and state <> 'running' then remains else quantity end,
       case when kind in ('completed', 'partial', 'review') then start_count end,
       case when kind = state and attention is not null then jsonb_build_object('why', attention) end,
       at
from (select o.*, e.kind, e.at from orders o cross join lateral (values
          ('placed', o.created_at),
          ('submitting', case when o.state <> 'queued'
                              then o.created_at + interval '4 seconds' end),
          ('running', case when o.provider_id is not null
                           then o.created_at + interval '4.4 seconds' end),
          (case when o.state not in ('queued', 'running') then o.state end,
           coalesce(o.ended_at, o.created_at + interval '94 seconds'))) as e (kind, at)
      where o.id > $1 and o.id <= $2 and o.account_id = any($3::bigint[])
        and e.kind is not null and e.at is not null) as happened
order by id, at
