-- What the staff's home shows at a glance. provider_minutes and provider_pulses are written by
-- src/providers/pulse.rs alone, days by src/orders/staff/days.rs alone.

-- What came of the calls to a provider, by the minute. All processes add to the same row. Kept for
-- a week.
create table provider_minutes (
    minute       timestamptz not null,
    provider_id  bigint not null references providers,
    answers      integer not null,
    -- Calls that brought no usable answer.
    errors       integer not null,
    -- How many answers took no longer than each limit of pulse.rs; the last counts all longer ones.
    took         integer[] not null,
    primary key (minute, provider_id)
);

-- The newest of what is known of a provider, by every call.
create table provider_pulses (
    provider_id    bigint primary key references providers,
    answered_at    timestamptz,
    -- The first call without an answer since the last answer. Null: the last call was answered.
    failing_since  timestamptz,
    failed_at      timestamptz,
    -- What came instead of the last answer that did not come.
    said           text not null default ''
);

-- The orders that were placed on a day (UTC), and the money that they move. Counted again and
-- again, because an order changes until it ends.
create table days (
    day         date primary key,
    orders      bigint not null default 0,
    -- What they are charged, less what was given back, and what they cost us. Runs and portions
    -- count on the day on which they are made, and their parents not at all.
    charge      bigint not null default 0,
    cost        bigint not null default 0,
    deposits    bigint not null default 0,
    -- Accounts of customers that were made.
    customers   bigint not null default 0,
    -- Null: not counted yet.
    counted_at  timestamptz,
    -- When to count again; null: never.
    due_at      timestamptz
);
create index days_due on days (due_at) where due_at is not null;

-- What customers paid in is summed up by the day. Written with the transfers, by src/ledger.
create index transfers_deposits on transfers (at) where kind = 'deposit';

-- What waits for a person is found by why it waits, the oldest first. The reason changes with the
-- flag itself, which orders_attention names already. Written with the orders, by src/orders.
create index orders_reason on orders (attention_reason, id) where attention_reason is not null;
