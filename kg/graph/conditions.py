"""Conditions: what must be given before something may be done, one node for each.

In: the conditions of a debate. Out: triples. Who states a condition is told by its statement.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kg.debate import Condition
from kg.graph import terms
from kg.graph.evidence import Sentences

if TYPE_CHECKING:
    from pyoxigraph import Quad


def condition_quads(conditions: Iterable[Condition], sentences: Sentences) -> Iterator["Quad"]:
    """Yield the triples of all conditions."""
    for condition in conditions:
        node, evidence = terms.node(condition.id), condition.evidence
        yield terms.triple(node, "rdf:type", terms.name("kg:Condition"))
        yield terms.triple(node, "rdfs:label", terms.text(evidence.quote))
        yield terms.triple(node, "kg:start", terms.integer(evidence.start))
        yield terms.triple(node, "kg:end", terms.integer(evidence.end))
        yield terms.triple(node, "kg:statedIn", terms.node(condition.statement))
        yield terms.triple(node, "kg:inArticle", terms.node(evidence.article))
        for sentence in sentences.of(evidence):
            yield terms.triple(node, "kg:evidence", sentence.node())
        for issue in condition.issues:
            yield terms.triple(node, "kg:issue", terms.node(issue))
        for right in condition.rights:
            yield terms.triple(node, "kg:provision", terms.node(right))
        yield terms.triple(node, "kg:rule", terms.text(condition.rule))
