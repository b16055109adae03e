-- Orders that start later, are delivered at a pace, or run towards a position; and the numbers by
-- which the bearer API names services. The column of services is written by src/catalogue, those
-- of sandbox_orders by src/providers, all others by src/orders.

-- 1 post upvote, 6 comment upvote, 7 comment downvote, 8 post downvote, 10 a position to be reached.
alter table services add column code integer check (code in (1, 6, 7, 8, 10));
create unique index services_code on services (code) where code is not null;

-- paced: a parent whose portions are orders of the form `portion`.
alter table orders
    drop constraint orders_form_check,
    add constraint orders_form_check check (form in
        ('single', 'drip', 'run', 'subscription', 'post', 'paced', 'portion')),
    drop constraint orders_check,
    add constraint orders_child_has_parent check (
        (parent_id is not null) = (form in ('run', 'post', 'portion'))),
    drop constraint orders_canceled_is_refunded,
    add constraint orders_canceled_is_refunded check (
        state <> 'canceled' or form in ('drip', 'paced')
        or (refunded = charge and remains = quantity)),
    -- Minutes from when it was placed to its start; null: at once.
    add column after_min        integer check (after_min between 1 and 43200),
    -- Thousandths of a unit a minute; null: as fast as it comes.
    add column speed            bigint check (speed > 0),
    -- Of a paced parent: units in each portion but the last, which takes the rest. Their number
    -- stands in `runs`.
    add column portion          bigint check (portion > 0),
    add constraint orders_paced_has_portions check (
        (form = 'paced') = (portion is not null)
        and (form <> 'paced' or (runs > 1 and speed is not null))),
    -- A position to be reached, 1 is the top, and the hours after its start when it is given up.
    add column target_position  integer check (target_position between 1 and 20),
    add column target_hours     integer check (target_hours between 1 and 72),
    add constraint orders_target_is_whole check (
        (target_position is null) = (target_hours is null)),
    -- What the order's door was told of a position that its service does not steer by: told again
    -- there, and nothing else.
    add column target_told      jsonb,
    -- When its hours were over and the provider was to be asked to stop.
    add column gave_up_at       timestamptz,
    -- What the provider last reported.
    add column rank             integer check (rank > 0),
    add column author           text;
create index orders_targets on orders (id)
    where target_position is not null and ended_at is null and gave_up_at is null;

-- How fast the sandbox was asked to be, the position that it was to reach, and where the link
-- was before.
alter table sandbox_orders
    add column pace             bigint check (pace > 0),
    add column target_position  integer check (target_position > 0),
    add column start_rank       integer check (start_rank > 0);
