-- What a provider called the state of an order. Written by src/orders alone.

alter table orders
    -- The word as it came, when something of the order last changed by a report; unreadable ones
    -- stand in `unread`. Null: no report has changed it, or its provider uses no words. No index
    -- names it, and it never costs an update of its own.
    add reported text check (length(reported) <= 60);
