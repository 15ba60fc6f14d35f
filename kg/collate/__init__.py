"""Facts that several articles share: equal relations become one `Fact` with all their evidence.

In: the findings of all articles and their resolution. Out: a `Collation`, the same for any order
of the articles, at a cost that grows with the number of relations (and sorting them).
Also out: quote clusters, groups of articles that count once, and conflicts.
Not done here: nothing is judged true; statements of parties stay apart from what articles assert.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.collate.conflicts import find_conflicts, with_disputed
from kg.collate.positions import find_debate
from kg.collate.quotes import quote_clusters
from kg.collate.same_office import same_office
from kg.collate.sources import find_sources, independent_counts, quotes_behind
from kg.collate.utterances import topics_of, utterances_of
from kg.collate.values import key_of
from kg.collate.world import country_of, make_world
from kg.collation import ASSERTED, Collation, Fact, LeftOut, ValueKey
from kg.ids import digest_of
from kg.judge import Bench, Decision, judge_facts, revise_facts, settle
from kg.knowledge import Knowledge
from kg.model import (
    EntityId,
    Findings,
    Mention,
    MentionId,
    Relation,
    Resolution,
    Value,
)
from kg.vocab import load_terms, term

__all__ = ["collate"]

# Kinds of terms that a fact can have as its relation.
_RELATIONS = frozenset({"datatype", "object"})
_OFFICE = "holdsOffice"


@dataclass(frozen=True, slots=True, order=True)
class _Key:
    """What makes two relations the same fact."""

    subject: str
    relation: str
    object: str
    value: ValueKey
    statuses: tuple[str, ...]
    asserted_by: str
    asserted_by_text: str


def collate(
    findings: Sequence[Findings],
    resolution: Resolution,
    knowledge: Knowledge | None = None,
    decisions: Sequence[Decision] = (),
) -> Collation:
    """Return the facts of all articles, and what articles share and where they differ.

    Facts that most articles or reference knowledge contradict come back as disputed.

    Args:
        findings: what was found in each article.
        resolution: which entity each mention means.
        knowledge: what offices and places belong to; without it fewer conflicts are found.
        decisions: what people decided about facts and conflicts, those that hold.

    Raises:
        VocabularyError: a relation has a name that ontology.ttl does not define.

    """
    found, left_out = _facts_of(findings, resolution, knowledge)
    facts, revised = revise_facts(found, decisions, _bench(findings, resolution, knowledge))
    utterances = utterances_of(findings, resolution)
    quotes = quote_clusters(utterances, topics_of(findings, resolution))
    sources = find_sources(findings, resolution)
    independent = independent_counts(facts, quotes, sources)
    world = make_world(findings, resolution, knowledge, facts, utterances, quotes, independent)
    conflicts, settled = settle(find_conflicts(world), decisions)
    final, judged = judge_facts(with_disputed(facts, conflicts, independent), decisions)
    return Collation(
        facts=final,
        left_out=left_out,
        quotes=quotes,
        sources=sources.groups,
        conflicts=conflicts,
        independent=independent,
        rests_on=quotes_behind(facts, quotes),
        judged=revised | settled | judged,
        debate=find_debate(findings, resolution),
    )


def _bench(
    findings: Sequence[Findings], resolution: Resolution, knowledge: Knowledge | None
) -> Bench:
    """Return what decisions on facts are checked against."""
    entities = {entity.id for entity in resolution.entities}
    if knowledge is not None:
        entities |= set(knowledge.entities)
    words = load_terms()
    return Bench(
        findings=findings,
        is_entity=entities.__contains__,
        is_relation=lambda name: name in words and words[name].kind in _RELATIONS,
        key_of=key_of,
    )


def _with_one_office(
    groups: Mapping[_Key, list[Relation]], knowledge: Knowledge | None
) -> dict[_Key, list[Relation]]:
    """Return the groups, an office of a country put with that of its institution."""
    offices: dict[tuple[tuple[str, ...], str, str], list[tuple[str, str, list[Relation]]]] = {}
    for key in groups:
        if key.relation == _OFFICE:
            put = (key.statuses, key.asserted_by, key.asserted_by_text)
            offices.setdefault(put, []).append((key.subject, key.object, groups[key]))
    homes = {
        put: same_office(held, lambda item: country_of(item, knowledge))
        for put, held in offices.items()
    }
    merged: dict[_Key, list[Relation]] = defaultdict(list)
    for key, relations in groups.items():
        put = (key.statuses, key.asserted_by, key.asserted_by_text)
        home = homes.get(put, {}).get((key.subject, key.object))
        moved = key.relation == _OFFICE and home is not None
        merged[replace(key, object=str(home)) if moved else key].extend(relations)
    return merged


def _facts_of(
    findings: Sequence[Findings], resolution: Resolution, knowledge: Knowledge | None
) -> tuple[tuple[Fact, ...], tuple[LeftOut, ...]]:
    """Return the facts, sorted by id, and the relations that made none."""
    groups: dict[_Key, list[Relation]] = defaultdict(list)
    left_out: list[LeftOut] = []
    for found in findings:
        mentions = {mention.id: mention for mention in found.mentions}
        for relation in found.relations:
            key = _key_of(relation, mentions, resolution)
            if isinstance(key, LeftOut):
                left_out.append(key)
            else:
                groups[key].append(relation)
    merged = _with_one_office(groups, knowledge)
    facts = (_fact_of(key, merged[key]) for key in merged)
    return (
        tuple(sorted(facts, key=lambda fact: fact.id)),
        tuple(sorted(left_out, key=lambda item: (item.relation, item.reason))),
    )


def _key_of(
    relation: Relation, mentions: Mapping[MentionId, Mention], resolution: Resolution
) -> _Key | LeftOut:
    """Return what a relation says, in terms of entities, or why it says nothing."""
    subject = _entity_of(relation.subject, resolution)
    target = relation.object_known or _entity_of(relation.object, resolution)
    if subject is None:
        return LeftOut(relation.id, "the subject could not be linked to an entity")
    if target is None and relation.value is None:
        return LeftOut(relation.id, "the object could not be linked to an entity")
    if subject == target:
        return LeftOut(relation.id, "subject and object are the same entity")
    if target is not None and term(relation.relation).symmetric:
        subject, target = sorted((subject, target))
    claimant = _entity_of(relation.asserted_by, resolution)
    speaker = None if relation.asserted_by is None else mentions.get(relation.asserted_by)
    return _Key(
        subject=subject,
        relation=relation.relation,
        object=target or "",
        value=("", "", "") if relation.value is None else key_of(relation.value),
        statuses=_statuses_of(relation),
        asserted_by=claimant or "",
        asserted_by_text=speaker.name if claimant is None and speaker is not None else "",
    )


def _entity_of(mention: MentionId | None, resolution: Resolution) -> EntityId | None:
    """Return the entity that a mention means, if it is linked."""
    link = None if mention is None else resolution.links.get(mention)
    return None if link is None else link.entity


def _statuses_of(relation: Relation) -> tuple[str, ...]:
    """Return how a relation is put, sorted."""
    marks = {
        "claimed": relation.asserted_by is not None,
        "hypothetical": relation.hypothetical,
        "negated": relation.negated,
    }
    return tuple(name for name, holds in marks.items() if holds) or (ASSERTED,)


def _fact_of(key: _Key, relations: Sequence[Relation]) -> Fact:
    """Return the fact that some equal relations state."""
    return Fact(
        id=f"assertion/{digest_of(*_parts_of(key))}",
        subject=EntityId(key.subject),
        relation=key.relation,
        object=EntityId(key.object) if key.object else None,
        value=_value_of(relations),
        value_key=None if key.object else key.value,
        statuses=key.statuses,
        asserted_by=EntityId(key.asserted_by) if key.asserted_by else None,
        asserted_by_text=key.asserted_by_text or None,
        evidence=tuple(
            sorted(
                {relation.evidence for relation in relations},
                key=lambda item: (item.article, item.start, item.end, item.sentence),
            )
        ),
        qualifiers=tuple(sorted({pair for relation in relations for pair in relation.qualifiers})),
        rules=tuple(sorted({relation.rule for relation in relations})),
        relations=tuple(sorted({relation.id for relation in relations})),
    )


def _parts_of(key: _Key) -> Iterator[str]:
    """Yield all parts of a key in order, for its digest."""
    yield from (key.subject, key.relation, key.object, *key.value)
    yield from ("+".join(key.statuses), key.asserted_by, key.asserted_by_text)


def _value_of(relations: Sequence[Relation]) -> Value | None:
    """Return the value in its most frequent wording; the shortest, then the first, of several."""
    values = Counter(item.value for item in relations if item.value is not None)
    if not values:
        return None
    return min(
        values,
        key=lambda value: (-values[value], len(value.text), value.text, repr(value.amount)),
    )
