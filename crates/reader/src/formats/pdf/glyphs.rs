//! The glyphs of a page: which characters stand where.

use hayro_interpret::font::{Glyph as Drawn, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::{
    BlendMode, CacheKey, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, SoftMask,
};
use kurbo::{Affine, BezPath, Point, Vec2};
use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

use crate::language::is_wide;

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

impl Glyph {
    /// Whether it is as wide as it is high, as what belongs to Chinese text is; fonts give quotation marks both widths.
    pub(super) fn is_wide(&self) -> bool {
        self.right - self.left > 0.8 * self.size && self.text.starts_with(is_wide)
    }
}

/// Why the drawing of a page was broken off: it takes more steps than any page does.
pub(super) struct Exhausted;

/// Collects the glyphs that are drawn onto it, and counts the steps.
pub(super) struct Collector {
    glyphs: Vec<Glyph>,
    /// How wide the glyphs of fonts made of drawings are, which the library does not tell, in sizes: as far as the nearest
    /// that was ever put after them. Never iterated over.
    drawings: FxHashMap<u128, f64>,
    /// Those among the glyphs that are drawings.
    drawn: Vec<(usize, u128)>,
    /// Glyphs of which the file does not say what they stand for.
    pub(super) unknown: usize,
    /// How many steps may still be taken.
    steps: u64,
    /// How many a form takes, which is unpacked again each time that it is drawn.
    form_steps: u64,
}

impl Collector {
    pub(super) fn new(steps: u64, form_steps: u64) -> Self {
        Self {
            glyphs: Vec::new(),
            drawings: FxHashMap::default(),
            drawn: Vec::new(),
            unknown: 0,
            steps,
            form_steps,
        }
    }

    /// The glyphs of the page that is finished.
    pub(super) fn take_page(&mut self) -> Vec<Glyph> {
        let mut glyphs = std::mem::take(&mut self.glyphs);
        let drawn = std::mem::take(&mut self.drawn);
        for &(at, key) in &drawn {
            if let [glyph, next, ..] = &glyphs[at..]
                && (glyph.baseline - next.baseline).abs() < 0.1 * glyph.size
                && next.left > glyph.left
            {
                let step = (next.left - glyph.left) / glyph.size;
                let width = self.drawings.entry(key).or_insert(step);
                *width = width.min(step);
            }
        }
        for (at, key) in drawn {
            let glyph = &mut glyphs[at];
            // Browsers set marks narrower where two come together; but for quotation marks, all are as wide as high.
            let is_square = glyph.text.starts_with(|c| c >= '\u{2e80}');
            let narrowest = self.drawings.get(&key).map_or(0.5, |width| width.min(1.0));
            let width = if is_square { 1.0 } else { narrowest };
            glyph.right = glyph.left + width * glyph.size;
        }
        glyphs
    }

    /// Counts steps. A device cannot refuse to be drawn upon, so this unwinds to where the page was begun, past the hook that
    /// would tell of a panic.
    fn count(&mut self, steps: u64) {
        match self.steps.checked_sub(steps) {
            Some(rest) => self.steps = rest,
            None => std::panic::resume_unwind(Box::new(Exhausted)),
        }
    }

    /// Remembers a glyph that is put where `whole` puts the origin.
    fn collect(&mut self, glyph: &Drawn<'_>, whole: Affine) {
        self.count(1);
        let advance = match glyph {
            Drawn::Outline(glyph) => glyph.advance_width().map_or(500.0, f64::from),
            Drawn::Type3(_) => 500.0,
        };
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
        if let Drawn::Type3(drawing) = glyph {
            self.drawn.push((self.glyphs.len(), drawing.cache_key()));
        }
        let glyph = Glyph { text, left: origin.x, right: end.x, baseline: origin.y, size };
        self.glyphs.push(glyph);
    }
}

impl<'a> Device<'a> for Collector {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, put: DrawProps<'a>, _: &DrawMode) {
        for glyph in run.glyphs() {
            self.collect(glyph, put.transform * glyph.transform());
        }
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {
        self.count(1);
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        self.count(self.form_steps);
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {
        self.count(1);
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

/// Radicals that no normal form makes ideographs of, and the ideographs that they are (Unicode's `EquivalentUnifiedIdeograph`,
/// with the whole character for its squeezed forms).
const RADICALS: [(char, char); 83] = [
    ('⺁', '厂'),
    ('⺇', '几'),
    ('⺈', '刀'),
    ('⺊', '卜'),
    ('⺌', '小'),
    ('⺎', '兀'),
    ('⺏', '尢'),
    ('⺐', '尣'),
    ('⺒', '巳'),
    ('⺓', '幺'),
    ('⺔', '彑'),
    ('⺕', '彐'),
    ('⺗', '心'),
    ('⺘', '手'),
    ('⺜', '日'),
    ('⺝', '月'),
    ('⺠', '民'),
    ('⺡', '水'),
    ('⺣', '火'),
    ('⺥', '爪'),
    ('⺧', '牛'),
    ('⺨', '犬'),
    ('⺫', '目'),
    ('⺬', '示'),
    ('⺭', '示'),
    ('⺮', '竹'),
    ('⺯', '糸'),
    ('⺱', '网'),
    ('⺲', '网'),
    ('⺶', '羊'),
    ('⺷', '羊'),
    ('⺸', '羊'),
    ('⺹', '老'),
    ('⺻', '聿'),
    ('⺼', '肉'),
    ('⺾', '艹'),
    ('⻀', '艹'),
    ('⻁', '虎'),
    ('⻂', '衣'),
    ('⻃', '西'),
    ('⻄', '西'),
    ('⻅', '见'),
    ('⻆', '角'),
    ('⻈', '言'),
    ('⻉', '贝'),
    ('⻊', '足'),
    ('⻋', '车'),
    ('⻌', '辵'),
    ('⻏', '邑'),
    ('⻐', '金'),
    ('⻑', '長'),
    ('⻒', '镸'),
    ('⻓', '长'),
    ('⻔', '门'),
    ('⻖', '阜'),
    ('⻗', '雨'),
    ('⻘', '青'),
    ('⻙', '韦'),
    ('⻚', '页'),
    ('⻛', '风'),
    ('⻜', '飞'),
    ('⻝', '食'),
    ('⻟', '食'),
    ('⻠', '食'),
    ('⻡', '首'),
    ('⻢', '马'),
    ('⻣', '骨'),
    ('⻤', '鬼'),
    ('⻥', '鱼'),
    ('⻦', '鸟'),
    ('⻧', '卤'),
    ('⻨', '麦'),
    ('⻩', '黄'),
    ('⻪', '黾'),
    ('⻫', '斉'),
    ('⻬', '齐'),
    ('⻭', '歯'),
    ('⻮', '齿'),
    ('⻯', '竜'),
    ('⻰', '龙'),
    ('⻱', '龜'),
    ('⻲', '亀'),
    ('⻳', '龟'),
];

/// The character that is meant where a font names one that only looks the same: fonts share a glyph between an ideograph and
/// the radical it is, and between letters and their ligature.
fn plain(c: char) -> String {
    if let Some((_, ideograph)) = RADICALS.iter().find(|(radical, _)| *radical == c) {
        return ideograph.to_string();
    }
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
        assert_eq!(plain('⻮'), "齿");
        assert_eq!(plain('ﬁ'), "fi");
        assert_eq!(plain('Ａ'), "Ａ");
    }
}
