-- What staff do to many orders at once, what they note about orders among themselves, and where an
-- order goes if staff chose its provider. Written by src/orders alone.

alter table orders
    -- Staff chose this provider: the order is sent to it and to no other. Null: the routes of its
    -- service decide. Dispatch reads it; no index names it.
    add moved_to bigint;

-- Drip-feeds, paced orders and subscriptions of all customers, in the order of their ids.
create index orders_families on orders (id) where form in ('drip', 'paced', 'subscription');

-- An action of staff on many orders. It begins as a plan, which is kept as it was shown. What is
-- done is what was shown: each order is done by itself, and is left if it has changed meanwhile.
create table bulk_actions (
    id           bigint generated always as identity primary key,
    actor_id     bigint not null references accounts,
    action       text not null check (action in
        ('cancel', 'resend', 'complete', 'partial', 'refund', 'note', 'move')),
    -- How many units of each order remain, for a partial end; null: what the order shows.
    remains      bigint check (remains > 0),
    -- For a refund: how much of the charge is refunded afterwards.
    percent      integer check (percent between 1 and 100),
    -- For a move: the provider; null: the routes of the service decide again.
    provider_id  bigint references providers,
    note         text check (length(note) between 1 and 2000),
    -- Why; '' while it is a plan.
    reason       text not null default '',
    state        text not null default 'planned' check (state in
        ('planned', 'running', 'stopped', 'done')),
    -- SHA-256 of what was shown.
    digest       bytea not null check (octet_length(digest) = 32),
    -- What came of it, once it is done; before that its items are counted.
    done         bigint not null default 0,
    skipped      bigint not null default 0,
    failed       bigint not null default 0,
    moved        bigint not null default 0,
    planned_at   timestamptz not null,
    started_at   timestamptz,
    ended_at     timestamptz
);
create index bulk_actions_planned on bulk_actions (planned_at) where state = 'planned';
-- Few run at a time. The same plan, confirmed in two tabs, runs once.
create unique index bulk_actions_once on bulk_actions (digest) where state = 'running';

-- One row for each order of an action. The order and its row change in the same transaction, so
-- whatever ends the process, each order is done once.
create table bulk_items (
    action_id    bigint not null references bulk_actions on delete cascade,
    order_id     bigint not null,
    state        text not null check (state in ('waiting', 'done', 'skipped', 'failed')),
    -- The order's newest event when it was planned.
    seen         bigint not null,
    -- For a refund: how much is refunded in all afterwards.
    total        bigint,
    -- For a partial end.
    remains      bigint,
    -- What goes back to the customer: as planned, then as it was.
    money        bigint not null default 0,
    -- What will happen, then what happened, in a sentence for staff.
    result       text not null default '',
    primary key (action_id, order_id)
) with (fillfactor = 70);
create index bulk_items_state on bulk_items (action_id, state, order_id);

-- What staff note about an order. Customers never see it.
create table order_notes (
    id           bigint generated always as identity primary key,
    order_id     bigint not null,
    author_id    bigint not null references accounts,
    text         text not null check (length(text) between 1 and 2000),
    at           timestamptz not null
);
create index order_notes_order on order_notes (order_id, id);
