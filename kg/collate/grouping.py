"""Facts in groups: by subject and relation, and by what they say of it.

In: the facts of a `World`. Out: facts by key, and sides of a conflict by value.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from kg.collate.world import World, side_of_facts
from kg.collation import Fact, Side

Groups = dict[tuple[str, ...], list[Fact]]


def plain_facts(world: World) -> Iterator[Fact]:
    """Yield facts that are asserted or claimed, but neither denied nor imagined."""
    for fact in world.facts:
        if not {"negated", "hypothetical"} & set(fact.statuses):
            yield fact


def grouped(facts: Iterator[Fact], key: Callable[[Fact], tuple[str, ...] | None]) -> Groups:
    """Return facts by a key, sorted by it; those without one are left out."""
    groups: Groups = defaultdict(list)
    for fact in facts:
        if (found := key(fact)) is not None:
            groups[found].append(fact)
    return {found: groups[found] for found in sorted(groups)}


def sides_of(facts: Sequence[Fact], value: Callable[[Fact], str]) -> list[Side]:
    """Return one side for each value of some facts."""
    values: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        values[value(fact)].append(fact)
    return [side_of_facts(name, values[name]) for name in sorted(values)]


def listed(sides: Sequence[Side]) -> str:
    """Return the values of some sides in a row."""
    return ", ".join(side.value for side in sides)
