-- The second factor: what somebody proves beside their password. Written by src/accounts alone.

-- What an app and the panel share to make one-time codes (TOTP). One for an account; while it is there,
-- the account has a second factor.
create table totp_keys (
    account_id  bigint primary key references accounts,
    -- Sealed with the account's id: a stolen table makes no codes.
    sealed      bytea not null,
    -- The last step of 30 seconds whose code was accepted. None at or below it is accepted again.
    last_step   bigint not null,
    made_at     timestamptz not null,
    -- Wrong codes within the hour that began at `wrong_since`, from all networks together.
    wrong       integer not null default 0,
    wrong_since timestamptz not null,
    wrong_at    timestamptz not null
);

-- Codes that get somebody in without their app. A row goes when its code is used.
create table recovery_codes (
    account_id bigint not null references totp_keys on delete cascade,
    -- A keyed hash: without the panel's secret nobody can try codes out.
    hash       bytea not null check (octet_length(hash) = 32),
    primary key (account_id, hash)
);

-- Sign-ins whose password was right, and whose second factor is not proved yet. They open nothing.
create table half_sign_ins (
    -- SHA-256 of the cookie's 32 random bytes.
    hash       bytea primary key check (octet_length(hash) = 32),
    account_id bigint not null references accounts,
    tries      integer not null default 0,
    expires_at timestamptz not null
);
create index half_sign_ins_account on half_sign_ins (account_id);
create index half_sign_ins_expires on half_sign_ins (expires_at);

-- Browsers that are not asked for a second factor for a while.
create table remembered_browsers (
    -- SHA-256 of the cookie's 32 random bytes.
    hash       bytea primary key check (octet_length(hash) = 32),
    account_id bigint not null references accounts,
    made_at    timestamptz not null,
    expires_at timestamptz not null
);
create index remembered_browsers_account on remembered_browsers (account_id);
create index remembered_browsers_expires on remembered_browsers (expires_at);

-- When the second factor was last proved in a session. Null: it was not.
alter table sessions add column second_at timestamptz;
