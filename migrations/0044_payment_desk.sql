-- What stands beside deposits: payments that staff have tried, and orders that wait for a deposit.
-- Written by src/payments alone.

-- The last payment by which staff tried a test method. It is no deposit: nothing is credited for it.
create table method_trials (
    method_id   bigint primary key references methods,
    -- As the gateway knows it: our name for it, and its own.
    reference   text not null,
    gateway_ref text not null,
    -- Where it is paid.
    url         text not null,
    -- In the smallest coin, and its decimals.
    amount      bigint not null check (amount > 0),
    currency    text not null,
    exponent    smallint not null,
    by_id       bigint references accounts,
    at          timestamptz not null
);

-- The order that a customer could not pay for, while they add funds: their form as they had filled it
-- in. Nothing is placed by it; they see it again, and place it. It goes after 30 days.
create table deposit_orders (
    deposit_id  bigint primary key references deposits,
    -- As a browser sends it.
    form        text not null check (length(form) between 1 and 262144),
    at          timestamptz not null
);
create index deposit_orders_at on deposit_orders (at);

-- How much of its payment went back to the payer in all, in the smallest coin, as staff saw it at a
-- gateway that does not tell.
alter table deposits add column told_back bigint not null default 0 check (told_back >= 0);
create index deposits_disputes on deposits (id) where state in ('disputed', 'charged_back');
-- What came by a method in a range of days.
create index deposit_payments_at on deposit_payments (method_id, at);
