-- How providers want to be asked, what of theirs could not be read, and currencies that have no
-- code. The columns of providers are written by src/providers alone, the others by src/orders.

alter table providers
    -- What it calls its currency: a code, or whatever stands in its balances (USDT, ₽).
    drop constraint providers_currency_check,
    add constraint providers_currency_check check (length(currency) between 1 and 16),
    -- Found out by its answers, and believed until then: statuses are asked for one by one,
    -- cancels with `order`, refills with `orders`.
    add column asks_singly_until     timestamptz,
    add column cancels_singly_until  timestamptz,
    add column refills_listed_until  timestamptz,
    -- Since when its list could not be read; null: the last one was.
    add column list_unread_since     timestamptz;

-- Of an order that is with a provider: since when nothing could be read of it, what came instead
-- the last time, and when a person was last told. Null: the last answer was read.
alter table orders
    add column unread_since      timestamptz,
    add column unread            text,
    add column unread_raised_at  timestamptz;
create index orders_unread on orders (unread_since)
    where unread_since is not null and ended_at is null;

-- The same of what providers are asked to do; what came instead stands in `detail`.
alter table cancels
    add column unread_since      timestamptz,
    add column unread_raised_at  timestamptz;
alter table refills
    add column unread_since      timestamptz,
    add column unread_raised_at  timestamptz;
