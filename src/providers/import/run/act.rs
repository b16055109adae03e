//! Importing what was started, some lines at a time. The import's row is locked first and skipped by
//! other workers, then the provider. A process that ends half way has done all of these lines or none.

use std::collections::HashMap;
use std::time::Duration;

use serde_json::Value;
use sqlx::PgTransaction;

use super::{Asked, Stage, Standing, options, show, start, stop_in};
use crate::accounts::AccountId;
use crate::accounts::account::{self, Status};
use crate::accounts::audit::Actor;
use crate::catalogue::ServiceId;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db, column};
use crate::kit::failpoint;
use crate::kit::money::Rate;
use crate::providers::ProviderId;
use crate::providers::import::{ImportError, Imported, Plan, Skipped, Step, read};
use crate::providers::import_write::write;

/// Lines that are done in one transaction.
const LINES: i64 = 50;
/// While another process does the lines of a command's import, the command looks so often.
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// An import whose row is locked.
struct Locked {
    provider_id: ProviderId,
    options: Value,
}

/// A line that waits.
struct Waiting {
    place: i32,
    upstream_service: String,
    seen: Option<String>,
}

/// What became of a line.
struct Became {
    place: i32,
    standing: Standing,
    service_id: Option<ServiceId>,
    price: Option<Rate>,
    why: String,
}

impl Became {
    fn left_out(place: i32) -> Self {
        let why = Skipped::Unlisted.to_string();
        Self { place, standing: Standing::LeftOut, service_id: None, price: None, why }
    }
}

/// Does the next lines of each import that runs; answers whether there may be more at once.
pub async fn work(db: &Db, clock: &Clock) -> Result<bool, db::Error> {
    let running = sqlx::query!(
        r#"select id, actor_id as "actor_id: AccountId" from imports
           where coalesce(ended_at, 'infinity') = 'infinity' order by id"#
    )
    .fetch_all(db.pool())
    .await?;
    let mut is_more = false;
    for one in running {
        if may_go_on(db, one.actor_id).await? {
            is_more |= step(db, clock, one.id).await?;
            continue;
        }
        let (clock, id) = (clock.clone(), one.id);
        db.transaction(move |tx| {
            Box::pin(async move { stop_in(tx, &clock, Actor::COMMAND, id).await })
        })
        .await?;
    }
    Ok(is_more)
}

/// Whether the person who started it may still do it: a suspended one imports nothing more.
async fn may_go_on(db: &Db, actor_id: Option<AccountId>) -> Result<bool, db::Error> {
    let Some(actor_id) = actor_id else { return Ok(true) };
    let account = account::find(db.pool(), actor_id).await?;
    Ok(account.is_some_and(|account| {
        account.rights().may_edit_providers() && account.status == Status::Active
    }))
}

/// Imports at once and answers when it is done: for a command. If the command is killed, a panel does
/// the rest.
pub async fn import(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    asked: Asked,
) -> Result<Imported, ImportError> {
    let id = start(db, clock, actor, asked).await?;
    while show::find(db.pool(), id).await?.is_some_and(|run| run.stage == Stage::Running) {
        if !step(db, clock, id).await? {
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }
    Ok(show::imported(db.pool(), id).await?)
}

/// Does the next lines of this import; answers whether there may be more. If the database refuses
/// them, each is done alone.
async fn step(db: &Db, clock: &Clock, id: i64) -> Result<bool, db::Error> {
    match some(db, clock, id, LINES).await {
        Err(error) if is_of_a_line(&error) => {}
        other => return other.map_err(of_the_database),
    }
    for _ in 0..LINES {
        match some(db, clock, id, 1).await {
            Ok(true) => {}
            Ok(false) => return Ok(false),
            Err(error) if is_of_a_line(&error) => {
                tracing::error!(import = id, %error, "a line of an import failed");
                fail_next(db, id).await?;
            }
            Err(error) => return Err(of_the_database(error)),
        }
    }
    Ok(true)
}

/// Whether it is about what stands in a line, so that other lines can be done.
fn is_of_a_line(error: &ImportError) -> bool {
    match error {
        ImportError::Db(error) => error.is_about_data(),
        _ => true,
    }
}

fn of_the_database(error: ImportError) -> db::Error {
    match error {
        ImportError::Db(error) => error,
        other => db::Error::Sql(sqlx::Error::Protocol(other.to_string())),
    }
}

/// Does up to `most` lines, in one transaction; answers whether there may be more.
async fn some(db: &Db, clock: &Clock, id: i64, most: i64) -> Result<bool, ImportError> {
    let clock = clock.clone();
    let done = db
        .transaction(move |tx| Box::pin(async move { some_in(tx, &clock, id, most).await }))
        .await?;
    if done {
        failpoint("import-after-commit");
    }
    Ok(done)
}

async fn some_in(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    id: i64,
    most: i64,
) -> Result<bool, ImportError> {
    let Some(locked) = lock(tx, id).await? else { return Ok(false) };
    let waiting = waiting(tx, id, most).await?;
    if !waiting.is_empty() {
        let became = carry_out(tx, clock, locked, &waiting).await?;
        failpoint("import-before-mark");
        mark(tx, id, &became).await?;
    }
    let is_over = end(tx, clock, id).await?;
    failpoint("import-before-commit");
    Ok(!is_over)
}

/// Locks the import, if it runs and no other process has it.
async fn lock(tx: &mut PgTransaction<'_>, id: i64) -> Result<Option<Locked>, db::Error> {
    Ok(sqlx::query_as!(
        Locked,
        r#"select provider_id as "provider_id: ProviderId", options from imports
           where id = $1 and state = 'running' for no key update skip locked"#,
        id
    )
    .fetch_optional(&mut **tx)
    .await?)
}

async fn waiting(
    tx: &mut PgTransaction<'_>,
    id: i64,
    most: i64,
) -> Result<Vec<Waiting>, db::Error> {
    Ok(sqlx::query_as!(
        Waiting,
        "select place, upstream_service, seen from import_items
         where import_id = $1 and state = 'waiting' order by place limit $2",
        id,
        most
    )
    .fetch_all(&mut **tx)
    .await?)
}

/// Works these lines out again, and writes those that are still what was shown.
async fn carry_out(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    locked: Locked,
    waiting: &[Waiting],
) -> Result<Vec<Became>, ImportError> {
    let names = column(waiting, |one| one.upstream_service.clone());
    let options = options::of_row(locked.options, names)?;
    let (mut plan, categories) = read(tx, locked.provider_id, &options).await?;
    let asked: HashMap<&str, &Waiting> =
        waiting.iter().map(|one| (one.upstream_service.as_str(), one)).collect();
    leave_changed(&mut plan, &asked);
    let mut became: HashMap<i32, Became> = HashMap::new();
    for row in &plan.rows {
        let Some(one) = asked.get(row.upstream_service.as_str()) else { continue };
        let standing = match row.step {
            Step::New => Standing::Made,
            Step::Update { .. } => Standing::Updated,
            Step::Same { .. } => Standing::Same,
            Step::Skip(_) => Standing::LeftOut,
        };
        // A list can have a second line of the same name, which is never imported.
        if standing == Standing::LeftOut && became.contains_key(&one.place) {
            continue;
        }
        let why = row.why().unwrap_or_default();
        became.insert(one.place, Became { standing, why, ..Became::left_out(one.place) });
    }
    for one in waiting {
        became.entry(one.place).or_insert_with(|| Became::left_out(one.place));
    }
    let done = write(tx, clock, (locked.provider_id, &options), (plan, categories)).await?;
    for row in done.rows {
        let place = asked.get(row.upstream_service.as_str()).map_or(0, |one| one.place);
        if let Some(one) = became.get_mut(&place) {
            one.service_id = Some(row.service_id);
            one.price = Some(row.price);
        }
    }
    Ok(became.into_values().collect())
}

/// Gives the lines their places, and leaves out those that would become something else than was
/// shown. A line that is sold by now with the same data needs nothing more.
fn leave_changed(plan: &mut Plan, asked: &HashMap<&str, &Waiting>) {
    for row in &mut plan.rows {
        let Some(one) = asked.get(row.upstream_service.as_str()) else { continue };
        row.place = one.place;
        let is_settled = matches!(row.step, Step::Same { .. } | Step::Skip(_));
        let is_changed = one.seen.as_ref().is_some_and(|seen| *seen != row.digest());
        if is_changed && !is_settled {
            row.step = Step::Skip(Skipped::Changed);
            row.work = None;
        }
    }
}

/// Notes what became of these lines, of each and in the import's counts.
async fn mark(tx: &mut PgTransaction<'_>, id: i64, became: &[Became]) -> Result<(), db::Error> {
    sqlx::query!(
        "update import_items i
         set state = b.state, service_id = b.service_id, price = b.price, why = b.why
         from unnest($2::int[], $3::text[], $4::bigint[], $5::bigint[], $6::text[])
              as b (place, state, service_id, price, why)
         where i.import_id = $1 and i.place = b.place and i.state = 'waiting'",
        id,
        &column(became, |one| one.place),
        &column(became, |one| one.standing) as &[Standing],
        &column(became, |one| one.service_id) as &[Option<ServiceId>],
        &column(became, |one| one.price.map(Rate::micros)) as &[Option<i64>],
        &column(became, |one| one.why.clone()),
    )
    .execute(&mut **tx)
    .await?;
    let count = |standing: Standing| {
        let count = became.iter().filter(|one| one.standing == standing).count();
        i64::try_from(count).unwrap_or(i64::MAX)
    };
    sqlx::query!(
        "update imports set made = made + $2, updated = updated + $3, same = same + $4,
                            left_out = left_out + $5
         where id = $1",
        id,
        count(Standing::Made),
        count(Standing::Updated),
        count(Standing::Same),
        count(Standing::LeftOut)
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Ends the import if none of its lines waits. Answers whether it is over.
async fn end(tx: &mut PgTransaction<'_>, clock: &Clock, id: i64) -> Result<bool, db::Error> {
    let ended = sqlx::query!(
        "update imports set state = 'done', ended_at = $2
         where id = $1 and not exists (select from import_items
                                       where import_id = $1 and state = 'waiting')",
        id,
        clock.now()
    )
    .execute(&mut **tx)
    .await?;
    Ok(ended.rows_affected() > 0)
}

/// Notes that the next line could not be done.
async fn fail_next(db: &Db, id: i64) -> Result<(), db::Error> {
    db.transaction(move |tx| {
        Box::pin(async move {
            if lock(tx, id).await?.is_none() {
                return Ok(());
            }
            let failed = sqlx::query!(
                "update import_items
                 set state = 'failed', why = 'the panel could not do it; the log says why'
                 where import_id = $1 and place = (
                     select min(place) from import_items where import_id = $1 and state = 'waiting')",
                id
            )
            .execute(&mut **tx)
            .await?;
            let failed = i64::try_from(failed.rows_affected()).unwrap_or_default();
            sqlx::query!("update imports set failed = failed + $2 where id = $1", id, failed)
                .execute(&mut **tx)
                .await?;
            Ok::<_, db::Error>(())
        })
    })
    .await
}
