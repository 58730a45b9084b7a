"""Reads the WordNet database files (wndb(5WN)): how often a word is used, and which words are its relatives."""

from collections import Counter, defaultdict
from pathlib import Path

# WordNet holds no pronouns and conjunctions; in its running texts each of these would count in the thousands.
CLOSED_CLASS = """he she i you we they this that what who when where how but because if not no all can may must
some any other each every if while before after until since though although so then there here""".split()


def frequencies(folder):
    """Lower-case word -> how often its senses are tagged in WordNet's concordance."""
    counts = Counter()
    for line in (Path(folder) / "index.sense").read_text(encoding="latin-1").splitlines():
        key, _, _, tagged = line.split()
        counts[key.split("%")[0]] += int(tagged)
    for word in CLOSED_CLASS:
        counts[word] = max(counts[word], 3000)
    return counts


SENSES = 2  # of each part of speech; rarer senses bring more chance matches than translations


def relatives(folder):
    """Lower-case word -> (synonyms, words derived from the same root), both without the word itself, sorted."""
    synonyms, derived = defaultdict(set), defaultdict(set)
    names = read_names(folder)
    for part in ("noun", "verb", "adj", "adv"):
        synsets = {offset: synset for offset, synset in read_synsets(Path(folder) / f"data.{part}")}

        for lemma, offsets in read_index(Path(folder) / f"index.{part}"):
            for offset in offsets[:SENSES]:
                words, roots = synsets[offset]
                synonyms[lemma].update(word for word in words if word.isalpha() and len(word) > 2)
                if lemma in words:
                    place = words.index(lemma) + 1
                    for source, target in roots:
                        if source == place:
                            derived[lemma].add(names[target])
    return {
        word: (sorted(synonyms[word] - {word}), sorted(w for w in derived[word] - {word} if w.isalpha()))
        for word in sorted(synonyms)
        if word.isalpha()
    }


def lines_of(path):
    for line in path.read_text(encoding="latin-1").splitlines():
        if not line.startswith(" "):  # the licence stands in front, indented
            yield line.split(" | ")[0].split()


def words_of(fields):
    count = int(fields[3], 16)
    return [fields[4 + 2 * k].lower().split("(")[0] for k in range(count)], 4 + 2 * count


def read_synsets(path):
    """(offset, (words, [(number of the source word, (part, offset, number of the target word))]))"""
    for fields in lines_of(path):
        words, at = words_of(fields)
        roots = []
        for pointer in range(int(fields[at])):
            symbol, offset, part, numbers = fields[at + 1 + 4 * pointer : at + 5 + 4 * pointer]
            if symbol in ("+", "\\") and numbers != "0000":
                roots.append((int(numbers[:2], 16), (part, offset, int(numbers[2:], 16))))
        yield fields[0], (words, roots)


def read_names(folder):
    """(part, offset, number of a word in its synset) -> the word."""
    names = {}
    for part, letter in (("noun", "n"), ("verb", "v"), ("adj", "a"), ("adv", "r")):
        for fields in lines_of(Path(folder) / f"data.{part}"):
            for number, word in enumerate(words_of(fields)[0], 1):
                names[letter, fields[0], number] = word
    return names


def read_index(path):
    """(lemma, offsets of its synsets, the commonest first)"""
    for fields in lines_of(path):
        count = int(fields[2])
        yield fields[0].lower(), fields[-count:]


RESPELT = (("our", "or"), ("is", "iz"), ("ys", "yz"), ("tre", "ter"), ("ll", "l"), ("ence", "ense"))
RESPELT += (("ae", "e"), ("oe", "e"), ("ogue", "og"), ("grey", "gray"), ("plough", "plow"), ("mould", "mold"))


def spellings(folder):
    """(British spelling, American spelling) of the words that WordNet has in one synset in both."""
    for part in ("noun", "verb", "adj", "adv"):
        for _, (words, _) in read_synsets(Path(folder) / f"data.{part}"):
            for word in words:
                for british, american in RESPELT:
                    other = word.replace(british, american, 1)
                    if british in word and other in words and len(word) > 3 and word.isalpha():
                        yield word, other
