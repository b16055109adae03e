-- What people say of themselves. Written by src/accounts/profile.rs alone.

alter table accounts
    -- What the operator may call them; '': nothing was said.
    add column name text not null default '' check (char_length(name) <= 80),
    -- The IANA name of the time zone in which they read times.
    add column time_zone text not null default 'UTC' check (char_length(time_zone) <= 64);
