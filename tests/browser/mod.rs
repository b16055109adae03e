//! The pages, as people use them: in a real headless Chromium, driven by WebDriver.

mod affiliate;
mod affiliates_staff;
mod alerts;
mod announcements;
mod blocked;
mod catalogue;
mod customers;
mod demo;
mod deposits;
mod desk;
mod driver;
mod every_page;
mod forgot;
mod gateways;
mod journey;
mod languages;
mod made_password;
mod mass;
mod notices;
mod ordering;
mod orders;
mod orders_staff;
mod providers;
mod reports;
mod screens;
mod second_factor;
mod shop;
mod staff;
mod tickets;
mod tokens;

pub use driver::Browser;
