//! Brings the schema up to date, and says whether it is.

use chrono::{DateTime, Utc};
use sqlx::migrate::{Migrate as _, MigrateError, Migrator};
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _, PgConnection};

use super::db::{self, Db};
use super::roles;

static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

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

/// Runs the missing migrations, on a connection of its own, sets the limits with which every
/// session starts, and makes the role that panels run as. Several processes may do so at once: one
/// works and the others wait. Answers the server's time.
pub async fn run(options: &PgConnectOptions) -> Result<DateTime<Utc>, Error> {
    let mut connection = options.connect().await.map_err(Error::Connect)?;
    let version = sqlx::query_scalar!(
        r#"select current_setting('server_version_num')::int / 10000 as "major!""#
    )
    .fetch_one(&mut connection)
    .await?;
    if version < 15 {
        return Err(Error::TooOld(version));
    }
    let made = sqlx::query!(
        r#"select pg_get_userbyid(relowner)::text as "owner!", current_user::text as "user!",
                  pg_has_role(relowner, 'usage') as "may!"
           from pg_class where oid = to_regclass('_sqlx_migrations')"#
    )
    .fetch_optional(&mut connection)
    .await?;
    if let Some(made) = made.filter(|made| !made.may) {
        return Err(Error::NotTheOwner { user: made.user, owner: made.owner });
    }
    MIGRATIONS.run(&mut connection).await.map_err(|error| match error {
        MigrateError::VersionMismatch(_) | MigrateError::VersionMissing(_) => Error::OtherVersion,
        error => Error::Migrate(error),
    })?;
    limit_sessions(&mut connection).await?;
    roles::make(&mut connection).await?;
    let now = sqlx::query_scalar!(r#"select clock_timestamp() as "now!""#)
        .fetch_one(&mut connection)
        .await?;
    connection.close().await?;
    Ok(now)
}

/// The database keeps these limits, not the session, because a pooler between us may share
/// sessions.
async fn limit_sessions(connection: &mut PgConnection) -> Result<(), Error> {
    let limited = sqlx::query!(
        "do $$ begin
            if pg_has_role((select datdba from pg_database where datname = current_database()),
                           'usage') then
                execute format('alter database %I set statement_timeout = ''30s''',
                               current_database());
                execute format('alter database %I set lock_timeout = ''10s''', current_database());
                execute format(
                    'alter database %I set idle_in_transaction_session_timeout = ''30s''',
                    current_database());
            else
                raise warning 'only the owner of the database can set its time limits';
            end if;
         end $$"
    )
    .execute(&mut *connection)
    .await;
    match limited {
        // If two processes do this at once, they change the same row of the catalogue in the same
        // way.
        Err(sqlx::Error::Database(error)) if error.message().contains("concurrently") => Ok(()),
        other => other.map(|_| ()).map_err(Error::from),
    }
}

/// Whether the schema is the one that this program knows.
pub async fn is_current(db: &Db) -> Result<bool, db::Error> {
    let mut connection = db.pool().acquire().await?;
    let applied = connection.list_applied_migrations("_sqlx_migrations").await;
    let Ok(applied) = applied else { return Ok(false) };
    Ok(MIGRATIONS.iter().all(|known| {
        applied.iter().any(|done| done.version == known.version && done.checksum == known.checksum)
    }))
}
