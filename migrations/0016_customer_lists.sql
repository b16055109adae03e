-- What a customer's lists of orders need. Written by src/orders alone. None of these indexes names a
-- column that changes in an order's life (0013_turns.sql says why).

-- The orders of one service, of a customer who may have very many; runs, portions and posts stand
-- for nothing here, their parent does. It also says which services somebody has ordered.
create index orders_of_service on orders (account_id, service_id, id) where parent_id is null;

-- The same for staff, of all customers.
create index orders_service on orders (service_id, id);

-- Drip-feeds, paced orders and subscriptions have lists of their own.
create index orders_parents on orders (account_id, id)
    where form in ('drip', 'paced', 'subscription');

create index refills_account on refills (account_id, id);

-- The filters that a customer has kept under a name. `query` is the address's, as the page writes
-- it. Nobody has more than 20 (src/orders/views.rs).
create table order_views (
    id         bigint generated always as identity primary key,
    account_id bigint not null references accounts,
    name       text not null check (length(name) between 1 and 40),
    query      text not null check (length(query) between 1 and 2000),
    created_at timestamptz not null
);
create unique index order_views_name on order_views (account_id, name);
