//! Signing in by an account elsewhere, "Continue with Google": OpenID Connect Core 1.0, the code flow
//! with PKCE (RFC 7636). For customers alone, and off until the owner adds an issuer.
//!
//! Owns the tables of `migrations/0054_oidc.sql`. What must stay true: an account is found by issuer and
//! subject and never by an e-mail address. Somebody is linked to an account only after they have signed
//! in to it here, or made it here, and only if the issuer has verified the account's own address. A
//! second factor is asked for after an issuer as it is after a password.

mod claims;
mod discovery;
pub mod flow;
pub mod identity;
pub mod issuer;

pub use claims::Person;
pub use discovery::Issuers;

crate::id!(
    /// An issuer.
    IssuerId
);
