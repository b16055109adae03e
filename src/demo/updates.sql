-- What changed on the price list lately: about every fourth of the planted services once, the last ones
-- today. Those that are off sale went off; of the others, the price or the limits changed, or they
-- came back.
insert into catalogue_events (service_id, kind, rate, old_rate, min, max, old_min, old_max, at)
select s.id, t.kind, s.rate,
       case t.kind when 'price_up' then s.rate - s.rate / 8 when 'price_down' then s.rate + s.rate / 6
            else s.rate end,
       s.min, s.max, s.min, case t.kind when 'limits' then greatest(s.min, s.max / 2) else s.max end,
       $2::timestamptz - make_interval(mins => (s.n * 7919 % ($3::bigint * 60))::int)
from (select *, row_number() over (order by id) as n from services where created_at = $1) as s
cross join lateral (select case
    when not s.enabled then 'removed'
    when s.n % 20 in (0, 8) then 'price_down'
    when s.n % 20 in (4, 12) then 'price_up'
    when s.n % 40 = 16 then 'limits'
    when s.n % 40 = 36 then 'restored' end as kind) as t
where t.kind is not null and (t.kind <> 'limits' or s.max > s.min)
order by 9;
