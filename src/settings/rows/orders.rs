//! What is sold, and whether.

use super::{Kind, NOT_LISTED, Row, amount, text, whole};

const NOTICE_MAX: usize = 300;
/// A day.
const ASK_AGAIN_MAX_MIN: i32 = 24 * 60;

pub(super) const ROWS: &[Row] = &[
    Row {
        key: "maintenance",
        label: "Maintenance",
        help: "While it is on, nobody can place an order, and the APIs answer 503 to whoever tries. All pages stay, and orders that were placed before go on, with cancels and refills. Subscriptions go on too.",
        kind: Kind::Choice(&[("off", "Off: orders are taken"), ("on", "On: no orders are taken")]),
        show: |settings| if settings.maintenance { "on" } else { "off" }.to_owned(),
        read: |settings, typed| {
            settings.maintenance = match typed {
                "off" => false,
                "on" => true,
                _ => return Err(NOT_LISTED.into()),
            };
            Ok(())
        },
    },
    Row {
        key: "maintenance_text",
        label: "What customers read meanwhile",
        help: "It stands on top of their pages during maintenance. Blank: a plain sentence in their language.",
        kind: Kind::Text { max: NOTICE_MAX, is_long: true },
        show: |settings| settings.maintenance_text.clone(),
        read: |settings, typed| {
            settings.maintenance_text = text(typed, NOTICE_MAX, "At most 300 characters.")?;
            Ok(())
        },
    },
    Row {
        key: "floor_price",
        label: "Lowest price for 1000",
        help: "Nothing is sold or imported below it. 0: no such limit.",
        kind: Kind::Amount { optional: false },
        show: |settings| settings.floor_price.to_string(),
        read: |settings, typed| {
            settings.floor_price = amount(typed)?;
            Ok(())
        },
    },
    Row {
        key: "ask_again_min",
        label: "Minutes in which the same order is asked about",
        help: "Whoever orders the same once more on the pages within so many minutes is asked whether it is meant. 0: nobody is asked. Programs have idempotency keys instead.",
        kind: Kind::Number { min: 0, max: ASK_AGAIN_MAX_MIN },
        show: |settings| settings.ask_again_min.to_string(),
        read: |settings, typed| {
            settings.ask_again_min = whole(
                typed,
                (0, ASK_AGAIN_MAX_MIN),
                "A whole number of minutes, not more than 1440.",
            )?;
            Ok(())
        },
    },
];
