-- What each member of staff may change, besides what everyone of the staff sees. Written by
-- src/accounts alone. Owners may change everything, whatever stands here.
alter table accounts
    add column areas text[] not null default '{}'
        check (areas <@ array['orders', 'money', 'services', 'providers', 'customers', 'settings']);
update accounts set areas = array['orders', 'money', 'services', 'providers', 'customers']
    where role = 'admin';
