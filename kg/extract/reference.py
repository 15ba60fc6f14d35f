"""What a reference name means at its place: one entity, several, or that of another country.

In: the surface of an article and a reference name found in it. Out: candidates; a name that stays
ambiguous keeps its words without an id.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from kg.extract.candidate import Candidate
from kg.extract.constitutions import SHARE, country_near, is_of_country
from kg.extract.gazetteer import Hit, choose, country_of
from kg.extract.nominals import is_bare_group
from kg.extract.places import capital_for_country, is_inside_name, is_language, region_of
from kg.extract.surface import Surface
from kg.ids import slug_of
from kg.knowledge import Known
from kg.model import EntityId

# Types whose names count inside descriptions too: "Salvadoran gang members".
_NESTED = ("Place", "Gang")
# Classes of which many countries have one of the same name.
_SHARED = ("Court", "Legislature", "GovernmentBody", "PoliticalParty")
# Below a country: what has a department of its own, and the signs before its genitive.
_BELOW, _MARKS = ("state", "province", "county", "city", "territory"), ("’", "'", "‘")


def read_hit(surface: Surface, hit: Hit) -> Iterator[Candidate]:
    """Yield the candidates of one reference name."""
    known = choose(hit, surface.countries, surface.context.knowledge)
    entries = [entry for entry in hit.entries if entry.strength == hit.strength]
    if known is None and len({entry.known.type for entry in entries}) > 1:
        return
    if surface.zones.kind_at(hit.start) == "metadata" and hit.strength != "sure":
        return
    if is_language(surface, hit) or is_inside_name(surface, hit) or is_bare_group(surface, hit):
        return
    if known is not None and not is_of_country(surface, hit, known):
        if known.cls == "Constitution" and country_near(surface, hit.start) is None:
            yield from _plain(surface, hit, None, known)
        return  # it is found as that of the country spoken of, and its parts by their numbers
    special = region_of(surface, hit) or capital_for_country(surface, hit, known)
    if special is None and known is not None:
        special = _of_other_country(surface, hit, known)
    if special is not None:
        yield special
        return
    yield from _plain(surface, hit, known, known or entries[0].known)
    if known is not None:
        yield from _whole_inside(surface, hit, known)
        yield from _country_inside(surface, hit, known)


def _plain(surface: Surface, hit: Hit, known: Known | None, first: Known) -> Iterator[Candidate]:
    """Yield a reference name as what it is, and again as a part of a description."""
    for nested in (False, True) if {first.type, first.cls} & set(_NESTED) else (False,):
        yield Candidate(
            start=hit.start,
            end=hit.end,
            type=first.type,
            cls=first.cls,
            name=known.name if known else surface.text[hit.start : hit.end],
            rule=f"reference/{hit.strength}",
            known=known.id if known else None,
            nested=nested,
        )


def _whole_inside(surface: Surface, hit: Hit, known: Known) -> Iterator[Candidate]:
    """Yield the law whose part a hit is, where its name stands inside: "Article 3 of the …"."""
    knowledge = surface.context.knowledge
    inner = re.search(r" of (?:the )?", surface.text[hit.start : hit.end])
    if known.type != "LegalProvision" or inner is None:
        return
    start = hit.start + inner.end()
    for law in knowledge.by_label(surface.text[start : hit.end]):
        if law.id in known.values("partOf"):
            yield Candidate(
                start,
                hit.end,
                law.type,
                law.cls,
                law.name,
                "reference/whole",
                known=law.id,
                nested=True,
            )


def _country_inside(surface: Surface, hit: Hit, known: Known) -> Iterator[Candidate]:
    """Yield the country whose name stands inside of that of its prisons: "prisons in Peru"."""
    country = country_of(known, surface.context.knowledge) if known.cls == "PrisonSystem" else ""
    place = surface.context.knowledge.entities.get(EntityId(country))
    words = surface.text[hit.start : hit.end]
    for label in (*place.labels, *place.demonyms) if place is not None else ():
        start = words.find(label)
        if start >= 0 and place is not None:
            span = (hit.start + start, hit.start + start + len(label))
            yield Candidate(
                *span,
                place.type,
                place.cls,
                place.name,
                "reference/country-inside",
                known=place.id,
                nested=True,
            )
            return


def _of_other_country(surface: Surface, hit: Hit, known: Known) -> Candidate | None:
    """Return the institution of that name in another country: "Pakistan’s Supreme Court".

    Only names that reference data marks as borne by several are looked at.
    """
    home = country_of(known, surface.context.knowledge)
    words = surface.text[hit.start : hit.end]
    if known.cls == "GovernmentBody" and home and is_of_state(surface.text, words):
        return _of_state(surface, hit, known)
    if known.cls not in _SHARED or not home or not known.values("ambiguityNote"):
        return None
    if surface.text[hit.start : hit.end] == known.name and len(known.name.split()) > 3:
        return None
    owner = _owner_before(surface, hit)
    fuller = fuller_here(surface, hit.start, hit.end) if owner is None else None
    if fuller is not None:
        return None if fuller.id == known.id else _as(hit, fuller)
    if owner is None:
        most = max(surface.countries.values(), default=0)
        if surface.countries[home] >= most * SHARE:
            return None
        name, key = surface.text[hit.start : hit.end], None
    elif owner.id == home or country_of(owner, surface.context.knowledge) == home:
        return None
    else:
        name = f"{surface.text[hit.start : hit.end]} of {owner.name}"
        key = EntityId(f"org/{slug_of(name)}")
    return Candidate(
        hit.start, hit.end, known.type, known.cls, name, "reference/other-country", known=key
    )


@lru_cache(maxsize=256)
def is_of_state(text: str, words: str) -> bool:
    """Tell whether a text has some words for a state's body: "the state's Department"."""
    return any(f"{noun}{mark}s {words}" in text for noun in _BELOW for mark in _MARKS)


def _of_state(surface: Surface, hit: Hit, known: Known) -> Candidate:
    """Return a state's department, which bears the name of a national one."""
    words = surface.text[hit.start : hit.end]
    states = {
        entry.known.name
        for other in surface.hits
        for entry in other.entries
        if entry.known.cls == "State"
    }
    name = f"{words} of {states.pop()}" if len(states) == 1 else words
    key = EntityId(f"org/{slug_of(name)}-state")
    return Candidate(
        hit.start, hit.end, known.type, known.cls, name, "reference/of-a-state", known=key
    )


def _as(hit: Hit, known: Known) -> Candidate:
    """Return the candidate for a short name whose full name the article has."""
    return Candidate(
        hit.start,
        hit.end,
        known.type,
        known.cls,
        known.name,
        "reference/fuller-name",
        known=known.id,
        reason=f"the article has the fuller name “{known.name}”",
    )


def fuller_here(surface: Surface, start: int, end: int) -> Known | None:
    """Return the one entity that the article names by a longer name that ends alike."""
    words = surface.text[start:end]
    longer = {
        entry.known.id: entry.known
        for other in surface.hits
        if other.end - other.start > len(words)
        and surface.text[other.start : other.end].endswith(f" {words}")
        for entry in other.entries
    }
    return next(iter(longer.values())) if len(longer) == 1 else None


def _owner_before(surface: Surface, hit: Hit) -> Known | None:
    """Return the country or state whose name or demonym stands directly before."""
    before = surface.hit_over(max(hit.start - 4, 0), hit.start)
    if before is None or before.end > hit.start:
        return None
    gap = surface.text[before.end : hit.start]
    if gap not in (" ", "’s ", "'s ", "‘s "):
        return None
    owner = choose(before, surface.countries, surface.context.knowledge)
    return owner if owner is not None and owner.cls in ("Country", "State") else None
