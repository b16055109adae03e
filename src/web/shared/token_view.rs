//! Tokens and their calls in words, for the pages.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use crate::accounts::calls::Logged;
use crate::accounts::token::{Listed, Scope, State, TokenKind};
use crate::kit::lang::Lang;
use crate::kit::zone::Zone;
use crate::web::view::When;

/// A shape, a colour and a word.
pub struct Status {
    pub kind: &'static str,
    pub word: String,
}

/// A token, in the list or on its own page.
pub struct Token {
    pub id: i64,
    pub name: String,
    /// What it is called and where it is used.
    pub kind: String,
    pub hint: String,
    /// What it may do: a preset's name, or each scope.
    pub access: Vec<String>,
    /// From where; empty: from anywhere.
    pub networks: Vec<String>,
    pub created: When,
    /// `None`: never.
    pub expires: Option<When>,
    pub used: Option<When>,
    pub used_from: String,
    pub status: Status,
    pub is_live: bool,
    pub may_rotate: bool,
    /// The one that replaced it.
    pub rotated_to: Option<i64>,
}

impl Token {
    pub fn new(lang: Lang, token: Listed, now: DateTime<Utc>) -> Self {
        let state = token.state(now);
        let (kind, hint) = match token.kind {
            TokenKind::Key => (lang.say("token-kind-key"), format!("{}…", token.hint)),
            TokenKind::Jwt => (lang.say("token-kind-jwt"), format!("…{}", token.hint)),
        };
        Self {
            id: token.id,
            name: token.name,
            kind: kind.to_string(),
            hint,
            access: access(lang, token.scopes),
            networks: token.networks.unwrap_or_default(),
            created: When::new(token.created_at, now),
            expires: token.expires_at.map(|at| When::new(at, now)),
            used: token.used_at.map(|at| When::new(at, now)),
            used_from: token.used_from.unwrap_or_default(),
            status: status(lang, state),
            is_live: state.is_live(),
            may_rotate: matches!(state, State::Active | State::ExpiresSoon),
            rotated_to: token.rotated_to,
        }
    }
}

fn status(lang: Lang, state: State) -> Status {
    let (kind, word) = match state {
        State::Active => ("completed", lang.say("token-status-active")),
        State::ExpiresSoon => ("hold", lang.say("token-status-expires-soon")),
        State::Ending => ("partial", lang.say("token-status-ending")),
        State::Expired => ("scheduled", lang.say("token-status-expired")),
        State::Replaced => ("canceled", lang.say("token-status-rotated")),
        State::Revoked => ("canceled", lang.say("token-status-revoked")),
    };
    Status { kind, word: word.to_string() }
}

fn access(lang: Lang, scopes: Option<Vec<String>>) -> Vec<String> {
    let Some(scopes) = scopes else {
        return vec![lang.say("token-access-everything").to_string()];
    };
    let read_only = Scope::READ_ONLY.map(Scope::as_str);
    if scopes.len() == read_only.len()
        && read_only.iter().all(|one| scopes.iter().any(|s| s == one))
    {
        return vec![lang.say("token-access-read").to_string()];
    }
    scopes
}

/// A line of the request log.
pub struct LogRow {
    pub at: When,
    /// To the millisecond, for people who compare it with their own log.
    pub exact: String,
    pub action: String,
    pub status: Status,
    /// What the program was told, in English; empty when it went well.
    pub why: String,
    pub took: String,
    pub address: String,
}

impl LogRow {
    pub fn new(lang: Lang, call: Logged, now: DateTime<Utc>) -> Self {
        let (kind, word) = match call.is_ok {
            true => ("completed", lang.say("token-log-ok")),
            false => ("review", lang.say("token-log-refused")),
        };
        Self {
            at: When::new(call.at, now),
            exact: call.at.format("%H:%M:%S%.3f").to_string(),
            action: call.action,
            status: Status { kind, word: word.to_string() },
            why: if call.is_ok { String::new() } else { call.result },
            took: took(lang, call.took),
            address: call.address,
        }
    }
}

fn took(lang: Lang, took: Duration) -> String {
    let said = match took.as_millis() {
        0 => lang.say("token-log-took-least"),
        ms @ 1..10_000 => lang.say("token-log-took-ms").with("number", ms),
        ms => lang.say("token-log-took-seconds").with("number", ms / 1000),
    };
    said.to_string()
}

/// Until when a token works that was replaced.
pub fn ends_words(lang: Lang, ends_at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let said = match ends_at - now < TimeDelta::minutes(1) {
        true => lang.say("token-old-stopped"),
        false => {
            let moment = lang.moment(ends_at, Zone::default());
            lang.say("token-old-works").with("moment", moment)
        }
    };
    said.to_string()
}
