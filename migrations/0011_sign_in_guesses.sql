-- Wrong passwords for an e-mail address, from all networks together.
create table sign_in_guesses (
    -- SHA-256 of the address: what strangers type is not kept.
    email_hash bytea primary key,
    -- Whose address it is; null: nobody's.
    account_id bigint references accounts,
    -- Within the hour that began at `since`.
    count      integer not null,
    since      timestamptz not null,
    last_at    timestamptz not null
);
create index sign_in_guesses_last on sign_in_guesses (last_at);
