//! The fields of a service's form, made from what its type asks for (`catalogue::kind`).

use crate::catalogue::Service;
use crate::catalogue::kind::{Counted, Parameter, Shape};
use crate::orders::pace::{
    self, AFTER_MIN_MAX, HOURS, HOURS_MAX, POSITION_MAX, TARGET_QUANTITY_MIN,
};
use crate::orders::{INTERVAL_MIN_MAX, RUNS_MAX};
use crate::web::figures::number;
use crate::web::form::Choice;

/// A field as data, for `form::field`.
#[derive(Debug, Clone, Default)]
pub(super) struct Field {
    pub name: &'static str,
    pub label: &'static str,
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
    all(service).map(|field| field.name).collect()
}

fn all(service: &Service) -> impl Iterator<Item = Field> {
    fields(service).into_iter().chain(drip_fields(service)).chain(delivery_fields(service))
}

/// The quantities that the service takes, in words.
pub(super) fn range(service: &Service) -> String {
    match service.kind.counted() {
        Counted::Package => "one package".to_owned(),
        _ if service.min == service.max => number(service.min),
        _ => format!("{}–{}", number(service.min), number(service.max)),
    }
}

/// The link, the type's own fields, the quantity.
pub(super) fn fields(service: &Service) -> Vec<Field> {
    let mut fields = Vec::new();
    if service.kind.takes_link() {
        fields.push(Field {
            name: "link",
            label: "Link",
            hint: "The page that the order is for, or the name of a profile.".to_owned(),
            kind: "text",
            required: true,
            ..Field::default()
        });
    }
    fields.extend(service.kind.parameters().iter().map(|one| of_parameter(service, one)));
    if service.kind.counted() == Counted::Quantity {
        let hint = format!("{} to {}.", number(service.min), number(service.max));
        fields.push(whole("quantity", "Quantity", hint, service.min, service.max));
    }
    fields
}

/// Runs and the minutes between them, if the service is drip-fed.
pub(super) fn drip_fields(service: &Service) -> Vec<Field> {
    if !service.dripfeed || !service.kind.can_drip() {
        return Vec::new();
    }
    let optional = |field: Field| Field { required: false, ..field };
    let runs = format!("How many times, 1 to {}.", number(RUNS_MAX));
    let between = format!("1 to {}, which is a week.", number(INTERVAL_MIN_MAX));
    vec![
        optional(whole("runs", "Runs", runs, 1, RUNS_MAX)),
        optional(whole("interval", "Minutes between", between, 1, INTERVAL_MIN_MAX)),
    ]
}

/// When it starts, how fast it goes and which position it should reach, as far as the service
/// allows.
pub(super) fn delivery_fields(service: &Service) -> Vec<Field> {
    let optional = |field: Field| Field { required: false, ..field };
    let mut fields = Vec::new();
    if pace::waits(service) {
        let hint = format!("0 to {}, which is 30 days; empty: at once.", number(AFTER_MIN_MAX));
        fields.push(optional(whole("after", "Minutes until the start", hint, 0, AFTER_MIN_MAX)));
    }
    if pace::aims(service) {
        let hint = format!(
            "1 to {POSITION_MAX}, for {} or more at 1 a minute. Once there, the rest is refunded.",
            number(TARGET_QUANTITY_MIN)
        );
        fields.push(optional(whole("position", "Position", hint, 1, POSITION_MAX)));
        let hint = format!("1 to {HOURS_MAX}; empty: {HOURS}.");
        fields.push(optional(whole("max_hours", "Given up after, hours", hint, 1, HOURS_MAX)));
    } else if pace::paces(service) {
        fields.push(Field {
            name: "speed",
            label: "Speed (per minute)",
            hint: "Such as 0.5 or 20: it is delivered in portions. Empty: as fast as possible."
                .to_owned(),
            kind: "text",
            ..Field::default()
        });
    }
    fields
}

fn whole(name: &'static str, label: &'static str, hint: String, min: i64, max: i64) -> Field {
    Field {
        name,
        label,
        hint,
        kind: "number",
        min: min.to_string(),
        max: max.to_string(),
        required: true,
        ..Field::default()
    }
}

fn of_parameter(service: &Service, parameter: &Parameter) -> Field {
    let hint = match parameter.hint {
        "" => String::new(),
        text => format!("{text}."),
    };
    let base = Field {
        name: parameter.name,
        label: parameter.label,
        hint,
        kind: "text",
        required: true,
        ..Field::default()
    };
    match parameter.shape {
        Shape::Text => base,
        Shape::Lines if service.kind.counted() == Counted::Lines(parameter.name) => Field {
            kind: "textarea",
            hint: format!("One a line, {} to {} lines.", number(service.min), number(service.max)),
            ..base
        },
        Shape::Lines => Field { kind: "textarea", ..base },
        // One post may have as many as the service takes.
        Shape::Whole { .. }
            if service.kind.counted() == Counted::Children && is_least_or_most(parameter) =>
        {
            let range = format!("{} to {}.", number(service.min), number(service.max));
            let hint = [range, base.hint].join(" ");
            whole(base.name, base.label, hint.trim().to_owned(), service.min, service.max)
        }
        Shape::Whole { min, max } => whole(base.name, base.label, base.hint, min, max),
        Shape::OptionalWhole { min, max } => {
            Field { required: false, ..whole(base.name, base.label, base.hint, min, max) }
        }
        Shape::Choice(values) => Field {
            kind: "select",
            options: values.iter().map(|(value, label)| Choice::new(value, label, false)).collect(),
            ..base
        },
        Shape::OptionalDay => Field {
            kind: "date",
            required: false,
            hint: "The last day on which posts are served; empty for no end.".to_owned(),
            ..base
        },
        Shape::TextWhen { .. } => Field { required: false, ..base },
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
pub(super) fn label(service: &Service, name: &str) -> &'static str {
    all(service).find(|field| field.name == name).map_or("This field", |field| field.label)
}
