"""Governments: "the Biden administration", "the U.S. government", "Spain’s government".

In: the surface of an article. Out: candidates; what stands before the noun decides whether a
country's government is meant or that of a person.
"""

from collections.abc import Iterator

from kg.extract.candidate import Candidate
from kg.extract.gazetteer import choose
from kg.extract.surface import Surface
from kg.ids import slug_of
from kg.model import EntityId
from kg.rules import load_rules

_NOUNS_OF_COUNTRIES = ("government", "administration", "regime", "cabinet")


def find_governments(surface: Surface) -> Iterator[Candidate]:
    """Yield governments named by a country or by who heads them."""
    rule = load_rules("organizations").rule("organizations/administration")
    if rule.regex is None:
        return
    starters = set(load_rules("names").lists["starters"])
    for hit in rule.regex.finditer(surface.text):
        start, end = hit.span()
        noun = hit.group().split()[-1].lower()
        words = [
            word for word in surface.words_in(start, hit.end("name")) if word.text not in starters
        ]
        if not words:
            continue
        start = words[0].start
        name = surface.text[start : words[-1].end]
        country = _country(surface, start, words[-1].end)
        if country is not None and noun in _NOUNS_OF_COUNTRIES:
            yield _of_country(surface, start, end, country)
        unknown = surface.hit_over(start, words[-1].end) is None
        if country is None and noun in _NOUNS_OF_COUNTRIES and unknown and not name.isupper():
            given = load_rules("firstnames").lists["first_names"]
            full = words[0].text in given and len(words) > 1
            yield from _of_person(start, end, words[-1].text if full else name, name)


def heads_of_governments(found: list[Candidate]) -> tuple[str, ...]:
    """Return the surnames by which governments are called, sorted."""
    return tuple(
        sorted(
            {
                item.name.removesuffix(" administration")
                for item in found
                if item.rule == "organizations/government-of-person"
            }
        )
    )


def _country(surface: Surface, start: int, end: int) -> EntityId | None:
    """Return the country that a span names, by name or demonym."""
    hit = surface.hit_over(start, end)
    if hit is None or (
        (hit.start, hit.end) != (start, end) and not hit.start <= start <= end <= hit.end
    ):
        return None
    known = choose(hit, surface.countries, surface.context.knowledge)
    return known.id if known is not None and known.type == "Place" else None


def _of_country(surface: Surface, start: int, end: int, country: EntityId) -> Candidate:
    """Return the government of a country; reference data may know it under a name of its own."""
    knowledge = surface.context.knowledge
    place = knowledge.entities[country].name
    names = (f"{place} government", f"government of {place}", surface.text[start:end])
    known = next((item[0].id for name in names if (item := knowledge.by_label(name))), None)
    return Candidate(
        start,
        end,
        "Institution",
        "GovernmentBody",
        f"Government of {place}",
        "organizations/government-of-country",
        known=known or EntityId(f"org/government-of-{slug_of(place)}"),
    )


def _of_person(start: int, end: int, surname: str, name: str) -> Iterator[Candidate]:
    """Yield the government named by a person, and the person where the full name stands there."""
    yield Candidate(
        start,
        end,
        "Institution",
        "GovernmentBody",
        f"{surname} administration",
        "organizations/government-of-person",
    )
    if " " in name:
        yield Candidate(
            start, start + len(name), "Person", "Person", name, "names/in-government", nested=True
        )
