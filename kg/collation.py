"""The nouns between collating and the graph: facts that several articles share.

Made by `kg.collate`, read by `kg.graph`.
"""

from dataclasses import dataclass

from kg.model import ArticleId, EntityId, Evidence, Value

# (kind, content, unit): kind is "date", "amount" or "words"; equal values have equal keys.
ValueKey = tuple[str, str, str]

ASSERTED = "asserted"


@dataclass(frozen=True, slots=True)
class Fact:
    """One relation between entities, or to a value, with every place that states it.

    Exactly one of `object` and `value` is set; `value_key` says which values are equal.
    `statuses` is ("asserted",), or what of "claimed", "hypothetical", "negated" holds, sorted.
    `asserted_by` is the claimant, `asserted_by_text` its name in the article where it could not be
    identified. `evidence` is sorted by article and offset; `qualifiers`, `rules` and `relations`
    (ids of the findings) are sorted and distinct.
    """

    id: str
    subject: EntityId
    relation: str
    object: EntityId | None
    value: Value | None
    value_key: ValueKey | None
    statuses: tuple[str, ...]
    asserted_by: EntityId | None
    asserted_by_text: str | None
    evidence: tuple[Evidence, ...]
    qualifiers: tuple[tuple[str, str], ...]
    rules: tuple[str, ...]
    relations: tuple[str, ...]

    @property
    def is_asserted(self) -> bool:
        """Tell whether some article states the fact in its own voice."""
        return self.statuses == (ASSERTED,)

    @property
    def articles(self) -> tuple[ArticleId, ...]:
        """Return the articles that state the fact, sorted."""
        return tuple(sorted({evidence.article for evidence in self.evidence}))


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A relation that made no fact, and why."""

    relation: str
    reason: str


@dataclass(frozen=True, slots=True)
class Collation:
    """All facts, sorted by id, and the relations that made none, sorted by theirs."""

    facts: tuple[Fact, ...]
    left_out: tuple[LeftOut, ...] = ()
