-- What the owner sets while the panel runs, and how people come to have accounts. `settings` is
-- written by src/settings alone, the rest by src/accounts.

-- A setting without a row has its default. src/settings/rows.rs lists the keys.
create table settings (
    key        text primary key,
    value      text not null,
    changed_at timestamptz not null,
    -- Null: the command line.
    changed_by bigint references accounts
);

-- Links by which one person each may make an account. A row goes when its link is used, withdrawn
-- or over; the audit log keeps what became of it.
create table invites (
    id         bigint generated always as identity primary key,
    -- SHA-256 of the link's secret: a stolen table makes no account.
    hash       bytea not null check (octet_length(hash) = 32),
    role       text not null check (role in ('customer', 'support', 'admin', 'owner')),
    -- Whose account it is going to be. Null: of whoever has the link.
    email      text check (email = lower(email) and length(email) <= 254),
    note       text not null check (length(note) <= 200),
    made_by    bigint references accounts,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    -- Only customers are let in without a name.
    constraint invites_name_staff check (role = 'customer' or email is not null)
);
create unique index invites_hash on invites (hash);

-- How many people signed up from a network on a day (UTC). Rows of past days are deleted.
create table sign_up_counts (
    -- An IPv4 address, or the first address of an IPv6 network.
    network text not null,
    day     date not null,
    count   integer not null,
    primary key (network, day)
);

-- What an address looks like when letters of other scripts are read as the Latin ones that they
-- resemble (accounts::email). An address in ASCII looks like itself, so these cannot collide here.
-- The program fills in the others after migrating; an address that looks like another
-- account's then stays null, and its account goes on as before.
alter table accounts add column skeleton text;
update accounts set skeleton = email where email ~ '^[ -~]*$' and email not like '%xn--%';
create unique index accounts_skeleton on accounts (skeleton);
