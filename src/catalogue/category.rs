//! Categories: the headings under which services are listed.

use sqlx::{PgExecutor, PgTransaction};

use crate::kit::db;

/// A heading of the services list.
#[derive(Debug, Clone)]
pub struct Category {
    pub id: i64,
    pub name: String,
    pub position: i32,
}

/// Why a category was not made.
#[derive(Debug, thiserror::Error)]
pub enum CategoryError {
    #[error("a category needs a name of at most 200 characters")]
    Name,
    #[error(transparent)]
    Db(#[from] db::Error),
}

crate::from_sqlx!(CategoryError);

/// All of them, in the order in which they are shown.
pub async fn categories(db: impl PgExecutor<'_>) -> Result<Vec<Category>, db::Error> {
    Ok(sqlx::query_as!(Category, "select id, name, position from categories order by position, id")
        .fetch_all(db)
        .await?)
}

/// The category of this name, made at the end of the list if there is none.
pub async fn category_named(tx: &mut PgTransaction<'_>, name: &str) -> Result<i64, CategoryError> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 200 || name.contains('\0') {
        return Err(CategoryError::Name);
    }
    Ok(sqlx::query_scalar!(
        "insert into categories (name, position)
         select $1, coalesce(max(position), 0) + 1 from categories
         on conflict (lower(name)) do update set name = categories.name
         returning id",
        name
    )
    .fetch_one(&mut **tx)
    .await?)
}
