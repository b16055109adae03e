-- What the owner writes for customers: announcements and pages. Written by src/content alone.

-- Counts every change of the two tables below it. Each process keeps what is published ready, and
-- reads it again when this number has changed.
create table content_version (
    one      boolean primary key default true check (one),
    version  bigint not null default 0
);
insert into content_version default values;

create table pages (
    id          bigint generated always as identity primary key,
    -- Its address is /pages/{slug}. The page 'terms' is the text of /terms.
    slug        text not null check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 60),
    -- A title and a text by language: {"en": {"title": "…", "body": "…"}}. The text is Markdown.
    texts       jsonb not null check (jsonb_typeof(texts) = 'object' and texts <> '{}'),
    published   boolean not null default false,
    -- Guests read it, too.
    public      boolean not null,
    position    integer not null default 0,
    -- Counts what was saved, so that nobody saves over what they have not seen.
    version     integer not null default 1,
    -- Of the terms: who accepted them before is asked again. Null: nobody is.
    since       timestamptz,
    created_at  timestamptz not null,
    changed_at  timestamptz not null
);
create unique index pages_slug on pages (slug);

create table announcements (
    id           bigint generated always as identity primary key,
    texts        jsonb not null check (jsonb_typeof(texts) = 'object' and texts <> '{}'),
    level        text not null check (level in ('info', 'warning')),
    -- Stands on top of the customers' pages, and not in the list of announcements alone.
    banner       boolean not null,
    dismissible  boolean not null,
    -- For whom. A group that was removed has no customers, so its number may stay.
    everyone     boolean not null,
    group_ids    bigint[] not null default '{}',
    published    boolean not null default false,
    -- Null: from the moment at which it is published.
    starts_at    timestamptz,
    -- Null: until somebody takes it back.
    ends_at      timestamptz,
    version      integer not null default 1,
    created_at   timestamptz not null,
    changed_at   timestamptz not null,
    constraint announcements_starts check (not published or starts_at is not null),
    constraint announcements_ends check (ends_at > starts_at)
);

-- Which banners somebody has dismissed.
create table announcement_dismissals (
    account_id       bigint not null references accounts,
    announcement_id  bigint not null references announcements on delete cascade,
    dismissed_at     timestamptz not null,
    primary key (account_id, announcement_id)
);
create index announcement_dismissals_announcement on announcement_dismissals (announcement_id);
