"""What reference knowledge adds to a graph: the background of what articles mention, no more.

In: ids of the entities that articles use, and the knowledge. Out: which further entities belong
to it, and the triples that the reference files give of all of them.
These triples stand in the default graph and, to tell them from what articles say, in the graph
`graph/reference` too.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kg.graph import terms
from kg.knowledge import Knowledge, Known
from kg.model import EntityId
from kg.vocab import compact

if TYPE_CHECKING:
    from pyoxigraph import Literal, NamedNode, Quad

# Links followed from every entity, however it came in: they lead to few and ever larger things.
_UPWARD = ("country", "jurisdiction", "locatedIn", "officeOf", "partOf")
# Links followed only from what articles themselves use, or all siblings would come in as well.
_OUTWARD = ("broader", "protects", "rightUnder", "turnsOn")
_PROTECTS = "protects"
# Provisions that belong to no country: they come in with whatever leads to them.
_ANYWHERE = frozenset({"Right", "LegalDoctrine"})


def background_of(used: Iterable[EntityId], knowledge: Knowledge) -> tuple[EntityId, ...]:
    """Return the entities that reference knowledge brings in for those that articles use, sorted.

    These are the wholes, places and provisions that they belong to, the rights that mentioned
    provisions protect, and the provisions that protect mentioned rights. Many laws of the world
    protect the same right: only those come in whose country, or which themselves, are spoken of.
    """
    seen = {entity for entity in used if entity in knowledge.entities}
    spoken_of = _reach(seen, knowledge)
    protectors = _protectors(knowledge)
    outward = {
        target
        for entity in seen
        for target in (*_targets(entity, _OUTWARD, knowledge), *protectors.get(entity, ()))
    }
    fitting = {target for target in outward if _fits(target, spoken_of, knowledge)}
    return tuple(sorted((spoken_of | _reach(fitting, knowledge)) - seen))


def _reach(entities: Iterable[EntityId], knowledge: Knowledge) -> set[EntityId]:
    """Return some entities with all that they belong to."""
    found: set[EntityId] = set()
    todo = list(entities)
    while todo:
        entity = todo.pop()
        if entity not in found:
            found.add(entity)
            todo.extend(_targets(entity, _UPWARD, knowledge))
    return found


def _fits(entity: EntityId, spoken_of: set[EntityId], knowledge: Knowledge) -> bool:
    """Tell whether an entity, or what it belongs to, is spoken of, if it is a law of some place."""
    known = knowledge.entities[entity]
    if known.type != "LegalProvision" or known.cls in _ANYWHERE:
        return True
    return not spoken_of.isdisjoint(_reach({entity}, knowledge))


def reference_quads(entities: Iterable[EntityId], knowledge: Knowledge) -> Iterator["Quad"]:
    """Yield what reference files say of some entities, each triple in both graphs.

    A link to an entity that is not among them is left out.
    """
    present = set(entities)
    for entity in sorted(present & set(knowledge.entities)):
        known = knowledge.entities[entity]
        for predicate, value in _facts_of(known, present, knowledge):
            yield from _twice(entity, predicate, value)


def label_quads(known: Known, taken: Iterable[str]) -> Iterator["Quad"]:
    """Yield the names that reference files give an entity, without those in `taken`."""
    node = terms.node(known.id)
    for predicate, labels in (
        ("skos:altLabel", known.labels),
        ("kg:weakLabel", known.weak_labels),
        ("kg:demonym", known.demonyms),
    ):
        left = set(labels) - set(taken) if predicate == "skos:altLabel" else set(labels)
        for label in sorted(left):
            yield terms.triple(node, predicate, terms.text(label))


def _protectors(knowledge: Knowledge) -> dict[EntityId, list[EntityId]]:
    """Return for each right the provisions that protect it."""
    found: dict[EntityId, list[EntityId]] = {}
    for known in knowledge.entities.values():
        for right in known.values(_PROTECTS):
            found.setdefault(EntityId(right), []).append(known.id)
    return found


def _targets(
    entity: EntityId, predicates: tuple[str, ...], knowledge: Knowledge
) -> Iterator[EntityId]:
    """Yield the entities to which some predicates lead."""
    for predicate in predicates:
        for target in knowledge.facts(entity, predicate):
            if target in knowledge.entities:
                yield EntityId(target)


def _facts_of(
    known: Known, present: set[EntityId], knowledge: Knowledge
) -> Iterator[tuple[str, "NamedNode | Literal"]]:
    """Yield (prefixed predicate, object) of an entity, as the schema of reference files says."""
    for local, value in known.facts:
        iri = knowledge.predicate_iri(local)
        kind, predicate = knowledge.schema.kinds[iri], compact(iri)
        if kind == "entity":
            if value in present:
                yield predicate, terms.node(value)
        elif kind == "iri":
            if (address := terms.link(value)) is not None:
                yield predicate, address
        elif kind == "year":
            yield predicate, terms.typed(value, "xsd:integer")
        elif kind == "flag":
            yield predicate, terms.typed(value, "xsd:boolean")
        else:
            yield predicate, terms.date(value) if kind == "date" else terms.text(value)


def _twice(entity: EntityId, predicate: str, value: "NamedNode | Literal") -> Iterator["Quad"]:
    """Yield a triple for the default graph and for the reference graph."""
    for graph in (None, terms.REFERENCE_GRAPH):
        yield terms.triple(terms.node(entity), predicate, value, graph)
