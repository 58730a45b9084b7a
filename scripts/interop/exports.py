"""One check for each format that `duizhao export` writes, by the program that the format is for.

Each takes the checks' state and a Case: a corpus and its exports. It returns a line, or raises what is wrong.
"""

import gzip
import json
import shutil
import subprocess
import sys
from pathlib import Path

from interop.torture import bare, in_line, in_xml

FORMATS = "tsv,jsonl,moses,opusfilter,bicleaner,tmx,xliff,xlsx,xces,cwb,sketch,ladder"
# Language identification and language model are switched off; what they need does not install everywhere.
HARDRULES = """
import sys
from unittest import mock
for name in ("fasttext", "fastspell", "kenlm", "toolwrapper"):
    sys.modules[name] = mock.MagicMock()
from hardrules.bicleaner_hardrules import main
main()
"""
DTD = Path(__file__).parent / "tmx14.dtd"


class Case:
    """A corpus, its pairs, and all its exports in one folder, plain and compressed."""

    def __init__(self, name, corpus, scratch, program):
        import pyarrow.parquet

        self.name, self.corpus, self.folder = name, corpus, scratch / f"{name}-exports"
        rows = []
        for path in sorted((corpus / "data").glob("*.parquet")):
            rows += pyarrow.parquet.read_table(path).to_pylist()
        self.rows = rows
        self.texts = [(row["translation"]["zh"], row["translation"]["en"]) for row in rows]
        for compression in ("none", "gzip", "zstd"):
            out = self.folder / compression / "news"
            options = ["--format", FORMATS, "--compress", compression, "--out", out]
            subprocess.run([*program, "export", corpus, *options], check=True, capture_output=True)

    def path(self, name, compression="none"):
        return self.folder / compression / f"news{name}"

    def read(self, name):
        return self.path(name).read_text("utf-8")

    def lines(self, name):
        """The lines as Python's splitlines sees them, which ends a line at ten different characters."""
        return self.read(name).splitlines()

    def held(self, rule):
        return [(rule(zh), rule(en)) for zh, en in self.texts]


def expect(found, expected, what):
    if found != expected:
        if isinstance(found, list) and isinstance(expected, list) and len(found) == len(expected):
            at = next(index for index, (one, other) in enumerate(zip(found, expected)) if one != other)
            found, expected, what = found[at], expected[at], f"{what}, number {at}"
        raise AssertionError(f"{what}: {found!r:.300} instead of {expected!r:.300}")


def tsv(case):
    """tsv, by OpusTrainer"""
    import opustrainer

    fields = [tuple(line.split("\t")) for line in case.lines(".tsv")]
    expect(fields, case.held(in_line), "lines")
    out = case.folder / "trained.tsv"
    config = case.folder / "trainer.yml"
    config.write_text(
        f"datasets: {{news: {case.path('.tsv')}}}\nstages: [all]\nall: [news 1.0, until news 1]\nmodifiers: []\nseed: 7\n"
    )
    command = [Path(sys.executable).parent / "opustrainer-train", "-c", config, "--do-not-resume", "tee", out]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=300)
    # It reads batches past the end of an epoch; every pair must be there, and nothing else.
    trained = set(out.read_text("utf-8").rstrip("\n").split("\n"))
    expect(sorted(trained), sorted(set(case.read(".tsv").rstrip("\n").split("\n"))), "lines that reach the trainer")
    return f"tsv: {len(fields)} lines through OpusTrainer's train, the texts unchanged"


def jsonl(case):
    """jsonl, by Hugging Face datasets"""
    import datasets

    datasets.disable_progress_bars()

    for ending, compression in ((".jsonl", "none"), (".jsonl.gz", "gzip")):
        path = str(case.path(ending, compression))
        rows = datasets.load_dataset("json", data_files=path, split="train")
        expect([(row["zh"], row["en"]) for row in rows["translation"]], case.texts, "texts")
    expect(len(case.lines(".jsonl")), len(case.texts), "lines")
    return f"jsonl: {len(case.texts)} rows by datasets {datasets.__version__}, plain and gzip, every character"


def moses(case):
    """moses, by sacremoses"""
    import sacremoses

    zh, en, ids = (case.lines(f".en-zh.{end}") for end in ("zh", "en", "ids"))
    expect(list(zip(zh, en, strict=True)), case.held(in_line), "texts")
    expect([line.split("\t")[2:4] for line in ids], [
        [" ".join(str(number + 1) for number in row[f"{side}_sentences"]) for side in ("en", "zh")] for row in case.rows
    ], "ids")
    tokenizer = sacremoses.MosesTokenizer(lang="en")
    for line in en:
        tokens = "".join(tokenizer.tokenize(line, escape=False))
        # The tokenizer itself leaves out characters that are white space to its regular expressions.
        expect(bare(tokens), bare(line), "tokens of sacremoses")
    return f"moses: three files of {len(zh)} lines, tokenised by sacremoses {sacremoses.__version__}, no character lost"


def sentencepiece(case):
    """moses, by SentencePiece"""
    import sentencepiece

    path, model = case.path(".en-zh.zh"), str(case.folder / "zh")
    lossless = {"normalization_rule_name": "identity", "remove_extra_whitespaces": False, "add_dummy_prefix": False}
    sentencepiece.SentencePieceTrainer.train(
        input=str(path), model_prefix=model, vocab_size=3000, hard_vocab_limit=False, byte_fallback=True,
        max_sentence_length=100_000, minloglevel=2, **lossless,
    )
    processor = sentencepiece.SentencePieceProcessor(model_file=model + ".model")
    lines = [line for line in case.lines(".en-zh.zh") if "▁" not in line]  # its own sign for a space
    expect([processor.decode(processor.encode(line)) for line in lines], lines, "lines encoded and decoded")
    return f"moses: {len(lines)} lines encoded and decoded by SentencePiece {sentencepiece.__version__}, every character"


def opusfilter(case):
    """opusfilter, by OpusFilter"""
    from opusfilter.opusfilter import OpusFilter

    texts = [str(case.path(f".en-zh.{side}.gz", "gzip")) for side in ("en", "zh")]
    scores = str(case.path(".en-zh.scores.jsonl.gz", "gzip"))
    sort = {"inputs": texts, "outputs": ["sorted.en", "sorted.zh"], "values": scores, "key": "duizhao.score"}
    keep = {"inputs": texts, "outputs": ["kept.en", "kept.zh"], "filters": [{"LongWordFilter": {"threshold": 10_000}}]}
    steps = [{"type": "sort", "parameters": sort}, {"type": "filter", "parameters": keep}]
    folder = case.folder / "opusfilter"
    OpusFilter({"common": {"output_directory": str(folder)}, "steps": steps}).execute_steps()
    score = [json.loads(line)["duizhao"]["score"] for line in case.lines(".en-zh.scores.jsonl")]
    expect([round(abs(one - row["score"]), 6) for one, row in zip(score, case.rows)], [0] * len(score), "scores")
    zh, en = ((folder / f"sorted.{side}").read_text("utf-8").split("\n")[:-1] for side in ("zh", "en"))
    held = case.held(lambda text: in_line(text).strip())
    found = [(one.strip(), other.strip()) for one, other in zip(zh, en, strict=True)]
    # Which of equal scores comes first is OpusFilter's affair.
    expect(sorted(zip(sorted(score), found)), sorted(zip(score, held)), "texts in the order of the scores")
    kept = (folder / "kept.zh").read_text("utf-8").count("\n")
    return f"opusfilter: {len(score)} pairs sorted by duizhao.score and filtered ({kept} kept) by OpusFilter"


def bicleaner(case):
    """bicleaner, by bicleaner-hardrules"""
    fields = [line.split("\t") for line in case.lines(".bicleaner.tsv")]
    expect({len(line) for line in fields}, {8}, "numbers of columns")
    expect([(line[2], line[3]) for line in fields], case.held(in_line), "texts")
    judged = case.folder / "hardrules.tsv"
    options = "-A -s zh -t en --scol 3 --tcol 4 -p 1 --disable_lang_ident --disable_lm_filter --annotated_output".split()
    command = [sys.executable, "-c", HARDRULES, case.path(".bicleaner.tsv"), judged, *options]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    lines = [line.split("\t") for line in judged.read_text("utf-8").split("\n")[:-1]]
    expect([line[:8] for line in lines], fields, "lines passed through")
    kept = sum(line[8] == "1" for line in lines)
    return f"bicleaner: {len(fields)} lines of 8 columns judged by bicleaner-hardrules, {kept} kept, all passed through as they were"


def tmx(case):
    """tmx, by its DTD and translate-toolkit"""
    from lxml import etree
    from translate.storage import tmx as storage

    document = etree.parse(str(case.path(".tmx")))
    dtd = etree.DTD(str(DTD))
    expect(dtd.validate(document), True, f"validity ({dtd.error_log.filter_from_errors()})")
    variants = [[seg.text or "" for seg in unit.iter("seg")] for unit in document.iter("tu")]
    expect([tuple(pair) for pair in variants], case.held(in_xml), "texts by lxml")
    units = storage.tmxfile.parsefile(str(case.path(".tmx"))).units
    found = [(unit.source, unit.target) for unit in units]
    expect(found, case.held(in_xml), "texts by translate-toolkit")
    return f"tmx: {len(units)} units, valid by the DTD of TMX 1.4b, read by lxml and translate-toolkit, every character"


def xliff(case):
    """xliff, by translate-toolkit"""
    from translate.storage import xliff as storage

    units = storage.xlifffile.parsefile(str(case.path(".xlf"))).units
    expect([(unit.source, unit.target) for unit in units], case.held(in_xml), "texts")
    files = len({row["document"] for row in case.rows})
    expect(case.read(".xlf").count("<file "), files, "file elements")
    return f"xliff: {len(units)} units of {files} documents by translate-toolkit, every character"


def xlsx(case):
    """xlsx, by openpyxl"""
    import openpyxl
    from openpyxl.utils.escape import unescape

    book = openpyxl.load_workbook(case.path(".xlsx"), read_only=True)
    titles, *rows = book["pairs"].iter_rows(values_only=True)
    expect(list(titles[:4]), ["zh", "en", "score", "category"], "titles")
    found = [tuple(unescape(text or "") for text in row[:2]) for row in rows]
    cut = sum(bool(row[9]) for row in rows)
    expected = [tuple(cell(text) for text in pair) for pair in case.texts]
    expect(found, expected, "texts")
    expect(cut, sum(pair != texts for pair, texts in zip(expected, case.texts)), "notes on cut texts")
    expect(all(isinstance(row[2], float) for row in rows), True, "scores as numbers")
    return f"xlsx: {len(found)} rows by openpyxl {openpyxl.__version__}, every character ({cut} cut to a cell's length)"


def cell(text):
    """As much as a cell may hold: 32,767 UTF-16 units."""
    return text.encode("utf-16-le", "surrogatepass")[: 2 * 32_767].decode("utf-16-le", "ignore")


def xces(case):
    """xces, by OpusTools"""
    from opustools import OpusRead

    names = [str(case.folder / f"opus.{side}") for side in ("en", "zh")]
    OpusRead(
        directory="news.opus", source="en", target="zh", preprocess="raw", root_directory=str(case.folder / "none"),
        write_mode="moses", write=names, suppress_prompts=True,
    ).printPairs()
    en, zh = (Path(name).read_text("utf-8").split("\n")[:-1] for name in names)
    single = lambda row, side: len(row[f"{side}_sentences"]) == 1
    if case.name == "torture":
        # It writes line breaks inside a text as they are; without white space nothing may differ.
        expect(bare("".join(zh)), bare("".join(in_xml(text) for text, _ in case.texts)), "Chinese characters")
        expect(bare("".join(en)), bare("".join(in_xml(text) for _, text in case.texts)), "English characters")
    else:
        for side, lines, column in (("zh", zh, 0), ("en", en, 1)):
            texts = [pair[column] for pair in case.texts]
            expect([bare(line) for line in lines], [bare(text) for text in texts], f"{side} characters")
            whole = [(line, text) for line, text, row in zip(lines, texts, case.rows) if single(row, side)]
            expect([line for line, _ in whole], [text for _, text in whole], f"{side} texts of one sentence")
    return f"xces: {len(case.texts)} links read by OpusTools with the documents in ZIP files, no character lost"


def cwb(case):
    """cwb, by cwb-vrt"""
    from vrt.convert import render_paragraph
    from vrt.encode import guess_attributes

    attributes = guess_attributes(str(case.path(".zh.vrt.gz", "gzip")), -1)
    expect(attributes["nr_p_atts"], 2, "positional attributes")
    expect([name.split(":")[0] for name in attributes["s_atts"]], ["text", "p", "s"], "structures")
    sentences = {}
    for side in ("zh", "en"):
        for tag, lines in structures(case.lines(f".{side}.vrt"), "s"):
            expect(tag["id"] in sentences, False, f"id {tag['id']} twice")
            sentences[tag["id"]] = render_paragraph(lines, False)
    header, *beads = [line.split("\t") for line in case.lines(".zh-en.beads")]
    expect(header, ["NEWS_ZH", "NEWS_EN", "s", "{id}"], "header of the beads")
    found = [[" ".join(sentences[id] for id in ids.split(" ")) for ids in bead] for bead in beads]
    expected = case.held(in_line)
    expect(sorted(bare(zh) for zh, _ in found), sorted(bare(zh) for zh, _ in expected), "Chinese")
    spaced = lambda texts: sorted(" ".join(en.split()) for _, en in texts)
    expect(spaced(found), spaced(expected), "English with its spaces")
    return f"cwb: {len(sentences)} sentences read by cwb-vrt, {len(found)} beads; all but the width of white space comes back"


def structures(lines, name):
    """The attributes and the lines of each structure of a vertical text."""
    from vrt.vrt import parse_tag

    inside = None
    for line in lines:
        if line.startswith(f"<{name} "):
            inside = (parse_tag(line)[1], [])
        elif line == f"</{name}>":
            yield inside
            inside = None
        elif inside is not None:
            inside[1].append(line)


def sketch(case):
    """sketch, by the rules of its manual (Manatee is in no package registry)"""
    import html

    folder = case.path(".sketch")
    sides = {}
    for side in ("zh", "en"):
        lines = (folder / f"vertical/news_{side}.vert").read_text("utf-8").splitlines()
        sides[side] = [
            html.unescape("\n".join(words).replace("\n<g/>\n", "").replace("\n", " "))
            for _, words in structures(lines, "s")
        ]
        registry = (folder / f"registry/news_{side}").read_text("utf-8")
        expect(registry.count("STRUCTURE"), 4, "structures in the registry")
    firsts = first_translations(case.rows)
    held = case.held(in_line)
    expected = sorted((bare(held[number][0]), bare(held[number][1])) for number in firsts)
    for one, other in (("zh", "en"), ("en", "zh")):
        pairs, seen = [], ([], [])
        for line in (folder / f"align/{one}-{other}.txt").read_text("utf-8").splitlines():
            ranges = [numbers(field) for field in line.split("\t")]
            for side, found in zip(seen, ranges):
                side.extend(found)
            if all(ranges):
                texts = [bare("".join(sides[name][number] for number in found)) for name, found in zip((one, other), ranges)]
                pairs.append(tuple(texts if one == "zh" else texts[::-1]))
        expect(seen[0], list(range(len(sides[one]))), f"{one} structures in order, each once")
        expect(sorted(seen[1]), list(range(len(sides[other]))), f"{other} structures, each once")
        expect(sorted(pairs), expected, f"texts by {one}-{other}")
    return f"sketch: {len(expected)} pairs found through both alignment files, every structure in each exactly once"


def first_translations(rows):
    """The numbers of the pairs, in the order of the Chinese, of which no sentence stands in an earlier one."""
    seen, firsts = set(), []
    for number in sorted(range(len(rows)), key=lambda at: (rows[at]["document"], rows[at]["zh_sentences"][0])):
        row = rows[number]
        sentences = {(row["document"], side, at) for side in ("zh", "en") for at in row[f"{side}_sentences"]}
        if not sentences & seen:
            firsts.append(number)
            seen |= sentences
    return firsts


def numbers(field):
    if field == "-1":
        return []
    first, _, last = field.partition(",")
    return list(range(int(first), int(last or first) + 1))


def ladder(case):
    """ladder, by the form of vecalign"""
    counted = [0, 0]
    beads = 0
    for path in case.path(".ladders").rglob("*.align"):
        sides = [set(), set()]
        for bead in path.read_text("utf-8").splitlines():
            beads += 1
            for side, found in zip(sides, bead.split(":")):
                side.update(number for number in found.strip("[]").split(",") if number)
        counted = [count + len(side) for count, side in zip(counted, sides)]
    counts = json.loads((case.corpus / "manifest.json").read_text("utf-8"))["counts"]
    expect(counted, [counts["zh_sentences"], counts["en_sentences"]], "sentences in the ladders")
    return f"ladder: {beads} beads that hold every sentence of both languages"


def compressed(case):
    """gzip and zstd, by the gzip module and the zstd program"""
    files = 0
    for path in sorted((case.folder / "none").rglob("*")):
        name = path.relative_to(case.folder / "none")
        for compression, ending in (("gzip", ".gz"), ("zstd", ".zst")):
            packed = case.folder / compression / f"{name}{ending}"
            if path.is_file() and packed.is_file():
                files += 1
                data = gzip.open(packed).read() if ending == ".gz" else unpacked(packed)
                expect(data == path.read_bytes(), True, f"{packed.name} unpacked as {name}")
    expect(files > 20, True, "number of compressed files")
    return f"compressed: {files} files unpacked by Python's gzip and pyarrow's zstd, byte for byte the plain ones"


def unpacked(path):
    import pyarrow

    with pyarrow.input_stream(str(path), compression="zstd") as stream:
        return stream.read()


def omegat(case):
    """tmx, by OmegaT"""
    program = shutil.which("omegat")
    if program is None:
        return "tmx: OmegaT is not installed here (Debian: apt-get install omegat); not checked"
    project = case.folder / "omegat"
    for folder in ("source", "target", "tm/auto", "omegat", "glossary", "dictionary"):
        (project / folder).mkdir(parents=True)
    folders = "".join(f"<{name}_dir>__DEFAULT__</{name}_dir>" for name in ("source", "target", "tm", "glossary", "dictionary"))
    (project / "omegat.project").write_text(
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><omegat><project version="1.0">{folders}'
        "<source_lang>zh-CN</source_lang><target_lang>en-US</target_lang><sentence_seg>false</sentence_seg>"
        "<support_default_translations>true</support_default_translations></project></omegat>"
    )
    shutil.copy(case.path(".tmx"), project / "tm/auto/news.tmx")
    translations = {}
    for (zh, en), row in zip(case.texts, case.rows):
        if row["zh_variant"] == "zh-Hans":
            translations.setdefault(zh, set()).add(en)
    known = [(zh, *ens) for zh, ens in translations.items() if len(ens) == 1]
    (project / "source/news.txt").write_text("".join(f"{zh}\n\n" for zh, _ in known), "utf-8")
    home = case.folder / "omegat-home"
    command = [program, str(project), "--mode=console-translate", f"--config-dir={home}"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    target = project / "target/news.txt"
    expect(target.is_file(), True, f"a translated file ({(done.stdout + done.stderr)[-600:]})")
    found = [line for line in target.read_text("utf-8").splitlines() if line]
    expect(found, [en for _, en in known], "translations that OmegaT took from the memory")
    return f"tmx: {len(found)} sentences translated by OmegaT from the memory, as in the corpus"


BOTH = [tsv, jsonl, moses, opusfilter, bicleaner, tmx, xliff, xlsx, xces, cwb, sketch, ladder, compressed]
SAMPLES_ONLY = [sentencepiece, omegat]
