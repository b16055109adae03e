-- What a gateway kept for the disputes of a deposit, in all and in the panel's currency. It falls if a
-- fee comes back with a dispute that was won. Booked as `fee:dispute:<deposit>:<version>`.
alter table deposits
    add column dispute_fee bigint not null default 0
        constraint deposits_dispute_fee_check check (dispute_fee >= 0);
