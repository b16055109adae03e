-- Pictures that people send with something: a payment, a question. Written by
-- src/accounts/picture.rs alone. Each is kept in the transaction of what it came with.
create table pictures (
    id           bigint generated always as identity primary key,
    -- Who sent it.
    account_id   bigint not null references accounts,
    -- What it came with. It decides which staff may see it.
    about        text not null check (about in ('deposit', 'ticket')),
    content_type text not null check (content_type in ('image/png', 'image/jpeg')),
    -- As the panel wrote it: decoded and encoded again, without anything but the pixels.
    bytes        bytea not null,
    size         integer not null generated always as (octet_length(bytes)) stored,
    width        integer not null check (width > 0),
    height       integer not null check (height > 0),
    made_at      timestamptz not null,
    constraint pictures_size_check check (octet_length(bytes) between 1 and 2097152)
);
-- Bytes of pictures do not get smaller; PostgreSQL need not try.
alter table pictures alter column bytes set storage external;
create index pictures_account on pictures (account_id, made_at);

alter table deposits
    add column picture_id bigint references pictures,
    -- A payment that staff or the command line booked, of which the customer did not tell, came by no
    -- method that the panel knows.
    alter column method_id drop not null;
create unique index deposits_picture on deposits (picture_id) where picture_id is not null;
