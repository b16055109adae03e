-- Hooks that only their gateway can confirm, and what hooks and returning payers tell beside the name of
-- a deposit. Written by src/payments alone.

alter table hooks
    drop constraint hooks_verdict_check,
    -- unconfirmed: nobody knows yet whether its gateway has sent it. It is asked; until then the hook
    -- is believed in nothing.
    add constraint hooks_verdict_check check (verdict in
        ('unconfirmed', 'waiting', 'done', 'ignored', 'refused')),
    -- When the gateway is asked next, and how often it was.
    add column confirm_at   timestamptz,
    add column confirms     integer not null default 0,
    -- What it tells of a dispute that no look tells of.
    add column mark         text not null default ''
        check (mark in ('', 'disputed', 'reversed', 'resolved')),
    -- The gateway's name for the payment, where the panel learns it by hooks.
    add column named        text check (length(named) between 1 and 200),
    add constraint hooks_unconfirmed_check check (
        (verdict = 'unconfirmed') = (confirm_at is not null));
create index hooks_unconfirmed on hooks (confirm_at) where verdict = 'unconfirmed';
create index hooks_unconfirmed_method on hooks (method_id) where verdict = 'unconfirmed';

alter table deposits
    -- What hooks told of a dispute: the payer says no; or the gateway has taken the money back, which its
    -- look need not show.
    add column mark         text not null default '' check (mark in ('', 'disputed', 'reversed')),
    -- The gateway's name for the payment, as a hook, the returning payer or staff say. Only a look tells
    -- whether it is right. It goes before gateway_ref.
    add column named        text check (length(named) between 1 and 200);
create index deposits_named on deposits (method_id, named) where named is not null;

-- The payer's own transaction behind a payment, where payers type its number: it pays once, so a second
-- payment with the same number is for staff.
create table payment_transactions (
    method_id       bigint not null references methods,
    transaction_id  text not null check (length(transaction_id) between 1 and 200),
    -- The gateway's name for the first payment with it.
    gateway_payment text not null,
    primary key (method_id, transaction_id)
);
