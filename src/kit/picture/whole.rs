//! Whether the file of a picture is whole, as far as its decoder does not look itself.

use super::{NoPicture, check};

/// A WebP without what stands behind it. The decoder believes what a part says of its own size, and
/// of the pixels in it, whatever the head of the file says; so each part is checked here first.
pub(super) fn webp(sent: &[u8]) -> Result<&[u8], NoPicture> {
    let word = |at: usize| -> Option<u32> {
        let bytes = sent.get(at..at + 4)?.try_into().ok()?;
        Some(u32::from_le_bytes(bytes))
    };
    let length = |at: usize| word(at).and_then(|length| usize::try_from(length).ok());
    let end = length(4).ok_or(NoPicture::Damaged)?.saturating_add(8);
    let whole = sent.get(..end).ok_or(NoPicture::Damaged)?;
    let mut at = 12;
    while at + 8 <= whole.len() {
        let size = length(at + 4).ok_or(NoPicture::Damaged)?;
        let data = at + 8;
        if size > whole.len() - data {
            return Err(NoPicture::Damaged);
        }
        let sides = match &whole[at..at + 4] {
            b"ANIM" | b"ANMF" => return Err(NoPicture::Moving),
            // 14 bits of each side; in the second kind, less one.
            b"VP8 " => word(data + 6).map(|bits| (bits & 0x3fff, (bits >> 16) & 0x3fff)),
            b"VP8L" => {
                word(data + 1).map(|bits| (1 + (bits & 0x3fff), 1 + ((bits >> 14) & 0x3fff)))
            }
            _ => Some((1, 1)),
        };
        let (width, height) = sides.ok_or(NoPicture::Damaged)?;
        check(width, height)?;
        at = data + size + size % 2;
    }
    Ok(whole)
}

/// Whether this JPEG has its last marker, outside of what its segments hold (a small picture in a
/// photo's notes has an end too).
pub(super) fn jpeg_ends(jpeg: &[u8]) -> bool {
    let mut at = 2;
    while let Some([first, marker]) = jpeg.get(at..at + 2) {
        at += match (first, marker) {
            (0xff, 0xd9) => return true,
            // Marks without a segment, and an escaped byte of the pixels.
            (0xff, 0x00 | 0x01 | 0xd0..=0xd8) => 2,
            (0xff, 0xff) => 1,
            (0xff, _) => match jpeg.get(at + 2..at + 4) {
                Some(&[high, low]) => 2 + usize::from(u16::from_be_bytes([high, low])).max(2),
                _ => return false,
            },
            // Pixels.
            _ => 1,
        };
    }
    false
}
