//! Who may come in, and what staff may do.

use super::super::SignUp;
use super::{Kind, NOT_LISTED, Row, amount, whole};

/// Most people who sign up from one network on one day, however large the owner's wish.
const SIGN_UPS_MAX: i32 = 100_000;

pub(super) const ROWS: &[Row] = &[
    Row {
        key: "sign_up",
        label: "Who may sign up",
        help: "Invited staff may always. Whoever has an account keeps it.",
        kind: Kind::Choice(&[
            ("open", "Anyone"),
            ("invitation", "Whoever has an invitation"),
            ("closed", "Nobody"),
        ]),
        show: |settings| settings.sign_up.as_str().to_owned(),
        read: |settings, typed| {
            settings.sign_up = SignUp::parse(typed).ok_or(NOT_LISTED)?;
            Ok(())
        },
    },
    Row {
        key: "sign_ups_per_network_per_day",
        label: "Sign-ups from one network in a day",
        help: "A network is one IPv4 address, or a /64 of IPv6. Days are those of UTC. People with an invitation are not counted.",
        kind: Kind::Number { min: 1, max: SIGN_UPS_MAX },
        show: |settings| settings.sign_ups_per_network_per_day.to_string(),
        read: |settings, typed| {
            settings.sign_ups_per_network_per_day =
                whole(typed, (1, SIGN_UPS_MAX), "A whole number, 1 to 100000.")?;
            Ok(())
        },
    },
    Row {
        key: "verified_only",
        label: "Who may place orders",
        help: "Who has not confirmed their address by a link in a mail can look at everything, and orders nothing, on pages and by API. Their subscriptions and the orders that they have placed go on.",
        kind: Kind::Choice(&[
            ("off", "Every account"),
            ("on", "Accounts whose address is confirmed"),
        ]),
        show: |settings| if settings.verified_only { "on" } else { "off" }.to_owned(),
        read: |settings, typed| {
            settings.verified_only = match typed {
                "off" => false,
                "on" => true,
                _ => return Err(NOT_LISTED.into()),
            };
            Ok(())
        },
    },
    Row {
        key: "staff_second_factor",
        label: "Second factor of staff",
        help: "A code of an app, beside the password. Staff without one set it up before they see any page of the staff's side. Keys of API are not concerned.",
        kind: Kind::Choice(&[
            ("off", "Everyone decides for themselves"),
            ("on", "All staff need one"),
        ]),
        show: |settings| if settings.staff_second_factor { "on" } else { "off" }.to_owned(),
        read: |settings, typed| {
            settings.staff_second_factor = match typed {
                "off" => false,
                "on" => true,
                _ => return Err(NOT_LISTED.into()),
            };
            Ok(())
        },
    },
    Row {
        key: "staff_credit_per_day",
        label: "What one member of staff may credit in a day",
        help: "Above it, a second member of staff confirms. Blank: no such limit.",
        kind: Kind::Amount { optional: true },
        show: |settings| {
            settings.staff_credit_per_day.map(|most| most.to_string()).unwrap_or_default()
        },
        read: |settings, typed| {
            settings.staff_credit_per_day =
                if typed.is_empty() { None } else { Some(amount(typed)?) };
            Ok(())
        },
    },
];
