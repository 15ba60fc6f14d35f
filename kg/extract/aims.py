"""What words are aimed at: the thing at issue, a ruling on it, or a suit against it.

In: some words, the noun of the thing at issue, and what the newest ruling did to it. Out: the side
that follows. Who hails a ruling that struck a law down is against the law; who calls a lawsuit
baseless is for what it attacks.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.extract.attitudes import OTHER
from kg.rules import alternation, load_rules

TARGET, RULING, SUIT = "target", "ruling", "suit"


@dataclass(frozen=True, slots=True)
class Aim:
    """A noun at which words may be aimed: its span, and which of the three it is."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Compass:
    """The noun of the thing at issue, and the side of the newest ruling on it (None: no ruling)."""

    noun: str
    ruling: str | None

    def aims_in(self, words: str) -> tuple[Aim, ...]:
        """Return the nouns at which some words may be aimed, in order."""
        found = []
        for hit in _nouns(self.noun).finditer(words):
            kind = TARGET if hit["target"] else SUIT if hit["suit"] else RULING
            found.append(Aim(hit.start(), hit.end(), kind))
        return tuple(found)

    def turned(self, side: str, aim: str | None) -> str | None:
        """Return a side taken towards an aim as one towards the thing at issue, None if unclear."""
        if aim == SUIT:
            return OTHER.get(side, side)
        if aim != RULING:
            return side
        if self.ruling is None:
            return None
        return OTHER.get(side, side) if self.ruling == "opposes" else side


def nearest(aims: Sequence[Aim], start: int, end: int) -> str | None:
    """Return what is nearest to a span, without nouns that are part of it; None for nothing."""
    outside = [aim for aim in aims if aim.end <= start or end <= aim.start]
    if not outside:
        return None
    return min(outside, key=lambda aim: (max(start - aim.end, aim.start - end), aim.start)).kind


@lru_cache(maxsize=64)
def _nouns(noun: str) -> re.Pattern[str]:
    """Return the pattern of all nouns that words may be aimed at.

    A decision about a penalty is the penalty itself; else it is a ruling on the thing at issue.
    """
    lists = load_rules("stance").lists
    own = {noun, noun + "s"} if noun else set()
    targets = {*lists["norms"], *own}
    rulings = {*lists["ruling_nouns"]} - own
    if noun in lists["penalties"]:
        targets, rulings = targets | {*lists["decisions"]}, rulings - {*lists["decisions"]}
    suits = {*lists["suit_nouns"]} - own
    parts = (("target", targets), ("suit", suits), ("ruling", rulings - targets))
    pattern = "|".join(f"(?P<{name}>{alternation(tuple(sorted(words)))})" for name, words in parts)
    return re.compile(rf"(?<![\w’'-])(?:{pattern})(?![\w-])", re.IGNORECASE)
