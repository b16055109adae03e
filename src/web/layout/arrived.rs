//! Two more of those who ask, beside `guard`: [`Arrived`] may have a password that was made for them, and only
//! the page on which they choose another one takes them; [`Shopper`] sees the price list.

use std::ops::Deref;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};

use super::failure::Failure;
use super::guard::{NEW_PASSWORD, SignedIn, Visitor};
use super::local::{elsewhere, path_and_back};
use crate::accounts::AccountId;
use crate::app::App;

/// Someone who is signed in, whoever chose their password.
#[derive(Debug, Clone)]
pub struct Arrived(SignedIn);

impl Deref for Arrived {
    type Target = SignedIn;
    fn deref(&self) -> &SignedIn {
        &self.0
    }
}

impl FromRequestParts<Arc<App>> for Arrived {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Response> {
        SignedIn::read_arrived(app, parts).await.map(Self)
    }
}

/// A customer; or a guest, if the owner shows the price list to everyone.
#[derive(Debug, Clone)]
pub struct Shopper(Visitor);

impl Shopper {
    /// Whose prices and favourites they see; `None`: a guest.
    #[must_use]
    pub fn account_id(&self) -> Option<AccountId> {
        self.0.session.as_ref().map(|session| session.account.id)
    }
}

impl Deref for Shopper {
    type Target = Visitor;
    fn deref(&self) -> &Visitor {
        &self.0
    }
}

impl FromRequestParts<Arc<App>> for Shopper {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Response> {
        let visitor = Visitor::read(app, parts).await.map_err(IntoResponse::into_response)?;
        let terms = app.content.get(&app.db).await.map(|edition| edition.terms());
        let since = terms.map_err(|error| Failure::from(error).into_response())?.since;
        let is_in = match &visitor.session {
            Some(session) if session.has_made_password => {
                return Err(elsewhere(&path_and_back(NEW_PASSWORD, parts), visitor.is_partial));
            }
            Some(session)
                if session.account.has_accepted_terms(since) || visitor.frame.visit.is_some() =>
            {
                true
            }
            Some(_) => {
                return Err(elsewhere(&path_and_back("/accept-terms", parts), visitor.is_partial));
            }
            None => visitor.frame.settings.public_prices,
        };
        if is_in {
            Ok(Self(visitor))
        } else {
            Err(elsewhere(&path_and_back("/sign-in", parts), visitor.is_partial))
        }
    }
}
