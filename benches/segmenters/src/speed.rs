//! Speed on plain text.

use std::fs;
use std::hint::black_box;
use std::time::{Duration, Instant};

use duizhao_bitext::Language;

use crate::{Tool, sentences};

/// Rounds; the tools take turns in each, so that a busy machine is unkind to all alike.
const ROUNDS: usize = 9;

/// What is measured of a tool.
pub struct Speed {
    /// The median over the rounds, in MB/s of CPU time.
    pub megabytes: f64,
    /// How many times as fast as the tool that all are compared with: the median of the ratios in each round.
    pub ratio: f64,
}

/// The speeds of all tools; the ratios are to the one numbered `base`. Every tool gets the same paragraphs, cut beforehand, and
/// is told their language.
pub fn measure(tools: &[Tool], base: usize, text: &str, language: Language) -> Vec<Speed> {
    let paragraphs: Vec<&str> = text.lines().collect();
    let mut rounds: Vec<Vec<f64>> = Vec::new();
    for _ in 0..ROUNDS {
        let round = tools.iter().map(|tool| time_of(|| sentences(tool, &paragraphs, language)));
        rounds.push(round.map(|time| time.as_secs_f64().max(1e-9)).collect());
    }
    let of = |tool: usize| Speed {
        megabytes: text.len() as f64 / 1e6 / median(rounds.iter().map(|round| round[tool])),
        ratio: median(rounds.iter().map(|round| round[base] / round[tool])),
    };
    (0..tools.len()).map(of).collect()
}

/// The speed of finding the terminators and doing nothing, in MB/s.
pub fn scan(text: &str, language: Language) -> f64 {
    let run = || match language {
        Language::Zh => memchr::memchr3_iter(0xE3, 0xEF, 0xE2, text.as_bytes()).count(),
        Language::En => memchr::memchr3_iter(b'.', b'!', b'?', text.as_bytes()).count(),
    };
    let times = (0..ROUNDS).map(|_| time_of(run).as_secs_f64().max(1e-9));
    text.len() as f64 / 1e6 / median(times)
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// The CPU time of `run`, or the time that it took where the system doesn't tell.
fn time_of(run: impl FnOnce() -> usize) -> Duration {
    let (wall, cpu) = (Instant::now(), cpu_time());
    black_box(run());
    match (cpu, cpu_time()) {
        (Some(before), Some(after)) => after.saturating_sub(before),
        _ => wall.elapsed(),
    }
}

/// The CPU time of this thread, where the system tells it.
fn cpu_time() -> Option<Duration> {
    let schedule = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    schedule.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}
