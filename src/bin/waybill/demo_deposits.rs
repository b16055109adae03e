//! A way to pay for the demo, and a payment that the demo customer says they have made.

use waybill::accounts::AccountId;
use waybill::accounts::audit::Actor;
use waybill::kit::clock::Clock;
use waybill::kit::db::Db;
use waybill::kit::money::Money;
use waybill::ledger::Reference;
use waybill::payments::claim::{self, Claim};
use waybill::payments::method::{self, Draft};

/// Makes them, unless a method is there.
pub async fn fill(db: &Db, clock: &Clock, customer: AccountId) -> anyhow::Result<()> {
    if !method::list(db.pool()).await?.is_empty() {
        return Ok(());
    }
    let draft = Draft {
        name: "Bank transfer (demo)".to_owned(),
        min: Money::parse("5")?,
        max: Some(Money::parse("2000")?),
        instructions: "This is a demo: send no money anywhere.\nA real shop writes its account \
                       here, and what to put as the purpose."
            .to_owned(),
        currency_note: String::new(),
    };
    let method_id = method::create(db, clock, Actor::COMMAND, draft).await?;
    method::set_enabled(db, clock, Actor::COMMAND, (method_id, true)).await?;
    let told = Claim {
        method_id,
        amount: Money::parse("25")?,
        reference: Reference::parse("demo-7731")?,
        note: String::new(),
        form_id: format!("demo:{customer}"),
    };
    claim::claim(db, clock, customer, told).await?;
    Ok(())
}
