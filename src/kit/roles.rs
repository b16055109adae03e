//! The two roles of the database: the owner, who migrates, and the running role, who can do what a
//! running panel does and no more. It writes no history: of a table whose rows are history it reads
//! and adds rows, and nothing else. It is no superuser, so it reads no files and starts no
//! programs.
//!
//! `migrate` makes both as one: [`make`] runs after the migrations, as the owner. Nothing is
//! granted for tables of later: a table that nobody granted is refused, never open.

use sqlx::PgConnection;

use super::db::{self, Db};

/// The running role beside this owner.
#[must_use]
pub fn running(owner: &str) -> String {
    format!("{owner}_run")
}

/// Makes the running role, unless it is there, and grants what it needs; takes everything else
/// away. Running it again changes nothing. If the user may not make roles, it says so and leaves it
/// at that.
pub(super) async fn make(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "do $$
         declare
             home regnamespace := (select relnamespace from pg_class
                                   where oid = '_sqlx_migrations'::regclass);
             run text := (select pg_get_userbyid(relowner) || '_run' from pg_class
                          where oid = '_sqlx_migrations'::regclass);
             one record;
         begin
             -- Of two processes that migrate, one waits.
             perform pg_advisory_xact_lock(hashtext('waybill roles'));
             if not exists (select from pg_roles where rolname = run) then
                 begin
                     execute format('create role %I login', run);
                 exception
                     when duplicate_object or unique_violation then null;
                     when insufficient_privilege then
                         raise warning 'this user may not make the role %: the panel has only the '
                             'owner of its tables to run as', run;
                         return;
                 end;
             end if;
             if pg_has_role((select datdba from pg_database where datname = current_database()),
                            'usage') then
                 execute format('grant connect on database %I to %I', current_database(), run);
             end if;
             if pg_has_role((select nspowner from pg_namespace where oid = home), 'usage') then
                 execute format('revoke create on schema %s from public', home);
                 execute format('grant usage on schema %s to %I', home, run);
             end if;
             for one in
                 select c.oid::regclass as name, c.relkind = 'S' as is_sequence,
                        case
                            when c.oid = '_sqlx_migrations'::regclass then 'select'
                            -- A view does what its owner may do.
                            when c.relkind = 'v' then 'select'
                            -- A table that cannot be truncated is history.
                            when exists (select from pg_trigger t
                                         where t.tgrelid = c.oid and t.tgtype & 32 <> 0
                                           and t.tgfoid = 'refuse_change'::regproc)
                                then 'select, insert'
                            else 'select, insert, update, delete'
                        end as rights
                 from pg_class c
                 where c.relnamespace = home and c.relkind in ('r', 'p', 'v', 'S')
                   and pg_has_role(c.relowner, 'usage')
             loop
                 if one.is_sequence then
                     execute format('grant usage, select on sequence %s to %I', one.name, run);
                 else
                     execute format('revoke all on %s from %I', one.name, run);
                     execute format('grant %s on %s to %I', one.rights, one.name, run);
                 end if;
             end loop;
         end $$"
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Warns if the panel runs as somebody who could rewrite the books.
pub async fn warn_of_power(db: &Db) -> Result<(), db::Error> {
    let who = sqlx::query!(
        r#"select current_user::text as "name!",
                  pg_get_userbyid(c.relowner)::text as "owner!",
                  has_table_privilege(c.oid, 'update') as "is_powerful!"
           from pg_class c where c.oid = to_regclass('_sqlx_migrations')"#
    )
    .fetch_optional(db.pool())
    .await?;
    if let Some(who) = who.filter(|who| who.is_powerful) {
        tracing::warn!(
            "the panel runs as {}, who could change the history of its books. Let it run as {}: \
             see \"Two roles\" in docs/OPERATIONS.md",
            who.name,
            running(&who.owner)
        );
    }
    Ok(())
}
