-- What people find orders by when there are millions of them. Written by src/orders alone. None of
-- these names a column that changes in an order's life (0013_turns.sql says why).

-- An exact link, in whatever spelling (src/catalogue/target.rs). The hash is small and so cheap to
-- keep; who uses it compares the text too.
create index orders_target on orders (hashtextextended(target, 0)) where target is not null;

-- Subscriptions are few; those that are paused are due at no time.
create index orders_subscriptions on orders (id) where form = 'subscription';
