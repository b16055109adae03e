//! Tokens and their calls in words, for the pages.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use crate::accounts::calls::Logged;
use crate::accounts::token::{Listed, Scope, State, TokenKind};
use crate::web::view::When;

/// A shape, a colour and a word.
pub struct Status {
    pub kind: &'static str,
    pub word: &'static str,
}

/// A token, in the list or on its own page.
pub struct Token {
    pub id: i64,
    pub name: String,
    /// What it is called and where it is used.
    pub kind: &'static str,
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
    pub fn new(token: Listed, now: DateTime<Utc>) -> Self {
        let state = token.state(now);
        let (kind, hint) = match token.kind {
            TokenKind::Key => ("API key", format!("{}…", token.hint)),
            TokenKind::Jwt => ("JWT", format!("…{}", token.hint)),
        };
        Self {
            id: token.id,
            name: token.name,
            kind,
            hint,
            access: access(token.scopes),
            networks: token.networks.unwrap_or_default(),
            created: When::new(token.created_at, now),
            expires: token.expires_at.map(|at| When::new(at, now)),
            used: token.used_at.map(|at| When::new(at, now)),
            used_from: token.used_from.unwrap_or_default(),
            status: status(state),
            is_live: state.is_live(),
            may_rotate: matches!(state, State::Active | State::ExpiresSoon),
            rotated_to: token.rotated_to,
        }
    }
}

fn status(state: State) -> Status {
    let (kind, word) = match state {
        State::Active => ("completed", "Active"),
        State::ExpiresSoon => ("hold", "Expires soon"),
        State::Ending => ("partial", "Rotated, ending"),
        State::Expired => ("scheduled", "Expired"),
        State::Replaced => ("canceled", "Rotated"),
        State::Revoked => ("canceled", "Revoked"),
    };
    Status { kind, word }
}

fn access(scopes: Option<Vec<String>>) -> Vec<String> {
    let Some(scopes) = scopes else { return vec!["Everything".to_owned()] };
    let read_only = Scope::READ_ONLY.map(Scope::as_str);
    if scopes.len() == read_only.len()
        && read_only.iter().all(|one| scopes.iter().any(|s| s == one))
    {
        return vec!["Read only".to_owned()];
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
    /// Empty when it went well.
    pub why: String,
    pub took: String,
    pub address: String,
}

impl LogRow {
    pub fn new(call: Logged, now: DateTime<Utc>) -> Self {
        let status = match call.is_ok {
            true => Status { kind: "completed", word: "OK" },
            false => Status { kind: "review", word: "Refused" },
        };
        Self {
            at: When::new(call.at, now),
            exact: call.at.format("%H:%M:%S%.3f").to_string(),
            action: call.action,
            status,
            why: if call.is_ok { String::new() } else { call.result },
            took: took(call.took),
            address: call.address,
        }
    }
}

fn took(took: Duration) -> String {
    match took.as_millis() {
        0 => "< 1 ms".to_owned(),
        ms @ 1..10_000 => format!("{ms} ms"),
        ms => format!("{} s", ms / 1000),
    }
}

/// `in 7 days` and the like, for a sentence.
pub fn ends_words(ends_at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    match (ends_at - now).num_hours() {
        ..=0 if ends_at - now < TimeDelta::minutes(1) => {
            "The old token has stopped working.".into()
        }
        _ => format!("The old token works until {}.", ends_at.format("%-d %B %Y, %H:%M UTC")),
    }
}
