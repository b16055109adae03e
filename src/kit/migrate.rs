//! Brings the schema up to date, and says whether it is.

use std::sync::LazyLock;

use chrono::{DateTime, Utc};
use sqlx::migrate::{Migrate as _, MigrateError, Migrator};
use sqlx::{Connection as _, PgConnection};

use super::db::{self, Db, Servers};
use super::roles;

static MIGRATIONS: LazyLock<Migrator> = LazyLock::new(|| {
    let mut migrations = sqlx::migrate!("./migrations");
    // Its own lock belongs to a session, which a pooler shares.
    migrations.set_locking(false);
    migrations
});

/// Why the schema is not up to date.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the database cannot be reached: {0}")]
    Connect(sqlx::Error),
    #[error("PostgreSQL {0} is too old; Waybill needs 15 or newer")]
    TooOld(i32),
    /// Until the first release, a table is edited where it stands.
    #[error(
        "the database was made by another development version of Waybill, and there is no way from \
         it to this one: use an empty database (for a private one, another --data-dir), or go on \
         with the program that made it"
    )]
    OtherVersion,
    #[error(
        "the schema is not current, and {user} may not change it: run `waybill migrate` with the \
         DATABASE_URL of {owner}, who owns the tables"
    )]
    NotTheOwner { user: String, owner: String },
    #[error(transparent)]
    Migrate(MigrateError),
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
}

/// Runs the missing migrations, sets the limits with which every session starts, and makes the role
/// that panels run as. All of it is one transaction, so a pooler may be in between, and a process
/// that dies half way leaves nothing. Several processes may do so at once: one works and the others
/// wait. Answers the server's time.
pub async fn run(owner: &Servers) -> Result<DateTime<Utc>, Error> {
    let mut connection = owner.connect().await.map_err(Error::Connect)?;
    #[expect(clippy::disallowed_methods, reason = "migrations wait as long as they need")]
    let mut tx = connection.begin().await?;
    let version = sqlx::query_scalar!(
        r#"select current_setting('server_version_num')::int / 10000 as "major!""#
    )
    .fetch_one(&mut *tx)
    .await?;
    if version < 15 {
        return Err(Error::TooOld(version));
    }
    // The one that waits may wait longer than a statement may usually take.
    sqlx::raw_sql(
        "set local statement_timeout = 0; set local lock_timeout = 0;
         set local idle_in_transaction_session_timeout = 0",
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!("select pg_advisory_xact_lock(hashtext('waybill migrate'))")
        .fetch_one(&mut *tx)
        .await?;
    let made = sqlx::query!(
        r#"select pg_get_userbyid(relowner)::text as "owner!", current_user::text as "user!",
                  pg_has_role(relowner, 'usage') as "may!"
           from pg_class where oid = to_regclass('_sqlx_migrations')"#
    )
    .fetch_optional(&mut *tx)
    .await?;
    if let Some(made) = made.filter(|made| !made.may) {
        return Err(Error::NotTheOwner { user: made.user, owner: made.owner });
    }
    MIGRATIONS.run(&mut *tx).await.map_err(|error| match error {
        MigrateError::VersionMismatch(_) | MigrateError::VersionMissing(_) => Error::OtherVersion,
        error => Error::Migrate(error),
    })?;
    limit_sessions(&mut tx).await?;
    roles::make(&mut tx).await?;
    let now =
        sqlx::query_scalar!(r#"select clock_timestamp() as "now!""#).fetch_one(&mut *tx).await?;
    tx.commit().await?;
    connection.close().await?;
    Ok(now)
}

/// The database keeps these limits, not the session, because a pooler between us may share
/// sessions.
async fn limit_sessions(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "do $$ begin
            if pg_has_role((select datdba from pg_database where datname = current_database()),
                           'usage') then
                execute format('alter database %I set statement_timeout = ''30s''',
                               current_database());
                execute format('alter database %I set lock_timeout = ''10s''', current_database());
                -- To compile a statement takes longer than a statement of a page itself.
                execute format('alter database %I set jit = off', current_database());
                execute format(
                    'alter database %I set idle_in_transaction_session_timeout = ''30s''',
                    current_database());
                -- How soon the server notices that a panel's machine is gone, and lets its locks go.
                execute format('alter database %I set tcp_keepalives_idle = 30',
                               current_database());
                execute format('alter database %I set tcp_keepalives_interval = 10',
                               current_database());
                execute format('alter database %I set tcp_keepalives_count = 3',
                               current_database());
                execute format('alter database %I set tcp_user_timeout = ''60s''',
                               current_database());
            else
                raise warning 'only the owner of the database can set its time limits';
            end if;
         end $$"
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Whether the schema is the one that this program knows.
pub async fn is_current(db: &Db) -> Result<bool, db::Error> {
    let applied = db.reads(async |connection| {
        let applied = connection.list_applied_migrations("_sqlx_migrations").await;
        match applied {
            Ok(applied) => Ok(applied),
            Err(MigrateError::Execute(error)) => Err(error.into()),
            Err(error) => Err(sqlx::Error::Protocol(error.to_string()).into()),
        }
    });
    let applied = match applied.await {
        // Most likely there is no table yet.
        Err(error) if !error.is_away() => return Ok(false),
        applied => applied?,
    };
    Ok(MIGRATIONS.iter().all(|known| {
        applied.iter().any(|done| done.version == known.version && done.checksum == known.checksum)
    }))
}
