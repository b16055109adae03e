-- Money that people put on a wallet by hand. Written by src/ledger alone.

-- Booked at once, or waiting for a second person. What was booked is a transfer too; this says
-- who asked for it and who agreed.
create table credits (
    id          bigint generated always as identity primary key,
    account_id  bigint not null references accounts,
    -- A payment came in from outside. Goodwill did not: it is a gift or a correction.
    kind        text not null check (kind in ('payment', 'goodwill')),
    amount      bigint not null check (amount > 0),
    -- Names the payment, as it stands in the ledger's key: trimmed, in small letters.
    reference   text,
    note        text not null,
    -- The form's own id: a second click makes no second row.
    form_id     text not null,
    -- Null: the command line.
    asked_by    bigint references accounts,
    asked_at    timestamptz not null,
    state       text not null check (state in ('booked', 'waiting', 'declined')),
    -- The second person. Null: none was needed, or nobody has decided yet.
    decided_by  bigint references accounts,
    decided_at  timestamptz,
    constraint credits_reference_check check ((kind = 'payment') = (reference is not null)),
    constraint credits_decided_check check (
        (decided_by is null) = (decided_at is null)
        and (state <> 'waiting' or decided_at is null)
        and (state <> 'declined' or decided_at is not null)),
    constraint credits_two_people check (state <> 'booked' or decided_by <> asked_by)
);
-- One payment is one credit, whoever books it and by whatever door.
create unique index credits_reference on credits (reference) where state <> 'declined';
create unique index credits_form on credits (form_id);
create index credits_waiting on credits (id) where state = 'waiting';
create index credits_asked on credits (asked_by, asked_at);
