-- People, what proves who they are, and what they did. Written by src/accounts alone.

-- Refuses changes to rows that are history. Every table that is only added to uses it.
create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% of % is refused: its rows are history', tg_op, tg_table_name
        using errcode = 'restrict_violation';
end
$$;

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

-- Keys of API v2 and JWTs of the order API.
create table tokens (
    id          bigint generated always as identity primary key,
    account_id  bigint not null references accounts,
    kind        text not null check (kind in ('key', 'jwt')),
    name        text not null check (length(name) between 1 and 64),
    -- SHA-256 of the whole token.
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
    used_from   text,
    -- A JWT names its row by this.
    jti         text,
    -- When another token replaced this one. It may work on for a while: `expires_at` is then when
    -- that while is over.
    rotated_at  timestamptz,
    rotated_to  bigint references tokens,
    constraint tokens_jti_check check ((kind = 'jwt') = (jti is not null)),
    -- A JWT says when it ends, so it must.
    constraint tokens_expiry_check check (kind = 'key' or expires_at is not null)
);
create unique index tokens_hash on tokens (hash);
create unique index tokens_jti on tokens (jti) where jti is not null;
create index tokens_account on tokens (account_id, id desc);

-- One row. Counts every change to a token or its holder. What a process remembers of a token is
-- right as long as the version is still the one that it was read under. Triggers count, because
-- a trigger cannot be forgotten. They run before the statement, so that the version's row is
-- locked first by everyone and nobody waits in a ring. A new token is no change: that there is
-- none is never remembered. A token's last use is none either.
create table token_version (
    one     boolean primary key default true check (one),
    version bigint not null
);
insert into token_version (version) values (1);

create function count_token_change() returns trigger language plpgsql as $$
begin
    update token_version set version = version + 1;
    return null;
end
$$;
create trigger tokens_are_counted
    before update of account_id, kind, hash, jti, scopes, addresses, expires_at, revoked_at or delete
    on tokens for each statement execute function count_token_change();
create trigger token_holders_are_counted before update of email, role, status or delete on accounts
    for each statement execute function count_token_change();

-- The request log: for each token the last 1,000 calls, and some more until they are trimmed.
-- A row holds the calls of one token that one process saw between two writes. So a busy token
-- costs a row a second, not a row a call.
create table token_calls (
    id         bigint generated always as identity primary key,
    token_id   bigint not null,
    -- How many calls are in it.
    count      integer not null check (count between 1 and 1000),
    -- Oldest first: [[µs since 1970, action, result, 1 if it went well or 0, µs, address], …].
    calls      jsonb not null,
    written_at timestamptz not null
);
create index token_calls_token on token_calls (token_id, id desc) include (count);

-- Who did what to whom, from where. Rows are only added.
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
