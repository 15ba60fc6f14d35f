"""Decisions on mentions and statements, replayed on findings and links.

In: findings, resolution, and the decisions that hold. Out: both as they are after the decisions,
and which decisions were applied. A statement that is rejected goes; a mention that is rejected
loses its link. What can be corrected:

target        fields
mention/…     entity
statement/…   speaker, target (entities; "none" for nobody), stance, modality ("none")
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from kg.judge.records import Decision
from kg.knowledge import Knowledge
from kg.model import (
    Entity,
    EntityId,
    Findings,
    Link,
    Mention,
    MentionId,
    Resolution,
    Statement,
)

_NONE = "none"
_RULE = "judgement"
_VALUES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "stance": frozenset({"supports", "opposes", "conditional", "neutral", _NONE}),
        "modality": frozenset(
            {
                "asserts_unlawful",
                "asserts_lawful",
                "questions_legality",
                "states_condition",
                "states_rule",
                _NONE,
            }
        ),
    }
)
Applied = set[str]


def revise_findings(
    findings: Sequence[Findings],
    resolution: Resolution,
    decisions: Iterable[Decision],
    knowledge: Knowledge | None = None,
) -> tuple[tuple[Findings, ...], Resolution, frozenset[str]]:
    """Return findings and resolution after the decisions, and the ids of those applied.

    Args:
        findings: as they were found.
        resolution: as the rules linked them.
        decisions: those that hold.
        knowledge: where entities are that no article names.

    """
    by_target: dict[str, list[Decision]] = {}
    for decision in decisions:
        by_target.setdefault(decision.part("target"), []).append(decision)
    applied: Applied = set()
    entities = {entity.id: entity for entity in resolution.entities}
    links = dict(resolution.links)
    for found in findings:
        for mention in found.mentions:
            for decision in by_target.get(mention.id, ()):
                if _relink(mention, decision, links, entities, knowledge):
                    applied.add(decision.id)
    revised = tuple(_revised(found, links, by_target, applied) for found in findings)
    used = {link.entity for link in links.values()}
    left = tuple(entities[key] for key in sorted(entities) if key in used)
    changed = replace(resolution, entities=left, links=links) if applied else resolution
    return revised, changed, frozenset(applied)


def _relink(
    mention: Mention,
    decision: Decision,
    links: dict[MentionId, Link],
    entities: dict[EntityId, Entity],
    knowledge: Knowledge | None,
) -> bool:
    """Apply a decision on what a mention means, and tell whether that could be done."""
    if decision.verdict == "reject":
        links.pop(mention.id, None)
        return True
    if decision.verdict == "correct" and decision.part("field") == "entity":
        entity = EntityId(decision.part("value"))
        known = None if knowledge is None else knowledge.entities.get(entity)
        if known is not None and entity not in entities:
            entities[entity] = Entity(
                known.id, known.type, known.cls, known.name, same_as=known.same_as
            )
        if entity not in entities:
            return False
        links[mention.id] = Link(entity, _RULE, f"{decision.who}: {decision.why}")
        return True
    return decision.verdict == "accept"


def _revised(
    found: Findings,
    links: Mapping[MentionId, Link],
    by_target: Mapping[str, Sequence[Decision]],
    applied: Applied,
) -> Findings:
    """Return the findings of an article with its statements revised."""
    if not any(statement.id in by_target for statement in found.statements):
        return found
    kept: list[Statement] = []
    for statement in found.statements:
        revised: Statement | None = statement
        for decision in by_target.get(statement.id, ()):
            if revised is not None:
                revised = _decided(revised, decision, found, links, applied)
        if revised is not None:
            kept.append(revised)
    return replace(found, statements=tuple(kept))


def _decided(
    statement: Statement,
    decision: Decision,
    found: Findings,
    links: Mapping[MentionId, Link],
    applied: Applied,
) -> Statement | None:
    """Return a statement after one decision, None where that rejects it."""
    if decision.verdict == "reject":
        applied.add(decision.id)
        return None
    if decision.verdict == "accept":
        applied.add(decision.id)
        return statement
    changed = _corrected(statement, decision, found, links)
    if changed is None:
        return statement
    applied.add(decision.id)
    return changed


def _corrected(
    statement: Statement,
    decision: Decision,
    found: Findings,
    links: Mapping[MentionId, Link],
) -> Statement | None:
    """Return a statement with one field corrected, None where that cannot be."""
    field, value = decision.part("field"), decision.part("value")
    if decision.verdict != "correct":
        return None
    if field in _VALUES:
        if value not in _VALUES[field]:
            return None
        word = None if value == _NONE else value
        return (
            replace(statement, stance=word)
            if field == "stance"
            else replace(statement, modality=word)
        )
    if field not in {"speaker", "target"}:
        return None
    mention = None if value == _NONE else _nearest(statement, EntityId(value), found, links)
    if mention is None and value != _NONE:
        return None
    if field == "target":
        return replace(statement, target=None if mention is None else mention.id)
    return replace(
        statement,
        speaker=None if mention is None else mention.id,
        speaker_text=None if mention is None else mention.evidence.quote,
        kind="indirect" if statement.kind == "narrated" and mention is not None else statement.kind,
    )


def _nearest(
    statement: Statement,
    entity: EntityId,
    found: Findings,
    links: Mapping[MentionId, Link],
) -> Mention | None:
    """Return the mention of an entity that stands closest to a statement."""
    there = [
        mention
        for mention in found.mentions
        if mention.id in links and links[mention.id].entity == entity
    ]
    return min(
        there,
        key=lambda item: (abs(item.evidence.start - statement.evidence.start), item.id),
        default=None,
    )
