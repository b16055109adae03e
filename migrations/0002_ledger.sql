-- Money. Written by src/ledger alone. Amounts are millionths of the panel's currency.

-- One row: what the books are kept in, fixed at the first migrate.
create table books (
    one        boolean primary key default true check (one),
    currency   text not null check (currency ~ '^[A-Z]{3}$'),
    opened_at  timestamptz not null
);

-- One wallet for each account, made with it. The only balances that are stored;
-- house accounts are sums over transfers, because one shared row would serialise everybody.
create table wallets (
    account_id  bigint primary key references accounts,
    balance     bigint not null default 0,
    -- Counts this wallet's transfers, without gaps.
    version     bigint not null default 0,
    constraint wallets_never_below_zero check (balance >= 0)
) with (fillfactor = 50);

-- Double entry, one row a movement: from the debited account to the credited one.
-- Both are classes of the chart of accounts; a wallet is (wallet, account_id).
-- No foreign keys and few indexes: this is the hottest table, its rows are never
-- changed or deleted, and `waybill books check` looks for what a foreign key would refuse.
create table transfers (
    id              bigint generated always as identity primary key,
    -- The customer whom the movement concerns.
    account_id      bigint not null,
    debit           text not null,
    credit          text not null,
    amount          bigint not null check (amount > 0),
    kind            text not null,
    -- What happened in the world, once: `order:17:charge`. The second one is refused.
    key             text not null,
    order_id        bigint,
    note            text,
    -- The wallet's balance and version after the movement; null when no wallet is touched.
    balance_after   bigint,
    version         bigint,
    at              timestamptz not null,
    constraint transfers_between_two check (debit <> credit),
    constraint transfers_count_wallets check (
        ((debit = 'wallet' or credit = 'wallet') = (version is not null))
        and ((version is null) = (balance_after is null)))
);
create unique index transfers_key on transfers (key);
create unique index transfers_wallet on transfers (account_id, version) where version is not null;
create index transfers_order on transfers (order_id) where order_id is not null;

create trigger transfers_are_history before update or delete on transfers
    for each row execute function refuse_change();
create trigger transfers_are_kept before truncate on transfers
    for each statement execute function refuse_change();
