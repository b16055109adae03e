//! Colours of the screen, and how well one can be read on another (WCAG 2.2, contrast ratio).

use std::fmt;

/// A colour of sRGB. Shown and read as `#3457c0`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour([u8; 3]);

/// What is no colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no colour such as #3457c0")]
pub struct NoColour;

impl Colour {
    pub const WHITE: Self = Self([255; 3]);
    pub const BLACK: Self = Self([0; 3]);

    /// `0x3457c0` is `#3457c0`.
    #[must_use]
    pub const fn of(number: u32) -> Self {
        let [_, red, green, blue] = number.to_be_bytes();
        Self([red, green, blue])
    }

    /// Reads `#3457c0`, `3457c0` and `#35c`.
    pub fn parse(text: &str) -> Result<Self, NoColour> {
        let digits = text.trim();
        let digits = digits.strip_prefix('#').unwrap_or(digits);
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(NoColour);
        }
        let whole: String = match digits.len() {
            3 => digits.chars().flat_map(|digit| [digit, digit]).collect(),
            6 => digits.to_owned(),
            _ => return Err(NoColour),
        };
        u32::from_str_radix(&whole, 16).map(Self::of).map_err(|_| NoColour)
    }

    /// The same without `#`, for addresses.
    #[must_use]
    pub fn digits(self) -> String {
        let Self([red, green, blue]) = self;
        format!("{red:02x}{green:02x}{blue:02x}")
    }

    /// This colour with `percent` of the other one in it.
    #[must_use]
    pub fn mixed(self, other: Self, percent: u8) -> Self {
        let percent = u16::from(percent.min(100));
        let each = |at: usize| {
            let (own, theirs) = (u16::from(self.0[at]), u16::from(other.0[at]));
            u8::try_from((own * (100 - percent) + theirs * percent + 50) / 100).unwrap_or(u8::MAX)
        };
        Self([each(0), each(1), each(2)])
    }

    /// From 1, the same colour, to 21, black and white. Text can be read from 4.5 on.
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    fn luminance(self) -> f64 {
        let part = |byte: u8| {
            let share = f64::from(byte) / 255.0;
            if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        };
        let Self([red, green, blue]) = self;
        0.2126 * part(red) + 0.7152 * part(green) + 0.0722 * part(blue)
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.digits())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read_in_the_usual_spellings() {
        for text in ["#3457c0", " 3457C0 "] {
            assert_eq!(Colour::parse(text).unwrap().to_string(), "#3457c0");
        }
        assert_eq!(Colour::parse("#35c"), Ok(Colour::of(0x33_55_cc)));
        for text in ["", "#", "blue", "#3457c", "#3457c0ff", "#+457c0", "#３４５"] {
            assert_eq!(Colour::parse(text), Err(NoColour), "{text:?}");
        }
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        let near = |one: Colour, two: Colour, ratio: f64| {
            assert!((one.contrast(two) - ratio).abs() < 0.01, "{one} on {two}");
        };
        near(Colour::WHITE, Colour::BLACK, 21.0);
        near(Colour::WHITE, Colour::WHITE, 1.0);
        near(Colour::of(0x76_76_76), Colour::WHITE, 4.54);
        near(Colour::BLACK, Colour::of(0xff_00_00), 5.25);
    }

    #[test]
    fn mixing_goes_from_one_to_the_other() {
        let blue = Colour::of(0x34_57_c0);
        assert_eq!(blue.mixed(Colour::WHITE, 0), blue);
        assert_eq!(blue.mixed(Colour::WHITE, 100), Colour::WHITE);
        assert_eq!(Colour::BLACK.mixed(Colour::WHITE, 50), Colour::of(0x80_80_80));
    }
}
