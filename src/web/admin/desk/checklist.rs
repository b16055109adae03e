//! What a new panel still needs before customers can order. The list is shown until all of it is
//! done.

use url::Host;

use super::needs::Known;
use crate::app::App;
use crate::payments::method;
use crate::web::failure::Failure;

pub(super) struct Step {
    pub done: bool,
    pub title: &'static str,
    pub text: &'static str,
    pub href: &'static str,
    /// The word of its link; "" when it is done outside of the pages.
    pub action: &'static str,
}

/// The steps; empty when all are done.
pub(super) async fn steps(app: &App, known: &Known) -> Result<Vec<Step>, Failure> {
    let on_sale = app.price_list.read(&app.db).await?.all().len();
    let methods = method::list(app.db.pool()).await?;
    let settings = app.settings.get(&app.db).await?;
    let known_contact = settings.abuse_contact_or(&app.config.abuse_contact);
    let steps = vec![
        Step {
            done: known.providers.iter().any(|one| one.url.is_some()),
            title: "Connect a provider",
            text: "Orders are sent to it. Until then the sandbox or staff deliver them.",
            href: "/admin/providers/new",
            action: "New provider",
        },
        Step {
            done: on_sale > 0,
            title: "Put services on sale",
            text: "Import them from the provider with your margin, or write your own.",
            href: "/admin/services",
            action: "Services",
        },
        Step {
            done: methods.iter().any(|method| method.enabled),
            title: "Say how customers pay",
            text: "They see it under Add funds, and you confirm what came in.",
            href: "/admin/methods",
            action: "Payment methods",
        },
        Step {
            done: !known_contact.is_empty(),
            title: "Say how people reach you",
            text: "The terms of use show it.",
            href: "/admin/settings",
            action: "Settings",
        },
        Step {
            done: is_public(app),
            title: "Give the panel its public address",
            text: "Links and sign-in use it. Start the panel with --public-url and the https address.",
            href: "",
            action: "",
        },
    ];
    let is_done = steps.iter().all(|step| step.done);
    Ok(if is_done { Vec::new() } else { steps })
}

/// Whether people elsewhere can reach the address that the panel gives as its own.
fn is_public(app: &App) -> bool {
    let url = &app.config.public_url;
    let is_local = match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => true,
    };
    url.scheme() == "https" && !is_local
}
