"""How alike two utterances are: the share of content, rare words counting more, and equal runs.

In: utterances. Out: a number, 0 for nothing in common, about 1 for the same words.
Source: inverse document frequency, K. Spärck Jones, Journal of Documentation 28 (1972).
"""

import math
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from kg.collate.words import concept_of, content_of, words_of
from kg.collation import Utterance
from kg.rules import load_rules

# Words around a fragment count less than what is quoted.
_CONTEXT_WEIGHT = 0.6
# An utterance of fewer content words than this is completed by its context.
_FRAGMENT = 4
# Utterances that share fewer content words than this share no more than a topic.
_FEWEST = 2
# What each shared content word adds: much in common is surer than little, at equal shares.
_WORD_BONUS = 0.01
# A run of equal words: this many of them, of which so many have content, and what each more adds.
_SHORTEST_RUN, _RUN_CONTENT = 4, 2
_RUN_BONUS, _LONGER_BONUS, _LARGEST_BONUS = 0.2, 0.05, 0.5
# The same legal modality about lawfulness itself, by one speaker.
_FRAME_BONUS = 0.3
_FRAMES = frozenset({"questions_legality", "states_condition", "asserts_lawful"})
# Words of an utterance that a comparison of runs looks at; speeches are cut, not compared whole.
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Features:
    """What of an utterance is compared: `weights` by concept, own words and context.

    `total` is the weight of all words, `own_total` that of the utterance's own; `signs` has one
    sign for each of its first words, `runs` the shortest runs of them, `contents` how many of the
    words before each place have content.
    """

    words: tuple[str, ...]
    own: frozenset[str]
    weights: Mapping[str, float]
    frame: str | None
    total: float
    own_total: float
    runs: frozenset[str]
    signs: str
    contents: tuple[int, ...]


def features_of(utterances: Sequence[Utterance]) -> dict[str, Features]:
    """Return the features of all utterances by id; rarity is taken from all of them together."""
    own = {item.id: frozenset(content_of(item.evidence.quote)) for item in utterances}
    around = {
        item.id: frozenset(content_of(item.context)) - own[item.id]
        if len(own[item.id]) < _FRAGMENT
        else frozenset[str]()
        for item in utterances
    }
    counts = Counter(concept for item in own for concept in own[item] | around[item])
    rarity = {word: math.log(1 + len(utterances) / count) for word, count in counts.items()}
    signs: dict[str, str] = {}
    return {
        item.id: _features(item, own[item.id], around[item.id], rarity, signs)
        for item in utterances
    }


def likeness(one: Features, two: Features, *, framed: bool) -> float:
    """Return how alike two utterances of one speaker are.

    Args:
        one: the features of an utterance.
        two: those of another.
        framed: whether they say the same of the lawfulness of the same matter.

    """
    shared = one.weights.keys() & two.weights.keys()
    if not one.own or not two.own or not shared:
        return 0.0
    if len(shared) < _FEWEST and not framed and one.words != two.words:
        return 0.0
    here, there = map(one.weights.__getitem__, shared), map(two.weights.__getitem__, shared)
    common = math.fsum(map(min, here, there))
    overlap = min(common / min(one.own_total, two.own_total), 1.0)
    dice = 2 * common / (one.total + two.total)
    bonus = run_bonus(one, two) + _WORD_BONUS * len(shared) + _FRAME_BONUS * framed
    return (overlap + dice) / 2 + bonus


def run_bonus(left: Features, right: Features) -> float:
    """Return what the longest run of equal words adds."""
    if left.runs.isdisjoint(right.runs):
        return 0.0
    length = _longest_run(left, right)
    if length < _SHORTEST_RUN:
        return 0.0
    return min(_RUN_BONUS + _LONGER_BONUS * (length - _SHORTEST_RUN), _LARGEST_BONUS)


def coverage(left: Features, right: Features) -> float:
    """Return which share of the shorter utterance's own content the other one has.

    A fragment of one or two content words, which anybody may use, counts as nothing.
    """
    shorter, longer = sorted((left, right), key=lambda item: item.own_total)
    if len(shorter.own) <= _FEWEST:
        return 0.0
    shared = math.fsum(shorter.weights[word] for word in shorter.own & longer.own)
    return shared / shorter.own_total


def _features(
    item: Utterance,
    own: Collection[str],
    around: Iterable[str],
    rarity: Mapping[str, float],
    signs: dict[str, str],
) -> Features:
    """Return the features of one utterance; `signs` has the sign of each word seen so far."""
    weights = {word: rarity[word] for word in own}
    weights |= {word: rarity[word] * _CONTEXT_WEIGHT for word in around}
    framed = item.modality in _FRAMES and not _legal_concepts().isdisjoint(weights)
    words = words_of(item.evidence.quote)
    first = words[:_LONGEST]
    written = "".join([signs.setdefault(word, chr(len(signs) % sys.maxunicode)) for word in first])
    return Features(
        words=words,
        own=frozenset(own),
        weights=weights,
        frame=item.modality if framed else None,
        total=math.fsum(weights.values()),
        own_total=math.fsum(rarity[word] for word in own),
        runs=frozenset(
            [written[at : at + _SHORTEST_RUN] for at in range(len(first) - _SHORTEST_RUN + 1)]
        ),
        signs=written,
        contents=tuple(accumulate([bool(concept_of(word)) for word in first], initial=0)),
    )


@cache
def _legal_concepts() -> frozenset[str]:
    """Return the concepts that tell talk of lawfulness."""
    return frozenset(load_rules("collate").lists["legal_concepts"])


def _longest_run(left: Features, right: Features) -> int:
    """Return the length of the longest run of words in both that has enough content.

    A longer run that ends at the same word has at least as much content, so only the longest one
    at each end is looked at; its start never goes back.
    """
    best = start = 0
    for end in range(1, len(left.signs) + 1):
        while left.signs[start:end] not in right.signs:
            start += 1
        content = left.contents[end] - left.contents[start]
        if end - start > best and content >= _RUN_CONTENT:
            best = end - start
    return best
