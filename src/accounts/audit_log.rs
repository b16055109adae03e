//! Reading the audit log: who did what, when, and from where, the newest first.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgExecutor;

use crate::accounts::AccountId;
use crate::accounts::email::Email;
use crate::kit::db;
use crate::kit::page::{Cursor, PAGE_ROWS, Page};

/// A row of the log, with the people as far as they were not erased.
#[derive(Debug, Clone)]
pub struct Logged {
    pub id: i64,
    pub at: DateTime<Utc>,
    /// `None`: the command line, or somebody who was not signed in.
    pub actor_id: Option<AccountId>,
    pub actor: Option<Email>,
    /// `noun.verb`.
    pub action: String,
    /// `noun:id`; "" for nothing that we have.
    pub subject: String,
    pub before: Option<Value>,
    pub after: Option<Value>,
    /// What somebody without an account typed.
    pub email: Option<String>,
    pub address: Option<String>,
    pub device: Option<String>,
}

/// Which rows. An empty filter takes all.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// They did it, or it was done to their account.
    pub account_id: Option<AccountId>,
    /// The beginning of an action (`session.`) or of a subject (`order:12`).
    pub what: String,
    /// From this moment on.
    pub since: Option<DateTime<Utc>>,
    /// Before this moment.
    pub until: Option<DateTime<Utc>>,
}

/// A page of the log.
pub async fn page(
    executor: impl PgExecutor<'_>,
    filter: &Filter,
    cursor: Cursor,
) -> Result<Page<Logged>, db::Error> {
    let subject = filter.account_id.map(|id| format!("account:{id}"));
    // Two ordered scans, of which one runs: no index serves an order that depends on a parameter.
    let rows = sqlx::query_as!(
        Logged,
        r#"select a.id as "id!", a.at as "at!", a.actor_id as "actor_id: AccountId",
                  c.email as "actor?: Email", a.action as "action!", a.subject as "subject!",
                  a.before, a.after, p.email as "email?",
                  p.address as "address?", p.device as "device?"
           from (
               (select * from audit
                where $3::bigint < 0 and id < $1
                  and ($5::bigint is null or actor_id = $5 or subject = $6)
                  and (starts_with(action, $7) or starts_with(subject, $7))
                  and at >= coalesce($8::timestamptz, '-infinity') and at < coalesce($9::timestamptz, 'infinity')
                order by id desc limit $4)
               union all
               (select * from audit
                where $3::bigint > 0 and id > $2
                  and ($5::bigint is null or actor_id = $5 or subject = $6)
                  and (starts_with(action, $7) or starts_with(subject, $7))
                  and at >= coalesce($8::timestamptz, '-infinity') and at < coalesce($9::timestamptz, 'infinity')
                order by id limit $4)
           ) as a
           left join accounts c on c.id = a.actor_id
           left join audit_people p on p.audit_id = a.id
           order by a.id * $3::bigint"#,
        cursor.below(),
        cursor.above(),
        cursor.direction(),
        PAGE_ROWS + 1,
        filter.account_id as Option<AccountId>,
        subject,
        filter.what,
        filter.since,
        filter.until,
    )
    .fetch_all(executor)
    .await?;
    Ok(Page::new(rows, cursor, |row| row.id))
}
