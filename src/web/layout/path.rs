//! Numbers in paths. One that cannot be read names nothing, so its page is not found: an address
//! that was mistyped and one that is someone else's answer alike.

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
