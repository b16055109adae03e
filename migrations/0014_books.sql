-- What checks of the books keep, so that they need not read everything each time. Written by
-- src/books alone.

-- The sums of ranges whose rows are not written any more, as they were when everything in them was
-- right: history. Each row holds a hash over the one before it in its part, so none can be
-- changed, taken out or put in unnoticed. Taken away from the end, a range is only read once more.
create table books_ranges (
    part      text not null check (part in ('transfers', 'orders', 'credits', 'commissions',
                                            'payouts', 'seals', 'audit')),
    number    bigint not null check (number > 0),
    -- The ids in it: above this one, up to and with that one.
    above     bigint not null,
    upto      bigint not null,
    -- How many rows there are.
    count     bigint not null,
    -- Of transfers: what went into wallets less what went out. Of orders: their charges.
    sum       numeric,
    -- SHA-256 over what does not change in these rows. Of seals: the last one. Null: rows that
    -- change, and are compared with others instead.
    digest    bytea check (octet_length(digest) = 32),
    -- SHA-256 over all of the above and the hash before it (src/books/kept.rs).
    hash      bytea not null check (octet_length(hash) = 32),
    closed_at timestamptz not null,
    primary key (part, number),
    constraint books_ranges_in_order check (upto > above)
);
create trigger books_ranges_are_history before update or delete on books_ranges
    for each row execute function refuse_change();
create trigger books_ranges_are_kept before truncate on books_ranges
    for each statement execute function refuse_change();

-- When each closed range was last read again, and what was wrong with it.
create table books_readings (
    part      text not null,
    number    bigint not null,
    read_at   timestamptz not null,
    sentences text[] not null default '{}',
    primary key (part, number)
);
create index books_readings_next on books_readings (read_at);
create index books_readings_wrong on books_readings (part, number) where sentences <> '{}';

-- One row: who checks, and what came of the last check. Every process reads it.
create table books_watch (
    one         boolean primary key default true check (one),
    -- The process that checks, and until when the others leave it alone.
    holder      text,
    lease_until timestamptz,
    -- The last check that was finished.
    started_at  timestamptz,
    finished_at timestamptz,
    -- How long it took, in milliseconds.
    took_ms     bigint,
    sentences   text[] not null default '{}',
    -- How many ranges are closed, and up to when they have had their turn to be read again.
    ranges      bigint not null default 0,
    turn_at     timestamptz
);
insert into books_watch default values;

-- The transfers of a commission or of a payout: their order is null, and their key names them.
create index transfers_affiliates on transfers (kind, split_part(key, ':', 2))
    where kind in ('commission', 'payout');

-- Up to which attempt the texts were looked at for their age. Written by src/orders.
create table attempt_texts (
    one  boolean primary key default true check (one),
    upto bigint not null
);
insert into attempt_texts (upto) values (0);
