//! The seals of the audit log: a chain of hashes, in which each seal covers the one before it and
//! one row.
//!
//! Must stay true: a row that is changed, deleted, or put in past the panel, is found by
//! [`check`], as long as the seals behind it stand. Whoever may write everything can make a new
//! chain; so an operator notes the newest seal elsewhere, and [`has`] says later whether the chain
//! still has it. What stands beside a row in `audit_people` may be erased: a seal covers its salted
//! hash alone.
//!
//! Rows are sealed by [`seal`], some moments after they were written, in the order in which it
//! finds them. Housekeeping calls it. The queue of rows that wait survives a restore into another
//! server, where the numbers of transactions begin again.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use futures_util::TryStreamExt as _;
use rand::Rng as _;
use sha2::{Digest as _, Sha256};
use sqlx::PgTransaction;

use crate::kit::db::{self, Db};
use crate::kit::range::{Range, Reading};
use crate::kit::secret;

/// At most so many rows are sealed at a time.
pub const ROWS_MAX: i64 = 1000;
/// So many differences are named; more would be the same fault again.
const SENTENCES_MAX: i64 = 1000;
/// Held by the one process that seals.
const SEALING: i64 = 0x5ea1;
/// What the first seal follows.
const BEGINNING: [u8; 32] = [0; 32];

/// Who did something, apart from their account.
#[derive(Debug)]
pub(super) struct People {
    pub(super) salt: Vec<u8>,
    pub(super) email: Option<String>,
    pub(super) address: Option<String>,
    pub(super) device: Option<String>,
}

impl People {
    /// With a new salt; `None` if there is nothing to keep.
    pub(super) fn new(
        email: Option<String>,
        address: Option<String>,
        device: Option<String>,
    ) -> Option<Self> {
        let one = Self { salt: rand::rng().random::<[u8; 16]>().to_vec(), email, address, device };
        (!one.is_erased()).then_some(one)
    }

    fn is_erased(&self) -> bool {
        self.email.is_none() && self.address.is_none() && self.device.is_none()
    }
}

/// The hash that a row holds of them. `migrations/0008_audit_chain.sql` makes the same.
pub(super) fn people_hash(people: &People) -> [u8; 32] {
    let mut hash = Sha256::new();
    frame(&mut hash, Some(&people.salt));
    for text in [&people.email, &people.address, &people.device] {
        frame(&mut hash, text.as_ref().map(String::as_bytes));
    }
    hash.finalize().into()
}

/// One field: a byte that says whether there is one, its length in four bytes, and its bytes. So no
/// two rows have the same bytes.
fn frame(hash: &mut Sha256, field: Option<&[u8]>) {
    match field {
        None => hash.update([0]),
        Some(bytes) => {
            hash.update([1]);
            hash.update(u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
            hash.update(bytes);
        }
    }
}

/// What a seal covers of a row.
#[derive(Debug)]
struct Row {
    id: i64,
    actor_id: Option<i64>,
    action: String,
    subject: String,
    before: Option<String>,
    after: Option<String>,
    at: DateTime<Utc>,
    people_hash: Option<Vec<u8>>,
}

impl Row {
    fn seal(&self, previous: &[u8]) -> [u8; 32] {
        let mut hash = Sha256::new();
        frame(&mut hash, Some(previous));
        frame(&mut hash, Some(&self.id.to_be_bytes()));
        frame(&mut hash, self.actor_id.map(i64::to_be_bytes).as_ref().map(|bytes| &bytes[..]));
        for text in [Some(&self.action), Some(&self.subject), self.before.as_ref()] {
            frame(&mut hash, text.map(String::as_bytes));
        }
        frame(&mut hash, self.after.as_ref().map(String::as_bytes));
        frame(&mut hash, Some(&self.at.timestamp_micros().to_be_bytes()));
        frame(&mut hash, self.people_hash.as_deref());
        hash.finalize().into()
    }
}

/// A seal, as an operator notes it: `17-9f86d0…`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    number: i64,
    hash: Vec<u8>,
}

impl fmt::Display for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.number, secret::hex(&self.hash))
    }
}

/// Text that is no seal.
#[derive(Debug, thiserror::Error)]
#[error(
    "a seal is a number, a hyphen and 64 hexadecimal digits, as `waybill books check` prints it"
)]
pub struct NoSeal;

impl FromStr for Seal {
    type Err = NoSeal;

    fn from_str(text: &str) -> Result<Self, NoSeal> {
        let (number, digits) = text.trim().split_once('-').ok_or(NoSeal)?;
        let number = number.parse().map_err(|_| NoSeal)?;
        let is_hex = digits.len() == 64 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        let bytes = (0..64)
            .step_by(2)
            .filter_map(|at| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok());
        if is_hex { Ok(Self { number, hash: bytes.collect() }) } else { Err(NoSeal) }
    }
}

/// Seals rows that wait, at most [`ROWS_MAX`]; answers how many. Does nothing if another process
/// seals.
pub async fn seal(db: &Db) -> Result<usize, db::Error> {
    db.transaction(|tx| Box::pin(seal_in(tx))).await
}

async fn seal_in(tx: &mut PgTransaction<'_>) -> Result<usize, db::Error> {
    let is_ours = sqlx::query_scalar!(r#"select pg_try_advisory_xact_lock($1) as "is!""#, SEALING)
        .fetch_one(&mut **tx)
        .await?;
    if !is_ours {
        return Ok(0);
    }
    // A row that is missing, or sealed already, is for a person: it stays, and the check names it.
    let rows = sqlx::query_as!(
        Row,
        r#"select a.id, a.actor_id, a.action, a.subject, a.before::text as before,
                  a.after::text as after, a.at, a.people_hash
           from audit_unsealed u join audit a on a.id = u.audit_id
           where not exists (select from audit_chain c where c.audit_id = a.id)
           order by a.id limit $1"#,
        ROWS_MAX
    )
    .fetch_all(&mut **tx)
    .await?;
    if rows.is_empty() {
        return Ok(0);
    }
    let last = newest(tx).await?;
    let (first, mut previous) = last.map_or((1, BEGINNING.to_vec()), |s| (s.number + 1, s.hash));
    let mut hashes = Vec::with_capacity(rows.len());
    for row in &rows {
        previous = row.seal(&previous).to_vec();
        hashes.push(previous.clone());
    }
    let ids = db::column(&rows, |row| row.id);
    sqlx::query!(
        "insert into audit_chain (number, audit_id, hash)
         select $1 + place - 1, audit_id, hash
         from unnest($2::bigint[], $3::bytea[]) with ordinality as sealed (audit_id, hash, place)",
        first,
        &ids,
        &hashes
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!("delete from audit_unsealed where audit_id = any($1)", &ids)
        .execute(&mut **tx)
        .await?;
    Ok(rows.len())
}

async fn newest(tx: &mut PgTransaction<'_>) -> Result<Option<Seal>, db::Error> {
    let asked =
        sqlx::query_as!(Seal, "select number, hash from audit_chain order by number desc limit 1");
    Ok(asked.fetch_optional(&mut **tx).await?)
}

/// Whether the chain has this seal.
pub async fn has(db: &Db, seal: &Seal) -> Result<bool, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from audit_chain where number = $1 and hash = $2) as "is!""#,
        seal.number,
        seal.hash
    )
    .fetch_one(db.pool())
    .await?)
}

/// What a check of the chain found.
#[derive(Debug, Default)]
pub struct Checked {
    /// Rows that have no seal yet.
    pub waiting: i64,
    pub newest: Option<Seal>,
    /// The differences, a sentence each.
    pub differences: Vec<String>,
}

/// Makes the chain again and compares; inside a transaction that sees one snapshot.
pub async fn check(tx: &mut PgTransaction<'_>) -> Result<Checked, db::Error> {
    check_above(tx, (0, i64::MIN)).await
}

/// The same, of the seals above a number and of the rows above an id.
pub async fn check_above(
    tx: &mut PgTransaction<'_>,
    (seals, rows): (i64, i64),
) -> Result<Checked, db::Error> {
    let mut differences = broken_seals(tx, Range::above(seals)).await?.differences;
    differences.extend(strays(tx, Range::above(rows)).await?);
    let waiting = sqlx::query_scalar!(r#"select count(*) as "count!" from audit_unsealed"#)
        .fetch_one(&mut **tx)
        .await?;
    Ok(Checked { waiting, newest: newest(tx).await?, differences })
}

/// The rows in the range, and what is wrong with them.
pub async fn rows(tx: &mut PgTransaction<'_>, range: Range) -> Result<Reading, db::Error> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from audit where id > $1 and id <= $2"#,
        range.above,
        range.upto
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(Reading { count, differences: strays(tx, range).await?, ..Reading::default() })
}

/// The seals in the range of numbers, with the last one as their digest: rows that are not what was
/// sealed, and seals that are missing.
pub async fn broken_seals(tx: &mut PgTransaction<'_>, range: Range) -> Result<Reading, db::Error> {
    let mut found = Vec::new();
    let mut count = 0;
    let before = sqlx::query_scalar!("select hash from audit_chain where number = $1", range.above);
    let mut previous = before.fetch_optional(&mut **tx).await?.unwrap_or(BEGINNING.to_vec());
    let mut sealed = sqlx::query!(
        r#"select c.number, c.audit_id, c.hash, a.id as "id?", a.actor_id, a.action as "action?",
                  a.subject as "subject?", a.before::text as before, a.after::text as after,
                  a.at as "at?", a.people_hash, p.salt as "salt?", p.email, p.address, p.device
           from audit_chain c
           left join audit a on a.id = c.audit_id
           left join audit_people p on p.audit_id = c.audit_id
           where c.number > $1 and c.number <= $2
           order by c.number"#,
        range.above,
        range.upto
    )
    .fetch(&mut **tx);
    let mut expected = range.above.max(0) + 1;
    while let Some(one) = sealed.try_next().await? {
        if i64::try_from(found.len()).is_ok_and(|found| found >= SENTENCES_MAX) {
            break;
        }
        count += 1;
        let id = one.audit_id;
        let follows = one.number == expected;
        if !follows {
            let last = one.number - 1;
            found.push(format!("audit: the seals {expected} to {last} are missing"));
        }
        expected = one.number + 1;
        let before = std::mem::replace(&mut previous, one.hash);
        let (Some(_), Some(action), Some(subject), Some(at)) =
            (one.id, one.action, one.subject, one.at)
        else {
            found.push(format!("audit: row {id} is missing; seal {} was its", one.number));
            continue;
        };
        let row = Row {
            id,
            actor_id: one.actor_id,
            action,
            subject,
            before: one.before,
            after: one.after,
            at,
            people_hash: one.people_hash,
        };
        // Behind a gap nobody knows what this seal followed.
        if follows && row.seal(&before)[..] != previous[..] {
            found.push(format!(
                "audit: row {id} is not what was sealed, or seal {} is out of order",
                one.number
            ));
        }
        if let Some(salt) = one.salt {
            let (email, address, device) = (one.email, one.address, one.device);
            let people = People { salt, email, address, device };
            let kept = row.people_hash.as_deref();
            if !people.is_erased() && kept != Some(&people_hash(&people)[..]) {
                found.push(format!("audit: what stands beside row {id} is not what was sealed"));
            }
        }
    }
    drop(sealed);
    Ok(Reading { count, digest: Some(previous), differences: found, ..Reading::default() })
}

/// Rows that no seal covers and that do not wait for one, and what belongs to no row.
async fn strays(tx: &mut PgTransaction<'_>, range: Range) -> Result<Vec<String>, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"
        with found as (
            select format('audit: row %s was put in past the panel: it has no seal and waits for none',
                          id) as sentence
            from audit a
            where id > $1 and id <= $2
              and not exists (select from audit_chain c where c.audit_id = a.id)
              and not exists (select from audit_unsealed u where u.audit_id = a.id)
            union all
            select format('audit: row %s waits for its seal and is missing', audit_id)
            from audit_unsealed u where not exists (select from audit a where a.id = u.audit_id)
            union all
            select format('audit: row %s waits for a seal and has one', audit_id)
            from audit_unsealed u
            where exists (select from audit_chain c where c.audit_id = u.audit_id)
            union all
            select format('audit: what stands in audit_people for row %s belongs to no row', audit_id)
            from audit_people p
            where audit_id > $1 and audit_id <= $2
              and not exists (select from audit a where a.id = p.audit_id))
        select sentence as "sentence!" from found limit $3
        "#,
        range.above,
        range.upto,
        SENTENCES_MAX
    )
    .fetch_all(&mut **tx)
    .await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_do_not_run_into_one_another() {
        let hash = |email: Option<&str>, address: Option<&str>| {
            let salt = vec![7; 16];
            let (email, address) = (email.map(str::to_owned), address.map(str::to_owned));
            people_hash(&People { salt, email, address, device: None })
        };
        let all = [
            hash(Some("ab"), Some("c")),
            hash(Some("a"), Some("bc")),
            hash(Some("abc"), None),
            hash(None, Some("abc")),
            hash(Some("abc"), Some("")),
        ];
        for (at, one) in all.iter().enumerate() {
            assert!(!all[at + 1..].contains(one), "{at}");
        }
    }

    #[test]
    fn a_seal_is_read_as_it_is_printed() {
        let seal = Seal { number: 17, hash: (0..32).collect() };
        assert_eq!(seal.to_string().parse::<Seal>().unwrap(), seal);
        for wrong in [
            "",
            "17",
            "17-",
            "x-00",
            &format!("17-{}", "zz".repeat(32)),
            &format!("17-{}", "é".repeat(32)),
        ] {
            assert!(wrong.parse::<Seal>().is_err(), "{wrong}");
        }
    }
}
