//! People, and what proves who they are: accounts, passwords, sessions, tokens, the audit log.
//!
//! Owns the tables of `migrations/0001_accounts.sql`, `0008_audit_chain.sql`, `0009_settings.sql`
//! (but `settings`), `0011_sign_in_guesses.sql`, `0019_profiles.sql`, `0024_rights.sql`, `pictures` of
//! `0030_pictures.sql`, the first part of `0023_customers.sql`, that of `0053_people.sql`, `0050_mail.sql`
//! but `mails`, `0051_second_factor.sql`, most of `0052_notices.sql` ([`notices`]), `0054_oidc.sql`
//! ([`oidc`]), `0055_passkeys.sql` and `0056_made_passwords.sql`. What must stay true: no secret is stored in a
//! form that opens anything. An account that loses a right loses it at once, in every session and
//! token. Signing in does not tell a stranger who has an account, and locks nobody out. Used by
//! every domain to its right, by the doors and by the command line.

pub mod account;
pub mod audit;
pub mod audit_chain;
pub mod audit_log;
pub mod change_settings;
pub mod email;
pub mod factors;
mod guessable;
mod lane;
pub mod links;
mod made;
pub mod mail_desk;
pub mod notices;
pub mod oidc;
pub mod password;
pub mod picture;
pub mod profile;
pub mod rights;
pub mod role;
mod sessions;
mod standing;
mod tokens;

pub use sessions::{change_password, device, enter, guesses, second, session, sign_in, visit};
pub use standing::{access, admission, closing, invite, look_alike, notes, recovery, staff};
pub use tokens::{calls, expiry, issue, jwt, networks, token, verifier};
use tokens::{lookup, memory};

crate::id!(
    /// An account.
    AccountId
);
