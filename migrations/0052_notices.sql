-- Notices: what customers are told of. Written by src/accounts/notices alone, but `balance_marks` by
-- src/ledger, `price_tellings` by src/orders, and `mail_site` by src/mail.

-- Written in the transaction of their cause, or by a loop that follows what is written already. Rows
-- are deleted after 90 days. No foreign key: a notice locks nobody's account.
create table notices (
    id         bigint generated always as identity primary key,
    account_id bigint not null,
    -- Words of src/accounts/notices/kind.rs; people choose by topics.
    kind       text not null check (length(kind) between 1 and 40),
    topic      text not null check (length(topic) between 1 and 40),
    -- What it is about: the same thing is told once.
    key        text not null check (length(key) between 1 and 120),
    -- What its words need.
    facts      jsonb not null,
    -- How many things it tells of; the first ones stand in `facts`.
    count      bigint not null default 1 check (count > 0),
    -- Whether the panel shows it.
    in_panel   boolean not null,
    made_at    timestamptz not null,
    -- When it is told by mail and Telegram. Null: it was.
    due_at     timestamptz,
    read_at    timestamptz
);
create unique index notices_once on notices (account_id, kind, key);
create index notices_account on notices (account_id, id desc) where in_panel;
create index notices_unread on notices (account_id) where in_panel and read_at is null;
create index notices_due on notices (due_at, id) where due_at is not null;
create index notices_made on notices (made_at);

-- What somebody has chosen; without a row, the topic's own way stands.
create table notice_wishes (
    account_id bigint not null references accounts,
    topic      text not null check (length(topic) between 1 and 40),
    way        text not null check (way in ('panel', 'mail', 'telegram')),
    wanted     boolean not null,
    primary key (account_id, topic, way)
);

-- From where somebody has signed in: which browser on which system, and which network.
create table sign_in_places (
    account_id bigint not null references accounts,
    device     text not null check (length(device) <= 60),
    network    text not null check (length(network) <= 60),
    seen_at    timestamptz not null,
    primary key (account_id, device, network)
);
create index sign_in_places_seen on sign_in_places (seen_at);

-- The operator's bot for customers. One row, or none.
create table telegram_bot (
    one    boolean primary key default true check (one),
    -- Its number, which is no secret, and its name.
    bot    text not null check (bot ~ '^[0-9]{1,20}$'),
    name   text not null check (name ~ '^[A-Za-z0-9_]{1,64}$'),
    -- Its token.
    sealed bytea not null,
    -- Up to which message of people it was read, and when it is read next.
    upto   bigint not null default 0,
    due_at timestamptz not null default 'epoch',
    -- Why it could not be read the last time; '' if it could.
    said   text not null default '' check (length(said) <= 500)
);

-- Who reads their notices in which chat, with which bot.
create table telegram_chats (
    account_id bigint primary key references accounts,
    bot        text not null,
    chat_id    bigint not null,
    -- What the person is called there.
    name       text not null check (length(name) <= 64),
    linked_at  timestamptz not null
);
create index telegram_chats_chat on telegram_chats (chat_id);

-- A code that links a chat, once. A new one replaces it.
create table telegram_codes (
    account_id bigint primary key references accounts,
    -- SHA-256 of it.
    hash       bytea not null check (octet_length(hash) = 32),
    expires_at timestamptz not null
);
create unique index telegram_codes_hash on telegram_codes (hash);

-- What is to be sent, was sent, or was given up. Rows are deleted with the notices.
create table telegram_messages (
    id         bigint generated always as identity primary key,
    bot        text not null,
    chat_id    bigint not null,
    text       text not null check (length(text) between 1 and 4000),
    state      text not null default 'waiting'
                   check (state in ('waiting', 'sent', 'failed', 'expired')),
    made_at    timestamptz not null,
    due_at     timestamptz not null,
    expires_at timestamptz not null,
    tries      integer not null default 0,
    said       text not null default '' check (length(said) <= 500)
);
create index telegram_messages_waiting on telegram_messages (due_at, id) where state = 'waiting';
create index telegram_messages_made on telegram_messages (made_at);

-- Below which balance somebody wants to be told, and whether it is below now.
create table balance_marks (
    account_id bigint primary key references accounts,
    threshold  bigint not null check (threshold > 0),
    is_low     boolean not null,
    -- How often it fell below.
    falls      bigint not null default 0
);

-- How far price changes are told: of which day (UTC), and up to which account. One row.
create table price_tellings (
    one        boolean primary key default true check (one),
    day        date not null,
    account_id bigint not null default 0
);
-- What was before is told to nobody.
insert into price_tellings (day) values ((now() at time zone 'UTC')::date);

-- What customers are told of their orders is read from the events. What was before is told to nobody.
insert into order_event_readers (name, xid, id)
values ('notices', pg_snapshot_xmin(pg_current_snapshot()), 0);

-- Tokens that end by themselves.
create index tokens_expiring on tokens (expires_at)
    where expires_at is not null and revoked_at is null and rotated_at is null;

-- Where people reach the panel and what it calls itself, for loops of processes that serve no pages.
-- One row, after the first start.
create table mail_site (
    one   boolean primary key default true check (one),
    site  text not null check (length(site) <= 500),
    panel text not null check (length(panel) <= 200)
);

-- Alerts go by mail, too.
alter table alert_receivers
    drop constraint alert_receivers_way_check,
    add constraint alert_receivers_way_check check (way in ('webhook', 'telegram', 'mail'));
