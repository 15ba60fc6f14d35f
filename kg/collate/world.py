"""What the finders of conflicts look at: facts and utterances with quick ways to find them.

In: findings, resolution, knowledge, facts and quote clusters. Out: a frozen `World`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kg.collation import Conflict, Fact, QuoteCluster, Side, Utterance
from kg.ids import digest_of
from kg.knowledge import Knowledge
from kg.model import ArticleId, EntityId, Evidence, Findings, Resolution
from kg.rules import load_rules

# Reference links that lead from an institution to the country whose it is.
_TO_COUNTRY = ("country", "jurisdiction", "partOf", "locatedIn")
_LONGEST_WAY = 6
_COUNTRY = "Country"
# Letters on either side of a quote that belong to what it says.
_NEAR = 40


@dataclass(frozen=True, slots=True)
class World:
    """All that can contradict each other; `independent` counts the sources of each fact."""

    findings: Sequence[Findings]
    resolution: Resolution
    knowledge: Knowledge | None
    facts: Sequence[Fact]
    utterances: Sequence[Utterance]
    quotes: Sequence[QuoteCluster]
    independent: Mapping[str, int]
    names: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[ArticleId, str] = field(default_factory=dict)

    def name(self, entity: str) -> str:
        """Return what an entity or article is called."""
        if entity in self.names:
            return self.names[entity]
        known = self.knowledge.entities.get(EntityId(entity)) if self.knowledge else None
        return entity if known is None else known.name

    def around(self, evidence: Evidence) -> str:
        """Return a quote with the words of its sentence that stand close to it."""
        text = self.texts.get(evidence.article, "")
        start = max(evidence.start - _NEAR, evidence.sentence_start)
        return text[start : min(evidence.end + _NEAR, evidence.sentence_end)]

    def country_of(self, entity: str) -> str | None:
        """Return the country that an entity is or belongs to by reference knowledge, if known."""
        return country_of(entity, self.knowledge)


def country_of(entity: str, knowledge: Knowledge | None) -> str | None:
    """Return the country that an entity is or belongs to by reference knowledge, if known."""
    if knowledge is None:
        return None
    todo, seen = [entity], set[str]()
    for _ in range(_LONGEST_WAY):
        known = [knowledge.entities.get(EntityId(item)) for item in todo]
        for item in known:
            if item is not None and item.cls == _COUNTRY:
                return item.id
        seen |= set(todo)
        todo = [
            target
            for item in known
            if item is not None
            for link in _TO_COUNTRY
            for target in knowledge.facts(item.id, link)
            if target not in seen
        ]
    return None


def make_world(
    findings: Sequence[Findings],
    resolution: Resolution,
    knowledge: Knowledge | None,
    facts: Sequence[Fact],
    utterances: Sequence[Utterance],
    quotes: Sequence[QuoteCluster],
    independent: Mapping[str, int],
) -> World:
    """Return a world; articles come in the order of their ids."""
    names: dict[str, str] = {entity.id: entity.name for entity in resolution.entities}
    names |= {item.article.id: item.article.title or item.article.source for item in findings}
    ordered = tuple(sorted(findings, key=lambda item: item.article.id))
    return World(
        ordered,
        resolution,
        knowledge,
        facts,
        utterances,
        quotes,
        independent,
        names,
        {item.article.id: item.article.text for item in ordered},
    )


def side_of_facts(value: str, facts: Iterable[Fact]) -> Side:
    """Return the side that some facts take."""
    listed = sorted(facts, key=lambda fact: fact.id)
    return Side(
        value=value,
        evidence=in_order(evidence for fact in listed for evidence in fact.evidence),
        speakers=tuple(sorted({fact.asserted_by for fact in listed if fact.asserted_by})),
        findings=tuple(fact.id for fact in listed),
    )


def side_of_words(value: str, utterances: Iterable[Utterance]) -> Side:
    """Return the side that some utterances take."""
    listed = sorted(utterances, key=lambda item: item.id)
    return Side(
        value=value,
        evidence=in_order(item.evidence for item in listed),
        speakers=tuple(sorted({item.speaker for item in listed if item.speaker is not None})),
        findings=tuple(sorted({item.statement for item in listed})),
    )


def in_order(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Return evidence by article and offset, each once."""
    return tuple(sorted(set(evidence), key=lambda item: (item.article, item.start, item.end)))


def articles_of(sides: Iterable[Side]) -> frozenset[ArticleId]:
    """Return the articles of some sides."""
    return frozenset(evidence.article for side in sides for evidence in side.evidence)


def make_conflict(
    kind: str, template: str, subjects: Iterable[str], sides: Sequence[Side], **words: object
) -> Conflict:
    """Return a conflict, its sides sorted, its reason written by the template of that name."""
    ordered = tuple(sorted(sides, key=lambda side: (side.value, side.findings, repr(side))))
    about = tuple(EntityId(item) for item in sorted(set(subjects)))
    reason = load_rules("collate").maps["conflict_reasons"][template].format(**words)
    parts = [f"{side.value} {' '.join(side.findings)}" for side in ordered]
    return Conflict(
        id=f"conflict/{digest_of(kind, template, *about, *parts)}",
        kind=kind,
        about=about,
        reason=reason,
        sides=ordered,
    )
