//! What the types of one side say about those of the other.

/// Which types opposite speak for a type, and how strongly: a sparse matrix with a row for each type of this side.
#[derive(Debug, Default)]
pub(crate) struct Links {
    /// Where each row begins.
    pub(crate) starts: Vec<u32>,
    /// The types opposite with their gain: the probability of this type beside that one over its probability anywhere.
    pub(crate) targets: Vec<(u32, f32)>,
}

impl Links {
    /// A matrix from entries (this type, type opposite, gain), which must be sorted.
    pub(crate) fn from_sorted(
        types: usize,
        entries: impl Iterator<Item = (u32, u32, f32)>,
    ) -> Self {
        let mut links = Self { starts: vec![0; types + 1], targets: Vec::new() };
        for (this, other, gain) in entries {
            links.starts[this as usize + 1] += 1;
            links.targets.push((other, gain));
        }
        for row in 0..types {
            links.starts[row + 1] += links.starts[row];
        }
        links
    }

    /// The types opposite that speak for `kind`.
    pub(crate) fn row(&self, kind: u32) -> &[(u32, f32)] {
        &self.targets[self.starts[kind as usize] as usize..self.starts[kind as usize + 1] as usize]
    }
}

/// The entries (row, column, value) of a matrix, which come by row, then column, as (column, row, value) in that order.
pub(crate) fn transposed(
    entries: impl Iterator<Item = (u32, u32, f32)> + Clone,
    columns: usize,
) -> Vec<(u32, u32, f32)> {
    let mut next = vec![0_u32; columns + 1];
    let mut total = 0;
    for (_, column, _) in entries.clone() {
        next[column as usize + 1] += 1;
        total += 1;
    }
    for column in 0..columns {
        next[column + 1] += next[column];
    }
    let mut turned = vec![(0, 0, 0.0); total];
    for (row, column, value) in entries {
        let place = &mut next[column as usize];
        turned[*place as usize] = (column, row, value);
        *place += 1;
    }
    turned
}

/// How much one side's types count, and what they say of the other side.
///
/// A token of type z beside n tokens, of which some are linked to it, contributes
/// `weight · ln(miss + Σ gain / n)`: its probability given the sentences opposite over its probability anywhere.
#[derive(Debug, Default)]
pub(crate) struct Model {
    /// Weight of each type; 0 leaves it out.
    pub(crate) weight: Vec<f32>,
    /// Probability ratio of each type when nothing opposite explains it.
    pub(crate) miss: Vec<f32>,
    /// What explains it.
    pub(crate) links: Links,
    /// For each link the probability of the counterpart, given that the type stands in the right place.
    pub(crate) probability: Vec<f32>,
    /// Most nats one token contributes, before its weight.
    pub(crate) cap: f32,
}
