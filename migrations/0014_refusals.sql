-- Refusals in a row: what no words say, that a provider takes nothing at all any more.
-- Written by src/providers alone (refusals.rs, pause.rs).

alter table providers
    -- Refusals since it last took an order; 0 when `provider_refusals` holds none of it.
    add column refusals          integer not null default 0,
    -- Said to staff while it is not paused: it refuses one order after another.
    add column alert             text,
    -- Of a pause by the panel: no balance ends it, only staff, or an order that it takes.
    add column pause_needs_staff boolean not null default false;

-- The newest of those refusals, one for each order: of whom, and for which target.
create table provider_refusals (
    id           bigint generated always as identity primary key,
    provider_id  bigint not null references providers,
    order_id     bigint not null,
    account_id   bigint not null,
    target       text not null,
    at           timestamptz not null,
    constraint provider_refusals_order unique (provider_id, order_id)
);
