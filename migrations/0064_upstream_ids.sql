-- Orders are looked up by what their provider calls them. These indexes began with the provider, as
-- `orders_provider` does. While hardly any order had a provider when the table was last counted,
-- PostgreSQL took that one instead, and read all orders of the provider for each answer.
drop index orders_upstream, attempts_late;
create unique index orders_upstream on orders (upstream_id, provider_id)
    where upstream_id is not null;
create index attempts_late on attempts (late_upstream_id, provider_id)
    where late_upstream_id is not null;
