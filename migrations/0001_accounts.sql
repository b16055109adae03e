-- People and what proves who they are. Written by src/accounts alone.

create table accounts (
    id                bigint generated always as identity primary key,
    -- Kept in lower case: an address is one account however it is typed.
    email             text not null check (email = lower(email) and length(email) <= 254),
    role              text not null check (role in ('customer', 'support', 'admin', 'owner')),
    status            text not null default 'active' check (status in ('active', 'suspended')),
    -- PHC string (argon2id). Null: an account made by command without a password cannot sign in.
    password_hash     text,
    -- When the acceptable-use terms were accepted. Null until the first sign-in on a page.
    terms_accepted_at timestamptz,
    created_at        timestamptz not null
);
create unique index accounts_email on accounts (email);

create table sessions (
    -- SHA-256 of the cookie's 32 random bytes: a stolen table opens no session.
    hash         bytea primary key check (octet_length(hash) = 32),
    account_id   bigint not null references accounts,
    created_at   timestamptz not null,
    seen_at      timestamptz not null,
    expires_at   timestamptz not null,
    -- When the password was last typed in this session.
    proved_at    timestamptz not null,
    address      text not null,
    user_agent   text not null
);
create index sessions_account on sessions (account_id, created_at desc);
create index sessions_expires on sessions (expires_at);

create table tokens (
    id          bigint generated always as identity primary key,
    account_id  bigint not null references accounts,
    kind        text not null check (kind in ('key')),
    name        text not null check (length(name) between 1 and 64),
    hash        bytea not null check (octet_length(hash) = 32),
    -- The first characters, so that people can tell their keys apart.
    hint        text not null,
    -- Null: the token may do all that its account may.
    scopes      text[],
    -- Networks in CIDR form; null: from anywhere.
    addresses   text[],
    created_at  timestamptz not null,
    expires_at  timestamptz,
    revoked_at  timestamptz,
    -- Written at most once a minute.
    used_at     timestamptz,
    used_from   text
);
create unique index tokens_hash on tokens (hash);
create index tokens_account on tokens (account_id, id desc);

-- Refuses changes to rows that are history. Used by every append-only table.
create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% of % is refused: its rows are history', tg_op, tg_table_name
        using errcode = 'restrict_violation';
end
$$;

-- Who did what to whom, from where. Append-only.
create table audit (
    id          bigint generated always as identity primary key,
    -- Null: the command line.
    actor_id    bigint references accounts,
    action      text not null,
    subject     text not null,
    before      jsonb,
    after       jsonb,
    address     text,
    at          timestamptz not null
);
create index audit_subject on audit (subject, id desc);
create trigger audit_is_history before update or delete on audit
    for each row execute function refuse_change();
create trigger audit_is_kept before truncate on audit
    for each statement execute function refuse_change();
