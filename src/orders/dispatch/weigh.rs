//! Compares an answer with what else is known, before it is recorded. The words alone do not say
//! which order a duplicate is a duplicate of. They also do not say that a refusal is about money,
//! when our money there is used up. `record` calls this with no transaction open.

use std::collections::HashSet;

use crate::kit::db::{self, Db};
use crate::orders::record::Answer;
use crate::orders::{OrderId, attempt};
use crate::providers::{Outcome, ProviderId, balance};

/// Corrects outcomes whose words mean something else in this case.
pub(in crate::orders) async fn weigh(db: &Db, answers: &mut [Answer]) -> Result<(), db::Error> {
    weigh_duplicates(db, answers).await?;
    weigh_refusals(db, answers).await
}

/// If the result of an earlier attempt is not known, the provider may mean this very order: nobody
/// can know.
async fn weigh_duplicates(db: &Db, answers: &mut [Answer]) -> Result<(), db::Error> {
    // An order that is sent again with the same key goes to a person in any case.
    let is_duplicate = |answer: &Answer| {
        matches!(answer.sent.outcome, Outcome::Duplicate { .. })
            && answer.claim.asked_first_at.is_none()
    };
    let duplicates = answers.iter().filter(|answer| is_duplicate(answer));
    let sent: Vec<(OrderId, i64)> =
        duplicates.map(|answer| (answer.claim.order_id, answer.claim.fence)).collect();
    if sent.is_empty() {
        return Ok(());
    }
    let open = attempt::left_open(db, &sent).await?;
    for answer in answers.iter_mut().filter(|answer| is_duplicate(answer)) {
        if let Outcome::Duplicate { reason } = &answer.sent.outcome
            && open.contains(&answer.claim.order_id)
        {
            let detail = format!("an earlier attempt may have made it: {reason}");
            answer.sent.outcome = Outcome::Unknown { detail };
        }
    }
    Ok(())
}

/// The order was refused, and our money there is less than the order costs: then the refusal is
/// about the money, whatever its words are.
async fn weigh_refusals(db: &Db, answers: &mut [Answer]) -> Result<(), db::Error> {
    let is_refused = |answer: &Answer| {
        matches!(answer.sent.outcome, Outcome::Refused { .. }) && answer.claim.route.url.is_some()
    };
    let refused = answers.iter().filter(|answer| is_refused(answer));
    let providers: HashSet<ProviderId> =
        refused.map(|answer| answer.claim.route.provider_id).collect();
    if providers.is_empty() {
        return Ok(());
    }
    let providers: Vec<ProviderId> = providers.into_iter().collect();
    let known = balance::known(db, &providers).await?;
    for answer in answers.iter_mut().filter(|answer| is_refused(answer)) {
        let worth = known.get(&answer.claim.route.provider_id);
        if let Outcome::Refused { reason } = &answer.sent.outcome
            && worth.is_some_and(|worth| *worth < answer.claim.cost.micros())
        {
            let reason = format!("what we have there is less than the order costs: {reason}");
            answer.sent.outcome = Outcome::ProviderDown { reason };
        }
    }
    Ok(())
}
