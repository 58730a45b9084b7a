//! Whether the other side of a neighbouring pair would fit better.

use crate::background::Background;
use crate::features::{ADEQUACY, MEASURES};
use crate::sides::{Reader, Texts};

/// A pair more adequate than this has no rival worth looking for.
const SURE: f32 = 0.98;

/// Log-odds count up to here.
const MOST: f64 = 7.0;

/// By how much, in log-odds of adequacy, the best of the texts next to each pair's sides fits its other side better than its own
/// partner does; NaN for a pair that needs no such question or has no neighbour.
///
/// Costs up to four measurements of adequacy for each doubtful pair.
pub(crate) fn rivals(
    (reader, background): (&mut Reader<'_>, &Background),
    texts: &[[&str; 2]],
    adequacies: &[f32],
) -> Vec<f32> {
    let mut odds = |zh: &str, en: &str| {
        let texts = Texts { joined: [zh, en], sentences: [&[zh], &[en]] };
        log_odds((MEASURES[ADEQUACY].of)(&reader.sides(texts, background)))
    };
    let mut rivals = vec![f32::NAN; texts.len()];
    for (at, own) in adequacies.iter().enumerate().filter(|(_, own)| **own < SURE) {
        let [zh, en] = texts[at];
        for beside in [at.checked_sub(1), Some(at + 1)].into_iter().flatten() {
            let Some([other_zh, other_en]) = texts.get(beside).copied() else { continue };
            let rival = odds(zh, other_en).max(odds(other_zh, en)) - log_odds(*own);
            rivals[at] = rivals[at].max(rival as f32);
        }
    }
    rivals
}

fn log_odds(probability: f32) -> f64 {
    let probability = f64::from(probability).clamp(1e-6, 1.0 - 1e-6);
    libm::log(probability / (1.0 - probability)).clamp(-MOST, MOST)
}

#[cfg(test)]
mod tests {
    use super::rivals;
    use crate::background::Background;
    use crate::sides::Reader;
    use duizhao_lexicon::Lexicon;

    #[test]
    fn a_line_that_belongs_to_the_next_has_a_rival() {
        let lexicon = Lexicon::bundled().unwrap();
        let (background, mut reader) = (Background::new(&lexicon), Reader::new(&lexicon));
        let texts = [
            ["老师打开了窗户。", "The rain had stopped at last."],
            ["雨终于停了。", "The rain had stopped at last."],
            ["他们去河边钓鱼。", "They went fishing by the river."],
        ];
        let found = rivals((&mut reader, &background), &texts, &[0.1, 0.99, 0.97]);
        assert!(found[0] > 2.0, "{found:?}");
        assert!(found[1].is_nan());
        assert!(found[2] < 0.0, "{found:?}");
    }
}
