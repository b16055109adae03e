//! Why an order is not taken, in plain words and beside the field with the mistake.

use super::offer::{Offer, Typed};
use super::order_fields::label;
use crate::catalogue::Link;
use crate::catalogue::kind::{Counted, Shape};
use crate::orders::pace::{AFTER_MIN_MAX, HOURS_MAX, POSITION_MAX};
use crate::orders::{INTERVAL_MIN_MAX, PlaceError, RUNS_MAX};
use crate::web::failure::Failure;
use crate::web::figures::number;

/// The field ("" for the form as a whole) and what to say about it.
pub(super) fn refusal(
    error: PlaceError,
    offer: &Offer,
    typed: &Typed,
) -> Result<(&'static str, String), Failure> {
    let service = &offer.listed.service;
    let said = |name: &'static str, text: &str| Ok((name, text.to_owned()));
    match error {
        PlaceError::Service => {
            said("", "This service is not on sale any more. Choose another; nothing was charged.")
        }
        PlaceError::Link => {
            let name = if service.kind.takes_link() { "link" } else { "username" };
            let text = typed.text(name).trim();
            if text.is_empty() {
                said(name, "Fill in the link.")
            } else if Link::parse(text).is_ok() {
                said(name, "Orders for this target are not taken here.")
            } else {
                said(name, "This is neither the address of a public page nor a name.")
            }
        }
        PlaceError::Quantity if typed.text("quantity").trim().is_empty() => {
            said("quantity", "Fill in the quantity.")
        }
        PlaceError::Quantity => said("quantity", "The quantity is a whole number, such as 1000."),
        PlaceError::BelowMin(min) => {
            let name = limited(offer, typed, |number| number < min);
            Ok((name, format!("At least {} for this service{}.", number(min), given(offer, typed))))
        }
        PlaceError::AboveMax(max) => {
            let name = limited(offer, typed, |number| number > max);
            Ok((name, format!("At most {} for this service{}.", number(max), given(offer, typed))))
        }
        PlaceError::Parameter(name) => Ok((name, parameter(name, offer, typed))),
        PlaceError::DripfeedOff => said("runs", "This service is not drip-fed."),
        PlaceError::Dearer(charge) => Ok((
            "",
            format!(
                "The charge is {charge} {} now, more than this form showed. Nothing was placed or \
                 charged. Send the form again if you agree.",
                offer.currency
            ),
        )),
        PlaceError::Funds => Ok((
            "",
            format!(
                "Your balance of {} {} does not cover this order. Nothing was charged.",
                offer.balance, offer.currency
            ),
        )),
        PlaceError::Duplicate => said(
            "link",
            "An order of this service for this link is not finished yet. Wait until it is.",
        ),
        PlaceError::KeyReused => said(
            "",
            "This form had placed an order before you changed it; you find that one under Orders. \
             Nothing was placed or charged now. Send the form again to place another.",
        ),
        PlaceError::Busy => {
            said("", "Too much is going on. Nothing was charged; send the form again in a moment.")
        }
        PlaceError::Unknown => said(
            "",
            "The database was lost for a moment, so it is not known whether the order was placed. \
             Send this form again as it is: it is placed and charged once at most.",
        ),
        PlaceError::Db(error) => Err(error.into()),
    }
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
fn given(offer: &Offer, typed: &Typed) -> String {
    let Counted::Lines(name) = offer.listed.service.kind.counted() else { return String::new() };
    let lines = typed.text(name).lines().filter(|line| !line.trim().is_empty()).count();
    format!("; there {} {lines} now", if lines == 1 { "is" } else { "are" })
}

fn parameter(name: &'static str, offer: &Offer, typed: &Typed) -> String {
    let service = &offer.listed.service;
    let between = |min, max| format!("A whole number from {} to {}.", number(min), number(max));
    match name {
        "runs" => return between(1, RUNS_MAX),
        "interval" => return between(1, INTERVAL_MIN_MAX),
        "after" => return between(0, AFTER_MIN_MAX),
        "position" if typed.is_blank("position") => return "Fill in the position.".to_owned(),
        "position" if !typed.is_blank("runs") => {
            return "An order for a position is not drip-fed.".to_owned();
        }
        "position" => return between(1, POSITION_MAX),
        "max_hours" => return between(1, HOURS_MAX),
        "speed" if !typed.is_blank("runs") => {
            return "Choose a pace or runs: a drip-feed has its own pace.".to_owned();
        }
        "speed" => {
            return "A number above 0 such as 0.5 or 20, at most three digits after the point."
                .to_owned();
        }
        _ => {}
    }
    let one = service.kind.parameters().iter().find(|one| one.name == name);
    let text = typed.text(name).trim();
    match one.map(|one| one.shape) {
        Some(Shape::Choice(_)) => "Choose one of the list.".to_owned(),
        _ if text.len() > 50_000 => "This is too long.".to_owned(),
        Some(Shape::OptionalDay) => "A day that is not over, such as 31/12/2026.".to_owned(),
        _ if text.is_empty() => format!("Fill in “{}”.", label(service, name)),
        Some(Shape::Whole { min, max } | Shape::OptionalWhole { min, max }) => {
            match text.parse::<i64>() {
                // Each is right alone, but not together.
                Ok(most) if name == "max" && (min..=max).contains(&most) => {
                    "Not less than the smallest quantity for a post.".to_owned()
                }
                _ if name == "min" || name == "max" => between(service.min, service.max),
                _ => between(min, max),
            }
        }
        Some(Shape::Text) => "One line, please.".to_owned(),
        _ => "This cannot be read: a name or one line of text.".to_owned(),
    }
}

/// A length of time, rounded to what is known.
pub(super) fn about(seconds: i64) -> String {
    match seconds {
        ..90 => "about a minute".to_owned(),
        90..5_400 => format!("about {} min", (seconds + 30) / 60),
        5_400..129_600 => format!("about {} h", (seconds + 1_800) / 3_600),
        _ => format!("about {} days", (seconds + 43_200) / 86_400),
    }
}
