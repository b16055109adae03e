//! A setting as a field of a form.

use crate::kit::lang::Lang;
use crate::kit::zone::Zone;
use crate::settings::{Kind, Row};
use crate::web::form::Choice;

/// A setting as a field; see `form::field`.
pub(super) struct Field {
    pub name: &'static str,
    pub label: String,
    pub hint: &'static str,
    /// As `form::field` has it; or boxes, of which several may be ticked.
    pub kind: &'static str,
    pub value: String,
    /// What it was when the page was made.
    pub was: String,
    pub error: String,
    pub min: String,
    pub max: String,
    pub required: bool,
    pub options: Vec<Choice>,
}

impl Field {
    pub fn new(row: &Row, currency: &str, (value, was): (String, String)) -> Self {
        let label = match row.kind {
            Kind::Amount { .. } => format!("{}, in {currency}", row.label),
            _ => row.label.to_owned(),
        };
        let kind = match row.kind {
            Kind::Choice(_) | Kind::Zone | Kind::Language => "select",
            Kind::Languages => "boxes",
            Kind::Number { .. } => "number",
            Kind::Text { is_long: true, .. } => "textarea",
            Kind::Text { .. } | Kind::Amount { .. } => "text",
        };
        let required = match row.kind {
            Kind::Amount { optional } => !optional,
            Kind::Text { .. } => false,
            _ => true,
        };
        let (min, max) = match row.kind {
            Kind::Number { min, max } => (min.to_string(), max.to_string()),
            _ => (String::new(), String::new()),
        };
        let options = options(row.kind, &value);
        let (name, hint, error) = (row.key, row.help, String::new());
        Self { name, label, hint, kind, value, was, error, min, max, required, options }
    }
}

fn options(kind: Kind, value: &str) -> Vec<Choice> {
    let choice = |word: &str, name: &str| Choice::new(word, name, word == value);
    match kind {
        Kind::Choice(choices) => choices.iter().map(|(word, name)| choice(word, name)).collect(),
        Kind::Zone => Zone::all()
            .map(|zone| zone.to_string())
            .map(|name| choice(&name, &name.replace('_', " ")))
            .collect(),
        Kind::Language => Lang::all().map(|lang| choice(lang.tag(), lang.name())).collect(),
        Kind::Languages => {
            let is_ticked = |tag| value.split_whitespace().any(|one| one == tag);
            let box_of = |lang: Lang| Choice::new(lang.tag(), lang.name(), is_ticked(lang.tag()));
            Lang::all().map(box_of).collect()
        }
        Kind::Number { .. } | Kind::Amount { .. } | Kind::Text { .. } => Vec::new(),
    }
}
