-- What staff see of a provider over time, and when it is paused by itself.

-- The orders that were placed on a day (UTC) and went to this provider. Counted again with the day.
-- Written by src/orders/staff/provider_days.rs alone.
create table provider_days (
    provider_id  bigint not null references providers,
    day          date not null,
    orders       bigint not null,
    -- How many of them have ended in each way; the others are open.
    completed    bigint not null,
    partial      bigint not null,
    canceled     bigint not null,
    -- What customers pay for them, less what was given back, and what they cost us.
    charge       bigint not null,
    cost         bigint not null,
    primary key (provider_id, day)
);

-- After how many answers in a row that nobody could tell, and after how many refused orders in a
-- row, the panel stops sending to it.
alter table providers
    add column pause_after_unknowns integer not null default 5
        check (pause_after_unknowns between 1 and 1000),
    add column pause_after_refusals integer not null default 10
        check (pause_after_refusals between 3 and 1000);

-- The calls to one provider.
create index provider_minutes_provider on provider_minutes (provider_id, minute);

-- The days in the past are counted for their providers, too.
update days set due_at = now() where counted_at is not null;
