-- What the panel tells its operator by itself, and to whom. Written by src/alerts alone.

-- What is wrong, or was. Each has one row from its begin to its end.
create table alerts (
    id       bigint generated always as identity primary key,
    -- A word of src/alerts/table.rs; and which one it is about: a provider's id, or '' for the panel.
    kind     text not null check (length(kind) between 1 and 40),
    about    text not null default '' check (length(about) <= 40),
    title    text not null check (length(title) <= 200),
    -- As it was when it was last seen.
    text     text not null check (length(text) <= 1000),
    began_at timestamptz not null,
    seen_at  timestamptz not null,
    ended_at timestamptz
);
create unique index alerts_open on alerts (kind, about) where ended_at is null;
create index alerts_ended on alerts (ended_at) where ended_at is not null;

-- One row: when the next process looks what is wrong.
create table alert_watch (
    one    boolean primary key default true check (one),
    due_at timestamptz not null default 'epoch'
);
insert into alert_watch default values;

-- What was measured of the panel itself, by the minute. All processes add to the same row; rows are
-- deleted after a day.
create table panel_minutes (
    minute   timestamptz primary key,
    -- Answers of the pages and APIs, and how many of them were 5xx.
    answers  bigint not null default 0,
    errors   bigint not null default 0,
    -- How often a part of the panel could not use the database.
    away     bigint not null default 0,
    -- For how long the oldest batch of orders waited for the database, in milliseconds.
    batch_ms bigint not null default 0,
    -- The disk with the private server's data: what is free, and all of it. Null: there is none.
    free_mib bigint,
    disk_mib bigint
);

-- Who is told.
create table alert_receivers (
    id          bigint generated always as identity primary key,
    way         text not null check (way in ('webhook', 'telegram')),
    name        text not null check (length(name) between 1 and 100),
    -- What may be shown of where it is.
    place       text not null check (length(place) <= 300),
    -- The whole address and the secret, sealed with the row's id.
    sealed      bytea not null,
    -- Words of src/alerts/table.rs: what it is not told of, and what it is told of in quiet hours.
    left_out    text[] not null default '{}',
    urgent      text[] not null default '{}',
    -- Quiet hours, in minutes of the day in the zone. Null: there are none.
    quiet_from  smallint check (quiet_from between 0 and 1439),
    quiet_until smallint check (quiet_until between 0 and 1439),
    zone        text not null default 'UTC',
    -- What the panel calls itself in messages.
    panel       text not null,
    enabled     boolean not null default true,
    created_at  timestamptz not null,
    -- Nothing is sent to it before: somebody is sending, or it has failed so often in a row.
    not_before  timestamptz not null default 'epoch',
    fails       integer not null default 0,
    constraint alert_receivers_quiet check (
        (quiet_from is null) = (quiet_until is null) and quiet_from <> quiet_until)
);
create unique index alert_receivers_name on alert_receivers (lower(name));

-- What is to be sent, was sent, or was given up. Written in the transaction that notes the begin or
-- the end, so that neither is there without the other.
create table alert_messages (
    id          bigint generated always as identity primary key,
    receiver_id bigint not null references alert_receivers on delete cascade,
    -- Null: a test.
    alert_id    bigint references alerts on delete cascade,
    what        text not null check (what in ('begins', 'ends', 'test')),
    title       text not null,
    text        text not null,
    state       text not null default 'waiting'
                    check (state in ('waiting', 'sent', 'failed', 'expired')),
    made_at     timestamptz not null,
    due_at      timestamptz not null,
    expires_at  timestamptz not null,
    tries       integer not null default 0,
    -- What came back the last time; '' when nothing was sent yet.
    said        text not null default '' check (length(said) <= 500),
    done_at     timestamptz,
    constraint alert_messages_done check ((state = 'waiting') = (done_at is null))
);
create unique index alert_messages_once on alert_messages (receiver_id, alert_id, what)
    where alert_id is not null;
create index alert_messages_waiting on alert_messages (receiver_id, due_at, id)
    where state = 'waiting';
create index alert_messages_receiver on alert_messages (receiver_id, id desc);
create index alert_messages_alert on alert_messages (alert_id) where alert_id is not null;
