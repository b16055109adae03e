//! Reading a picture that somebody sent. What comes out was drawn by this panel: the pixels alone,
//! decoded and encoded again. Nothing else of the file is left: no place where a photo was taken, no
//! text, nothing that stood behind the picture.
//!
//! What must stay true: the size is checked before anything is decoded. `queue` reads them one by one,
//! for doors.

pub mod queue;
#[cfg(test)]
mod tests;
mod whole;

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{
    DynamicImage, ImageDecoder as _, ImageError, ImageFormat, ImageReader, Limits, RgbImage,
};

/// Most bytes of a picture, as it is sent and as it is kept.
pub const BYTES_MAX: usize = 2 * 1024 * 1024;
/// Most pixels of a picture that is decoded, on one side and in all.
const SIDE_PIXELS_MAX: u32 = 10_000;
const PIXELS_MAX: u64 = 25_000_000;
/// Most bytes of the decoded pixels.
const DECODED_BYTES_MAX: u64 = PIXELS_MAX * 4;
/// The longer side of what is kept: text on a photo of a page can be read. If it does not fit into
/// [`BYTES_MAX`], the next one is tried. The last one always fits, whatever is on the picture.
const KEPT_SIDES: [u32; 3] = [2560, 1600, 1000];
/// The longer side of a picture that is kept as large as it may be.
pub const SIDE_KEPT_MAX: u32 = KEPT_SIDES[0];
const JPEG_QUALITY: u8 = 85;

/// A picture that the panel wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    pub bytes: Vec<u8>,
    pub kind: Kind,
    pub width: u32,
    pub height: u32,
}

/// How it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Png,
    Jpeg,
}

impl Kind {
    const ALL: [Self; 2] = [Self::Png, Self::Jpeg];

    /// The content type, which is also the stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// The end of a file's name.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpg",
        }
    }
}

crate::text_columns!(Kind);

/// Why a file is no picture for us; the message is for the person who sent it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoPicture {
    #[error("The file is empty. Choose another one.")]
    Empty,
    #[error("The picture has more than 2 MB. Choose a smaller one, such as a screenshot of it.")]
    TooLarge,
    #[error("This is no PNG, JPEG or WebP picture. Choose another file.")]
    Type,
    #[error(
        "The picture has too many pixels: at most 10,000 on a side and 25 million in all. Choose a \
         smaller one."
    )]
    TooManyPixels,
    #[error("Moving pictures are not taken. Choose one that stands still.")]
    Moving,
    #[error("The picture is damaged or cut off. Choose another one.")]
    Damaged,
}

impl From<ImageError> for NoPicture {
    fn from(error: ImageError) -> Self {
        match error {
            ImageError::Limits(_) => Self::TooManyPixels,
            ImageError::Unsupported(_) => Self::Type,
            ImageError::Decoding(_)
            | ImageError::Encoding(_)
            | ImageError::Parameter(_)
            | ImageError::IoError(_) => Self::Damaged,
        }
    }
}

/// Reads a file that was sent, and draws it again, with sides of at most so many pixels. This is slow
/// work.
pub fn read(sent: &[u8], side_max: u32) -> Result<Picture, NoPicture> {
    if sent.is_empty() {
        return Err(NoPicture::Empty);
    }
    if sent.len() > BYTES_MAX {
        return Err(NoPicture::TooLarge);
    }
    let format = match image::guess_format(sent) {
        Ok(known @ (ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP)) => known,
        _ => return Err(NoPicture::Type),
    };
    let sent = match format {
        // The decoder fills up a photo that is cut off with grey.
        ImageFormat::Jpeg if !whole::jpeg_ends(sent) => return Err(NoPicture::Damaged),
        ImageFormat::WebP => whole::webp(sent)?,
        _ => sent,
    };
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE_PIXELS_MAX);
    limits.max_image_height = Some(SIDE_PIXELS_MAX);
    limits.max_alloc = Some(DECODED_BYTES_MAX);
    let mut reader = ImageReader::with_format(Cursor::new(sent), format);
    reader.limits(limits);
    // This reads the head alone.
    let mut decoder = reader.into_decoder()?;
    let (width, height) = decoder.dimensions();
    check(width, height)?;
    if decoder.total_bytes() > DECODED_BYTES_MAX {
        return Err(NoPicture::TooManyPixels);
    }
    // Phones write a picture as it lies in the camera, and how to turn it beside it.
    let turn = decoder.orientation()?;
    let mut picture = shrunk(DynamicImage::from_decoder(decoder)?, side_max.min(SIDE_KEPT_MAX));
    picture.apply_orientation(turn);
    write(&picture, format)
}

fn check(width: u32, height: u32) -> Result<(), NoPicture> {
    if width == 0 || height == 0 {
        return Err(NoPicture::Damaged);
    }
    let is_large = u64::from(width) * u64::from(height) > PIXELS_MAX;
    if is_large || width.max(height) > SIDE_PIXELS_MAX {
        return Err(NoPicture::TooManyPixels);
    }
    Ok(())
}

/// Writes it as a PNG if it came as one or can be seen through, and otherwise, or if that is too
/// large, as a JPEG.
fn write(picture: &DynamicImage, came_as: ImageFormat) -> Result<Picture, NoPicture> {
    let see_through = picture.color().has_alpha();
    if came_as == ImageFormat::Png || see_through {
        let (width, height) = (picture.width(), picture.height());
        // Eight bits of a colour are enough for a screen.
        let plain = match (see_through, picture.color().has_color()) {
            (true, _) => DynamicImage::ImageRgba8(picture.to_rgba8()),
            (false, true) => DynamicImage::ImageRgb8(picture.to_rgb8()),
            (false, false) => DynamicImage::ImageLuma8(picture.to_luma8()),
        };
        let mut bytes = Cursor::new(Vec::new());
        plain.write_to(&mut bytes, ImageFormat::Png)?;
        let bytes = bytes.into_inner();
        if bytes.len() <= BYTES_MAX {
            return Ok(Picture { bytes, kind: Kind::Png, width, height });
        }
    }
    let mut picture = DynamicImage::ImageRgb8(on_white(picture));
    for side in KEPT_SIDES {
        picture = shrunk(picture, side);
        let (width, height) = (picture.width(), picture.height());
        let mut bytes = Vec::new();
        picture.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY))?;
        if bytes.len() <= BYTES_MAX {
            return Ok(Picture { bytes, kind: Kind::Jpeg, width, height });
        }
    }
    Err(NoPicture::TooLarge)
}

/// The picture with sides of at most so many pixels.
fn shrunk(picture: DynamicImage, side: u32) -> DynamicImage {
    if picture.width().max(picture.height()) <= side {
        return picture;
    }
    picture.thumbnail(side, side)
}

/// What can be seen through is white: a JPEG has no other way.
fn on_white(picture: &DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.to_rgb8();
    }
    let clear = picture.to_rgba8();
    let mut solid = RgbImage::new(clear.width(), clear.height());
    for (from, to) in clear.pixels().zip(solid.pixels_mut()) {
        let [.., alpha] = from.0;
        for (colour, drawn) in from.0.iter().zip(&mut to.0) {
            let (colour, alpha) = (u16::from(*colour), u16::from(alpha));
            *drawn = u8::try_from((colour * alpha + 255 * (255 - alpha)) / 255).unwrap_or(255);
        }
    }
    solid
}
