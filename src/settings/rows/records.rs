//! What is kept, and how long.

use super::{Kind, Row, whole};

/// Ten years.
const DAYS_MAX: i32 = 3650;
const NOT_DAYS: &str = "A whole number of days, not more than 3650.";

pub(super) const ROWS: &[Row] = &[
    Row {
        key: "keep_calls_days",
        label: "Days for which calls of tokens are kept",
        help: "Of each token there are never more than its last 1,000 calls. Older ones are deleted.",
        kind: Kind::Number { min: 1, max: DAYS_MAX },
        show: |settings| settings.keep_calls_days.to_string(),
        read: |settings, typed| {
            settings.keep_calls_days = whole(typed, (1, DAYS_MAX), NOT_DAYS)?;
            Ok(())
        },
    },
    Row {
        key: "keep_answers_days",
        label: "Days for which providers' answers are kept",
        help: "What was sent for an order and what came back. After that time the texts are deleted, once the order has ended. When it was sent, to whom, what became of it and the id there stay.",
        kind: Kind::Number { min: 1, max: DAYS_MAX },
        show: |settings| settings.keep_answers_days.to_string(),
        read: |settings, typed| {
            settings.keep_answers_days = whole(typed, (1, DAYS_MAX), NOT_DAYS)?;
            Ok(())
        },
    },
    Row {
        key: "keep_mails_days",
        label: "Days for which it is kept to whom mail was sent",
        help: "The kind, the address and what the server said. What a message says is deleted as soon as it is sent.",
        kind: Kind::Number { min: 1, max: DAYS_MAX },
        show: |settings| settings.keep_mails_days.to_string(),
        read: |settings, typed| {
            settings.keep_mails_days = whole(typed, (1, DAYS_MAX), NOT_DAYS)?;
            Ok(())
        },
    },
];
