//! What is wrong begins and ends. One process at a time looks; whatever it finds, an alert has one row
//! from its begin to its end, and its messages are written in the same transaction. So nothing is told
//! twice because two processes look, and nothing is lost because one dies.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgTransaction;

use super::ReceiverId;
use super::conditions::lasting;
use super::receivers::{self, Wish};
use super::table::{ALERTS, Alert, Found, Sight};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::failpoint;

/// The time between two looks, by all processes together.
const LOOK_EVERY: TimeDelta = TimeDelta::seconds(10);
/// An alert is over when nothing was found for so long, so one that comes and goes is told of once.
const CALM: TimeDelta = TimeDelta::minutes(3);
/// A message that could not be sent for so long is given up.
const EXPIRES_AFTER: TimeDelta = TimeDelta::hours(24);
/// How long alerts that are over, tests, and measures are kept.
const KEPT: TimeDelta = TimeDelta::days(90);
const MINUTES_KEPT: TimeDelta = TimeDelta::days(1);
const TITLE_CHARS_MAX: usize = 200;
const TEXT_CHARS_MAX: usize = 1_000;

/// An alert that begins or ends.
struct News {
    id: i64,
    kind: String,
    about: String,
    title: String,
    text: String,
    lasted: Option<TimeDelta>,
}

/// Looks what is wrong, if it is time and no other process does. If a condition cannot be asked, its
/// alerts stay as they are and the others go on.
pub async fn look(db: &Db, clock: &Clock) -> Result<(), db::Error> {
    let now = clock.now();
    if !take_turn(db, now).await? {
        return Ok(());
    }
    let sight = Sight::new(db, now);
    let mut seen = Vec::new();
    for alert in ALERTS {
        match (alert.ask)(&sight).await {
            Ok(found) => seen.push((alert, found)),
            Err(error) if error.is_away() => return Err(error),
            Err(error) => {
                tracing::error!(alert = alert.word, %error, "a condition could not be asked");
            }
        }
    }
    note(db, now, seen).await
}

async fn take_turn(db: &Db, now: DateTime<Utc>) -> Result<bool, db::Error> {
    let taken = sqlx::query!(
        "update alert_watch set due_at = $2 where due_at <= $1",
        now,
        now + LOOK_EVERY
    )
    .execute(db.pool())
    .await?;
    Ok(taken.rows_affected() == 1)
}

/// Notes what begins and what is over, with the messages about it.
async fn note(
    db: &Db,
    now: DateTime<Utc>,
    seen: Vec<(&'static Alert, Vec<Found>)>,
) -> Result<(), db::Error> {
    let noted = db.transaction(move |tx| {
        Box::pin(async move {
            // A look that took long, and the next one, note one after the other.
            sqlx::query!("select due_at from alert_watch for update").fetch_one(&mut **tx).await?;
            let begun = begin(tx, now, &seen).await?;
            failpoint("alert-between");
            let kinds = seen.iter().map(|(alert, _)| alert.word.to_owned()).collect();
            let over = end(tx, now, kinds).await?;
            if !begun.is_empty() || !over.is_empty() {
                tell(tx, now, (&begun, &over)).await?;
            }
            failpoint("alert-before-commit");
            Ok::<_, db::Error>((begun, over))
        })
    });
    let (begun, over) = noted.await?;
    failpoint("alert-after-commit");
    for one in begun {
        tracing::warn!(alert = one.kind, about = one.about, what = one.title, "an alert begins");
    }
    for one in over {
        tracing::info!(alert = one.kind, about = one.about, what = one.title, "an alert is over");
    }
    Ok(())
}

/// What is found and has no open row gets one; of the others it is noted that they are still there.
async fn begin(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    seen: &[(&'static Alert, Vec<Found>)],
) -> Result<Vec<News>, db::Error> {
    let cut = |text: &str, most| text.chars().take(most).collect::<String>();
    let (mut kinds, mut abouts, mut titles, mut texts) = (vec![], vec![], vec![], vec![]);
    for (alert, found) in seen {
        for one in found {
            kinds.push(alert.word.to_owned());
            abouts.push(one.about.clone());
            titles.push(cut(&one.title, TITLE_CHARS_MAX));
            texts.push(cut(&one.text, TEXT_CHARS_MAX));
        }
    }
    if kinds.is_empty() {
        return Ok(Vec::new());
    }
    let rows = sqlx::query!(
        r#"insert into alerts as a (kind, about, title, text, began_at, seen_at)
           select kind, about, title, text, $5, $5
           from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as f (kind, about, title, text)
           on conflict (kind, about) where ended_at is null do update
           set seen_at = greatest(a.seen_at, excluded.seen_at), text = excluded.text
           returning id, kind, about, title, text, began_at = $5 as "is_new!""#,
        &kinds,
        &abouts,
        &titles,
        &texts,
        now
    )
    .fetch_all(&mut **tx)
    .await?;
    let new = rows.into_iter().filter(|row| row.is_new).map(|row| News {
        id: row.id,
        kind: row.kind,
        about: row.about,
        title: row.title,
        text: row.text,
        lasted: None,
    });
    Ok(new.collect())
}

/// Ends what was not seen for a while. An alert that this version does not know ends too.
async fn end(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    asked: Vec<String>,
) -> Result<Vec<News>, db::Error> {
    let known: Vec<String> = ALERTS.iter().map(|alert| alert.word.to_owned()).collect();
    let rows = sqlx::query!(
        "update alerts set ended_at = $1
         where ended_at is null and seen_at <= $2 and (kind = any($3) or kind <> all($4))
         returning id, kind, about, title, began_at",
        now,
        now - CALM,
        &asked,
        &known
    )
    .fetch_all(&mut **tx)
    .await?;
    let over = rows.into_iter().map(|row| News {
        id: row.id,
        kind: row.kind,
        about: row.about,
        text: format!("It lasted {}.", lasting(now - row.began_at)),
        title: row.title,
        lasted: Some(now - row.began_at),
    });
    Ok(over.collect())
}

/// Writes the messages: who wants to be told of a begin is, and who was told of it learns of its end.
async fn tell(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    (begun, over): (&[News], &[News]),
) -> Result<(), db::Error> {
    let wishes = receivers::wishes(tx).await?;
    let due = |wish: &Wish, kind: &str| match wish.quiet {
        Some(quiet) if !wish.is_urgent(kind) => quiet.ends(now).unwrap_or(now),
        _ => now,
    };
    for one in begun {
        for wish in wishes.iter().filter(|wish| wish.enabled && wish.wants(&one.kind)) {
            write(tx, now, (wish.id, one), due(wish, &one.kind)).await?;
        }
    }
    for one in over {
        let told = sqlx::query_scalar!(
            r#"select receiver_id as "id: ReceiverId" from alert_messages
               where alert_id = $1 and what = 'begins' and state <> 'expired'"#,
            one.id
        )
        .fetch_all(&mut **tx)
        .await?;
        for wish in wishes.iter().filter(|wish| told.contains(&wish.id)) {
            write(tx, now, (wish.id, one), due(wish, &one.kind)).await?;
        }
    }
    Ok(())
}

/// An end is never due before its begin.
async fn write(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    (receiver_id, news): (ReceiverId, &News),
    due_at: DateTime<Utc>,
) -> Result<(), db::Error> {
    let what = if news.lasted.is_some() { "ends" } else { "begins" };
    sqlx::query!(
        "insert into alert_messages (receiver_id, alert_id, what, title, text, made_at, due_at,
                                     expires_at)
         select $1, $2, $3, $4, $5, $6, due_at, due_at + $8::bigint * interval '1 second'
         from (select greatest($7::timestamptz,
                   (select due_at from alert_messages
                    where receiver_id = $1 and alert_id = $2 and what = 'begins'
                      and state = 'waiting')) as due_at) as due
         on conflict (receiver_id, alert_id, what) where alert_id is not null do nothing",
        receiver_id as ReceiverId,
        news.id,
        what,
        news.title,
        news.text,
        now,
        due_at,
        EXPIRES_AFTER.num_seconds()
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Deletes what is older than it is kept, at most `most` rows of each kind; answers whether there may
/// be more. A loop calls it now and then.
pub async fn sweep(db: &Db, now: DateTime<Utc>, most: i64) -> Result<bool, db::Error> {
    let alerts = sqlx::query!(
        "delete from alerts where id in (
             select id from alerts where ended_at < $1 order by ended_at limit $2)",
        now - KEPT,
        most
    );
    let alerts = alerts.execute(db.pool()).await?.rows_affected();
    let tests = sqlx::query!(
        "delete from alert_messages where id in (
             select id from alert_messages where alert_id is null and done_at < $1 limit $2)",
        now - KEPT,
        most
    );
    let tests = tests.execute(db.pool()).await?.rows_affected();
    let minutes = sqlx::query!(
        "delete from panel_minutes where minute in (
             select minute from panel_minutes where minute < $1 order by minute limit $2)",
        now - MINUTES_KEPT,
        most
    );
    let minutes = minutes.execute(db.pool()).await?.rows_affected();
    Ok([alerts, tests, minutes].into_iter().any(|rows| rows >= most.unsigned_abs()))
}
