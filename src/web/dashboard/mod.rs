//! Pages for a person who is signed in, a folder for each noun of the menu. A folder's `mod.rs` is
//! the page that the folder is named after.

pub mod account;
pub mod affiliate;
pub mod announcements;
pub mod deposits;
pub mod new_order;
pub mod notices;
pub mod orders;
pub mod tickets;
pub mod tokens;

pub use account::statement;
pub use new_order::{mass, picker};
pub use orders::order;
pub use tokens::token_new;
