//! All integration tests, in one binary: a file for each door and each domain. They use a real
//! PostgreSQL, and the doors that people use.

#![expect(clippy::unwrap_used, reason = "a story stops at the first surprise")]

mod support;

mod advisories;
mod affiliates;
mod alerts;
mod api_order;
mod api_v2;
mod asvs;
mod browser;
mod commands;
mod connections;
mod database;
mod drill;
mod fire;
mod house;
mod intake;
mod languages;
mod mail;
mod marketplace;
mod orders;
mod payments;
mod providers;
mod relay;
mod reports;
mod ssrf;
mod tokens;
mod upstream;
mod web;
