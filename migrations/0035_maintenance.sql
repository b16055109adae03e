-- The panel's look, and whether it takes orders. Both are written by src/settings.

-- The operator's picture beside the panel's name: at most one row.
create table logo (
    one          boolean primary key default true check (one),
    -- The first bytes of its SHA-256; its address changes with it.
    hash         bytea not null check (octet_length(hash) = 8),
    content_type text not null check (content_type in ('image/png', 'image/jpeg')),
    bytes        bytea not null check (octet_length(bytes) between 1 and 2097152),
    width        integer not null check (width > 0),
    height       integer not null check (height > 0),
    changed_at   timestamptz not null,
    -- Null: the command line.
    changed_by   bigint references accounts
);

-- Maintenance is kept ready with the prices (src/catalogue/offers.rs): whoever places an order reads
-- the version under the lock of their wallet, so no order is taken after maintenance was switched on.
create trigger settings_are_counted before insert or update or delete on settings
    for each statement execute function count_catalogue_change();
