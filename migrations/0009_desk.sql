-- What staff need to decide about orders and to deliver them by hand.
-- The tables are written where 0005 and 0006 say.

-- When something of it was first seen delivered; null: not yet, or it ended without a look.
alter table orders add column started_at timestamptz;

-- The queue of those who deliver by hand: nothing happens to such an order by itself. Few are in
-- it at a time, whatever was delivered before.
create index orders_by_hand on orders (id) where state = 'running' and due_at is null;

-- A provider's newest attempts: what became of them says how it does.
create index attempts_provider on attempts (provider_id, id desc);
