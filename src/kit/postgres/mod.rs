//! The private PostgreSQL server.
