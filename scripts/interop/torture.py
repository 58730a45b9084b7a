"""A corpus whose texts hold every character that some format trips over."""

import hashlib
import json
import random
import shutil
import unicodedata

# Each stands alone, between letters, doubled, and at both ends of some text.
CHARACTERS = [chr(code) for code in [*range(0x00, 0x30), *range(0x3A, 0x41), *range(0x5B, 0x61), *range(0x7B, 0xA1)]] + [
    *"\u00ad\u0300\u061c\u1680\u180e\u2000\u2003\u200b\u200d\u200e\u2028\u2029\u202e\u202f\u205f\u2060\u2066\u3000",
    *"\ud7ff\ue000\uf8ff\ufe0f\ufeff\ufff9\ufffd\ufffe\uffff\U00010000\U0001f468\U0001fffe\U0002a6d6\U0010ffff",
]
TEXTS = [
    "=1+1", "+1", "-1", "@SUM(A1)", "'quoted", '"a","b"', "a|b|||c", "\\t \\n \\\\", "%s %d {0} ${x} %09",
    "&amp; &lt;b&gt; &#9; &#x85; <![CDATA[x]]> <!-- y -->", "</seg></tuv></tu>", "<s id=\"1\">", "<g/>", "</s>", "#", "# x",
    "_x0041_ _x000D_ _x005F_x0041_ _x00", "NULL", "nan", "null", "None", "TRUE", "1e5", "00012", "2024-01-01", "1-2",
    "▁ lower one eighth block", "👨‍👩‍👧 family", "e\u0301 and é", "İstanbul ß ﬁ", "[0]:[0,1]:0.5", "; ,", "z1.1 z1.2\te1.1",
    "﷽", "a" * 5000, "长" * 12000, " ".join("word" for _ in range(9000)),
]


def texts(count):
    """So many pairs of awkward texts, Chinese and English; the same each time."""
    chance = random.Random(20260101)
    awkward = [form.replace("?", c) for c in CHARACTERS for form in ("?", "甲?b", "甲??b", "?甲b?", "甲 ? b")] + TEXTS
    chance.shuffle(awkward)
    made = []
    for number in range(count):
        at = number % len(awkward)
        zh, en = awkward[at], awkward[-1 - at]
        made.append((f"{number}甲{zh}", f"{number} one {en}"))
    return made


def corpus(source, target):
    """Copies a corpus folder and puts awkward texts in the place of its own, then makes its manifest true again."""
    import pyarrow
    import pyarrow.parquet

    shutil.copytree(source, target)
    manifest = json.loads((target / "manifest.json").read_text("utf-8"))
    pairs = [file for file in manifest["files"] if file["path"].startswith("data/")]
    made = iter(texts(sum(file["rows"] for file in pairs)))
    for file in pairs:
        table = pyarrow.parquet.read_table(target / file["path"])
        rows = [next(made) for _ in range(table.num_rows)]
        # What stands in more than one pair must say the same in each: such pairs keep their texts.
        often = {number for numbers in shared(table) for number in numbers}
        kept = table.column("translation").to_pylist()
        rows = [(kept[n]["zh"], kept[n]["en"]) if n in often else row for n, row in enumerate(rows)]
        field = table.schema.field("translation")
        column = pyarrow.array([{"en": en, "zh": zh} for zh, en in rows], field.type)
        table = table.set_column(table.schema.get_field_index("translation"), field, column)
        pyarrow.parquet.write_table(table, target / file["path"], compression="zstd", write_page_index=True)
        data = (target / file["path"]).read_bytes()
        file["bytes"], file["sha256"] = len(data), hashlib.sha256(data).hexdigest()
    (target / "manifest.json").write_text(json.dumps(manifest), "utf-8")


def shared(table):
    """The numbers of the rows that a sentence stands in, for each sentence that stands in more than one."""
    rows = {}
    columns = ["document", "zh_sentences", "en_sentences"]
    for number, row in enumerate(table.select(columns).to_pylist()):
        for side in ("zh", "en"):
            for sentence in row[f"{side}_sentences"]:
                rows.setdefault((row["document"], side, sentence), []).append(number)
    return [numbers for numbers in rows.values() if len(numbers) > 1]


def in_line(text):
    """What a form of lines holds of a text: a space for each control character and Unicode line break."""
    return "".join(" " if unicodedata.category(c) == "Cc" or c in "\u2028\u2029" else c for c in text)


def in_xml(text):
    """What XML 1.0 holds of a text: everything but most control characters, U+FFFE and U+FFFF."""
    return "".join(c for c in text if c in "\t\n\r" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff")


def bare(text):
    """A text without white space."""
    return "".join(text.split())
