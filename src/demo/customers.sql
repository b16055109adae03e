-- Customers with their wallets: most are older than the orders, the others came since then. Some are in
-- groups.
with words as (
    select array['north', 'blue', 'city', 'green', 'harbour', 'studio', 'pixel', 'media', 'sunny',
                 'cloud', 'river', 'market', 'rocket', 'silver', 'bright', 'panel'] as words),
people as (
    select n, w.words[1 + n % 16] || '-' || w.words[1 + (n * 7 + n / 16 + 3) % 16]
              || case when n % 3 = 0 then '.shop' when n % 3 = 1 then '.reseller' else '' end
              || n || '@example.com' as email,
           case when n <= 0.6 * $3::int
                then $1::timestamptz - interval '300 days' * (1 - n / (0.6 * $3::int))
                else $1::timestamptz + ($2::timestamptz - $1::timestamptz)
                                       * ((n - 0.6 * $3::int) / (0.4 * $3::int))::float8
                end as created_at
    from words w, generate_series(1, $3::int) n),
added as (
    insert into accounts (email, role, terms_accepted_at, created_at, skeleton)
    select email, 'customer', created_at, created_at, email from people order by n
    returning id),
held as (insert into wallets (account_id) select id from added),
seen as (
    insert into account_seen (account_id, at)
    select id, $2::timestamptz - interval '7 minutes' * (id * 37 % 9000) from added),
groups as (
    insert into customer_groups (name, created_at)
    values ('Resellers', $1), ('Agencies', $1) returning id, name),
given as (
    insert into discounts (group_id, hundredths)
    select id, case name when 'Resellers' then 750 else 300 end from groups),
joined as (
    insert into customer_group_members (account_id, group_id)
    select a.id, g.id from added a join groups g
         on case a.id % 7 when 0 then 'Resellers' when 3 then 'Agencies' end = g.name)
select id as "id!" from added order by id
