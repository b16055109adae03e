//! What people have chosen: which topics by which ways.

use std::collections::BTreeMap;

use sqlx::{PgExecutor, PgTransaction};

use super::kind::{Topic, Way};
use crate::accounts::AccountId;
use crate::kit::db::{self, Db, column};

/// What somebody has chosen. What they have not chosen is as usual.
#[derive(Debug, Clone, Default)]
pub struct Wishes(BTreeMap<(Topic, &'static str), bool>);

impl Wishes {
    /// Whether a topic goes by this way.
    #[must_use]
    pub fn wants(&self, topic: Topic, way: Way) -> bool {
        let chosen = self.0.get(&(topic, way.as_str())).copied();
        topic.is_fixed(way) || chosen.unwrap_or_else(|| topic.is_usual(way))
    }

    /// The same with another choice.
    pub fn choose(&mut self, topic: Topic, way: Way, wanted: bool) {
        self.0.insert((topic, way.as_str()), wanted);
    }
}

/// Reads what somebody has chosen.
pub async fn read(db: impl PgExecutor<'_>, account_id: AccountId) -> Result<Wishes, db::Error> {
    let rows = sqlx::query!(
        r#"select topic, way as "way: Way", wanted from notice_wishes where account_id = $1"#,
        account_id as AccountId
    )
    .fetch_all(db)
    .await?;
    let mut wishes = Wishes::default();
    for row in rows {
        // A topic of another version.
        if let Some(topic) = Topic::parse(&row.topic) {
            wishes.choose(topic, row.way, row.wanted);
        }
    }
    Ok(wishes)
}

/// Keeps what somebody has chosen, as far as it may be chosen.
pub async fn keep(db: &Db, account_id: AccountId, wishes: Wishes) -> Result<(), db::Error> {
    db.transaction(move |tx| {
        Box::pin(async move {
            let all = Topic::ALL.into_iter().flat_map(|topic| Way::ALL.map(|way| (topic, way)));
            let chosen: Vec<(Topic, Way, bool)> = all
                .filter(|(topic, way)| !topic.is_fixed(*way))
                .map(|(topic, way)| (topic, way, wishes.wants(topic, way)))
                .collect();
            write(tx, account_id, &chosen).await
        })
    })
    .await
}

/// Switches the mail of a topic off, for whoever has the link of a message.
pub(super) async fn no_mail(
    tx: &mut PgTransaction<'_>,
    account_id: AccountId,
    topic: Topic,
) -> Result<(), db::Error> {
    write(tx, account_id, &[(topic, Way::Mail, false)]).await
}

async fn write(
    tx: &mut PgTransaction<'_>,
    account_id: AccountId,
    chosen: &[(Topic, Way, bool)],
) -> Result<(), db::Error> {
    sqlx::query!(
        "insert into notice_wishes (account_id, topic, way, wanted)
         select $1, topic, way, wanted
         from unnest($2::text[], $3::text[], $4::boolean[]) as chosen (topic, way, wanted)
         on conflict (account_id, topic, way) do update set wanted = excluded.wanted",
        account_id as AccountId,
        &column(chosen, |one| one.0.as_str().to_owned()),
        &column(chosen, |one| one.1.as_str().to_owned()),
        &column(chosen, |one| one.2)
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_must_be_told_is_told_whatever_was_chosen() {
        let mut wishes = Wishes::default();
        for topic in Topic::ALL {
            for way in Way::ALL {
                assert_eq!(wishes.wants(topic, way), topic.is_usual(way));
                wishes.choose(topic, way, false);
                assert_eq!(wishes.wants(topic, way), topic.is_fixed(way));
            }
        }
    }
}
