-- The services, each with a route. Every other one goes to the provider that rests, if there is one,
-- and that one's list shows its own.
with planted as (
    select unnest($2::text[]) as category, unnest($3::text[]) as name, unnest($4::text[]) as kind,
           unnest($5::text[]) as description, unnest($6::bigint[]) as rate,
           unnest($7::bigint[]) as cost_rate, unnest($8::bigint[]) as min,
           unnest($9::bigint[]) as max, unnest($10::bool[]) as refill,
           unnest($11::bool[]) as cancel, unnest($12::bool[]) as dripfeed,
           unnest($13::int[]) as refill_days, unnest($14::bool[]) as enabled,
           generate_subscripts($2::text[], 1) as n),
added as (
    insert into services (category_id, position, name, kind, description, rate, min, max, refill,
                          cancel, dripfeed, refill_days, enabled, created_at, lowest_rate)
    select c.id, n, p.name, kind, description, rate, min, max, refill, cancel, dripfeed,
           refill_days, enabled, $1, cost_rate
    from planted p join categories c on lower(c.name) = lower(p.category)
    order by n
    returning id, position, name, kind, description, category_id, rate, min, max, refill, cancel,
              dripfeed, enabled),
routed as (
    insert into routes (service_id, provider_id, upstream_service, cost_rate, settings)
    select a.id, case when a.position % 2 = 0 then coalesce($16::bigint, $15::bigint)
                      else $15::bigint end,
           case when a.position % 2 = 0 and $16::bigint is not null
                then (1000 + a.position)::text else '' end,
           p.cost_rate,
           jsonb_build_object('per_minute', 30 + 97 * (a.position % 40), 'post_every_s', 43200)
    from added a join planted p on p.n = a.position),
listed as (
    insert into provider_services (provider_id, upstream_service, name, category, kind, description,
                                   rate, min, max, refill, cancel, dripfeed, seen_at)
    select $16::bigint, (1000 + a.position)::text, a.name, p.category, a.kind, a.description,
           p.cost_rate, a.min, a.max, a.refill, a.cancel, a.dripfeed, $1
    from added a join planted p on p.n = a.position
    where a.position % 2 = 0 and $16::bigint is not null)
select id as "id!", position % 2 = 0 and $16::bigint is not null as "rests!"
from added where enabled and kind in ('Default', 'Package')
order by hashint8extended(id, 8)
