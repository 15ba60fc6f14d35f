"""The closed vocabulary: a kg: term in the graph that ontology.ttl does not define is a problem.

In: a store. Out: problems.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.validate.problem import Problem
from kg.vocab import NAMESPACE, load_terms

if TYPE_CHECKING:
    from pyoxigraph import Store

_CHECK = "term"
_REMEDY = "Correct the name, or define the term in ontology.ttl."
_WHAT = "ontology.ttl does not define this term"


def check_terms(store: "Store") -> Iterator[Problem]:
    """Yield a problem for each kg: property, class or value that the ontology lacks."""
    from pyoxigraph import NamedNode

    used: set[str] = set()
    for quad in store:
        used.add(quad.predicate.value)
        if isinstance(quad.object, NamedNode) and quad.object.value.startswith(NAMESPACE):
            used.add(quad.object.value)
    defined = {term.iri for term in load_terms().values()}
    for iri in sorted(used - defined):
        if iri.startswith(NAMESPACE):
            yield Problem(_CHECK, f"kg:{iri[len(NAMESPACE) :]}", "", _WHAT, _REMEDY)
