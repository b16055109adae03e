//! What a browser is called on pages.

pub use crate::kit::browser::device;
