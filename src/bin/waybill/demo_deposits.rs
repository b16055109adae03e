//! A way to pay for the demo, and a payment that the demo customer says they have made.

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};
use waybill::accounts::AccountId;
use waybill::accounts::audit::Actor;
use waybill::kit::clock::Clock;
use waybill::kit::db::Db;
use waybill::kit::money::Money;
use waybill::kit::picture::{self, Picture};
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
        picture: Some(receipt()?),
        form_id: format!("demo:{customer}"),
    };
    claim::claim(db, clock, customer, told).await?;
    Ok(())
}

/// A picture of a payment, drawn here: a sheet of paper with lines on it, and a mark.
fn receipt() -> anyhow::Result<Picture> {
    const PAPER: [u8; 3] = [250, 250, 245];
    const INK: [u8; 3] = [70, 80, 95];
    const MARK: [u8; 3] = [40, 140, 90];
    let drawn = RgbImage::from_fn(360, 480, |x, y| {
        let is_line = y % 48 > 34 && y < 400 && (40..(150 + 170 * (y / 48 % 2))).contains(&x);
        let (dx, dy) = (x.abs_diff(290), y.abs_diff(420));
        let is_mark = dx * dx + dy * dy < 30 * 30;
        Rgb(if is_mark {
            MARK
        } else if is_line {
            INK
        } else {
            PAPER
        })
    });
    let mut bytes = Cursor::new(Vec::new());
    drawn.write_to(&mut bytes, ImageFormat::Png)?;
    Ok(picture::read(&bytes.into_inner(), picture::SIDE_KEPT_MAX)?)
}
