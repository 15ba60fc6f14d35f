"""Decisions on mentions and statements, replayed on findings and links.

In: findings, resolution, and the decisions that hold. Out: both as they are after the decisions,
and which decisions were applied. A statement that is rejected goes; a mention that is rejected
loses its link. What can be corrected:

target        fields
mention/…     entity
statement/…   speaker, target (entities; "none" for nobody), stance, modality ("none"),
              issues, provisions (ids with blanks between; "none")
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from kg.judge.additions import (
    MODALITIES,
    RULE,
    STANCES,
    marked,
    nearest,
    said,
    with_statement,
)
from kg.judge.records import Decision
from kg.knowledge import Knowledge
from kg.model import (
    ArticleId,
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
VALUES: Mapping[str, frozenset[str]] = MappingProxyType(
    {"stance": STANCES | {_NONE}, "modality": MODALITIES | {_NONE}}
)


@dataclass(slots=True)
class _Replay:
    """What a replay changes as it goes, and which decisions it applied."""

    links: dict[MentionId, Link]
    entities: dict[EntityId, Entity]
    knowledge: Knowledge | None
    applied: set[str]

    def entity(self, key: EntityId) -> Entity | None:
        """Return an entity of the articles or of reference knowledge."""
        known = None if self.knowledge is None else self.knowledge.entities.get(key)
        if key not in self.entities and known is not None:
            return Entity(known.id, known.type, known.cls, known.name, same_as=known.same_as)
        return self.entities.get(key)

    def type_of(self, cls: str) -> str | None:
        """Return the coarse type of a class, None for one that reference knowledge has not."""
        try:
            return None if self.knowledge is None else self.knowledge.type_of(cls)
        except KeyError:
            return None

    @property
    def issues(self) -> frozenset[str]:
        """Return the ids of the issues that reference knowledge has."""
        found = () if self.knowledge is None else self.knowledge.issues
        return frozenset(issue.id for issue in found)


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
        knowledge: where entities and issues are that no article names.

    """
    by_target: dict[str, list[Decision]] = {}
    for decision in decisions:
        key = decision.part("article" if decision.is_addition else "target")
        by_target.setdefault(key, []).append(decision)
    entities = {entity.id: entity for entity in resolution.entities}
    replay = _Replay(dict(resolution.links), entities, knowledge, set())
    with_marks = [_with_marks(found, by_target, replay) for found in findings]
    for found in with_marks:
        for mention in found.mentions:
            for decision in by_target.get(mention.id, ()):
                if _relink(mention, decision, replay):
                    replay.applied.add(decision.id)
    revised = tuple(_revised(found, by_target, replay) for found in with_marks)
    used = {link.entity for link in replay.links.values()}
    left = tuple(entities[key] for key in sorted(entities) if key in used)
    changed = (
        replace(resolution, entities=left, links=replay.links) if replay.applied else resolution
    )
    return revised, changed, frozenset(replay.applied)


def _with_marks(
    found: Findings, by_target: Mapping[str, Sequence[Decision]], replay: _Replay
) -> Findings:
    """Return the findings of an article with the mentions that a person added."""
    mentions = list(found.mentions)
    for decision in by_target.get(found.article.id, ()):
        if decision.verdict != "mark":
            continue
        mark = marked(found, decision, replay.entity, replay.type_of)
        if mark is None:
            continue
        replay.applied.add(decision.id)
        replay.links[mark.mention.id] = mark.link
        known = mark.entity or replay.entity(mark.link.entity)
        if known is not None:
            replay.entities[mark.link.entity] = known
        mentions.append(mark.mention)
    if len(mentions) == len(found.mentions):
        return found
    ordered = sorted(mentions, key=lambda item: (item.evidence.start, item.id))
    return replace(found, mentions=tuple(ordered))


def _relink(mention: Mention, decision: Decision, replay: _Replay) -> bool:
    """Apply a decision on what a mention means, and tell whether that could be done."""
    if decision.verdict == "reject":
        replay.links.pop(mention.id, None)
        return True
    if decision.verdict == "correct" and decision.part("field") == "entity":
        entity = replay.entity(EntityId(decision.part("value")))
        if entity is None:
            return False
        replay.entities[entity.id] = entity
        replay.links[mention.id] = Link(entity.id, RULE, f"{decision.who}: {decision.why}")
        return True
    return decision.verdict == "accept"


def _revised(
    found: Findings, by_target: Mapping[str, Sequence[Decision]], replay: _Replay
) -> Findings:
    """Return the findings of an article with its statements revised and added to."""
    for decision in by_target.get(ArticleId(found.article.id), ()):
        if decision.verdict == "say":
            made = said(found, decision, replay.links, replay.issues)
            if made is not None:
                replay.applied.add(decision.id)
                found = with_statement(found, made)
    if not any(statement.id in by_target for statement in found.statements):
        return found
    kept: list[Statement] = []
    for statement in found.statements:
        revised: Statement | None = statement
        for decision in by_target.get(statement.id, ()):
            if revised is not None:
                revised = _decided(revised, decision, found, replay)
        if revised is not None:
            kept.append(revised)
    return replace(found, statements=tuple(kept))


def _decided(
    statement: Statement, decision: Decision, found: Findings, replay: _Replay
) -> Statement | None:
    """Return a statement after one decision, None where that rejects it."""
    if decision.verdict == "reject":
        replay.applied.add(decision.id)
        return None
    if decision.verdict == "accept":
        replay.applied.add(decision.id)
        return statement
    changed = _corrected(statement, decision, found, replay)
    if changed is None:
        return statement
    replay.applied.add(decision.id)
    return changed


def _corrected(
    statement: Statement, decision: Decision, found: Findings, replay: _Replay
) -> Statement | None:
    """Return a statement with one field corrected, None where that cannot be."""
    field, value = decision.part("field"), decision.part("value")
    if decision.verdict != "correct":
        return None
    if field in VALUES:
        word = None if value == _NONE else value
        if value not in VALUES[field]:
            return None
        is_stance = field == "stance"
        return replace(statement, stance=word) if is_stance else replace(statement, modality=word)
    if field == "issues":
        issues = () if value == _NONE else tuple(sorted(value.split()))
        known = replay.issues.issuperset(issues)
        return replace(statement, issues=issues) if known else None
    if field == "provisions":
        return _with_provisions(statement, value, found, replay)
    return _with_mention(statement, field, value, found, replay)


def _with_provisions(
    statement: Statement, value: str, found: Findings, replay: _Replay
) -> Statement | None:
    """Return a statement that names these provisions, None where the article has not one."""
    wanted = () if value == _NONE else tuple(sorted(value.split()))
    mentions = [nearest(statement.evidence, EntityId(key), found, replay.links) for key in wanted]
    ids = tuple(item.id for item in mentions if item is not None)
    return replace(statement, provisions=ids) if len(ids) == len(wanted) else None


def _with_mention(
    statement: Statement, field: str, value: str, found: Findings, replay: _Replay
) -> Statement | None:
    """Return a statement with another speaker or target, None where the article has none such."""
    if field not in {"speaker", "target"}:
        return None
    mention = nearest(statement.evidence, EntityId(value), found, replay.links)
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
