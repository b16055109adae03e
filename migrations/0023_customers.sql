-- What staff keep of customers: groups, discounts, notes, looks into their accounts, and sums by which
-- they are sorted. The first part is written by src/accounts, the second by src/catalogue, the third
-- by src/orders, each alone.

-- Why the account is suspended, in words for its holder. Null: nothing was said to them.
alter table accounts
    add column suspended_because text check (char_length(suspended_because) <= 500);

-- What staff write down for each other. The customer never sees it.
create table account_notes (
    id          bigint generated always as identity primary key,
    account_id  bigint not null references accounts,
    text        text not null check (char_length(text) between 1 and 2000),
    written_by  bigint references accounts,
    written_at  timestamptz not null
);
create index account_notes_account on account_notes (account_id, id desc);

-- When somebody was last here, in a browser or with a key; written about once a minute. A table of its
-- own, because the rows of accounts are read and locked by everybody.
create table account_seen (
    account_id  bigint primary key,
    at          timestamptz not null
) with (fillfactor = 50);
insert into account_seen (account_id, at)
select account_id, max(at)
from (select account_id, seen_at as at from sessions
      union all
      select account_id, used_at from tokens where used_at is not null) as seen
group by account_id;

-- A member of staff looks at the pages as a customer sees them. It belongs to the session in which it
-- began, and while it is not ended, that session changes nothing on the customers' side.
create table account_visits (
    id            bigint generated always as identity primary key,
    session_hash  bytea not null check (octet_length(session_hash) = 32),
    staff_id      bigint not null references accounts,
    account_id    bigint not null references accounts,
    reason        text not null check (char_length(reason) between 1 and 500),
    began_at      timestamptz not null,
    until         timestamptz not null,
    ended_at      timestamptz
);
create unique index account_visits_open on account_visits (session_hash) where ended_at is null;
create index account_visits_account on account_visits (account_id, id desc);

-- Groups of customers. An account is in one of them at most.
create table customer_groups (
    id          bigint generated always as identity primary key,
    name        text not null check (char_length(name) between 1 and 80),
    -- False: only the categories in customer_group_categories.
    sees_all    boolean not null default true,
    created_at  timestamptz not null
);
create unique index customer_groups_name on customer_groups (lower(name));

create table customer_group_members (
    account_id  bigint primary key references accounts,
    group_id    bigint not null references customer_groups on delete cascade
);
create index customer_group_members_group on customer_group_members (group_id, account_id);

create table customer_group_categories (
    group_id     bigint not null references customer_groups on delete cascade,
    category_id  bigint not null references categories on delete cascade,
    primary key (group_id, category_id)
);

-- What an account or a group pays less. src/catalogue/terms.rs says which of several counts.
create table discounts (
    account_id   bigint references accounts,
    group_id     bigint references customer_groups on delete cascade,
    -- Null: in all categories.
    category_id  bigint references categories on delete cascade,
    -- Hundredths of a percent.
    hundredths   integer not null check (hundredths between 0 and 10000),
    constraint discounts_of_one check (num_nonnulls(account_id, group_id) = 1),
    constraint discounts_once unique nulls not distinct (account_id, group_id, category_id)
);
create index discounts_group on discounts (group_id) where group_id is not null;

-- Discounts are prices, and groups say who may buy what: both count as changes of the catalogue.
create trigger customer_groups_are_counted before insert or update or delete on customer_groups
    for each statement execute function count_catalogue_change();
create trigger customer_group_members_are_counted
    before insert or update or delete on customer_group_members
    for each statement execute function count_catalogue_change();
create trigger customer_group_categories_are_counted
    before insert or update or delete on customer_group_categories
    for each statement execute function count_catalogue_change();
create trigger discounts_are_counted before insert or update or delete on discounts
    for each statement execute function count_catalogue_change();

-- No discount leads below it: what the dearest route costs that an order could take, or the floor price
-- if that is higher. The price guard writes it (src/providers/routes/pause_unsellable.rs). Null: not
-- known, and then there is no discount.
alter table services add column lowest_rate bigint check (lowest_rate >= 0);
update services s
set lowest_rate = greatest(
    (select coalesce(max(r.cost_rate) filter (where p.enabled and l.gone_at is null),
                     max(r.cost_rate))
     from routes r join providers p on p.id = r.provider_id
     left join provider_services l on l.provider_id = r.provider_id
          and l.upstream_service = r.upstream_service
     where r.service_id = s.id),
    (select (value::numeric * 1000000)::bigint from settings where key = 'floor_price'))
where exists (select from routes r where r.service_id = s.id);

-- What each customer's transfers add up to: only ever added to, by ranges of ids that nobody writes any
-- more (src/orders/staff/totals.rs).
create table customer_totals (
    account_id     bigint primary key,
    -- Charges.
    orders         bigint not null default 0,
    -- What became sales, less what was given back of it.
    spent          bigint not null default 0,
    -- Charged, and neither delivered nor given back yet.
    in_open        bigint not null default 0,
    last_order_at  timestamptz
) with (fillfactor = 50);

-- One row: up to which transfer they are added up.
create table customer_totals_upto (
    one       boolean primary key default true check (one),
    upto      bigint not null default 0,
    -- The newest transfer at some moment, and a transaction that began after it: when this one and all
    -- before it have ended, no id up to the mark is still to come.
    mark      bigint not null default 0,
    mark_xid  xid8 not null default '0'
);
insert into customer_totals_upto default values;
