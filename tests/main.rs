//! Every integration test, in one binary: a file for each door and each domain. They talk to a
//! real PostgreSQL and go in by the doors that people use.

mod support;

mod api_v2;
mod house;
mod intake;
mod orders;
