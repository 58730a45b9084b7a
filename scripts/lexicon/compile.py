"""Writes the source table of the lexicon, one tagged line for each fact, from the fetched packages.

Usage: compile.py CEDICT WORDNET_FOLDER > lexicon.tsv
"""

import pathlib
import sys
from collections import Counter, defaultdict

import glosses
import strength
import wordnet


def folds(lines):
    """Traditional character -> simplified character, by majority over the dictionary's words."""
    votes = defaultdict(Counter)
    for traditional, simplified, _, _ in glosses.entries(lines):
        if len(traditional) == len(simplified):
            for a, b in zip(traditional, simplified):
                votes[a][b] += 1
    table = {}
    for character, counts in votes.items():
        # A character that some words keep is folded all the same: words and texts are folded alike.
        changed = sorted((-n, b) for b, n in counts.items() if b != character)
        if changed and -changed[0][0] * 5 >= counts[character]:
            table[character] = changed[0][1]
    for character in list(table):
        seen = {character}
        while table[character] in table and table[character] not in seen:
            seen.add(table[character])
            table[character] = table[table[character]]
    return {a: b for a, b in table.items() if a != b}


def readings(lines):
    """Character -> its pinyin syllables without tone, the commonest first, three at most."""
    votes = defaultdict(Counter)
    for traditional, simplified, pinyin, _ in glosses.entries(lines):
        syllables = pinyin.lower().replace("u:", "v").split()
        if len(syllables) != len(simplified):
            continue
        for text in {traditional, simplified}:
            for character, syllable in zip(text, syllables):
                if syllable[:-1].isalpha() and syllable[-1].isdigit():
                    votes[character][syllable[:-1]] += 1
    return {
        character: [s for s, n in sorted(counts.items(), key=lambda item: (-item[1], item[0])) if n * 12 >= max(counts.values())][:3]
        for character, counts in votes.items()
    }


def irregular():
    """(form, lemma) of the hand-written table beside this file."""
    table = pathlib.Path(__file__).with_name("irregular.txt").read_text(encoding="utf-8")
    for line in table.splitlines():
        if line and not line.startswith("#"):
            lemma, forms = line.lower().split(":")
            yield from ((form, lemma) for form in forms.split())


def main():
    lines = open(sys.argv[1], encoding="utf-8").read().splitlines()
    out = sys.stdout
    for a, b in sorted(folds(lines).items()):
        out.write(f"fold\t{a}\t{b}\n")
    for character, syllables in sorted(readings(lines).items()):
        out.write(f"reading\t{character}\t{' '.join(syllables)}\n")
    words = glosses.read(lines)
    frequencies, relatives = wordnet.frequencies(sys.argv[2]), wordnet.relatives(sys.argv[2])
    fans = Counter(english for word in words.values() for english in word.offers)
    for simplified, word in sorted(words.items()):
        flags = ("p" if word.proper else "") + ("c" if word.common else "") + ("s" if word.surname else "")
        strengths = {
            english: strength.of_offer(
                offer, word.support[english], len(word.offers), fans[english], simplified, word, frequencies[english]
            )
            for english, offer in word.offers.items()
        }
        offers = [(value, english, word.offers[english].kind) for english, value in strengths.items()]
        further = strength.related(strengths, relatives, frequencies)
        offers += [(value, english, glosses.RELATED) for english, value in further.items()]
        pairs = " ".join(
            f"{english}:{value**strength.FLATNESS:.3f}:{kind}"
            for value, english, kind in sorted(offers, key=lambda offer: (-offer[0], offer[1]))
            if value >= strength.WEAKEST
        )
        out.write(f"word\t{simplified}\t{flags}\t-\t{pairs}\n")
    for english in sorted(glosses.ORDINARY):
        out.write(f"ordinary\t{english.lower()}\n")
    for form, lemma in sorted(irregular()):
        out.write(f"form\t{form}\t{lemma}\n")
    for british, american in sorted(set(wordnet.spellings(sys.argv[2]))):
        out.write(f"spelling\t{british}\t{american}\n")


main()
