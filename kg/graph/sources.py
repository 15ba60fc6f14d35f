"""Independent sources: which articles count once, and how many sources each fact has.

In: the collation. Out: triples.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.collation import Collation
from kg.graph import terms

if TYPE_CHECKING:
    from pyoxigraph import Quad


def source_quads(collation: Collation) -> Iterator["Quad"]:
    """Yield the triples of all groups of articles, and the counts of all facts."""
    for group in collation.sources:
        node = terms.node(group.id)
        yield terms.triple(node, "rdf:type", terms.name("kg:SourceGroup"))
        yield terms.triple(node, "kg:basis", terms.text(group.basis))
        yield terms.triple(node, "kg:reason", terms.text(group.reason))
        for article in group.articles:
            yield terms.triple(terms.node(article), "kg:sourceGroup", node)
    for fact in collation.facts:
        count = collation.independent.get(fact.id, len(fact.articles))
        node = terms.node(fact.id)
        yield terms.triple(node, "kg:independentSourceCount", terms.integer(count))
        for quote in collation.rests_on.get(fact.id, ()):
            yield terms.triple(node, "kg:restsOn", terms.node(quote))
