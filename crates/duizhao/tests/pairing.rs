//! Files whose names say nothing find their translations.

use std::fs;

use duizhao::{Config, Pipeline, Silent};
use duizhao_lexicon::Lexicon;

const TEXTS: [(&str, &str); 4] = [
    (
        "老桥建于1887年，长240米。今年春天，工程师在两个桥墩上发现了裂缝。市政府决定把桥封闭半年。",
        "The old bridge was built in 1887 and is 240 metres long. This spring engineers found cracks in two of its piers. \
         The city decided to close the bridge for half a year.",
    ),
    (
        "图书馆每周二至周日开放。读者可以借五本书，期限为30天。晚还一天要付两角钱。",
        "The library is open from Tuesday to Sunday. Readers may borrow five books for 30 days. \
         A day's delay costs twenty cents.",
    ),
    (
        "把面粉和水和成面团，放在温暖的地方两个小时。然后加盐，再揉十分钟。烤箱要预热到220度。",
        "Make a dough of flour and water and leave it in a warm place for two hours. Then add salt and knead it for \
         ten minutes more. Heat the oven to 220 degrees.",
    ),
    (
        "运行 setup 程序之前请关闭防火墙。在 config 文件里填写服务器的地址。重新启动以后设置才会生效。",
        "Please close the firewall before you run the setup program. Enter the address of the server in the config file. \
         The settings take effect after a restart.",
    ),
];

#[test]
fn files_are_paired_by_what_they_say() {
    let folder = tempfile::tempdir().expect("a folder");
    let pages = folder.path().join("pages");
    fs::create_dir(&pages).expect("a folder");
    let chinese = ["k.txt", "b.txt", "x.txt", "d.txt"];
    let english = ["c.txt", "y.txt", "a.txt", "m.txt"];
    for ((zh, en), (zh_name, en_name)) in TEXTS.iter().zip(chinese.iter().zip(english)) {
        fs::write(pages.join(zh_name), format!("{zh}\n")).expect("written");
        fs::write(pages.join(en_name), format!("{en}\n")).expect("written");
    }
    fs::write(pages.join("z.txt"), "The moon has no weather at all.\n").expect("written");
    let lexicon = Lexicon::bundled().expect("the lexicon");
    let config = Config { pair_by_content: true, ..Config::default() };
    let out = folder.path().join("corpus");
    let manifest =
        Pipeline::new(&lexicon, config).build(&[pages], &out, &mut Silent).expect("a corpus");
    assert_eq!(manifest.counts.pairs, 12);
    let corpus = duizhao_export::CorpusReader::open(&out).expect("a corpus");
    let ids: Vec<String> = corpus
        .documents()
        .expect("documents")
        .map(|document| document.expect("a document").id)
        .collect();
    assert_eq!(ids, ["b.txt+y.txt", "d.txt+m.txt", "k.txt+c.txt", "x.txt+a.txt", "z.txt"]);
}
