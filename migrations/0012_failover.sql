-- What several servers and processes need. `secret_fingerprint` is written by src/kit/fingerprint.rs.

-- A version is another random number after each change, and no longer a count: if a server is lost
-- and another goes on without its last changes, a count would give the same number again to other
-- content, and what processes keep ready from the first would be right for ever.
create function random_version() returns bigint language sql volatile as $$
    select ('x' || translate(gen_random_uuid()::text, '-', ''))::bit(64)::bigint
$$;
create or replace function count_catalogue_change() returns trigger language plpgsql as $$
begin
    update catalogue_version set version = random_version();
    return null;
end
$$;
create or replace function count_token_change() returns trigger language plpgsql as $$
begin
    update token_version set version = random_version();
    return null;
end
$$;

-- One row, made by the first process that has the panel's secret: a process with another secret
-- would refuse tokens and could not open providers' keys. A keyed hash; it does not lead back.
create table secret_fingerprint (
    one         boolean primary key default true check (one),
    fingerprint text not null,
    noted_at    timestamptz not null
);
