//! /admin/audit: who did what, when, and from where. For owners.

use std::sync::Arc;

use askama::Template;
use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use chrono::{DateTime, Days, NaiveDate, NaiveTime, SecondsFormat, Utc};
use futures_util::stream;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::accounts::AccountId;
use crate::accounts::account;
use crate::accounts::audit_log::{self, Filter, Logged};
use crate::accounts::email::Email;
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::kit::csv;
use crate::kit::lang::Lang;
use crate::kit::page::Cursor;
use crate::web::admin::listing::{address, query};
use crate::web::failure::Failure;
use crate::web::guard::Staff;
use crate::web::shared::device::device;
use crate::web::view::{self, Chip, Page, Pager, When};

const PATH: &str = "/admin/audit";
const CSV: &str = "/admin/audit.csv";
const TEXT_CHARS_MAX: usize = 200;

/// Kinds of actions that are looked for often, each by the beginning of its word.
const KINDS: [(&str, &str); 7] = [
    ("All", ""),
    ("Sign-ins", "session."),
    ("Passwords", "password."),
    ("Accounts", "account."),
    ("Money", "wallet."),
    ("Tokens", "token."),
    ("Providers", "provider."),
];

/// What is asked for, as it was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filters {
    who: String,
    what: String,
    since: String,
    until: String,
    before: String,
    after: String,
}

#[derive(Template)]
#[template(path = "admin/audit/audit.html")]
struct AuditPage {
    page: Page,
    chips: Vec<Chip>,
    filters: Filters,
    filtered: bool,
    /// Nobody has the address that was asked for.
    is_nobody: bool,
    csv: String,
    rows: Vec<Row>,
    pager: Pager,
}

struct Row {
    id: i64,
    at: When,
    who: String,
    who_href: String,
    action: String,
    subject: String,
    subject_href: String,
    /// What changed.
    changes: String,
    address: String,
    device: String,
    /// As the browser calls itself.
    user_agent: String,
}

impl Filters {
    fn pairs(&self) -> [(&str, &str); 4] {
        [
            ("who", &*self.who),
            ("what", &*self.what),
            ("since", &*self.since),
            ("until", &*self.until),
        ]
    }

    /// `None`: nobody has this address.
    async fn read(&self, app: &App) -> Result<Option<Filter>, Failure> {
        let who = self.who.trim().trim_start_matches('#');
        let account_id = match who.parse::<AccountId>() {
            _ if who.is_empty() => None,
            Ok(id) => Some(id),
            Err(_) => {
                let Ok(email) = Email::parse(who) else { return Ok(None) };
                match account::find_by_email(app.db.pool(), &email).await? {
                    Some(account) => Some(account.id),
                    None => return Ok(None),
                }
            }
        };
        let what = self.what.trim().chars().filter(|c| *c != '\0').take(TEXT_CHARS_MAX).collect();
        let until = day(&self.until).and_then(|day| day.checked_add_days(Days::new(1)));
        Ok(Some(Filter { account_id, what, since: day(&self.since), until }))
    }

    fn cursor(&self) -> Cursor {
        Cursor::from_parts(self.before.parse().ok(), self.after.parse().ok())
    }
}

/// The beginning of a day that was typed. What is no day filters nothing.
fn day(text: &str) -> Option<DateTime<Utc>> {
    let day: NaiveDate = text.trim().parse().ok()?;
    // PostgreSQL's times end before chrono's.
    (day.to_string().len() == 10).then(|| day.and_time(NaiveTime::MIN).and_utc())
}

/// GET /admin/audit
pub async fn list(
    State(app): State<Arc<App>>,
    staff: Staff,
    Query(filters): Query<Filters>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_set_roles)?;
    let filter = filters.read(&app).await?;
    let found = match &filter {
        Some(filter) => audit_log::page(app.db.pool(), filter, filters.cursor()).await?,
        None => crate::kit::page::Page::new(Vec::new(), Cursor::First, |one: &Logged| one.id),
    };
    let now = app.clock.now();
    let pager = Pager::new(&found, PATH, &query(&filters.pairs()));
    let chips = KINDS.iter().map(|(label, what)| {
        let mut pairs = filters.pairs();
        pairs[1].1 = what;
        Chip::new(label, address(PATH, &pairs), filters.what == *what)
    });
    view::html(&AuditPage {
        page: Page { query: String::new(), ..staff.page("admin-audit") },
        chips: chips.collect(),
        filtered: filters.pairs().iter().any(|(_, value)| !value.is_empty()),
        is_nobody: filter.is_none(),
        csv: address(CSV, &filters.pairs()),
        rows: found.rows.iter().map(|one| Row::new(one, now)).collect(),
        filters,
        pager,
    })
}

/// GET /admin/audit.csv: all that the filters find, newest first, sent while it is read.
pub async fn csv(
    State(app): State<Arc<App>>,
    staff: Staff,
    Query(filters): Query<Filters>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_set_roles)?;
    let filter = filters.read(&app).await?;
    let first = filter.as_ref().map(|_| Cursor::First);
    let filter = filter.unwrap_or_default();
    let head = csv::head([
        "id", "time", "who", "action", "subject", "before", "after", "typed", "address", "device",
    ]);
    let chunks = stream::try_unfold((head, Some(first)), move |(head, at)| {
        let (app, filter) = (Arc::clone(&app), filter.clone());
        async move {
            let Some(at) = at else { return Ok(None) };
            let Some(cursor) = at else { return Ok(Some((head, (String::new(), None)))) };
            let found = audit_log::page(app.db.pool(), &filter, cursor).await?;
            let text = found.rows.iter().fold(head, |text, one| text + &line(one));
            let next = found.older.map(|id| Some(Cursor::Before(id)));
            Ok::<_, crate::kit::db::Error>(Some((text, (String::new(), next))))
        }
    });
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"audit.csv\""),
    ];
    Ok((headers, Body::from_stream(chunks)).into_response())
}

fn line(one: &Logged) -> String {
    let json = |value: &Option<Value>| value.as_ref().map(Value::to_string).unwrap_or_default();
    csv::line([
        one.id.to_string().as_str(),
        &one.at.to_rfc3339_opts(SecondsFormat::Secs, true),
        &who(one),
        &one.action,
        &one.subject,
        &json(&one.before),
        &json(&one.after),
        one.email.as_deref().unwrap_or_default(),
        one.address.as_deref().unwrap_or_default(),
        one.device.as_deref().unwrap_or_default(),
    ])
}

/// Who did it: an account, somebody who typed an address, or the command line.
fn who(one: &Logged) -> String {
    match (&one.actor, one.actor_id, &one.email, &one.address) {
        (Some(email), ..) => email.to_string(),
        (None, Some(id), ..) => format!("account {id}"),
        (None, None, Some(typed), _) => typed.clone(),
        (None, None, None, Some(_)) => "not signed in".to_owned(),
        (None, None, None, None) => "command line".to_owned(),
    }
}

impl Row {
    fn new(one: &Logged, now: DateTime<Utc>) -> Self {
        Self {
            id: one.id,
            at: When::new(one.at, now),
            who: who(one),
            who_href: one.actor_id.map(customer).unwrap_or_default(),
            action: one.action.clone(),
            subject: one.subject.replace(':', " "),
            subject_href: href(&one.subject).unwrap_or_default(),
            changes: changes(one.before.as_ref(), one.after.as_ref()).join(" · "),
            address: one.address.clone().unwrap_or_default(),
            device: one
                .device
                .as_deref()
                .map(|agent| device(Lang::ENGLISH, agent))
                .unwrap_or_default(),
            user_agent: one.device.clone().unwrap_or_default(),
        }
    }
}

fn customer(id: AccountId) -> String {
    format!("/admin/customers/{id}")
}

/// The page of a subject, if it has one.
fn href(subject: &str) -> Option<String> {
    let (noun, id) = subject.split_once(':')?;
    let id: i64 = id.parse().ok()?;
    let folder = match noun {
        "account" => "customers",
        "order" => "orders",
        "service" => "services",
        "provider" => "providers",
        _ => return None,
    };
    Some(format!("/admin/{folder}/{id}"))
}

/// `name: before → after` of what differs; what one of the two does not know stands alone.
fn changes(before: Option<&Value>, after: Option<&Value>) -> Vec<String> {
    let object = |value: Option<&Value>| match value {
        Some(Value::Object(fields)) => fields.clone(),
        Some(Value::Null) | None => Map::new(),
        Some(other) => [(String::new(), other.clone())].into_iter().collect(),
    };
    let (before, after) = (object(before), object(after));
    let names = before.keys().chain(after.keys().filter(|name| !before.contains_key(*name)));
    // Nothing is written as null, or not at all.
    let value =
        |of: &Map<String, Value>, name: &str| of.get(name).filter(|one| !one.is_null()).cloned();
    let differ = names.filter(|name| value(&before, name) != value(&after, name));
    let line = |name: &String| {
        let text = |value: Option<&Value>| match value {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Null) | None => "–".to_owned(),
            Some(other) => other.to_string(),
        };
        let label = if name.is_empty() { String::new() } else { format!("{name}: ") };
        match (before.get(name), after.get(name)) {
            (None, new) => format!("{label}{}", text(new)),
            (old, None) => format!("{label}{}", text(old)),
            (old, new) => format!("{label}{} → {}", text(old), text(new)),
        }
    };
    differ.map(line).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn changes_name_what_differs() {
        let (before, after) = (json!({"a": 1, "b": "x"}), json!({"a": 2, "b": "x", "c": null}));
        assert_eq!(changes(Some(&before), Some(&after)), ["a: 1 → 2"]);
        assert_eq!(changes(None, Some(&json!({"role": "owner"}))), ["role: owner"]);
        assert_eq!(changes(Some(&json!("x")), None), ["x"]);
        assert!(changes(None, None).is_empty());
    }

    #[test]
    fn only_what_has_a_page_is_a_link() {
        assert_eq!(href("account:7").as_deref(), Some("/admin/customers/7"));
        for none in ["", "account:", "account:x", "token:7", "order"] {
            assert_eq!(href(none), None, "{none}");
        }
    }
}
