//! Waybill: a self-hosted reseller panel for engagement orders.
//!
//! The modules of the panel. `docs/ARCHITECTURE.md` says which may use which, and a test checks it.

/// General tools; they know no business noun.
pub mod kit;

/// What the owner sets while the panel runs.
pub mod settings;

/// Messages to people by e-mail.
pub mod mail;

/// People, and what proves who they are.
pub mod accounts;

/// Money: the only writer of balances.
pub mod ledger;

/// How customers pay in.
pub mod payments;

/// What is sold, and at what price.
pub mod catalogue;

/// Who delivers, and how each protocol is spoken.
pub mod providers;

/// Orders: how they come in, what they do, and how they end.
pub mod orders;

/// Affiliates: who recommends the panel, and what they are paid for it.
pub mod affiliates;

/// Tickets: what customers ask, and what staff answer.
pub mod support;

/// What the owner writes for customers: announcements and pages.
pub mod content;

/// What people may ask of what is kept about them.
pub mod privacy;

/// What orders and money came to, for staff.
pub mod reports;

/// What the panel tells its operator when something goes wrong.
pub mod alerts;

/// The books check, over all domains.
pub mod books;

/// A shop with a past, for demos and measurements.
pub mod demo;

/// Work that goes on by itself.
pub mod work;

/// The HTML door: every page that people see.
pub mod web;

/// The machine doors: the wire protocols.
pub mod api;

/// What the operator says.
pub mod config;

/// What one process shares among its requests.
pub mod app;

/// A panel's life: bind, migrate, serve, work, stop.
pub mod serve;
