"""Rights, doctrines and bodies of law that an article describes instead of naming them.

In: the surface of an article. Out: candidates, known to reference knowledge: "citizens cannot be
deported", "without a hearing", "the laws of our land". The patterns are data
(rules/doctrines.toml). What only its country tells is left out where no country leads.
"""

from collections.abc import Iterator

from kg.extract.candidate import Candidate
from kg.extract.constitutions import body_of_law, constitution_of, country_near
from kg.extract.surface import Surface
from kg.model import EntityId
from kg.rules import Rule, load_rules

COUNTRY, CONSTITUTION = "country", "constitution"


def find_doctrines(surface: Surface) -> Iterator[Candidate]:
    """Yield what the rules find outside of headings and keywords."""
    for rule in load_rules("doctrines").rules:
        for hit in rule.regex.finditer(surface.text) if rule.regex is not None else ():
            group = next((name for name in ("name", "other") if hit.groupdict().get(name)), None)
            start, end = hit.span(group or 0)
            if surface.zones.kind_at(start) == "body":
                for last in sorted({end, hit.end("tail") if hit.groupdict().get("tail") else end}):
                    yield from _described(surface, rule, (start, last))


def _described(surface: Surface, rule: Rule, span: tuple[int, int]) -> Iterator[Candidate]:
    """Yield the candidate of one place, none where reference knowledge does not know it."""
    meant = _meant(surface, rule, span)
    if meant is None:
        return
    known, cls, name = meant
    yield Candidate(
        *span,
        "LegalProvision",
        cls,
        name,
        rule.id,
        tier=0,
        form="description",
        known=known,
        reason=rule.source,
    )


def _meant(surface: Surface, rule: Rule, span: tuple[int, int]) -> tuple[EntityId, str, str] | None:
    """Return id, class and name of what a rule means at a place."""
    knowledge = surface.context.knowledge
    key = str(rule.extra["known"])
    if key in (COUNTRY, CONSTITUTION):
        country = country_near(surface, span[0])
        if country is None:
            return None
        if key == CONSTITUTION:
            known, name = constitution_of(surface, country)
            return known, "Constitution", name
        known, name = body_of_law(surface, country)
        return known, "BodyOfLaw", name
    found = knowledge.entities.get(EntityId(key))
    return (found.id, found.cls, found.name) if found is not None else None
