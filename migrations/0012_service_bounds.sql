-- What the providers of a service take, whichever of them delivers; see `providers/route.rs`. A view,
-- because the intake reads it along with what else a batch must know, in one statement.
create view service_bounds as
select r.service_id, max(l.min) as min, string_agg(distinct p.protocol, ',') as protocols
from routes r join providers p on p.id = r.provider_id
left join provider_services l on l.provider_id = r.provider_id
     and l.upstream_service = r.upstream_service
group by r.service_id;
