//! The sums of closed ranges, each chained to the one before it in its part.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sha2::{Digest as _, Sha256};
use sqlx::{PgConnection, PgTransaction};

use super::part::Part;
use crate::kit::db;
use crate::kit::range::{Range, Reading};

/// What the first range of a part follows.
const BEGINNING: [u8; 32] = [0; 32];

/// What is kept of a closed range.
#[derive(Debug, Clone)]
pub(super) struct Kept {
    pub part: Part,
    pub number: i64,
    pub range: Range,
    pub count: i64,
    pub sum: Option<String>,
    pub digest: Option<Vec<u8>>,
    pub hash: Vec<u8>,
}

impl Kept {
    /// The next range of its part, after `last`.
    pub fn after(last: Option<&Self>, part: Part, range: Range, held: &Reading) -> Self {
        let mut kept = Self {
            part,
            number: last.map_or(1, |last| last.number + 1),
            range,
            count: held.count,
            sum: held.sum.clone(),
            digest: held.digest.clone(),
            hash: Vec::new(),
        };
        kept.hash = kept.chained(last.map_or(&BEGINNING, |last| &last.hash));
        kept
    }

    fn chained(&self, previous: &[u8]) -> Vec<u8> {
        let mut hash = Sha256::new();
        hash.update(previous);
        // The digest has a fixed length, and no other field holds a blank.
        hash.update(self.digest.as_deref().unwrap_or(&BEGINNING));
        let Self { part, number, range, count, sum, .. } = self;
        let sum = sum.as_deref().unwrap_or("-");
        let words =
            format!("{} {number} {} {} {count} {sum}", part.as_str(), range.above, range.upto);
        hash.update(words);
        hash.finalize().to_vec()
    }

    /// The ids of the next range, if all of them are at or below `mark`.
    pub fn next(last: Option<&Self>, (part, ids): (Part, i64), mark: i64) -> Option<Range> {
        let above = last.map_or(i64::MIN, |last| last.range.upto);
        let upto = above.max(0).checked_add(part.ids(ids))?;
        (upto <= mark).then_some(Range { above, upto })
    }

    /// What is wrong with a range as it is read now.
    pub fn compare(&self, held: Reading) -> Vec<String> {
        let Range { above, upto } = self.range;
        let part = self.part.as_str();
        let mut found = held.differences;
        let which = format!("closed range {} of {part} (up to {upto})", self.number);
        if held.count != self.count {
            found.push(format!("{which} has {} rows; {} were kept", held.count, self.count));
        } else if held.sum != self.sum {
            let [held, kept] =
                [&held.sum, &self.sum].map(|sum| sum.as_deref().unwrap_or("nothing"));
            found.push(format!("{which} adds up to {held}; {kept} was kept"));
        } else if held.digest != self.digest {
            found.push(format!("{which} is not what it was: a row above {above} was changed"));
        }
        found
    }
}

/// All closed ranges.
#[derive(Debug, Default)]
pub(super) struct Chain {
    pub last: BTreeMap<Part, Kept>,
    pub ranges: i64,
    /// The counts of all ranges of a part.
    counts: BTreeMap<Part, i64>,
    /// What is wrong with the chain itself.
    pub differences: Vec<String>,
}

impl Chain {
    /// Reads the chain, and makes its hashes again.
    pub async fn read(tx: &mut PgTransaction<'_>) -> Result<Self, db::Error> {
        let mut chain = Self::default();
        for kept in all(tx).await? {
            let Kept { part, number, range, .. } = &kept;
            let (part, number) = (*part, *number);
            let last = chain.last.get(&part);
            let expected = last.map_or(1, |last| last.number + 1);
            let above = last.map_or(i64::MIN, |last| last.range.upto);
            let previous = last.map_or(&BEGINNING[..], |last| &last.hash);
            if number != expected || range.above != above {
                chain.differences.push(format!(
                    "what was kept of {}: the ranges before {number} are missing",
                    part.as_str()
                ));
            } else if kept.chained(previous) != kept.hash {
                chain.differences.push(format!(
                    "what was kept of range {number} of {} was changed",
                    part.as_str()
                ));
            }
            chain.ranges += 1;
            *chain.counts.entry(part).or_default() += kept.count;
            chain.last.insert(part, kept);
        }
        Ok(chain)
    }

    /// The highest id of the part that is in a closed range.
    pub fn upto(&self, part: Part) -> i64 {
        self.last.get(&part).map_or(i64::MIN, |last| last.range.upto)
    }

    pub fn count(&self, part: Part) -> i64 {
        self.counts.get(&part).copied().unwrap_or_default()
    }
}

struct Row {
    part: String,
    number: i64,
    above: i64,
    upto: i64,
    count: i64,
    sum: Option<String>,
    digest: Option<Vec<u8>>,
    hash: Vec<u8>,
}

impl Row {
    fn kept(self) -> Result<Kept, db::Error> {
        let unknown = || db::Error::Refused(format!("books_ranges has the part {:?}", self.part));
        Ok(Kept {
            part: Part::parse(&self.part).ok_or_else(unknown)?,
            number: self.number,
            range: Range { above: self.above, upto: self.upto },
            count: self.count,
            sum: self.sum,
            digest: self.digest,
            hash: self.hash,
        })
    }
}

/// Every closed range, in order.
pub(super) async fn all(tx: &mut PgTransaction<'_>) -> Result<Vec<Kept>, db::Error> {
    let rows = sqlx::query_as!(
        Row,
        "select part, number, above, upto, count, sum::text, digest, hash from books_ranges
         order by part, number"
    )
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter().map(Row::kept).collect()
}

/// One closed range.
pub(super) async fn one(
    db: &mut PgConnection,
    (part, number): (Part, i64),
) -> Result<Option<Kept>, db::Error> {
    let row = sqlx::query_as!(
        Row,
        "select part, number, above, upto, count, sum::text, digest, hash from books_ranges
         where part = $1 and number = $2",
        part.as_str(),
        number
    )
    .fetch_optional(db)
    .await?;
    row.map(Row::kept).transpose()
}

/// The sum of all closed transfers: what they put into wallets less what they took.
pub(super) async fn wallets_sum(tx: &mut PgTransaction<'_>) -> Result<String, db::Error> {
    let sum = sqlx::query_scalar!(
        r#"select coalesce(sum(sum), 0)::text as "sum!" from books_ranges where part = 'transfers'"#
    );
    Ok(sum.fetch_one(&mut **tx).await?)
}

/// Keeps a range, and notes that it was read.
pub(super) async fn keep(
    tx: &mut PgTransaction<'_>,
    kept: &Kept,
    now: DateTime<Utc>,
) -> Result<(), db::Error> {
    sqlx::query!(
        "insert into books_ranges (part, number, above, upto, count, sum, digest, hash, closed_at)
         values ($1, $2, $3, $4, $5, $6::text::numeric, $7, $8, $9)",
        kept.part.as_str(),
        kept.number,
        kept.range.above,
        kept.range.upto,
        kept.count,
        kept.sum,
        kept.digest,
        kept.hash,
        now
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!(
        "insert into books_readings (part, number, read_at) values ($1, $2, $3)
         on conflict (part, number) do update set read_at = $3, sentences = '{}'",
        kept.part.as_str(),
        kept.number,
        now
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
