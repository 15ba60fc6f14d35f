"""Verbs of saying, in all their forms.

In: the lists of `rules/speech.toml`. Out: for each word form the verb and how it reports.
"""

import re
from dataclasses import dataclass
from functools import cache

from kg.rules import alternation, load_rules

MANNERS = (
    "say",
    "tell",
    "weak",
    "call",
    "about",
    "thing",
    "show",
    "wish",
    "wish_quoted",
    "warn",
    "plea",
)


@dataclass(frozen=True, slots=True)
class Cue:
    """A verb of saying: its base form, and the ways it can report (see rules/speech.toml)."""

    lemma: str
    manners: frozenset[str]

    def is_a(self, manner: str) -> bool:
        """Tell whether the verb can report in that way."""
        return manner in self.manners


@cache
def cue_forms() -> dict[str, Cue]:
    """Return every form of every verb of saying, in lower case, with its verb."""
    book = load_rules("speech")
    manners: dict[str, set[str]] = {}
    for manner in (*MANNERS, "quote_only"):
        for lemma in book.lists[manner]:
            manners.setdefault(lemma, set()).add(manner)
    forms: dict[str, Cue] = {}
    for lemma in sorted(manners):
        cue = Cue(lemma, frozenset(manners[lemma]))
        for form in (lemma, *_inflect(lemma, book.maps["irregular"].get(lemma))):
            forms.setdefault(form, cue)
    return forms


@cache
def cue_pattern() -> re.Pattern[str]:
    """Return a pattern that finds any form of a verb of saying."""
    return re.compile(rf"\b{alternation(tuple(sorted(cue_forms())))}\b")


def _inflect(lemma: str, irregular: str | None) -> tuple[str, ...]:
    """Return third person, past and participles of a verb.

    >>> _inflect("argue", None)
    ('argues', 'argued', 'arguing')
    """
    if irregular is not None:
        return tuple(irregular.split())
    stem = lemma.removesuffix("e")
    hisses = lemma.endswith(("s", "sh", "ch", "x", "z"))
    return (lemma + ("es" if hisses else "s"), stem + "ed", stem + "ing")
