-- What is sold, and at what price. Written by src/catalogue alone.

create table categories (
    id        bigint generated always as identity primary key,
    name      text not null check (length(name) between 1 and 200),
    position  integer not null default 0
);
create unique index categories_name on categories (lower(name));

create table services (
    id                bigint generated always as identity primary key,
    category_id       bigint not null references categories,
    position          integer not null default 0,
    name              text not null check (length(name) between 1 and 300),
    -- One of the 17 types, spelled as on the wire.
    kind              text not null check (kind in (
        'Default', 'Package', 'SEO', 'Custom Comments', 'Custom Comments Package', 'Mentions',
        'Mentions with Hashtags', 'Mentions Custom List', 'Mentions Hashtag',
        'Mentions User Followers', 'Mentions Media Likers', 'Comment Likes', 'Comment Replies',
        'Poll', 'Invites from Groups', 'Subscriptions', 'Web Traffic')),
    description       text not null default '' check (length(description) <= 10000),
    -- Millionths of the currency for 1000, or for one package.
    rate              bigint not null check (rate between 0 and 1000000000000000),
    min               bigint not null check (min >= 1),
    max               bigint not null check (max between min and 1000000000),
    refill            boolean not null default false,
    cancel            boolean not null default false,
    dripfeed          boolean not null default false,
    -- One open order for a target at a time.
    unique_link       boolean not null default false,
    refill_wait_h     integer not null default 24 check (refill_wait_h between 0 and 8760),
    -- Null: no end.
    refill_days       integer check (refill_days between 1 and 3650),
    enabled           boolean not null default true,
    created_at        timestamptz not null,
    -- Why the panel itself does not sell it at the moment (below cost, gone upstream); null: it
    -- does.
    paused_reason     text,
    -- The order API's number for it: 1 post upvote, 6 comment upvote, 7 comment downvote,
    -- 8 post downvote, 10 a position to be reached.
    code              integer check (code in (1, 6, 7, 8, 10))
);
create index services_category on services (category_id, position, id);
create unique index services_code on services (code) where code is not null;

-- A rate of their own for single customers.
create table custom_rates (
    account_id  bigint not null references accounts,
    service_id  bigint not null references services,
    rate        bigint not null check (rate between 0 and 1000000000000000),
    primary key (account_id, service_id)
);

-- Targets that are refused at every door.
create table blocked_targets (
    id          bigint generated always as identity primary key,
    -- A host (`example.com`, its subdomains too), a host with a path's beginning
    -- (`example.com/people/ann`), or a pattern with `*`.
    pattern     text not null check (length(pattern) between 1 and 500),
    reason      text not null default '',
    created_at  timestamptz not null
);
create unique index blocked_targets_pattern on blocked_targets (lower(pattern));

-- One row. Counts every change to the catalogue. What is kept ready from the catalogue, prices too,
-- is compared with the version in the transaction that relies on it. Triggers count, because a
-- trigger cannot be forgotten. They run before the statement, so that the version's row is locked
-- first by everyone and nobody waits in a ring.
create table catalogue_version (
    one      boolean primary key default true check (one),
    version  bigint not null
);
insert into catalogue_version (version) values (1);

create function count_catalogue_change() returns trigger language plpgsql as $$
begin
    update catalogue_version set version = version + 1;
    return null;
end
$$;
create trigger categories_are_counted before insert or update or delete on categories
    for each statement execute function count_catalogue_change();
create trigger services_are_counted before insert or update or delete on services
    for each statement execute function count_catalogue_change();
create trigger custom_rates_are_counted before insert or update or delete on custom_rates
    for each statement execute function count_catalogue_change();
create trigger blocked_targets_are_counted before insert or update or delete on blocked_targets
    for each statement execute function count_catalogue_change();
