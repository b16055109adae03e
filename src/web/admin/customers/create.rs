//! /admin/customers/new: an account that staff make for a customer, with a password to start with. It is
//! shown once and can be used for a week; the customer chooses another one when they sign in with it.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::{SECTION, prices};
use crate::accounts::AccountId;
use crate::accounts::account::CreateError;
use crate::accounts::email::Email;
use crate::accounts::password::{For, HashError, MADE_CHARACTERS, Password};
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::catalogue::customer::{self, NewCustomer, NewCustomerError};
use crate::catalogue::terms::group::{self, GroupError};
use crate::kit::secret;
use crate::web::admin::fields::sentence;
use crate::web::failure::Failure;
use crate::web::form::{Choice, Errors, SentForm};
use crate::web::guard::Staff;
use crate::web::proof;
use crate::web::view::{self, Page};

#[derive(Template)]
#[template(path = "admin/customers/new.html")]
struct NewPage {
    page: Page,
    email: String,
    groups: Vec<Choice>,
    discount: String,
    errors: Errors,
}

#[derive(Template)]
#[template(path = "admin/customers/made.html")]
struct MadePage {
    page: Page,
    id: AccountId,
    email: String,
    password: String,
    address: String,
}

impl NewPage {
    async fn read(app: &App, staff: &Staff, form: &SentForm) -> Result<Self, Failure> {
        let chosen = form.text("group").parse().ok();
        Ok(Self {
            page: staff.page(SECTION),
            email: form.text("email").to_owned(),
            groups: prices::choices(group::names(app.db.pool()).await?, chosen),
            discount: form.text("discount").to_owned(),
            errors: form.errors(),
        })
    }
}

/// GET /admin/customers/new
pub async fn blank(State(app): State<Arc<App>>, staff: Staff) -> Result<Response, Failure> {
    staff.require(Rights::may_edit_customers)?;
    view::html(&NewPage::read(&app, &staff, &SentForm::default()).await?)
}

/// POST /admin/customers: the page with the password is the answer itself.
pub async fn submit(
    State(app): State<Arc<App>>,
    staff: Staff,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_edit_customers)?;
    if let Some(page) = proof::asked(&app, &staff, &mut form).await? {
        return Ok(page);
    }
    let email = form.read("email", |typed| Email::parse(typed).map_err(|why| sentence(&why)));
    let group = prices::group(&mut form, "group");
    let discount = prices::discount(&mut form, "discount");
    if let (Some(email), Some(group), Some(discount)) = (email, group, discount) {
        let text = secret::base62(MADE_CHARACTERS);
        let password = Password::parse(&text).map_err(|why| Failure::internal(why.to_string()))?;
        let address = staff.visitor().address;
        let password_hash = match app.hasher.hash(&password, For::Known(address)).await {
            Ok(hash) => hash,
            Err(HashError::Busy(busy)) => return Err(busy.into()),
            Err(HashError::Refused(why)) => return Err(Failure::internal(why.to_string())),
        };
        let new = NewCustomer { email: email.clone(), password_hash, group, discount };
        match customer::create(&app.db, &app.clock, staff.actor(), new).await {
            Ok(id) => {
                let (page, email) = (staff.page(SECTION), email.to_string());
                let url = app.config.public_url.as_str().trim_end_matches('/');
                let address = format!("{url}/sign-in");
                return view::html(&MadePage { page, id, email, password: text, address });
            }
            Err(NewCustomerError::NotAllowed) => return Err(Failure::Forbidden),
            Err(
                NewCustomerError::Db(error)
                | NewCustomerError::Account(CreateError::Db(error))
                | NewCustomerError::Group(GroupError::Db(error)),
            ) => return Err(error.into()),
            Err(NewCustomerError::Account(error)) => form.refuse("email", sentence(&error)),
            Err(NewCustomerError::Group(error)) => form.refuse("group", sentence(&error)),
        }
    }
    let page = NewPage::read(&app, &staff, &form).await?;
    view::refused(&NewPage { errors: form.errors(), ..page })
}
