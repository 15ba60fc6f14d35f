"""Findings as JSON Lines: the stand-off format `kg-findings/1` that other programs read.

In: the findings of all articles and their resolution. Out: one JSON object for each article, in
the order of article ids, keys in a fixed order, offsets in code points of the article's text.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from kg.knowledge import Knowledge
from kg.model import (
    Entity,
    EntityId,
    Evidence,
    Findings,
    Mention,
    MentionId,
    Relation,
    Resolution,
    Statement,
)

FORMAT = "kg-findings/1"
# Relations of the graph that the format has no name for.
_NOT_IN_FORMAT = frozenset({"amountInWords", "amountWithheld", "publishedOn", "reactsTo"})
# How far reference links are followed from what an article mentions to background entities.
_BACKGROUND_LINKS = ("rightUnder", "partOf")


def finding_lines(
    findings: Sequence[Findings], resolution: Resolution, knowledge: Knowledge
) -> Iterator[str]:
    """Yield one JSON text for each article, sorted by article id, without line ends."""
    entities = {entity.id: entity for entity in resolution.entities}
    for found in sorted(findings, key=lambda item: item.article.id):
        yield finding_line(found, resolution, entities, knowledge)


def finding_line(
    found: Findings,
    resolution: Resolution,
    entities: Mapping[EntityId, Entity],
    knowledge: Knowledge,
) -> str:
    """Return the JSON text of one article; `entities` are those of the resolution by id."""
    return json.dumps(_finding_of(found, resolution, entities, knowledge), ensure_ascii=False)


def _finding_of(
    found: Findings,
    resolution: Resolution,
    entities: Mapping[EntityId, Entity],
    knowledge: Knowledge,
) -> dict[str, Any]:
    """Return the object of one article."""
    every = ((item.id, resolution.links.get(item.id)) for item in found.mentions)
    links = {mention: link.entity for mention, link in every if link is not None}
    mentions = [mention for mention in found.mentions if mention.id in links]
    mentioned = sorted({links[mention.id] for mention in mentions})
    given = {item.object_known for item in found.relations if item.object_known is not None}
    background = _background_of(mentioned, given, knowledge)
    article = found.article
    return {
        "format": FORMAT,
        "article": {
            "id": article.id,
            "source": article.source,
            "sha256": article.sha256,
            "title": article.title,
            "publisher": article.publisher,
            "published": article.published,
            "url": article.url,
            "language": article.language,
        },
        "entities": [
            *(_entity_row(entities[item], background=False) for item in mentioned),
            *(_entity_row(item, background=True) for item in background),
        ],
        "mentions": [_mention_row(mention, links[mention.id]) for mention in mentions],
        "statements": [_statement_row(item, links, article.id) for item in found.statements],
        "relations": [
            _relation_row(item, links)
            for item in found.relations
            if item.subject in links and item.relation not in _NOT_IN_FORMAT
        ],
    }


def _background_of(
    mentioned: Iterable[EntityId], given: Iterable[EntityId], knowledge: Knowledge
) -> list[Entity]:
    """Return what only reference knowledge adds to an article.

    That is what relations name as their object (`given`), and the provisions that mentioned ones
    belong to.
    """
    seen = set(mentioned)
    todo = sorted(seen)
    found: list[Entity] = []
    for item in sorted(set(given) - seen):
        known = knowledge.entities[item]
        seen.add(item)
        found.append(Entity(known.id, known.type, known.cls, known.name, same_as=known.same_as))
    while todo:
        item = todo.pop()
        for predicate in _BACKGROUND_LINKS:
            for target in knowledge.facts(item, predicate):
                other = knowledge.entities.get(EntityId(target))
                if other is None or other.id in seen:
                    continue
                seen.add(other.id)
                todo.append(other.id)
                found.append(
                    Entity(other.id, other.type, other.cls, other.name, same_as=other.same_as)
                )
    return sorted(found, key=lambda entity: entity.id)


def _entity_row(entity: Entity, *, background: bool) -> dict[str, Any]:
    """Return one entity."""
    return {
        "id": entity.id,
        "type": entity.type,
        "class": entity.cls,
        "name": entity.name,
        "sameAs": list(entity.same_as),
        "background": background,
    }


def _span(evidence: Evidence) -> dict[str, Any]:
    """Return offsets and words."""
    return {"start": evidence.start, "end": evidence.end, "text": evidence.quote}


def _mention_row(mention: Mention, entity: EntityId) -> dict[str, Any]:
    """Return one mention."""
    return {
        "id": mention.id,
        **_span(mention.evidence),
        "entity": entity,
        "rule": mention.rule,
        "confidence": mention.confidence,
    }


def _statement_row(
    statement: Statement, links: Mapping[MentionId, EntityId], article: str
) -> dict[str, Any]:
    """Return one statement; a narrated one is said by the article itself."""
    speaker: str | None = links.get(statement.speaker) if statement.speaker else None
    if statement.kind == "narrated":
        speaker = article
    return {
        "id": statement.id,
        **_span(statement.evidence),
        "kind": statement.kind,
        "speaker": speaker,
        "speaker_text": statement.speaker_text,
        "cue": statement.cue,
        "via": [links[item] for item in statement.via if item in links],
        "stance": statement.stance,
        "target": links.get(statement.target) if statement.target else None,
        "modality": statement.modality,
        "provisions": sorted({links[item] for item in statement.provisions if item in links}),
        "issues": list(statement.issues),
        "rule": statement.rule,
        "confidence": statement.confidence,
    }


def _relation_row(relation: Relation, links: Mapping[MentionId, EntityId]) -> dict[str, Any]:
    """Return one relation; the object is an entity or a value, never both."""
    value: Any = None
    if relation.value is not None:
        value = relation.value.text
        if relation.value.unit is not None:
            value = {"amount": relation.value.amount, "unit": relation.value.unit}
    return {
        "id": relation.id,
        **_span(relation.evidence),
        "subject": links[relation.subject],
        "relation": relation.relation,
        "object": links.get(relation.object) if relation.object else relation.object_known,
        "value": value,
        "qualifiers": dict(relation.qualifiers),
        "negated": relation.negated,
        "hypothetical": relation.hypothetical,
        "asserted_by": links.get(relation.asserted_by) if relation.asserted_by else None,
        "rule": relation.rule,
        "confidence": relation.confidence,
    }
