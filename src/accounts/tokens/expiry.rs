//! Tokens that end by themselves: their holders are told a week before, or a day before if the token
//! lasts for less than two weeks. One that was made for less than two days is watched by whoever made it.

use chrono::{DateTime, TimeDelta, Utc};

use crate::accounts::AccountId;
use crate::accounts::notices::{self, Facts, Kind};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};

/// Tokens that are told of in one transaction.
pub const TOLD_MAX: i64 = 200;
const BEFORE: TimeDelta = TimeDelta::days(7);
const BEFORE_SHORT: TimeDelta = TimeDelta::days(1);
const LONG: TimeDelta = TimeDelta::days(14);
const SHORTEST: TimeDelta = TimeDelta::days(2);

/// A token that ends soon.
struct Ending {
    id: i64,
    account_id: AccountId,
    name: String,
    expires_at: Option<DateTime<Utc>>,
}

/// Tells of tokens that end soon, each once. Answers of how many.
pub async fn tell(db: &Db, clock: &Clock) -> Result<usize, db::Error> {
    let now = clock.now();
    db.transaction(move |tx| {
        Box::pin(async move {
            let ending = sqlx::query_as!(
                Ending,
                r#"select t.id, t.account_id as "account_id: AccountId", t.name, t.expires_at
                   from tokens t
                   where t.expires_at > $1 and t.expires_at <= $2
                     and t.revoked_at is null and t.rotated_at is null
                     and t.expires_at - t.created_at >= $3::bigint * interval '1 second'
                     and (t.expires_at <= $4
                          or t.expires_at - t.created_at >= $5::bigint * interval '1 second')
                     and not exists (select from notices n
                                     where n.account_id = t.account_id and n.kind = $6
                                       and n.key = 'token:' || t.id)
                   order by t.expires_at, t.id limit $7"#,
                now,
                now + BEFORE,
                SHORTEST.num_seconds(),
                now + BEFORE_SHORT,
                LONG.num_seconds(),
                Kind::TokenExpiring.as_str(),
                TOLD_MAX
            )
            .fetch_all(&mut **tx)
            .await?;
            for one in &ending {
                let facts = Facts {
                    name: one.name.clone(),
                    id: Some(one.id),
                    until: one.expires_at,
                    ..Facts::default()
                };
                let (account_id, kind) = (one.account_id, Kind::TokenExpiring);
                let new =
                    notices::New { account_id, kind, key: format!("token:{}", one.id), facts };
                notices::put(tx, now, new).await?;
            }
            Ok::<_, db::Error>(ending.len())
        })
    })
    .await
}
