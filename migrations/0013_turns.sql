-- Customers take turns, and an order's row changes less often. Written by src/orders alone, but for
-- the view, which reads the tables of src/providers.
--
-- An update that changes no column of any index, not even of its condition, touches no index (HOT).
-- So the indexes of orders name no column that changes while an order is with its provider: not
-- its state, not when it was asked for, not when it ended. What changes at each look stands in
-- `looks`, whose rows are small.

-- Where an order of each service waits (`orders.lane`): for its first open provider. If none is
-- open, for its first closed provider, so that a pause moves no order. -1: all its routes are
-- paused although their providers are open. 0: it has no route.
create view service_lanes as
select s.id as service_id,
       coalesce((select r.provider_id from routes r join providers p on p.id = r.provider_id
                 where r.service_id = s.id and r.paused_reason is null
                   and p.paused_reason is null and p.enabled
                 order by r.position limit 1),
                (select r.provider_id from routes r join providers p on p.id = r.provider_id
                 where r.service_id = s.id and (p.paused_reason is not null or not p.enabled)
                 order by r.position limit 1),
                case when exists (select from routes r where r.service_id = s.id)
                     then -1 else 0 end) as lane
from services s;

-- When the panel looks next at an order that has left it. One row for each, so the key also refuses
-- to send an order that is on its way or with a provider.
create table looks (
    order_id     bigint primary key,
    -- Whom it is asked of; null: nobody yet.
    provider_id  bigint,
    -- sending: bytes may have left, and at `due_at` its lease ends; again: its outcome is unknown,
    -- and it is sent again with the same key; running: its provider is asked for it.
    what         text not null check (what in ('sending', 'again', 'running')),
    -- Null: never by itself, because staff deliver it.
    due_at       timestamptz
);
create index looks_left on looks (due_at) where what <> 'running';
create index looks_running on looks (provider_id, due_at) where what = 'running';
create index looks_by_hand on looks (order_id) where due_at is null;

insert into looks (order_id, provider_id, what, due_at)
select id, provider_id,
       case state when 'submitting' then 'sending' when 'unknown' then 'again' else 'running' end,
       case state when 'submitting' then coalesce(lease_until, now()) else due_at end
from orders
where form in ('single', 'run', 'post', 'portion')
  and (state in ('submitting', 'running') or (state = 'unknown' and due_at is not null));

drop index orders_due, orders_lease, orders_one_per_link, orders_targets, orders_by_hand,
           orders_unread;
alter table orders
    -- The line in which it waits for dispatch, and in which each customer has turns: a provider, or
    -- 0: dispatch looks at it by itself; -1: no route is open. Null: it does not wait for dispatch.
    -- It stays until a provider has the order.
    add lane bigint,
    -- When its hours are over, of an order for a position that is still wanted.
    add gives_up_at timestamptz,
    drop lease_until;
update orders o
set lane = case when o.state = 'queued' then 0 end,
    due_at = case when o.state = 'queued' then o.due_at end
where o.form in ('single', 'run', 'post', 'portion')
  and o.state in ('queued', 'submitting', 'running', 'unknown');
update orders
set gives_up_at = created_at + make_interval(mins => coalesce(after_min, 0), hours => target_hours)
where target_position is not null and ended_at is null and gave_up_at is null;
-- An order that has ended keeps no other order away from its link.
update orders set link_hash = null where link_hash is not null and ended_at is not null;

create index orders_queue on orders (lane, account_id, due_at) where lane is not null;
-- Scheduled orders, and parents.
create index orders_due on orders (due_at) where due_at is not null and lane is null;
create index orders_parents_due on orders (due_at)
    where due_at is not null and form in ('drip', 'paced', 'subscription');
create unique index orders_one_per_link on orders (account_id, service_id, link_hash)
    where link_hash is not null;
create index orders_targets on orders (gives_up_at) where gives_up_at is not null;
create index orders_unread on orders (unread_since) where unread_since is not null;
alter table orders set (fillfactor = 50);

-- An id that came in time is its order's; only one that came too late must be looked for here.
drop index attempts_one_live, attempts_upstream;
alter table attempts add late_upstream_id text;
update attempts a set late_upstream_id = a.upstream_id
where a.upstream_id is not null
  and not exists (select from orders o where o.id = a.order_id
                  and o.provider_id = a.provider_id and o.upstream_id = a.upstream_id);
create index attempts_late on attempts (provider_id, late_upstream_id)
    where late_upstream_id is not null;
alter table attempts set (fillfactor = 50);
