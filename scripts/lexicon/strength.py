"""How likely an offered English word is to stand in the translation of a Chinese word.

A logistic model of how the dictionary offers the word. Its weights were fitted once on aligned documents of six kinds
(fiction, web fiction, a magazine, news, official reports, mixed) to P(there) = c + (1 − c)·strength, c being the share
of neighbouring sentences that hold the word; leaving one kind out of the fit costs its likelihood 1.3 % at the most.
"""

import math

import glosses

WEAKEST = 0.0015  # weaker offers are left out
# What is written is strength ** FLATNESS: an aligner weighs the offers of a word against each other and against how
# often each English word occurs, and the model's own spread, which has both in it already, would count them twice.
FLATNESS = 0.4
# Of a gloss's strength, what its relatives in WordNet get; how strong it must be; how many relatives a word may have.
DERIVED, SYNONYM = 0.15, 0.05
STRONG = 0.08
MOST_RELATIVES = 6


def logistic(x):
    return 1 / (1 + math.exp(-x))


def of_offer(offer, support, offers, fan, simplified, word, frequency):
    """The strength of an offer of `word`, which has `offers` of them.

    `fan` words are offered the same English, which WordNet's texts hold `frequency` times; `support` glosses of this
    word offer it.
    """
    length = len(simplified)
    senses = math.log(offers)
    use = math.log1p(frequency)
    x = -1.16 + 0.012 * use + 0.142 * math.log(fan) + 0.78 * math.log(support)
    x += {glosses.DIRECT: 0.0, glosses.PART: 0.07, glosses.ASIDE: -2.36}[offer.kind]
    x -= 0.80 * math.log1p(offer.rank) + 1.07 * math.log1p(offer.position)
    x -= (1.07 if offer.kind == glosses.PART else 0.47) * math.log(max(1, offer.length))
    x -= 1.80 * (1 - offer.reading)
    x += 1.84 * math.log(offer.pointer)
    x += (0.035 * use - 0.83) * senses
    if offers == 1:
        x += 0.16
    if length == 1:
        x += 0.36 * use - 2.74 - 0.10 * math.log1p(offer.rank) - 0.07 * senses
    if length > 2:
        x += 0.77
    if length > 3:
        x += 0.58
    if word.proper and not word.common:
        x += 1.08
    if offer.rank == 0 and offer.position == 0:
        x += 0.40
    return logistic(x)


def related(strengths, relatives, frequencies):
    """English word -> strength, for the relatives of a word's strong offers that it is not offered itself."""
    found = {}
    for english, strength in strengths.items():
        if strength >= STRONG and english in relatives:
            synonyms, derived = relatives[english]
            for share, words in ((DERIVED, derived), (SYNONYM, synonyms)):
                for word in words:
                    if word not in strengths and frequencies[word] > 0:
                        found[word] = max(found.get(word, 0.0), share * strength)
    best = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return dict(best[:MOST_RELATIVES])
