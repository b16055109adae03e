//! A member of staff who is signed in as a customer: `guard` asks here for every request. They are that
//! customer on the customers' side, and themselves on the staff's. They read, and change nothing.

use axum::http::request::Parts;

use super::failure::Failure;
use super::view::Visited;
use crate::accounts::account::Status;
use crate::accounts::session::Session;
use crate::app::App;

/// What belongs to the person at the browser, whoever's account they visit: signing in and out.
const OWN: [&str; 6] =
    ["/sign-in", "/second-factor", "/sign-out", "/sign-up", "/theme", "/language"];
/// What a form may ask during a visit: each answers a question and changes nothing.
const HARMLESS: [&str; 6] =
    ["/new/fields", "/new/quote", "/new/check", "/new/mass/check", "/new/mass/csv", "/orders/csv"];
/// Where a visit is shown and ended.
pub(super) const VISIT: &str = "/admin/visit";

/// If this member of staff visits a customer's account, and this is a page of the customers' side,
/// the session is that customer's from here on.
pub(super) fn visited(
    app: &App,
    parts: &Parts,
    session: &mut Session,
) -> Result<Option<Box<Visited>>, Failure> {
    let path = parts.uri.path();
    let is_own = path.starts_with("/admin") || OWN.contains(&path);
    let Some(visit) = session.visit.as_ref().filter(|_| !is_own) else { return Ok(None) };
    // A right that was taken away is gone at once.
    if visit.is_over(app.clock.now()) || !session.account.rights().may_sign_in_as() {
        return Err(Failure::VisitOver);
    }
    // Staff since: they have rights that nobody may borrow. Suspended since: nobody is here any more.
    if visit.account.role.is_staff() || visit.account.status != Status::Active {
        return Err(Failure::VisitOver);
    }
    if !parts.method.is_safe() && !HARMLESS.contains(&path) {
        return Err(Failure::Visiting);
    }
    let (email, until) = (visit.account.email.to_string(), visit.until);
    session.account = visit.account.clone();
    session.name.clear();
    Ok(Some(Box::new(Visited { email, until })))
}
