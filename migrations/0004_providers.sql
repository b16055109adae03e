-- Who delivers, what they sell, and what changed there. Written by src/providers alone.
-- Amounts of a provider are millionths of its own currency.

create table providers (
    id               bigint generated always as identity primary key,
    name             text not null check (length(name) between 1 and 100),
    protocol         text not null check (protocol in ('sandbox', 'manual', 'smm_v2', 'order_api')),
    -- Where it is spoken to; null: inside the panel.
    url              text check (length(url) between 1 and 500),
    -- Its key for us, sealed with the row's id as associated data (kit::keys).
    secret           bytea,
    -- What it calls its currency: a code, or whatever stands in its balances (USDT, ₽).
    currency         text not null default 'USD' check (length(currency) between 1 and 16),
    -- Millionths of the panel's currency for one unit of the provider's.
    exchange_rate    bigint not null default 1000000 check (exchange_rate > 0),
    requests_per_s   integer not null default 20 check (requests_per_s between 1 and 10000),
    in_flight_max    integer not null default 16 check (in_flight_max between 1 and 1000),
    created_at       timestamptz not null default clock_timestamp(),

    -- Whether it is sent anything. Switched off by staff:
    enabled          boolean not null default true,
    -- Why nothing is sent there at the moment, by the panel or by staff; null: it is open.
    paused_reason    text,
    -- The pause is the panel's own. The panel ends it when the provider answers again,
    paused_by_panel  boolean not null default false,
    -- unless only staff, or an order that it takes, may end it.
    pause_needs_staff boolean not null default false,
    -- Too much was asked at once: nothing is submitted before then.
    retry_at         timestamptz,
    -- Outcomes in a row that could not be told. Too many pause it.
    unknowns         integer not null default 0,
    -- Refusals since it last took an order. 0: `provider_refusals` holds none of it.
    refusals         integer not null default 0,
    -- Said to staff while it is not paused: it refuses one order after another.
    alert            text,

    -- How it wants to be asked. Whether it takes idempotency keys: none, offered (its answers say
    -- so), confirmed by staff. Only a confirmed one is ever asked again with the same key.
    idempotency      text not null default 'none'
                     check (idempotency in ('none', 'offered', 'confirmed')),
    -- Found out by its answers, and believed until then: statuses are asked for one by one,
    -- cancels with `order`, refills with `orders`.
    asks_singly_until     timestamptz,
    cancels_singly_until  timestamptz,
    refills_listed_until  timestamptz,

    -- Its balance, when it was read, and what came instead of an answer since; null: it answered.
    balance          bigint,
    balance_at       timestamptz,
    balance_trouble  text,
    balance_due_at   timestamptz,
    -- Below it, the operator is warned.
    balance_low      bigint check (balance_low >= 0),

    -- Its list: what becomes of a changed price (the service's follows with its margin, or staff
    -- are asked when it moves by more than so many percent, or it is only reported),
    price_policy     text not null default 'ask' check (price_policy in ('follow', 'ask', 'report')),
    ask_above_percent integer not null default 10 check (ask_above_percent between 0 and 1000),
    -- when it was last read, what came instead of one since, and since when.
    list_at          timestamptz,
    list_trouble     text,
    list_unread_since timestamptz,
    list_due_at      timestamptz
);
create unique index providers_name on providers (lower(name));
-- Always there: the one inside the panel, and staff who deliver by hand.
insert into providers (name, protocol) values ('Sandbox', 'sandbox');
insert into providers (name, protocol) values ('By hand', 'manual');

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
    -- Why nothing is sent by this route at the moment, though its provider is open: the service is
    -- disabled or gone there.
    paused_reason     text,
    -- How the service's price follows the route's cost; null: it does not.
    -- price = ⌈(cost × (1 + margin) + fixed) / step⌉ × step, margin in hundredths of a percent.
    margin            integer check (margin between 0 and 1000000),
    margin_fixed      bigint check (margin_fixed >= 0),
    price_step        bigint check (price_step > 0),
    primary key (service_id, position)
);
create index routes_provider on routes (provider_id, upstream_service);

-- What the provider's balance was: its drift is evidence of what it took.
create table provider_balances (
    id           bigint generated always as identity primary key,
    provider_id  bigint not null references providers,
    balance      bigint not null,
    at           timestamptz not null
);
create index provider_balances_provider on provider_balances (provider_id, at desc);

-- The newest refusals in a row, one for each order: of whom, and for which target. They say
-- without words that a provider takes nothing at all any more.
create table provider_refusals (
    id           bigint generated always as identity primary key,
    provider_id  bigint not null references providers,
    order_id     bigint not null,
    account_id   bigint not null,
    target       text not null,
    at           timestamptz not null,
    constraint provider_refusals_order unique (provider_id, order_id)
);

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

-- The lines of a provider's list that were not taken when it was last read, for people to see.
-- A line with an id stands in provider_services too if it could be read before: as it was then.
create table provider_unread (
    provider_id       bigint not null references providers,
    -- Counted from 1, in the list as it came.
    line              integer not null check (line > 0),
    -- Null: it has no id that can be read.
    upstream_service  text,
    name              text not null,
    why               text not null check (
        why in ('shape', 'id', 'rate', 'min', 'max', 'limits', 'twice', 'beyond')),
    -- What stood there instead.
    said              text not null,
    primary key (provider_id, line)
);

-- What the price guard saw, and what became of it.
create table provider_changes (
    id                bigint generated always as identity primary key,
    provider_id       bigint not null references providers,
    upstream_service  text not null,
    -- The service of ours that it concerns; null: none.
    service_id        bigint references services,
    kind              text not null check (
        kind in ('rate', 'limits', 'flags', 'gone', 'back', 'new', 'unread')),
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
-- One question at a time about the same thing: a price that moves on moves the question.
create unique index provider_changes_one_open
    on provider_changes (service_id, provider_id, upstream_service, kind) where state = 'open';

-- What the providers of a service take, whichever of them delivers (providers/routes/route.rs). A view,
-- because the intake reads it along with what else a batch must know, in one statement.
create view service_bounds as
select r.service_id, max(l.min) as min, string_agg(distinct p.protocol, ',') as protocols
from routes r join providers p on p.id = r.provider_id
left join provider_services l on l.provider_id = r.provider_id
     and l.upstream_service = r.upstream_service
group by r.service_id;

-- The built-in provider's own books: what it was asked to deliver.
create table sandbox_orders (
    id               bigint generated always as identity primary key,
    quantity         bigint not null check (quantity > 0),
    start_count      bigint not null,
    per_minute       bigint not null check (per_minute > 0),
    -- How it ends, and after how many units.
    ending           text not null check (ending in ('completed', 'partial', 'canceled')),
    ends_after       bigint not null check (ends_after between 0 and quantity),
    created_at       timestamptz not null,
    canceled_at      timestamptz,
    -- How fast it was asked to be, the position that it was to reach, and where the link was before.
    pace             bigint check (pace > 0),
    target_position  integer check (target_position > 0),
    start_rank       integer check (start_rank > 0)
);
create table sandbox_refills (
    id          bigint generated always as identity primary key,
    order_id    bigint not null references sandbox_orders,
    created_at  timestamptz not null
);
