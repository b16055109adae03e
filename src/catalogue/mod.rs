//! What is sold, to whom at what price, and what is refused as a target.

mod arrange;
pub mod blocked;
mod bulk;
mod category;
mod code;
pub mod customer;
pub mod events;
pub mod favourites;
pub mod kind;
pub mod link;
mod offers;
mod paused;
pub mod price;
pub mod price_list;
mod service;
pub mod target;
pub mod terms;
mod version;

pub use arrange::{shift_category, shift_service};
pub(crate) use bulk::lock_many;
pub use bulk::{Change, create_many, set_lowest_rates, set_paused_reasons, update_many};
pub use category::{Category, CategoryError, categories, category_named};
pub use code::{Code, Thread, codes, service_of, set_code};
pub use kind::Kind;
pub use link::Link;
pub use offers::{Offer, Offers};
pub use paused::{Paused, paused};
pub use price::{Listed, list_for};
pub use price_list::PriceList;
pub use service::{Draft, Service, ServiceError, find, list_all, set_enabled};
pub(crate) use service::{create, lock, update};
pub use target::Target;
pub use terms::{Discount, GroupId, Terms};
pub use version::version;

crate::id!(
    /// A service.
    ServiceId
);
