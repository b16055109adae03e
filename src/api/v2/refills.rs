//! `refill` and `refill_status`. One id is answered with text, a list with numbers.

use serde_json::{Value, json};

use super::answer::{Answer, Fault, refill_sentence};
use super::parameters::Parameters;
use super::sent_ids::{SentId, ids, known};
use crate::accounts::AccountId;
use crate::app::App;
use crate::orders::OrderId;
use crate::orders::refill::{self, Progress, RefillRefused};

pub(super) async fn refill(
    app: &App,
    account_id: AccountId,
    parameters: &Parameters,
) -> Result<Answer, Fault> {
    let one = parameters.get("order")?;
    let sent = match (one, parameters.get("orders")?) {
        (Some(one), _) => vec![SentId::new(one)],
        (None, Some(list)) => ids(list),
        (None, None) => return Err(Fault::Request),
    };
    let asked = sent.iter().filter_map(|one| one.id.map(OrderId::new)).collect();
    let results = refill::request(&app.db, &app.clock, account_id, asked, None).await?;
    let mut results = results.into_iter();
    let rows: Vec<(Value, Result<i64, RefillRefused>)> = sent
        .iter()
        .map(|one| {
            let result = one.id.and_then(|_| results.next());
            (one.echo(), result.unwrap_or(Err(RefillRefused::NotFound)))
        })
        .collect();
    if one.is_some() {
        let result = rows.into_iter().next().map_or(Err(RefillRefused::NotFound), |row| row.1);
        let value = match result {
            Ok(id) => json!({ "refill": id.to_string() }),
            Err(refused) => json!({ "error": refill_sentence(refused) }),
        };
        return Ok(Answer::of(&value));
    }
    let rows = rows.into_iter().map(|(order, result)| match result {
        Ok(id) => json!({ "order": order, "refill": id }),
        Err(refused) => json!({ "order": order, "refill": { "error": refill_sentence(refused) } }),
    });
    Ok(Answer::of(&rows.collect::<Value>()))
}

pub(super) async fn status(
    app: &App,
    account_id: AccountId,
    parameters: &Parameters,
) -> Result<Answer, Fault> {
    if let Some(one) = parameters.get("refill")? {
        let id = SentId::new(one).id.ok_or(Fault::Refill)?;
        let found = refill::progress(app.db.pool(), account_id, &[id]).await?;
        let progress = found.get(&id).ok_or(Fault::Refill)?;
        return Ok(Answer::of(&json!({ "status": word(*progress) })));
    }
    let sent = ids(parameters.get("refills")?.ok_or(Fault::Request)?);
    let found = refill::progress(app.db.pool(), account_id, &known(&sent, |id| id)).await?;
    let rows = sent.iter().map(|one| {
        let status = match one.id.and_then(|id| found.get(&id)) {
            Some(progress) => json!(word(*progress)),
            None => json!({ "error": Fault::Refill.sentence() }),
        };
        json!({ "refill": one.echo(), "status": status })
    });
    Ok(Answer::of(&rows.collect::<Value>()))
}

const fn word(progress: Progress) -> &'static str {
    match progress {
        Progress::Pending => "Pending",
        Progress::InProgress => "In progress",
        Progress::Completed => "Completed",
        Progress::Rejected => "Rejected",
        Progress::Error => "Error",
    }
}
