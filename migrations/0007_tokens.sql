-- Tokens of a second kind, tokens that replace others, and what each was used for.
-- Written by src/accounts alone.

alter table tokens drop constraint tokens_kind_check;
alter table tokens
    add constraint tokens_kind_check check (kind in ('key', 'jwt')),
    -- A JWT names its row by this; `hash` is of the whole token, as a key's is.
    add column jti text,
    add constraint tokens_jti_check check ((kind = 'jwt') = (jti is not null)),
    -- A JWT says when it ends, so it must.
    add constraint tokens_expiry_check check (kind = 'key' or expires_at is not null),
    -- When another was made in its place. It may work on for a while: `expires_at` is then when
    -- that while is over.
    add column rotated_at timestamptz,
    add column rotated_to bigint references tokens;
create unique index tokens_jti on tokens (jti) where jti is not null;

-- The request log: for each token the last 1,000 calls, and some more until they are trimmed.
-- A row holds the calls of one token that one process saw between two writes, so that a token
-- that is busy costs a row a second, not a row a call.
create table token_calls (
    id         bigint generated always as identity primary key,
    token_id   bigint not null,
    -- How many calls are in it, 1 to 1,000.
    count      integer not null check (count between 1 and 1000),
    -- Oldest first: [[µs since 1970, action, result, 1 if it went well or 0, µs, address], …].
    calls      jsonb not null,
    written_at timestamptz not null
);
create index token_calls_token on token_calls (token_id, id desc) include (count);
