//! The pages, as people use them: in a real headless Chromium, driven by WebDriver.

mod affiliate;
mod affiliates_staff;
mod desk;
mod driver;
mod journey;
mod mass;
mod providers;
mod shop;
mod staff;
mod tokens;

pub use driver::Browser;
