-- Whatever a panel remembers of a token is as of a version: as long as that is still the one, a
-- token that has been read is as it was. Triggers, as with the catalogue's: they cannot be
-- forgotten, and before the statement, so that nobody waits in a ring. A new token is no change:
-- that there is none is never remembered. Nor is a token's last use.
create table token_version (
    -- One row.
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
