//! How the panel looks and what it says of itself.

use super::super::accent::{self, Theme};
use super::{Kind, NOT_LISTED, Row, Wrong, line, text};
use crate::kit::lang::Lang;
use crate::kit::money::Money;
use crate::kit::zone::Zone;

const NAME_MAX: usize = 60;
/// Characters of the start page's headline and of its text.
const HEADLINE_MAX: usize = 120;
const START_TEXT_MAX: usize = 2000;
const SELLER_MAX: usize = 1_000;
const CONTACT_MAX: usize = 200;
const AMOUNTS_CHARS_MAX: usize = 200;
/// More would be no choice.
const AMOUNTS_MAX: usize = 8;

pub(super) const ROWS: &[Row] = &[
    Row {
        key: "panel_name",
        label: "Name of the panel",
        help: "It stands on every page. Blank: what the panel was started with.",
        kind: Kind::Text { max: NAME_MAX, is_long: false },
        show: |settings| settings.panel_name.clone(),
        read: |settings, typed| {
            settings.panel_name = line(typed, NAME_MAX, "At most 60 characters.")?;
            Ok(())
        },
    },
    Row {
        key: "logo_shown",
        label: "Beside the logo",
        help: "For a panel with a logo of its own: choose nothing if the name is part of it.",
        kind: Kind::Choice(&[("name", "The name of the panel"), ("alone", "Nothing")]),
        show: |settings| if settings.logo_alone { "alone" } else { "name" }.to_owned(),
        read: |settings, typed| {
            settings.logo_alone = match typed {
                "name" => false,
                "alone" => true,
                _ => return Err(NOT_LISTED.into()),
            };
            Ok(())
        },
    },
    Row {
        key: "accent_light",
        label: "Colour in the light theme",
        help: "Of links and buttons, such as #3457c0. It has to be dark enough to be read on white. Blank: the panel's own.",
        kind: Kind::Text { max: accent::TEXT_MAX, is_long: false },
        show: |settings| settings.accent_light.map(|colour| colour.to_string()).unwrap_or_default(),
        read: |settings, typed| {
            settings.accent_light = accent::read(typed, Theme::Light)?;
            Ok(())
        },
    },
    Row {
        key: "accent_dark",
        label: "Colour in the dark theme",
        help: "It has to be light enough to be read on black. Blank: made from the one of the light theme.",
        kind: Kind::Text { max: accent::TEXT_MAX, is_long: false },
        show: |settings| settings.accent_dark.map(|colour| colour.to_string()).unwrap_or_default(),
        read: |settings, typed| {
            settings.accent_dark = accent::read(typed, Theme::Dark)?;
            Ok(())
        },
    },
    Row {
        key: "start_headline",
        label: "Headline of the start page",
        help: "One line about what is sold here. Blank: a plain one.",
        kind: Kind::Text { max: HEADLINE_MAX, is_long: false },
        show: |settings| settings.start_headline.clone(),
        read: |settings, typed| {
            settings.start_headline = line(typed, HEADLINE_MAX, "At most 120 characters.")?;
            Ok(())
        },
    },
    Row {
        key: "start_text",
        label: "Text of the start page",
        help: "It stands under the headline, with its line breaks; its first lines are what search engines show. Blank: a plain one.",
        kind: Kind::Text { max: START_TEXT_MAX, is_long: true },
        show: |settings| settings.start_text.clone(),
        read: |settings, typed| {
            settings.start_text = text(typed, START_TEXT_MAX, "At most 2,000 characters.")?;
            Ok(())
        },
    },
    Row {
        key: "public_prices",
        label: "Who sees the price list",
        help: "The services with their list prices, what changed, and the API page. What is sold then stands on the start page too, and search engines may read all of it.",
        kind: Kind::Choice(&[("customers", "Whoever is signed in"), ("everyone", "Everyone")]),
        show: |settings| if settings.public_prices { "everyone" } else { "customers" }.to_owned(),
        read: |settings, typed| {
            settings.public_prices = match typed {
                "customers" => false,
                "everyone" => true,
                _ => return Err(NOT_LISTED.into()),
            };
            Ok(())
        },
    },
    Row {
        key: "languages",
        label: "Languages of the customers' pages",
        help: "Customers choose among these. Staff's pages and the APIs are in English.",
        kind: Kind::Languages,
        show: |settings| {
            let tags: Vec<_> = settings.languages.iter().map(|lang| lang.tag()).collect();
            tags.join(" ")
        },
        read: |settings, typed| {
            let chosen: Vec<&str> = typed.split_whitespace().collect();
            if chosen.is_empty() {
                return Err("Choose one language or more.".into());
            }
            if chosen.iter().any(|tag| Lang::parse(tag).is_none()) {
                return Err(NOT_LISTED.into());
            }
            settings.languages = Lang::all().filter(|lang| chosen.contains(&lang.tag())).collect();
            Ok(())
        },
    },
    Row {
        key: "language",
        label: "Language for everybody else",
        help: "For visitors whose browser asks for none of these languages. If it is not one of them, the first one is taken.",
        kind: Kind::Language,
        show: |settings| settings.language.tag().to_owned(),
        read: |settings, typed| {
            settings.language = Lang::parse(typed).ok_or(NOT_LISTED)?;
            Ok(())
        },
    },
    Row {
        key: "time_zone",
        label: "Time zone",
        help: "In which visitors read times. New accounts start with it, and may choose another.",
        kind: Kind::Zone,
        show: |settings| settings.time_zone.to_string(),
        read: |settings, typed| {
            settings.time_zone = Zone::parse(typed).map_err(|_| NOT_LISTED)?;
            Ok(())
        },
    },
    Row {
        key: "abuse_contact",
        label: "How people reach you about abuse",
        help: "An e-mail address, for example. The terms of use and the start page show it. Blank: what the panel was started with.",
        kind: Kind::Text { max: CONTACT_MAX, is_long: false },
        show: |settings| settings.abuse_contact.clone(),
        read: |settings, typed| {
            settings.abuse_contact = line(typed, CONTACT_MAX, "At most 200 characters.")?;
            Ok(())
        },
    },
    Row {
        key: "deposit_amounts",
        label: "Amounts to choose when adding funds",
        help: "With commas between, such as 10, 25, 50. Those that a payment method does not take are left out. Blank: customers only type an amount.",
        kind: Kind::Text { max: AMOUNTS_CHARS_MAX, is_long: false },
        show: |settings| {
            let amounts = settings.deposit_amounts.iter().map(ToString::to_string);
            amounts.collect::<Vec<_>>().join(", ")
        },
        read: |settings, typed| {
            settings.deposit_amounts = amounts(typed)?;
            Ok(())
        },
    },
    Row {
        key: "seller",
        label: "Who sells, for receipts",
        help: "Name, address and tax number, with line breaks. It stands on the receipts of customers' payments. Blank: nothing.",
        kind: Kind::Text { max: SELLER_MAX, is_long: true },
        show: |settings| settings.seller.clone(),
        read: |settings, typed| {
            settings.seller = text(typed, SELLER_MAX, "At most 1,000 characters.")?;
            Ok(())
        },
    },
];

/// Amounts with commas between, from the least on, each once.
fn amounts(typed: &str) -> Result<Vec<Money>, Wrong> {
    const WRONG: &str = "Amounts above 0 with commas between, such as 10, 25, 50: at most eight.";
    let typed = line(typed, AMOUNTS_CHARS_MAX, WRONG)?;
    let mut amounts = Vec::new();
    for amount in typed.split(',').map(str::trim).filter(|amount| !amount.is_empty()) {
        match Money::parse(amount) {
            Ok(amount) if amount > Money::ZERO => amounts.push(amount),
            _ => return Err(WRONG.into()),
        }
    }
    amounts.sort_unstable();
    amounts.dedup();
    if amounts.len() > AMOUNTS_MAX { Err(WRONG.into()) } else { Ok(amounts) }
}
