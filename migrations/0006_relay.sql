-- Upstream providers on the network, what they sell, and what changed there.
-- Written by src/providers alone; the columns of attempts and orders below by src/orders.
-- Amounts of a provider are millionths of its own currency.

alter table providers
    drop constraint providers_protocol_check,
    add constraint providers_protocol_check
        check (protocol in ('sandbox', 'manual', 'smm_v2', 'bearer')),
    -- Where it is spoken to; null: inside the panel.
    add column url             text check (length(url) between 1 and 500),
    -- Its key for us, sealed with the row's id as associated data (kit::keys).
    add column secret          bytea,
    add column currency        text not null default 'USD' check (currency ~ '^[A-Z]{3}$'),
    -- Millionths of the panel's currency for one unit of the provider's.
    add column exchange_rate   bigint not null default 1000000 check (exchange_rate > 0),
    add column requests_per_s  integer not null default 20 check (requests_per_s between 1 and 10000),
    add column in_flight_max   integer not null default 16 check (in_flight_max between 1 and 1000),
    -- Switched off by staff; `paused_reason` is the panel's own doing or staff's, with why.
    add column enabled         boolean not null default true,
    -- The pause is the panel's own doing, which ends it when the provider answers again.
    add column paused_by_panel boolean not null default false,
    -- Too much was asked at once: nothing is submitted before then.
    add column retry_at        timestamptz,
    -- Outcomes that could not be told, in a row: too many pause it.
    add column unknowns        integer not null default 0,
    add column balance         bigint,
    add column balance_at      timestamptz,
    -- Below it, the operator is warned.
    add column balance_low     bigint check (balance_low >= 0),
    -- Whether it takes idempotency keys: none, offered (its answers say so), confirmed by staff.
    -- Only a confirmed one is ever asked again with the same key.
    add column idempotency     text not null default 'none'
                               check (idempotency in ('none', 'offered', 'confirmed')),
    -- What becomes of a changed price: the service's follows with its margin, or staff are asked
    -- when it moves by more than so many percent, or it is only reported.
    add column price_policy    text not null default 'ask' check (price_policy in ('follow', 'ask', 'report')),
    add column ask_above_percent integer not null default 10 check (ask_above_percent between 0 and 1000),
    -- When its balance and its list are next to be looked at.
    add column balance_due_at  timestamptz,
    add column list_due_at     timestamptz;

-- Staff deliver by hand: always there, like the sandbox.
insert into providers (name, protocol) values ('By hand', 'manual');

-- What the provider's balance was: its drift is evidence of what it took.
create table provider_balances (
    id           bigint generated always as identity primary key,
    provider_id  bigint not null references providers,
    balance      bigint not null,
    at           timestamptz not null
);
create index provider_balances_provider on provider_balances (provider_id, at desc);

-- A provider's list as it was last seen.
create table provider_services (
    provider_id       bigint not null references providers,
    upstream_service  text not null check (length(upstream_service) between 1 and 64),
    name              text not null,
    category          text not null default '',
    -- The type's word as the provider sent it; not every one can be sold here.
    kind              text not null,
    description       text not null default '',
    rate              bigint not null check (rate >= 0),
    min               bigint not null,
    max               bigint not null,
    refill            boolean not null default false,
    cancel            boolean not null default false,
    dripfeed          boolean not null default false,
    seen_at           timestamptz not null,
    -- When it was first missing from the list.
    gone_at           timestamptz,
    primary key (provider_id, upstream_service)
);

-- What the price guard saw, and what became of it.
create table provider_changes (
    id                bigint generated always as identity primary key,
    provider_id       bigint not null references providers,
    upstream_service  text not null,
    -- The service of ours that it concerns; null: none.
    service_id        bigint references services,
    kind              text not null check (kind in ('rate', 'limits', 'flags', 'gone', 'back', 'new')),
    before            jsonb,
    after             jsonb,
    -- open: waits for staff; applied: by the panel or by staff; reported: for reading only.
    state             text not null check (state in ('open', 'applied', 'reported', 'dismissed')),
    -- What the panel did at once: `service paused`.
    note              text,
    at                timestamptz not null,
    decided_at        timestamptz,
    decided_by        bigint references accounts
);
create index provider_changes_provider on provider_changes (provider_id, id desc);
create index provider_changes_open on provider_changes (id) where state = 'open';

-- How a service's price follows the route's cost; null: it does not.
-- price = ⌈(cost × (1 + margin) + fixed) / step⌉ × step, margin in hundredths of a percent.
alter table routes
    -- Why nothing is sent this way at the moment, though its provider is open: the service is
    -- disabled or gone there.
    add column paused_reason text,
    add column margin        integer check (margin between 0 and 1000000),
    add column margin_fixed  bigint check (margin_fixed >= 0),
    add column price_step    bigint check (price_step > 0);
create index routes_provider on routes (provider_id, upstream_service);

-- Why the panel itself does not sell a service at the moment (below cost, gone upstream);
-- null: it does. Written by src/catalogue.
alter table services add column paused_reason text;

-- What was sent and what came back, secrets removed: evidence for whoever must decide.
alter table attempts
    add column request          text,
    add column answer           text,
    add column http_status      integer,
    -- The key it was sent with, if the provider takes them; a resend carries the same one.
    add column idempotency_key  text,
    -- What the order costs there if it was taken: copied onto it then.
    add column cost_rate        bigint not null default 0,
    add column cost             bigint not null default 0;

-- Of an order that is with a provider.
alter table orders
    -- What it costs us, in millionths of the panel's currency, less what the provider returned.
    add column cost  bigint not null default 0;
create index orders_provider on orders (provider_id, id desc) where provider_id is not null;
