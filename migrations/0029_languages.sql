-- In which language the customers' side speaks to somebody, by its tag (`pt-BR`). Null: they have not
-- chosen, and their browser says it. Written by src/accounts alone.
alter table accounts
    add column language text check (language ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$');
