//! How people sign in, and stay signed in.

pub mod change_password;
pub mod device;
pub mod guesses;
mod limits;
mod names;
pub mod session;
pub mod sign_in;
pub mod visit;
