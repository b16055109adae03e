-- Sums by the sixth of a month, between the day and the month. Written by src/reports alone.
--
-- A report that begins or ends within a month was read from up to 16 days there, and of a large shop each
-- day has nearly as many customers as a month. Now it is at most three sixths and three days.

-- Days 1 to 5, 6 to 10 … of a month; the sixth one goes from 26 to the month's end. Hours, because five
-- days would be those of the session's time zone.
create function sixth_of(at timestamptz) returns timestamptz
language sql stable parallel safe
return date_trunc('month', at, 'UTC')
    + interval '120 hours' * least(5, (extract(day from at at time zone 'UTC')::int - 1) / 5);

-- The sum of numbers whose sum is a bigint. `sum` counts in numeric, for each group and column apart: of
-- twenty thousand customers that is more than a statement may keep in memory.
create aggregate sum_of(bigint) (
    sfunc = int8pl, stype = bigint, initcond = '0', combinefunc = int8pl, parallel = safe
);

-- Nobody adds meanwhile.
lock table reports_upto in exclusive mode;
alter table report_sums
    drop constraint report_sums_grain_check,
    add constraint report_sums_grain_check check (grain in ('hour', 'day', 'sixth', 'month'));
create table report_sixths partition of report_sums for values in ('sixth');

-- In the order of time, as those of the other grains lie.
insert into report_sums (dimension, key, grain, at, orders, delivered, charge, refunded, settled,
                         returned, cost)
select dimension, key, 'sixth', sixth_of(at), sum_of(orders), sum_of(delivered), sum_of(charge),
       sum_of(refunded), sum_of(settled), sum_of(returned), sum_of(cost)
from report_sums where grain = 'day'
group by dimension, key, sixth_of(at)
order by sixth_of(at), dimension, key;
analyze report_sixths;
