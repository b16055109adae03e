//! Why an order is not taken, in plain words and beside the field with the mistake.

use super::offer::{Offer, Typed};
use super::order_fields::label;
use crate::catalogue::Link;
use crate::catalogue::kind::{Counted, Shape};
use crate::kit::lang::{Lang, Said};
use crate::orders::pace::{AFTER_MIN_MAX, HOURS_MAX, POSITION_MAX};
use crate::orders::{INTERVAL_MIN_MAX, PlaceError, RUNS_MAX};
use crate::web::failure::Failure;

/// The field ("" for the form as a whole) and what to say about it.
pub(super) fn refusal(
    error: PlaceError,
    offer: &Offer,
    typed: &Typed,
) -> Result<(&'static str, String), Failure> {
    let (service, lang) = (&offer.listed.service, offer.lang);
    let (name, said) = match error {
        PlaceError::Maintenance => ("", lang.say("new-maintenance")),
        PlaceError::Unverified => ("", lang.say("new-unverified")),
        PlaceError::Service => ("", lang.say("new-service-gone-meanwhile")),
        PlaceError::Link | PlaceError::Blocked(_) => {
            let name = if service.kind.takes_link() { "link" } else { "username" };
            let text = typed.text(name).trim();
            let said = if text.is_empty() {
                lang.say("new-link-missing")
            } else if Link::parse(text).is_ok() {
                lang.say("new-link-refused")
            } else {
                lang.say("new-link-unreadable")
            };
            (name, said)
        }
        PlaceError::Quantity if typed.text("quantity").trim().is_empty() => {
            ("quantity", lang.say("new-quantity-missing"))
        }
        PlaceError::Quantity => ("quantity", lang.say("new-quantity-not-whole")),
        PlaceError::BelowMin(min) => {
            let name = limited(offer, typed, |number| number < min);
            let said = match lines(offer, typed) {
                Some(lines) => lang.say("new-too-few-lines").count("count", lines),
                None => lang.say("new-too-few"),
            };
            (name, said.count("min", min))
        }
        PlaceError::AboveMax(max) => {
            let name = limited(offer, typed, |number| number > max);
            let said = match lines(offer, typed) {
                Some(lines) => lang.say("new-too-many-lines").count("count", lines),
                None => lang.say("new-too-many"),
            };
            (name, said.count("max", max))
        }
        PlaceError::Parameter(name) => (name, parameter(name, offer, typed)),
        PlaceError::DripfeedOff => ("runs", lang.say("new-not-drip-fed")),
        PlaceError::Dearer(charge) => {
            let charge = lang.money(charge, &offer.currency);
            ("", lang.say("new-dearer").with("amount", charge))
        }
        PlaceError::Funds => {
            let balance = lang.money(offer.balance, &offer.currency);
            ("", lang.say("new-funds").with("amount", balance))
        }
        PlaceError::Duplicate => ("link", lang.say("new-duplicate")),
        PlaceError::KeyReused => ("", lang.say("new-form-used")),
        PlaceError::Busy => ("", lang.say("new-busy")),
        PlaceError::Unknown => ("", lang.say("new-outcome-unknown")),
        PlaceError::Db(error) => return Err(error.into()),
    };
    Ok((name, said.to_string()))
}

/// The field that a limit of the quantity is about.
fn limited(offer: &Offer, typed: &Typed, is_beyond: impl Fn(i64) -> bool) -> &'static str {
    match offer.listed.service.kind.counted() {
        Counted::Lines(name) => name,
        Counted::Children => match typed.text("min").trim().parse() {
            Ok(least) if !is_beyond(least) => "max",
            _ => "min",
        },
        Counted::Quantity | Counted::Package => "quantity",
    }
}

/// The number of lines, if lines are charged.
fn lines(offer: &Offer, typed: &Typed) -> Option<usize> {
    let Counted::Lines(name) = offer.listed.service.kind.counted() else { return None };
    Some(typed.text(name).lines().filter(|line| !line.trim().is_empty()).count())
}

fn parameter(name: &'static str, offer: &Offer, typed: &Typed) -> Said {
    let (service, lang) = (&offer.listed.service, offer.lang);
    let between = |min: i64, max: i64| lang.say("new-between").count("min", min).count("max", max);
    match name {
        "runs" => return between(1, RUNS_MAX),
        "interval" => return between(1, INTERVAL_MIN_MAX),
        "after" => return between(0, AFTER_MIN_MAX),
        "position" if typed.is_blank("position") => return lang.say("new-position-missing"),
        "position" if !typed.is_blank("runs") => return lang.say("new-position-or-runs"),
        "position" => return between(1, POSITION_MAX),
        "max_hours" => return between(1, HOURS_MAX),
        "speed" if !typed.is_blank("runs") => return lang.say("new-speed-or-runs"),
        "speed" => return lang.say("new-speed-unreadable"),
        _ => {}
    }
    let one = service.kind.parameters().iter().find(|one| one.name == name);
    let text = typed.text(name).trim();
    match one.map(|one| one.shape) {
        Some(Shape::Choice(_)) => lang.say("new-choose-one"),
        _ if text.len() > 50_000 => lang.say("new-too-long"),
        Some(Shape::OptionalDay) => lang.say("new-day-unreadable"),
        _ if text.is_empty() => lang.say("new-fill-in").with("field", label(lang, service, name)),
        Some(Shape::Whole { min, max } | Shape::OptionalWhole { min, max }) => {
            match text.parse::<i64>() {
                // Each is right alone, but not together.
                Ok(most) if name == "max" && (min..=max).contains(&most) => {
                    lang.say("new-most-below-least")
                }
                _ if name == "min" || name == "max" => between(service.min, service.max),
                _ => between(min, max),
            }
        }
        Some(Shape::Text) => lang.say("new-one-line"),
        _ => lang.say("new-unreadable"),
    }
}

/// A length of time, rounded to what is known.
pub(super) fn about(lang: Lang, seconds: i64) -> String {
    let said = match seconds {
        ..90 => lang.say("new-about-a-minute"),
        90..5_400 => lang.say("new-about-minutes").count("count", (seconds + 30) / 60),
        5_400..129_600 => lang.say("new-about-hours").count("count", (seconds + 1_800) / 3_600),
        _ => lang.say("new-about-days").count("count", (seconds + 43_200) / 86_400),
    };
    said.to_string()
}
