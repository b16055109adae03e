//! /admin/groups: groups of customers, with the discounts that they give and the categories that they show.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::SECTION;
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::catalogue::terms::group::{self, Filled, Group, GroupError, GroupId};
use crate::catalogue::{self, Category};
use crate::web::admin::fields::sentence;
use crate::web::failure::Failure;
use crate::web::figures::capped;
use crate::web::form::{Errors, SentForm};
use crate::web::guard::Staff;
use crate::web::path::Id;
use crate::web::proof;
use crate::web::view::{self, Page};

const PATH: &str = "/admin/groups";

#[derive(Template)]
#[template(path = "admin/customers/groups.html")]
struct GroupsPage {
    page: Page,
    may_edit: bool,
    rows: Vec<Row>,
    name: String,
    discount: String,
    errors: Errors,
}

struct Row {
    id: GroupId,
    name: String,
    /// `10 %`; "": none.
    discount: String,
    /// `3 categories`; "": none has its own.
    by_category: String,
    sees: String,
    members: String,
}

#[derive(Template)]
#[template(path = "admin/customers/group.html")]
struct GroupPage {
    page: Page,
    may_edit: bool,
    id: GroupId,
    /// As it is called now.
    heading: String,
    name: String,
    discount: String,
    sees_all: bool,
    categories: Vec<CategoryRow>,
    errors: Errors,
}

struct CategoryRow {
    id: i64,
    name: String,
    is_seen: bool,
    discount: String,
    error: String,
}

impl GroupsPage {
    async fn read(app: &App, staff: &Staff, form: &SentForm) -> Result<Self, Failure> {
        let rows = group::list(app.db.pool()).await?.into_iter().map(Row::new);
        Ok(Self {
            page: staff.page(SECTION),
            may_edit: staff.require(Rights::may_edit_customers).is_ok(),
            rows: rows.collect(),
            name: form.text("name").to_owned(),
            discount: form.text("discount").to_owned(),
            errors: form.errors(),
        })
    }
}

impl Row {
    fn new(group: Group) -> Self {
        let categories = |count: i64| match count {
            1 => "1 category".to_owned(),
            count => format!("{count} categories"),
        };
        Self {
            id: group.id,
            name: group.name,
            discount: group.discount.map(|one| format!("{one} %")).unwrap_or_default(),
            by_category: match group.by_category {
                0 => String::new(),
                count => categories(count),
            },
            sees: group.sees.map_or_else(|| "All categories".to_owned(), categories),
            members: capped(group.members),
        }
    }
}

/// GET /admin/groups
pub async fn list(State(app): State<Arc<App>>, staff: Staff) -> Result<Response, Failure> {
    staff.require(Rights::may_see_customers)?;
    view::html(&GroupsPage::read(&app, &staff, &SentForm::default()).await?)
}

/// POST /admin/groups: a new one, which sees all categories at first.
pub async fn create(
    State(app): State<Arc<App>>,
    staff: Staff,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_edit_customers)?;
    if let Some(page) = proof::asked(&app, &staff, &mut form).await? {
        return Ok(page);
    }
    let discount = super::prices::discount(&mut form, "discount");
    if let Some(discount) = discount {
        let name = form.text("name").to_owned();
        let filled = Filled { name, discount, ..Filled::default() };
        match group::create(&app.db, &app.clock, staff.actor(), filled).await {
            Ok(id) => {
                let text = "The group is there. Put customers into it on their pages of prices.";
                return Ok(view::done(&app.config, &format!("{PATH}/{id}"), "ok", text));
            }
            Err(error) => refuse(&mut form, error)?,
        }
    }
    let page = GroupsPage::read(&app, &staff, &form).await?;
    view::refused(&GroupsPage { errors: form.errors(), ..page })
}

/// Puts the refusal beside its field.
fn refuse(form: &mut SentForm, error: GroupError) -> Result<(), Failure> {
    match error {
        GroupError::Db(error) => Err(error.into()),
        GroupError::NoGroup => Err(Failure::NotFound),
        error @ (GroupError::Name | GroupError::NameTaken) => {
            form.refuse("name", sentence(&error));
            Ok(())
        }
        error => {
            form.refuse("", sentence(&error));
            Ok(())
        }
    }
}

impl GroupPage {
    fn new(staff: &Staff, (id, group): (GroupId, &Filled), categories: Vec<Category>) -> Self {
        let sees: Option<HashSet<i64>> =
            group.sees.as_ref().map(|sees| sees.iter().copied().collect());
        let row = |category: Category| CategoryRow {
            is_seen: sees.as_ref().is_none_or(|sees| sees.contains(&category.id)),
            discount: group
                .by_category
                .get(&category.id)
                .map(ToString::to_string)
                .unwrap_or_default(),
            error: String::new(),
            id: category.id,
            name: category.name,
        };
        Self {
            page: staff.page(SECTION),
            may_edit: staff.require(Rights::may_edit_customers).is_ok(),
            id,
            heading: group.name.clone(),
            name: group.name.clone(),
            discount: group.discount.map(|one| one.to_string()).unwrap_or_default(),
            sees_all: group.sees.is_none(),
            categories: categories.into_iter().map(row).collect(),
            errors: Errors::default(),
        }
    }

    /// With what was typed.
    fn with(self, form: &SentForm) -> Self {
        let seen: HashSet<&str> = form.all("see").collect();
        let errors = form.errors();
        let categories = self.categories.into_iter().map(|row| CategoryRow {
            is_seen: seen.contains(row.id.to_string().as_str()),
            discount: form.text(&field(row.id)).to_owned(),
            error: errors.of(&field(row.id)).to_owned(),
            ..row
        });
        Self {
            categories: categories.collect(),
            name: form.text("name").to_owned(),
            discount: form.text("discount").to_owned(),
            sees_all: form.text("sees") != "some",
            errors: form.errors(),
            ..self
        }
    }
}

/// The field with a category's discount.
fn field(category_id: i64) -> String {
    format!("discount-{category_id}")
}

/// GET /admin/groups/{id}
pub async fn show(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<GroupId>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_see_customers)?;
    let group = group::find(&app.db, id).await?.ok_or(Failure::NotFound)?;
    let categories = catalogue::categories(app.db.pool()).await?;
    view::html(&GroupPage::new(&staff, (id, &group), categories))
}

/// POST /admin/groups/{id}
pub async fn update(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<GroupId>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_edit_customers)?;
    let before = group::find(&app.db, id).await?.ok_or(Failure::NotFound)?;
    if let Some(page) = proof::asked(&app, &staff, &mut form).await? {
        return Ok(page);
    }
    let categories = catalogue::categories(app.db.pool()).await?;
    if let Some(filled) = read(&mut form, &categories) {
        match group::update(&app.db, &app.clock, staff.actor(), (id, filled)).await {
            Ok(()) => {
                let text = "Saved. The new prices are in force.";
                return Ok(view::done(&app.config, &format!("{PATH}/{id}"), "ok", text));
            }
            Err(error) => refuse(&mut form, error)?,
        }
    }
    view::refused(&GroupPage::new(&staff, (id, &before), categories).with(&form))
}

fn read(form: &mut SentForm, categories: &[Category]) -> Option<Filled> {
    let discount = super::prices::discount(form, "discount");
    let mut by_category = BTreeMap::new();
    for category in categories {
        let typed = super::prices::discount(form, &field(category.id));
        by_category.extend(typed.flatten().map(|discount| (category.id, discount)));
    }
    // A form without the choice is none of ours: it must not open what was closed.
    let sees = form.read("sees", |typed| match typed {
        "all" => Ok(None),
        "some" => Ok(Some(())),
        _ => Err("Choose what the members see."),
    });
    let seen = categories.iter().map(|category| category.id);
    let ticked: HashSet<i64> = form.all("see").filter_map(|id| id.parse().ok()).collect();
    let seen: Vec<i64> = seen.filter(|id| ticked.contains(id)).collect();
    let name = form.text("name").to_owned();
    let (discount, sees) = (discount?, sees?);
    let filled = Filled { name, discount, by_category, sees: sees.map(|()| seen) };
    (!form.errors().any()).then_some(filled)
}

/// POST /admin/groups/{id}/remove
pub async fn remove(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<GroupId>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_edit_customers)?;
    group::find(&app.db, id).await?.ok_or(Failure::NotFound)?;
    if let Some(page) = proof::asked(&app, &staff, &mut form).await? {
        return Ok(page);
    }
    match group::remove(&app.db, &app.clock, staff.actor(), id).await {
        Ok(members) => {
            let text = format!("The group is removed. Customers who are in none now: {members}.");
            Ok(view::done(&app.config, PATH, "ok", &text))
        }
        Err(GroupError::NoGroup) => Err(Failure::NotFound),
        Err(GroupError::Db(error)) => Err(error.into()),
        Err(error) => Ok(view::done(&app.config, PATH, "bad", &sentence(&error))),
    }
}
