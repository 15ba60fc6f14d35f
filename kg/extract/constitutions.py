"""Constitutions and the law of countries: whose they are, the words beside them say.

In: one match of a rule of citations.toml. Out: candidates, and the country an article is about.
"""

import re
from collections.abc import Iterator

from kg.extract.candidate import Candidate
from kg.extract.gazetteer import Hit, choose, country_of, is_shared
from kg.extract.surface import Surface
from kg.ids import slug_of
from kg.knowledge import Known
from kg.model import EntityId
from kg.rules import Rule, load_rules

# A name that several countries have needs at least this share of the mentions of the country
# named most, to be taken for the one that reference data gives.
SHARE = 0.25


def find_constitution(surface: Surface, rule: Rule, hit: re.Match[str]) -> Iterator[Candidate]:
    """Yield the constitution of a country or state."""
    owner = _owner(surface, hit)
    if owner is not None:
        start, country = owner
        known, name = constitution_of(surface, country)
        yield Candidate(
            start, hit.end(), "LegalProvision", "Constitution", name, rule.id, known=known
        )


def find_bare_constitution(surface: Surface, rule: Rule, hit: re.Match[str]) -> Iterator[Candidate]:
    """Yield "the Constitution" and "unconstitutional" where one country leads the article."""
    country = _owner_before(surface, hit.start()) or country_near(surface, hit.start())
    knowledge = surface.context.knowledge
    if country is None or hit.group()[0] == "c":
        return
    adjective = "constitutional" in hit.group()
    known, name = constitution_of(surface, country)
    if adjective and known not in knowledge.entities:
        return
    if surface.zones.kind_at(hit.start()) == "heading":
        return
    yield Candidate(
        hit.start(),
        hit.end(),
        "LegalProvision",
        "Constitution",
        name,
        rule.id,
        tier=1,
        form="description",
        known=known,
        reason=f"{knowledge.entities[country].name} is the country spoken of",
    )


def _owner_before(surface: Surface, end: int) -> EntityId | None:
    """Return the one country or state whose constitution is named before an offset, or None."""
    regex = load_rules("citations").rule("citations/constitution-of").regex
    hits = regex.finditer(surface.text, 0, end) if regex is not None else ()
    found = {owner[1] for hit in hits if (owner := _owner(surface, hit)) is not None}
    return found.pop() if len(found) == 1 else None


def find_body_of_law(surface: Surface, rule: Rule, hit: re.Match[str]) -> Iterator[Candidate]:
    """Yield the law of a country, and international law joined to it."""
    owner = _owner(surface, hit)
    if owner is None:
        return
    start, country = owner
    known, name = body_of_law(surface, country)
    is_joined = hit["other"] is not None
    if is_joined:
        yield international_law(surface, rule, (hit.start("other"), hit.end()))
    yield Candidate(
        start,
        hit.end("owner") if is_joined else hit.end(),
        "LegalProvision",
        "BodyOfLaw",
        name,
        rule.id,
        form="description" if is_joined else "name",
        known=known,
        nested=is_joined,
    )


def find_international_law(surface: Surface, rule: Rule, hit: re.Match[str]) -> Iterator[Candidate]:
    """Yield international law or a branch of it."""
    yield international_law(surface, rule, hit.span())


def international_law(surface: Surface, rule: Rule, span: tuple[int, int]) -> Candidate:
    """Return international law or a branch of it at a span."""
    name = re.sub(r"s$", "", surface.text[span[0] : span[1]].lower())
    found = surface.context.knowledge.by_label(name)
    known = next((item for item in found if item.type == "LegalProvision"), None)
    return Candidate(
        *span,
        "LegalProvision",
        "BodyOfLaw",
        known.name if known else name,
        rule.id,
        known=known.id if known else EntityId(f"law/{slug_of(name)}"),
    )


def body_of_law(surface: Surface, country: EntityId) -> tuple[EntityId, str]:
    """Return id and name of a country's law as a body; reference data may know it."""
    knowledge = surface.context.knowledge
    place = knowledge.entities[country].name
    for label in (f"law of {place}", f"law of the {place}"):
        for known in knowledge.by_label(label):
            if known.cls == "BodyOfLaw":
                return known.id, known.name
    return EntityId(f"law/law-of-{slug_of(place)}"), f"Law of {place}"


def main_country(surface: Surface) -> EntityId | None:
    """Return the country that the article names most, if one leads clearly."""
    ranked = sorted(((-count, country) for country, count in surface.countries.items()))
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None
    return EntityId(ranked[0][1])


def is_of_country(surface: Surface, hit: Hit, known: Known) -> bool:
    """Tell whether the country of a law is named: by the law's own name, or in the article."""
    knowledge = surface.context.knowledge
    entries = [entry for entry in hit.entries if entry.known.id == known.id]
    home = country_of(known, knowledge)
    is_law = known.type == "LegalProvision"
    if not is_law or not home or not any(is_shared(entry, knowledge) for entry in entries):
        return True
    most = max(surface.countries.values(), default=0)
    return surface.countries[home] > 0 and surface.countries[home] >= most * SHARE


def country_near(surface: Surface, start: int) -> EntityId | None:
    """Return the one country named in the sentence of an offset, else the article's main one."""
    first, last = surface.sentence_of(start)
    found = {
        country
        for hit in surface.hits
        if first <= hit.start < last
        for entry in hit.entries
        if (country := country_of(entry.known, surface.context.knowledge))
        and not is_shared(entry, surface.context.knowledge)
    }
    return EntityId(found.pop()) if len(found) == 1 else main_country(surface)


def constitution_of(surface: Surface, country: EntityId) -> tuple[EntityId, str]:
    """Return id and name of a country's constitution; reference data may know it."""
    knowledge = surface.context.knowledge
    for known in knowledge.entities.values():
        if known.cls == "Constitution" and country in known.values("jurisdiction"):
            return known.id, known.name
    place = knowledge.entities[country].name
    found = knowledge.by_label(f"Constitution of {place}") or knowledge.by_label(
        f"{place} Constitution"
    )
    if found:
        return found[0].id, found[0].name
    return EntityId(f"law/constitution-of-{slug_of(place)}"), f"Constitution of {place}"


def _owner(surface: Surface, hit: re.Match[str]) -> tuple[int, EntityId] | None:
    """Return offset and country of the place right before a noun, if it is one."""
    end = hit.end("owner")
    text = hit["owner"]
    end -= 2 if text.endswith(("’s", "'s", "‘s")) else 0
    found = surface.hit_over(end - 1, end)
    if found is None or found.end != end:
        return None
    known = choose(found, surface.countries, surface.context.knowledge)
    if known is None or known.cls not in ("Country", "State"):
        return None
    return found.start, known.id
