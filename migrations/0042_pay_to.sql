-- Gateways that have no page of their own. Written by src/payments alone.

alter table deposits
    -- The coins that the customer sends: address, amount, currency, network and memo, as texts. Null:
    -- the gateway has a page, or does not know of the deposit yet.
    add column pay_to jsonb check (pay_to is null or
        jsonb_typeof(pay_to) = 'object' and pay_amount is not null and length(pay_to::text) <= 2000);
