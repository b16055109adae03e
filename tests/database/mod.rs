//! The database itself: who may do what in it, what lies around it, and the way to it.

mod chain;
mod directory;
mod roles;
mod secret;
mod tls;
