//! The pages, as people use them: a real headless Chromium, driven by WebDriver.

mod driver;
mod journey;
mod providers;

pub use driver::Browser;
