use duizhao_bitext::Feature;

use super::Measure;

pub(super) const MEASURE: Measure = Measure {
    feature: Feature {
        name: "damage",
        description: "how many kinds of damage the reader found in the blocks of the pair's sentences and could not repair: lost \
            spaces or letters, masked digits, a wrong charset, sentences that run over subtitle cues; null where only the texts \
            are known",
    },
    of: |sides| sides.damage.map_or(f32::NAN, |damage| damage as f32),
};
