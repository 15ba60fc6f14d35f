"""What a finder proposes: a span that may become a mention, before overlaps are settled."""

from dataclasses import dataclass

from kg.model import EntityId


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span of the text with a proposed meaning.

    `tier` orders proposals that overlap: the higher one stays, of equal ones the longer.
    `nested` ones may lie inside another mention (a demonym in "Salvadoran gang members").
    `anchor` is the span of the mention this one stands for, with `reason` in words.
    """

    start: int
    end: int
    type: str
    cls: str
    name: str
    rule: str
    tier: int = 2
    form: str = "name"
    known: EntityId | None = None
    roles: tuple[str, ...] = ()
    generic: bool = False
    nested: bool = False
    anchor: tuple[int, int] | None = None
    reason: str | None = None

    @property
    def span(self) -> tuple[int, int]:
        """Return (start, end)."""
        return self.start, self.end


def settle(candidates: list[Candidate]) -> tuple[Candidate, ...]:
    """Return the proposals that stay: no two overlap, except nested ones of another meaning.

    Sorting makes the outcome independent of the order in which finders ran.
    """
    ordered = sorted(
        candidates,
        key=lambda item: (
            -item.tier,
            item.start - item.end,
            item.start,
            item.known is None,
            item.rule,
        ),
    )
    taken: dict[int, Candidate] = {}
    stay: list[Candidate] = []
    seen: set[tuple[int, int, str]] = set()
    for item in [item for item in ordered if not item.nested]:
        if any(place in taken for place in range(item.start, item.end)):
            continue
        taken.update(dict.fromkeys(range(item.start, item.end), item))
        stay.append(item)
        seen.add((item.start, item.end, item.type))
    for item in [item for item in ordered if item.nested]:
        holders = [taken.get(place) for place in (item.start, item.end - 1)]
        fits = holders[0] is holders[1] and holders[0] != item
        if (item.start, item.end, item.type) in seen or not fits:
            continue
        if holders[0] is not None and not _may_nest(holders[0], item):
            continue
        stay.append(item)
        seen.add((item.start, item.end, item.type))
    return tuple(sorted(stay, key=lambda item: (item.start, -item.end, item.rule)))


def _may_nest(outer: Candidate, inner: Candidate) -> bool:
    """Tell whether a nested proposal says more than what holds it.

    Places count inside descriptions only: "Texas" of "Texas Civil Rights Project" is its name.
    """
    if inner.type == "Place" and outer.form == "name" and outer.cls != "PrisonSystem":
        return False
    return outer.type != inner.type or (outer.known != inner.known and outer.name != inner.name)
