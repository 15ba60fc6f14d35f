"""Institutions, prisons, gangs and platforms that one rule finds whole.

In: the surface of an article. Out: candidates, by the rules of organizations.toml that say a type.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from kg.extract.candidate import Candidate
from kg.extract.reference import fuller_here
from kg.extract.runs import Word
from kg.extract.surface import Surface
from kg.rules import load_rules

# Rules that other functions read.
_WITH_CHAPTERS = ("AdvocacyOrganization", "PoliticalParty")
# Countries are left out: "US Democrats" are no chapter.
_OF_STATE = re.compile(r"\sof\s(?=[A-Z])")
_CHAPTERED = ("State", "City", "Region", "Country")
_PARTS = ("State", "City", "Region")
_READ_APART = ("organizations/administration", "organizations/alias")


def find_ruled(surface: Surface) -> Iterator[Candidate]:
    """Yield what the rules of organizations.toml find, except governments named by a person."""
    for rule in load_rules("organizations").rules:
        if rule.regex is None or rule.id in _READ_APART:
            continue
        for hit in rule.regex.finditer(surface.text):
            group = "name" if "name" in hit.groupdict() else 0
            start, end = hit.span("all" if "all" in hit.groupdict() else group)
            if rule.extra["type"] in ("Prison", "Group"):
                yield from _named(surface, rule.extra, hit, rule.id)
                continue
            if surface.zones.kind_at(start) in ("metadata", "keywords") and "media" not in rule.id:
                continue
            if rule.extra["class"] == "Platform":
                yield from _platform(surface, hit["name"], start, rule.id)
                continue
            if rule.id == "organizations/dateline-agency":
                yield from _agency(surface, hit["name"], rule.id)
                continue
            fuller = fuller_here(surface, start, end) if group == 0 else None
            yield Candidate(
                start,
                end,
                rule.extra["type"],
                fuller.cls if fuller else rule.extra["class"],
                fuller.name if fuller else hit[group],
                rule.id,
                tier=int(rule.extra.get("tier", 1)),
                known=fuller.id if fuller and fuller.type == rule.extra["type"] else None,
            )


def _agency(surface: Surface, name: str, rule: str) -> Iterator[Candidate]:
    """Yield the agency of a dateline, wherever the article names it."""
    labeled = surface.context.knowledge.by_label(name)
    if any(item.type == "Place" for item in labeled):
        return
    known = next((item for item in labeled if item.type == "Institution"), None)
    for hit in re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-])", surface.text):
        yield Candidate(
            *hit.span(),
            "Institution",
            known.cls if known else "MediaOrganization",
            known.name if known else name,
            rule,
            tier=3,
            known=known.id if known else None,
        )


def find_chapters(surface: Surface) -> Iterator[Candidate]:
    """Yield the chapter of a body that reference data knows: "Virginia AFL-CIO"."""
    for hit in surface.hits:
        known = hit.entries[0].known
        before = surface.hit_over(hit.start - 2, hit.start - 1) if hit.start > 1 else None
        if known.cls not in _WITH_CHAPTERS:
            continue
        behind = _OF_STATE.match(surface.text, hit.end)
        state = surface.hit_over(behind.end(), behind.end() + 1) if behind is not None else None
        if state is not None and all(entry.known.cls in _CHAPTERED for entry in state.entries):
            name = surface.text[hit.start : state.end]
            yield Candidate(
                hit.start, state.end, "Institution", known.cls, name, "organizations/chapter", 3
            )
        if before is None:
            continue
        states = all(entry.known.cls in _PARTS for entry in before.entries)
        name = surface.text[before.start : hit.end]
        if states and surface.text[before.end : hit.start] == " " and name[0].isupper():
            yield Candidate(
                before.start, hit.end, "Institution", known.cls, name, "organizations/chapter", 3
            )


def _platform(surface: Surface, name: str, start: int, rule: str) -> Iterator[Candidate]:
    """Yield a platform, and where its name stands alone elsewhere; posts may hold its name."""
    knowledge = surface.context.knowledge
    found = (*knowledge.by_label(name), *knowledge.by_weak_label(name))
    known = next((item for item in found if item.type == "Institution"), None)
    alone = re.compile(rf"(?<![\w.@/’'-])(?<![A-Z]\w[ ]){re.escape(name)}(?![\w’'-]*[\w])(?!\.\w)")
    places = {hit.start() for hit in alone.finditer(surface.text)} | {start}
    for place in sorted(places):
        for nested in (False, True):
            yield Candidate(
                place,
                place + len(name),
                "Institution",
                known.cls if known else "Platform",
                known.name if known else name,
                rule,
                tier=1,
                known=known.id if known else None,
                nested=nested,
            )


def _named(
    surface: Surface, extra: Mapping[str, Any], hit: re.Match[str], rule: str
) -> Iterator[Candidate]:
    """Yield a prison or gang whose name stands before its noun, unless that is a place or owner."""
    words = list(surface.words_in(*hit.span("name")))
    starters = load_rules("names").lists["starters"]
    while words and words[0].text in starters:
        words.pop(0)
    while words and _is_place(surface, words[0]) and len(words) > 1:
        words.pop(0)
    if not words or words[-1].genitive or _is_place(surface, words[0]):
        return
    start, end = words[0].start, words[-1].end
    name = surface.text[start:end]
    if surface.zones.kind_at(start) in ("metadata", "keywords", "heading"):
        return
    found = [
        item for item in surface.context.knowledge.by_label(name) if item.type == extra["type"]
    ]
    yield Candidate(
        start,
        end,
        extra["type"],
        extra["class"],
        found[0].name if found else name,
        rule,
        known=found[0].id if found else None,
    )


def _is_place(surface: Surface, word: Word) -> bool:
    """Tell whether a word is a place or demonym of reference data."""
    hit = surface.hit_over(word.start, word.end)
    return hit is not None and any(entry.known.type == "Place" for entry in hit.entries)
