"""Judgements: which decisions of people the graph was built with.

In: the decisions that were applied. Out: triples.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kg.graph import terms
from kg.judge import Decision

if TYPE_CHECKING:
    from pyoxigraph import Quad

# Parts of a decision that name what it is about.
_MATTERS = ("target", "left", "right", "subject")


def judgement_quads(decisions: Iterable[Decision]) -> Iterator["Quad"]:
    """Yield the triples of some decisions, by id."""
    for decision in sorted(decisions, key=lambda item: item.id):
        node = terms.node(decision.id)
        yield terms.triple(node, "rdf:type", terms.name("kg:Judgement"))
        yield terms.triple(node, "kg:verdict", terms.text(decision.verdict))
        for key in _MATTERS:
            if decision.part(key):
                yield terms.triple(node, "kg:judges", terms.node(decision.part(key)))
        if decision.part("field"):
            words = f"{decision.part('field')}: {decision.part('value')}"
            yield terms.triple(node, "kg:correction", terms.text(words))
        yield terms.triple(node, "kg:who", terms.text(decision.who))
        yield terms.triple(node, "kg:why", terms.text(decision.why))
        yield terms.triple(node, "kg:when", terms.date(decision.when))
