//! Pictures of all kinds, and files that only say they are some.

use image::{Luma, Rgb, Rgba, RgbaImage};

use super::*;

fn read(sent: &[u8]) -> Result<Picture, NoPicture> {
    super::read(sent, SIDE_KEPT_MAX)
}

/// Some picture of this size: its left upper quarter is red.
fn drawn(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| match x < width / 2 && y < height / 2 {
        true => Rgb([220, 20, 20]),
        false => Rgb([(x % 251) as u8, (y % 241) as u8, 90]),
    })
}

fn file(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn sent(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    file(&DynamicImage::ImageRgb8(drawn(width, height)), format)
}

/// A PNG with this head and no pixels.
fn bomb(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = sent(1, 1, ImageFormat::Png);
    bytes[16..20].copy_from_slice(&width.to_be_bytes());
    bytes[20..24].copy_from_slice(&height.to_be_bytes());
    let sum = crc(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&sum.to_be_bytes());
    bytes
}

fn crc(bytes: &[u8]) -> u32 {
    let mut sum = flate2::Crc::new();
    sum.update(bytes);
    sum.sum()
}

/// With these bytes behind the first ones of a JPEG: a segment of the notes of a camera.
fn with_exif(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0, 0]);
    exif.extend(b"made at 52.5200 N");
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xff, 0xe1], &length, &exif, &jpeg[2..]].concat()
}

fn holds(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|some| some == words)
}

#[test]
fn each_kind_is_read_and_written_again() {
    for (format, kind) in [
        (ImageFormat::Png, Kind::Png),
        (ImageFormat::Jpeg, Kind::Jpeg),
        (ImageFormat::WebP, Kind::Jpeg),
    ] {
        let picture = read(&sent(60, 40, format)).unwrap();
        assert_eq!((picture.kind, picture.width, picture.height), (kind, 60, 40), "{format:?}");
        let again = image::load_from_memory(&picture.bytes).unwrap().to_rgb8();
        let Rgb([red, green, blue]) = *again.get_pixel(5, 5);
        assert!(red > 190 && green < 50 && blue < 50, "{format:?}: {red} {green} {blue}");
    }
    let grey = image::GrayImage::from_pixel(3, 3, Luma([7]));
    let picture = read(&file(&DynamicImage::ImageLuma8(grey), ImageFormat::Png)).unwrap();
    assert_eq!(image::load_from_memory(&picture.bytes).unwrap().to_luma8()[(1, 1)], Luma([7]));
    // What can be seen through stays so.
    let clear = RgbaImage::from_pixel(9, 9, Rgba([1, 2, 3, 100]));
    for format in [ImageFormat::Png, ImageFormat::WebP] {
        let picture = read(&file(&DynamicImage::ImageRgba8(clear.clone()), format)).unwrap();
        assert_eq!(picture.kind, Kind::Png);
        let again = image::load_from_memory(&picture.bytes).unwrap().to_rgba8();
        assert_eq!(again[(4, 4)], Rgba([1, 2, 3, 100]));
    }
}

#[test]
fn what_is_no_picture_is_refused() {
    let gif = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x01L\0;";
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
    for bytes in [&gif[..], svg, b"<!doctype html>", b"%PDF-1.7", b"PK\x03\x04", b"BM", b"x"] {
        assert_eq!(read(bytes), Err(NoPicture::Type), "{bytes:?}");
    }
    assert_eq!(read(b""), Err(NoPicture::Empty));
    assert_eq!(read(&vec![0; BYTES_MAX + 1]), Err(NoPicture::TooLarge));
}

#[test]
fn the_size_is_checked_before_pixels_are_read() {
    for (width, height) in
        [(1, 100_000), (100_000, 1), (10_001, 1), (50_000, 50_000), (5_001, 5_001)]
    {
        assert_eq!(read(&bomb(width, height)), Err(NoPicture::TooManyPixels), "{width}");
    }
    for (width, height) in [(0, 5), (5, 0)] {
        assert_eq!(read(&bomb(width, height)), Err(NoPicture::Damaged));
    }
    // The same in a JPEG: its height and width stand behind the mark c0.
    let mut jpeg = sent(8, 8, ImageFormat::Jpeg);
    let at = jpeg.windows(2).position(|mark| mark == [0xff, 0xc0]).unwrap();
    jpeg[at + 5..at + 9].copy_from_slice(&[0xff, 0xff, 0xff, 0xff]);
    assert_eq!(read(&jpeg), Err(NoPicture::TooManyPixels));
    jpeg[at + 5..at + 9].copy_from_slice(&[0x17, 0x70, 0x17, 0x70]);
    assert_eq!(read(&jpeg), Err(NoPicture::TooManyPixels));
    // And in a WebP: 14 bits each, less one, behind the mark 2f.
    let mut webp = sent(8, 8, ImageFormat::WebP);
    let at = webp.windows(4).position(|mark| mark == b"VP8L").unwrap() + 8;
    webp[at + 1..at + 5].copy_from_slice(&[0xfe, 0xbf, 0xff, 0x0f]);
    assert_eq!(read(&webp), Err(NoPicture::TooManyPixels));
    // Its head says 10 by 10, and the part with the pixels 16,383 by 16,383.
    let canvas = part(b"VP8X", &[0, 0, 0, 0, 9, 0, 0, 9, 0, 0]);
    let pixels = part(b"VP8 ", &[0x10, 0, 0, 0x9d, 1, 0x2a, 0xff, 0x3f, 0xff, 0x3f, 0, 0]);
    assert_eq!(read(&riff(&[&canvas, &pixels])), Err(NoPicture::TooManyPixels));
    // A part that says it has 4 GB.
    let notes = b"EXIF\xf0\xff\xff\xffII*\0";
    let small = sent(8, 8, ImageFormat::WebP);
    assert_eq!(read(&riff(&[&canvas, &small[12..], notes])), Err(NoPicture::Damaged));
    let frames = part(b"ANIM", &[0; 6]);
    assert_eq!(read(&riff(&[&canvas, &frames])), Err(NoPicture::Moving));
}

/// A part of a WebP.
fn part(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    [kind, &u32::try_from(data.len()).unwrap().to_le_bytes()[..], data].concat()
}

fn riff(parts: &[&[u8]]) -> Vec<u8> {
    let parts = parts.concat();
    let size = u32::try_from(parts.len() + 4).unwrap().to_le_bytes();
    [b"RIFF", &size[..], b"WEBP", &parts].concat()
}

#[test]
fn a_file_that_is_cut_off_is_refused() {
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
        let whole = sent(200, 200, format);
        for part in [whole.len() / 2, whole.len() * 9 / 10, 20] {
            assert_eq!(read(&whole[..part]), Err(NoPicture::Damaged), "{format:?} {part}");
        }
    }
    // A byte of the pixels that is another one: whatever comes of it, nothing breaks.
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
        let whole = sent(40, 40, format);
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x55;
            let _ = read(&bytes);
        }
    }
}

#[test]
fn nothing_but_the_pixels_is_left() {
    let tail = b"<script>alert(1)</script>PK\x03\x04";
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
        let bytes = [&sent(30, 30, format)[..], tail].concat();
        let kept = read(&bytes).unwrap().bytes;
        assert!(!holds(&kept, b"script") && !holds(&kept, b"PK\x03\x04"), "{format:?}");
    }
    let kept = read(&with_exif(&sent(30, 30, ImageFormat::Jpeg), 1)).unwrap().bytes;
    assert!(!holds(&kept, b"made at") && !holds(&kept, b"Exif"));
    // A text in a PNG, behind its head.
    let png = sent(30, 30, ImageFormat::Png);
    let text = b"tEXtComment\0made at 52.5200 N";
    let length = u32::try_from(text.len() - 4).unwrap().to_be_bytes();
    let bytes = [&png[..33], &length[..], &text[..], &crc(text).to_be_bytes(), &png[33..]].concat();
    let kept = read(&bytes).unwrap().bytes;
    assert!(!holds(&kept, b"made at") && !holds(&kept, b"tEXt"));
}

#[test]
fn a_photo_stands_as_it_was_taken() {
    let photo = sent(60, 40, ImageFormat::Jpeg);
    assert_eq!(read(&with_exif(&photo, 1)).unwrap().width, 60);
    // Turned to the right: the red quarter is on the right now.
    let picture = read(&with_exif(&photo, 6)).unwrap();
    assert_eq!((picture.width, picture.height), (40, 60));
    let turned = image::load_from_memory(&picture.bytes).unwrap().to_rgb8();
    let Rgb([red, green, _]) = turned[(35, 5)];
    assert!(red > 190 && green < 50, "{red} {green}");
}

#[test]
fn a_large_picture_is_kept_small() {
    let picture = read(&sent(4_000, 3_000, ImageFormat::Jpeg)).unwrap();
    assert_eq!((picture.width, picture.height), (2560, 1920));
    let long = file(&DynamicImage::ImageLuma8(image::GrayImage::new(10_000, 1)), ImageFormat::Png);
    let picture = read(&long).unwrap();
    assert_eq!((picture.width, picture.height), (2560, 1));
    // Noise cannot be packed: whatever its size, what is kept fits.
    let mut state = 1_u32;
    let noise = RgbImage::from_fn(2_560, 2_560, |_, _| {
        Rgb([0; 3].map(|_: u8| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        }))
    });
    let kept = write(&DynamicImage::ImageRgb8(noise), ImageFormat::Png).unwrap();
    assert!(kept.bytes.len() <= BYTES_MAX && kept.kind == Kind::Jpeg, "{}", kept.bytes.len());
}
