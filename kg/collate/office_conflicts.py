"""Conflicts of offices: one person with one office of two countries, one office of two persons.

In: a `World`. Out: conflicts. Only offices count that one person holds at a time.
"""

import re
from collections.abc import Iterator

from kg.collate.grouping import grouped, listed, plain_facts, sides_of
from kg.collate.words import words_of
from kg.collate.world import World, make_conflict
from kg.collation import Conflict, Fact
from kg.rules import load_rules

_SPACE = re.compile(r"\s+")


def _title_of(fact: Fact) -> str | None:
    """Return the title of an office that only one can hold now, or None."""
    if fact.relation != "holdsOffice":
        return None
    lists = load_rules("collate").lists
    if any(set(lists["past_office"]) & set(words_of(item.quote)) for item in fact.evidence):
        return None
    titles = sorted(value for key, value in fact.qualifiers if key == "title")
    plain = (_SPACE.sub(" ", title).strip().casefold() for title in titles)
    return next((title for title in plain if title in lists["sole_offices"]), None)


def office_conflicts(world: World) -> Iterator[Conflict]:
    """Yield persons who hold the same office of two countries."""

    def key(fact: Fact) -> tuple[str, ...] | None:
        title = _title_of(fact)
        return None if title is None or not fact.object else (fact.subject, title)

    for (person, title), facts in grouped(plain_facts(world), key).items():
        placed = [(fact, world.country_of(str(fact.object))) for fact in facts]
        known = [fact for fact, country in placed if country is not None]
        countries = {country for _, country in placed if country is not None}
        if len(countries) > 1:
            sides = sides_of(
                known, lambda fact: world.name(str(world.country_of(str(fact.object))))
            )
            yield make_conflict(
                "IncompatibleOffices",
                "IncompatibleOffices",
                (person, *(str(country) for country in countries)),
                sides,
                about=world.name(person),
                title=title,
                values=listed(sides),
            )


def rival_conflicts(world: World) -> Iterator[Conflict]:
    """Yield offices that articles give to several persons."""

    def key(fact: Fact) -> tuple[str, ...] | None:
        title = _title_of(fact)
        return None if title is None or not fact.object else (str(fact.object), title)

    for (place, title), facts in grouped(plain_facts(world), key).items():
        holders = {fact.subject for fact in facts}
        if len(holders) > 1:
            sides = sides_of(facts, lambda fact: world.name(fact.subject))
            words = {"about": world.name(place), "title": title, "values": listed(sides)}
            about = (place, *holders)
            yield make_conflict("IncompatibleOffices", "RivalHolders", about, sides, **words)
