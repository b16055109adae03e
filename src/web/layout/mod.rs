//! What all pages share: who is asking, forms, failures, the frame, the headers and cookies of
//! every answer, static files, and the text of times and figures.

pub mod amounts;
mod arrived;
pub mod assets;
pub mod badges;
pub mod calendar;
pub mod chart;
pub mod cookies;
pub mod failure;
pub mod failure_page;
pub mod figures;
pub mod form;
pub mod frame;
pub mod guard;
pub mod headers;
mod local;
pub mod news;
pub mod path;
pub mod referral;
pub mod renewed;
pub mod running;
mod said_html;
mod script_words;
pub mod view;
mod visited;
