//! The glyphs of a page: which characters stand where.

use hayro_interpret::font::Glyph as Drawn;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::{
    BlendMode, ClipPath, Device, GlyphDrawMode, Image, Paint, PathDrawMode, SoftMask,
};
use kurbo::{Affine, BezPath, Point, Vec2};
use unicode_normalization::UnicodeNormalization;

/// A glyph, in points from the upper left corner of its page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Glyph {
    /// What it stands for: mostly one character, or several for a ligature.
    pub(super) text: String,
    /// Its left edge.
    pub(super) left: f64,
    /// Its right edge.
    pub(super) right: f64,
    /// The line on which it stands.
    pub(super) baseline: f64,
    /// The size of its font.
    pub(super) size: f64,
}

/// Why the drawing of a page was broken off: it takes more steps than any page does.
pub(super) struct Exhausted;

/// Collects the glyphs that are drawn onto it, and counts the steps.
pub(super) struct Collector {
    pub(super) glyphs: Vec<Glyph>,
    /// Glyphs of which the file does not say what they stand for.
    pub(super) unknown: usize,
    /// How many steps may still be taken.
    pub(super) steps: u64,
    /// How many a form takes, which is unpacked again each time that it is drawn.
    pub(super) form_steps: u64,
}

impl Collector {
    /// Counts steps. A device cannot refuse to be drawn upon, so this unwinds to where the page was begun, past the hook that
    /// would tell of a panic.
    fn count(&mut self, steps: u64) {
        match self.steps.checked_sub(steps) {
            Some(rest) => self.steps = rest,
            None => std::panic::resume_unwind(Box::new(Exhausted)),
        }
    }
}

impl<'a> Device<'a> for Collector {
    fn draw_glyph(
        &mut self,
        glyph: &Drawn<'a>,
        transform: Affine,
        glyph_transform: Affine,
        _: &Paint<'a>,
        _: &GlyphDrawMode,
    ) {
        self.count(1);
        let advance = match glyph {
            Drawn::Outline(outline) => outline.advance_width().map_or(500.0, f64::from),
            Drawn::Type3(_) => 500.0,
        };
        let whole = transform * glyph_transform;
        let origin = whole * Point::ORIGIN;
        let end = whole * Point::new(advance, 0.0);
        let up: Vec2 = (whole * Point::new(0.0, 1000.0)) - origin;
        let size = up.hypot();
        // Writing that runs up the page or across it is no line of its text.
        let is_level = (end.y - origin.y).abs() <= 0.05 * (end.x - origin.x).abs().max(size);
        let is_sound = [origin.x, origin.y, end.x, size].iter().all(|number| number.abs() < 1e6);
        if !is_level || !is_sound || size < 0.5 || end.x < origin.x {
            return;
        }
        let text = match glyph.as_unicode() {
            Some(BfString::Char(c)) => plain(c),
            Some(BfString::String(text)) => text.chars().map(plain).collect(),
            None => String::new(),
        };
        let text = if text.chars().all(|c| c == '\0' || c == '\u{fffd}') {
            self.unknown += 1;
            "\u{fffd}".to_owned()
        } else {
            text
        };
        let glyph = Glyph { text, left: origin.x, right: end.x, baseline: origin.y, size };
        self.glyphs.push(glyph);
    }

    fn draw_path(&mut self, _: &BezPath, _: Affine, _: &Paint<'a>, _: &PathDrawMode) {
        self.count(1);
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        self.count(self.form_steps);
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: Affine) {
        self.count(1);
    }

    fn set_soft_mask(&mut self, _: Option<SoftMask<'a>>) {}
    fn set_blend_mode(&mut self, _: BlendMode) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn pop_clip_path(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

/// The character that is meant where a font names one that only looks the same: fonts share a glyph between an ideograph and
/// the radical it is, and between letters and their ligature.
fn plain(c: char) -> String {
    match c {
        '\u{2e80}'..='\u{2fdf}' | '\u{f900}'..='\u{faff}' | '\u{fb00}'..='\u{fb06}' => {
            std::iter::once(c).nfkc().collect()
        }
        _ => c.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn radicals_and_ligatures_are_read_as_what_they_mean() {
        assert_eq!(plain('⼀'), "一");
        assert_eq!(plain('ﬁ'), "fi");
        assert_eq!(plain('Ａ'), "Ａ");
    }
}
