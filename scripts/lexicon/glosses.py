"""Reads CC-CEDICT and turns its glosses into weighted English words.

A gloss is written for people: it qualifies in brackets, explains in clauses, points to other entries. What comes out
here is, for each simplified word, the English words that its glosses offer, each with a strength between 0 and 1 (how
likely the word is to stand in a translation, before any text was seen) and a class (how the gloss offers it).
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace

DIRECT = "d"  # the whole gloss is this word
PART = "p"  # one of several words of a gloss
ASIDE = "a"  # in brackets, or in the explanation that follows a name
RELATED = "r"  # not in the dictionary: a synonym or relative of a word that is

ENTRY = re.compile(r"^(\S+) (\S+) \[([^\]]*)\] /(.*)/\s*$")
PINYIN = re.compile(r"\[[^\]]*\]")
HAN = re.compile(r"[\u2e80-\u9fff\U00020000-\U0003fffd·，]+(?:\|[\u2e80-\u9fff\U00020000-\U0003fffd·，]+)?")
POINTER = re.compile(
    r"(?:(?P<variant>(?:\w+ )*variant of|also written|same as|equivalent to|another name for|old (?:name|term) for)"
    r"|(?P<short>abbr\. (?:for|of|to))|(?P<see>see also|see|cf\.?|used in))\s+"
    r"(?:\w+ )?(?P<target>[\u2e80-\u9fff\U00020000-\U0003fffd·，|]+)"
)
POINTER_FACTOR = {"variant": 0.9, "short": 0.8, "see": 0.6}
SKIP = re.compile(r"^(CL:|also pr\.|Taiwan pr\.|pr\. |lit\.? .*pinyin|radical in|Kangxi radical|bound form)")
LABEL = re.compile(r"^(?:\((?:[^()]*)\)\s*)+")
WORD = re.compile(r"[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ'’]*(?:-[A-Za-zÀ-ÿ'’]+)*")

# Words that glosses use to talk about words, or that stand in nearly every English sentence.
STOP = set(
    """a an the of to in on at by for with from as into onto upon or and is are was were be been being am do does did done
    have has had having will would shall should sb sth one's oneself someone something somebody sb's sth's etc e.g i.e eg
    ie esp usu lit fig its it's s t d ll re ve than that which who whose whom so used using use kind type sort form
    particle suffix prefix classifier modal word words phrase expression idiom name term indicating coll abbr also
    pr various certain particular such other others person persons""".split()
)


# Short names of countries, which texts write out or not.
ALIASES = {"US": "america", "USA": "america", "U.S": "america", "UK": "britain", "U.K": "britain", "PRC": "china"}


@dataclass(frozen=True)
class Offer:
    """How a gloss offers an English word."""

    kind: str
    rank: int  # of the gloss in its entry, from 0
    position: int  # of the clause in the gloss, from 0
    length: int  # content words of the clause
    reading: float  # share of the entry's pinyin among the readings of a single character
    pointer: float = 1.0  # below 1: by way of another entry

    def closeness(self):
        """Orders offers of the same word; larger is better."""
        kinds = {DIRECT: 2, PART: 1, ASIDE: 0}
        return (self.pointer, kinds[self.kind], -self.rank - 2 * (1 - self.reading), -self.position, -self.length)


@dataclass
class Word:
    """What the dictionary says about one simplified word."""

    offers: dict = field(default_factory=dict)  # English word -> its best Offer
    support: dict = field(default_factory=dict)  # English word -> how many glosses offer it
    pointers: list = field(default_factory=list)  # (target word, factor)
    proper: bool = False
    common: bool = False
    surname: bool = False

    def offer(self, english, offer):
        """Keeps the closer of two offers of a word."""
        if english in ALIASES:  # as telling as the full name, wherever it stands
            offer = replace(offer, kind=DIRECT, position=0, length=1)
        english = ALIASES.get(english, english.lower())
        self.support[english] = self.support.get(english, 0) + 1
        known = self.offers.get(english)
        if known is None or known.closeness() < offer.closeness():
            self.offers[english] = offer


def entries(lines):
    """(traditional, simplified, pinyin, glosses) of every line that is an entry."""
    for line in lines:
        match = ENTRY.match(line)
        if match and not line.startswith("#"):
            traditional, simplified, pinyin, glosses = match.groups()
            yield traditional, simplified, pinyin, glosses.split("/")


def clauses(gloss):
    """The gloss without pinyin and Chinese, cut into (text, class factor): its clauses, then what stood in brackets."""
    text = HAN.sub(" ", PINYIN.sub(" ", gloss))
    text = LABEL.sub("", text)
    asides = re.findall(r"\(([^()]*)\)", text)
    text = re.sub(r"\([^()]*\)", " ", text)
    pieces = [piece for piece in re.split(r"[;,:]| or |–", text) if piece.strip()]
    return pieces, asides


ORDINARY = set()  # words that some gloss of a common word spells in lower case


def content_words(text):
    words = []
    for match in WORD.finditer(text):
        word = match.group(0).replace("’", "'").strip("'")
        word = re.sub(r"'s$", "", word)
        if word and word.lower() not in STOP and not (len(word) == 1 and word not in "Ii"):
            words.append(word)
    return words


def add_gloss(word, gloss, rank, proper, reading):
    """Adds what one gloss, the `rank`-th of its entry, offers."""
    if not proper:
        ORDINARY.update(w for w in content_words(HAN.sub(" ", PINYIN.sub(" ", gloss))) if w[0].islower())
    for match in POINTER.finditer(gloss):
        kind = next(k for k in POINTER_FACTOR if match.group(k))
        word.pointers.append((match.group("target").split("|")[-1], POINTER_FACTOR[kind]))
    if SKIP.match(gloss):
        return
    if gloss.startswith("surname "):
        word.surname = True
        word.offer(gloss.split()[1], Offer(ASIDE, rank, 0, 1, reading))
        return
    pieces, asides = clauses(POINTER.sub(" ", gloss))
    for position, piece in enumerate(pieces):
        words = content_words(piece)
        kind = ASIDE if proper and position > 0 else DIRECT if len(words) == 1 else PART
        for english in words:
            word.offer(english, Offer(kind, rank, position, len(words), reading))
    for aside in asides:
        words = content_words(aside)
        for english in words:
            word.offer(english, Offer(ASIDE, rank, 0, len(words), reading))


def reading_shares(lines):
    """(character, pinyin) -> the share of the reading in the words that hold the character."""
    votes = defaultdict(lambda: defaultdict(int))
    for _, simplified, pinyin, _ in entries(lines):
        syllables = pinyin.lower().split()
        if len(simplified) > 1 and len(syllables) == len(simplified):
            for character, syllable in zip(simplified, syllables):
                votes[character][syllable] += 1
    return {
        (character, syllable): count / sum(counts.values())
        for character, counts in votes.items()
        for syllable, count in counts.items()
    }


def read(lines):
    """Simplified word -> Word, for the whole dictionary, pointers followed."""
    shares = reading_shares(lines)
    words = defaultdict(Word)
    for _, simplified, pinyin, glosses in entries(lines):
        word = words[simplified]
        proper = pinyin[:1].isupper()
        word.proper |= proper
        word.common |= not proper
        reading = shares.get((simplified, pinyin.lower()), 0.0) if len(simplified) == 1 else 1.0
        for rank, gloss in enumerate(glosses):
            add_gloss(word, gloss, rank, proper, reading)
    follow(words)
    return words


def follow(words):
    """Gives every word what the entries it points to offer, two steps far at most."""
    for _ in range(2):
        additions = []
        for simplified in words:
            for target, factor in words[simplified].pointers:
                if target in words and target != simplified:
                    additions.append((simplified, factor, list(words[target].offers.items())))
        for simplified, factor, offers in additions:
            for english, offer in offers:
                if english not in words[simplified].offers:
                    words[simplified].offer(english, replace(offer, pointer=offer.pointer * factor))
