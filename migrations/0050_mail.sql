-- Mail: what is to be sent, and the links in it. `mails` is written by src/mail alone, everything else
-- by src/accounts alone.

-- Messages that are to be sent, were sent, or were given up. Written in the transaction that causes
-- them, so that neither is there without the other. Rows are deleted after a time.
create table mails (
    id         bigint generated always as identity primary key,
    -- A word of src/mail/letter.rs.
    kind       text not null check (length(kind) between 1 and 40),
    address    text not null check (length(address) between 3 and 254),
    -- The tag of its language.
    language   text not null check (length(language) between 2 and 20),
    -- The same at each attempt, so that a recipient's server knows a repetition.
    message_id text not null,
    -- What it says, with its link, sealed with the message's id. Null as soon as it is not to be sent
    -- any more.
    sealed     bytea,
    -- filed: there is no server, and it lies in the data directory.
    state      text not null default 'waiting'
                   check (state in ('waiting', 'sent', 'filed', 'failed', 'expired')),
    made_at    timestamptz not null,
    due_at     timestamptz not null,
    -- After this moment nobody needs it.
    expires_at timestamptz not null,
    tries      integer not null default 0,
    -- What came back the last time; '' when nothing was sent yet.
    said       text not null default '' check (length(said) <= 500),
    done_at    timestamptz,
    constraint mails_done check ((state = 'waiting') = (done_at is null)),
    -- One that was refused can be tried again until nobody needs it.
    constraint mails_emptied check (sealed is null or state in ('waiting', 'failed')),
    constraint mails_waiting_has_text check (state <> 'waiting' or sealed is not null)
);
create unique index mails_message on mails (message_id);
create index mails_waiting on mails (due_at, id) where state = 'waiting';
create index mails_sealed on mails (expires_at) where sealed is not null;
create index mails_address on mails (address, made_at);
create index mails_made on mails (made_at);

-- When the holder showed that they read the mail of the account's address. Null: they have not.
alter table accounts add column email_verified_at timestamptz;

-- Links that were mailed. A row goes when its link is used, replaced or over; the audit log keeps what
-- became of it.
create table mail_links (
    id         bigint generated always as identity primary key,
    -- SHA-256 of the link's secret: a stolen table opens nothing.
    hash       bytea not null check (octet_length(hash) = 32),
    -- What it does: a word of src/accounts/links/link.rs.
    purpose    text not null
                   check (purpose in ('sign_up', 'verify', 'reset', 'address', 'stop')),
    -- Null: there is no account yet.
    account_id bigint references accounts,
    -- Whose mailbox it was sent to; of `address`, the one that the account is to have.
    email      text not null check (email = lower(email) and length(email) <= 254),
    -- Of `sign_up`: how they came, sealed.
    sealed     bytea,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    constraint mail_links_account check ((purpose = 'sign_up') = (account_id is null))
);
create unique index mail_links_hash on mail_links (hash);
create index mail_links_account on mail_links (account_id) where account_id is not null;
create index mail_links_expires on mail_links (expires_at);

-- What strangers asked for by an address. A page writes the same row whether there is such an account
-- or not; the loop `mail` looks, and deletes the row in the transaction that writes the message.
create table link_requests (
    id         bigint generated always as identity primary key,
    what       text not null check (what in ('reset', 'sign_up')),
    email      text not null check (email = lower(email) and length(email) <= 254),
    language   text not null check (length(language) between 2 and 20),
    -- Where the panel is, as the visitor reached it.
    site       text not null check (length(site) <= 500),
    -- What it calls itself.
    panel      text not null check (length(panel) <= 200),
    -- From which address of the network.
    address    text not null,
    -- Of `sign_up`: how they came, sealed.
    sealed     bytea,
    asked_at   timestamptz not null
);
