-- What customers see of the price list beside the services themselves: their favourites, and what has
-- changed. Written by src/catalogue alone; the events by triggers, because services are written from
-- many places and a trigger cannot be forgotten.

create table favourites (
    account_id  bigint not null references accounts,
    service_id  bigint not null references services,
    added_at    timestamptz not null,
    primary key (account_id, service_id)
);

-- When it was on sale for the first time; null: never yet. So a service that comes back is told
-- apart from a new one.
alter table services add column listed_at timestamptz;
update services set listed_at = created_at;

-- What changed for those who buy. A service is on sale if it is enabled and the panel does not pause
-- it; what happens to one that is not on sale is no event. Rows are deleted after half a year.
create table catalogue_events (
    id          bigint generated always as identity primary key,
    service_id  bigint not null,
    kind        text not null check (kind in
                    ('added', 'removed', 'restored', 'price_up', 'price_down', 'limits')),
    -- The list price after it and before it, in millionths; customers may have a rate of their own.
    rate        bigint not null,
    old_rate    bigint,
    min         bigint not null,
    max         bigint not null,
    old_min     bigint,
    old_max     bigint,
    at          timestamptz not null,
    -- The transaction that wrote it.
    xid         xid8 not null default pg_current_xact_id()
);
create index catalogue_events_at on catalogue_events (at, id);
create index catalogue_events_service on catalogue_events (service_id, at, id);

create function note_first_sale() returns trigger language plpgsql as $$
begin
    new.listed_at := case tg_op when 'INSERT' then new.created_at else clock_timestamp() end;
    return new;
end
$$;
create trigger services_first_sale
    before insert or update of enabled, paused_reason on services
    for each row when (new.listed_at is null and new.enabled and new.paused_reason is null)
    execute function note_first_sale();

create function tell_new_services() returns trigger language plpgsql as $$
begin
    insert into catalogue_events (service_id, kind, rate, min, max, at)
    select id, 'added', rate, min, max, listed_at from fresh
    where listed_at is not null and enabled and paused_reason is null order by id;
    return null;
end
$$;
create trigger services_new_are_told after insert on services
    referencing new table as fresh for each statement execute function tell_new_services();

create function tell_changed_services() returns trigger language plpgsql as $$
declare
    -- Those that are turned again in the transaction that turned them: nobody has seen it.
    turned_back  bigint[];
    never_listed bigint[];
begin
    with flipped as (
        select n.id, n.enabled and n.paused_reason is null as is_on
        from present n join past o on o.id = n.id
        where (n.enabled and n.paused_reason is null) <> (o.enabled and o.paused_reason is null)),
    undone as (
        delete from catalogue_events e using flipped f
        where e.service_id = f.id and e.xid = pg_current_xact_id()
              and case when f.is_on then e.kind = 'removed'
                       else e.kind in ('added', 'restored') end
        returning e.service_id, e.kind)
    select array_agg(service_id), array_agg(service_id) filter (where kind = 'added')
    into turned_back, never_listed from undone;

    insert into catalogue_events
        (service_id, kind, rate, old_rate, min, max, old_min, old_max, at)
    select n.id, told.kind, n.rate, o.rate, n.min, n.max, o.min, o.max, clock_timestamp()
    from present n join past o on o.id = n.id
    cross join lateral (select n.enabled and n.paused_reason is null as is_on,
                               o.enabled and o.paused_reason is null as was_on) as sale
    cross join lateral (values
        (case when not was_on and is_on and o.listed_at is null then 'added'
              when not was_on and is_on then 'restored'
              when was_on and not is_on then 'removed'
              when is_on and n.rate > o.rate then 'price_up'
              when is_on and n.rate < o.rate then 'price_down' end),
        (case when was_on and is_on and (n.min <> o.min or n.max <> o.max) then 'limits' end)
    ) as told (kind)
    where told.kind is not null and (turned_back is null or n.id <> all (turned_back))
    order by n.id;

    if never_listed is not null then
        update services set listed_at = null where id = any (never_listed);
    end if;
    return null;
end
$$;
create trigger services_changed_are_told after update on services
    referencing old table as past new table as present
    for each statement execute function tell_changed_services();
