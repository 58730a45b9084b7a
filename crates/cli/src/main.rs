//! The duizhao program.

fn main() {}
