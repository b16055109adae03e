//! Notices: what customers are told of by the panel, by mail and by Telegram.
//!
//! Owns the tables of `migrations/0052_notices.sql`, but three that its first lines name. What must stay
//! true: a notice is written in the transaction of its cause, or by a loop that follows what is written
//! already and moves its place in the same transaction; it has a key, so the same is told once; the
//! messages about it are written in the transaction that notes that it was told. What is about security
//! is shown in the panel and goes by mail, whatever anybody has chosen. Placing an order writes nothing
//! here.
//!
//! It stands inside `accounts`, whose verbs tell of sign-ins, passwords and tokens, and to the left of
//! everybody who tells of anything else (decision 0037). Called by `accounts`, `ledger`, `payments`,
//! `orders` and `support`, by `work::notices`, which follows and sends, and by the pages.

pub mod bot;
pub mod chat;
mod deliver;
mod forget;
mod kind;
mod list;
mod places;
mod repaid;
mod sender;
pub mod stop;
pub mod wishes;
mod words;
mod write;

use chrono::TimeDelta;

use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};

pub use deliver::{TOLD_MAX, deliver, is_due};
pub(in crate::accounts) use forget::{forget_all, forget_late};
pub use kind::{Kind, Topic, Way};
pub use list::{COUNTED_MAX, Notice, list, open, read_all, unread, unread_of};
pub use places::KEPT as PLACES_KEPT;
pub(in crate::accounts) use places::note as sign_in_from;
pub(crate) use repaid::debt_repaid;
pub use sender::{Taken, record, take_due};
pub use words::{Reader, Words};
pub use write::{Factor, Facts, Item, Moved, New, Sums, TokenChange, factor_changed};
pub(crate) use write::{gather, money_moved, put, put_items};
pub(in crate::accounts) use write::{password_changed, token_changed};

/// How long notices, and messages about them, are kept.
pub const KEPT: TimeDelta = TimeDelta::days(90);

/// Deletes what is older than it is kept, at most `most` rows of each kind; answers whether there may be
/// more. A loop calls it now and then.
pub async fn sweep(db: &Db, clock: &Clock, most: i64) -> Result<bool, db::Error> {
    let now = clock.now();
    let notices = sqlx::query!(
        "delete from notices where id in (
             select id from notices where made_at < $1 order by made_at limit $2)",
        now - KEPT,
        most
    );
    let notices = notices.execute(db.pool()).await?.rows_affected();
    let messages = sqlx::query!(
        "delete from telegram_messages where id in (
             select id from telegram_messages where made_at < $1 order by made_at limit $2)",
        now - KEPT,
        most
    );
    let messages = messages.execute(db.pool()).await?.rows_affected();
    let codes = sqlx::query!("delete from telegram_codes where expires_at <= $1", now);
    codes.execute(db.pool()).await?;
    let is_more = notices.max(messages) >= most.unsigned_abs();
    Ok(places::sweep(db, now, most).await? || is_more)
}
