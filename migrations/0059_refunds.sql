-- One refund at a time, and what a payer's transaction pays at an installation. Written by src/payments
-- alone.

-- Until when a refund may be under way at the gateway. Past: it is over, and no look has seen yet what came
-- of it. Null: there is none. Nobody gives money back while it is set.
alter table deposits add column refund_until timestamptz;

-- The installation at which the payer typed the number: its address without scheme and in small letters.
-- Two methods may lead to one installation, where a transaction still pays once. Null: the number stood
-- there for another method, too.
alter table payment_transactions add column place text check (length(place) between 1 and 500);
update payment_transactions t
set place = regexp_replace(lower(rtrim(m.settings ->> 'base', '/')), '^[^/]*://', '')
from methods m
where m.id = t.method_id and m.settings ->> 'base' <> ''
  and not exists (
      select from payment_transactions o join methods n on n.id = o.method_id
      where o.transaction_id = t.transaction_id and o.method_id < t.method_id
        and regexp_replace(lower(rtrim(n.settings ->> 'base', '/')), '^[^/]*://', '')
            = regexp_replace(lower(rtrim(m.settings ->> 'base', '/')), '^[^/]*://', ''));
create unique index payment_transactions_place on payment_transactions (place, transaction_id);

-- A refused hook may have come with a former key of its method, which was kept as it was.
update hooks set headers = '[]'
where verdict = 'refused' and method_id in (select id from methods where gateway = 'uddoktapay');
