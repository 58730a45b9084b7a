//! Ladders against gold ladders.

pub(crate) mod calibration;
mod category;
mod coarse;
pub(crate) mod document;
pub(crate) mod files;
pub(crate) mod ladder;
mod laws;
mod nulls;
pub(crate) mod quality;
pub(crate) mod report;
mod table;
