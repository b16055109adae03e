//! A test message: sent at once, while the member of staff waits for what comes back. By mail it goes
//! into the outbox.

use serde_json::json;

use super::ReceiverId;
use super::letter::{Letter, What};
use super::outbox::by_mail;
use super::postman::{Outcome, Postman};
use super::receivers::{ReceiverError, Way, lock, note};
use crate::accounts::audit::Actor;
use crate::kit::clock::Clock;
use crate::kit::db::Db;

/// Sends a test at once, and answers what came of it.
pub async fn test(
    db: &Db,
    clock: &Clock,
    postman: &Postman,
    actor: Actor,
    id: ReceiverId,
) -> Result<Outcome, ReceiverError> {
    let clock_then = clock.clone();
    let (by, outbox) = (postman.clone(), postman.outbox(db).await?);
    let begun = db.transaction(move |tx| {
        Box::pin(async move {
            let (now, (receiver, sealed)) = (clock_then.now(), lock(tx, id).await?);
            let title = format!("A test of “{}”", receiver.name);
            let text = "Alerts of the panel come here.".to_owned();
            // Until something else comes back, nothing did.
            let row = sqlx::query!(
                "insert into alert_messages (receiver_id, what, title, text, state, made_at,
                                             due_at, expires_at, tries, said, done_at)
                 select id, 'test', $2, $3, 'failed', $4, $4, $4, 1, 'No answer came back.', $4
                 from alert_receivers where id = $1
                 returning id, (select panel from alert_receivers where id = $1) as panel",
                id as ReceiverId,
                title,
                text,
                now
            )
            .fetch_one(&mut **tx)
            .await?;
            let values = (None, json!({ "name": receiver.name }));
            note(tx, &clock_then, actor, (id, "alert_receiver.test"), values).await?;
            let letter = Letter {
                id: row.id,
                what: What::Test,
                kind: String::new(),
                about: String::new(),
                title,
                text,
                made_at: now,
                began_at: None,
                panel: row.panel.unwrap_or_default(),
                zone: receiver.wishes.zone,
            };
            if receiver.way != Way::Mail {
                return Ok((letter, sealed, None));
            }
            let outcome = match outbox {
                Some(outbox) => by_mail(tx, now, (&by, &outbox), (id, &sealed), &letter).await?,
                None => Outcome::failed("No process that serves pages was started yet."),
            };
            Ok::<_, ReceiverError>((letter, sealed, Some(outcome)))
        })
    });
    let (letter, sealed, written) = begun.await?;
    let outcome = match written {
        Some(outcome) => outcome,
        None => postman.send((id, &sealed), &letter, clock.now()).await,
    };
    let state = if outcome.arrived { "sent" } else { "failed" };
    sqlx::query!(
        "update alert_messages set state = $2, said = $3, done_at = $4 where id = $1",
        letter.id,
        state,
        outcome.said,
        clock.now()
    )
    .execute(db.pool())
    .await?;
    Ok(outcome)
}
