-- Who blocked a target and what it has refused since. Written by src/catalogue alone; the index of
-- orders belongs to src/orders.

alter table blocked_targets
    -- More about it, for colleagues.
    add note     text not null default '' check (length(note) <= 2000),
    -- Null: a command added it.
    add added_by bigint references accounts;

-- How many orders were refused for a target. Apart from it, because each change of a target counts
-- as a change of the catalogue.
create table blocked_counts (
    blocked_id bigint primary key references blocked_targets on delete cascade,
    refused    bigint not null,
    last_at    timestamptz not null
);

-- What an account was last refused for a target, and how often. One row for each account: whoever is
-- refused again and again changes it. The oldest beyond a thousand of a target are deleted.
create table blocked_refusals (
    blocked_id bigint not null references blocked_targets on delete cascade,
    account_id bigint not null references accounts,
    refused    bigint not null,
    door       text not null check (door in ('page', 'mass', 'api_v2', 'order_api', 'panel')),
    -- As it was sent, cut.
    link       text not null check (length(link) <= 300),
    at         timestamptz not null,
    primary key (blocked_id, account_id)
);

-- Which orders a pattern would have caught: a target's host from its end, so that subdomains stand
-- beside it. There are few hosts, so an entry is small, and is written beside others. A target does
-- not change in an order's life, but when staff correct its link.
create index orders_host on orders ((lower(reverse(split_part(target, '/', 1)) collate "C")))
    where target is not null;
