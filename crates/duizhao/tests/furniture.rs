//! What the documents of a folder share is dropped in a build, on any number of threads, cut off or not.

use std::fs;
use std::path::Path;

use duizhao::{Config, Pipeline, Silent};
use duizhao_lexicon::Lexicon;

const PAGES: [(&str, &str); 6] = [
    ("老桥有五个桥拱。", "The old bridge has five arches."),
    ("渡船每天早上六点开。", "The ferry leaves at six every morning."),
    ("图书馆星期一关门。", "The library is closed on Mondays."),
    ("面包师凌晨三点起床。", "The baker gets up at three in the morning."),
    ("灯塔建于1887年。", "The lighthouse was built in 1887."),
    ("市场上卖鱼和盐。", "Fish and salt are sold at the market."),
];

fn write(folder: &Path, pages: &[(&str, &str)]) {
    fs::create_dir_all(folder).expect("a folder");
    for (at, (zh, en)) in pages.iter().enumerate() {
        let page = format!("{zh}\n{en}\n谢谢大家。\nThank you all.\n加入我们的读者之家\n");
        fs::write(folder.join(format!("{at}.txt")), page).expect("written");
    }
}

/// The reasons for dropped blocks with their counts, and the bytes of all tables.
fn build(pages: &Path, out: &Path, config: Config) -> (Vec<(String, u64)>, u64) {
    let lexicon = Lexicon::bundled().expect("the lexicon");
    let manifest = Pipeline::new(&lexicon, config)
        .build(&[pages.to_owned()], out, &mut Silent)
        .expect("a corpus");
    (manifest.counts.dropped_blocks.into_iter().collect(), manifest.counts.pairs)
}

fn same(one: &Path, other: &Path) {
    for name in ["dropped.parquet", "unpaired.parquet", "manifest.json"] {
        let read = |folder: &Path| fs::read(folder.join(name)).expect("a table");
        assert_eq!(read(one), read(other), "{name}");
    }
}

#[test]
fn repeated_lines_go_out_and_repeated_translations_stay() {
    let work = tempfile::tempdir().expect("a folder");
    let (pages, out) = (work.path().join("pages"), work.path().join("out"));
    write(&pages, &PAGES);
    let (dropped, pairs) = build(&pages, &out, Config::default());
    assert_eq!(dropped, [("repeated-furniture".to_owned(), 6)]);
    // Of the six times that thanks are given one is kept, for they are the same.
    assert_eq!(pairs, 7);
    let mut config = Config::default();
    config.reader.without_rules.insert("repeated-furniture".to_owned());
    assert!(build(&pages, &work.path().join("without"), config).0.is_empty());
}

#[test]
fn the_result_is_the_same_for_any_threads_and_brought_up_to_date() {
    let work = tempfile::tempdir().expect("a folder");
    let at = |name: &str| work.path().join(name);
    write(&at("pages"), &PAGES[..4]);
    build(&at("pages"), &at("resumed"), Config::default());
    // With two more documents the last lines are furniture in the first four too.
    write(&at("pages"), &PAGES);
    build(&at("pages"), &at("resumed"), Config { resume: true, ..Config::default() });
    build(&at("pages"), &at("one"), Config { threads: Some(1), ..Config::default() });
    build(&at("pages"), &at("four"), Config { threads: Some(4), ..Config::default() });
    same(&at("one"), &at("four"));
    same(&at("one"), &at("resumed"));
}
