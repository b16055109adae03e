-- What people may ask of what is kept about them: all of it in a file, and an end. The first part is
-- written by src/accounts, the second by src/ledger, the third by src/privacy, each alone.

-- closed: by its holder, or at their wish. What said who it was is replaced, and it never opens again.
alter table accounts
    drop constraint accounts_status_check,
    add constraint accounts_status_check check (status in ('active', 'suspended', 'closed')),
    add column closed_at timestamptz,
    add constraint accounts_closed_check check ((status = 'closed') = (closed_at is not null));
create index accounts_closed on accounts (closed_at) where closed_at is not null;
-- What stands beside somebody's rows of the audit log is erased with the account.
create index audit_actor on audit (actor_id) where actor_id is not null;
create index audit_people_email on audit_people (email) where email is not null;

-- Since when no order is paid from it. Read under the wallet's lock wherever orders are placed.
alter table wallets add column closed_at timestamptz;

-- Files with all that is kept of an account, made by a loop and there for a day.
create table exports (
    id          bigint generated always as identity primary key,
    account_id  bigint not null references accounts,
    -- waiting: for the loop. making: it is written. failed: it was tried too often.
    state       text not null check (state in ('waiting', 'making', 'ready', 'failed')),
    -- In which language the notice is written, and where the panel is, as the customer reached it.
    language    text not null check (length(language) between 2 and 20),
    site        text not null check (length(site) <= 500),
    panel       text not null check (length(panel) <= 200),
    asked_at    timestamptz not null,
    -- Until when the process that makes it has it, and how often one began. Only the last one that
    -- began writes.
    lease_until timestamptz,
    tries       integer not null default 0,
    size        bigint not null default 0 check (size >= 0),
    made_at     timestamptz,
    -- After this moment nobody gets it.
    expires_at  timestamptz,
    constraint exports_made check ((state = 'ready') = (made_at is not null)
                                   and (made_at is null) = (expires_at is null)),
    constraint exports_leased check ((state = 'making') = (lease_until is not null))
);
create unique index exports_one_open on exports (account_id) where state in ('waiting', 'making');
create index exports_account on exports (account_id, id desc);
create index exports_open on exports (id) where state in ('waiting', 'making');
create index exports_asked on exports (asked_at);

-- The file in pieces, so that no process holds all of it.
create table export_pieces (
    export_id bigint not null references exports on delete cascade,
    number    integer not null check (number >= 0),
    bytes     bytea not null check (octet_length(bytes) between 1 and 4194304),
    primary key (export_id, number)
);
-- It is compressed already.
alter table export_pieces alter column bytes set storage external;
