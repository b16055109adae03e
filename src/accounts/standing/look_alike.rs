//! Addresses from before the panel compared how addresses look: what each looks like is filled in
//! after migrating. Of several that look the same, the one in ASCII has it, or else the oldest gets
//! it. The others stay without, and their owners keep them.

use crate::accounts::AccountId;
use crate::accounts::email::Email;
use crate::kit::db::{self, Db};

/// Accounts that are read at a time.
const ROWS: i64 = 500;

/// Fills in what is missing. Doing it again does no harm.
pub async fn fill(db: &Db) -> Result<(), db::Error> {
    let mut after = AccountId::new(0);
    loop {
        let rows = sqlx::query!(
            r#"select id as "id: AccountId", email as "email: Email" from accounts
               where skeleton is null and id > $1 order by id limit $2"#,
            after as AccountId,
            ROWS,
        )
        .fetch_all(db.pool())
        .await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.id;
        let looks = rows.into_iter().map(|row| (row.id, row.email.skeleton())).collect();
        db.transaction(move |tx| Box::pin(async move { write(tx, looks).await })).await?;
    }
}

async fn write(
    tx: &mut sqlx::PgTransaction<'_>,
    looks: Vec<(AccountId, String)>,
) -> Result<(), db::Error> {
    for (id, skeleton) in looks {
        sqlx::query!(
            "update accounts set skeleton = $2
             where id = $1 and not exists (select from accounts where skeleton = $2)",
            id as AccountId,
            skeleton,
        )
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}
