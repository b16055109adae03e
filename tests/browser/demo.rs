//! A panel that `waybill demo` has filled, for tests that look at its pages.

use std::collections::HashMap;

use sqlx::{AssertSqlSafe, ConnectOptions as _};
use waybill::kit::secret;

use super::Browser;
use crate::commands::{Operator, Serving};
use crate::support::Database;
use crate::support::places::{FACTS, ID_OF};

/// Who looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    Guest,
    Customer,
    Owner,
}

/// Its workers rest, so that nothing changes while it is looked at.
pub struct Demo {
    database: Database,
    _operator: Operator,
    pub serving: Serving,
    places: HashMap<String, String>,
}

impl Demo {
    pub async fn start() -> Self {
        let database = Database::fresh().await;
        let operator = Operator::with(&database);
        operator.say(&["demo"]);
        let places = prepare(&database).await;
        let serving = operator.serve(&["--no-work", "--listen", "127.0.0.1:0"]);
        Self { database, _operator: operator, serving, places }
    }

    pub async fn stop(self) {
        self.serving.stop();
        self.database.drop().await;
    }

    /// A route with an id of something that is there; the braces stay if the demo has none.
    pub fn path(&self, route: &str) -> String {
        let id = ID_OF.iter().find(|(beginning, _)| route.starts_with(beginning));
        let path = match id {
            Some((_, name)) => route.replace("{id}", &format!("{{{name}}}")),
            None => route.to_owned(),
        };
        let known = self.places.iter();
        known.fold(path, |path, (name, fact)| path.replace(&format!("{{{name}}}"), fact))
    }

    /// Opens a page and makes the browser this person's.
    pub async fn sign_in(&self, browser: &Browser, who: Who) {
        browser.go("/terms").await;
        if who != Who::Guest {
            browser.set_cookie("session", &session_of(who)).await;
        }
    }
}

pub fn session_of(who: Who) -> String {
    format!("a-session-of-{who:?}-that-only-looks").to_lowercase()
}

/// Sessions, and the ids of what is there.
async fn prepare(database: &Database) -> HashMap<String, String> {
    let mut connection = database.options().connect().await.unwrap();
    for (who, email) in
        [(Who::Customer, "demo@waybill.example"), (Who::Owner, "owner@waybill.example")]
    {
        let hash = secret::hex(&secret::sha256(session_of(who).as_bytes()));
        let sql = format!(
            "insert into sessions (hash, account_id, created_at, seen_at, expires_at, proved_at,
                                   address, user_agent)
             select '\\x{hash}', id, now(), now(), now() + interval '1 day', now(), '', ''
             from accounts where email = '{email}';
             update accounts set terms_accepted_at = now() where email = '{email}';
             insert into tokens (account_id, kind, name, hash, hint, created_at)
             select id, 'key', 'A program', '\\x{hash}', 'wb_', now()
             from accounts where email = '{email}'"
        );
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await.unwrap();
    }
    let facts: Vec<(String, Option<String>)> =
        sqlx::query_as(FACTS).fetch_all(&mut connection).await.unwrap();
    facts.into_iter().filter_map(|(name, fact)| Some((name, fact?))).collect()
}
