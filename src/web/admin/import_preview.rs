//! What an import would change, before it does.

use askama::Template;

use super::sentence;
use crate::app::App;
use crate::providers::import::{Plan, Planned, Step, Wish};
use crate::providers::margin::Margin;
use crate::providers::provider::Provider;
use crate::web::form::Form;
use crate::web::guard::Staff;
use crate::web::order_view::number;
use crate::web::view::Page;

/// Lines that are shown of what would change.
const PREVIEW_LINES: usize = 500;
/// Longer lists of chosen ids are "all that match".
const CHOSEN_MAX: usize = 10_000;

/// What was chosen and how, as the form says it.
pub(super) fn wish(form: &mut Form, matching: Vec<String>) -> Option<Wish> {
    let percent =
        form.read("margin", |typed| Margin::parse_percent(typed).map_err(|error| sentence(&error)));
    let fixed =
        form.read("fixed", |typed| Margin::parse_fixed(typed).map_err(|error| sentence(&error)));
    let step =
        form.read("step", |typed| Margin::parse_step(typed).map_err(|error| sentence(&error)));
    let services: Vec<String> = match form.text("which") {
        "matching" => matching,
        _ => form.all("ids").take(CHOSEN_MAX).map(str::to_owned).collect(),
    };
    if services.is_empty() {
        form.refuse("", "Tick the services to import, or take all that match.");
    }
    let into = form.text("into").trim();
    let wish = Wish {
        services: Some(services),
        only_new: form.is_ticked("only_new"),
        category: (!into.is_empty()).then(|| into.to_owned()),
        margin: Some(Margin::of_parts(percent?, fixed?, step?)),
        texts: form.is_ticked("texts"),
        on_sale: !form.is_ticked("off"),
    };
    (!form.errors().any()).then_some(wish)
}

#[derive(Template)]
#[template(path = "admin/import_preview.html")]
pub(super) struct PreviewPage {
    page: Page,
    id: i64,
    provider: String,
    panel_currency: String,
    /// That something has changed since it was shown before.
    pub again: bool,
    margin: String,
    into: String,
    counts: [String; 4],
    changes: bool,
    rows: Vec<PreviewRow>,
    more: String,
    digest: String,
    /// The form's fields, sent again as they are.
    fields: Vec<(String, String)>,
}

struct PreviewRow {
    upstream: String,
    ours: String,
    name: String,
    category: String,
    kind: &'static str,
    icon: &'static str,
    word: &'static str,
    why: String,
    cost: String,
    old_price: String,
    price: String,
}

impl PreviewRow {
    fn new(row: &Planned) -> Self {
        let (kind, icon, word, ours) = match &row.step {
            Step::New => ("running", "state-scheduled", "New", String::new()),
            Step::Update { service_id } => {
                ("hold", "state-partial", "Updated", service_id.to_string())
            }
            Step::Same { service_id } => {
                ("on", "state-completed", "The same", service_id.to_string())
            }
            Step::Skip(_) => ("", "state-canceled", "Left out", String::new()),
        };
        let skipped = matches!(row.step, Step::Skip(_));
        Self {
            upstream: row.upstream_service.clone(),
            ours,
            name: row.name.clone(),
            category: row.category.clone(),
            kind,
            icon,
            word,
            why: match &row.step {
                Step::Skip(why) => sentence(why),
                _ => row.also.join(", "),
            },
            cost: if skipped { String::new() } else { row.cost.to_string() },
            old_price: row.old_price.map(|rate| rate.to_string()).unwrap_or_default(),
            price: if skipped { String::new() } else { row.price.to_string() },
        }
    }
}

impl PreviewPage {
    pub fn new(
        app: &App,
        staff: &Staff,
        provider: &Provider,
        (plan, wish, form): (&Plan, &Wish, &Form),
    ) -> Self {
        let counts = plan.counts();
        let names = [
            "q", "category", "show", "which", "margin", "fixed", "step", "into", "only_new",
            "texts", "off",
        ];
        let mut fields: Vec<(String, String)> = names
            .into_iter()
            .map(|name| (name.to_owned(), form.text(name).to_owned()))
            .filter(|(_, value)| !value.is_empty())
            .collect();
        if form.text("which") != "matching" {
            let ids = form.all("ids").take(CHOSEN_MAX);
            fields.extend(ids.map(|id| ("ids".to_owned(), id.to_owned())));
        }
        let more = plan.rows.len().saturating_sub(PREVIEW_LINES);
        Self {
            page: Page { query: String::new(), ..staff.page("admin-providers") },
            id: provider.id,
            provider: provider.name.clone(),
            panel_currency: app.currency.clone(),
            again: false,
            margin: wish.margin.map(|margin| margin.to_string()).unwrap_or_default(),
            into: wish.category.clone().unwrap_or_default(),
            counts: counts.map(|count| number(i64::try_from(count).unwrap_or_default())),
            changes: counts[0] + counts[1] > 0,
            rows: plan.rows.iter().take(PREVIEW_LINES).map(PreviewRow::new).collect(),
            more: if more > 0 {
                number(i64::try_from(more).unwrap_or_default())
            } else {
                String::new()
            },
            digest: plan.digest(),
            fields,
        }
    }
}
