//! What every part of the panel leans on and what knows no business noun.

pub mod postgres;
