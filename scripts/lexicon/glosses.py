"""Reads CC-CEDICT and turns its glosses into weighted English words.

A gloss is written for people: it qualifies in brackets, explains in clauses, points to other entries. What comes out
here is, for each simplified word, the English words that its glosses offer, each with a strength between 0 and 1 (how
likely the word is to stand in a translation, before any text was seen) and a class (how the gloss offers it).
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field

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
WORD = re.compile(r"[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ'’]*(?:-[A-Za-zÀ-ÿ'’]+)*|\d[\d.,]*")

# Words that glosses use to talk about words, or that stand in nearly every English sentence.
STOP = set(
    """a an the of to in on at by for with from as into onto upon or and is are was were be been being am do does did done
    have has had having will would shall should sb sth one's oneself someone something somebody sb's sth's etc e.g i.e eg
    ie esp usu lit fig its it's s t d ll re ve than that which who whose whom so used using use kind type sort form
    particle suffix prefix classifier modal word words phrase expression idiom name term indicating coll abbr also
    pr various certain particular such other others person persons""".split()
)


@dataclass
class Word:
    """What the dictionary says about one simplified word."""

    offers: dict = field(default_factory=dict)  # English word -> (strength, class)
    pointers: list = field(default_factory=list)  # (target word, factor)
    proper: bool = False
    common: bool = False
    surname: bool = False

    def offer(self, english, strength, kind):
        """Keeps the stronger of two offers; a second offer of the same word makes it a little stronger."""
        known = self.offers.get(english)
        if known is None:
            self.offers[english] = (strength, kind)
        else:
            best, other = (known, (strength, kind)) if known[0] >= strength else ((strength, kind), known)
            self.offers[english] = (1 - (1 - best[0]) * (1 - 0.3 * other[0]), best[1])


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


def add_gloss(word, gloss, rank, proper):
    """Adds what one gloss, the `rank`-th of its entry, offers."""
    if not proper:
        ORDINARY.update(w for w in content_words(HAN.sub(" ", PINYIN.sub(" ", gloss))) if w[0].islower())
    for match in POINTER.finditer(gloss):
        kind = next(k for k in POINTER_FACTOR if match.group(k))
        word.pointers.append((match.group("target").split("|")[-1], POINTER_FACTOR[kind] * 0.95**rank))
    if SKIP.match(gloss):
        return
    if gloss.startswith("surname "):
        word.surname = True
        word.offer(gloss.split()[1].lower(), 0.25, ASIDE)
        return
    gloss = POINTER.sub(" ", gloss)
    pieces, asides = clauses(gloss)
    sense = 0.75 * (0.93 ** min(rank, 8))
    for position, piece in enumerate(pieces):
        words = content_words(piece)
        if not words:
            continue
        if proper and position > 0:
            for english in words:
                word.offer(english.lower(), 0.15, ASIDE)
            continue
        strength = sense * 0.9**position / len(words) ** 0.75
        for english in words:
            word.offer(english.lower(), strength, DIRECT if len(words) == 1 else PART)
    for aside in asides:
        words = content_words(aside)
        for english in words:
            word.offer(english.lower(), 0.12 / len(words) ** 0.5, ASIDE)


def read(lines):
    """Simplified word -> Word, for the whole dictionary, pointers followed."""
    words = defaultdict(Word)
    for _, simplified, pinyin, glosses in entries(lines):
        word = words[simplified]
        proper = pinyin[:1].isupper()
        if proper:
            word.proper = True
        else:
            word.common = True
        for rank, gloss in enumerate(glosses):
            add_gloss(word, gloss, rank, proper)
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
            for english, (strength, kind) in offers:
                known = words[simplified].offers.get(english)
                if known is None or known[0] < strength * factor:
                    words[simplified].offers[english] = (strength * factor, kind)
