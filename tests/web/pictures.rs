//! Pictures that customers send with what they have paid: what is taken, what is left of it, and who
//! sees it.

use std::io::Cursor;
use std::time::Duration;

use chrono::TimeDelta;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use waybill::accounts::audit::Actor;
use waybill::accounts::rights::{Area, Areas};
use waybill::accounts::role::Role;
use waybill::accounts::staff;

use super::{Answer, Visitor};
use crate::support::rows::{execute, value};
use crate::support::{Panel, still_panel};

const MARK: &[u8] = b"taken at 52.5200 N 13.4050 E";
const BYTES_MAX: usize = 2 * 1024 * 1024;

/// A picture of this kind; its left half is red.
pub(super) fn picture(format: ImageFormat) -> Vec<u8> {
    let drawn = RgbImage::from_fn(64, 48, |x, _| match x < 32 {
        true => Rgb([220, 20, 20]),
        false => Rgb([240, 240, 240]),
    });
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(drawn).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A chunk of a PNG.
fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut sum = flate2::Crc::new();
    sum.update(kind);
    sum.update(data);
    let length = u32::try_from(data.len()).unwrap().to_be_bytes();
    [&length[..], kind, data, &sum.sum().to_be_bytes()].concat()
}

/// A PNG with a text behind its head.
fn with_text(png: &[u8]) -> Vec<u8> {
    [&png[..33], &chunk(b"tEXt", &[b"Comment\0", MARK].concat()), &png[33..]].concat()
}

/// A JPEG with a camera's notes: turned to the right, and where it was taken.
fn with_exif(jpeg: &[u8]) -> Vec<u8> {
    let exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
    let exif = [&exif[..], MARK].concat();
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xff, 0xe1], &length, &exif, &jpeg[2..]].concat()
}

/// A PNG that says it has this size, with the pixels of a small one.
fn bomb(width: u32, height: u32) -> Vec<u8> {
    let small = picture(ImageFormat::Png);
    let head = [&width.to_be_bytes()[..], &height.to_be_bytes(), &small[24..29]].concat();
    [&small[..8], &chunk(b"IHDR", &head), &small[33..]].concat()
}

fn holds(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|some| some == words)
}

async fn method(panel: &Panel) {
    execute(
        panel,
        "insert into methods (gateway, name, enabled, instructions, created_at)
         values ('manual', 'Bank transfer', true, 'Account 7731.', now())",
    )
    .await;
}

fn filled(once: &str, (amount, reference): (&str, &str), bytes: Option<Vec<u8>>) -> Form {
    let form = Form::new()
        .text("method", "1")
        .text("once", once.to_owned())
        .text("amount", amount.to_owned())
        .text("reference", reference.to_owned())
        .text("note", "From <Ann>");
    match bytes {
        Some(bytes) => form.part("picture", Part::bytes(bytes).file_name("../a \"b\".svg")),
        // As a browser sends it if no file was chosen.
        None => form.part("picture", Part::bytes(Vec::new()).file_name("")),
    }
}

/// Tells of a payment with this picture.
async fn tell(visitor: &Visitor<'_>, reference: &str, bytes: Option<Vec<u8>>) -> Answer {
    let once = visitor.get("/deposits").await.hidden("once");
    let form = filled(&once, ("25", reference), bytes);
    visitor.send(visitor.request(Method::POST, "/deposits").multipart(form)).await
}

/// Tells of it, and answers where its picture is.
async fn told(visitor: &Visitor<'_>, reference: &str, bytes: Vec<u8>) -> String {
    let answer = tell(visitor, reference, Some(bytes)).await;
    answer.assert_status(303);
    let page = visitor.get(answer.location()).await;
    let (_, rest) = page.text().split_once("<img src=\"").expect("the page shows a picture");
    rest.split('"').next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_kind_is_taken_and_comes_back_as_the_panel_wrote_it() {
    still_panel(async |panel| {
        method(panel).await;
        let visitor = Visitor::of(panel, panel.customer("0").await.id).await;
        for (format, kind, ending) in [
            (ImageFormat::Png, "image/png", "png"),
            (ImageFormat::Jpeg, "image/jpeg", "jpg"),
            (ImageFormat::WebP, "image/jpeg", "jpg"),
        ] {
            let path = told(&visitor, &format!("{format:?}"), picture(format)).await;
            let number = path.rsplit('/').next().unwrap();
            let seen = visitor.get(&path).await;
            assert_eq!(seen.status, 200);
            assert_eq!(seen.header("content-type"), kind);
            let name = format!("attachment; filename=\"picture-{number}.{ending}\"");
            assert_eq!(seen.header("content-disposition"), name);
            assert_eq!(seen.header("x-content-type-options"), "nosniff");
            assert_eq!(seen.header("cache-control"), "private, no-cache");
            let again = image::load_from_memory(&seen.body).unwrap().to_rgb8();
            assert_eq!(again.dimensions(), (64, 48));
            assert!(again[(5, 5)].0[0] > 190 && again[(5, 5)].0[1] < 60, "{:?}", again[(5, 5)]);
            // A browser that has it asks whether it may show it still.
            let asked =
                visitor.request(Method::GET, &path).header("if-none-match", seen.header("etag"));
            let known = visitor.send(asked).await;
            assert!(known.status == 304 && known.body.is_empty());
        }
        // No picture is fine, and so is a form without parts.
        tell(&visitor, "none", None).await.assert_status(303);
        let once = visitor.get("/deposits").await.hidden("once");
        let plain = [("method", "1"), ("once", &once), ("amount", "5"), ("reference", "plain")];
        visitor.post("/deposits", &plain).await.assert_status(303);
        assert_eq!(value::<i64>(panel, "select count(*) from pictures").await, 3);
        assert_eq!(value::<i64>(panel, "select count(picture_id) from deposits").await, 3);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_picture_is_refused_beside_its_field() {
    still_panel(async |panel| {
        method(panel).await;
        let visitor = Visitor::of(panel, panel.customer("0").await.id).await;
        let jpeg = picture(ImageFormat::Jpeg);
        let gif =
            b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x01L\0;";
        let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
        let type_words = "no PNG, JPEG or WebP picture";
        for (bytes, words) in [
            (gif.to_vec(), type_words),
            (svg.to_vec(), type_words),
            (b"<!doctype html><script>alert(1)</script>".to_vec(), type_words),
            (Vec::new(), "The file is empty"),
            (jpeg[..jpeg.len() / 2].to_vec(), "damaged or cut off"),
            (picture(ImageFormat::Png)[..60].to_vec(), "damaged or cut off"),
            (picture(ImageFormat::WebP)[..40].to_vec(), "damaged or cut off"),
            (bomb(1, 100_000), "too many pixels"),
            (bomb(50_000, 50_000), "too many pixels"),
            (bomb(9_000, 9_000), "too many pixels"),
            ([jpeg.clone(), vec![0; BYTES_MAX + 1 - jpeg.len()]].concat(), "more than 2 MB"),
        ] {
            let refused = tell(&visitor, "TX 7", Some(bytes)).await;
            refused.assert_status(422).assert_shows(words).assert_shows("id=\"error-picture\"");
            // What was typed stays.
            refused.assert_shows("value=\"TX 7\"").assert_shows("value=\"From &#60;Ann&#62;\"");
        }
        // With 2 MB to the byte it is read.
        let full = [jpeg.clone(), vec![0; BYTES_MAX - jpeg.len()]].concat();
        let once = visitor.get("/deposits").await.hidden("once");
        let post = async |amount: &str, bytes: Vec<u8>| {
            let form = filled(&once, (amount, "TX 7"), Some(bytes));
            visitor.send(visitor.request(Method::POST, "/deposits").multipart(form)).await
        };
        // Another field is wrong: the picture has to be chosen again, and the page says so.
        let refused = post("much", full.clone()).await;
        refused.assert_status(422).assert_shows("A number such as 25");
        refused.assert_shows("Choose the picture again");
        assert_eq!(value::<i64>(panel, "select count(*) from pictures").await, 0);
        post("25", full.clone()).await.assert_status(303);
        // A second click keeps no second one.
        post("25", full).await.assert_status(303);
        assert_eq!(value::<i64>(panel, "select count(*) from pictures").await, 1);
        // Above the limit of the whole form there is a page of its own.
        let large = tell(&visitor, "TX 8", Some(vec![0; 3 * 1024 * 1024])).await;
        large.assert_status(413).assert_shows("The file is too large");
        assert_eq!(value::<i64>(panel, "select count(*) from deposits").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_but_the_pixels_is_kept() {
    still_panel(async |panel| {
        method(panel).await;
        let visitor = Visitor::of(panel, panel.customer("0").await.id).await;
        let seen = async |reference: &str, bytes: Vec<u8>| {
            let path = told(&visitor, reference, bytes).await;
            visitor.get(&path).await.body
        };
        let text = with_text(&picture(ImageFormat::Png));
        assert!(holds(&text, MARK));
        assert!(!holds(&seen("a", text).await, MARK));
        let photo = seen("b", with_exif(&picture(ImageFormat::Jpeg))).await;
        assert!(!holds(&photo, MARK) && !holds(&photo, b"Exif"));
        // It stands as it was taken: what was on the left is above.
        let photo = image::load_from_memory(&photo).unwrap().to_rgb8();
        assert_eq!(photo.dimensions(), (48, 64));
        assert!(photo[(24, 5)].0[1] < 60 && photo[(24, 60)].0[1] > 190);
        // A file that is a picture and a page, or an archive, is a picture alone.
        for (reference, tail) in
            [("c", &b"<script>alert(1)</script>"[..]), ("d", b"PK\x03\x04a.js")]
        {
            let kept = seen(reference, [&picture(ImageFormat::Png)[..], tail].concat()).await;
            assert!(!holds(&kept, tail) && image::load_from_memory(&kept).is_ok());
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_elses_picture_is_not_there() {
    still_panel(async |panel| {
        method(panel).await;
        let ann = panel.customer("0").await;
        let visitor = Visitor::of(panel, ann.id).await;
        let path = told(&visitor, "a", picture(ImageFormat::Png)).await;
        let for_staff = format!("/admin{path}");
        let other = Visitor::of(panel, panel.customer("0").await.id).await;
        let missing = other.get("/pictures/424242").await;
        let theirs = other.get(&path).await;
        assert_eq!((theirs.status.as_u16(), theirs.text()), (404, missing.text()));
        other.get(&for_staff).await.assert_status(404);
        Visitor::new(panel).get(&path).await.assert_status(303);
        // Staff who move money see it, on their side.
        let admin = Visitor::of(panel, panel.account(Role::Admin).await.id).await;
        let list = admin.get("/admin/deposits").await;
        list.assert_shows(&format!("<img src=\"{for_staff}\""));
        assert_eq!(admin.get(&for_staff).await.header("content-type"), "image/png");
        admin.get(&path).await.assert_status(404);
        // Support sees the deposit. Its picture is for whoever may confirm it.
        let support = panel.account(Role::Support).await;
        let helper = Visitor::of(panel, support.id).await;
        assert!(!helper.get("/admin/deposits").await.text().contains("<img"));
        helper.get(&for_staff).await.assert_status(404);
        let money: Areas = [Area::Money].into_iter().collect();
        let (db, clock) = (&panel.app.db, &panel.app.clock);
        staff::set_areas(db, clock, Actor::COMMAND, support.id, money).await.unwrap();
        helper.get(&for_staff).await.assert_status(200);
        // Whoever visits the customer's account sees what the customer sees, and sends nothing.
        let visit = [("reason", "A picture does not show")];
        let begun = admin.post(&format!("/admin/customers/{}/visit", ann.id), &visit).await;
        begun.assert_status(303);
        assert_eq!(admin.get(&path).await.header("content-type"), "image/png");
        let once = "abcdefghijklmnop";
        let form = filled(once, ("25", "x"), Some(picture(ImageFormat::Png)));
        let sent = admin.send(admin.request(Method::POST, "/deposits").multipart(form)).await;
        sent.assert_status(403).assert_shows("Nothing can be changed here");
        assert_eq!(value::<i64>(panel, "select count(*) from pictures").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_strangers_picture_is_not_read() {
    still_panel(async |panel| {
        method(panel).await;
        let host = panel.base.trim_start_matches("http://").to_owned();
        let mut stream = TcpStream::connect(&host).await.unwrap();
        // The head of a form with a file, and not a byte of the file.
        let head = format!(
            "POST /deposits HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\
             content-type: multipart/form-data; boundary=b\r\ncontent-length: 2000000\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        let read = async {
            while !holds(&answer, b"\r\n\r\n") {
                assert!(stream.read_buf(&mut answer).await.unwrap() > 0, "no answer");
            }
        };
        tokio::time::timeout(Duration::from_secs(8), read).await.expect("it waits for the file");
        let answer = String::from_utf8(answer).unwrap().to_lowercase();
        assert!(answer.starts_with("http/1.1 303") && answer.contains("location: /sign-in"));
        // A form that takes no file takes none from anybody.
        let visitor = Visitor::of(panel, panel.customer("0").await.id).await;
        let form = filled("abcdefghijklmnop", ("25", "x"), Some(picture(ImageFormat::Png)));
        let sent = visitor.send(visitor.request(Method::POST, "/account/profile").multipart(form));
        sent.await.assert_status(400);
        // Nor does another site's page send one for them.
        let form = filled("abcdefghijklmnop", ("25", "x"), Some(picture(ImageFormat::Png)));
        let request = visitor.request(Method::POST, "/deposits").multipart(form);
        let forged = visitor.send(request.header("sec-fetch-site", "cross-site")).await;
        forged.assert_status(403);
        assert_eq!(value::<i64>(panel, "select count(*) from deposits").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_keeps_so_many_pictures_in_a_day() {
    still_panel(async |panel| {
        method(panel).await;
        let who = panel.customer("0").await;
        let visitor = Visitor::of(panel, who.id).await;
        let fill = format!(
            "insert into pictures (account_id, about, content_type, bytes, width, height, made_at)
             select {}, 'deposit', 'image/png', '\\x00', 1, 1, now() from generate_series(1, 30)",
            who.id
        );
        execute(panel, &fill).await;
        let refused = tell(&visitor, "a", Some(picture(ImageFormat::Png))).await;
        refused.assert_status(422).assert_shows("many pictures today");
        assert_eq!(value::<i64>(panel, "select count(*) from deposits").await, 0);
        tell(&visitor, "a", None).await.assert_status(303);
        panel.advance(TimeDelta::hours(25));
        tell(&visitor, "b", Some(picture(ImageFormat::Png))).await.assert_status(303);
    })
    .await;
}
