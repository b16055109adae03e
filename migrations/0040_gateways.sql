-- Deposits through payment gateways. Written by src/payments alone.

alter table methods
    drop constraint methods_gateway_check,
    add constraint methods_gateway_check check (gateway ~ '^[a-z0-9]{1,20}$'),
    drop constraint methods_instructions_check,
    add constraint methods_instructions_check check (
        length(instructions) <= 5000 and (gateway <> 'manual' or instructions <> '')),
    -- test: no money moves in the world.
    add column mode         text not null default 'live' check (mode in ('live', 'test')),
    -- What customers pay in; '' for a method by hand.
    add column currency     text not null default '' check (currency ~ '^([A-Z]{3})?$'),
    -- What one unit of it is worth, in millionths of the panel's currency.
    add column exchange     bigint not null default 1000000 check (exchange > 0),
    -- What customers pay on top: an amount, and hundredths of a percent of what they pay.
    add column fee_fixed    bigint not null default 0 check (fee_fixed >= 0),
    add column fee_percent  integer not null default 0 check (fee_percent between 0 and 5000),
    -- If less comes than was asked for: credit the share, or leave it to staff.
    add column on_less      text not null default 'staff' check (on_less in ('share', 'staff')),
    -- If the whole amount comes after the end: credit it, or leave it to staff.
    add column on_late      text not null default 'credit' check (on_late in ('credit', 'staff')),
    -- What the gateway wants to know, by the names of its fields; the secret part is sealed.
    add column settings     jsonb not null default '{}',
    add column secrets      bytea,
    -- The last part of the address to which the gateway sends its hooks.
    add column door         text check (door ~ '^[0-9A-Za-z]{32}$'),
    add constraint methods_door_check1 check ((gateway = 'manual') = (door is null)),
    add constraint methods_currency_check1 check ((gateway = 'manual') = (currency = ''));
create unique index methods_door on methods (door);

alter table deposits
    drop constraint deposits_state_check,
    -- By hand: pending, held, credited, failed. Through a gateway:
    --   created: the row is there, the gateway knows nothing. pending: it waits for the customer.
    --   partial: less came, and the customer may pay the rest. expired: nothing came in time.
    --   failed: the gateway or staff say so. review: money came that staff must look at.
    --   credited. refunded: a part or all of it went back. disputed: the payer says no; it is not
    --   decided. charged_back: it was decided against us.
    add constraint deposits_state_check check (state in
        ('created', 'pending', 'held', 'partial', 'credited', 'expired', 'failed', 'review',
         'refunded', 'disputed', 'charged_back')),
    drop constraint deposits_decided_check,
    -- What the gateway asks the customer for: whole units of its smallest coin, and how many
    -- decimals these are; and what one unit of the currency was worth then, in millionths. Null: by
    -- hand. `claim` is the reference that the gateway got from us.
    add column pay_amount   bigint check (pay_amount > 0),
    add column pay_currency text check (pay_currency ~ '^[A-Z]{3}$'),
    add column pay_exponent smallint check (pay_exponent between 0 and 6),
    add column rate         bigint check (rate > 0),
    -- How much of it is the fee that the customer bears; `credit` comes beside it.
    add column surcharge    bigint not null default 0 check (surcharge >= 0),
    -- What the gateway calls it, and where the customer pays.
    add column gateway_ref  text check (length(gateway_ref) between 1 and 200),
    add column url          text check (length(url) between 1 and 2000),
    -- Where the gateway sends the customer back to.
    add column return_url   text check (length(return_url) between 1 and 500),
    -- How often it was tried to open it.
    add column tries        integer not null default 0,
    -- What was ever taken back of the credit, and ever given back after that.
    add column taken        bigint not null default 0,
    add column restored     bigint not null default 0,
    -- Counts what looks have changed: a look that began before the last change changes nothing.
    add column version      bigint not null default 0,
    add column expires_at   timestamptz,
    -- When it is looked at next; null: when somebody asks.
    add column look_at      timestamptz,
    add column looked_at    timestamptz,
    -- Why the last look brought nothing; '' if it did.
    add column look_trouble text not null default '' check (length(look_trouble) <= 500),
    -- When anything about it changed last.
    add column moved_at     timestamptz,
    add constraint deposits_decided_check check (
        pay_amount is not null
        or (state = 'pending') = (decided_at is null)
           and (state in ('held', 'credited')) = (credited is not null)
           and (state = 'failed') = (trouble <> '')),
    add constraint deposits_gateway_check check (
        num_nonnulls(pay_amount, pay_currency, pay_exponent, rate, moved_at) in (0, 5)
        and (pay_amount is null or method_id is not null)
        and (pay_amount is not null or state in ('pending', 'held', 'credited', 'failed'))
        and (pay_amount is null
             or (state in ('credited', 'refunded', 'disputed', 'charged_back'))
                = (credited is not null))),
    add constraint deposits_taken_check check (
        0 <= restored and restored <= taken and taken - restored <= coalesce(credited, 0));
-- A reference is one deposit's.
create unique index deposits_reference on deposits (claim) where pay_amount is not null;
create unique index deposits_gateway_ref on deposits (method_id, gateway_ref)
    where gateway_ref is not null;
create index deposits_look on deposits (look_at) where look_at is not null;
create index deposits_review on deposits (id) where state in ('review', 'disputed');
create index deposits_trouble on deposits (id) where look_trouble <> '';
create index deposits_moved on deposits (moved_at) where pay_amount is not null;
drop index deposits_pending;
-- What waits for staff to confirm it.
create index deposits_pending on deposits (id) where state = 'pending' and pay_amount is null;

-- What gateways say was paid. A payment of a gateway is one deposit's, and is credited once.
create table deposit_payments (
    id              bigint generated always as identity primary key,
    deposit_id      bigint not null references deposits,
    method_id       bigint not null references methods,
    -- The gateway's name for it.
    gateway_payment text not null check (length(gateway_payment) between 1 and 200),
    amount          bigint not null check (amount > 0),
    currency        text not null,
    -- What of it is on the wallet, in millionths of the panel's currency; null: staff must look.
    credited        bigint check (credited > 0),
    at              timestamptz not null
);
create unique index deposit_payments_one on deposit_payments (method_id, gateway_payment);
create index deposit_payments_deposit on deposit_payments (deposit_id);

-- What became of a deposit, and by what evidence.
create table deposit_events (
    id          bigint generated always as identity primary key,
    deposit_id  bigint not null references deposits,
    -- The state after it.
    state       text not null,
    -- For staff.
    what        text not null check (length(what) between 1 and 500),
    -- What the gateway said; null: a person or the panel did it.
    evidence    jsonb,
    by_id       bigint references accounts,
    at          timestamptz not null
);
create index deposit_events_deposit on deposit_events (deposit_id, id);
create trigger deposit_events_are_history before update or delete on deposit_events
    for each row execute function refuse_change();
create trigger deposit_events_are_kept before truncate on deposit_events
    for each statement execute function refuse_change();

-- What gateways send by themselves. A hook is a hint: it only makes the panel look.
create table hooks (
    id          bigint generated always as identity primary key,
    method_id   bigint not null references methods,
    -- The gateway's name for the event; null: it was refused.
    event_key   text check (length(event_key) between 1 and 300),
    -- What it is about: a reference of ours, or the gateway's own.
    about       text not null default '',
    body        text not null,
    -- Those that the gateway signs with.
    headers     jsonb not null,
    -- waiting: nobody has looked. done: its deposit is looked at. ignored: there is no such deposit.
    verdict     text not null check (verdict in ('waiting', 'done', 'ignored', 'refused')),
    why         text not null default '' check (length(why) <= 300),
    deposit_id  bigint references deposits,
    received_at timestamptz not null,
    done_at     timestamptz,
    constraint hooks_refused_check check ((verdict = 'refused') = (event_key is null))
);
create unique index hooks_event on hooks (method_id, event_key) where event_key is not null;
create index hooks_waiting on hooks (id) where verdict = 'waiting';
create index hooks_refused on hooks (method_id, id) where verdict = 'refused';
create index hooks_method on hooks (method_id, id);
create index hooks_received on hooks (received_at);
create index hooks_deposit on hooks (deposit_id) where deposit_id is not null;

-- The books of the sandbox gateway.
create table sandbox_payments (
    id          bigint generated always as identity primary key,
    method_id   bigint not null references methods,
    -- Names its page.
    token       text not null,
    reference   text not null,
    amount      bigint not null check (amount > 0),
    currency    text not null,
    exponent    smallint not null,
    -- Where the payer goes back to.
    return_url  text not null,
    state       text not null check (state in ('open', 'failed', 'canceled')),
    paid        bigint not null default 0 check (paid >= 0),
    taken       bigint not null default 0,
    disputed    bigint not null default 0 check (disputed >= 0),
    lost        boolean not null default false,
    -- Numbers its events.
    events      integer not null default 0,
    created_at  timestamptz not null,
    expires_at  timestamptz not null,
    constraint sandbox_payments_taken check (taken >= 0 and taken <= paid and disputed <= taken)
);
create unique index sandbox_payments_token on sandbox_payments (token);
create unique index sandbox_payments_reference on sandbox_payments (method_id, reference);

-- Few movements are about debts, or about deposits that came to more than a credit.
create index transfers_debts on transfers (account_id) where debit = 'debts' or credit = 'debts';
create index transfers_of_gateways on transfers (id)
    where kind in ('surcharge', 'fee', 'takeback', 'owe', 'repay', 'restore');
