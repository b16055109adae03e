//! `balance`: what is left after everything that was acknowledged.

use futures_util::future::join_all;

use crate::support::{order_id, still_panel};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_acknowledged_order_is_taken_from_it() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await.to_string();
        let clients = join_all((0..24).map(|_| panel.customer("100"))).await;
        let stories = clients.iter().enumerate().map(|(n, client)| {
            let service = &service;
            async move {
                for turn in 1..=20 {
                    let link = format!("https://example.com/{n}/{turn}");
                    let order = [
                        ("action", "add"),
                        ("service", service.as_str()),
                        ("link", &link),
                        ("quantity", "1000"),
                    ];
                    order_id(&panel.v2(&client.key, &order).await);
                    let answer = panel.v2(&client.key, &[("action", "balance")]).await;
                    assert_eq!(answer["balance"], format!("{}.00", 100 - turn));
                    assert_eq!(answer["currency"], "USD");
                }
            }
        });
        join_all(stories).await;
    })
    .await;
}
