//! The owner's look of the panel: name, logo, colours, languages, time zone, terms.

use reqwest::Method;
use reqwest::header::ACCEPT_LANGUAGE;
use reqwest::multipart::{Form, Part};
use waybill::accounts::role::Role;

use super::{Answer, Visitor};
use crate::support::rows::value;
use crate::support::{PASSWORD, Panel, still_panel};

async fn owner(panel: &Panel) -> Visitor<'_> {
    let owner = panel.account(Role::Owner).await;
    Visitor::of(panel, owner.id).await
}

/// A picture of one colour, which can be seen through.
fn drawn(width: u32, height: u32) -> Vec<u8> {
    let picture = image::RgbaImage::from_pixel(width, height, image::Rgba([200, 30, 30, 120]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

async fn send(visitor: &Visitor<'_>, bytes: Vec<u8>) -> Answer {
    let form = Form::new().part("picture", Part::bytes(bytes).file_name("logo.png"));
    let request = visitor.request(Method::POST, "/admin/settings/logo").multipart(form);
    visitor.send(request).await
}

/// The address of the logo on a page.
fn logo_on(page: &Answer) -> Option<String> {
    let text = page.text();
    let at = text.find("src=\"/logo/")? + 5;
    Some(text[at..].split('"').next().unwrap().to_owned())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_logo_is_drawn_again_and_stands_on_every_page() {
    still_panel(async |panel| {
        let owner = owner(panel).await;
        let guest = Visitor::new(panel);
        assert_eq!(logo_on(&guest.get("/").await), None);
        send(&owner, drawn(1200, 400)).await.assert_goes("/admin/settings");
        let first = logo_on(&guest.get("/").await).unwrap();
        for page in ["/sign-in", "/terms"] {
            assert_eq!(logo_on(&guest.get(page).await).as_ref(), Some(&first), "{page}");
        }
        assert_eq!(logo_on(&owner.get("/admin").await).as_ref(), Some(&first));
        let sent = panel.http.get(format!("{}{first}", panel.base)).send().await.unwrap();
        assert_eq!(sent.headers()["content-type"], "image/png");
        assert!(sent.headers()["cache-control"].to_str().unwrap().contains("immutable"));
        let picture = image::load_from_memory(&sent.bytes().await.unwrap()).unwrap();
        // Small, and it can still be seen through.
        assert_eq!((picture.width(), picture.height()), (512, 171));
        assert_eq!(picture.to_rgba8().get_pixel(5, 5).0[3], 120);
        // Another one has another address, and the old one is gone.
        send(&owner, drawn(64, 64)).await.assert_goes("/admin/settings");
        let second = logo_on(&guest.get("/").await).unwrap();
        assert_ne!(first, second);
        guest.get(&first).await.assert_status(404);
        owner.post("/admin/settings/logo/remove", &[]).await.assert_goes("/admin/settings");
        assert_eq!(logo_on(&guest.get("/").await), None);
        let told = "select count(*) from audit where subject = 'setting:logo'";
        assert_eq!(value::<i64>(panel, told).await, 3);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_picture_is_no_logo() {
    still_panel(async |panel| {
        let owner = owner(panel).await;
        let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>".to_vec();
        send(&owner, svg).await.assert_status(422).assert_shows("no PNG, JPEG or WebP");
        send(&owner, Vec::new()).await.assert_status(422);
        owner
            .post("/admin/settings/logo", &[])
            .await
            .assert_status(422)
            .assert_shows("Choose a picture.");
        let admin = panel.account(Role::Support).await;
        let admin = Visitor::of(panel, admin.id).await;
        send(&admin, drawn(9, 9)).await.assert_status(403);
        assert_eq!(value::<i64>(panel, "select count(*) from logo").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn name_contact_and_colours_are_those_of_the_owner() {
    still_panel(async |panel| {
        let guest = Visitor::new(panel);
        panel.set("panel_name", "Harbour & Sons").await;
        panel.set("abuse_contact", "abuse@harbour.example").await;
        guest
            .get("/")
            .await
            .assert_shows("Harbour &#38; Sons")
            .assert_shows("abuse@harbour.example");
        guest.get("/terms").await.assert_shows("abuse@harbour.example");
        assert!(!guest.get("/").await.text().contains("/colours/"));
        panel.set("accent_light", "#8a1c5c").await;
        let page = guest.get("/").await;
        let at = page.text().find("/colours/8a1c5c-").expect("its style sheet is linked");
        let path = page.text()[at..].split('"').next().unwrap().to_owned();
        let styles = guest.get(&path).await;
        styles.assert_status(200).assert_shows("--accent:light-dark(#8a1c5c,#");
        for path in ["/colours/8a1c5c", "/colours/red-blue", "/colours/8a1c5c-}body{", "/colours/-"]
        {
            guest.get(path).await.assert_status(404);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn customers_choose_among_the_languages_of_the_owner() {
    still_panel(async |panel| {
        let customer = panel.customer("0").await;
        let visitor = Visitor::of(panel, customer.id).await;
        visitor.post("/language", &[("language", "ru")]).await.assert_status(303);
        visitor.get("/orders").await.assert_shows("lang=\"ru\"");
        panel.set("languages", "es tr").await;
        panel.set("language", "tr").await;
        // Theirs is gone: the one for everybody else.
        visitor.get("/orders").await.assert_shows("<html lang=\"tr\"");
        visitor.post("/language", &[("language", "ru")]).await.assert_status(400);
        let guest = Visitor::new(panel);
        let asked = async |languages: &str| {
            let page = guest.request(Method::GET, "/sign-in").header(ACCEPT_LANGUAGE, languages);
            guest.send(page).await
        };
        asked("ru, es").await.assert_shows("<html lang=\"es\"");
        asked("de").await.assert_shows("<html lang=\"tr\"");
        panel.set("languages", "es").await;
        asked("de").await.assert_shows("<html lang=\"es\"");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn new_accounts_start_in_the_time_zone_of_the_owner() {
    still_panel(async |panel| {
        panel.set("time_zone", "Asia/Tokyo").await;
        let visitor = Visitor::new(panel);
        let fields = [("email", "new@example.com"), ("password", PASSWORD), ("terms", "1")];
        visitor.post("/sign-up", &fields).await.assert_goes("/");
        let zone = "select time_zone from accounts where email = 'new@example.com'";
        assert_eq!(value::<String>(panel, zone).await, "Asia/Tokyo");
    })
    .await;
}
