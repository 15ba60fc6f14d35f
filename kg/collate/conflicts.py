"""Conflicts: what does not fit together, and which facts are disputed for it.

In: a `World` of facts and utterances. Out: typed conflicts, sorted by id, each with a reason and
the evidence of both sides; and the facts that lose against reference knowledge or the majority.
Not done: nothing is decided; a conflict stays unsettled until a person settles it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from kg.collate.fact_conflicts import fact_conflicts
from kg.collate.speech_conflicts import speech_conflicts
from kg.collate.world import World
from kg.collation import DISPUTED, Conflict, Fact, Side

# Kinds in which at most one side can be true.
_EXCLUSIVE = frozenset({"IncompatibleOffices", "IncompatibleDates", "IncompatibleAmounts"})
_REFERENCE = "AgainstReference"
# How many times more sources make a majority.
_MAJORITY = 2


def find_conflicts(world: World) -> tuple[Conflict, ...]:
    """Return all conflicts, each once, sorted by id."""
    found = {item.id: item for item in chain(fact_conflicts(world), speech_conflicts(world))}
    return tuple(found[key] for key in sorted(found))


def with_disputed(
    facts: Sequence[Fact], conflicts: Iterable[Conflict], independent: Mapping[str, int]
) -> tuple[Fact, ...]:
    """Return the facts; those that are contradicted by more, or by what is known, as disputed."""
    beaten: set[str] = set()
    for conflict in conflicts:
        if conflict.settled_by is not None:
            continue
        if conflict.kind == _REFERENCE:
            beaten.update(name for side in conflict.sides for name in side.findings)
        elif conflict.kind in _EXCLUSIVE:
            beaten |= _minority(conflict.sides, independent)
    return tuple(
        replace(fact, statuses=(DISPUTED,)) if fact.is_asserted and fact.id in beaten else fact
        for fact in facts
    )


def _minority(sides: Sequence[Side], independent: Mapping[str, int]) -> set[str]:
    """Return the facts of the sides that far fewer sources state than the strongest one."""
    counts = [sum(independent.get(name, 0) for name in side.findings) for side in sides]
    most = max(counts)
    return {
        name
        for side, count in zip(sides, counts, strict=True)
        if count * _MAJORITY <= most
        for name in side.findings
    }
