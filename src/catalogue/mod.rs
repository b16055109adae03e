//! What is sold, to whom at what price, and what is refused as a target.

mod category;
pub mod kind;
pub mod link;
pub mod price;
mod service;
pub mod target;

pub use category::{Category, CategoryError, categories, category_named};
pub use kind::Kind;
pub use link::Link;
pub use service::{
    Draft, Listed, Service, ServiceError, create, find, list_all, list_for, update, version,
};
