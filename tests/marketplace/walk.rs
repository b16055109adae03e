//! Walking the pages: who follows the links sees each row once, while new ones arrive.

use serde_json::Value;

use super::{Scene, scene};
use crate::support::{Panel, panel_with, still_panel};

async fn get(panel: &Panel, scene: &Scene, url: &str) -> Value {
    let answer = panel.http.get(url).bearer_auth(&scene.token).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    answer.json().await.unwrap()
}

fn ids(page: &Value) -> Vec<i64> {
    let rows = page["data"].as_array().unwrap();
    rows.iter().map(|row| row["referral_id"].as_i64().unwrap()).collect()
}

#[tokio::test]
async fn each_row_is_seen_once_while_new_ones_arrive() {
    still_panel(async |panel| {
        let scene = scene(panel).await;
        scene.refer(panel, 23).await;
        let first = format!("{}/api/v1/referral?per_page=5&shop_id=1", panel.base);
        let mut page = get(panel, &scene, &first).await;
        let all: Vec<i64> = {
            let url = format!("{}/api/v1/referral?per_page=100", panel.base);
            ids(&get(panel, &scene, &url).await)
        };
        let mut seen = ids(&page);
        let mut number = 1;
        let mut pages = vec![page.clone()];
        while let Some(next) = page["next_page_url"].as_str().map(str::to_owned) {
            // Two more come before each page.
            scene.refer(panel, 2).await;
            assert!(next.contains("shop_id=1") && next.contains("per_page=5"), "{next}");
            page = get(panel, &scene, &next).await;
            number += 1;
            assert_eq!(page["current_page"], number);
            assert_eq!(page["from"], (number - 1) * 5 + 1);
            seen.extend(ids(&page));
            pages.push(page.clone());
        }
        assert_eq!(seen, all);
        assert_eq!((number, &page["to"]), (5, &23.into()));
        // And back again.
        while let Some(prev) = page["prev_page_url"].as_str().map(str::to_owned) {
            page = get(panel, &scene, &prev).await;
            number -= 1;
            assert_eq!(ids(&page), ids(&pages[number - 1]));
            assert_eq!(page["current_page"], number);
        }
        assert_eq!(number, 1);
        // A bare page counts over the rows that there are now.
        let bare = format!("{}/api/v1/referral?per_page=5&page=2", panel.base);
        let bare = get(panel, &scene, &bare).await;
        assert_ne!(ids(&bare), ids(&pages[1]));
        assert!(bare["prev_page_url"].as_str().unwrap().contains("page=1"));
    })
    .await;
}

#[tokio::test]
async fn a_page_past_the_end_is_empty() {
    still_panel(async |panel| {
        let scene = scene(panel).await;
        scene.refer(panel, 3).await;
        for number in ["2", "3", "1000000", "9223372036854775807"] {
            let url = format!("{}/api/v1/referral?page={number}", panel.base);
            let page = get(panel, &scene, &url).await;
            assert!(ids(&page).is_empty());
            assert!(page["from"].is_null() && page["to"].is_null());
            assert!(page["next_page_url"].is_null());
            let before = number.parse::<i64>().unwrap() - 1;
            let prev = page["prev_page_url"].as_str().unwrap();
            assert!(prev.ends_with(&format!("page={before}")), "{prev}");
        }
        // A cursor that nobody made is none.
        for cursor in ["x", "o", "o1", "o-", "oz-z", "%00", "o8000000000000000-1"] {
            let url = format!("{}/api/v1/referral?cursor={cursor}", panel.base);
            assert_eq!(ids(&get(panel, &scene, &url).await).len(), 3, "{cursor}");
        }
        let exact = format!("{}/api/v1/referral?per_page=3", panel.base);
        assert!(get(panel, &scene, &exact).await["next_page_url"].is_null());
    })
    .await;
}

#[tokio::test]
async fn a_request_cannot_change_the_addresses() {
    let options =
        ["--no-work", "--public-url", "https://panel.example/", "--trusted-proxies", "none"];
    panel_with(&options, async |panel| {
        let scene = scene(panel).await;
        scene.refer(panel, 3).await;
        let url = format!("{}/api/v1/referral?per_page=1&page=2", panel.base);
        let request = panel.http.get(url).bearer_auth(&scene.token);
        let request = request.header("x-forwarded-host", "evil.example");
        let page: Value = request.send().await.unwrap().json().await.unwrap();
        for name in ["next_page_url", "prev_page_url"] {
            let url = page[name].as_str().unwrap();
            assert!(
                url.starts_with("https://panel.example/api/v1/referral?per_page=1&page="),
                "{url}"
            );
        }
        assert_eq!(page["data"][0]["website"], "https://panel.example");
    })
    .await;
}
