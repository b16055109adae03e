-- Bonuses and promo codes, money that is held, limits for young accounts, and what goes back of a
-- surcharge. Written by src/payments alone.

alter table methods
    -- Money that came is held for so long before it is on the balance; 0: not at all.
    add column hold_hours  integer not null default 0 check (hold_hours between 0 and 720),
    -- Accounts younger than so many days add at most so much at a time; 0: no such limit.
    add column young_days  integer not null default 0 check (young_days between 0 and 365),
    add column young_max   bigint check (young_max > 0),
    add constraint methods_young_check check ((young_days = 0) = (young_max is null)),
    add constraint methods_guard_check check (
        gateway <> 'manual' or hold_hours = 0 and young_days = 0);

alter table deposits
    -- Until when the money that came is held.
    add column held_until         timestamptz,
    -- The bonus by amount that was promised when it was begun, and whether only for a first deposit.
    add column bonus_offer        bigint not null default 0 check (bonus_offer >= 0),
    add column bonus_first        boolean not null default false,
    -- What was credited as a bonus, what of it was ever taken back, and ever given back after that.
    add column bonus              bigint not null default 0 check (bonus >= 0),
    add column bonus_taken        bigint not null default 0,
    add column bonus_restored     bigint not null default 0,
    -- What of the surcharge ever went back with the payment, and ever came again after that.
    add column surcharge_taken    bigint not null default 0,
    add column surcharge_restored bigint not null default 0,
    add constraint deposits_held_check check (
        state <> 'held' or pay_amount is null or held_until is not null),
    add constraint deposits_bonuses_check check (
        0 <= bonus_restored and bonus_restored <= bonus_taken
        and bonus_taken - bonus_restored <= bonus and (bonus = 0 or credited is not null)),
    add constraint deposits_unsurcharge_check check (
        0 <= surcharge_restored and surcharge_restored <= surcharge_taken);

alter table deposit_payments
    -- What the gateway kept, as it says: in the smallest coin of a currency with so many decimals. It
    -- is booked only if that is the panel's currency.
    add column fee_amount   bigint,
    add column fee_currency text,
    add column fee_exponent smallint check (fee_exponent between 0 and 18),
    add constraint deposit_payments_fee_check check (
        num_nonnulls(fee_amount, fee_currency, fee_exponent) in (0, 3));

-- Bonuses by amount. A rule is never changed; it ends.
create table bonus_rules (
    id          bigint generated always as identity primary key,
    -- Null: of all methods through a gateway.
    method_id   bigint references methods,
    -- For deposits of at least so much.
    from_amount bigint not null check (from_amount >= 0),
    -- Hundredths of a percent of the deposit.
    percent     integer not null check (percent between 1 and 10000),
    -- At most so much for one deposit.
    cap         bigint check (cap > 0),
    first_only  boolean not null,
    until       timestamptz,
    created_at  timestamptz not null,
    ended_at    timestamptz
);
create index bonus_rules_open on bonus_rules (id) where ended_at is null;

-- Promo codes: money at once, or a percentage with a deposit.
create table promos (
    id          bigint generated always as identity primary key,
    code        text not null check (code ~ '^[A-Z0-9-]{3,32}$'),
    kind        text not null check (kind in ('credit', 'percent')),
    -- Of a credit: millionths of the panel's currency. Of a percentage: hundredths of a percent.
    amount      bigint not null check (amount > 0 and (kind = 'credit' or amount <= 10000)),
    -- Of a percentage: at most so much for one deposit.
    cap         bigint check (cap is null or cap > 0 and kind = 'percent'),
    -- Null: as many as like.
    uses_max    integer check (uses_max > 0),
    used        integer not null default 0 check (used >= 0),
    starts_at   timestamptz,
    until       timestamptz,
    first_only  boolean not null,
    created_at  timestamptz not null,
    ended_at    timestamptz,
    constraint promos_within_check check (uses_max is null or used <= uses_max)
);
create unique index promos_code on promos (code);
create index promos_open on promos (id) where ended_at is null;

-- Who has used which code. A use with a deposit that comes to nothing is deleted again.
create table promo_uses (
    id          bigint generated always as identity primary key,
    promo_id    bigint not null references promos,
    account_id  bigint not null references accounts,
    -- Null: it was money at once.
    deposit_id  bigint references deposits,
    -- What it is worth.
    offer       bigint not null check (offer >= 0),
    -- What was credited for it; null: it waits for its deposit.
    given       bigint check (given >= 0),
    at          timestamptz not null,
    constraint promo_uses_waits_check check (deposit_id is not null or given is not null)
);
create unique index promo_uses_one on promo_uses (promo_id, account_id);
create unique index promo_uses_deposit on promo_uses (deposit_id) where deposit_id is not null;

-- How many deposits were begun from a network on a day (UTC). Past days are deleted.
create table deposit_counts (
    network text not null,
    day     date not null,
    count   integer not null,
    primary key (network, day)
);

drop index transfers_of_gateways;
create index transfers_of_gateways on transfers (id)
    where kind in ('surcharge', 'fee', 'takeback', 'owe', 'repay', 'restore', 'bonus', 'unbonus',
                   'owebonus', 'rebonus', 'unsurcharge', 'resurcharge');
