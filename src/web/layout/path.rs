//! Numbers in paths. If a number cannot be read, its page is not found. So a mistyped address and
//! the address of another account's page get the same answer.

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;

use serde::de::DeserializeOwned;

use super::failure::Failure;

/// The one `{id}` in a path.
#[derive(Debug, Clone, Copy)]
pub struct Id<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Id<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let Path(id) =
            Path::<T>::from_request_parts(parts, state).await.map_err(|_| Failure::NotFound)?;
        Ok(Self(id))
    }
}
