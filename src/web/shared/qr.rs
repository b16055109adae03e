//! A QR code as a drawing: templates put its path into an SVG, so that no picture is fetched.

use std::fmt::Write as _;

use qrcode::{Color, QrCode};

/// The margin without which cameras do not find a QR code, in modules.
const QUIET: usize = 4;

/// A QR code as a drawing, each module one unit wide.
pub struct Qr {
    pub size: usize,
    /// The dark modules, as the `d` of a `path`.
    pub dark: String,
}

impl Qr {
    /// `None`: the text is too long for one.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let code = QrCode::new(text).ok()?;
        let width = code.width();
        let colors = code.to_colors();
        let mut dark = String::new();
        for (row, y) in colors.chunks(width).zip(QUIET..) {
            let mut x = QUIET;
            for run in row.chunk_by(|one, next| one == next) {
                if run.first() == Some(&Color::Dark) {
                    let _ = write!(dark, "M{x} {y}h{0}v1h-{0}z", run.len());
                }
                x += run.len();
            }
        }
        Some(Self { size: width + 2 * QUIET, dark })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_three_corners_and_a_margin() {
        let Qr { size, dark } = Qr::of("https://panel.example/?ref=friend").unwrap();
        assert_eq!(size, 29 + 8);
        for corner in ["M4 4h7v1h-7z", "M26 4h7v1h-7z", "M4 32h7v1h-7z"] {
            assert!(dark.contains(corner), "{corner} in {dark}");
        }
        assert!(Qr::of(&"a".repeat(4000)).is_none());
    }
}
