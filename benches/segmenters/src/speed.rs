//! Speed on plain text.

use std::fs;
use std::hint::black_box;
use std::time::{Duration, Instant};

use duizhao_bitext::Language;

use crate::TOOLS;

/// Rounds; the tools take turns in each, so that a busy machine is unkind to all alike.
const ROUNDS: usize = 3;

/// The best speed of each tool in MB/s of CPU time, in the order of the table.
pub fn measure(text: &str, language: Language) -> Vec<f64> {
    let mut best = vec![0_f64; TOOLS.len()];
    for _ in 0..ROUNDS {
        for (tool, best) in TOOLS.iter().zip(&mut best) {
            let speed = speed_of(text, || {
                let mut count = 0_usize;
                for line in text.lines() {
                    (tool.ends)(line, language, &mut |end| count = count.wrapping_add(end));
                }
                count
            });
            *best = best.max(speed);
        }
    }
    best
}

/// The best speed of finding the terminators and doing nothing.
pub fn scan(text: &str, language: Language) -> f64 {
    let run = || match language {
        Language::Zh => memchr::memchr3_iter(0xE3, 0xEF, 0xE2, text.as_bytes()).count(),
        Language::En => memchr::memchr3_iter(b'.', b'!', b'?', text.as_bytes()).count(),
    };
    (0..ROUNDS).map(|_| speed_of(text, run)).fold(0.0, f64::max)
}

fn speed_of(text: &str, run: impl FnOnce() -> usize) -> f64 {
    let (wall, cpu) = (Instant::now(), cpu_time());
    black_box(run());
    let time = match (cpu, cpu_time()) {
        (Some(before), Some(after)) => after.saturating_sub(before),
        _ => wall.elapsed(),
    };
    text.len() as f64 / 1e6 / time.as_secs_f64().max(1e-9)
}

/// The CPU time of this thread, where the system tells it.
fn cpu_time() -> Option<Duration> {
    let schedule = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    schedule.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}
