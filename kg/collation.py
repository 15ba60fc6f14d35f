"""The nouns between collating and the graph: facts that several articles share.

Made by `kg.collate`, read by `kg.graph`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.debate import Debate
from kg.model import ArticleId, EntityId, Evidence, Value

# (kind, content, unit): kind is "date", "amount" or "words"; equal values have equal keys.
ValueKey = tuple[str, str, str]

ASSERTED = "asserted"
# Asserted by an article, but against reference knowledge or most other sources.
DISPUTED = "disputed"
# Found in an article, and rejected by a person.
REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Fact:
    """One relation between entities, or to a value, with every place that states it.

    Exactly one of `object` and `value` is set; `value_key` says which values are equal.
    `statuses` is ("asserted",), ("disputed",), ("rejected",), or what of "claimed",
    "hypothetical", "negated" holds, sorted. `asserted_by` is the claimant, `asserted_by_text` its
    name in the article where it could not be identified. `evidence` is sorted by article and
    offset; `qualifiers`, `rules` and `relations` (ids of the findings) are sorted and distinct.
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
class Utterance:
    """One thing said: a sentence of a statement, or the whole of a short one.

    `speaker` is None where an article says it itself or the speaker is unknown; `context` are the
    words of the same line after it, which complete a quoted fragment.
    """

    id: str
    statement: str
    evidence: Evidence
    kind: str
    speaker: EntityId | None
    modality: str | None = None
    stance: str | None = None
    context: str = ""


@dataclass(frozen=True, slots=True)
class QuoteCluster:
    """One utterance as several places report it, each in its own words.

    `variants` are sorted by article and offset; `text` is the fullest direct wording; `speakers`
    are all to whom it is given, sorted.
    """

    id: str
    text: str
    variants: tuple[Utterance, ...]
    speakers: tuple[EntityId, ...]

    @property
    def articles(self) -> tuple[ArticleId, ...]:
        """Return the articles that report it, sorted."""
        return tuple(sorted({variant.evidence.article for variant in self.variants}))


@dataclass(frozen=True, slots=True)
class SourceGroup:
    """Articles that count once; `basis`: "passage", "wire" or "publisher"; `reason`: a sentence."""

    id: str
    basis: str
    reason: str
    articles: tuple[ArticleId, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a conflict: what it says, where, by whom and as which facts or statements."""

    value: str
    evidence: tuple[Evidence, ...]
    speakers: tuple[EntityId, ...] = ()
    findings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two or more sides that do not fit together; unsettled unless `settled_by` says who did.

    `kind` is the local name of a kg:ConflictKind, `about` the entities it is about, `reason` a
    sentence that explains it.
    """

    id: str
    kind: str
    about: tuple[EntityId, ...]
    reason: str
    sides: tuple[Side, ...]
    settled_by: str | None = None


@dataclass(frozen=True, slots=True)
class Collation:
    """All facts, sorted by id, and the relations that made none, sorted by theirs.

    `independent` has for each fact the number of sources that do not depend on each other,
    `rests_on` the quote clusters in whose reports evidence of it lies. `judged` are the ids of the
    decisions of people that were applied to facts and conflicts.
    """

    facts: tuple[Fact, ...]
    left_out: tuple[LeftOut, ...] = ()
    quotes: tuple[QuoteCluster, ...] = ()
    sources: tuple[SourceGroup, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    independent: Mapping[str, int] = field(default_factory=dict)
    rests_on: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    judged: frozenset[str] = frozenset()
    debate: Debate = field(default_factory=Debate)
