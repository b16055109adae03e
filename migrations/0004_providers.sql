-- Who delivers. Written by src/providers alone.

create table providers (
    id             bigint generated always as identity primary key,
    name           text not null check (length(name) between 1 and 100),
    protocol       text not null check (protocol in ('sandbox')),
    -- Why nothing is sent there at the moment; null: it is open.
    paused_reason  text,
    created_at     timestamptz not null default clock_timestamp()
);
create unique index providers_name on providers (lower(name));
insert into providers (name, protocol) values ('Sandbox', 'sandbox');

-- By whom a service is delivered, in order of preference.
create table routes (
    service_id        bigint not null references services,
    position          integer not null default 0,
    provider_id       bigint not null references providers,
    -- The service's name at the provider.
    upstream_service  text not null default '',
    -- What 1000 cost us, in millionths of the panel's currency.
    cost_rate         bigint not null default 0 check (cost_rate >= 0),
    -- What the adapter wants to know: for the sandbox how it behaves.
    settings          jsonb not null default '{}',
    primary key (service_id, position)
);

-- The built-in upstream's own books: what it was asked to deliver.
create table sandbox_orders (
    id           bigint generated always as identity primary key,
    quantity     bigint not null check (quantity > 0),
    start_count  bigint not null,
    per_minute   bigint not null check (per_minute > 0),
    -- How it ends, and after how many units.
    ending       text not null check (ending in ('completed', 'partial', 'canceled')),
    ends_after   bigint not null check (ends_after between 0 and quantity),
    created_at   timestamptz not null,
    canceled_at  timestamptz
);
create table sandbox_refills (
    id          bigint generated always as identity primary key,
    order_id    bigint not null references sandbox_orders,
    created_at  timestamptz not null
);
