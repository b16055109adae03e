//! Passkeys in a page that asks for the second factor: what its script asks the browser for, and what it
//! puts into the form. Without the script, and in browsers that have no passkeys, the page asks for a
//! code alone.

use crate::accounts::AccountId;
use crate::accounts::factors::Given;
use crate::accounts::factors::passkeys::ask::{self, Answer};
use crate::accounts::factors::passkeys::challenge::{self, Holder};
use crate::accounts::factors::passkeys::{self, Presented};
use crate::accounts::factors::webauthn::Rp;
use crate::app::App;
use crate::web::failure::Failure;
use crate::web::form::SentForm;

/// What the page's script asks the browser for, with a new challenge, as JSON. `None`: the account has no
/// passkey, or browsers use none at the panel's address.
pub(in crate::web) async fn asked(
    app: &App,
    account_id: AccountId,
    holder: &Holder,
) -> Result<Option<String>, Failure> {
    let Some(rp) = Rp::of(&app.config.public_url) else { return Ok(None) };
    let known = passkeys::list(app.db.pool(), account_id).await?;
    if known.is_empty() {
        return Ok(None);
    }
    let challenge = challenge::issue(&app.keys, app.clock.now(), holder);
    Ok(Some(ask::request(&rp, &challenge, &known)))
}

/// What was given in the form's field for a code, or in the one that the script fills. `None`: nothing.
pub(in crate::web) fn given(
    app: &App,
    form: &SentForm,
    (code, passkey): (&str, &str),
    holder: Holder,
) -> Option<Given> {
    let (typed, answered) = (form.text(code), form.text(passkey));
    if let Some(rp) = Rp::of(&app.config.public_url).filter(|_| !answered.is_empty()) {
        let answer = Answer::read(answered);
        return Some(Given::Passkey(Box::new(Presented { rp, holder, answer })));
    }
    (!typed.trim().is_empty()).then(|| Given::Code(typed.to_owned()))
}
