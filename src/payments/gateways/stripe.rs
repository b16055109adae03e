//! Stripe, by Checkout Sessions: the customer pays on a page of Stripe's. A look reads the session and
//! what was paid by it; refunds and disputes are read one by one, because a refund that failed and a
//! dispute that was won have given the money again.

mod api;
mod hook;
mod look;
mod money;

use futures_util::future::BoxFuture;

use super::{
    Ask, Connected, Facts, Field, Gateway, Hint, Known, Look, Mode, NotTheirs, OpenError, Opened,
    Sent, Ways,
};
use api::Api;
pub use hook::SIGNATURE;

static FIELDS: [Field; 3] = [
    Field {
        name: "secret_key",
        label: "Secret key",
        hint: "Developers → API keys: sk_live_… or sk_test_…, as the mode says. Of a restricted key \
               (rk_…): write Checkout Sessions and Refunds; read PaymentIntents, Charges, Balance and \
               Disputes.",
        is_secret: true,
        required: true,
        fits: |text| {
            let known = ["sk_live_", "sk_test_", "rk_live_", "rk_test_"];
            known.iter().any(|start| text.starts_with(start)) && is_word(text)
        },
        wrong: "a key that begins with sk_live_, sk_test_, rk_live_ or rk_test_",
    },
    Field {
        name: "hook_secret",
        label: "Signing secret of the hook",
        hint: "whsec_…, shown at Stripe once the hook is made for the address on the method’s page. \
               Until it is here, hooks are refused and the panel only looks by itself.",
        is_secret: true,
        required: false,
        fits: |text| text.starts_with("whsec_") && is_word(text),
        wrong: "it begins with whsec_ and has no blanks",
    },
    Field {
        name: "old_hook_secret",
        label: "Former signing secret",
        hint: "While you roll it at Stripe: hooks that are signed with this one are believed, too.",
        is_secret: true,
        required: false,
        fits: |text| text.starts_with("whsec_") && is_word(text),
        wrong: "it begins with whsec_ and has no blanks",
    },
];

/// One word of letters, digits and such, not absurdly long.
fn is_word(text: &str) -> bool {
    (12..=255).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// The gateway.
#[derive(Debug)]
pub struct Stripe;

impl Gateway for Stripe {
    fn id(&self) -> &'static str {
        "stripe"
    }

    fn name(&self) -> &'static str {
        "Stripe"
    }

    fn fields(&self) -> &'static [Field] {
        &FIELDS
    }

    fn facts(&self) -> Facts {
        Facts {
            currencies: money::CURRENCIES,
            has_live: true,
            has_test: true,
            can_refund: true,
            tells_takebacks: true,
            hook_headers: &[SIGNATURE],
        }
    }

    fn least(&self, currency: &str) -> i64 {
        money::least(currency)
    }

    fn open<'a>(
        &'a self,
        ways: &'a Ways,
        method: &'a Connected,
        ask: &'a Ask,
    ) -> BoxFuture<'a, Result<Opened, OpenError>> {
        Box::pin(async move {
            if mode_of(method.value("secret_key")) != Some(method.mode) {
                return Err(OpenError::Refused(OTHER_KEY.to_owned()));
            }
            Api::new(ways, method).open(ask).await
        })
    }

    fn read_hook(&self, method: &Connected, sent: &Sent<'_>) -> Result<Hint, NotTheirs> {
        hook::read(&[method.value("hook_secret"), method.value("old_hook_secret")], sent)
    }

    fn look<'a>(
        &'a self,
        ways: &'a Ways,
        method: &'a Connected,
        of: &'a Known,
    ) -> BoxFuture<'a, Result<Look, String>> {
        Box::pin(async move { look::look(&Api::new(ways, method), of).await })
    }

    fn test<'a>(
        &'a self,
        ways: &'a Ways,
        method: &'a Connected,
    ) -> BoxFuture<'a, Result<String, String>> {
        Box::pin(async move {
            let is_live = Api::new(ways, method).is_live().await?;
            match (is_live, method.mode) {
                (true, Mode::Live) => Ok("Stripe takes the key; it is for real money.".to_owned()),
                (false, Mode::Test) => Ok("Stripe takes the key; it is for tests.".to_owned()),
                _ => Err(OTHER_KEY.to_owned()),
            }
        })
    }

    fn refund<'a>(
        &'a self,
        ways: &'a Ways,
        method: &'a Connected,
        (of, total): (&'a Known, i64),
    ) -> BoxFuture<'a, Result<(), String>> {
        Box::pin(async move { look::refund(&Api::new(ways, method), of, total).await })
    }
}

const OTHER_KEY: &str = "the key is of the other mode, test or live, than the method";

/// What a key moves.
fn mode_of(key: &str) -> Option<Mode> {
    match key.get(2..8) {
        Some("_live_") => Some(Mode::Live),
        Some("_test_") => Some(Mode::Test),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
