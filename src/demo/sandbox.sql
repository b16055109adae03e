-- The sandbox's own rows of the orders that it has, so that it can report on them.
insert into sandbox_orders (id, quantity, start_count, per_minute, ending, ends_after, created_at)
overriding system value
select upstream_id::bigint, quantity, coalesce(start_count, 0),
       -- The speed by which the running ones have come as far as they have.
       case when state = 'running'
            then greatest(1, round((quantity - remains) * 60.0
                                   / greatest(1, extract(epoch from $3::timestamptz - created_at))))
            else 600 end,
       case when state in ('partial', 'canceled') then state else 'completed' end,
       case when state = 'running' then quantity else quantity - remains end, created_at
from orders where id > $1 and id <= $2 and provider_id = $4 and upstream_id is not null
order by id
