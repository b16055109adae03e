//! A change that the price guard saw, in words.

use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::catalogue::ServiceId;
use crate::providers::changes::Change;
use crate::providers::price_guard::{Fate, What};
use crate::web::view::When;

/// See `templates/admin/providers/change_row.html`.
pub(super) struct ChangeRow {
    pub id: i64,
    pub at: When,
    pub provider: String,
    pub upstream_service: String,
    pub service: Option<(ServiceId, String)>,
    pub title: &'static str,
    pub text: String,
    pub kind: &'static str,
    pub icon: &'static str,
    pub word: String,
    pub paused: String,
    pub open: bool,
}

impl ChangeRow {
    pub fn new(change: Change, now: DateTime<Utc>) -> Self {
        let by = change.decided_by.map(|who| format!(" by {who}")).unwrap_or_default();
        let (kind, icon, word) = match change.fate {
            Fate::Open => ("hold", "state-review", "Waits for you".to_owned()),
            Fate::Applied => ("on", "state-completed", format!("Applied{by}")),
            Fate::Reported => ("", "state-dot", "Reported".to_owned()),
            Fate::Dismissed => ("", "state-canceled", format!("Dismissed{by}")),
        };
        Self {
            id: change.id,
            at: When::new(change.at, now),
            provider: change.provider,
            upstream_service: change.upstream_service,
            service: change.service,
            title: title(change.what, &change.after),
            text: text(change.what, &change.before, &change.after),
            kind,
            icon,
            word,
            paused: change.paused_reason.unwrap_or_default(),
            open: change.fate == Fate::Open,
        }
    }
}

fn title(what: What, after: &Value) -> &'static str {
    match what {
        What::Rate if after["jump"] == true => "Price jump",
        What::Rate => "Price",
        What::Limits => "Quantities",
        What::Flags if after["type"].is_string() => "Type",
        What::Flags => "What it allows",
        What::Gone => "Gone",
        What::Back => "Back",
        What::New => "New",
        What::Unread => "Cannot be read",
    }
}

fn text(what: What, before: &Value, after: &Value) -> String {
    let pair = |of: &Value, name: &str| match &of[name] {
        Value::String(text) => text.clone(),
        Value::Null => "–".to_owned(),
        other => other.to_string(),
    };
    match what {
        What::Rate => {
            let cost = format!("cost {} → {}", pair(before, "cost"), pair(after, "cost"));
            match after["price"].is_string() {
                true => {
                    format!("{cost}; price {} → {}", pair(before, "price"), pair(after, "price"))
                }
                false => cost,
            }
        }
        What::Limits => format!(
            "{}–{} → {}–{}",
            pair(before, "min"),
            pair(before, "max"),
            pair(after, "min"),
            pair(after, "max")
        ),
        What::Flags if after["type"].is_string() => {
            format!("{} → {}", pair(before, "type"), pair(after, "type"))
        }
        What::Flags => flags(before, after),
        What::Gone => "it is not listed any more".to_owned(),
        What::Unread => {
            format!(
                "{}; it is sold as it was, at cost {}",
                pair(after, "why"),
                pair(before, "cost")
            )
        }
        What::Back => "it is listed again".to_owned(),
        What::New => format!("{}, cost {}", pair(after, "name"), pair(after, "cost")),
    }
}

fn flags(before: &Value, after: &Value) -> String {
    let words = [("refill", "refill"), ("cancel", "cancel"), ("dripfeed", "drip-feed")];
    let changed = words.into_iter().filter(|(name, _)| before[*name] != after[*name]);
    let told = changed.map(|(name, word)| match after[name] == true {
        true => format!("now with {word}"),
        false => format!("now without {word}"),
    });
    told.collect::<Vec<_>>().join(", ")
}
