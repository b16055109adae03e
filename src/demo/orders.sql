-- Orders of some hours. More come by day than by night, on workdays than at weekends, and from week
-- to week. Everything about an order follows from its number, by a hash, so two runs at the same
-- time plant the same.
-- What each step makes is materialized: put into the next step as a formula, it would be computed again
-- wherever it is named, a hundred times for an order.
with hours as (
    select h, $1::timestamptz + make_interval(hours => h) as at,
           (1 + 0.9 * h / $2::int)
           * (array[1.0, 1.05, 1.12, 1.08, 1.0, 0.78, 0.7]::float8[])
                 [extract(isodow from $1::timestamptz + make_interval(hours => h))::int]
           * (1.1 + sin((extract(hour from $1::timestamptz + make_interval(hours => h)) - 8)
                        * pi() / 12)) as weight
    from generate_series(0, $2::int - 1) h),
curve as (
    select h, at, floor($3::bigint * sum(weight) over (order by h) / sum(weight) over ())::bigint
                  as upto
    from hours),
spans as (
    select h, at, coalesce(lag(upto) over (order by h), 0) as before,
           case when h = $2::int - 1 then $3::bigint else upto end as upto
    from curve),
numbers as materialized (
    select n, h,
           at + interval '1 hour' * ((n - before - 0.9)::float8 / (upto - before)) as created_at,
           (hashint8extended(n, 1) & 1048575) / 1048576.0::float8 as who,
           (hashint8extended(n, 2) & 1048575) / 1048576.0::float8 as what,
           (hashint8extended(n, 3) & 1048575) / 1048576.0::float8 as much,
           (hashint8extended(n, 4) & 1048575) / 1048576.0::float8 as long,
           (hashint8extended(n, 5) & 1048575) / 1048576.0::float8 as fate,
           (hashint8extended(n, 6) & 1048575) / 1048576.0::float8 as part,
           (hashint8extended(n, 7) & 1048575) / 1048576.0::float8 as luck,
           md5(n::text) as word
    from spans, generate_series(before + 1, upto) n
    where h >= $4::int and h < $5::int),
chosen as (
    select *, luck < $9::float8 and n > $3::bigint * 0.15 as rests,
           -- The last of those who have an account by then order least.
           ($6::bigint[])[1 + floor(cardinality($6::bigint[]) * (0.6 + 0.4 * h / $2::int)
                                    * who * who)::int] as account_id
    from numbers),
served as materialized (
    select c.*, s.id as service_id, s.kind, s.rate, r.cost_rate,
           case when s.kind = 'Package' then 1
                else least(s.max, greatest(s.min, 10 * ceil(
                     (200000 * exp(3.4 * much)) * 100 / greatest(s.rate, 1))::bigint)) end
               as quantity,
           -- Minutes: some services are quick, some take a day.
           least(4000, exp(2.0 + 6.0 * ((hashint8extended(s.id, 9) & 1023) / 1024.0::float8))
                       * (0.4 + 1.2 * long)) as minutes
    from chosen c
    join services s on s.id = case when c.rests
        then ($8::bigint[])[1 + floor(cardinality($8::bigint[]) * what * what)::int]
        else ($7::bigint[])[1 + floor(cardinality($7::bigint[]) * what * what)::int] end
    join routes r on r.service_id = s.id and r.position = 0),
charged as materialized (
    select *, case when kind = 'Package' then rate else (rate * quantity + 999) / 1000 end
                  as charge,
           case when kind = 'Package' then cost_rate
                else (cost_rate * quantity + 999) / 1000 end as full_cost,
           created_at + interval '1 second' * (3 + 200 * part * part) as taken_at,
           created_at + interval '1 minute' * (2 + case when fate > 0.95 then minutes / 20
                                                        else minutes end) as ends_at
    from served),
fated as materialized (
    select *, case
            when created_at > $12::timestamptz - interval '36 hours' and not rests
                 and (word like '0%' or word like '8%')
                 and ('x' || substr(word, 2, 6))::bit(24)::int / 16777216.0 < $13::float8
                then (array['unknown', 'hold', 'review'])[1 + ('x' || substr(word, 8, 2))::bit(8)::int % 3]
            when rests or ends_at > $12::timestamptz
                then case when $11::bigint is null and taken_at > $12::timestamptz then 'queued'
                          else 'running' end
            when fate > 0.95 then 'canceled'
            when fate > 0.89 and quantity > 1 then 'partial'
            else 'completed' end as state
    from charged),
counted as materialized (
    select *,
           case when state in ('completed', 'partial', 'canceled') then ends_at end as ended_at,
           -- As the sandbox counts: whole units a minute.
           greatest(1, ceil(quantity / minutes))::bigint as per_minute
    from fated),
measured as materialized (
    select *, case
            when state = 'completed' then 0
            when state = 'partial' then greatest(1, least(quantity - 1, (quantity * part)::bigint))
            when state = 'running' then quantity - least(quantity - 1, floor(
                case when rests then quantity * 0.6 * part
                     else per_minute * extract(epoch from $12::timestamptz - taken_at) / 60 end)::bigint)
            else quantity end as remains
    from counted)
insert into orders (account_id, service_id, state, link, target, quantity, remains, start_count,
                    rate, charge, refunded, cost, cost_rate, due_at, lane, fence, tries, provider_id,
                    upstream_id, source, attention, attention_reason, created_at, started_at,
                    ended_at)
select account_id, service_id, state, 'https://' || target, target, quantity,
       greatest(0, least(quantity, remains)),
       case when state in ('completed', 'partial', 'running', 'review')
            then ('x' || substr(word, 10, 4))::bit(16)::int end,
       rate, charge,
       case state when 'canceled' then charge
                  when 'partial' then div(charge::numeric * remains, quantity)::bigint else 0 end,
       case when state in ('unknown', 'hold', 'queued', 'canceled') then 0
            when state = 'partial'
                then full_cost - div(full_cost::numeric * remains, quantity)::bigint
            else full_cost end,
       case when state in ('unknown', 'hold', 'queued') then 0 else cost_rate end,
       case state when 'queued' then created_at end,
       case state when 'queued'
            then (select lane from service_lanes l where l.service_id = m.service_id) end,
       case when state not in ('hold', 'queued') then nextval('order_fence') end,
       case when state = 'queued' then 0 else 1 end,
       case when state not in ('unknown', 'hold', 'queued') then provider_id end,
       case when state not in ('unknown', 'hold', 'queued') then
            case when provider_id = $10::bigint
                 then nextval(pg_get_serial_sequence('sandbox_orders', 'id'))::text
                 else (40000000 + n)::text end end,
       (array['api_v2', 'api_v2', 'api_v2', 'page', 'page', 'order_api'])
           [1 + ('x' || substr(word, 14, 2))::bit(8)::int % 6],
       case state when 'unknown' then 'nothing came back before the deadline'
                  when 'hold' then 'every provider that is set for this service has refused it'
                  when 'review' then 'reported as partial without a remainder that makes sense' end,
       case when state in ('unknown', 'hold', 'review') then state end,
       created_at,
       case when state in ('completed', 'partial') or state = 'running' and remains < quantity
            then taken_at + (ends_at - taken_at) * 0.1 end,
       ended_at
from (select *, case when state = 'running' and $11::bigint is not null then $11::bigint
                     else $10::bigint end as provider_id,
             (array['video.example/watch?v=', 'social.example/p/', 'channel.example/',
                    'music.example/track/'])[1 + ('x' || substr(word, 16, 2))::bit(8)::int % 4]
             || substr(word, 18, 11) as target
      from measured) m
order by n
