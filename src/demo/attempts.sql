-- One try of each order that was handed to a provider, or may have been.
insert into attempts (order_id, provider_id, fence, state, upstream_id, detail, is_unanswered,
                      armed_at, ended_at, cost_rate, cost)
select id, coalesce(provider_id, $3), coalesce(fence, nextval('order_fence')),
       case state when 'unknown' then 'unknown' when 'hold' then 'refused' else 'accepted' end,
       upstream_id,
       case state when 'unknown' then 'nothing came back before the deadline'
                  when 'hold' then 'The service is not available' end,
       state = 'unknown', created_at + interval '4 seconds',
       created_at + case when state = 'unknown' then interval '94 seconds'
                         else interval '4.4 seconds' end,
       cost_rate, case when quantity = 1 then cost_rate
                       else (cost_rate * quantity + 999) / 1000 end
from orders where id > $1 and id <= $2 and state <> 'queued' and account_id = any($4::bigint[])
order by id
