//! Where something is that pages are about, in a database that `waybill demo` has filled. Used by the
//! tests and by the benches.

/// What the braces stand for, by the names in them; in the routes, `{id}` is one of these by the
/// beginning of the route.
pub const FACTS: &str = "
    select 'customer', (select id::text from accounts where email = 'demo@waybill.example')
    union all select 'owner', (select id::text from accounts where email = 'owner@waybill.example')
    union all select 'quiet', (select max(id)::text from accounts)
    union all select 'email', (select email from accounts where email like '%@example.com'
                               order by id limit 1 offset 100)
    union all select 'order', (select (max(id) * 99 / 100)::text from orders)
    union all select 'middle', (select (max(id) / 2)::text from orders)
    union all select 'link', (select substr(link, 9) from orders
                              where id = (select max(id) / 3 from orders))
    union all select 'own', (select max(o.id)::text from orders o join accounts a
                             on a.id = o.account_id where a.email = 'demo@waybill.example')
    union all select 'own_middle', (select percentile_disc(0.5) within group (order by o.id)::text
                             from orders o join accounts a on a.id = o.account_id
                             where a.email = 'demo@waybill.example')
    union all select 'own_link', (select substr(o.link, 9) from orders o join accounts a
                             on a.id = o.account_id where a.email = 'demo@waybill.example'
                             order by o.id limit 1 offset 100)
    union all select 'service', (select service_id::text from orders order by id desc limit 1)
    union all select 'provider', (select id::text from providers where url is not null
                                  order by id limit 1)
    union all select 'token', (select max(t.id)::text from tokens t join accounts a
                               on a.id = t.account_id where a.email = 'demo@waybill.example')
    union all select 'member', (select max(id)::text from affiliate_members)
    union all select 'offer', (select max(id)::text from affiliate_offers)
    union all select 'bulk', (select max(id)::text from bulk_actions)
    union all select 'upstream', (select upstream_id from orders where upstream_id is not null
                                  order by id desc limit 1)
    union all select 'group', (select max(id)::text from customer_groups)
    union all select 'payout', (select max(id)::text from affiliate_payouts)
    union all select 'receiver', (select max(id)::text from alert_receivers)
    union all select 'issuer', (select max(id)::text from sign_in_issuers)
    union all select 'method', (select max(id)::text from methods)
    union all select 'deposit', (select max(id)::text from deposits where picture_id is not null)
    union all select 'picture', (select max(id)::text from pictures)
    union all select 'ticket', (select min(id)::text from tickets)
    union all select 'blocked', (select max(id)::text from blocked_targets)
    union all select 'import', (select max(id)::text from imports)
    union all select 'mid_month', to_char(date_trunc('month', now() - interval '16 days')
                                                        + interval '14 days', 'YYYY-MM-DD')
    union all select 'mid_before', to_char(date_trunc('month', now() - interval '16 days')
                                                        - interval '17 days', 'YYYY-MM-DD')
    union all select 'year_before', to_char(date_trunc('month', now() - interval '16 days')
                                                        - interval '350 days', 'YYYY-MM-DD')
    union all select 'template', (select max(id)::text from ticket_templates)
    union all select 'announcement', (select max(id)::text from announcements)
    union all select 'page', (select max(id)::text from pages)
    union all select 'slug', (select slug from pages where published and public
                              order by position limit 1)";

pub const ID_OF: &[(&str, &str)] = &[
    ("/orders/", "own"),
    ("/services/", "service"),
    ("/account/tokens/", "token"),
    ("/admin/services/", "service"),
    ("/admin/providers/", "provider"),
    ("/admin/customers/", "customer"),
    ("/admin/groups/", "group"),
    ("/admin/settings/alerts/", "receiver"),
    ("/admin/settings/sign-in/", "issuer"),
    ("/sign-in/with/", "issuer"),
    ("/admin/announcements/", "announcement"),
    ("/admin/pages/", "page"),
    ("/admin/staff/", "owner"),
    ("/admin/orders/bulk/", "bulk"),
    ("/admin/orders/", "order"),
    ("/admin/blocked/", "blocked"),
    ("/admin/imports/", "import"),
    ("/deposits/", "deposit"),
    ("/admin/deposits/", "deposit"),
    ("/pictures/", "picture"),
    ("/admin/pictures/", "picture"),
    ("/admin/methods/", "method"),
    ("/tickets/", "ticket"),
    ("/admin/tickets/templates/", "template"),
    ("/admin/tickets/", "ticket"),
    ("/admin/affiliates/offers/", "offer"),
    ("/admin/affiliates/payouts/", "payout"),
    ("/admin/affiliates/", "member"),
];
