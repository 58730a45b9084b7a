//! `duizhao read` as a user runs it.

use std::fs;
use std::process::{Command, Output};

fn read(arguments: &[&str], folder: &std::path::Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_duizhao"))
        .arg("read")
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("the program")
}

#[test]
fn blocks_are_shown_with_what_dropped_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let page = "老桥重新开放\n来源：北城晚报\n工⼈们很高兴。\nThe workers are glad.\n";
    fs::write(folder.path().join("page.txt"), page).expect("written");
    let output = read(&["page.txt"], folder.path());
    assert_eq!(output.status.code(), Some(0));
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[1], "page.txt\t1\tzh\tparagraph\tsource-line\t\t0:7-14\t来源：北城晚报");
    assert_eq!(lines[2], "page.txt\t2\tzh\tparagraph\t\t\t0:15-22\t工人们很高兴。");
    assert_eq!(lines[4], "page.txt\t\trepair\t\tradical-forms\t\t16-17\t人\t⼈");
    assert_eq!(lines.len(), 5);
    let dropped = read(&["page.txt", "--dropped"], folder.path());
    assert_eq!(String::from_utf8_lossy(&dropped.stdout).lines().count(), 2);
    let kept = read(&["page.txt", "--dropped", "--without-rule", "source-line"], folder.path());
    assert_eq!(String::from_utf8_lossy(&kept.stdout).lines().count(), 1);
}

#[test]
fn a_file_that_cannot_be_read_is_named_and_the_rest_is_shown() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a.txt"), "").expect("written");
    fs::write(folder.path().join("b.txt"), "桥开了。\nThe bridge is open.\n").expect("written");
    let output = read(&["a.txt", "b.txt"], folder.path());
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("a.txt"));
    assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), 2);
    assert_eq!(read(&["none.txt"], folder.path()).status.code(), Some(1));
    assert_eq!(read(&[], folder.path()).status.code(), Some(2));
}

#[test]
fn rules_of_the_users_own_and_a_layout_are_followed() {
    let folder = tempfile::tempdir().expect("a folder");
    let write =
        |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("written");
    write("page.txt", "桥开了。\nThe bridge is open.\nRead on in print.\n");
    write("ours.toml", "[reader]\nrules = { our-footer = '^Read on' }\n");
    let output = read(&["page.txt", "--config", "ours.toml", "--layout", "units"], folder.path());
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(text.contains("\tour-footer\t\t0:25-42\tRead on in print."), "{text}");
    assert!(String::from_utf8_lossy(&output.stderr).contains("page.txt: units, zh-Hans"));
}

#[test]
fn what_a_folder_repeats_is_shown() {
    let folder = tempfile::tempdir().expect("a folder");
    let sights =
        [("桥", "bridge"), ("船", "boat"), ("塔", "tower"), ("井", "well"), ("街", "street")];
    for (at, (zh, en)) in sights.iter().enumerate() {
        let page = format!("老{zh}是旧的。\nThe old {en} is old.\n北城读者之家\n");
        fs::write(folder.path().join(format!("{at}.txt")), page).expect("written");
    }
    let rule = |arguments: &[&str]| {
        let output = read(arguments, folder.path());
        String::from_utf8_lossy(&output.stdout).matches("\trepeated-furniture\t").count()
    };
    assert_eq!(rule(&["."]), 5);
    assert_eq!(rule(&[".", "--without-rule", "repeated-furniture"]), 0);
    assert_eq!(rule(&["0.txt", "1.txt", "2.txt", "3.txt"]), 0);
}

#[test]
fn the_rules_are_listed() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = read(&["--rules"], folder.path());
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(text.lines().any(|line| line.starts_with("source-line\t")));
}
