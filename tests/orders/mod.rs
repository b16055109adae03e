//! The life of orders, and their money. If a test must know exactly what happened before what, the
//! panel does no work by itself and [`work`] runs the loops by hand.

mod books;
mod bulk;
mod by_hand;
mod cancel;
mod commit;
mod delivery;
mod desk;
mod dispatch;
mod drip;
mod kept_books;
mod ledger;
mod life;
mod money;
mod on_time;
mod refill;
mod retention;
mod rows_read;
mod steps;
mod subscription;
mod turns;
mod unknown;

use steps::{
    LINK, accepted, add, answer_all, apply, ask, attention, cancel_order, children, clerk,
    desk_again, desk_dismiss, desk_end, desk_refund, execute, look, moves, order, place, report,
    running, shown, state, status, story, submit, value, work,
};
