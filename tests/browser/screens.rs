//! `make screens`: pictures of the main pages for the README, of the demo's shop, wide and on a phone,
//! light and dark.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::Browser;
use super::demo::{Demo, Who};

/// The file's name, who looks, and the page.
const SCREENS: [(&str, Who, &str); 11] = [
    ("start", Who::Guest, "/"),
    ("new-order", Who::Customer, "/new?service=1"),
    ("mass-order", Who::Customer, "/new/mass"),
    ("orders", Who::Customer, "/orders"),
    ("order", Who::Customer, "/orders/{own}"),
    ("services", Who::Customer, "/services"),
    ("updates", Who::Customer, "/services/updates"),
    ("statement", Who::Customer, "/statement"),
    ("api", Who::Customer, "/api-docs"),
    ("affiliate", Who::Customer, "/affiliate"),
    ("account", Who::Customer, "/account"),
];
const SHAPES: [(&str, u32, u32); 2] = [("wide", 1280, 900), ("phone", 360, 740)];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "make screens runs it: it writes docs/screens"]
async fn the_main_pages_as_pictures() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/screens");
    fs::create_dir_all(&folder).unwrap();
    let demo = Demo::start().await;
    for who in [Who::Guest, Who::Customer] {
        let browser = Browser::wide(&demo.serving.url).await;
        demo.sign_in(&browser, who).await;
        for (name, _, route) in SCREENS.iter().filter(|(_, whose, _)| *whose == who) {
            for (shape, width, height) in SHAPES {
                browser.resize(width, height).await;
                for theme in ["light", "dark"] {
                    browser.set_cookie("theme", theme).await;
                    browser.go(&demo.path(route)).await;
                    if *name == "new-order" {
                        browser.fill("link", "https://example.com/videos/harbour-at-dawn").await;
                        browser.fill("quantity", "1000").await;
                        browser.see("Balance after").await;
                        browser.run("scrollTo(0, 0)").await;
                    }
                    let file = folder.join(format!("{name}-{shape}-{theme}.png"));
                    fs::write(&file, browser.picture().await).unwrap();
                    // 96 colours are enough for a page, and a third of the size.
                    let small = Command::new("pngquant")
                        .args(["--force", "--strip", "--ext", ".png", "96"])
                        .arg(&file)
                        .status();
                    assert!(small.is_ok_and(|status| status.success()), "{}", file.display());
                }
            }
        }
        browser.close().await;
    }
    demo.stop().await;
}
