//! How people sign in, and stay signed in.

pub mod change_password;
pub mod device;
mod ends;
pub mod enter;
pub mod guesses;
mod limits;
mod names;
pub mod second;
pub mod session;
pub mod sign_in;
pub mod visit;
