-- The audit log as a chain. Written by src/accounts alone.
--
-- A row of `audit` names people by their account's id alone. What else says who it was stands
-- beside it and can be erased: the row holds a salted hash of it, so the chain verifies with it
-- and without it.

-- E-mail, address and device of who did something. A row may be deleted, or emptied.
create table audit_people (
    audit_id bigint primary key,
    -- Random. When it is deleted, nobody can find out by trying what the hash was made of.
    salt     bytea not null check (octet_length(salt) >= 16),
    -- Of somebody without an account.
    email    text,
    address  text,
    device   text
);
create trigger audit_people_are_only_erased before update on audit_people
    for each row
    when (new.audit_id <> old.audit_id or num_nonnulls(new.email, new.address, new.device) > 0)
    execute function refuse_change();

-- SHA-256 over salt, e-mail, address and device, framed as in src/accounts/audit_chain.rs. Null:
-- nothing stands beside the row.
alter table audit add column people_hash bytea check (octet_length(people_hash) = 32);

insert into audit_people (audit_id, salt, address)
    select id, uuid_send(gen_random_uuid()), address from audit where address is not null;
alter table audit disable trigger audit_is_history;
update audit a
    set people_hash = sha256(
        '\x01'::bytea || int4send(octet_length(p.salt)) || p.salt
        || '\x00'::bytea
        || '\x01'::bytea || int4send(octet_length(p.address)) || convert_to(p.address, 'UTF8')
        || '\x00'::bytea)
    from audit_people p where p.audit_id = a.id;
-- The networks of a token are its holder's. The token's own row has them.
update audit set after = after - 'networks' where action = 'token.create' and after ? 'networks';
alter table audit enable trigger audit_is_history;
alter table audit drop column address;

-- The seals, in the order in which rows were sealed: each is the SHA-256 over the seal before it and
-- its row. So a row that is changed or missing breaks the chain at its place.
create table audit_chain (
    number   bigint primary key check (number > 0),
    audit_id bigint not null,
    hash     bytea not null check (octet_length(hash) = 32)
);
create unique index audit_chain_row on audit_chain (audit_id);
create trigger audit_chain_is_history before update or delete on audit_chain
    for each row execute function refuse_change();
create trigger audit_chain_is_kept before truncate on audit_chain
    for each statement execute function refuse_change();

-- Rows that wait for their seal. Sealing them in the transaction that writes them would let one
-- such transaction run at a time.
create table audit_unsealed (
    audit_id bigint primary key
);
insert into audit_unsealed (audit_id) select id from audit;
