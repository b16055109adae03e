-- Payments that are the same however their ids are typed, and lines of providers' lists that
-- cannot be read. The index is read by src/ledger, the table is written by src/providers alone.

-- Keys of before held a payment's id as it was typed; they are found by what it is now.
create index transfers_payment on transfers (lower(btrim(substr(key, 16), E' \t\r\n')))
    where key like 'deposit:manual:%';

-- The lines of a provider's list that were not taken when it was last read, for people to see.
-- A line with an id stands in provider_services too if it could be read before: as it was then.
create table provider_unread (
    provider_id       bigint not null references providers,
    -- Counted from 1, in the list as it came.
    line              integer not null check (line > 0),
    -- Null: it has no id that can be read.
    upstream_service  text,
    name              text not null,
    why               text not null check (
        why in ('shape', 'id', 'rate', 'min', 'max', 'limits', 'twice', 'beyond')),
    -- What stood there instead.
    said              text not null,
    primary key (provider_id, line)
);

alter table provider_changes
    drop constraint provider_changes_kind_check,
    add constraint provider_changes_kind_check check (
        kind in ('rate', 'limits', 'flags', 'gone', 'back', 'new', 'unread'));
