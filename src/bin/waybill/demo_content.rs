//! An announcement and a page of the demo. The texts are neutral.

use chrono::TimeDelta;
use waybill::accounts::audit::Actor;
use waybill::content::announcement::{self, Draft};
use waybill::content::{Audience, Level, Recent, Texts, page};
use waybill::kit::clock::Clock;
use waybill::kit::db::Db;
use waybill::kit::lang::Lang;

const ANNOUNCED: [(&str, &str, &str); 2] = [
    (
        "en",
        "This is a demo shop",
        "The sandbox delivers here: nothing leaves this panel. [How ordering works](/pages/faq)",
    ),
    (
        "es",
        "Esta es una tienda de demostración",
        "Aquí entrega el sandbox: nada sale de este panel. [Cómo se hace un pedido](/pages/faq)",
    ),
];

const FAQ: [(&str, &str, &str); 2] = [
    (
        "en",
        "Questions and answers",
        "## How do I place an order?\n\n\
         1. [Add funds](/deposits) to your balance.\n\
         2. Choose a service, paste the link and say how many.\n\
         3. The order starts by itself. Its page shows how far it is.\n\n\
         ## Which link do I paste?\n\n\
         The address of the post or profile, as your browser shows it. It has to be **public**.\n\n\
         ## What if less is delivered than I ordered?\n\n\
         What was not delivered goes back to your balance. The [statement](/statement) shows every \
         movement.\n\n\
         > If something is not clear, [ask us](/tickets/new).",
    ),
    (
        "es",
        "Preguntas y respuestas",
        "## ¿Cómo hago un pedido?\n\n\
         1. [Agrega fondos](/deposits) a tu saldo.\n\
         2. Elige un servicio, pega el enlace y di cuántos quieres.\n\
         3. El pedido empieza solo. Su página muestra cuánto lleva.\n\n\
         ## ¿Qué enlace pego?\n\n\
         La dirección de la publicación o del perfil, como la muestra tu navegador. Tiene que ser \
         **pública**.\n\n\
         ## ¿Y si se entrega menos de lo que pedí?\n\n\
         Lo que no se entregó vuelve a tu saldo. El [extracto](/statement) muestra cada \
         movimiento.\n\n\
         > Si algo no está claro, [pregúntanos](/tickets/new).",
    ),
];

/// Makes them, unless a page is there.
pub async fn fill(db: &Db, clock: &Clock) -> anyhow::Result<()> {
    if !page::list(db.pool()).await?.is_empty() {
        return Ok(());
    }
    // Nothing of it is read in this process.
    let recent = Recent::default();
    let draft = page::Draft {
        slug: page::Slug::parse("faq")?,
        texts: texts(&FAQ)?,
        is_public: true,
        publishes: true,
        asks_again: false,
    };
    page::create(db, clock, &recent, Actor::COMMAND, draft).await?;
    let draft = Draft {
        texts: texts(&ANNOUNCED)?,
        level: Level::Info,
        is_banner: true,
        is_dismissible: true,
        audience: Audience::Everyone,
        starts_at: Some(clock.now() - TimeDelta::days(1)),
        ends_at: None,
        publishes: true,
    };
    announcement::create(db, clock, &recent, Actor::COMMAND, draft).await?;
    Ok(())
}

fn texts(written: &[(&str, &str, &str); 2]) -> anyhow::Result<Texts> {
    let [(first, title, body), (second, other, text)] = *written;
    let lang = |tag| Lang::parse(tag).ok_or_else(|| anyhow::anyhow!("no language {tag}"));
    Ok(Texts::only(lang(first)?, title, body).and(lang(second)?, other, text))
}
