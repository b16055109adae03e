-- What staff's reports add up. Written by src/reports alone.
--
-- The sums are derived from transfers, whose rows never change, and can be made again from them at
-- any time (`waybill reports rebuild`). A transfer counts in the hour, the day and the month (UTC) in
-- which it was made, so one that is over changes no more, but for transfers that are committed late.

-- A transfer of an order, once for each dimension, with what it adds. What it is about is read from
-- the order: its service, its customer and its way in never change, and its provider does not change
-- once money has moved for it. A charge names no provider, because a provider is chosen later.
create view report_parts as
select t.id, t.at, d.dimension, d.key, d.has_hours,
       case when t.kind = 'charge' then 1 else 0 end as orders,
       case when t.kind = 'settle' then 1 else 0 end as delivered,
       case when t.kind = 'charge' then t.amount else 0 end as charge,
       case when t.kind = 'refund' and t.debit <> 'sales' then t.amount else 0 end as refunded,
       case when t.kind = 'settle' then t.amount else 0 end as settled,
       case when t.kind = 'refund' and t.debit = 'sales' then t.amount else 0 end as returned,
       case when t.kind = 'cost' then t.amount else 0 end as cost
from transfers t left join orders o on o.id = t.order_id
cross join lateral (values
    ('all', 0::bigint, true),
    -- By the hour, these would have as many rows as there are transfers.
    ('service', coalesce(o.service_id, 0), false),
    ('customer', t.account_id, false),
    ('provider', coalesce(o.provider_id, 0), true),
    -- The numbers of src/reports/way.rs. Runs and portions come in as their parent did.
    ('way', case when o.form in ('drip', 'run') then 5
                 when o.form in ('paced', 'portion') then 6
                 when o.form in ('subscription', 'post') then 7
                 when o.source = 'page' and o.idempotency_key like 'mass:%' then 2
                 when o.source = 'page' then 1
                 when o.source = 'api_v2' then 3
                 when o.source = 'order_api' then 4
                 else 0 end, true)) as d (dimension, key, has_hours)
where t.kind in ('charge', 'settle', 'refund', 'cost')
  and not (t.kind = 'charge' and d.dimension = 'provider');

-- What the parts of an hour, a day or a month (UTC) come to. A year of many services is read from
-- its months and the days at its ends.
create table report_sums (
    dimension  text not null check (dimension in
        ('all', 'service', 'customer', 'provider', 'way')),
    -- The service's number, the account's …; 0: all, or none.
    key        bigint not null,
    grain      text not null check (grain in ('hour', 'day', 'month')),
    -- When it begins.
    at         timestamptz not null,
    -- Charges, and settlements.
    orders     bigint not null,
    delivered  bigint not null,
    charge     bigint not null,
    -- Given back before an end, or with it: out of in-flight.
    refunded   bigint not null,
    -- What became sales, and what was given back of it afterwards.
    settled    bigint not null,
    returned   bigint not null,
    cost       bigint not null,
    primary key (dimension, key, grain, at),
    constraint report_sums_few_hours check (
        grain <> 'hour' or dimension in ('all', 'provider', 'way'))
) partition by list (grain);
-- Apart, so that the rows of the months lie together.
create table report_hours partition of report_sums for values in ('hour');
create table report_days partition of report_sums for values in ('day');
create table report_months partition of report_sums for values in ('month');
create index report_sums_at on report_sums (dimension, grain, at);

-- What moved between two accounts of the chart, all customers together.
create table report_movements (
    grain   text not null check (grain in ('hour', 'day', 'month')),
    at      timestamptz not null,
    kind    text not null,
    debit   text not null,
    credit  text not null,
    count   bigint not null,
    amount  bigint not null,
    primary key (grain, at, kind, debit, credit)
) with (fillfactor = 50);

-- One row: up to which transfer they are added up.
create table reports_upto (
    one       boolean primary key default true check (one),
    upto      bigint not null default 0,
    -- The newest transfer at some moment, and a transaction that began after it: when this one and
    -- all before it have ended, no id up to the mark is still to come.
    mark      bigint not null default 0,
    mark_xid  xid8 not null default '0',
    -- When the sums had reached the newest transfer.
    reached_at timestamptz
);
insert into reports_upto default values;

-- When each day's sums were last compared with the transfers, and what differed.
create table report_checks (
    day        date primary key,
    -- Null: not yet.
    read_at    timestamptz,
    sentences  text[] not null default '{}'
);
create index report_checks_wrong on report_checks (day) where sentences <> '{}';

-- The transfers of an hour, whatever their ids. They lie together, so it has a few entries for each
-- thousand of rows and costs those who write them next to nothing.
create index transfers_at on transfers using brin (at) with (pages_per_range = 16, autosummarize = on);
