//! The first band of a long document, narrowed stretch by stretch.

use crate::anchors::{NARROWING, edges, keep_best_chains};
use crate::band::Band;
use crate::dictionary::DictionaryLink;
use crate::points::{Point, Row, Telling};
use crate::sliding::Sliding;
use crate::tokens::{Occurrences, Tokens};

/// The anchors of a document whose way is roughly known.
///
/// The longer a text, the more of what its sentences share they share with the wrong ones, and the fewer links the first
/// band can be made of. Once that band is there, only what lies inside it may mislead, and links may be used that are by as
/// much more frequent as the band is narrower than the document.
#[derive(Debug)]
pub(crate) struct Narrowing<'a> {
    zh: &'a Tokens,
    en: &'a Tokens,
    en_occurrences: &'a Occurrences,
    telling: Telling,
}

impl<'a> Narrowing<'a> {
    /// Chooses the links for a document with this first band.
    pub(crate) fn of(
        band: &Band,
        links: &[DictionaryLink],
        (zh, en): (&'a Tokens, &'a Tokens),
        (zh_occurrences, en_occurrences): (&Occurrences, &'a Occurrences),
    ) -> Self {
        let width = band.cells().div_ceil(band.rows());
        let times = en.sentences().div_ceil(width).max(1);
        let points = NARROWING.points_a_sentence * times;
        let telling = Telling::rarest(links, (zh, en), (zh_occurrences, en_occurrences), points);
        Self { zh, en, en_occurrences, telling }
    }

    /// The cells of a stretch of the band around all good chains of anchors in it. Costs a step for each link of each token.
    pub(crate) fn narrowed(&self, band: Band) -> Band {
        let (first, last) = (band.first, band.last());
        let (left, right) = (band.row(first).0, band.row(last).1);
        let mut points = self.points(&band);
        let stretches = ((right - left) * band.rows()) as f64 / band.cells() as f64;
        keep_best_chains(&mut points, right - left, stretches);
        for point in &mut points {
            point.en += left as u32;
        }
        let Some((start, end)) = points.first().zip(points.last()) else { return band };
        // In its first row the band reaches to what the first points leave open, in the last likewise.
        let of_row = |row: u32| points.iter().filter(move |point| point.zh == row);
        let highest = of_row(start.zh).map(|point| point.en).max().unwrap_or(start.en);
        let lowest = of_row(end.zh).map(|point| point.en + 1).min().unwrap_or(end.en);
        let corners =
            [(first, left), (first, highest as usize), (last, lowest as usize), (last, right)];
        let sides = (self.zh, self.en);
        let (mut low, mut high) = edges((&points, &corners), (first, last), sides, NARROWING.slack);
        for (row, (low, high)) in low.iter_mut().zip(&mut high).enumerate() {
            let within = ((*low).max(band.low[row]), (*high).min(band.high[row]));
            (*low, *high) =
                if within.0 <= within.1 { within } else { (band.low[row], band.high[row]) };
        }
        Band::connected(first, low, high)
    }

    /// The points inside a stretch, with en sentences numbered from its first cell on.
    fn points(&self, band: &Band) -> Vec<Point> {
        let left = band.row(band.first).0;
        let mut near = Sliding::new(self.en_occurrences, left);
        let mut row = Row::new(band.row(band.last()).1 - left);
        let mut points = Vec::new();
        for sentence in band.first..band.last() {
            let stretch = (band.row(sentence).0, band.row(sentence + 1).1);
            near.move_to(stretch, |sentence| self.en.bag(sentence).iter().map(|entry| entry.0));
            for &(kind, _) in self.zh.bag(sentence) {
                for &(other, gain) in self.telling.of(kind) {
                    if near.holds(other) {
                        for (place, _) in near.places(other) {
                            row.add(place - left, gain);
                        }
                    }
                }
            }
            row.give(sentence, &mut points);
        }
        points
    }
}
