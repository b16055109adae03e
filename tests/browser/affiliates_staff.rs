//! The staff's pages of the affiliate programme in a browser, on a wide screen and on a phone:
//! everyone can use each page, and what is ticked is decided together.

use waybill::accounts::role::Role;

use super::Browser;
use crate::support::{PASSWORD, Panel, still_panel};
use crate::web::affiliates_staff::{address, applies, brings, buys, make, signs_up, wants_money};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn affiliates_at_a_desk() {
    still_panel(async |panel| {
        let staff = Browser::wide(&panel.base).await;
        run(panel, &staff).await;
        staff.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn affiliates_on_a_phone() {
    still_panel(async |panel| {
        let staff = Browser::narrow(&panel.base).await;
        run(panel, &staff).await;
        staff.close().await;
    })
    .await;
}

async fn run(panel: &Panel, staff: &Browser) {
    let service = panel.service(|_| {}).await;
    let (_, payout) = wants_money(panel, service).await;
    let by_staff = make(panel, |draft| {
        draft.approves_members = true;
        draft.hold_days = 0;
    });
    let same = address();
    let member = applies(panel, &signs_up(panel, None, same).await, by_staff.await).await;
    let other = brings(panel, &member, address()).await;
    buys(panel, &other, service).await;
    let flagged = brings(panel, &member, same).await;
    buys(panel, &flagged, service).await;
    let asks = make(panel, |draft| draft.name = "For bloggers".to_owned()).await;
    let applied = applies(panel, &other, asks).await;

    let admin = panel.account(Role::Admin).await;
    staff.go("/sign-in").await;
    staff.fill("email", &admin.email).await;
    staff.fill("password", PASSWORD).await;
    staff.press("main form button").await;
    staff.arrive("/admin").await;

    staff.go("/admin/affiliates").await;
    staff.see("For bloggers").await;
    staff.assert_accessible().await;
    staff.go(&format!("/admin/affiliates/{}", applied.id)).await;
    staff.see("I write a blog").await;
    staff.assert_accessible().await;
    staff.click("Approve").await;
    staff.see("The member is approved").await;
    staff.go("/admin/affiliates/offers").await;
    staff.see("For bloggers").await;
    staff.assert_accessible().await;
    staff.go(&format!("/admin/affiliates/offers/{asks}")).await;
    staff.see("orders placed from now on").await;
    staff.assert_accessible().await;

    staff.go("/admin/affiliates/referrals?state=due").await;
    staff.press("tbody [name=ids]").await;
    staff.see("Ticked: 1").await;
    staff.assert_accessible().await;
    staff.click("Approve").await;
    staff.see("1 was approved").await;
    staff.go("/admin/affiliates/flags").await;
    staff.see("2 accounts signed up there").await;
    staff.assert_accessible().await;
    staff.click("They are one person").await;
    staff.see("This cannot be undone").await;
    staff.assert_accessible().await;
    staff.click("Yes, one person").await;
    staff.see("no more are earned").await;

    staff.go("/admin/affiliates/payouts").await;
    staff.assert_accessible().await;
    staff.press("tbody [name=ids]").await;
    staff.click("Begin").await;
    staff.see("1 is being paid now").await;
    staff.go(&format!("/admin/affiliates/payouts/{payout}")).await;
    staff.see("It cannot be paid").await;
    staff.assert_accessible().await;
    staff.fill("reference", "transfer 7").await;
    staff.click("Mark it completed").await;
    staff.see("its commissions are paid").await;
}
