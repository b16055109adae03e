-- What an account owes stands on its wallet, where whatever comes in can see it. Written by src/ledger
-- alone, in the statement that writes the transfers. `books check` compares it with them.

-- A process of an older version does not keep it: stop all of them first.
alter table wallets
    add column owes bigint not null default 0
        constraint wallets_never_owe_below_zero check (owes >= 0);

update wallets w set owes = d.owes
from (select account_id, sum(case debit when 'debts' then amount else -amount end) as owes
      from transfers where debit = 'debts' or credit = 'debts' group by account_id) as d
where w.account_id = d.account_id and d.owes > 0;
