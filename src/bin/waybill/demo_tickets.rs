//! Tickets of the demo customer, and answers that staff keep. The texts are neutral.

use waybill::accounts::AccountId;
use waybill::accounts::audit::Actor;
use waybill::kit::clock::Clock;
use waybill::kit::db::Db;
use waybill::kit::page::Cursor;
use waybill::orders::OrderId;
use waybill::orders::read::{self as orders, Filter};
use waybill::support::answer::{self, Answer};
use waybill::support::ask::{self, Question};
use waybill::support::template::{self, Draft};
use waybill::support::{Message, Text, TicketId, read, subject};

const TEMPLATES: [(&str, &str); 2] = [
    (
        "It has not started yet",
        "The order is with the provider and has not started yet. Most orders start within a few \
         hours.\n\nThe page of the order shows how far it is. If nothing has moved by tomorrow, \
         write again, and we ask the provider.",
    ),
    (
        "Which payment is it",
        "We cannot find this payment yet. Please send us its reference, the day and the amount.",
    ),
];

/// Makes them, unless there are saved answers.
pub async fn fill(
    db: &Db,
    clock: &Clock,
    (customer, support): (AccountId, AccountId),
) -> anyhow::Result<()> {
    if !template::templates(db.pool()).await?.is_empty() {
        return Ok(());
    }
    for (name, body) in TEMPLATES {
        let draft = Draft { name: name.to_owned(), body: Text::parse(body)? };
        template::keep(db, clock, Actor::COMMAND, draft).await?;
    }
    let own = Filter { account_id: Some(customer), ..Filter::default() };
    let newest = orders::page(db, &own, Cursor::First).await?.rows;
    let order = newest.first().map(|order| order.id);
    let staff = Actor { account_id: Some(support), ..Actor::COMMAND };

    let asked = "The order has not moved since this morning. Is it on its way?\n\nThe post is \
                 public: https://social.example/p/20c9";
    let id = open(db, clock, customer, ("Order", order, asked)).await?;
    let note = "The provider was slow today. It answers again.";
    let message = Message { ticket_id: id, text: Text::parse(note)?, form_id: form(id, "note") };
    answer::annotate(db, clock, staff, message).await?;
    reply(db, clock, staff, (id, TEMPLATES[0].1)).await?;

    let asked = "I paid 25.00 by bank transfer on Monday, reference demo-7731. When does my balance \
                 grow?";
    open(db, clock, customer, ("Payment", None, asked)).await?;

    let asked = "Which limits do calls of the API have?";
    let id = open(db, clock, customer, ("API", None, asked)).await?;
    let said = "There is no limit for a normal number of calls. The API page says what happens if \
                there are too many.";
    reply(db, clock, staff, (id, said)).await?;
    answer::close(db, clock, staff, id).await?;
    Ok(())
}

fn form(id: TicketId, what: &str) -> String {
    format!("demo:{id}:{what}")
}

async fn open(
    db: &Db,
    clock: &Clock,
    customer: AccountId,
    (name, order, text): (&str, Option<OrderId>, &str),
) -> anyhow::Result<TicketId> {
    let subjects = subject::subjects(db.pool()).await?;
    let chosen = subjects.iter().find(|one| one.name == name).or(subjects.first());
    let chosen = chosen.ok_or_else(|| anyhow::anyhow!("there is no subject for a ticket"))?;
    let question = Question {
        subject_id: chosen.id,
        orders: order.into_iter().collect(),
        text: Text::parse(text)?,
        picture: None,
        form_id: format!("demo:{customer}:{name}"),
    };
    Ok(ask::open(db, clock, customer, question).await?)
}

async fn reply(
    db: &Db,
    clock: &Clock,
    staff: Actor,
    (id, text): (TicketId, &str),
) -> anyhow::Result<()> {
    let talk = read::talk(db.pool(), id, None, true).await?;
    let Some(last) = talk.messages.last() else { return Ok(()) };
    let text = Text::parse(text)?;
    let message = Message { ticket_id: id, text, form_id: form(id, "answer") };
    let answer = Answer { message, seen: last.id, closes: false };
    Ok(answer::answer(db, clock, staff, answer).await?)
}
