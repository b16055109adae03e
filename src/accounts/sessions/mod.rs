//! How people sign in, and stay so.

pub mod change_password;
pub mod session;
pub mod sign_in;
