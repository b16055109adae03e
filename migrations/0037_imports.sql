-- Imports of providers' lists, which go on by themselves. Written by src/providers alone; the index
-- of bulk actions belongs to src/orders.

create table imports (
    id          bigint generated always as identity primary key,
    provider_id bigint not null references providers,
    -- Null: a command.
    actor_id    bigint references accounts,
    -- How the lines become services (src/providers/import/run/options.rs).
    options     jsonb not null,
    -- Of the plan as it was shown: the same plan, confirmed in two tabs, runs once.
    digest      text not null,
    state       text not null default 'running' check (state in ('running', 'stopped', 'done')),
    -- How many lines there are, and what became of those that are done. They change in the
    -- transaction that does the lines.
    lines       bigint not null check (lines >= 0),
    made        bigint not null default 0,
    updated     bigint not null default 0,
    same        bigint not null default 0,
    left_out    bigint not null default 0,
    failed      bigint not null default 0,
    started_at  timestamptz not null,
    ended_at    timestamptz,
    constraint imports_end_once check ((state = 'running') = (ended_at is null))
);
-- What runs, and what has ended lately.
create index imports_lately on imports ((coalesce(ended_at, 'infinity'::timestamptz)));

-- A line of an import. It is done in the transaction that makes its service, so whatever ends the
-- process, each line is done once.
create table import_items (
    import_id        bigint not null references imports on delete cascade,
    -- In the order of the list.
    place            integer not null check (place > 0),
    -- The service's name there, and its name here as it was planned.
    upstream_service text not null,
    name             text not null,
    -- Of what was shown of it: a line that has changed since is left out. Null: nothing was shown.
    seen             text,
    state            text not null check (state in
        ('waiting', 'made', 'updated', 'same', 'left_out', 'failed')),
    service_id       bigint references services,
    price            bigint,
    -- Why it was left out, in a sentence for staff.
    why              text not null default '',
    primary key (import_id, place)
) with (fillfactor = 70);
create index import_items_state on import_items (import_id, state, place);

-- Bulk actions that run, and those that have ended lately.
create index bulk_actions_lately on bulk_actions ((coalesce(ended_at, 'infinity'::timestamptz)))
    where started_at is not null;
