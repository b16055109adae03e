-- Reading the events of orders as a stream. Written by src/orders alone.

-- A reader goes by (xid, id), and nobody looks an event up by its id alone. So one index serves
-- both, and an order costs as much to place as before.
alter table order_events drop constraint order_events_pkey, add primary key (xid, id);

-- How far each reader of the events has read: everything up to this (xid, id). Who reads holds the
-- row, so a reader's work is done by one process at a time.
create table order_event_readers (
    name  text primary key,
    xid   xid8 not null,
    id    bigint not null
);
insert into order_event_readers (name, xid, id) values ('affiliates', '0', 0);
