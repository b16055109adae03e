//! Unknown orders: the answer "it was accepted there, under this id". What must stay true: such an
//! id is believed only after the provider has reported on it; it never belonged to another order;
//! and no transaction is open while the provider is asked.
//!
//! [`ask_about`] reads the order and its fence, [`verify`] calls the provider, [`accept_as`]
//! writes, under that fence. The other answers are in `decide::resolve`.

use serde_json::json;
use sqlx::PgExecutor;

use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::money::{Money, Rate};
use crate::orders::desk::{self, By, DeskError};
use crate::orders::state::{Verdict, verdict_on};
use crate::orders::transition::Placement;
use crate::orders::writer;
use crate::orders::{OrderId, State};
use crate::providers::{NoAnswer, ProviderId, Report, Upstream, is_upstream_id};

/// Why staff could not mark an order as accepted.
#[derive(Debug, thiserror::Error)]
pub enum AcceptError {
    #[error("the id that the provider gave: 1 to 64 letters, digits, - and _")]
    Id,
    /// It belongs, or belonged, to another order.
    #[error("this id is order {0}'s")]
    Taken(OrderId),
    #[error("the provider does not know this id: {0}")]
    NotThere(String),
    /// More remains of it than was ordered here.
    #[error("more remains of it there than was ordered here: it is another order")]
    Contradicts,
    #[error("this order was never sent to a provider that can be asked")]
    NoProvider,
    #[error(transparent)]
    NoAnswer(#[from] NoAnswer),
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl From<db::Error> for AcceptError {
    fn from(error: db::Error) -> Self {
        Self::Desk(DeskError::from(error))
    }
}

crate::from_sqlx!(AcceptError);

/// A question to a provider: is this order yours, under this id?
#[derive(Debug, Clone)]
pub struct Question {
    pub provider_id: ProviderId,
    pub provider: String,
    order_id: OrderId,
    upstream_id: String,
    fence: Option<i64>,
    quantity: i64,
    cost_rate: Rate,
    cost: Money,
}

/// What the provider says about that id. Only [`verify`] makes one.
#[derive(Debug, Clone)]
pub struct Found {
    asked: Question,
    report: Report,
}

impl Found {
    #[must_use]
    pub fn provider(&self) -> &str {
        &self.asked.provider
    }

    #[must_use]
    pub fn upstream_id(&self) -> &str {
        &self.asked.upstream_id
    }

    #[must_use]
    pub const fn report(&self) -> &Report {
        &self.report
    }
}

/// Reads what is needed to ask. An error that is known already is returned before anyone is called.
pub async fn ask_about(db: &Db, order_id: OrderId, typed: &str) -> Result<Question, AcceptError> {
    let upstream_id = typed.trim();
    if !is_upstream_id(upstream_id) {
        return Err(AcceptError::Id);
    }
    let order = sqlx::query!(
        r#"select state as "state: State", fence, quantity from orders where id = $1"#,
        order_id as OrderId
    )
    .fetch_optional(db.pool())
    .await?
    .ok_or(DeskError::NotFound)?;
    if order.state != State::Unknown {
        return Err(DeskError::State(order.state.as_str()).into());
    }
    let sent = sqlx::query!(
        r#"select t.provider_id as "provider_id: ProviderId", p.name,
                  greatest(t.cost_rate, coalesce(r.cost_rate, 0)) as "cost_rate!: Rate",
                  t.cost as "cost: Money"
           from attempts t join providers p on p.id = t.provider_id
           join orders o on o.id = t.order_id
           left join routes r on r.service_id = o.service_id and r.provider_id = t.provider_id
                             and r.position = t.position
           where t.order_id = $1 order by t.id desc limit 1"#,
        order_id as OrderId
    )
    .fetch_optional(db.pool())
    .await?
    .ok_or(AcceptError::NoProvider)?;
    let asked = Question {
        provider_id: sent.provider_id,
        provider: sent.name,
        order_id,
        upstream_id: upstream_id.to_owned(),
        fence: order.fence,
        quantity: order.quantity,
        cost_rate: sent.cost_rate,
        cost: sent.cost,
    };
    refuse_taken(db.pool(), &asked).await?;
    Ok(asked)
}

/// Refuses an id that another order has, or that an attempt for another order once got as its
/// answer.
async fn refuse_taken(db: impl PgExecutor<'_>, asked: &Question) -> Result<(), AcceptError> {
    let owner = sqlx::query_scalar!(
        r#"select order_id as "order_id!: OrderId" from (
               select id as order_id from orders where provider_id = $1 and upstream_id = $2
               union all
               select order_id from attempts
               where provider_id = $1 and late_upstream_id = $2) as given
           where order_id <> $3 limit 1"#,
        asked.provider_id as ProviderId,
        asked.upstream_id,
        asked.order_id as OrderId
    )
    .fetch_optional(db)
    .await?;
    owner.map_or(Ok(()), |order_id| Err(AcceptError::Taken(order_id)))
}

/// Asks the provider about the id. API v2 gives neither link nor quantity, so a person must judge
/// what it does say. If more remains than was ordered, that proves that it is another order.
pub async fn verify(upstream: &Upstream, asked: Question) -> Result<Found, AcceptError> {
    let id = asked.upstream_id.clone();
    let mut answers = upstream.status(std::slice::from_ref(&id)).await?;
    let report = match answers.found.remove(&id) {
        Some(Ok(report)) => report,
        Some(Err(sentence)) => return Err(AcceptError::NotThere(sentence)),
        None => {
            let said = answers.silence.unwrap_or_else(|| "it did not speak of it".to_owned());
            return Err(AcceptError::NotThere(said));
        }
    };
    if report.remains.is_some_and(|remains| remains > asked.quantity) {
        return Err(AcceptError::Contradicts);
    }
    Ok(Found { asked, report })
}

/// The provider has the order, under that id. From now on it is followed as any other order.
pub async fn accept_as(db: &Db, clock: &Clock, found: Found, by: By) -> Result<(), AcceptError> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let asked = &found.asked;
            let order = desk::lock(tx, asked.order_id, &by).await?;
            if order.state != State::Unknown {
                return Err(DeskError::State(order.state.as_str()).into());
            }
            refuse_taken(&mut **tx, asked).await?;
            // The fence was read before the provider was asked.
            if order.fence != asked.fence {
                return Err(DeskError::Moved.into());
            }
            let there = Placement {
                provider_id: asked.provider_id,
                upstream_id: asked.upstream_id.clone(),
                cost_rate: asked.cost_rate,
                cost: asked.cost,
            };
            let accepted = order
                .clone()
                .becomes(State::Running)
                .with_provider(there)
                .due(Some(clock.now()))
                .dismiss()
                .saying(json!({
                    "why": by.reason, "as": asked.upstream_id, "provider": asked.provider,
                    "start_count": found.report.start_count, "remains": found.report.remains,
                }))
                .by(by.actor.account_id);
            match writer::write(tx, clock.now(), vec![accepted]).await {
                Err(error) if error.constraint() == Some("orders_upstream") => {
                    return Err(DeskError::Moved.into());
                }
                other => other?,
            }
            let after = json!({ "decision": "accepted", "as": asked.upstream_id,
                                "provider": asked.provider, "why": by.reason });
            desk::record(tx, &clock, &order, ("order.resolve", after), by.actor).await?;
            Ok(())
        })
    })
    .await
}

/// How the provider's word would end the order, for the person who will believe it.
#[must_use]
pub fn would_become(found: &Found) -> State {
    match verdict_on(&found.report, found.asked.quantity, false) {
        Verdict::Progress => State::Running,
        Verdict::End(end) => end.state(),
        Verdict::Review(_) => State::Review,
    }
}
