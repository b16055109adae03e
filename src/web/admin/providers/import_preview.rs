//! What an import would change, before it does, and the categories for its services.

use std::collections::BTreeMap;

use askama::Template;

use super::left_out::{self, LeftOutGroup, counted};
use crate::app::App;
use crate::catalogue;
use crate::providers::ProviderId;
use crate::providers::import::{ImportOptions, Plan, Planned, Step};
use crate::providers::margin::Margin;
use crate::providers::provider::Provider;
use crate::web::admin::fields::sentence;
use crate::web::failure::Failure;
use crate::web::form::SentForm;
use crate::web::guard::Staff;
use crate::web::view::Page;

/// How many changes are shown.
const PREVIEW_LINES: usize = 500;
/// The provider's categories for which the page asks.
const CATEGORIES_MAX: usize = 200;
/// Longer lists of chosen ids are "all that match".
const CHOSEN_MAX: usize = 10_000;

/// What was chosen and how, as the form says it.
pub(super) fn options(form: &mut SentForm, matching: Option<Vec<String>>) -> Option<ImportOptions> {
    let percent =
        form.read("margin", |typed| Margin::parse_percent(typed).map_err(|error| sentence(&error)));
    let fixed =
        form.read("fixed", |typed| Margin::parse_fixed(typed).map_err(|error| sentence(&error)));
    let step =
        form.read("step", |typed| Margin::parse_step(typed).map_err(|error| sentence(&error)));
    let services: Option<Vec<String>> = match form.text("which") {
        "matching" => matching,
        _ => Some(form.all("ids").take(CHOSEN_MAX).map(str::to_owned).collect()),
    };
    if services.as_ref().is_some_and(Vec::is_empty) {
        form.refuse("", "Tick the services to import, or take all that match.");
    }
    let into = form.text("into").trim();
    // Two columns of one table.
    let mapped = form.all("theirs").zip(form.all("ours")).take(CATEGORIES_MAX);
    let categories = mapped
        .filter(|(_, ours)| !ours.trim().is_empty())
        .map(|(theirs, ours)| (theirs.to_owned(), ours.trim().to_owned()))
        .collect();
    let options = ImportOptions {
        services,
        only_new: form.is_ticked("only_new"),
        category: (!into.is_empty()).then(|| into.to_owned()),
        categories,
        margin: Some(Margin::of_parts(percent?, fixed?, step?)),
        keep_margins: form.is_ticked("keep"),
        texts: form.is_ticked("texts"),
        on_sale: !form.is_ticked("off"),
        free: form.is_ticked("free"),
    };
    (!form.errors().any()).then_some(options)
}

#[derive(Template)]
#[template(path = "admin/providers/import_preview.html")]
pub(super) struct PreviewPage {
    page: Page,
    id: ProviderId,
    provider: String,
    panel_currency: String,
    /// Whether something has changed since it was shown before.
    pub again: bool,
    margin: String,
    into: String,
    counts: [String; 4],
    changes: bool,
    rows: Vec<PreviewRow>,
    left_out: Vec<LeftOutGroup>,
    more: String,
    digest: String,
    /// The form's fields, sent again as they are.
    fields: Vec<(String, String)>,
    categories: Vec<CategoryRow>,
    /// Whether any of them was mapped to another category.
    mapped: bool,
    more_categories: String,
    own_categories: Vec<String>,
}

/// One of the provider's categories.
struct CategoryRow {
    /// "": lines that have none.
    theirs: String,
    lines: String,
    /// The category of its lines if nothing is typed.
    unless: String,
    /// As it was typed; "": nothing was.
    ours: String,
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
    /// `None`: it is left out.
    fn new(row: &Planned) -> Option<Self> {
        let (kind, icon, word, ours) = match &row.step {
            Step::New => ("running", "state-scheduled", "New", String::new()),
            Step::Update { service_id } => {
                ("hold", "state-partial", "Updated", service_id.to_string())
            }
            Step::Same { service_id } => {
                ("on", "state-completed", "The same", service_id.to_string())
            }
            // It is listed with its reason, below the table.
            Step::Skip(_) => return None,
        };
        Some(Self {
            upstream: row.upstream_service.clone(),
            ours,
            name: row.name.clone(),
            category: row.category.clone(),
            kind,
            icon,
            word,
            why: row.also.join(", "),
            cost: row.cost.to_string(),
            old_price: row.old_price.map(|rate| rate.to_string()).unwrap_or_default(),
            price: row.price.to_string(),
        })
    }
}

impl PreviewPage {
    pub async fn read(
        app: &App,
        staff: &Staff,
        provider: &Provider,
        (plan, options, form): (&Plan, &ImportOptions, &SentForm),
    ) -> Result<Self, Failure> {
        let counts = plan.counts();
        let unsaid = ImportOptions { categories: BTreeMap::new(), ..options.clone() };
        let categories = plan.categories(&unsaid);
        let more_categories = categories.len().saturating_sub(CATEGORIES_MAX);
        let categories = categories.into_iter().take(CATEGORIES_MAX).map(|one| CategoryRow {
            ours: options.categories.get(&one.theirs).cloned().unwrap_or_default(),
            lines: counted(one.lines),
            unless: one.ours,
            theirs: one.theirs,
        });
        let own = catalogue::categories(app.db.pool()).await?;
        let names = [
            "q", "category", "show", "which", "margin", "fixed", "step", "into", "only_new",
            "keep", "texts", "off", "free",
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
        let more = (plan.rows.len() - counts[3]).saturating_sub(PREVIEW_LINES);
        Ok(Self {
            page: Page { query: String::new(), ..staff.page("admin-providers") },
            id: provider.id,
            provider: provider.name.clone(),
            panel_currency: app.currency.clone(),
            again: false,
            margin: options.margin.map(|margin| margin.to_string()).unwrap_or_default(),
            into: options.category.clone().unwrap_or_default(),
            counts: counts.map(counted),
            changes: counts[0] + counts[1] > 0,
            rows: plan.rows.iter().filter_map(PreviewRow::new).take(PREVIEW_LINES).collect(),
            left_out: left_out::of_plan(plan),
            more: if more > 0 { counted(more) } else { String::new() },
            digest: plan.digest(),
            fields,
            categories: categories.collect(),
            mapped: !options.categories.is_empty(),
            more_categories: if more_categories > 0 {
                counted(more_categories)
            } else {
                String::new()
            },
            own_categories: own.into_iter().map(|category| category.name).collect(),
        })
    }
}
