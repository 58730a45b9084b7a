use duizhao_bitext::Feature;

use super::Measure;

pub(super) const MEASURE: Measure = Measure {
    feature: Feature {
        name: "rival",
        description: "by how much, in log-odds of adequacy, a side of a neighbouring pair fits better than the pair's own: \
            above 0 another partner is likelier; null for a pair that is adequate without doubt or stands by itself",
    },
    of: |_| f32::NAN,
};
