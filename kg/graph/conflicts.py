"""Conflicts: what does not fit together, with the evidence of each side.

In: the collation. Out: triples. The sentences that sides rest on are evidence nodes like others.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.collation import Collation, Conflict, Side
from kg.graph import terms
from kg.graph.evidence import Sentences
from kg.ids import digest_of

if TYPE_CHECKING:
    from pyoxigraph import Quad


def conflict_quads(collation: Collation, sentences: Sentences) -> Iterator["Quad"]:
    """Yield the triples of all conflicts."""
    for conflict in collation.conflicts:
        yield from _conflict_quads(conflict)
        for number, side in enumerate(conflict.sides):
            yield from _side_quads(conflict, number, side, sentences)


def _conflict_quads(conflict: Conflict) -> Iterator["Quad"]:
    """Yield what holds of a conflict as a whole."""
    node = terms.node(conflict.id)
    yield terms.triple(node, "rdf:type", terms.name("kg:Conflict"))
    yield terms.triple(node, "kg:conflictKind", terms.name(f"kg:{conflict.kind}"))
    yield terms.triple(node, "kg:reason", terms.text(conflict.reason))
    for entity in conflict.about:
        yield terms.triple(node, "kg:about", terms.node(entity))
    yield terms.triple(node, "kg:settled", terms.flag(holds=conflict.settled_by is not None))
    if conflict.settled_by is not None:
        yield terms.triple(node, "kg:settledBy", terms.text(conflict.settled_by))


def _side_quads(
    conflict: Conflict, number: int, side: Side, sentences: Sentences
) -> Iterator["Quad"]:
    """Yield the triples of one side."""
    node = terms.node(f"side/{digest_of(conflict.id, number)}")
    yield terms.triple(terms.node(conflict.id), "kg:side", node)
    yield terms.triple(node, "rdf:type", terms.name("kg:ConflictSide"))
    yield terms.triple(node, "kg:claim", terms.text(side.value))
    for speaker in side.speakers:
        yield terms.triple(node, "kg:heldBy", terms.node(speaker))
    for finding in side.findings:
        yield terms.triple(node, "kg:finding", terms.node(finding))
    touched = {sentence for item in side.evidence for sentence in sentences.of(item)}
    for sentence in sorted(touched):
        yield terms.triple(node, "kg:evidence", sentence.node())
    for quote in sorted({item.quote for item in side.evidence}):
        yield terms.triple(node, "kg:exact", terms.text(quote))
    for article in sorted({item.article for item in side.evidence}):
        yield terms.triple(node, "kg:inArticle", terms.node(article))
