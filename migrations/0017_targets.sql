-- What an order's link points at, in its one spelling (src/catalogue/target.rs). Written by
-- src/orders alone, when the order is placed. Null: an order from before, or a run or portion,
-- whose target is its parent's. `link_hash` is that of the target from now on.
alter table orders add column target text;
