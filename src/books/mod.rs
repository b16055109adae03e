//! The books check: everything that moved, against everything that it should add up to. Each domain
//! checks its own part; all of them see one snapshot. Nothing is ever corrected.
//!
//! A full check ([`check`]) reads everything. The workers' check ([`Watch::check`]) reads what can
//! still change: it closes ranges of ids in which nothing is written any more, keeps what they add
//! up to, and leaves them out from then on. Closed ranges are read again in turn
//! ([`Watch::read_again`]), each within a day. What is kept is chained (`kept.rs`).
//!
//! Must stay true: a range is closed only after a check in whose snapshot every transaction had
//! ended that could have written an id of it, and which found nothing wrong. One process checks at
//! a time (`watch.rs`). The database that is read may be a standby, or several in turn; what is kept
//! goes to the primary. No range is closed or compared in a snapshot of a standby that lags.

mod kept;
mod marks;
mod part;
mod watch;

pub use watch::{News, let_go, news};

use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;
use sqlx::PgTransaction;

use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::range::{Range, Reading};
use crate::kit::secret;
use crate::ledger::books::Report;
use crate::{accounts, affiliates, ledger, orders, payments, reports};
use kept::{Chain, Kept};
use marks::{Marks, has_ended};
use part::Part;

/// How long a check waits until transactions have ended that may still write below its marks.
const MARKS_WAIT: Duration = Duration::from_secs(5);
/// After a range was closed while others use the database, the rest is so many times as long as it
/// took.
const REST: u32 = 4;
const REST_MAX: Duration = Duration::from_secs(2);

/// Reads everything in one snapshot, closed ranges too. Changes nothing.
pub async fn check(db: &Db) -> Result<Report, db::Error> {
    db.unhurried()
        .transaction(move |tx| {
            Box::pin(async move {
                ledger::books::see_one_snapshot(tx).await?;
                let mut report = ledger::books::check(tx).await?;
                let (count, differences) = orders::books::check(tx).await?;
                report.orders = count;
                report.differences.extend(differences);
                report.differences.extend(affiliates::books::check(tx).await?);
                report.differences.extend(payments::books::check(tx, None).await?);
                report.differences.extend(payments::books::strays(tx, i64::MIN).await?);
                report.differences.extend(reports::books::check(tx).await?);
                report.audited(accounts::audit_chain::check(tx).await?);
                let chain = Chain::read(tx).await?;
                report.ranges = chain.ranges;
                report.differences.extend(chain.differences);
                for kept in kept::all(tx).await? {
                    // What is wrong in it was said above.
                    let held = kept.part.held(tx, kept.range).await?;
                    let held = Reading { differences: Vec::new(), ..held };
                    report.differences.extend(kept.compare(held));
                }
                Ok(report)
            })
        })
        .await
}

/// Reads what can still change, in one snapshot, and compares it with what is kept. Changes
/// nothing.
pub async fn check_open(db: &Db) -> Result<Report, db::Error> {
    Ok(look(db, None).await?.report)
}

/// Why the books were not read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Db(#[from] db::Error),
    /// The database itself answers; what does not is the standby, or it canceled a query.
    #[error("the standby could not be read: {0}")]
    Standby(db::Error),
}

/// What a look at the open part found.
struct Look {
    report: Report,
    chain: Chain,
    /// Whether its snapshot is behind the marks.
    is_behind: bool,
}

async fn look(db: &Db, marks: Option<String>) -> Result<Look, db::Error> {
    db.unhurried().transaction(move |tx| Box::pin(look_in(tx, marks))).await
}

async fn look_in(tx: &mut PgTransaction<'_>, xid: Option<String>) -> Result<Look, db::Error> {
    ledger::books::see_one_snapshot(tx).await?;
    let mut chain = Chain::read(tx).await?;
    let is_behind = match xid {
        Some(xid) => !has_ended(&mut **tx, &xid).await?,
        None => true,
    };
    let mut found = std::mem::take(&mut chain.differences);
    let above = |part| chain.upto(part);
    let transfers = Range::above(above(Part::Transfers));
    let kept = kept::wallets_sum(tx).await?;
    found.extend(ledger::books::differences_above(tx, transfers.above).await?);
    found.extend(ledger::books::wallets(tx, transfers.above, &kept).await?);
    let credits = Range::above(above(Part::Credits));
    found.extend(ledger::books::credits(tx, credits).await?.differences);
    found.extend(orders::books::open(tx, above(Part::Orders), transfers.above).await?);
    let rows = (above(Part::Commissions), above(Part::Payouts));
    found.extend(affiliates::books::open(tx, rows, transfers.above).await?);
    found.extend(payments::books::lately(tx, transfers.above).await?);
    let rows = (above(Part::Seals).max(0), above(Part::Audit));
    let audit = accounts::audit_chain::check_above(tx, rows).await?;
    let mut report = ledger::books::counted(tx, transfers.above).await?;
    report.transfers += chain.count(Part::Transfers);
    report.orders =
        chain.count(Part::Orders) + orders::books::count_above(tx, above(Part::Orders)).await?;
    report.ranges = chain.ranges;
    report.differences = found;
    report.audited(audit);
    Ok(Look { report, chain, is_behind })
}

/// The process's way to check the books.
#[derive(Debug, Clone)]
pub struct Watch {
    /// Where what is kept is written.
    pub db: Db,
    /// What is read instead, if there is one: a standby of it.
    pub standby: Option<Db>,
    pub clock: Clock,
    /// Names this process among the others.
    pub holder: String,
    /// Ids in a range that is closed.
    pub range_ids: i64,
}

/// Ids in a range: each is read in a fraction of a second.
pub const RANGE_IDS: i64 = 20_000;

impl Watch {
    /// For a process that reads the database that it writes.
    #[must_use]
    pub fn new(db: &Db, clock: &Clock) -> Self {
        let (db, clock, holder) = (db.clone(), clock.clone(), secret::base62(16));
        Self { db, standby: None, clock, holder, range_ids: RANGE_IDS }
    }

    fn reader(&self) -> &Db {
        self.standby.as_ref().unwrap_or(&self.db)
    }

    /// What an error in reading is about.
    fn unread(&self, error: db::Error) -> Error {
        match self.standby {
            Some(_) => Error::Standby(error),
            None => Error::Db(error),
        }
    }

    /// Checks what can still change, and closes ranges in which nothing is written any more.
    /// `None`: another process checks, or has begun a check at `unless_since` or later.
    pub async fn check(&self, unless_since: DateTime<Utc>) -> Result<Option<Report>, Error> {
        let started_at = self.clock.now();
        if !watch::take(&self.db, started_at, &self.holder, unless_since).await? {
            return Ok(None);
        }
        let checked = {
            let mut work = std::pin::pin!(self.check_held(started_at));
            loop {
                tokio::select! {
                    done = &mut work => break done,
                    () = tokio::time::sleep(watch::RENEW_EVERY) => {
                        watch::renew(&self.db, self.clock.now(), &self.holder).await?;
                    }
                }
            }
        };
        if checked.is_err() {
            let_go(&self.db, &self.holder).await?;
        }
        checked.map(Some)
    }

    async fn check_held(&self, started_at: DateTime<Utc>) -> Result<Report, Error> {
        let marks = self.marks().await?;
        let looked = look(self.reader(), Some(marks.xid.clone())).await;
        let Look { mut report, mut chain, is_behind } =
            looked.map_err(|error| self.unread(error))?;
        watch::note_unread(&self.db, started_at).await?;
        let open = report.differences.clone();
        let marks_of_standby = self.standby.as_ref().map(|_| &marks);
        for (part, number) in watch::wrong(&self.db).await? {
            let found = self.read_one((&part, number), marks_of_standby).await?;
            report.differences.extend(found.unwrap_or_else(|| {
                vec![format!("closed range {number} of {part} was wrong; the standby is behind")]
            }));
        }
        if open.is_empty() && !is_behind {
            self.close(&mut chain, &marks).await?;
        }
        report.ranges = chain.ranges;
        let kept = (started_at, chain.ranges);
        watch::finish(&self.db, &self.clock, &self.holder, kept, &open).await?;
        Ok(report)
    }

    /// Notes the newest ids, and waits until whoever may have taken one of them has ended, as the
    /// database that is read sees it.
    async fn marks(&self) -> Result<Marks, Error> {
        let marks = self.db.transaction(|tx| Box::pin(Marks::read(tx))).await?;
        let since = Instant::now();
        while since.elapsed() < MARKS_WAIT {
            let ended = has_ended(self.reader().pool(), &marks.xid).await;
            if ended.map_err(|error| self.unread(error))? {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Ok(marks)
    }

    /// Closes every range that is below the marks and whole.
    async fn close(&self, chain: &mut Chain, marks: &Marks) -> Result<(), Error> {
        for part in Part::ALL {
            let mark = marks.newest.get(&part).copied().unwrap_or_default();
            while let Some(range) = Kept::next(chain.last.get(&part), (part, self.range_ids), mark)
            {
                let since = Instant::now();
                let read = self.snapshot(Some(marks), move |tx| Box::pin(part.read(tx, range)));
                // The server that was asked before did not lag: this one is another.
                let Some(held) = read.await? else { return Ok(()) };
                if let Some(difference) = held.differences.first() {
                    tracing::warn!(difference, part = part.as_str(), "a range is not closed");
                    break;
                }
                let kept = Kept::after(chain.last.get(&part), part, range, &held);
                self.keep(&kept).await?;
                chain.last.insert(part, kept);
                chain.ranges += 1;
                if db::is_busy(self.db.pool()).await? {
                    tokio::time::sleep((since.elapsed() * REST).min(REST_MAX)).await;
                }
            }
        }
        Ok(())
    }

    async fn keep(&self, kept: &Kept) -> Result<(), db::Error> {
        let (kept, holder, now) = (kept.clone(), self.holder.clone(), self.clock.now());
        self.db
            .transaction(move |tx| {
                Box::pin(async move {
                    watch::count_range(tx, &holder).await?;
                    kept::keep(tx, &kept, now).await
                })
            })
            .await
    }

    /// Reads the closed range that has waited longest, if it is time for one and no other process
    /// does. Answers what is wrong with it; `None`: it was not time, or the standby is too far behind
    /// to tell, and the range stays the one that has waited longest.
    pub async fn read_again(&self) -> Result<Option<Vec<String>>, Error> {
        if !watch::take_turn(&self.db, self.clock.now()).await? {
            return Ok(None);
        }
        match watch::oldest(&self.db).await? {
            Some((part, number)) => {
                // A standby may not have yet what was kept, or what was put right. The database
                // itself has it, whoever still writes there.
                let marks = match self.standby {
                    Some(_) => Some(self.marks().await?),
                    None => None,
                };
                self.read_one((&part, number), marks.as_ref()).await
            }
            None => Ok(None),
        }
    }

    /// `None`: what is read has not come to the marks yet.
    async fn read_one(
        &self,
        (name, number): (&str, i64),
        marks: Option<&Marks>,
    ) -> Result<Option<Vec<String>>, Error> {
        let Some(part) = Part::parse(name) else { return Ok(Some(Vec::new())) };
        let read = self.snapshot(marks, move |tx| Box::pin(read_kept(tx, part, number))).await?;
        let Some(read) = read else { return Ok(None) };
        let found = read.unwrap_or_else(|| {
            vec![format!("what was kept of range {number} of {name} is missing")]
        });
        watch::note(&self.db, self.clock.now(), (name, number), &found).await?;
        Ok(Some(found))
    }

    /// Runs `work` in a snapshot of what is read. `None`: the snapshot is older than the marks. Each
    /// connection may lead to another standby, so each snapshot is asked.
    async fn snapshot<T, F>(&self, marks: Option<&Marks>, work: F) -> Result<Option<T>, Error>
    where
        T: Send + 'static,
        F: for<'t, 'c> FnOnce(&'t mut PgTransaction<'c>) -> BoxFuture<'t, Result<T, db::Error>>
            + Send
            + 'static,
    {
        let xid = marks.map(|marks| marks.xid.clone());
        let read = self.reader().transaction(move |tx| {
            Box::pin(async move {
                ledger::books::see_one_snapshot(tx).await?;
                if let Some(xid) = xid
                    && !has_ended(&mut **tx, &xid).await?
                {
                    return Ok(None);
                }
                work(tx).await.map(Some)
            })
        });
        read.await.map_err(|error| self.unread(error))
    }
}

async fn read_kept(
    tx: &mut PgTransaction<'_>,
    part: Part,
    number: i64,
) -> Result<Option<Vec<String>>, db::Error> {
    let Some(kept) = kept::one(tx, (part, number)).await? else { return Ok(None) };
    let held = part.read(tx, kept.range).await?;
    Ok(Some(kept.compare(held)))
}
