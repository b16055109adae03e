-- Orders and all that happens to them. Written by src/orders alone.
-- Hot tables carry no foreign keys: rows are never deleted, inserts happen under the wallet's
-- lock with ids that were just read, and `waybill books check` looks for orphans.

-- Every claim of an order takes the next number; a write that carries an older one finds no row.
create sequence order_fence;

create table orders (
    id               bigint generated always as identity primary key,
    account_id       bigint not null,
    service_id       bigint not null,
    -- drip: a parent whose runs are orders of the form `run`;
    -- subscription: a parent whose posts are orders of the form `post`;
    -- paced: a parent whose portions are orders of the form `portion`.
    form             text not null default 'single' check (form in
        ('single', 'drip', 'run', 'subscription', 'post', 'paced', 'portion')),
    parent_id        bigint,
    state            text not null check (state in (
        'scheduled', 'queued', 'hold', 'submitting', 'unknown', 'running', 'review',
        'completed', 'partial', 'canceled', 'paused', 'expired')),
    link             text not null,
    -- What the link points at, in its one spelling (src/catalogue/target.rs). Null: a run or a
    -- portion, whose target is its parent's.
    target           text,
    -- The type's own parameters.
    details          jsonb,
    -- Units ordered; of a drip-feed parent the sum over its runs; 0 for a subscription.
    quantity         bigint not null check (quantity >= 0),
    remains          bigint not null,
    start_count      bigint,
    -- Copied when the order was placed; nothing is recomputed from today's price.
    rate             bigint not null,
    charge           bigint not null check (charge >= 0),
    refunded         bigint not null default 0,
    -- What it costs us, in millionths of the panel's currency, less what the provider returned.
    cost             bigint not null default 0,
    cost_rate        bigint not null default 0,
    -- Drip-feed parents: how many runs, how many minutes apart, how many are still to be made.
    runs             integer,
    interval_min     integer,
    runs_left        integer check (runs_left between 0 and runs),
    -- Minutes from when it was placed to its start; null: at once.
    after_min        integer check (after_min between 1 and 43200),
    -- Thousandths of a unit a minute; null: as fast as it comes.
    speed            bigint check (speed > 0),
    -- Of a paced parent: units in each portion but the last, which takes the rest. Their number
    -- stands in `runs`.
    portion          bigint check (portion > 0),
    -- A position to be reached, 1 is the top, and the hours after its start when it is given up.
    target_position  integer check (target_position between 1 and 20),
    target_hours     integer check (target_hours between 1 and 72),
    -- What the order's door was told of a position that its service does not steer by: told again
    -- there, and nothing else.
    target_told      jsonb,
    -- When its hours were over and the provider was to be asked to stop.
    gave_up_at       timestamptz,
    -- When something is next to be done: submit, poll, make a run. Null: nothing by itself.
    due_at           timestamptz,
    fence            bigint,
    lease_until      timestamptz,
    tries            integer not null default 0,
    provider_id      bigint,
    upstream_id      text,
    -- What the provider last reported.
    rank             integer check (rank > 0),
    author           text,
    -- Since when nothing could be read of it at its provider, what came instead the last time, and
    -- when a person was last told. Null: the last answer was read.
    unread_since     timestamptz,
    unread           text,
    unread_raised_at timestamptz,
    -- Only of orders of services that allow one order a target: 16 bytes of its SHA-256.
    link_hash        bytea,
    idempotency_key  text,
    request_hash     bytea,
    -- The door it came in by, and with which token.
    source           text not null,
    token_id         bigint,
    -- Why a person should look at it: a sentence for that person, and the reason that code decides
    -- by (src/orders/model/attention.rs).
    attention        text,
    attention_reason text check (attention_reason in (
        'hold', 'review', 'unknown', 'late_answer', 'late_report', 'unread', 'cancel_unread',
        'refill_unread', 'refill_lost', 'refill_without_provider')),
    created_at       timestamptz not null,
    -- When something of it was first seen delivered; null: not yet, or it ended without a look.
    started_at       timestamptz,
    ended_at         timestamptz,
    constraint orders_remains_within_quantity check (remains between 0 and quantity),
    constraint orders_child_has_parent check (
        (parent_id is not null) = (form in ('run', 'post', 'portion'))),
    constraint orders_paced_has_portions check (
        (form = 'paced') = (portion is not null)
        and (form <> 'paced' or (runs > 1 and speed is not null))),
    constraint orders_target_is_whole check (
        (target_position is null) = (target_hours is null)),
    constraint orders_refund_within_charge check (refunded between 0 and charge),
    -- Resellers' panels refund all of a canceled order, so the word is only used where we did.
    constraint orders_canceled_is_refunded check (
        state <> 'canceled' or form in ('drip', 'paced')
        or (refunded = charge and remains = quantity)),
    constraint orders_end_once check ((ended_at is not null)
        = (state in ('completed', 'partial', 'canceled', 'expired')))
) with (fillfactor = 70);
create index orders_account on orders (account_id, id desc);
create index orders_due on orders (state, due_at) where due_at is not null;
create index orders_lease on orders (lease_until) where lease_until is not null;
create index orders_parent on orders (parent_id, id) where parent_id is not null;
create index orders_attention on orders (id) where attention is not null;
create unique index orders_upstream on orders (provider_id, upstream_id) where upstream_id is not null;
create index orders_provider on orders (provider_id, id desc) where provider_id is not null;
create unique index orders_idempotency on orders (account_id, idempotency_key)
    where idempotency_key is not null;
create unique index orders_one_per_link on orders (account_id, service_id, link_hash)
    where link_hash is not null and ended_at is null;
create index orders_targets on orders (id)
    where target_position is not null and ended_at is null and gave_up_at is null;
-- The queue of those who deliver by hand: nothing happens to such an order by itself. Few are in
-- it at a time, whatever was delivered before.
create index orders_by_hand on orders (id) where state = 'running' and due_at is null;
create index orders_unread on orders (unread_since)
    where unread_since is not null and ended_at is null;

-- What happened to an order, written in the transaction that made it happen.
create table order_events (
    id          bigint generated always as identity primary key,
    -- Readers that must not skip rows which commit late page by (xid, id), below the oldest
    -- transaction that is still running.
    xid         xid8 not null default pg_current_xact_id(),
    account_id  bigint not null,
    order_id    bigint not null,
    -- The state it went to, or what happened to it (src/orders/model/event.rs).
    kind        text not null,
    -- The order's amounts after it. Null: it changed neither the state nor an amount.
    charge      bigint,
    refunded    bigint,
    remains     bigint,
    start_count bigint,
    data        jsonb,
    -- Who: an account of staff or the customer; null: the panel itself.
    actor_id    bigint,
    at          timestamptz not null
);
create index order_events_order on order_events (order_id, id);
create trigger order_events_are_history before update or delete on order_events
    for each row execute function refuse_change();
create trigger order_events_are_kept before truncate on order_events
    for each statement execute function refuse_change();

-- One row for each time that bytes may have left for a provider.
create table attempts (
    id           bigint generated always as identity primary key,
    order_id     bigint not null,
    provider_id  bigint not null,
    -- Which of the service's routes it went.
    position     integer not null default 0,
    fence        bigint not null,
    state        text not null check (state in
        ('live', 'accepted', 'refused', 'not_sent', 'unknown')),
    upstream_id  text,
    detail       text,
    -- Given up: nothing came back before the deadline.
    is_unanswered boolean not null default false,
    armed_at     timestamptz not null,
    ended_at     timestamptz,
    -- What was sent and what came back, secrets removed: evidence for whoever must decide.
    request      text,
    answer       text,
    http_status  integer,
    -- The key it was sent with, if the provider takes them; a resend carries the same one.
    idempotency_key text,
    -- What the order costs there if it was taken: copied onto it then.
    cost_rate    bigint not null default 0,
    cost         bigint not null default 0
);
create index attempts_order on attempts (order_id, id);
-- A provider's newest attempts: what became of them says how it does.
create index attempts_provider on attempts (provider_id, id desc);
-- Whether a provider has given an id before; not unique, because a late answer is kept as it came.
create index attempts_upstream on attempts (provider_id, upstream_id) where upstream_id is not null;
-- At most one live attempt for an order, whatever the code does.
create unique index attempts_one_live on attempts (order_id) where state = 'live';

create table refills (
    id           bigint generated always as identity primary key,
    account_id   bigint not null,
    order_id     bigint not null,
    state        text not null default 'pending'
                 check (state in ('pending', 'asking', 'in_progress', 'completed', 'rejected', 'error')),
    upstream_id  text,
    detail       text,
    due_at       timestamptz,
    asked_at     timestamptz not null,
    ended_at     timestamptz,
    -- As with orders: since when nothing could be read of it, and when a person was last told.
    unread_since timestamptz,
    unread_raised_at timestamptz
);
create index refills_order on refills (order_id, id desc);
create index refills_due on refills (due_at) where due_at is not null;
create unique index refills_one_open on refills (order_id) where ended_at is null;

create table cancels (
    id          bigint generated always as identity primary key,
    account_id  bigint not null,
    order_id    bigint not null,
    -- open: to be asked; asked: the provider said it would; then done or refused.
    state       text not null default 'open' check (state in ('open', 'asked', 'done', 'refused')),
    detail      text,
    due_at      timestamptz,
    asked_at    timestamptz not null,
    ended_at    timestamptz,
    -- As with orders: since when nothing could be read of it, and when a person was last told.
    unread_since timestamptz,
    unread_raised_at timestamptz
);
create index cancels_order on cancels (order_id, id desc);
create index cancels_due on cancels (due_at) where due_at is not null;
create unique index cancels_one_open on cancels (order_id) where ended_at is null;
