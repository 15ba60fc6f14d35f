"""Datelines: the place, date and agency before the first words of a report.

In: the context of an article. Out: where its datelines stand, and their places as candidates.
What stands there names no person, speaks of nothing, and is no part of what somebody says.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.extract.candidate import Candidate
from kg.extract.context import Context
from kg.extract.surface import Surface
from kg.rules import load_rules

_RULE = "places/dateline"
_PARTS = ("first", "second", "region", "country")
# Above every finder that takes the words for a name.
_TIER = 5
# Shorter names in capitals are acronyms more often than cities.
_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Dateline:
    """One dateline with its dash: offsets of the whole, and of the names of places in it."""

    start: int
    end: int
    places: tuple[tuple[int, int], ...]


def find_datelines(context: Context) -> tuple[Dateline, ...]:
    """Return the datelines of an article in the order of its text."""
    regex = load_rules("places").rule(_RULE).regex
    if regex is None:
        return ()
    found = (_dateline(context, hit) for hit in regex.finditer(context.article.text))
    return tuple(item for item in found if item is not None)


def find_dateline_places(surface: Surface, datelines: tuple[Dateline, ...]) -> Iterator[Candidate]:
    """Yield the places of datelines that no reference name covers."""
    text, by_label = surface.text, surface.context.knowledge.by_label
    for start, end in (place for item in datelines for place in item.places):
        over = surface.hit_over(start, end)
        if over is not None and any(entry.known.type == "Place" for entry in over.entries):
            continue
        name = text[start:end]
        known = [item for item in by_label(_plain(name)) if item.type == "Place"]
        only = known[0] if len(known) == 1 else None
        cls = only.cls if only else "Place"
        title = only.name if only else _plain(name)
        yield Candidate(
            start, end, "Place", cls, title, _RULE, tier=_TIER, known=only.id if only else None
        )


def is_in_dateline(datelines: tuple[Dateline, ...], start: int, end: int) -> bool:
    """Tell whether a span lies within a dateline."""
    return any(item.start <= start and end <= item.end for item in datelines)


def _dateline(context: Context, hit: re.Match[str]) -> Dateline | None:
    """Return a dateline; small letters need a cue that a name and a dash do not give."""
    spans = tuple(hit.span(part) for part in _PARTS if hit[part] is not None)
    cued = any(hit[part] is not None for part in ("second", "region", "date"))
    by_label = context.knowledge.by_label
    known = any(
        item.type == "Place"
        for part in _PARTS
        if hit[part] is not None
        for item in by_label(_plain(hit[part]))
    )
    bracket = hit["country"]
    if bracket is not None and not any(one.type == "Place" for one in by_label(_plain(bracket))):
        spans = tuple(span for span in spans if span != hit.span("country"))
    capitals = hit["first"].isupper() and (cued or len(hit["first"]) >= _SHORTEST)
    if not (capitals or known or (cued and bracket is not None)):
        return None
    if not known and by_label(hit["first"]):
        return None  # "NATO — the alliance — met"
    return Dateline(hit.start("first"), hit.end(), spans)


def _plain(name: str) -> str:
    """Return the name of a place as running text has it: "Port of Spain" for "PORT OF SPAIN"."""
    if not name.isupper() or len(name.replace(".", "")) < 3:
        return name
    small = load_rules("places").lists["small_words"]
    words = [word.lower() if word.lower() in small else word.title() for word in name.split()]
    return " ".join(words)
