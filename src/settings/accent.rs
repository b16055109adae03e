//! The colour of links and buttons, in both themes: one that can be read, and the others that follow
//! from it.

use super::rows::Wrong;
use crate::kit::colour::Colour;

/// Characters that may be typed.
pub(super) const TEXT_MAX: usize = 7;

/// For text of any size (WCAG 2.2, 1.4.3), and for what is no text (1.4.11).
const TEXT: f64 = 4.5;
const PARTS: f64 = 3.0;

/// One of the two ways in which pages are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    Light,
    Dark,
}

impl Theme {
    /// What stands behind text in the accent: `--sunk` of `static/css/app.css`, on which it is harder
    /// to read than on the other surfaces.
    const fn surface(self) -> Colour {
        match self {
            Self::Light => Colour::of(0xf1_f4_f6),
            Self::Dark => Colour::of(0x1d_21_26),
        }
    }

    /// What stands behind the icon of the page that is open: `--frame-on` of customers and of staff.
    const fn frames(self) -> [Colour; 2] {
        match self {
            Self::Light => [Colour::of(0xda_e0_e9), Colour::of(0xf0_d6_b7)],
            Self::Dark => [Colour::of(0x20_25_2f), Colour::of(0x3d_2b_19)],
        }
    }

    /// Where a colour goes to be read better.
    const fn away(self) -> Colour {
        match self {
            Self::Light => Colour::BLACK,
            Self::Dark => Colour::WHITE,
        }
    }
}

/// The accent in one theme, with what stands around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shades {
    pub accent: Colour,
    /// Under the pointer.
    pub strong: Colour,
    /// Text on it.
    pub on: Colour,
    /// Behind what is chosen.
    pub wash: Colour,
}

impl Shades {
    /// What follows from this accent.
    #[must_use]
    pub fn of(accent: Colour, theme: Theme) -> Self {
        let strong = accent.mixed(theme.away(), 18);
        match theme {
            Theme::Light => {
                let wash = Colour::WHITE.mixed(accent, 7);
                Self { accent, strong, on: Colour::WHITE, wash }
            }
            Theme::Dark => {
                let wash = Colour::of(0x16_18_1d).mixed(accent, 12);
                Self { accent, strong, on: Colour::of(0x0a_13_26), wash }
            }
        }
    }
}

/// Reads a colour that somebody typed; "" is none. One that cannot be read on the panel's pages is
/// refused, with the nearest one that can.
pub(super) fn read(typed: &str, theme: Theme) -> Result<Option<Colour>, Wrong> {
    if typed.is_empty() {
        return Ok(None);
    }
    let colour = Colour::parse(typed).map_err(|_| "A colour such as #3457c0.")?;
    if can_be_read(colour, theme) {
        return Ok(Some(colour));
    }
    let (what, ground) = match theme {
        Theme::Light => ("light", "white"),
        Theme::Dark => ("dark", "black"),
    };
    Err(format!(
        "This colour is too {what} to be read on {ground}: its contrast is {:.1}, and 4.5 is needed. \
         {} is the nearest one that can be read.",
        colour.contrast(theme.surface()),
        readable(colour, theme)
    )
    .into())
}

/// The nearest colour to this one that can be read.
pub(super) fn readable(colour: Colour, theme: Theme) -> Colour {
    let steps = (0..=100).map(|percent| colour.mixed(theme.away(), percent));
    steps.into_iter().find(|one| can_be_read(*one, theme)).unwrap_or(theme.away())
}

fn can_be_read(colour: Colour, theme: Theme) -> bool {
    let shades = Shades::of(colour, theme);
    let as_text = [theme.surface(), shades.wash, shades.on];
    as_text.into_iter().all(|ground| colour.contrast(ground) >= TEXT)
        && theme.frames().into_iter().all(|ground| colour.contrast(ground) >= PARTS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_panel_s_own_colours_can_be_read() {
        for (own, theme) in [(0x27_56_b2, Theme::Light), (0x8f_b4_f8, Theme::Dark)] {
            assert_eq!(read(&Colour::of(own).to_string(), theme), Ok(Some(Colour::of(own))));
        }
    }

    #[test]
    fn what_cannot_be_read_is_refused_with_the_nearest_that_can() {
        for (typed, theme) in [
            ("#ffd400", Theme::Light),
            ("#fff", Theme::Light),
            ("#1a1a80", Theme::Dark),
            ("#000000", Theme::Dark),
            ("#808080", Theme::Light),
        ] {
            let why = read(typed, theme).unwrap_err();
            let near = why.split(' ').find(|word| word.starts_with('#')).unwrap();
            assert!(read(near, theme).is_ok(), "{typed}: {why}");
        }
        assert_eq!(read("", Theme::Dark), Ok(None));
    }

    #[test]
    fn every_colour_leads_to_one_that_can_be_read() {
        for step in 0..4096_u32 {
            let colour = Colour::of(
                (step >> 8) * 0x11_00_00 + (step >> 4 & 15) * 0x11_00 + (step & 15) * 0x11,
            );
            for theme in [Theme::Light, Theme::Dark] {
                assert!(can_be_read(readable(colour, theme), theme), "{colour} {theme:?}");
            }
        }
    }
}
