use super::train::BeadKeys;
use crate::Lexicon;

/// The pairs of a Chinese and an English key that meet in some bead, and where they meet.
///
/// A *cell* is a meeting of two tokens in one bead. Cells are stored by the Chinese key, so that the counts of a key
/// lie together while its cells are visited; nothing is hashed and nothing is searched for in the inner loops.
#[derive(Debug, Default)]
pub(super) struct Cells {
    /// The Chinese keys, ascending; a place in this list is a *row*.
    pub(super) zh_keys: Vec<u32>,
    /// The English keys, ascending; a place in this list is a *column*.
    pub(super) en_keys: Vec<u32>,
    /// How often each row's key occurs.
    pub(super) zh_counts: Vec<u32>,
    /// How often each column's key occurs.
    pub(super) en_counts: Vec<u32>,
    /// For each row where its pairs begin.
    pub(super) row_starts: Vec<u32>,
    /// For each pair its column.
    pub(super) columns: Vec<u32>,
    /// For each pair what the dictionary says of it, 0 to 1.
    pub(super) beliefs: Vec<f32>,
    /// For each occurrence of a Chinese key, by row: where the English tokens of its bead begin, and how many they are.
    pub(super) meetings: Vec<(u32, u32)>,
    /// For each row where its meetings begin.
    pub(super) meeting_starts: Vec<u32>,
    /// For each cell its pair, counted from the row's first: in the order of the meetings, then of the English tokens.
    pub(super) places: Vec<u32>,
    /// For each English token of the beads its column.
    pub(super) en_tokens: Vec<u32>,
}

impl Cells {
    /// Lays out the cells of `beads`. Linear in their number.
    pub(super) fn new(lexicon: &Lexicon, beads: &[BeadKeys<'_>]) -> Self {
        let mut cells = Self::default();
        let (zh_keys, zh_counts) = distinct(beads.iter().map(|bead| bead.zh));
        let (en_keys, en_counts) = distinct(beads.iter().map(|bead| bead.en));
        let columns = Numbers::new(&en_keys);
        let rows = Numbers::new(&zh_keys);
        (cells.zh_keys, cells.zh_counts, cells.en_keys, cells.en_counts) =
            (zh_keys, zh_counts, en_keys, en_counts);
        cells.collect_meetings(beads, &rows, &columns);
        cells.collect_pairs(lexicon, &columns);
        cells
    }

    fn collect_meetings(&mut self, beads: &[BeadKeys<'_>], rows: &Numbers, columns: &Numbers) {
        let mut next: Vec<u32> = Vec::with_capacity(self.zh_counts.len());
        let mut total = 0;
        for count in &self.zh_counts {
            next.push(total);
            total += count;
        }
        self.meeting_starts = next.iter().copied().chain([total]).collect();
        self.meetings = vec![(0, 0); total as usize];
        for bead in beads {
            let start = self.en_tokens.len() as u32;
            self.en_tokens.extend(bead.en.iter().map(|key| columns.of(*key)));
            for key in bead.zh {
                let row = rows.of(*key) as usize;
                self.meetings[next[row] as usize] = (start, bead.en.len() as u32);
                next[row] += 1;
            }
        }
    }

    fn collect_pairs(&mut self, lexicon: &Lexicon, columns: &Numbers) {
        let mut place_in_row = vec![0u32; self.en_keys.len()];
        let mut seen_by = vec![u32::MAX; self.en_keys.len()];
        self.row_starts.push(0);
        for row in 0..self.zh_keys.len() {
            let first = self.columns.len();
            let meetings = self.meeting_starts[row] as usize..self.meeting_starts[row + 1] as usize;
            for &(start, count) in &self.meetings[meetings] {
                for &column in &self.en_tokens[start as usize..(start + count) as usize] {
                    let slot = column as usize;
                    if seen_by[slot] != row as u32 {
                        seen_by[slot] = row as u32;
                        place_in_row[slot] = (self.columns.len() - first) as u32;
                        self.columns.push(column);
                    }
                    self.places.push(place_in_row[slot]);
                }
            }
            self.beliefs.resize(self.columns.len(), 0.0);
            let key = self.zh_keys[row];
            let mut believe = |stem: u32, probability: f32| {
                if let Some(column) = columns.find(stem)
                    && seen_by[column as usize] == row as u32
                {
                    let pair = first + place_in_row[column as usize] as usize;
                    self.beliefs[pair] = self.beliefs[pair].max(probability);
                }
            };
            for translation in lexicon.translations(key) {
                believe(translation.stem, translation.weight());
            }
            believe(key, 1.0);
            self.row_starts.push(self.columns.len() as u32);
        }
    }
}

/// The keys of one side, ascending, and how often each occurs.
fn distinct<'a>(sides: impl Iterator<Item = &'a [u32]> + Clone) -> (Vec<u32>, Vec<u32>) {
    let largest = sides.clone().flatten().max().map_or(0, |key| *key as usize + 1);
    let mut counts = vec![0u32; largest];
    for key in sides.flatten() {
        counts[*key as usize] += 1;
    }
    (0..largest as u32).zip(counts).filter(|(_, count)| *count > 0).unzip()
}

/// Places of keys in a sorted list, by key.
struct Numbers {
    numbers: Vec<u32>,
}

impl Numbers {
    fn new(keys: &[u32]) -> Self {
        let mut numbers = vec![u32::MAX; keys.last().map_or(0, |key| *key as usize + 1)];
        for (number, key) in keys.iter().enumerate() {
            numbers[*key as usize] = number as u32;
        }
        Self { numbers }
    }

    fn of(&self, key: u32) -> u32 {
        self.numbers[key as usize]
    }

    fn find(&self, key: u32) -> Option<u32> {
        self.numbers.get(key as usize).copied().filter(|number| *number != u32::MAX)
    }
}
