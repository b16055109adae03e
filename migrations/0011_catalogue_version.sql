-- Whatever writes the catalogue counts its version: what is kept ready from it, prices too, is
-- compared with the version in the transaction that relies on it. A trigger cannot be forgotten.
-- Before the statement: the version's row is locked first by everyone, so nobody waits in a ring.
create function count_catalogue_change() returns trigger language plpgsql as $$
begin
    update catalogue_version set version = version + 1;
    return null;
end
$$;

create trigger categories_are_counted before insert or update or delete on categories
    for each statement execute function count_catalogue_change();
create trigger services_are_counted before insert or update or delete on services
    for each statement execute function count_catalogue_change();
create trigger custom_rates_are_counted before insert or update or delete on custom_rates
    for each statement execute function count_catalogue_change();
create trigger blocked_targets_are_counted before insert or update or delete on blocked_targets
    for each statement execute function count_catalogue_change();
