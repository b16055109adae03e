-- How customers pay in, and what they say they have paid. Written by src/payments alone.

-- A way to pay. So far each is by hand: staff write how to pay, look whether the money is there, and
-- confirm it.
create table methods (
    id            bigint generated always as identity primary key,
    gateway       text not null check (gateway in ('manual')),
    name          text not null check (length(name) between 1 and 100),
    position      integer not null default 0,
    enabled       boolean not null default false,
    -- Of one deposit, in millionths of the panel's currency. Null: no maximum.
    min           bigint not null default 0 check (min >= 0),
    max           bigint check (max > 0),
    -- What the customer does, in plain text with line breaks.
    instructions  text not null check (length(instructions) between 1 and 5000),
    -- In which currency to pay and what becomes of another; '' for nothing.
    currency_note text not null default '' check (length(currency_note) <= 300),
    created_at    timestamptz not null,
    constraint methods_limits_check check (max is null or max >= min)
);
create unique index methods_name on methods (lower(name));

-- What a customer says they have paid, and what became of it. What was credited is a row of credits
-- and a transfer, too.
create table deposits (
    id              bigint generated always as identity primary key,
    account_id      bigint not null references accounts,
    method_id       bigint not null references methods,
    -- pending: nobody has looked. held: confirmed, and waits for a second person of the staff.
    -- failed: declined.
    state           text not null check (state in ('pending', 'held', 'credited', 'failed')),
    -- What the customer says.
    credit          bigint not null check (credit > 0),
    -- Names the payment, as it stands in the ledger's key: trimmed, in small letters.
    claim           text not null check (length(claim) between 1 and 200),
    note            text not null default '' check (length(note) <= 500),
    -- The form's own id: a second click makes no second row.
    form_id         text not null,
    -- What staff found; null before.
    credited        bigint check (credited > 0),
    -- Why it was declined, for the customer; '' when it was not.
    trouble         text not null default '' check (length(trouble) <= 500),
    opened_at       timestamptz not null,
    decided_at      timestamptz,
    decided_by      bigint references accounts,
    constraint deposits_decided_check check (
        (state = 'pending') = (decided_at is null)
        and (state in ('held', 'credited')) = (credited is not null)
        and (state = 'failed') = (trouble <> ''))
);
create unique index deposits_form on deposits (form_id);
create index deposits_account on deposits (account_id, id);
create index deposits_pending on deposits (id) where state = 'pending';
create index deposits_held on deposits (id) where state = 'held';
