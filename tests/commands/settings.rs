//! `waybill settings`: the way back in for owners whom the list of networks keeps out.

use super::Operator;
use crate::support::Database;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_command_opens_what_the_list_of_networks_has_closed() {
    let database = Database::fresh().await;
    let operator = Operator::with(&database);
    let listed = operator.say(&["settings", "list"]);
    assert!(listed.contains("staff_networks=\n") && listed.contains("sign_up=open\n"), "{listed}");
    let set = |value: &'static str| ["settings", "set", "staff_networks", value];
    assert_eq!(operator.say(&set("192.0.2.9/24, ::1")), "staff_networks=192.0.2.0/24 ::1/128\n");
    assert!(operator.complain(&set("home")).contains("neither an address nor a network"));
    assert!(
        operator.complain(&["settings", "set", "no_such", "1"]).contains("no setting is called")
    );
    assert_eq!(operator.say(&set("")), "staff_networks=\n");
    assert!(operator.say(&["settings", "list"]).contains("staff_networks=\n"));
}
