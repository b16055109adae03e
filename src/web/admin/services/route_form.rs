//! The form of a service's routes: what to do with them, as it was sent.

use crate::kit::money::Rate;
use crate::providers::margin::Margin;
use crate::providers::route_edit::{Draft, Seen};
use crate::providers::sandbox::{Ending, Settings};
use crate::providers::{ProviderId, RouteEdit, RouteError};
use crate::web::admin::fields::{sentence, whole};
use crate::web::form::SentForm;

/// What staff read when it is done.
pub(super) const fn done_words(edit: &RouteEdit) -> &'static str {
    match edit {
        RouteEdit::Add(_) => "The route is added, behind the others.",
        RouteEdit::Change(..) => "The route is changed.",
        RouteEdit::Remove(_) => "The route is removed; orders that went by it go on.",
        RouteEdit::Shift { .. } => "New orders try the routes in this order.",
    }
}

pub(super) fn read_edit(form: &mut SentForm) -> Option<RouteEdit> {
    match form.text("action") {
        "add" => {
            let provider_id =
                form.read("provider", |typed| typed.parse().map_err(|_| "Choose who delivers."));
            let draft = read_draft(form);
            Some(RouteEdit::Add(Draft { provider_id: provider_id?, ..draft? }))
        }
        "save" => {
            let (seen, draft) = (read_seen(form), read_draft(form));
            Some(RouteEdit::Change(seen?, draft?))
        }
        "remove" => read_seen(form).map(RouteEdit::Remove),
        "up" => read_seen(form).map(|seen| RouteEdit::Shift { seen, up: true }),
        "down" => read_seen(form).map(|seen| RouteEdit::Shift { seen, up: false }),
        _ => {
            form.refuse("", "Choose what is to be done.");
            None
        }
    }
}

fn read_seen(form: &mut SentForm) -> Option<Seen> {
    let (position, provider) = (form.text("position").parse(), form.text("provider").parse());
    let (Ok(position), Ok(provider_id)) = (position, provider) else {
        form.refuse("", sentence(&RouteError::Moved));
        return None;
    };
    let upstream_service = form.text("upstream_service").to_owned();
    Some(Seen { position, provider_id, upstream_service })
}

/// Everything except the provider and the service there.
fn read_draft(form: &mut SentForm) -> Option<Draft> {
    let cost = form.read_optional("cost", |typed| {
        Rate::parse(typed.trim())
            .ok()
            .filter(|rate| rate.micros() <= 1_000_000_000_000_000)
            .ok_or("A number such as 0.90, with at most six digits after the point.")
    });
    let blank = ["margin", "fixed", "step"].iter().all(|name| form.text(name).trim().is_empty());
    let percent =
        form.read("margin", |typed| Margin::parse_percent(typed).map_err(|e| sentence(&e)));
    let fixed = form.read("fixed", |typed| Margin::parse_fixed(typed).map_err(|e| sentence(&e)));
    let step = form.read("step", |typed| Margin::parse_step(typed).map_err(|e| sentence(&e)));
    let settings = if form.text("ending").is_empty() { None } else { Some(read_settings(form)?) };
    if form.errors().any() {
        return None;
    }
    Some(Draft {
        provider_id: ProviderId::new(0),
        upstream_service: form.text("upstream_service").to_owned(),
        cost,
        margin: (!blank).then_some(Margin::of_parts(percent?, fixed?, step?)),
        settings,
    })
}

fn read_settings(form: &mut SentForm) -> Option<Settings> {
    let ending = form.read("ending", |typed| Ending::parse(typed).ok_or("Choose one of the list."));
    let per_minute = form.read("per_minute", whole);
    let partial_percent = form.read("partial_percent", whole);
    Some(Settings {
        ending: ending?,
        per_minute: per_minute?,
        partial_percent: partial_percent?,
        ..Settings::default()
    })
}
