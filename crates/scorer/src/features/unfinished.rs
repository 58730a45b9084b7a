use duizhao_bitext::Feature;

use super::Measure;
use super::terminal::{Ending, ending};

pub(super) const MEASURE: Measure = Measure {
    feature: Feature {
        name: "unfinished",
        description: "1 if one side ends a sentence (with a full stop, a question or exclamation mark) and the other one \
            ends without any mark, else 0",
    },
    of: |sides| {
        let ends =
            |ending| matches!(ending, Ending::Statement | Ending::Question | Ending::Exclamation);
        let (zh, en) = (ending(sides.zh), ending(sides.en));
        let unfinished = zh == Ending::Bare && ends(en) || en == Ending::Bare && ends(zh);
        f32::from(u8::from(unfinished))
    },
};

#[cfg(test)]
mod tests {
    use super::MEASURE;
    use crate::features::measured;

    #[test]
    fn a_side_that_is_cut_off_is_unfinished() {
        assert_eq!(measured(&MEASURE, "他走到河边，看见了船。", "He walked to the"), 1.0);
        assert_eq!(measured(&MEASURE, "他走到河", "He walked to the river."), 1.0);
    }

    #[test]
    fn headings_and_other_marks_are_not() {
        assert_eq!(measured(&MEASURE, "第一章", "Chapter One"), 0.0);
        assert_eq!(measured(&MEASURE, "他说：", "He said,"), 0.0);
        assert_eq!(measured(&MEASURE, "他来了，", "He came."), 0.0);
    }
}
