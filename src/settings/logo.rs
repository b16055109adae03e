//! The operator's picture beside the panel's name: one, kept as it was drawn again.

use chrono::{DateTime, Utc};
use sqlx::{PgExecutor, PgTransaction};

use crate::kit::db;
use crate::kit::picture::{Kind, Picture};
use crate::kit::secret;

/// What pages say of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logo {
    /// Of its bytes: its address changes with it.
    pub hash: String,
    pub width: i32,
    pub height: i32,
}

impl Logo {
    /// Reads `hash width height`.
    pub(super) fn read(text: &str) -> Option<Self> {
        let mut parts = text.split(' ');
        let hash = parts.next()?.to_owned();
        let (width, height) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        Some(Self { hash, width, height })
    }
}

/// Its bytes, if it is still the one with this hash.
pub async fn find(
    executor: impl PgExecutor<'_>,
    hash: &str,
) -> Result<Option<(Kind, Vec<u8>)>, db::Error> {
    let kept = sqlx::query!(
        r#"select content_type as "kind: Kind", bytes from logo where encode(hash, 'hex') = $1"#,
        hash
    );
    Ok(kept.fetch_optional(executor).await?.map(|kept| (kept.kind, kept.bytes)))
}

/// Keeps this picture instead of the one before, or none. Answers the hashes before and after.
pub(crate) async fn write(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    changed_by: Option<i64>,
    picture: Option<&Picture>,
) -> Result<(Option<String>, Option<String>), db::Error> {
    super::lock(tx).await?;
    let before =
        sqlx::query_scalar!(r#"delete from logo returning encode(hash, 'hex') as "hash!""#)
            .fetch_optional(&mut **tx)
            .await?;
    let Some(picture) = picture else { return Ok((before, None)) };
    let hash = &secret::sha256(&picture.bytes)[..8];
    sqlx::query!(
        "insert into logo (hash, content_type, bytes, width, height, changed_at, changed_by)
         values ($1, $2, $3, $4, $5, $6, $7)",
        hash,
        picture.kind as Kind,
        picture.bytes,
        i32::try_from(picture.width).unwrap_or(i32::MAX),
        i32::try_from(picture.height).unwrap_or(i32::MAX),
        now,
        changed_by
    )
    .execute(&mut **tx)
    .await?;
    Ok((before, Some(secret::hex(hash))))
}
