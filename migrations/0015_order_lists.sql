-- What people find orders by when there are millions of them. Written by src/orders alone.

-- The states that few orders are in at a time. On its usual way an order passes through none of
-- them, so this costs it nothing.
create index orders_rare on orders (state, id) where state in ('hold', 'unknown', 'review', 'paused');

-- An exact link, in whatever spelling (src/catalogue/target.rs). The hash is small and so cheap to
-- keep; who uses it compares the text too.
create index orders_target on orders (hashtextextended(target, 0)) where target is not null;

-- How many open orders a provider has. Nobody reads those that have ended by their provider.
create index orders_open on orders (provider_id, state)
    where ended_at is null and provider_id is not null;
drop index orders_provider;
