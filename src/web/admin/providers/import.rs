//! /admin/providers/{id}/import: shows what a provider lists, lets staff choose from it, shows what
//! that would change, and does it. Nothing changes before it was shown.

use std::collections::BTreeSet;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;

use super::import_list::{Filter, Lines, path};
use super::import_preview::{PreviewPage, options};
use super::import_run;
use super::left_out::{self, LeftOutGroup, counted};
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::catalogue;
use crate::catalogue::ServiceId;
use crate::kit::money::Money;
use crate::providers::ProviderId;
use crate::providers::import::{self, ImportError, run};
use crate::providers::list::KeptOffer;
use crate::providers::list_sync::{self, WatchError};
use crate::providers::provider::{self, Provider};
use crate::web::admin::fields::sentence;
use crate::web::failure::Failure;
use crate::web::figures::number;
use crate::web::form::{Choice, Errors, SentForm};
use crate::web::guard::Staff;
use crate::web::path::Id;
use crate::web::proof;
use crate::web::view::{self, Chip, Page, When};

/// Lines on a page of the list.
const PAGE_LINES: usize = 100;

#[derive(Template)]
#[template(path = "admin/providers/import.html")]
struct ImportPage {
    page: Page,
    id: ProviderId,
    provider: String,
    currency: String,
    panel_currency: String,
    list_at: Option<When>,
    trouble: String,
    /// Lines of the list that were not taken.
    left_out: Vec<LeftOutGroup>,
    left_out_count: String,
    errors: Errors,
    chips: Vec<Chip>,
    filter: Filter,

    categories: Vec<Choice>,
    matching: usize,
    rows: Vec<ListRow>,
    newer: Option<String>,
    older: Option<String>,
    shown: String,
    options: Options,
    own_categories: Vec<String>,
}

struct ListRow {
    upstream: String,
    name: String,
    category: String,
    kind: String,
    rate: String,
    range: String,
    flags: Vec<&'static str>,
    /// Our service that is made from it.
    sold: Option<ServiceId>,
    /// Why it cannot be sold; "": it can.
    why: String,
    ticked: bool,
}

/// How it is imported, as it is in the form.
struct Options {
    margin: String,
    fixed: String,
    step: String,
    category: String,
    only_new: bool,
    keep: bool,
    texts: bool,
    off: bool,
    free: bool,
}

impl Options {
    fn blank() -> Self {
        Self {
            margin: "20".to_owned(),
            fixed: String::new(),
            step: "0.001".to_owned(),
            category: String::new(),
            only_new: false,
            keep: true,
            texts: false,
            off: false,
            free: false,
        }
    }

    fn typed(form: &SentForm) -> Self {
        let text = |name| form.text(name).to_owned();
        Self {
            margin: text("margin"),
            fixed: text("fixed"),
            step: text("step"),
            category: text("into"),
            only_new: form.is_ticked("only_new"),
            keep: form.is_ticked("keep"),
            texts: form.is_ticked("texts"),
            off: form.is_ticked("off"),
            free: form.is_ticked("free"),
        }
    }
}

async fn find(app: &App, id: ProviderId) -> Result<Provider, Failure> {
    let found = provider::find(app.db.pool(), id).await?;
    found.filter(|provider| provider.protocol.has_list()).ok_or(Failure::NotFound)
}

impl ImportPage {
    async fn read(
        app: &App,
        staff: &Staff,
        provider: Provider,
        (filter, form): (Filter, Option<&SentForm>),
    ) -> Result<Self, Failure> {
        let lines = Lines::read(app, provider.id).await?;
        let found = lines.matching(&filter);
        let pages = found.len().div_ceil(PAGE_LINES).max(1);
        let page_at = filter.page.parse::<usize>().unwrap_or(1).clamp(1, pages);
        let ticked: BTreeSet<&str> = form.iter().flat_map(|form| form.all("ids")).collect();
        let here = found.iter().skip((page_at - 1) * PAGE_LINES).take(PAGE_LINES);
        let rows: Vec<ListRow> = here
            .map(|(name, line, why)| {
                row(name, line, why, (lines.sold.get(*name), ticked.contains(name.as_str())))
            })
            .collect();
        let names: BTreeSet<&str> = lines
            .kept
            .values()
            .filter(|line| line.gone_at.is_none() && !line.offer.category.is_empty())
            .map(|line| line.offer.category.as_str())
            .collect();
        let link = |at: usize| filter.address(provider.id, (&filter.show, &at.to_string()));
        let own = catalogue::categories(app.db.pool()).await?;
        let first = (page_at - 1) * PAGE_LINES;
        Ok(Self {
            // The box at the top searches orders, not the list.
            page: Page { query: String::new(), ..staff.page("admin-providers") },
            id: provider.id,
            provider: provider.name.clone(),
            currency: provider.currency.clone(),
            panel_currency: app.currency.clone(),
            list_at: provider.list_at.map(|at| When::new(at, app.clock.now())),
            trouble: provider.list_trouble.clone().unwrap_or_default(),
            errors: form.map(SentForm::errors).unwrap_or_default(),
            left_out: left_out::of_list(&lines.unread),
            left_out_count: counted(lines.unread.len()),
            chips: lines.chips(&filter, provider.id),

            categories: names
                .into_iter()
                .map(|name| Choice::new(name, name, name == filter.category))
                .collect(),
            matching: found.len(),
            shown: format!(
                "{}–{} of {}",
                counted(first + rows.len().min(1)),
                counted(first + rows.len()),
                counted(found.len()),
            ),
            newer: (page_at > 1).then(|| link(page_at - 1)),
            older: (page_at < pages).then(|| link(page_at + 1)),
            rows,
            options: form.map_or_else(Options::blank, Options::typed),
            own_categories: own.into_iter().map(|category| category.name).collect(),
            filter,
        })
    }
}

fn row(
    name: &str,
    line: &KeptOffer,
    why: &str,
    (sold, ticked): (Option<&ServiceId>, bool),
) -> ListRow {
    let (offer, limits) = (&line.offer, line.offer.limits);
    let flags =
        [(limits.refill, "Refill"), (limits.cancel, "Cancel"), (limits.dripfeed, "Drip-feed")];
    ListRow {
        upstream: name.to_owned(),
        name: offer.name.clone(),
        category: offer.category.clone(),
        kind: offer.kind.clone(),
        rate: Money::from_micros(offer.rate).to_string(),
        range: format!("{}–{}", number(limits.min), number(limits.max)),
        flags: flags.into_iter().filter_map(|(has, word)| has.then_some(word)).collect(),
        sold: sold.copied(),
        why: why.to_owned(),
        ticked,
    }
}

/// GET /admin/providers/{id}/import
pub async fn show(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<ProviderId>,
    Query(filter): Query<Filter>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_edit_providers)?;
    let provider = find(&app, id).await?;
    let filter = Filter { q: filter.q.replace('\0', ""), ..filter };
    view::html(&ImportPage::read(&app, &staff, provider, (filter, None)).await?)
}

/// POST /admin/providers/{id}/refresh: reads the list again, and compares it with what is sold.
pub async fn refresh(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<ProviderId>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_edit_providers)?;
    let provider = find(&app, id).await?;
    let (kind, text) = match list_sync::look(&app.upstreams, &app.db, &app.clock, id).await {
        Ok(seen) => {
            let listed = counted(seen.listed);
            let text =
                format!("{} lists {listed} services; {} changes.", provider.name, seen.changes);
            match seen.unread {
                0 => ("ok", text),
                unread => ("info", format!("{text} Not taken: {}, named below.", lines_of(unread))),
            }
        }
        Err(WatchError::Db(error)) => return Err(error.into()),
        Err(WatchError::NotFound) => return Err(Failure::NotFound),
        Err(
            error @ (WatchError::Empty
            | WatchError::Nameless(_)
            | WatchError::NoList
            | WatchError::NoAnswer(_)),
        ) => ("bad", format!("{}: {}", provider.name, sentence(&error))),
    };
    Ok(view::done(&app.config, &path(id), kind, &text))
}

fn lines_of(count: usize) -> String {
    format!("{} {}", counted(count), if count == 1 { "line" } else { "lines" })
}

/// Whether it is done now, as it was shown.
fn starts(form: &SentForm) -> bool {
    form.is_ticked("seen") && !form.is_ticked("look")
}

/// POST /admin/providers/{id}/import: shows what would change. With `seen`, the digest of what was
/// shown, it starts it.
pub async fn submit(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<ProviderId>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_edit_providers)?;
    let provider = find(&app, id).await?;
    if let Some(page) = proof::asked_if(&app, &staff, &mut form, starts).await? {
        return Ok(page);
    }
    let filter = Filter::typed(&form);
    let all = match form.text("which") {
        "matching" => Lines::read(&app, id).await?.asked(&filter),
        _ => Some(Vec::new()),
    };
    let Some(options) = options(&mut form, all) else {
        return refused(&app, &staff, provider, (filter, form)).await;
    };
    // The categories were changed: that is shown before it is done.
    let seen = if starts(&form) { form.text("seen") } else { "" }.to_owned();
    let mut again = false;
    if !seen.is_empty() {
        let asked = (id, options.clone(), Some(seen));
        match run::start(&app.db, &app.clock, staff.actor(), asked).await {
            Ok(id) => {
                let text = "It is under way. You may leave this page.";
                return Ok(view::done(&app.config, &import_run::path(id), "ok", text));
            }
            Err(ImportError::Runs(id)) => {
                let text = "This was started before; it is not started again.";
                return Ok(view::done(&app.config, &import_run::path(id), "info", text));
            }
            Err(ImportError::Changed) => again = true,
            Err(error) => {
                refuse(&mut form, error)?;
                return refused(&app, &staff, provider, (filter, form)).await;
            }
        }
    }
    match import::preview(&app.db, id, &options).await {
        Ok(plan) => {
            let shown = (&plan, &options, &form);
            let mut page = PreviewPage::read(&app, &staff, &provider, shown).await?;
            page.again = again;
            view::html(&page)
        }
        Err(error) => {
            refuse(&mut form, error)?;
            refused(&app, &staff, provider, (filter, form)).await
        }
    }
}

fn refuse(form: &mut SentForm, error: ImportError) -> Result<(), Failure> {
    match error {
        ImportError::Category => form.refuse("into", sentence(&ImportError::Category)),
        error @ (ImportError::NoList | ImportError::Changed | ImportError::Runs(_)) => {
            form.refuse("", sentence(&error))
        }
        ImportError::NotFound => return Err(Failure::NotFound),
        ImportError::Db(error) => return Err(error.into()),
    }
    Ok(())
}

async fn refused(
    app: &App,
    staff: &Staff,
    provider: Provider,
    (filter, form): (Filter, SentForm),
) -> Result<Response, Failure> {
    view::refused(&ImportPage::read(app, staff, provider, (filter, Some(&form))).await?)
}
