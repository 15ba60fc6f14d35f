"""Conflicts between facts: dates, amounts, denials, reference knowledge, limits.

In: a `World`. Out: conflicts, in the order of the finders. Facts are compared only with those of
the same subject and relation (or title and country), so the cost grows with their number.
"""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from kg.collate.grouping import grouped, listed, plain_facts, sides_of
from kg.collate.office_conflicts import office_conflicts, rival_conflicts
from kg.collate.values import number_of
from kg.collate.words import content_of, words_of
from kg.collate.world import World, make_conflict, side_of_facts
from kg.collation import Conflict, Fact, Side
from kg.rules import load_rules

# Two amounts that differ by no more than this share may both be rounded from a third.
_ROUNDED = Decimal("0.1")
# So much room must be left for "overcrowded" to be odd.
_ROOM = Decimal("0.9")


def fact_conflicts(world: World) -> Iterator[Conflict]:
    """Yield all conflicts between facts."""
    finders: tuple[Callable[[World], Iterator[Conflict]], ...] = (
        office_conflicts,
        rival_conflicts,
        _dates,
        _amounts,
        _denials,
        _against_reference,
        _limits,
        _crowding,
    )
    for finder in finders:
        yield from finder(world)


def _value_key(relations: str) -> Callable[[Fact], tuple[str, ...] | None]:
    """Return a key of facts whose relation has one value, by subject, relation, unit and date."""
    names = frozenset(load_rules("collate").lists[relations])

    def key(fact: Fact) -> tuple[str, ...] | None:
        if fact.relation not in names or fact.value_key is None:
            return None
        dates = sorted(value for name, value in fact.qualifiers if name == "date")
        return (fact.subject, fact.relation, fact.value_key[2], *dates)

    return key


def _dates(world: World) -> Iterator[Conflict]:
    """Yield things with dates of which none is a less exact form of the other."""
    for key, facts in grouped(plain_facts(world), _value_key("one_date")).items():
        dated = [fact for fact in facts if fact.value_key and fact.value_key[0] == "date"]
        apart = [
            pair
            for pair in combinations(dated, 2)
            if not _same_date(_content(pair[0]), _content(pair[1]))
        ]
        yield from _of_values(world, "IncompatibleDates", key, apart)


def _same_date(left: str, right: str) -> bool:
    """Tell whether two ISO dates can be the same day."""
    return left.startswith(right) or right.startswith(left)


def _amounts(world: World) -> Iterator[Conflict]:
    """Yield things with amounts that differ beyond rounding."""
    parts = frozenset(load_rules("collate").lists["part_words"])
    for key, facts in grouped(plain_facts(world), _value_key("one_amount")).items():
        whole = [
            fact
            for fact in facts
            if not any(parts & set(words_of(world.around(item))) for item in fact.evidence)
        ]
        apart = [pair for pair in combinations(whole, 2) if _far_apart(*pair)]
        yield from _of_values(world, "IncompatibleAmounts", key, apart)


def _far_apart(left: Fact, right: Fact) -> bool:
    """Tell whether two amounts cannot both be rounded from one."""
    one, two = number_of(_content(left)), number_of(_content(right))
    if one is None or two is None:
        return False
    return abs(one - two) > _ROUNDED * max(abs(one), abs(two))


def _of_values(
    world: World, kind: str, key: tuple[str, ...], apart: Sequence[tuple[Fact, Fact]]
) -> Iterator[Conflict]:
    """Yield one conflict of all facts that are in some pair."""
    if not apart:
        return
    facts = sorted({fact.id: fact for pair in apart for fact in pair}.values(), key=_id_of)
    sides = sides_of(facts, _content)
    name = world.name(key[0])
    words = {"about": name, "relation": key[1], "values": listed(sides)}
    yield make_conflict(kind, kind, key[:1], sides, **words)


def _denials(world: World) -> Iterator[Conflict]:
    """Yield relations that one place asserts and another denies."""

    def key(fact: Fact) -> tuple[str, ...] | None:
        if "hypothetical" in fact.statuses:
            return None
        return (fact.subject, fact.relation, str(fact.object), repr(fact.value_key))

    for (subject, relation, *_), facts in grouped(iter(world.facts), key).items():
        denied = [fact for fact in facts if "negated" in fact.statuses]
        held = [fact for fact in facts if "negated" not in fact.statuses]
        if denied and held:
            value = _object_name(world, held[0])
            sides = [side_of_facts(value, held), side_of_facts(f"not {value}", denied)]
            words = {"about": world.name(subject), "relation": relation, "values": value}
            kind = "AssertedAndDenied"
            yield make_conflict(kind, kind, (subject,), sides, **words)


def _against_reference(world: World) -> Iterator[Conflict]:
    """Yield things that an article puts into another country than reference knowledge does."""
    names = frozenset(load_rules("collate").lists["one_country"])
    for fact in plain_facts(world):
        if fact.relation not in names or fact.object is None:
            continue
        known, said = world.country_of(fact.subject), world.country_of(fact.object)
        if known is not None and said is not None and known != said:
            side = side_of_facts(world.name(fact.object), [fact])
            words = {
                "about": world.name(fact.subject),
                "relation": fact.relation,
                "values": side.value,
                "known": world.name(known),
            }
            about, kind = (fact.subject, fact.object), "AgainstReference"
            yield make_conflict(kind, kind, about, [side, Side(words["known"], ())], **words)


def _limits(world: World) -> Iterator[Conflict]:
    """Yield proposals that are limited to some, and cover others as well."""
    exclusive = frozenset(load_rules("collate").lists["exclusive"])
    terms = grouped(plain_facts(world), lambda fact: _key_if(fact, "hasTerm"))
    covered = grouped(plain_facts(world), lambda fact: _key_if(fact, "coversGroup"))
    for key in sorted(terms.keys() & covered.keys()):
        limits = [
            item for item in terms[key] if exclusive & set(words_of(_object_name(world, item)))
        ]
        named = {word for item in limits for word in content_of(_object_name(world, item))}
        others = [
            item
            for item in covered[key]
            if named.isdisjoint(content_of(world.name(str(item.object))))
        ]
        if limits and others:
            text = _object_name(world, limits[0])
            sides = [side_of_facts(text, limits)]
            sides += sides_of(others, lambda fact: world.name(str(fact.object)))
            words = {"about": world.name(key[0]), "values": text}
            yield make_conflict("ScopeDifference", "TermAndScope", key, sides, **words)


def _key_if(fact: Fact, relation: str) -> tuple[str, ...] | None:
    """Return the subject of a fact of a relation."""
    return (fact.subject,) if fact.relation == relation else None


def _crowding(world: World) -> Iterator[Conflict]:
    """Yield places that are called overcrowded and hold fewer than they could."""
    crowded = frozenset(load_rules("collate").lists["crowding"])
    facts = grouped(plain_facts(world), lambda fact: (fact.subject,))
    for key, group in facts.items():
        said = [
            fact
            for fact in group
            if fact.relation == "confinementCondition"
            and any(crowded & set(words_of(item.quote)) for item in fact.evidence)
        ]
        held, room = _largest(group, "hasPopulation"), _largest(group, "hasCapacity")
        if not said or held is None or room is None:
            continue
        if Decimal(_content(held)) < _ROOM * Decimal(_content(room)):
            numbers = f"{_content(held)} / {_content(room)}"
            sides = [side_of_facts("overcrowded", said), side_of_facts(numbers, [held, room])]
            words = {"population": _content(held), "capacity": _content(room)}
            words["about"] = world.name(key[0])
            yield make_conflict("Tension", "CrowdingAndRoom", key, sides, **words)


def _largest(facts: Sequence[Fact], relation: str) -> Fact | None:
    """Return the fact of a relation with the largest amount."""
    amounts = [
        fact
        for fact in facts
        if fact.relation == relation and fact.value_key is not None and _kind(fact) == "amount"
    ]
    return max(amounts, key=lambda fact: (Decimal(_content(fact)), fact.id), default=None)


def _object_name(world: World, fact: Fact) -> str:
    """Return the object of a fact in words."""
    return fact.value.text if fact.value is not None else world.name(str(fact.object))


def _kind(fact: Fact) -> str:
    """Return what kind of value a fact has."""
    return fact.value_key[0] if fact.value_key is not None else ""


def _content(fact: Fact) -> str:
    """Return the value of a fact in its plainest form."""
    return fact.value_key[1] if fact.value_key is not None else ""


def _id_of(fact: Fact) -> str:
    """Return what facts are sorted by."""
    return fact.id
