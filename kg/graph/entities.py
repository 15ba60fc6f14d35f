"""Entities: what they are and what they are called.

In: the resolution, the ids that facts and statements use, and the knowledge. Out: triples.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from kg.collation import Collation
from kg.graph import terms
from kg.graph.reference import background_of, label_quads, reference_quads
from kg.knowledge import Knowledge
from kg.model import Entity, EntityId, Findings, Resolution

if TYPE_CHECKING:
    from pyoxigraph import Quad


def entities_of(
    findings: Sequence[Findings],
    resolution: Resolution,
    collation: Collation,
    knowledge: Knowledge,
) -> tuple[Entity, ...]:
    """Return all entities of a graph, sorted by id, with those that only knowledge brings in."""
    found = {entity.id: entity for entity in resolution.entities}
    given = {fact.object for fact in collation.facts if fact.object is not None}
    given |= {fact.subject for fact in collation.facts}
    given |= {
        EntityId(issue) for item in findings for made in item.statements for issue in made.issues
    }
    given |= {right for item in collation.debate.conditions for right in item.rights}
    background = {entity for entity in given if entity in knowledge.entities}
    background |= set(background_of({*found, *background}, knowledge))
    for entity in background - set(found):
        known = knowledge.entities[entity]
        found[entity] = Entity(known.id, known.type, known.cls, known.name, background=True)
    return tuple(found[entity] for entity in sorted(found))


def entity_quads(entities: Iterable[Entity], knowledge: Knowledge) -> Iterator["Quad"]:
    """Yield the triples of all entities and what reference knowledge says of them."""
    listed = tuple(entities)
    for entity in listed:
        yield from _own_quads(entity, knowledge)
    yield from reference_quads((entity.id for entity in listed), knowledge)


def _own_quads(entity: Entity, knowledge: Knowledge) -> Iterator["Quad"]:
    """Yield classes, names and links of one entity."""
    node, known = terms.node(entity.id), knowledge.entities.get(entity.id)
    for cls in sorted({entity.cls, entity.type}):
        yield terms.triple(node, "rdf:type", terms.name(f"kg:{cls}"))
    yield terms.triple(node, "rdfs:label", terms.text(entity.name))
    aliases = set(entity.aliases) - {entity.name}
    for alias in sorted(aliases):
        yield terms.triple(node, "skos:altLabel", terms.text(alias))
    if known is not None:
        yield from label_quads(known, {*aliases, entity.name})
    addresses = {*entity.same_as, *(known.same_as if known is not None else ())}
    for address in sorted(addresses):
        if (same := terms.link(address)) is not None:
            yield terms.triple(node, "owl:sameAs", same)
    if entity.background:
        yield terms.triple(node, "kg:background", terms.flag(holds=True))
