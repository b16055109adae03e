//! /admin/customers/{id}/prices: what one customer pays: their group, discounts, and rates of their own.
//! `rates` handles a single rate, `own_rates` many at once.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::{SECTION, customer, tabs};
use crate::accounts::AccountId;
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::catalogue::terms::group::{self, GroupError};
use crate::catalogue::terms::{self, Discount, grant};
use crate::catalogue::{self, GroupId, ServiceId};
use crate::web::admin::fields::sentence;
use crate::web::amounts::{Amount, Column};
use crate::web::failure::Failure;
use crate::web::figures::number;
use crate::web::form::{Choice, Errors, SentForm};
use crate::web::guard::Staff;
use crate::web::path::Id;
use crate::web::proof;
use crate::web::view::{self, Chip, Page};

/// Own rates that the page shows; the file has all.
const RATES_SHOWN: usize = 200;

#[derive(Template)]
#[template(path = "admin/customers/prices.html")]
pub(super) struct PricesPage {
    page: Page,
    tabs: Vec<Chip>,
    id: AccountId,
    email: String,
    currency: String,
    may_edit: bool,
    is_own: bool,
    groups: Vec<Choice>,
    /// What the group gives, in words; "": they are in none.
    group_words: String,
    /// For the group and for all categories, as typed.
    discount: String,
    errors: Errors,
    discounts: Vec<DiscountRow>,
    categories: Vec<Choice>,
    category_discount: String,
    category_errors: Errors,
    rates: Vec<RateRow>,
    /// How many rates there are, and how many of them are not shown ("": none).
    count: String,
    more: String,
    rate_service: String,
    rate_value: String,
    rate_errors: Errors,
}

struct DiscountRow {
    category_id: i64,
    category: String,
    discount: Discount,
}

struct RateRow {
    service_id: ServiceId,
    service: String,
    category: String,
    listed: Amount,
    rate: Amount,
}

impl PricesPage {
    pub(super) async fn read(app: &App, staff: &Staff, id: AccountId) -> Result<Self, Failure> {
        let account = customer::account(app, id).await?;
        let terms = terms::of(&app.db, id).await?;
        let names = group::names(app.db.pool()).await?;
        let group_words = match terms.group {
            Some(id) => {
                group::find(&app.db, id).await?.map(|group| words(&group)).unwrap_or_default()
            }
            None => String::new(),
        };
        let all = catalogue::categories(app.db.pool()).await?;
        let discounts = all.iter().filter_map(|category| {
            let discount = terms.discounts.by_category.get(&category.id)?;
            let category = category.clone();
            Some(DiscountRow {
                category_id: category.id,
                category: category.name,
                discount: *discount,
            })
        });
        let discounts = discounts.collect();
        let categories =
            all.iter().map(|category| Choice::new(&category.id.to_string(), &category.name, false));
        let categories = std::iter::once(Choice::new("", "Choose", true)).chain(categories);
        let (rates, count) = rates(app, &terms).await?;
        let more = count.saturating_sub(rates.len());
        let counted = |count: usize| number(i64::try_from(count).unwrap_or(i64::MAX));
        Ok(Self {
            page: staff.page(SECTION),
            tabs: tabs(id, "/prices"),
            id,
            email: account.email.to_string(),
            currency: app.currency.clone(),
            may_edit: staff.require(Rights::may_edit_customers).is_ok() && staff.id() != id,
            is_own: staff.id() == id,
            groups: choices(names, terms.group),
            group_words,
            discount: terms.discounts.all.map(|one| one.to_string()).unwrap_or_default(),
            errors: Errors::default(),
            discounts,
            categories: categories.collect(),
            category_discount: String::new(),
            category_errors: Errors::default(),
            rates,
            count: counted(count),
            more: if more > 0 { counted(more) } else { String::new() },
            rate_service: String::new(),
            rate_value: String::new(),
            rate_errors: Errors::default(),
        })
    }

    /// With the rate as it was typed.
    pub(super) fn with_rate(self, form: &SentForm) -> Self {
        Self {
            rate_service: form.text("service").to_owned(),
            rate_value: form.text("rate").to_owned(),
            rate_errors: form.errors(),
            ..self
        }
    }
}

/// The groups to choose from.
pub(super) fn choices(names: Vec<(GroupId, String)>, chosen: Option<GroupId>) -> Vec<Choice> {
    let none = Choice::new("", "None", chosen.is_none());
    let named =
        names.into_iter().map(|(id, name)| Choice::new(&id.to_string(), &name, chosen == Some(id)));
    std::iter::once(none).chain(named).collect()
}

/// What a group gives its members.
fn words(group: &group::Filled) -> String {
    let mut words = Vec::new();
    if let Some(discount) = group.discount {
        words.push(format!("{discount} % off in all categories"));
    }
    match group.by_category.len() {
        0 => {}
        1 => words.push("a discount of its own in 1 category".to_owned()),
        count => words.push(format!("discounts of their own in {count} categories")),
    }
    words.push(match group.sees.as_ref().map(Vec::len) {
        None => "sees all categories".to_owned(),
        Some(1) => "sees 1 category".to_owned(),
        Some(count) => format!("sees {count} categories"),
    });
    format!("The group: {}.", words.join(", "))
}

/// The first of the own rates, by service, and how many there are.
async fn rates(app: &App, terms: &terms::Terms) -> Result<(Vec<RateRow>, usize), Failure> {
    let mut ids: Vec<ServiceId> = terms.own.keys().copied().collect();
    ids.sort_unstable();
    let count = ids.len();
    ids.truncate(RATES_SHOWN);
    let services = catalogue::find(app.db.pool(), &ids).await?;
    let found = ids.iter().filter_map(|id| Some((services.get(id)?, *terms.own.get(id)?)));
    let found: Vec<_> = found.collect();
    let listed = Column::of_rates(found.iter().map(|(service, _)| service.rate));
    let own = Column::of_rates(found.iter().map(|(_, rate)| *rate));
    let row = |(service, rate): &(&catalogue::Service, _)| RateRow {
        service_id: service.id,
        service: service.name.clone(),
        category: service.category.clone(),
        listed: listed.show_rate(service.rate),
        rate: own.show_rate(*rate),
    };
    Ok((found.iter().map(row).collect(), count))
}

/// GET /admin/customers/{id}/prices
pub async fn show(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<AccountId>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_see_customers)?;
    view::html(&PricesPage::read(&app, &staff, id).await?)
}

/// Reads a discount that may be blank.
pub(super) fn discount(form: &mut SentForm, name: &str) -> Option<Option<Discount>> {
    form.read(name, |typed| match typed.trim() {
        "" => Ok(None),
        typed => Discount::parse(typed).map(Some).map_err(|why| sentence(&why)),
    })
}

/// Reads the chosen group.
pub(super) fn group(form: &mut SentForm, name: &str) -> Option<Option<GroupId>> {
    form.read(name, |typed| match typed.trim() {
        "" => Ok(None),
        typed => typed.parse().map(Some).map_err(|_| "Choose one of the list."),
    })
}

/// POST /admin/customers/{id}/prices: the group, and the discount in all categories.
pub async fn submit(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<AccountId>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_edit_customers)?;
    customer::account(&app, id).await?;
    if let Some(page) = proof::asked(&app, &staff, &mut form).await? {
        return Ok(page);
    }
    let (group, discount) = (group(&mut form, "group"), discount(&mut form, "discount"));
    if let (Some(group), Some(discount)) = (group, discount) {
        match grant::set(&app.db, &app.clock, staff.actor(), id, (group, discount)).await {
            Ok(()) => {
                let text = "Saved. The new prices are in force.";
                return Ok(view::done(&app.config, &path(id), "ok", text));
            }
            Err(GroupError::NoAccount) => return Err(Failure::NotFound),
            Err(GroupError::Db(error)) => return Err(error.into()),
            Err(error @ GroupError::NoGroup) => form.refuse("group", sentence(&error)),
            Err(error) => form.refuse("", sentence(&error)),
        }
    }
    let page = PricesPage::read(&app, &staff, id).await?;
    let discount = form.text("discount").to_owned();
    view::refused(&PricesPage { discount, errors: form.errors(), ..page })
}

/// POST /admin/customers/{id}/discounts: the discount in one category; blank takes it away.
pub async fn submit_category(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<AccountId>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_edit_customers)?;
    customer::account(&app, id).await?;
    if let Some(page) = proof::asked(&app, &staff, &mut form).await? {
        return Ok(page);
    }
    let category = form
        .read("category", |typed| typed.trim().parse::<i64>().map_err(|_| "Choose a category."));
    let discount = discount(&mut form, "category_discount");
    if let (Some(category), Some(discount)) = (category, discount) {
        let of = (id, Some(category));
        match grant::set_discount(&app.db, &app.clock, staff.actor(), of, discount).await {
            Ok(()) => {
                let text = match discount {
                    Some(discount) => format!("{discount} % off in this category from now on."),
                    None => "This category has no discount of its own any more.".to_owned(),
                };
                return Ok(view::done(&app.config, &path(id), "ok", &text));
            }
            Err(GroupError::NoAccount) => return Err(Failure::NotFound),
            Err(GroupError::Db(error)) => return Err(error.into()),
            Err(error @ GroupError::NoCategory) => form.refuse("category", sentence(&error)),
            Err(error) => form.refuse("", sentence(&error)),
        }
    }
    let mut page = PricesPage::read(&app, &staff, id).await?;
    for choice in &mut page.categories {
        choice.selected = choice.value == form.text("category");
    }
    let category_discount = form.text("category_discount").to_owned();
    view::refused(&PricesPage { category_discount, category_errors: form.errors(), ..page })
}

pub(super) fn path(id: AccountId) -> String {
    format!("{}/{id}/prices", super::PATH)
}
