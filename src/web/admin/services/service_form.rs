//! The form of a service: what it shows, and what it becomes. The names of its fields are for
//! people; if a domain uses another name, [`field_of`] maps it.

use crate::catalogue::{Code, Draft, Kind, Service};
use crate::kit::money::Rate;
use crate::providers::sale::Filled;
use crate::providers::sandbox::{Ending, Settings};
use crate::web::form::{Choice, SentForm};

use crate::web::admin::fields::whole;

/// As it is on the page.
pub(super) struct ServiceForm {
    pub category: String,
    pub name: String,
    pub rate: String,
    pub min: String,
    pub max: String,
    pub refill_wait_h: String,
    pub refill_days: String,
    pub description: String,
    pub position: String,
    pub units_per_minute: String,
    pub partial_at_pct: String,
    pub refill: bool,
    pub cancel: bool,
    pub drip_feed: bool,
    pub forbid_duplicates: bool,
    pub enabled: bool,
    pub kinds: Vec<Choice>,
    pub codes: Vec<Choice>,
    pub endings: Vec<Choice>,
}

impl ServiceForm {
    /// A new one, as far as it can be guessed.
    pub fn blank() -> Self {
        let settings = Settings::default();
        Self {
            category: String::new(),
            name: String::new(),
            rate: String::new(),
            min: "10".to_owned(),
            max: "10000".to_owned(),
            refill_wait_h: "24".to_owned(),
            refill_days: String::new(),
            description: String::new(),
            position: "0".to_owned(),
            units_per_minute: settings.per_minute.to_string(),
            partial_at_pct: settings.partial_percent.to_string(),
            refill: false,
            cancel: false,
            drip_feed: false,
            forbid_duplicates: false,
            enabled: true,
            kinds: kinds(Kind::Default.as_str()),
            codes: codes(""),
            endings: endings(settings.ending.as_str()),
        }
    }

    /// One that is there.
    pub fn of(service: &Service, settings: &Settings) -> Self {
        Self {
            category: service.category.clone(),
            name: service.name.clone(),
            rate: service.rate.to_string(),
            min: service.min.to_string(),
            max: service.max.to_string(),
            refill_wait_h: service.refill_wait_h.to_string(),
            refill_days: service.refill_days.map(|days| days.to_string()).unwrap_or_default(),
            description: service.description.clone(),
            position: service.position.to_string(),
            units_per_minute: settings.per_minute.to_string(),
            partial_at_pct: settings.partial_percent.to_string(),
            refill: service.refill,
            cancel: service.cancel,
            drip_feed: service.dripfeed,
            forbid_duplicates: service.unique_link,
            enabled: service.enabled,
            kinds: kinds(service.kind.as_str()),
            codes: codes(&service.code.map(|code| code.number().to_string()).unwrap_or_default()),
            endings: endings(settings.ending.as_str()),
        }
    }

    /// What was typed.
    pub fn typed(form: &SentForm) -> Self {
        let text = |name| form.text(name).to_owned();
        Self {
            category: text("category"),
            name: text("name"),
            rate: text("rate"),
            min: text("min"),
            max: text("max"),
            refill_wait_h: text("refill_wait_h"),
            refill_days: text("refill_days"),
            description: text("description"),
            position: text("position"),
            units_per_minute: text("units_per_minute"),
            partial_at_pct: text("partial_at_pct"),
            refill: form.is_ticked("refill"),
            cancel: form.is_ticked("cancel"),
            drip_feed: form.is_ticked("drip_feed"),
            forbid_duplicates: form.is_ticked("forbid_duplicates"),
            enabled: form.is_ticked("enabled"),
            kinds: kinds(form.text("kind")),
            codes: codes(form.text("code")),
            endings: endings(form.text("ending")),
        }
    }
}

/// Reads all fields, so that every mistake is reported at once. `kept`: values that the form does
/// not ask for stay as they were.
pub(super) fn read_service(form: &mut SentForm, kept: &Settings) -> Option<Filled> {
    for (name, said) in [
        ("category", "Name a category; a new word makes a new one."),
        ("name", "A service needs a name."),
    ] {
        if form.text(name).trim().is_empty() {
            form.refuse(name, said);
        }
    }
    let kind = form.read("kind", |typed| Kind::parse(typed).ok_or("Choose one of the list."));
    let code = form.read("code", |typed| match typed.trim() {
        "" => Ok(None),
        text => {
            let code = text.parse().ok().and_then(Code::of);
            code.map(Some).ok_or("Choose one of the list.")
        }
    });
    let rate = form.read("rate", |typed| {
        Rate::parse(typed.trim())
            .map_err(|_| "A number such as 0.90, with at most six digits after the point.")
    });
    let (min, max) = (form.read("min", whole), form.read("max", whole));
    let wait_h = form.read("refill_wait_h", |typed| match typed.trim() {
        "" => Ok(24),
        hours => whole(hours),
    });
    let days = form.read("refill_days", |typed| match typed.trim() {
        "" => Ok(None),
        days => whole(days).map(Some),
    });
    let position = form.read("position", |typed| match typed.trim() {
        "" => Ok(0),
        place => whole(place),
    });
    // The form of a service that the sandbox does not deliver asks nothing about it.
    let ending = match form.text("ending") {
        "" => Some(kept.ending),
        _ => form.read("ending", |typed| Ending::parse(typed).ok_or("Choose one of the list.")),
    };
    let per_minute = match form.text("units_per_minute").trim() {
        "" => Some(kept.per_minute),
        _ => form.read("units_per_minute", whole),
    };
    let percent = form.read("partial_at_pct", |typed| match typed.trim() {
        "" => Ok(kept.partial_percent),
        percent => whole(percent),
    });
    let draft = Draft {
        category_id: 0,
        position: position?,
        name: form.text("name").trim().to_owned(),
        kind: kind?,
        // Browsers send line ends as carriage return and line feed.
        description: form.text("description").trim().replace("\r\n", "\n"),
        rate: rate?,
        min: min?,
        max: max?,
        refill: form.is_ticked("refill"),
        cancel: form.is_ticked("cancel"),
        dripfeed: form.is_ticked("drip_feed"),
        unique_link: form.is_ticked("forbid_duplicates"),
        refill_wait_h: wait_h?,
        refill_days: days?,
        enabled: form.is_ticked("enabled"),
    };
    let settings = Settings {
        per_minute: per_minute?,
        ending: ending?,
        partial_percent: percent?,
        ..kept.clone()
    };
    if form.errors().any() {
        return None;
    }
    Some(Filled { category: form.text("category").to_owned(), draft, code: code?, settings })
}

/// A field in which what is saved differs from what was typed.
pub(super) struct Differs {
    pub label: &'static str,
    pub saved: String,
    pub typed: String,
}

/// Compares what is saved with what was typed, in the order of the form.
pub(super) fn differences(saved: &ServiceForm, typed: &ServiceForm) -> Vec<Differs> {
    let chosen = |choices: &[Choice]| {
        let chosen = choices.iter().find(|choice| choice.selected);
        chosen.map(|choice| choice.label.clone()).unwrap_or_default()
    };
    let yes = |ticked: bool| if ticked { "Yes" } else { "No" }.to_owned();
    let texts = |form: &ServiceForm| {
        [
            ("Category", form.category.clone()),
            ("Name", form.name.clone()),
            ("Type", chosen(&form.kinds)),
            ("Type in the order API", chosen(&form.codes)),
            ("Description", form.description.replace("\r\n", "\n")),
            ("Position in the list", form.position.clone()),
            ("On sale", yes(form.enabled)),
            ("Rate per 1000", form.rate.clone()),
            ("Smallest quantity", form.min.clone()),
            ("Largest quantity", form.max.clone()),
            ("Refill", yes(form.refill)),
            ("Cancel", yes(form.cancel)),
            ("Drip-feed", yes(form.drip_feed)),
            ("Forbid duplicates", yes(form.forbid_duplicates)),
            ("Hours before a refill", form.refill_wait_h.clone()),
            ("Days with refill", form.refill_days.clone()),
        ]
    };
    let both = texts(saved).into_iter().zip(texts(typed));
    let both = both.filter(|((label, saved), (_, typed))| match *label {
        // The same price may be written in several ways.
        "Rate per 1000" => match (Rate::parse(saved), Rate::parse(typed.trim())) {
            (Ok(saved), Ok(typed)) => saved != typed,
            _ => true,
        },
        _ => saved.trim() != typed.trim(),
    });
    both.map(|((label, saved), (_, typed))| Differs { label, saved, typed }).collect()
}

/// The form's name of a domain's field.
pub(super) fn field_of(field: &str) -> &str {
    match field {
        "dripfeed" => "drip_feed",
        "per_minute" => "units_per_minute",
        "partial_percent" => "partial_at_pct",
        same => same,
    }
}

fn kinds(chosen: &str) -> Vec<Choice> {
    Kind::ALL.map(|kind| Choice::new(kind.as_str(), kind.as_str(), kind.as_str() == chosen)).into()
}

fn codes(chosen: &str) -> Vec<Choice> {
    let none = Choice::new("", "None", chosen.is_empty());
    let named = Code::ALL.map(|code| {
        let number = code.number().to_string();
        Choice::new(&number, &format!("{number} · {}", code.label()), number == chosen)
    });
    std::iter::once(none).chain(named).collect()
}

pub(super) fn endings(chosen: &str) -> Vec<Choice> {
    let label = |ending| match ending {
        Ending::Completed => "Completed: all is delivered",
        Ending::Partial => "Partial: a part is delivered",
        Ending::Canceled => "Canceled: nothing is delivered",
        Ending::Refused => "Refused: it is not taken",
        Ending::Silent => "Silent: no answer comes back",
    };
    let choice =
        |ending: Ending| Choice::new(ending.as_str(), label(ending), ending.as_str() == chosen);
    Ending::ALL.map(choice).into()
}
