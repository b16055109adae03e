//! The fields of a service's form, made from what its type asks for (`catalogue::kind`).

use crate::catalogue::Service;
use crate::catalogue::kind::{Counted, Parameter, Shape};
use crate::kit::lang::Lang;
use crate::orders::pace::{
    self, AFTER_MIN_MAX, HOURS, HOURS_MAX, POSITION_MAX, TARGET_QUANTITY_MIN,
};
use crate::orders::{INTERVAL_MIN_MAX, RUNS_MAX};
use crate::web::form::Choice;
use crate::web::shared::parameter_words;

/// A field as data, for `form::field`.
#[derive(Debug, Clone, Default)]
pub(super) struct Field {
    pub name: &'static str,
    pub label: String,
    pub hint: String,
    pub kind: &'static str,
    pub value: String,
    pub error: String,
    pub min: String,
    pub max: String,
    pub required: bool,
    pub options: Vec<Choice>,
}

/// The names of all fields, the drip-feed's and the delivery's too.
pub(super) fn names(service: &Service) -> Vec<&'static str> {
    [own_names(service), drip_names(service), delivery_names(service)].concat()
}

/// The link, the type's own fields, the quantity.
fn own_names(service: &Service) -> Vec<&'static str> {
    let kind = service.kind;
    let link = kind.takes_link().then_some("link");
    let quantity = (kind.counted() == Counted::Quantity).then_some("quantity");
    let own = kind.parameters().iter().map(|one| one.name);
    link.into_iter().chain(own).chain(quantity).collect()
}

/// Runs and the minutes between them, if the service is drip-fed.
fn drip_names(service: &Service) -> Vec<&'static str> {
    match service.dripfeed && service.kind.can_drip() {
        true => vec!["runs", "interval"],
        false => Vec::new(),
    }
}

/// When it starts, how fast it goes and which position it should reach, as far as the service
/// allows.
fn delivery_names(service: &Service) -> Vec<&'static str> {
    let mut names = Vec::new();
    if pace::waits(service) {
        names.push("after");
    }
    if pace::aims(service) {
        names.extend(["position", "max_hours"]);
    } else if pace::paces(service) {
        names.push("speed");
    }
    names
}

/// The fields of the order itself.
pub(super) fn fields(lang: Lang, service: &Service) -> Vec<Field> {
    all_of(lang, service, &own_names(service))
}

/// The fields of the drip-feed; none if it is not offered.
pub(super) fn drip_fields(lang: Lang, service: &Service) -> Vec<Field> {
    all_of(lang, service, &drip_names(service))
}

/// The fields of the delivery, as far as it is offered.
pub(super) fn delivery_fields(lang: Lang, service: &Service) -> Vec<Field> {
    all_of(lang, service, &delivery_names(service))
}

fn all_of(lang: Lang, service: &Service, names: &[&'static str]) -> Vec<Field> {
    names.iter().copied().map(|name| field(lang, service, name)).collect()
}

/// The quantities that the service takes, in words.
pub(super) fn range(lang: Lang, service: &Service) -> String {
    match service.kind.counted() {
        Counted::Package => lang.say("new-one-package").to_string(),
        _ if service.min == service.max => lang.number(service.min),
        _ => {
            let range = lang.say("new-range").count("min", service.min);
            range.count("max", service.max).to_string()
        }
    }
}

/// The field with this name.
fn field(lang: Lang, service: &Service, name: &'static str) -> Field {
    let (min, max) = (service.min, service.max);
    match name {
        "link" => Field {
            name,
            label: lang.say("new-link").to_string(),
            hint: lang.say("new-link-hint").to_string(),
            kind: "text",
            required: true,
            ..Field::default()
        },
        "quantity" => {
            let hint = lang.say("new-range-hint").count("min", min).count("max", max);
            whole(name, lang.say("new-quantity"), hint, min, max)
        }
        "runs" => {
            let hint = lang.say("new-runs-hint").count("max", RUNS_MAX);
            optional(whole(name, lang.say("new-runs"), hint, 1, RUNS_MAX))
        }
        "interval" => {
            let hint = lang.say("new-interval-hint").count("max", INTERVAL_MIN_MAX);
            optional(whole(name, lang.say("new-interval"), hint, 1, INTERVAL_MIN_MAX))
        }
        "after" => {
            let hint = lang.say("new-after-hint").count("max", AFTER_MIN_MAX);
            optional(whole(name, lang.say("new-after"), hint, 0, AFTER_MIN_MAX))
        }
        "position" => {
            let hint = lang.say("new-position-hint").count("max", POSITION_MAX);
            let hint = hint.count("least", TARGET_QUANTITY_MIN);
            optional(whole(name, lang.say("new-position"), hint, 1, POSITION_MAX))
        }
        "max_hours" => {
            let hint = lang.say("new-hours-hint").count("max", HOURS_MAX).count("hours", HOURS);
            optional(whole(name, lang.say("new-hours"), hint, 1, HOURS_MAX))
        }
        "speed" => Field {
            name,
            label: lang.say("new-speed").to_string(),
            hint: lang.say("new-speed-hint").to_string(),
            kind: "text",
            ..Field::default()
        },
        _ => match service.kind.parameters().iter().find(|one| one.name == name) {
            Some(parameter) => of_parameter(lang, service, parameter),
            None => Field { name, label: name.to_owned(), kind: "text", ..Field::default() },
        },
    }
}

fn whole(
    name: &'static str,
    label: impl Into<String>,
    hint: impl Into<String>,
    min: i64,
    max: i64,
) -> Field {
    Field {
        name,
        label: label.into(),
        hint: hint.into(),
        kind: "number",
        min: min.to_string(),
        max: max.to_string(),
        required: true,
        ..Field::default()
    }
}

fn optional(field: Field) -> Field {
    Field { required: false, ..field }
}

fn of_parameter(lang: Lang, service: &Service, parameter: &Parameter) -> Field {
    let hint = parameter_words::hint(lang, parameter);
    let hint = match hint.is_empty() {
        true => hint,
        false => lang.say("new-hint").with("text", hint).to_string(),
    };
    let base = Field {
        name: parameter.name,
        label: parameter_words::label(lang, parameter),
        hint,
        kind: "text",
        required: true,
        ..Field::default()
    };
    match parameter.shape {
        Shape::Text => base,
        Shape::Lines if service.kind.counted() == Counted::Lines(parameter.name) => {
            let hint = lang.say("new-lines-hint").count("min", service.min);
            let hint = hint.count("max", service.max).to_string();
            Field { kind: "textarea", hint, ..base }
        }
        Shape::Lines => Field { kind: "textarea", ..base },
        // One post may have as many as the service takes.
        Shape::Whole { .. }
            if service.kind.counted() == Counted::Children && is_least_or_most(parameter) =>
        {
            let hint = match parameter.name {
                "max" => lang.say("new-most-hint"),
                _ => lang.say("new-range-hint"),
            };
            let hint = hint.count("min", service.min).count("max", service.max);
            whole(base.name, base.label, hint, service.min, service.max)
        }
        Shape::Whole { min, max } => whole(base.name, base.label, base.hint, min, max),
        Shape::OptionalWhole { min, max } => {
            optional(whole(base.name, base.label, base.hint, min, max))
        }
        Shape::Choice(_) => {
            let choices = parameter_words::choices(lang, parameter).into_iter();
            let options = choices.map(|(value, label)| Choice::new(value, &label, false)).collect();
            Field { kind: "select", options, ..base }
        }
        Shape::OptionalDay => Field {
            kind: "date",
            required: false,
            hint: lang.say("new-last-day-hint").to_string(),
            ..base
        },
        Shape::TextWhen { .. } => optional(base),
    }
}

fn is_least_or_most(parameter: &Parameter) -> bool {
    matches!(parameter.name, "min" | "max")
}

/// Whether the charge depends on this field.
pub(super) fn counts(service: &Service, name: &str) -> bool {
    match service.kind.counted() {
        Counted::Quantity => matches!(name, "quantity" | "runs" | "interval"),
        Counted::Lines(lines) => name == lines,
        Counted::Children => matches!(name, "min" | "max"),
        Counted::Package => false,
    }
}

/// A right value for a field, so that we can see what is wrong in the others.
pub(super) fn stand_in(service: &Service, name: &str) -> String {
    let shape = service.kind.parameters().iter().find(|one| one.name == name).map(|one| one.shape);
    let units = || usize::try_from(service.min.min(service.max)).unwrap_or(1).min(50_000);
    match (name, shape) {
        ("runs" | "interval", _) => "1".to_owned(),
        ("after", _) => "0".to_owned(),
        ("speed" | "position" | "max_hours", _) => "1".to_owned(),
        ("quantity", _) if pace::aims(service) => service.min.max(TARGET_QUANTITY_MIN).to_string(),
        ("quantity" | "min", _) => service.min.to_string(),
        ("max", _) => service.max.to_string(),
        (_, Some(Shape::Lines)) => "x\n".repeat(units()),
        (_, Some(Shape::Whole { min, .. })) => min.to_string(),
        (_, Some(Shape::OptionalWhole { .. } | Shape::OptionalDay)) => String::new(),
        (_, Some(Shape::Choice(values))) => {
            values.first().map_or("", |(value, _)| value).to_owned()
        }
        _ => "x".to_owned(),
    }
}

/// What a field is called.
pub(super) fn label(lang: Lang, service: &Service, name: &'static str) -> String {
    field(lang, service, name).label
}
