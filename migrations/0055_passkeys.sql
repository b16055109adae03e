-- Passkeys, beside the codes of an app, and one row for both. Written by src/accounts alone.

-- An account has a second factor while it has a row here: codes of an app, passkeys, or both. Whoever
-- looks at a code or a passkey locks this row first.
create table second_factors (
    account_id  bigint primary key references accounts,
    -- Wrong codes within the hour that began at `wrong_since`, from all networks together.
    wrong       integer not null default 0,
    wrong_since timestamptz not null,
    wrong_at    timestamptz not null
);
insert into second_factors (account_id, wrong, wrong_since, wrong_at)
    select account_id, wrong, wrong_since, wrong_at from totp_keys;

alter table totp_keys
    drop column wrong,
    drop column wrong_since,
    drop column wrong_at,
    drop constraint totp_keys_account_id_fkey,
    add foreign key (account_id) references second_factors on delete cascade;
alter table recovery_codes
    drop constraint recovery_codes_account_id_fkey,
    add foreign key (account_id) references second_factors on delete cascade;

-- Public keys of authenticators: phones, computers, security keys (WebAuthn).
create table passkeys (
    id         bigint generated always as identity primary key,
    account_id bigint not null references second_factors on delete cascade,
    -- What the authenticator calls it. No two accounts have the same.
    credential bytea not null constraint passkeys_credential unique
               check (octet_length(credential) between 1 and 1023),
    -- Whose it is, as the authenticator was told. Derived from the panel's secret, which may be another
    -- one by now.
    holder     bytea not null,
    -- A COSE_Key, as the authenticator sent it.
    public_key bytea not null,
    -- How often it has signed; it never goes back. Many authenticators do not count: 0.
    sign_count bigint not null check (sign_count >= 0),
    -- What its holder calls it.
    name       text not null,
    made_at    timestamptz not null,
    used_at    timestamptz
);
create index passkeys_account on passkeys (account_id);

-- Challenges that were answered, until they are over by themselves: none is answered twice.
create table answered_challenges (
    -- SHA-256 of the challenge.
    hash       bytea primary key check (octet_length(hash) = 32),
    expires_at timestamptz not null
);
create index answered_challenges_expires on answered_challenges (expires_at);
