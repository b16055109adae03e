//! What `make pages` needs beside the orders of `waybill demo --large`: sessions, tickets, and the sums
//! that the workers would have made by the next day.

use std::collections::HashMap;

use sqlx::{AssertSqlSafe, PgPool};
use waybill::kit::db::Db;
use waybill::kit::postgres::Server;
use waybill::kit::secret;
use waybill::orders::totals;
use waybill::reports;

use crate::pages::VISITORS;
use crate::pages::places::FACTS;

/// Sessions for the visitors, and what is there to look at.
pub async fn prepare(server: &Server, pool: &PgPool) -> HashMap<String, String> {
    for (email, session) in VISITORS {
        let hash = secret::hex(&secret::sha256(session.replace(' ', "-").as_bytes()));
        let sql = format!(
            "insert into sessions (hash, account_id, created_at, seen_at, expires_at, proved_at,
                                   address, user_agent)
             select '\\x{hash}', id, now(), now(), now() + interval '1 day', now(), '', ''
             from accounts where email = '{email}'
             on conflict (hash) do update set expires_at = excluded.expires_at,
                seen_at = excluded.seen_at, proved_at = excluded.proved_at;
             update accounts set terms_accepted_at = now() where email = '{email}'
                and terms_accepted_at is null;
             insert into tokens (account_id, kind, name, hash, hint, created_at)
             select id, 'key', 'measured', '\\x{hash}', 'wb_', now()
             from accounts where email = '{email}' on conflict do nothing"
        );
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(pool).await.expect("a session");
    }
    // An action on as many orders as there may be.
    let bulk = "with made as (
                    insert into bulk_actions (actor_id, action, reason, state, digest, planned_at,
                                              started_at)
                    select id, 'cancel', 'measured', 'running', sha256('measured'), now(), now()
                    from accounts where email = 'owner@waybill.example'
                      and not exists (select from bulk_actions) returning id)
                insert into bulk_items (action_id, order_id, state, seen, result)
                select made.id, o.id, case when o.id % 3 = 0 then 'waiting' else 'skipped' end, 0,
                       'It is too late.'
                from made cross join lateral (
                    select id from orders order by id desc limit 10000) as o";
    sqlx::raw_sql(bulk).execute(pool).await.expect("an action");
    let issuer = "insert into sign_in_issuers (name, issuer, client_id, client_secret, created_at)
                  select 'Issuer', 'https://issuer.example', 'panel', '', now()
                  where not exists (select from sign_in_issuers)";
    sqlx::raw_sql(issuer).execute(pool).await.expect("an issuer");
    let receiver = "insert into alert_receivers (way, name, place, sealed, panel, enabled, created_at)
                    select 'webhook', 'Measured', 'https://hooks.example/…', '\\x00', 'Panel', false,
                           now()
                    where not exists (select from alert_receivers)";
    sqlx::raw_sql(receiver).execute(pool).await.expect("a receiver");
    tickets(pool).await;
    sums(server, pool).await;
    let facts: Vec<(String, Option<String>)> =
        sqlx::query_as(FACTS).fetch_all(pool).await.expect("facts");
    let known = |(name, fact): (String, Option<String>)| {
        (name.clone(), fact.unwrap_or_else(|| panic!("there is no {name}")))
    };
    facts.into_iter().map(known).collect()
}

/// As many as a year of such a shop brings: every seventh waits, and one in ten is answered. One of them is long.
async fn tickets(pool: &PgPool) {
    let sql = "
        with people as (select array_agg(id order by id) as ids from accounts where role = 'customer'),
        made as (
            insert into tickets (account_id, subject_id, state, opened_at, waits_id, waits_since,
                                 last_id, moved_at, answer_id, read_id, answered_at, closed_at)
            select p.ids[1 + n * 37 % cardinality(p.ids)], 1 + n % 4, s.state,
                   now() - interval '17 minutes' * n,
                   case s.state when 'waiting' then n * 4 + 3 end,
                   case s.state when 'waiting' then now() - interval '16 minutes' * n end,
                   n * 4 + 3, now() - interval '16 minutes' * n, n * 4 + 1, n * 4 + 1,
                   now() - interval '17 minutes' * n,
                   case s.state when 'closed' then now() - interval '16 minutes' * n end
            from people p, generate_series(30000, 1, -1) n cross join lateral (select case
                when n % 7 = 0 then 'waiting' when n % 10 = 1 then 'answered' else 'closed' end as state) as s
            where not exists (select from tickets offset 100)
            returning id, account_id, opened_at)
        insert into ticket_messages (ticket_id, account_id, side, body, form_id, written_at)
        select id, account_id, case m when 2 then 'staff' else 'customer' end,
               repeat('The order has not begun, and it has been two days. ', 6),
               'measured:' || id || ':' || m, opened_at + interval '10 minutes' * m
        from made, generate_series(1, 4) m order by id, m";
    sqlx::raw_sql(sql).execute(pool).await.expect("tickets");
    let long = "
        insert into ticket_messages (ticket_id, account_id, side, body, form_id, written_at)
        select t.id, t.account_id, case m % 3 when 0 then 'staff' when 1 then 'note' else 'customer' end,
               repeat('One more thing about this order. ', 20), 'measured-long:' || m,
               t.opened_at + interval '20 minutes' * m
        from (select * from tickets order by id limit 1) t, generate_series(1, 500) m
        on conflict do nothing";
    sqlx::raw_sql(long).execute(pool).await.expect("a long ticket");
    sqlx::raw_sql("analyze tickets, ticket_messages").execute(pool).await.expect("statistics");
}

/// Reports and customers' totals of all transfers. Nobody else writes here, so all of them are read
/// at once.
async fn sums(server: &Server, pool: &PgPool) {
    let behind = "select (select max(id) from transfers) - upto from reports_upto";
    let behind: i64 = sqlx::query_scalar(behind).fetch_one(pool).await.expect("a place");
    if behind < 1_000_000 {
        return;
    }
    eprintln!("The sums of the reports are made.");
    let all = "update reports_upto set upto = (select max(id) from transfers), mark = upto";
    sqlx::raw_sql(all).execute(pool).await.expect("a place");
    let db = Db::new(server.options("waybill"), 2);
    reports::rebuild(&db, None).await.expect("sums");
    while totals::add_up(&db).await.expect("totals") {}
    db.pool().close().await;
    sqlx::raw_sql("vacuum analyze").execute(pool).await.expect("statistics");
}
